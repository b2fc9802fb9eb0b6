#include "extract/text/query.h"

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

TEST(Query, first_meaning) {
  struct Row {
    const char* text;
    const char* country;
    SelectorKind kind;
    Service service;
    const char* value;
  };
  constexpr auto phone = SelectorKind::phone;
  constexpr auto handle = SelectorKind::handle;
  constexpr auto none = Service::none;
  constexpr Row kRows[] = {
      {"+33 6 12 34 56 78", "", phone, none, "+33612345678"},
      {"0612345678", "FR", phone, none, "+33612345678"},
      {"612345678", "FR", phone, none, "+33612345678"},
      {"33612345678", "", phone, none, "+33612345678"},
      {"zéro six douze trente-quatre cinquante-six soixante-dix-huit", "FR", phone, none,
       "+33612345678"},
      {"wa.me/33612345678", "", phone, none, "+33612345678"},
      {"a (at) example . com", "", SelectorKind::email, none, "a@example.com"},
      {"A@Example.com", "", SelectorKind::email, none, "a@example.com"},
      {"@Anna_92", "", handle, none, "anna_92"},
      {"Anna_92", "", handle, none, "anna_92"},
      {"anna", "", handle, none, "anna"},
      {"t.me/anna_92", "", handle, Service::telegram, "anna_92"},
      {"instagram.com/anna.b", "", handle, Service::instagram, "anna.b"},
      {"https://www.example.com/A/", "", SelectorKind::url, none, "example.com/A"},
      {"example.com", "", SelectorKind::url, none, "example.com"},
      {"fr76 3000 6000 0112 3456 7890 189", "", SelectorKind::iban, none,
       "FR7630006000011234567890189"},
      {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "", SelectorKind::wallet, Service::bitcoin,
       "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    const std::vector<SelectorQuery> queries = parse_selector_query(row.text, row.country);
    ASSERT_FALSE(queries.empty());
    EXPECT_EQ(queries[0], (SelectorQuery{row.kind, row.service, row.value}));
  }
}

TEST(Query, nothing) {
  for (const char* text :
       {"", "  ", "two words", "!!!", "12", "0612345678", "d41d8cd98f00b204e9800998ecf8427e",
        "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"}) {
    SCOPED_TRACE(text);
    EXPECT_TRUE(parse_selector_query(text, "").empty());
  }
}

TEST(Query, national_form) {
  const struct {
    const char *typed, *digits;
  } cases[] = {
      {"0610 69 73 67", "610697367"},
      {"(06) 10-69.73/67", "610697367"},
      {" 7755550123 ", "7755550123"},
      {"٠٦١٠٦٩٧٣٦٧", "610697367"},
      {"+33610697367", ""},
      {"0033610697367", ""},
      {"06x10697367", ""},
      {"061069", ""},
      {"123456789012345", ""},
      {"", ""},
  };
  for (const auto& each : cases) EXPECT_EQ(national_digits(each.typed), each.digits) << each.typed;
  EXPECT_TRUE(is_national_form_of("610697367", "+212610697367"));
  EXPECT_TRUE(is_national_form_of("612345678", "+390612345678"));
  EXPECT_FALSE(is_national_form_of("610697367", "+212610697368"));
  EXPECT_FALSE(is_national_form_of("610697367", "610697367"));
  EXPECT_FALSE(is_national_form_of("5550123", "+17755550123"));  // another area's, too
}

}  // namespace
}  // namespace maillon::extract
