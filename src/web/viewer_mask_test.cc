#include "web/viewer_mask.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace maillon::web {
namespace {

TEST(ViewerMask, ValuesKeepTheirCountryAndEnd) {
  const struct {
    const char *value, *masked;
  } rows[] = {
      {"+17755550123", "+17*******23"},
      {"+33639980012", "+33*******12"},
      {"anna.b@mail.example", "****.*@****.*****le"},
      {"anna_92", "****_92"},
      {"GB29NWBK60161331926819", "GB******************19"},
      {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "********************************Na"},
      {"(775) 555-0123", "(***) ***-**23"},
      {"12345", "*****"},
      {"", ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.value);
    EXPECT_EQ(masked_value(row.value), row.masked);
  }
  EXPECT_EQ(masked_value("①②③④⑤⑥⑦").size(), std::string_view("①②③④⑤⑥⑦").size());
}

KnownSelectors some() {
  KnownSelectors known;
  known.add(SelectorKind::phone, "+447400123456");
  known.add(SelectorKind::email, "anna.b@mail.example");
  known.add(SelectorKind::handle, "anna_roofs");
  known.add(SelectorKind::url, "https://adverts.example/7");
  return known;
}

TEST(ViewerMask, KnownValuesAreFoundWhereverTheyStand) {
  const KnownSelectors known = some();
  const struct {
    const char *text, *masked;
  } rows[] = {
      {"phone +447400123456 (GB)", "phone +44********56 (GB)"},
      {"call 07400 123 456.", "call ***** *** *56."},
      {"call 0044 7400/123456", "call **** ****/****56"},
      {"(ANNA.B@mail.example),", "(****.*@****.*****le),"},
      {"@anna_roofs!", "@****_***fs!"},
      {"anna_roofs2 and roofs", "anna_roofs2 and roofs"},
      {"https://adverts.example/7", "https://adverts.example/7"},
      {"“anna_roofs”, «@anna_roofs»", "“****_***fs”, «@****_***fs»"},
      {"看anna_roofs的帖子", "看****_***fs的帖子"},
      {"07400 123456 / 07400 123457", "***** ****56 / 07400 123457"},
      {"12 07400123457, 2026-01-31 07400123456", "12 07400123457, 2026-01-31 *********56"},
      {"7400123457 and 12 3456", "7400123457 and 12 3456"},
      {"", ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    std::string text = row.text;
    known.mask(text);
    EXPECT_EQ(text, row.masked);
  }
}

TEST(ViewerMask, AnswersAreMaskedByStructurePlaceAndText) {
  const struct {
    const char *what, *body, *masked;
  } rows[] = {
      {"a kind", R"({"kind":"phone","value":"+12025550100","id":"S-120255501001"})",
       R"({"kind":"phone","value":"+12*******00","id":"S-120255501001"})"},
      {"a title that looks like a name of ours", R"({"title":"T-07400123456"})",
       R"({"title":"T-*********56"})"},
      {"another kind", R"({"kind":"template","value":"T-1"})",
       R"({"kind":"template","value":"T-1"})"},
      {"a place",
       R"({"body":"o7four OO","selectors":[{"kind":"phone","field":"body","begin":0,"end":9}]})",
       R"({"body":"****** OO","selectors":[{"kind":"phone","field":"body","begin":0,"end":9}]})"},
      {"a place in a field",
       R"({"fields":{"body":"o7four OO"},"selectors":[{"kind":"phone","field":"body","begin":0,"end":6}]})",
       R"({"fields":{"body":"****ur OO"},"selectors":[{"kind":"phone","field":"body","begin":0,"end":6}]})"},
      {"a place beyond the text",
       R"({"body":"ab","selectors":[{"kind":"phone","field":"body","begin":1,"end":9}]})",
       R"({"body":"ab","selectors":[{"kind":"phone","field":"body","begin":1,"end":9}]})"},
      {"nobody knew it", R"({"note":"or mail lea@post.example"})",
       R"({"note":"or mail ***@****.*****le"})"},
      {"a country's own form", R"({"country":"GB","rows":[{"note":"call 07400 123457"}]})",
       R"({"country":"GB","rows":[{"note":"call ***** ****57"}]})"},
      {"times, hashes and identifiers stay",
       R"(["2026-01-31T00:00:00Z","12345678901234567890123456789012","P-447400123456"])",
       R"(["2026-01-31T00:00:00Z","12345678901234567890123456789012","P-447400123456"])"},
      {"a stream", "event: alert\ndata: {\"q\":\"+447400123456\"}\n\n",
       "event: alert\ndata: {\"q\":\"+44********56\"}\n\n"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    std::string body = row.body;
    mask_answer(body, some(), "");
    EXPECT_EQ(body, row.masked);
  }
}

}  // namespace
}  // namespace maillon::web
