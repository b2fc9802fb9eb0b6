#include "tasks/pictures/names.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

struct Case {
  const char* field;
  std::vector<std::string> names;
};

TEST(PictureNames, AreReadFromListsAndArrays) {
  const Case cases[] = {
      {"", {}},
      {"  ", {}},
      {"[]", {}},
      {"a.jpg", {"a.jpg"}},
      {"a.jpg;b.png", {"a.jpg", "b.png"}},
      {" a b.jpg ; ;c.jpg;", {"a b.jpg", "c.jpg"}},
      {"a.jpg|b.jpg\nc.jpg", {"a.jpg", "b.jpg", "c.jpg"}},
      {R"(["a.jpg", "b\"c.jpg"])", {"a.jpg", "b\"c.jpg"}},
      {R"(["fot\u00f3.jpg"])", {"fotó.jpg"}},
      {R"(["dir\\a.jpg","./b.jpg"])", {"dir/a.jpg", "b.jpg"}},
      {R"(["open)", {}},
      {R"(["a\)", {}},
      {"https://example.org/a.jpg;b.jpg", {"b.jpg"}},
      {R"(["https://example.org/a.jpg"])", {}},
  };
  for (const Case& c : cases) {
    std::vector<std::string> names;
    for (const PictureName& p : read_picture_names(c.field)) names.push_back(p.name);
    EXPECT_EQ(names, c.names) << c.field;
  }
}

TEST(PictureNames, StandWhereTheySay) {
  const std::string_view list = " a.jpg ;bb.jpg";
  const auto names = read_picture_names(list);
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(list.substr(names[0].begin, names[0].end - names[0].begin), "a.jpg");
  EXPECT_EQ(list.substr(names[1].begin, names[1].end - names[1].begin), "bb.jpg");
  const std::string_view array = R"( ["x.jpg"])";
  const auto quoted = read_picture_names(array);
  ASSERT_EQ(quoted.size(), 1U);
  EXPECT_EQ(array.substr(quoted[0].begin, quoted[0].end - quoted[0].begin), "x.jpg");
}

}  // namespace
}  // namespace maillon::tasks
