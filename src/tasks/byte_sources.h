// Where collect reads from: a file on disk, standard input, an original of the case.
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/progress.h"
#include "base/result.h"
#include "collect/byte_source.h"
#include "store/block_file.h"

namespace maillon::tasks {

// A file, or standard input for "-".
class FileSource : public collect::ByteSource {
 public:
  // Code::not_found if it cannot be opened.
  static Result<std::unique_ptr<FileSource>> open(const std::string& path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  Result<std::size_t> read(char* to, std::size_t size) override;

 private:
  FileSource(std::FILE* file, std::string name) : file_(file), name_(std::move(name)) {}
  std::FILE* file_;
  std::string name_;
};

// SHA-256 of all bytes of a file. Fails as FileSource.
Result<Sha256> hash_source(const std::string& path);

// Gives the bytes already read first, then the rest; copies all to `copy` as they pass.
class TeeSource : public collect::ByteSource {
 public:
  using Copy = std::function<Result<void>(std::string_view)>;
  // `rest` and `progress` may be null.
  TeeSource(std::string head, std::unique_ptr<collect::ByteSource> rest, Copy copy,
            Progress* progress);
  Result<std::size_t> read(char* to, std::size_t size) override;

 private:
  std::string head_;
  std::size_t used_ = 0;
  std::unique_ptr<collect::ByteSource> rest_;
  Copy copy_;
  Progress* progress_;
};

// Reads another, which must outlive it: for who takes a source and may let go of it early.
class BorrowedSource : public collect::ByteSource {
 public:
  explicit BorrowedSource(collect::ByteSource& source) : source_(source) {}
  Result<std::size_t> read(char* to, std::size_t size) override { return source_.read(to, size); }

 private:
  collect::ByteSource& source_;
};

class BlockSource : public collect::ByteSource {
 public:
  explicit BlockSource(store::BlockReader reader) : stream_(std::move(reader)) {}
  Result<std::size_t> read(char* to, std::size_t size) override { return stream_.read(to, size); }

 private:
  store::BlockStream stream_;
};

// The files that paths name, "-" for standard input; of a folder all inside it, sorted,
// without hidden ones. Code::not_found, Code::io, Code::invalid_input for an empty folder.
Result<std::vector<std::string>> list_source_files(const std::vector<std::string>& given);

// As much of the source as it takes to guess how to read it.
Result<std::string> read_head(collect::ByteSource& source);

}  // namespace maillon::tasks
