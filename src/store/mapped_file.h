// A file as memory, read-only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/huge_pages.h"
#include "base/result.h"

namespace maillon::store {

enum class Load : unsigned char {
  map,   // pages come from the file as they are touched; other processes share them
  copy,  // read whole into memory: what is searched does not depend on the page cache
};

// The bytes stay as long as it lives, also if the file is renamed or removed. A file
// that is made shorter by another program meanwhile ends the process: only for files
// that are never changed under their name.
class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  // Code::not_found or Code::io, as File.
  static Result<MappedFile> open(const std::string& path, Load load = Load::map);
  std::string_view bytes() const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  HugeVector<char> copied_;
};

}  // namespace maillon::store
