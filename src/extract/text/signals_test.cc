#include "extract/text/signals.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "extract/text/found_testing.h"
#include "extract/text/language.h"
#include "extract/text/tokens.h"

namespace maillon::extract {
namespace {

constexpr std::string_view kText =
    "Anna (at) example (dot) com, ＋３３ ６ 12 34 56 78, t.me/Anna_92 and "
    "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe, FR76 3000 6000 0112 3456 7890 189, "
    "https://www.example.org/A?utm_source=x";

TEST(Signals, all_kinds_with_their_places) {
  EXPECT_EQ(found(kText),
            "email anna@example.com, phone +33612345678, handle:telegram anna_92, "
            "wallet:ethereum 0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe, "
            "iban FR7630006000011234567890189, url example.org/A");
  const Signals signals = signals_of(one_record(kText));
  const SelectorTable& t = signals.selectors;
  const std::string_view want[] = {"Anna (at) example (dot) com",
                                   "＋３３ ６ 12 34 56 78",
                                   "t.me/Anna_92",
                                   "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe",
                                   "FR76 3000 6000 0112 3456 7890 189",
                                   "https://www.example.org/A?utm_source=x"};
  ASSERT_EQ(t.size(), std::size(want));
  for (std::size_t i = 0; i < t.size(); ++i) {
    EXPECT_EQ(kText.substr(t.begin[i], t.end[i] - t.begin[i]), want[i]);
    EXPECT_EQ(t.field[i], Field::body);
  }
}

TEST(Signals, author_and_title) {
  const Signals signals =
      signals_of(one_record("body bob@example.com", "FR", "call 06 12 34 56 78", " Anna B "));
  const SelectorTable& t = signals.selectors;
  ASSERT_EQ(t.size(), 3U);
  EXPECT_EQ(t.field[0], Field::author);
  EXPECT_EQ(t.service[0], Service::account);
  EXPECT_EQ(t.value[0], "anna b");
  EXPECT_EQ(t.begin[0], 0U);
  EXPECT_EQ(t.end[0], 8U);
  EXPECT_EQ(t.field[1], Field::title);
  EXPECT_EQ(t.value[1], "+33612345678");
  EXPECT_EQ(t.field[2], Field::body);
}

TEST(Signals, author_that_is_a_number) {
  const Signals signals = signals_of(one_record("hello", "", "", "+33 6 12 34 56 78"));
  ASSERT_EQ(signals.selectors.size(), 2U);
  EXPECT_EQ(signals.selectors.kind[1], SelectorKind::phone);
  EXPECT_EQ(signals.selectors.value[1], "+33612345678");
}

// What stands alone reads as it did among other text.
TEST(Signals, a_selector_cut_out_is_the_same_selector) {
  const Signals signals = signals_of(one_record(kText));
  const SelectorTable& t = signals.selectors;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const Signals alone = signals_of(one_record(kText.substr(t.begin[i], t.end[i] - t.begin[i])));
    ASSERT_EQ(alone.selectors.size(), 1U) << t.value[i];
    EXPECT_EQ(alone.selectors.value[0], t.value[i]);
    EXPECT_EQ(alone.selectors.kind[0], t.kind[i]);
  }
}

RecordBatch many_records() {
  RecordBatch all;
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(10000000 + i * 7919);
    const RecordBatch one =
        one_record("call 06" + number.substr(0, 8) + " or " + std::string(kText), "FR",
                   i % 3 == 0 ? "title anna_" + number + " insta" : "", "user" + number);
    all.begin.push_back(one.begin[0]);
    all.end.push_back(one.end[0]);
    all.line.push_back(one.line[0]);
    all.posted_at.push_back(one.posted_at[0]);
    for (std::size_t f = 0; f < kFieldCount; ++f) all.fields[f].append(one.fields[f]);
  }
  return all;
}

TEST(Signals, any_number_of_threads_gives_the_same) {
  const RecordBatch batch = many_records();
  SelectorTable first;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    const Signals signals = signals_of(batch);
    if (threads == 1) first = signals.selectors;
    EXPECT_EQ(signals.selectors.value, first.value);
    EXPECT_EQ(signals.selectors.begin, first.begin);
    EXPECT_EQ(signals.selectors.row, first.row);
  }
  EXPECT_GT(first.size(), 1500U);
}

