// Files through POSIX calls, with errors as values. Everything that store does
// to the disk outside SQLite goes through here, so that a full disk has one
// message and a crash can be staged at every single step (file_test_hook).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/hash.h"
#include "base/result.h"

namespace maillon::store {

// An open file; closed when it goes out of scope. Movable, not copyable.
// Failures are Code::io ("disk full: ..." when there is no room, with what to
// do), or Code::not_found if the file is not there.
class File {
 public:
  File() = default;
  ~File();
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;

  static Result<File> open_read(const std::string& path);
  // Makes the file, or empties the one that is there.
  static Result<File> create(const std::string& path);

  // Up to `size` bytes from where the last read ended; 0 = the end.
  Result<std::size_t> read(char* to, std::size_t size);
  // Exactly `size` bytes at `offset`; Code::corrupt if the file ends before.
  // Any number of threads may call it.
  Result<void> read_at(uint64_t offset, char* to, std::size_t size) const;
  Result<void> write(std::string_view bytes);
  Result<uint64_t> size() const;
  Result<void> sync();  // fsync
  void close();
  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  const std::string& path() const { return path_; }

 private:
  int fd_ = -1;
  std::string path_;
};

// The begin of a file, `most` bytes or all that it has. Errors as of File.
Result<std::string> read_up_to(const std::string& path, uint64_t most);

// A new file that only its owner reads (mode 0600), synced. Code::invalid_input if it is there
// already, Code::io; then nothing is left of it.
Result<void> write_private_file(const std::string& path, std::string_view bytes);

// Moves a finished file to its final name: fsync, rename, fsync of the
// directory. After a crash there is the whole file under the name, or none.
Result<void> publish(File& file, const std::string& final_path);
// rename, and fsync of the new directory if `sync`; for files that are synced already.
Result<void> move_file(const std::string& from, const std::string& to, bool sync = true);
// A second name for bytes that are never changed; a copy where the disk has no such links. What
// went wrong, if anything did.
std::error_code give_second_name(const std::string& from, const std::string& to);
// Waits until the files are on the disk, few one by one, many by one call.
Result<void> sync_files(const std::vector<std::string>& paths);
Result<void> remove_file(const std::string& path);  // no error if it is not there
Result<void> make_directory(const std::string& path);
// The same, and if it was not there nobody but its owner may enter it.
Result<void> make_private_directory(
    const std::string& path);  // with parents; no error if it is there
Result<void> sync_directory(const std::string& path);
bool file_exists(const std::string& path);
bool is_directory(const std::string& path);
// Names (not paths) of what is in the directory, sorted; empty if there is none.
Result<std::vector<std::string>> list_directory(const std::string& path);
// A folder whose files are in memory: nothing of them stays on a disk. "" if the system has none.
std::string memory_folder();
// "a/b/c.x" -> "a/b"; "c.x" -> ".".
std::string parent_of(const std::string& path);

// For tests: called before each operation that changes the disk (with its
// name). A test may end the process there. Empty = nothing is called.
void set_file_test_hook(std::function<void(std::string_view)> hook);

}  // namespace maillon::store
