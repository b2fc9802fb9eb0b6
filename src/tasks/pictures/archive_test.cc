#include "tasks/pictures/archive.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

store::BlockReader archive_of(const std::string& bytes) {
  // Tests run beside each other, each as a program of its own.
  const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
  const std::string path = testing::TempDir() + "/pictures_archive_" + name + ".mblk";
  auto writer = store::BlockWriter::create(path);
  EXPECT_TRUE(writer && writer->append(bytes) && writer->publish());
  auto reader = store::BlockReader::open(path);
  EXPECT_TRUE(reader);
  return *reader;
}

std::string member(std::string_view name, std::string_view content) {
  return archive_header(name, content.size()) + std::string(content) +
         archive_padding(content.size());
}

TEST(PictureArchive, GivesBackItsMembers) {
  const std::string long_name = std::string(300, 'd') + "/größe.jpg";
  const std::string bytes = member("a.jpg", "abc") + member(long_name, std::string(1000, 'x')) +
                            member("empty.png", "") + member("b.jpg", std::string(512, 'y')) +
                            archive_end();
  const store::BlockReader archive = archive_of(bytes);
  const auto members = list_members(archive);
  ASSERT_TRUE(members) << members.error().message;
  ASSERT_EQ(members->size(), 4U);
  const std::pair<std::string, std::string> expected[] = {{"a.jpg", "abc"},
                                                          {long_name, std::string(1000, 'x')},
                                                          {"empty.png", ""},
                                                          {"b.jpg", std::string(512, 'y')}};
  for (std::size_t i = 0; i < 4; ++i) {
    const ArchiveMember& m = (*members)[i];
    EXPECT_EQ(m.name, expected[i].first);
    EXPECT_EQ(bytes.substr(m.begin, m.size), expected[i].second);
  }
}

TEST(PictureArchive, IsReadWithoutAMemberThatWasBlanked) {
  const std::string long_name = std::string(300, 'd') + "/b.jpg";
  const std::string whole = member("a.jpg", "abc") + member(long_name, std::string(100'000, 'x')) +
                            member("empty.png", "") + member("c.jpg", std::string(512, 'y')) +
                            archive_end();
  const auto members = list_members(archive_of(whole));
  ASSERT_TRUE(members);
  for (std::size_t gone = 0; gone < members->size(); ++gone) {
    const ArchiveMember& one = (*members)[gone];
    std::string bytes = whole, piece = whole.substr(one.first, one.last - one.first);
    blank_member(piece);
    bytes.replace(one.first, one.last - one.first, piece);
    ASSERT_EQ(bytes.size(), whole.size());
    EXPECT_EQ(bytes.find(one.name), std::string::npos);
    const auto left = list_members(archive_of(bytes));
    ASSERT_TRUE(left) << left.error().message;
    ASSERT_EQ(left->size(), members->size() - 1);
    for (std::size_t i = 0; i < left->size(); ++i) {
      const ArchiveMember& as_before = (*members)[i < gone ? i : i + 1];
      EXPECT_EQ((*left)[i].name, as_before.name);
      EXPECT_EQ((*left)[i].begin, as_before.begin);
    }
  }
}

TEST(PictureArchive, SaysWhenItIsDamaged) {
  const std::string whole = member("a.jpg", std::string(700, 'x')) + archive_end();
  for (const std::string& bytes :
       {whole.substr(0, 600), "x" + whole.substr(1), std::string(4000, 'z')}) {
    EXPECT_FALSE(list_members(archive_of(bytes))) << bytes.size();
  }
}

}  // namespace
}  // namespace maillon::tasks