TEST(Signals, rows_do_not_depend_on_their_neighbours) {
  const RecordBatch batch = many_records();
  const Signals together = signals_of(batch);
  std::size_t at = 0;
  for (std::size_t row = 0; row < batch.size(); ++row) {
    const Signals alone =
        signals_of(one_record(batch.field(Field::body, row), batch.field(Field::country, row),
                              batch.field(Field::title, row), batch.field(Field::author, row)));
    for (std::size_t i = 0; i < alone.selectors.size(); ++i, ++at) {
      ASSERT_EQ(together.selectors.value[at], alone.selectors.value[i]);
      ASSERT_EQ(together.selectors.row[at], row);
    }
  }
  EXPECT_EQ(at, together.selectors.size());
}

TEST(Signals, a_thousand_selectors_in_one_post) {
  std::string body;
  for (int i = 0; i < 500; ++i) {
    body += "06 " + std::to_string(10 + i % 20) + " 34 56 " + std::to_string(10 + i / 20) + ", ";
    body += "a" + std::to_string(i) + "@example.com\n";
  }
  const Signals signals = signals_of(one_record(body, "FR"));
  EXPECT_EQ(signals.selectors.size(), 1000U);
  EXPECT_TRUE(std::is_sorted(signals.selectors.begin.begin(), signals.selectors.begin.end()));
}

// Each of these would take minutes if anything looked back or ahead without a bound.
void expect_linear(std::size_t bytes) {
  constexpr std::string_view kParts[] = {
      "word ", "1 ",    "@a ",      "a@",       "a.",
      "tg ",   "12",    "un ",      "о",        "http://",
      "中",    "at ",   "(((((",    "é",        "telegram: ",
      "x1",    "+1 ",   "a dot b ", "1/",       "ไ",
      "www.",  "@a.b@", "zero ",    "FR76 30 ", "06 12 34 56 78 "};
  for (const std::string_view part : kParts) {
    SCOPED_TRACE(part);
    std::string body;
    while (body.size() < bytes) body += part;
    const Signals signals = signals_of(one_record(body, "FR"));
    EXPECT_EQ(signals.tokens.rows(), 1U);
  }
}

TEST(Signals, long_posts) {
  expect_linear(100'000);
}
TEST(Signals, Slow_longer_posts) {
  expect_linear(2'000'000);
}

TEST(Signals, a_post_of_a_million_words) {
  std::string body;
  for (int i = 0; i < 1'000'000; ++i) body += "ab ";
  body += "a@example.com";
  const Signals signals = signals_of(one_record(body));
  ASSERT_EQ(signals.selectors.size(), 1U);
  EXPECT_EQ(signals.selectors.begin[0], 3'000'000U);
  EXPECT_EQ(signals.tokens.token.size(), 1'000'001U);
}

TEST(Signals, empty_and_broken_input) {
  EXPECT_EQ(signals_of(RecordBatch()).selectors.size(), 0U);
  EXPECT_EQ(signals_of(one_record("")).tokens.token.size(), 0U);
  const Signals signals = signals_of(one_record("\xFF\xC3 a@example.com \xE2\x82"));
  ASSERT_EQ(signals.selectors.size(), 1U);
  EXPECT_EQ(signals.selectors.value[0], "a@example.com");
}

TEST(Language, stated_first) {
  EXPECT_EQ(to_language_code(parse_language("fr")), "fr");
  EXPECT_EQ(to_language_code(parse_language("FR-ca")), "fr");
  EXPECT_EQ(to_language_code(parse_language("French")), "fr");
  EXPECT_EQ(to_language_code(parse_language("русский")), "ru");
  EXPECT_EQ(to_language_code(parse_language("中文")), "zh");
  EXPECT_EQ(to_language_code(parse_language("klingonese")), "");
  EXPECT_EQ(to_language_code(0), "");
}

TEST(Language, detected_else) {
  const auto detect = [](std::string_view text) { return to_language_code(detect_language(text)); };
  EXPECT_EQ(detect("We are looking for waiting staff for our restaurant in Leeds."), "en");
  EXPECT_EQ(detect("Nous cherchons des personnes motivées pour la cueillette des pommes."), "fr");
  EXPECT_EQ(detect("Требуются разнорабочие на стройку, оплата каждую неделю."), "ru");
  EXPECT_EQ(detect("招聘服务员多名，包吃包住，要求吃苦耐劳，有经验者优先。"), "zh");
  EXPECT_EQ(detect("مطلوب عمال للعمل في مزرعة قرب الإسكندرية"), "ar");
  EXPECT_EQ(detect("12345 !!!"), "");
  EXPECT_EQ(detect(""), "");
}

}  // namespace
}  // namespace maillon::extract
