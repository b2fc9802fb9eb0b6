#include "collect/archive_members.h"

#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "collect/made_archives_test.h"

namespace maillon::collect {
namespace {

struct Found {
  std::vector<ArchiveMember> members;
  std::map<uint32_t, std::string> bytes;   // of the members without a reason
  std::map<uint32_t, std::string> reason;  // why they are not all
  std::string listed, read;                // why these ended early
};

Found find_all(const std::string& archive, const ArchiveLimits& limits = {}) {
  Found found;
  ArchiveReader reader(archive, limits);
  found.listed = reader.list([&](const ArchiveMember& member) {
    found.members.push_back(member);
    return true;
  });
  std::vector<uint32_t> wanted;
  for (const ArchiveMember& member : found.members) {
    if (member.reason.empty()) wanted.push_back(member.index);
  }
  found.read = reader.read(wanted, [&](const ArchiveReader::Piece& piece) {
    if (piece.is_end) {
      found.reason[piece.index] = piece.reason;
    } else {
      found.bytes[piece.index] += piece.bytes;
    }
    return true;
  });
  return found;
}

// Bytes that cannot be packed.
std::string noise(std::size_t size, uint64_t seed) {
  std::string bytes;
  for (uint64_t i = 0; bytes.size() < size; ++i)
    bytes.push_back(static_cast<char>(mix64(seed * 1'000'003 + i)));
  return bytes;
}

TEST(ArchiveMembers, whatIsAnArchiveByItsName) {
  for (const char* name : {"a.zip", "A.ZIP", "x/b.tar", "c.tar.gz", "d.tgz"})
    EXPECT_TRUE(is_archive_name(name)) << name;
  for (const char* name : {"a.zip.jpg", "zip", "a.gz", "", "tgz/a"})
    EXPECT_FALSE(is_archive_name(name)) << name;
  for (const char* name : {"a.7z", "b.RAR", "c.gz", "d.tar.bz2"})
    EXPECT_TRUE(is_other_archive_name(name)) << name;
  EXPECT_FALSE(is_other_archive_name("c.tar.gz"));
}

TEST(ArchiveMembers, namesAreTidiedOrRefused) {
  const struct {
    std::string raw, name, reason;
  } cases[] = {
      {"a.jpg", "a.jpg", ""},
      {"./b//c/./d.jpg", "b/c/d.jpg", ""},
      {"b\\c.jpg", "b/c.jpg", ""},
      {"\xc3\xa9.jpg", "\xc3\xa9.jpg", ""},
      {"..a/b..", "..a/b..", ""},
      {"", "", "has no name"},
      {"./", "", "has no name"},
      {"/etc/passwd", "", "has an absolute name"},
      {"\\\\host\\share", "", "has an absolute name"},
      {"C:\\a.jpg", "", "has an absolute name"},
      {"../a.jpg", "", "has a name that leads out of the archive"},
      {"a/../../b", "", "has a name that leads out of the archive"},
      {"a\\..\\b", "", "has a name that leads out of the archive"},
      {"\x82.jpg", "", "has a name that is no UTF-8; rename it"},
      {std::string(5000, 'a'), "", "has a name of more than 4096 bytes"},
  };
  for (const auto& c : cases) {
    const MemberName name = tidy_member_name(c.raw);
    EXPECT_EQ(name.name, c.name) << c.raw.substr(0, 50);
    EXPECT_EQ(name.reason, c.reason) << c.raw.substr(0, 50);
  }
}

TEST(ArchiveMembers, bytesComeBackFromEachFormat) {
  const std::string large = noise(300'000, 1);
  for (const char* format : {"zip", "tar", "tgz"}) {
    const Found found = find_all(make_archive(
        format, {{"a.jpg", "first"}, {"d", "", AE_IFDIR}, {"d/b.jpg", large}, {"c.jpg", ""}}));
    EXPECT_EQ(found.listed, "") << format;
    EXPECT_EQ(found.read, "") << format;
    ASSERT_EQ(found.members.size(), 3U) << format;
    EXPECT_EQ(found.members[1].name, "d/b.jpg");
    EXPECT_EQ(found.members[1].index, 2U);
    EXPECT_EQ(found.bytes.at(0), "first");
    EXPECT_EQ(found.bytes.at(2), large);
    EXPECT_FALSE(found.bytes.contains(3));
    EXPECT_EQ(found.reason, (std::map<uint32_t, std::string>{{0, ""}, {2, ""}, {3, ""}})) << format;
  }
}

TEST(ArchiveMembers, onlyWhatIsWantedIsRead) {
  const std::string archive = make_archive("tgz", {{"a", "1"}, {"b", "2"}, {"c", "3"}});
  ArchiveReader reader(archive);
  std::string got;
  const std::vector<uint32_t> wanted = {1};
  const auto add = [&](const ArchiveReader::Piece& piece) {
    got += piece.is_end ? "." : piece.bytes;
    return true;
  };
  EXPECT_EQ(reader.read(wanted, add), "");
  EXPECT_EQ(got, "2.");
  EXPECT_EQ(reader.read({}, add), "");
  EXPECT_EQ(got, "2.");
}

TEST(ArchiveMembers, whatIsNoFileHasAReason) {
  const struct {
    const char* format;
    MadeMember member;
    const char* reason;
  } cases[] = {
      {"tar", {"l.jpg", "", AE_IFLNK, "/etc/passwd", ""}, "is a symbolic link"},
      {"zip", {"l.jpg", "", AE_IFLNK, "a.jpg", ""}, "is a symbolic link"},
      {"tar", {"h.jpg", "", AE_IFREG, "", "a.jpg"}, "is a hard link"},
      {"tar", {"dev", "", AE_IFCHR, "", ""}, "is a device or another thing that is no file"},
      {"tar", {"fifo", "", AE_IFIFO, "", ""}, "is a device or another thing that is no file"},
      {"tar", {"../../etc/passwd", "x"}, "has a name that leads out of the archive"},
      {"zip", {"/etc/passwd", "x"}, "has an absolute name"},
      {"zip", {"\x82\x8a.jpg", "x"}, "has a name that is no UTF-8; rename it"},
      {"zip",
       {"b.zip", "x"},
       "is an archive within the archive, which is not opened; unpack it beside"},
      {"zip",
       {"b.rar", "x"},
       "is an archive within the archive, which is not opened; unpack it beside"},
  };
  for (const auto& c : cases) {
    const Found found =
        find_all(make_archive(c.format, {{"a.jpg", "a"}, c.member, {"z.jpg", "z"}}));
    ASSERT_EQ(found.members.size(), 3U) << c.member.name;
    EXPECT_EQ(found.members[1].reason, c.reason) << c.format << " " << c.member.name;
    EXPECT_EQ(found.members[0].reason, "");
    EXPECT_EQ(found.members[2].reason, "");
    EXPECT_EQ(found.bytes.size(), 2U);
    EXPECT_EQ(found.listed, "");
  }
}

TEST(ArchiveMembers, encryptedMembersAreRefused) {
  const Found found = find_all(make_archive("zip", {{"a.jpg", "secret bytes"}}, "password"));
  ASSERT_EQ(found.members.size(), 1U);
  EXPECT_EQ(found.members[0].reason,
            "is encrypted; unpack it with its password and import what is in it");
}

TEST(ArchiveMembers, limitsHold) {
  const ArchiveLimits small{.members = 3, .member_bytes = 1000, .ratio = 1, .unpacked_bytes = 2500};
  Found found =
      find_all(make_archive("tar", {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}), small);
  EXPECT_EQ(found.members.size(), 3U);
  EXPECT_EQ(found.listed, "it has more than 3 entries: what comes after is left out");

  found = find_all(make_archive("zip", {{"a", std::string(1001, 'x')}, {"b", "2"}}), small);
  EXPECT_EQ(found.members[0].reason, "is larger than 0 MiB");
  EXPECT_EQ(found.bytes.at(1), "2");

  found = find_all(make_archive("tar", {{"abc", "1"}, {"de", "2"}, {"f", "3"}}), {.name_bytes = 5});
  EXPECT_EQ(found.members.size(), 2U);
  EXPECT_EQ(found.listed, "its names take more than 0 MiB: what comes after is left out");

  // Far more than its size in all.
  for (const char* format : {"zip", "tgz"}) {
    const std::string zeros(900, '\0');
    found = find_all(make_archive(format, {{"a", zeros}, {"b", zeros}, {"c", zeros}}), small);
    EXPECT_EQ(found.members.size(), 2U) << format;
    EXPECT_NE(found.listed.find("unpacks to more than"), std::string::npos) << found.listed;
  }
}

TEST(ArchiveMembers, sizesThatLieDoNotPassTheLimits) {
  // A ZIP that says 5 bytes where 4000 come out.
  std::string archive = make_archive("zip", {{"a", std::string(4000, '\0')}});
  const auto patch = [&](std::string_view magic, std::size_t size_at) {
    const std::size_t at = archive.find(magic);
    ASSERT_NE(at, std::string::npos);
    archive.replace(at + size_at, 4, std::string("\x05\0\0\0", 4));
  };
  patch(std::string_view("PK\x01\x02", 4), 24);
  patch(std::string_view("PK\x03\x04", 4), 22);
  const Found found = find_all(archive, {.member_bytes = 1000, .ratio = 1, .unpacked_bytes = 2500});
  ASSERT_EQ(found.members.size(), 1U) << found.listed;
  EXPECT_LE(found.bytes.contains(0) ? found.bytes.at(0).size() : 0, 1000U);
  EXPECT_NE(found.reason.at(0), "");
}

TEST(ArchiveMembers, damagedArchivesGiveWhatTheyCan) {
  for (const char* format : {"zip", "tar", "tgz"}) {
    std::vector<MadeMember> members;
    for (int i = 0; i < 6; ++i)
      members.push_back({"p" + std::to_string(i), noise(60'000, static_cast<uint64_t>(i))});
    const std::string whole = make_archive(format, members);
    for (std::size_t cut = 0; cut < whole.size(); cut += whole.size() / 7 + 1) {
      const Found found = find_all(whole.substr(0, cut));
      for (const auto& [index, bytes] : found.bytes) {
        const bool is_whole = found.reason.contains(index) && found.reason.at(index).empty();
        EXPECT_TRUE(!is_whole || bytes == members[index].bytes) << format << " cut at " << cut;
      }
      EXPECT_TRUE(!found.listed.empty() || !found.read.empty()) << format << " cut at " << cut;
    }
    for (std::size_t at = 0; at < whole.size(); at += whole.size() / 40 + 1) {
      std::string broken = whole;
      broken[at] = static_cast<char>(broken[at] ^ 0x55);
      for (const ArchiveMember& member : find_all(broken).members) {
        EXPECT_TRUE(!member.reason.empty() || is_utf8(member.name));
      }
    }
  }
  EXPECT_EQ(find_all("").listed, "it is no ZIP or tar archive, or damaged from its begin");
  EXPECT_EQ(find_all("no archive").listed,
            "it is no ZIP or tar archive, or damaged from its begin");
}

}  // namespace
}  // namespace maillon::collect
