// A disk that is full at any point: a clear error, and the case is as it was.
#include <csignal>

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "store/case_test_util.h"
#include "store/file.h"

namespace maillon::store {
namespace {

void expect_disk_full(const Error& error) {
  EXPECT_EQ(error.code, Code::io);
  EXPECT_TRUE(error.message.starts_with("disk full: ")) << error.message;
  EXPECT_NE(error.message.find("make room"), std::string::npos) << error.message;
}

// A small file system in memory over a directory, while it lives.
class SmallDisk {
 public:
  SmallDisk(const std::string& path, int kib)
      : path_(path), options_("size=" + std::to_string(kib) + "k") {
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, options_.c_str()) == 0;
  }
  ~SmallDisk() {
    if (!mounted_) return;
    EXPECT_EQ(::umount2(path_.c_str(), MNT_DETACH), 0);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  void make_read_only() {
    EXPECT_EQ(::mount("tmpfs", path_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, options_.c_str()),
              0);
  }

 private:
  std::string path_, options_;
  bool mounted_ = false;
};

// Imports until the disk is full; the number of imports that went well.
std::size_t fill(const std::string& directory, std::size_t file_size) {
  auto to = Case::open(directory, Access::write);
  if (!to) {
    expect_disk_full(to.error());
    return 0;
  }
  for (std::size_t i = 0; i < 1'000; ++i) {
    auto done = import_text(*to, noise(file_size, i + 1), "{}", 500);
    if (done) continue;
    expect_disk_full(done.error());
    EXPECT_EQ(to->imports()->size(), i);
    return i;
  }
  ADD_FAILURE() << "the disk was never full";
  return 0;
}

TEST(DiskFull, SmallFileSystem) {
  const TempDirectory dir;
  for (int kib = 100; kib < 3'000; kib += kib / 4) {
    SCOPED_TRACE(kib);
    const SmallDisk disk(dir.path(), kib);
    if (!disk.mounted()) {
      GTEST_SKIP() << "mounting is not allowed here; FileSizeLimit covers the same";
    }
    auto made = Case::create(dir / "c", by());
    if (!made) {
      expect_disk_full(made.error());
    } else {
      made = fail(Code::busy, "closed");
      const std::size_t imports = fill(dir / "c", 60'000);
      expect_undamaged(dir / "c");
      auto from = Case::open(dir / "c", Access::read);
      EXPECT_EQ(from->imports()->size(), imports);
      EXPECT_TRUE(list_directory(dir / "c/tmp")->empty());
      EXPECT_EQ(list_directory(dir / "c/originals")->size(), imports);
    }
  }
}

TEST(ReadOnlyDisk, CaseIsReadButNotWritten) {
  const TempDirectory dir;
  SmallDisk disk(dir.path(), 4'000);
  if (!disk.mounted()) GTEST_SKIP() << "mounting is not allowed here";
  const std::string content = lines(100'000);
  {
    auto to = Case::create(dir / "c", by());
    ASSERT_OK(import_text(*to, content));
  }
  disk.make_read_only();
  expect_undamaged(dir / "c");
  auto from = Case::open(dir / "c", Access::read);
  ASSERT_OK(from);
  EXPECT_EQ(from->imports()->size(), 1U);
  EXPECT_EQ(*from->open_original(sha256(content))->read(0, 100), content.substr(0, 100));
  EXPECT_FAILS(from->log("show", "", by()), Code::io, "permissions");
  EXPECT_FAILS(Case::open(dir / "c", Access::write), Code::io, "Read-only file system");
}

// The same by a limit on the size of files, which needs no rights.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
};

TEST(DiskFull, FileSizeLimit) {
  const TempDirectory dir;
  ASSERT_OK(Case::create(dir / "c", by()));
  {
    auto to = Case::open(dir / "c", Access::write);
    ASSERT_OK(import_text(*to, "the first import"));
  }
  for (const rlim_t bytes : {1'000, 20'000, 100'000, 400'000, 1'000'000}) {
    SCOPED_TRACE(bytes);
    auto to = Case::open(dir / "c", Access::write);
    ASSERT_OK(to);
    const std::size_t before = to->imports()->size();
    {
      const FileSizeLimit limit(bytes);
      auto done = import_text(*to, noise(3'000'000), "{}", 20'000);
      ASSERT_FALSE(done.has_value());
      expect_disk_full(done.error());
    }
    EXPECT_EQ(to->imports()->size(), before);
    // With room again, the same open case takes the import.
    ASSERT_OK(import_text(*to, noise(50'000, bytes)));
    expect_undamaged(dir / "c");
  }
}

TEST(DiskFull, DerivedBundles) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  const FileSizeLimit limit(100'000);
  auto bundle = to->write_bundle("big");
  ASSERT_OK(bundle);
  std::vector<uint64_t> values(100'000);
  for (uint64_t i = 0; i < values.size(); ++i) values[i] = mix64(i);
  auto added = bundle->add("v", values);
  auto done = added ? bundle->publish() : added;
  ASSERT_FALSE(done.has_value());
  expect_disk_full(done.error());
  EXPECT_FALSE(to->has_bundle("big"));
  // A writer that failed once goes on failing, and never publishes half a file.
  EXPECT_FALSE(bundle->publish().has_value());
}

}  // namespace
}  // namespace maillon::store
