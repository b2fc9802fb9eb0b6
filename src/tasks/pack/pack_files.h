// The files of a pack, their manifest, and its signature. docs/formats/pack.md draws it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "store/signing.h"
#include "tasks/pack/zip_writer.h"

namespace maillon::tasks {

struct PackFile {
  std::string path;  // within the pack, with '/'
  uint64_t size = 0;
  Sha256 sha256{};
  ByteMaker bytes;
};

class PackFiles {
 public:
  void add(const std::string& path, std::string bytes);
  // Bytes that are not kept in memory; made once now, for size and hash.
  Result<void> add(const std::string& path, const ByteMaker& bytes);

  // Adds manifest.json, which begins with `head` (members of a JSON object, without braces) and
  // lists every file so far, and manifest.sig. Gives the SHA-256 of the manifest.
  Result<Sha256> sign(const std::string& head, const store::SigningKey& key);

  // Into a ZIP file if the name ends so, else into a folder, which must not be there or be empty.
  // Whole or not at all. In order of the paths.
  Result<void> write(const std::string& to);
  // The ZIP file alone.
  Result<void> write_zip(Output& out);

  const std::vector<PackFile>& files() const { return files_; }
  uint64_t bytes() const;  // of all files

 private:
  Result<void> write_folder(const std::string& to) const;
  void sort();
  std::vector<PackFile> files_;
};

}  // namespace maillon::tasks
