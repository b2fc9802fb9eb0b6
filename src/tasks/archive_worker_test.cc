#include "tasks/archive_worker.h"

#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "collect/made_archives_test.h"
#include "tasks/pictures/picture_archives.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {
namespace {

using collect::make_archive;

// Archives on disk, gone with this.
class Folder {
 public:
  std::string put(const std::string& name, const std::string& bytes) const {
    std::string path = folder_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

 private:
  PrivateFolder folder_ = *PrivateFolder::make();
};

std::map<uint32_t, std::string> read_all(const std::string& path,
                                         const std::vector<uint32_t>& wanted,
                                         const ArchiveSettings& settings = {}) {
  std::map<uint32_t, std::string> all;
  const auto keep = [&](uint32_t index, const Result<std::string>& bytes) -> Result<void> {
    EXPECT_FALSE(all.contains(index));
    all[index] = bytes ? *bytes : "no: " + bytes.error().message;
    return {};
  };
  EXPECT_TRUE(read_archive(path, wanted, keep, settings));
  return all;
}

TEST(ArchiveWorker, answersAsTheReaderInThisProcess) {
  const Folder folder;
  const std::string large(3'000'000, 'x');
  const std::string path = folder.put(
      "a.tar",
      make_archive("tar", {{"a.jpg", "first"}, {"../b", "x"}, {"d", "", AE_IFDIR}, {"c", large}}));
  const auto listing = list_archive(path);
  ASSERT_TRUE(listing) << listing.error().message;
  ASSERT_EQ(listing->members.size(), 3U);
  EXPECT_EQ(listing->members[0].name, "a.jpg");
  EXPECT_EQ(listing->members[1].reason, "has a name that leads out of the archive");
  EXPECT_EQ(listing->members[2].index, 3U);
  EXPECT_EQ(listing->ended, "");
  const auto all = read_all(path, {0, 3});
  EXPECT_EQ(all.at(0), "first");
  EXPECT_EQ(all.at(3), large);
  EXPECT_TRUE(read_all(path, {}).empty());
}

TEST(ArchiveWorker, namesInUtf8AreReadBehindTheFilter) {
  const Folder folder;
  // A ZIP that marks its name as UTF-8.
  std::string zip = make_archive("zip", {{"\xc3\xa9.jpg", "x"}});
  for (const auto& [magic, at] : {std::pair(std::string_view("PK\x03\x04"), 7), {"PK\x01\x02", 9}})
    zip[zip.find(magic) + static_cast<std::size_t>(at)] |= 8;
  const auto listing = list_archive(folder.put("u.zip", zip));
  ASSERT_TRUE(listing) << listing.error().message;
  ASSERT_EQ(listing->members.size(), 1U);
  EXPECT_EQ(listing->members[0].name, "\xc3\xa9.jpg");
  EXPECT_EQ(listing->members[0].reason, "");
}

TEST(ArchiveWorker, whatCannotBeReadHasAReason) {
  const Folder folder;
  EXPECT_FALSE(list_archive("/nowhere/a.zip"));
  EXPECT_FALSE(list_archive("/dev/zero"));
  const std::string empty = folder.put("empty.zip", "");
  const auto listing = list_archive(empty);
  ASSERT_TRUE(listing);
  EXPECT_FALSE(listing->ended.empty());
  EXPECT_EQ(read_all(empty, {4}).at(4).substr(0, 40), "no: cannot be read from the archive: it ");
  const std::string path = folder.put("a.tar", make_archive("tar", {{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(read_all(path, {1, 7}).at(1), "2");
  EXPECT_EQ(read_all(path, {1, 7}).at(7),
            "no: cannot be read from the archive: it is not in the archive any more");
  const auto late = list_archive(path, {.timeout_s = 0});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, "reading it took longer than 0 s");
}

TEST(ArchiveWorker, anErrorOfTheSinkEndsIt) {
  const Folder folder;
  const std::string path = folder.put("a.tar", make_archive("tar", {{"a", "1"}, {"b", "2"}}));
  int calls = 0;
  const std::vector<uint32_t> wanted = {0, 1};
  const auto done =
      read_archive(path, wanted, [&](uint32_t, const Result<std::string>&) -> Result<void> {
        ++calls;
        return fail(Code::io, "the disk is full");
      });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "the disk is full");
  EXPECT_EQ(calls, 1);
}

TEST(ArchiveWorker, moreMembersThanOneCommandLineNames) {
  const Folder folder;
  std::vector<collect::MadeMember> members;
  for (int i = 0; i < 40'000; ++i) members.push_back({std::to_string(i), std::to_string(i)});
  std::vector<uint32_t> every_other;
  for (uint32_t i = 0; i < 40'000; i += 2) every_other.push_back(i);
  const std::string path = folder.put("many.tar", make_archive("tar", members));
  const auto all = read_all(path, every_other);
  ASSERT_EQ(all.size(), every_other.size());
  for (const auto& [index, bytes] : all) ASSERT_EQ(bytes, std::to_string(index));
}

std::string told(const PictureArchives& archives, const PictureArchives::Answer& answer) {
  if (!answer.place) return answer.reason;
  return archives.shown(answer.place->archive) + ":" + std::to_string(answer.place->index);
}

TEST(PictureArchives, namesLeadIntoThem) {
  const Folder folder;
  PictureArchives archives;
  archives.add_open(
      folder.put("a.zip", make_archive("zip", {{"a.jpg", "1"}, {"both.jpg", "2"}, {"a.jpg", "3"}})),
      "a.zip", "");
  archives.add_open(
      folder.put("b.tgz", make_archive("tgz", {{"top/b.jpg", "4"}, {"top/both.jpg", "5"}})),
      "sub/b.tgz", "sub/");
  archives.add_open(
      folder.put("c.tar", make_archive("tar", {{"both.jpg", "6"}, {"l", "", AE_IFLNK, "x", ""}})),
      "c.tar", "");
  const struct {
    const char *name, *place;
  } cases[] = {
      {"a.jpg", "a.zip:0"},
      {"a.zip/a.jpg", "a.zip:0"},
      {"sub/top/b.jpg", "sub/b.tgz:0"},
      {"sub/b.jpg", "sub/b.tgz:0"},  // its one folder left out
      {"sub/b.tgz/top/b.jpg", "sub/b.tgz:0"},
      {"sub/b.tgz/b.jpg", "sub/b.tgz:0"},
      {"b.jpg", ""},
      {"both.jpg", "is in 'a.zip' and in 'c.tar'; name it with its archive, a.zip/..."},
      {"c.tar/both.jpg", "c.tar:0"},
      {"l", "is a symbolic link"},
      {"c.tar/l", "is a symbolic link"},
      {"c.tar/nothing", "is not in the archive 'c.tar'"},
      {"d.tar/a.jpg", ""},
      {"", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(told(archives, archives.find(c.name)), c.place) << c.name;
  EXPECT_EQ(
      archives.problems(),
      (std::vector<std::string>{"'a.jpg' in the archive 'a.zip' is there twice; the first is read",
                                "'l' in the archive 'c.tar' is a symbolic link"}));
  std::string bytes;
  const std::vector<PictureArchives::Place> places = {{0, 0}, {1, 0}, {1, 1}};
  EXPECT_TRUE(archives.read(
      places, [&](PictureArchives::Place, const Result<std::string>& one) -> Result<void> {
        bytes += *one;
        return {};
      }));
  EXPECT_EQ(bytes, "145");
}

TEST(PictureArchives, ofManyProblemsTheFirstAreTold) {
  const Folder folder;
  std::vector<collect::MadeMember> members;
  for (int i = 0; i < 1500; ++i) members.push_back({"/" + std::to_string(i), ""});
  PictureArchives archives;
  archives.add(folder.put("a.tar", make_archive("tar", members)), "a.tar");
  ASSERT_EQ(archives.problems().size(), 1001U);
  EXPECT_EQ(archives.problems().back(), "archive 'a.tar': 500 more of its entries are not read");
}

}  // namespace
}  // namespace maillon::tasks
