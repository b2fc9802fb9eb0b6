#include "web/multipart.h"

#include <gtest/gtest.h>

namespace maillon::web {
namespace {

constexpr const char* kType = "multipart/form-data; boundary=XX";

std::string part(const std::string& disposition, const std::string& bytes) {
  return "--XX\r\nContent-Disposition: " + disposition + "\r\nContent-Type: image/png\r\n\r\n" +
         bytes + "\r\n";
}

TEST(Multipart, reads_parts) {
  const std::string bytes = std::string("\x89PNG\r\n\0--X\r\n--Y", 15);
  const std::string body =
      part("form-data; name=\"photo\"; filename=\"a \\\"b\\\"; c.png\"", bytes) +
      part("form-data; NAME=x", "") + "--XX--\r\n";
  const auto parts = parse_form(kType, body);
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].name, "photo");
  EXPECT_EQ((*parts)[0].file_name, "a \"b\"; c.png");
  EXPECT_EQ((*parts)[0].bytes, bytes);
  EXPECT_EQ((*parts)[1].name, "x");
  EXPECT_EQ((*parts)[1].bytes, "");
}

TEST(Multipart, takes_other_spellings) {
  const std::string body = "preamble\r\n--a b\r\n\r\nno head\r\n--a b--";
  const auto parts = parse_form("Multipart/Form-Data;charset=utf-8 ; Boundary=\"a b\"", body);
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 1U);
  EXPECT_EQ((*parts)[0].name, "");
  EXPECT_EQ((*parts)[0].bytes, "no head");
}

TEST(Multipart, refuses) {
  const std::string good = part("form-data; name=photo", "x");
  std::string many;
  for (int i = 0; i < 65; ++i) many += good;
  const struct {
    std::string type, body;
    Code code;
  } rows[] = {
      {"", good, Code::unsupported},
      {"application/json", "{}", Code::unsupported},
      {"multipart/form-data", good + "--XX--", Code::invalid_input},
      {"multipart/form-data; boundary=", good + "--XX--", Code::invalid_input},
      {"multipart/form-data; boundary=" + std::string(71, 'x'), good, Code::invalid_input},
      {"multipart/form-data; boundary=YY", good + "--XX--", Code::invalid_input},
      {kType, "", Code::invalid_input},
      {kType, good, Code::invalid_input},  // cut short
      {kType, "--XX\r\nContent-Disposition: form-data\r\n--XX--", Code::invalid_input},
      {kType, "--XX\r\n--XX--", Code::invalid_input},
      {kType, "--XX", Code::invalid_input},
      {kType, many + "--XX--", Code::invalid_input},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.type + "|" + row.body.substr(0, 60));
    const auto parts = parse_form(row.type, row.body);
    ASSERT_FALSE(parts);
    EXPECT_EQ(parts.error().code, row.code);
  }
}

}  // namespace
}  // namespace maillon::web
