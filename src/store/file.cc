#include "store/file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace maillon::store {

namespace {

// One process, one disk: the hook of tests is the only global of this folder.
std::function<void(std::string_view)>& test_hook() {
  static std::function<void(std::string_view)> hook;
  return hook;
}

void before(std::string_view operation) {
  if (test_hook()) test_hook()(operation);
}

tl::unexpected<Error> io_error(int error, std::string_view doing, const std::string& path) {
  const std::string where = std::string(doing) + " " + path;
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return fail(Code::not_found, where + ": there is no such file");
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return fail(Code::io, "disk full: " + where + ": make room and run the command again");
    default:
      return fail(Code::io, where + ": " + std::generic_category().message(error));
  }
}

}  // namespace

void set_file_test_hook(std::function<void(std::string_view)> hook) {
  test_hook() = std::move(hook);
}

File::~File() {
  close();
}

File::File(File&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
    path_ = std::move(other.path_);
  }
  return *this;
}

Result<File> File::open_read(const std::string& path) {
  File file;
  file.path_ = path;
  file.fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file.fd_ < 0) return io_error(errno, "reading", path);
  struct stat info {};
  if (::fstat(file.fd_, &info) == 0 && S_ISDIR(info.st_mode)) {
    return fail(Code::io, "reading " + path + ": it is a directory, not a file");
  }
  return file;
}

Result<File> File::create(const std::string& path) {
  before("create");
  File file;
  file.path_ = path;
  file.fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file.fd_ < 0) return io_error(errno, "creating", path);
  return file;
}

Result<std::size_t> File::read(char* to, std::size_t size) {
  for (;;) {
    const ssize_t got = ::read(fd_, to, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return io_error(errno, "reading", path_);
  }
}

Result<std::string> read_up_to(const std::string& path, uint64_t most) {
  constexpr uint64_t kPiece = uint64_t{1} << 20;
  TRY(File file, File::open_read(path));
  std::string bytes;
  std::string piece(std::min(most, kPiece), '\0');
  while (bytes.size() < most) {
    TRY(const std::size_t got,
        file.read(piece.data(), std::min<uint64_t>(piece.size(), most - bytes.size())));
    if (got == 0) break;
    bytes.append(piece, 0, got);
  }
  return bytes;
}

Result<void> write_private_file(const std::string& path, std::string_view bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    if (errno == EEXIST) return fail(Code::invalid_input, path + " is there already");
    return fail(Code::io, "writing " + path + ": " + std::generic_category().message(errno));
  }
  const bool written =
      ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(fd) == 0;
  const bool closed = ::close(fd) == 0;
  if (!written || !closed) {
    ::unlink(path.c_str());
    return fail(Code::io, "writing " + path + " failed; is the disk full?");
  }
  return sync_directory(parent_of(path));
}

std::string memory_folder() {
  constexpr const char* kFolder = "/dev/shm";
  return ::access(kFolder, W_OK | X_OK) == 0 ? kFolder : "";
}

Result<void> File::read_at(uint64_t offset, char* to, std::size_t size) const {
  while (size > 0) {
    const ssize_t got = ::pread(fd_, to, size, static_cast<off_t>(offset));
    if (got == 0) return fail(Code::corrupt, path_ + ": the file is cut short");
    if (got < 0) {
      if (errno == EINTR) continue;
      return io_error(errno, "reading", path_);
    }
    to += got;
    offset += static_cast<uint64_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  return {};
}

Result<void> File::write(std::string_view bytes) {
  before("write");
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd_, bytes.data(), bytes.size());
    if (done < 0) {
      if (errno == EINTR) continue;
      return io_error(errno, "writing", path_);
    }
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

Result<uint64_t> File::size() const {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) return io_error(errno, "reading", path_);
  return static_cast<uint64_t>(info.st_size);
}

Result<void> File::sync() {
  before("sync");
  if (::fdatasync(fd_) != 0) return io_error(errno, "writing", path_);
  return {};
}

void File::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> sync_directory(const std::string& path) {
  before("sync_directory");
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return io_error(errno, "opening", path);
  const int failed = ::fsync(fd) != 0 ? errno : 0;
  ::close(fd);
  // Some file systems (network shares) cannot sync a directory; they order renames themselves.
  if (failed != 0 && failed != EINVAL) return io_error(failed, "writing", path);
  return {};
}

Result<void> move_file(const std::string& from, const std::string& to, bool sync) {
  before("rename");
  if (::rename(from.c_str(), to.c_str()) != 0) return io_error(errno, "renaming", from);
  if (!sync) return {};
  return sync_directory(parent_of(to));
}

std::error_code give_second_name(const std::string& from, const std::string& to) {
  std::error_code error;
  std::filesystem::create_hard_link(from, to, error);
  if (error) std::filesystem::copy_file(from, to, error);
  return error;
}

Result<void> sync_files(const std::vector<std::string>& paths) {
  constexpr std::size_t kFew = 16;  // more are cheaper by one sync of the file system
  if (paths.size() > kFew) {
    TRY(const File file, File::open_read(paths.front()));
    before("sync");
    if (::syncfs(file.fd()) != 0) return io_error(errno, "writing", file.path());
    return {};
  }
  for (const std::string& path : paths) {
    TRY(File file, File::open_read(path));
    TRY_OK(file.sync());
  }
  return {};
}

Result<void> publish(File& file, const std::string& final_path) {
  TRY_OK(file.sync());
  return move_file(file.path(), final_path);
}

Result<void> remove_file(const std::string& path) {
  before("remove");
  if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) {
    return io_error(errno, "removing", path);
  }
  return {};
}

Result<void> make_directory(const std::string& path) {
  before("mkdir");
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return io_error(error.value(), "creating the directory", path);
  return {};
}

Result<void> make_private_directory(const std::string& path) {
  const std::string name = path.substr(0, path.find_last_not_of('/') + 1);
  const auto parent = std::filesystem::path(name).parent_path();
  before("mkdir");
  std::error_code error;
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (error) return io_error(error.value(), "creating the directory", parent.string());
  if (!name.empty() && ::mkdir(name.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    return io_error(errno, "creating the directory", path);
  return {};
}

bool file_exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

bool is_directory(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

Result<std::vector<std::string>> list_directory(const std::string& path) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator at(path, error), end;
  if (error.value() == ENOENT) return names;
  for (; !error && at != end; at.increment(error)) names.push_back(at->path().filename().string());
  if (error) return io_error(error.value(), "listing", path);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace maillon::store
