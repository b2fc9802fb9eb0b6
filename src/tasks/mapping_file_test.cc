#include "tasks/mapping_file.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

TEST(MappingFile, GivesBackWhatWasWritten) {
  const Mapping made{7, "ads \"of\" a board",
                     R"(body=head\,line+text,id=ad\=id,title=,encoding=utf-8)", "board"};
  const std::string text = mapping_file_text(made);
  const Result<Mapping> back = parse_mapping_file(text);
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(back->name, made.name);
  EXPECT_EQ(back->map, made.map);
  EXPECT_EQ(back->source, made.source);
  EXPECT_EQ(mapping_file_text(*back), text);
}

TEST(MappingFile, SaysWhatIsWrong) {
  const struct {
    const char *text, *expected;
  } rows[] = {
      {"", "no mapping of columns"},
      {"[1]", "no mapping of columns"},
      {R"({"map":{}})", "no mapping of columns"},
      {R"({"maillon_mapping":2,"map":{}})", "another version"},
      {R"({"maillon_mapping":1})", "no \"map\""},
      {R"({"maillon_mapping":1,"map":{"body":["a"]}})", "columns of 'body'"},
      {R"({"maillon_mapping":1,"map":{"town":"a"}})", "'town' is no field"},
      {R"({"maillon_mapping":1,"map":{"encoding":"a"}})", "encoding=a is not known"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const Result<Mapping> mapping = parse_mapping_file(row.text);
    ASSERT_FALSE(mapping.has_value());
    EXPECT_NE(mapping.error().message.find(row.expected), std::string::npos)
        << mapping.error().message;
  }
  EXPECT_FALSE(read_mapping_file("no such file").has_value());
}

}  // namespace
}  // namespace maillon::tasks
