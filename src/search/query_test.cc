#include "search/query.h"

#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "search/tokenizer.h"

namespace maillon::search {
namespace {

PostFieldsView make_post() {
  PostFieldsView post;
  post.id = "a1";
  post.source = "site.example";
  post.author = "Anna";
  post.title = "Nanny wanted";
  post.body = "We pay well. No experience needed!\nCall 775 555 0100. 我们在东京招聘. Работа рос";
  post.city = "São Paulo";
  post.country = "BR";
  post.language = "en";
  post.price = "$900";
  post.posted_at = *to_unix(2026, 3, 1, 12);
  post.network = "N-17";
  post.template_id = "T-4";
  post.labels = {"for the inspectorate", "urgent"};
  post.listed = {"yes", "hotline"};
  post.level = rank::Level::medium;
  post.indicators = {"AD-03", "CO-01"};
  post.selectors = {{SelectorKind::phone, Service::whatsapp, "+17755550100"}};
  return post;
}

TEST(Query, matches) {
  const struct {
    const char* query;
    bool expected;
  } rows[] = {
      {"nanny", true},
      {"NANNY", true},
      {"nann", false},
      {"nann*", true},
      {"nanny pay", true},
      {"nanny car", false},
      {"nanny OR car", true},
      {"car OR nanny pay", true},
      {"car OR bus pay", false},
      {"\"no experience\"", true},
      {"\"experience no\"", false},
      {"\"well no\"", true},  // marks do not part a phrase
      {"“no experience”", true},
      {"no-experience", true},
      {"-car", true},
      {"-nanny", false},
      {"NOT car", true},
      {"- car", false},
      {"nanny - pay !", true},
      {"nanny -(car OR bus)", true},
      {"nanny -(pay OR bus)", false},
      {"(nanny AND pay) OR bus", true},
      {"city:sao", true},
      {"city:\"São Paulo\"", true},
      {"City:paulo", true},
      {"city:paul*", true},
      {"city:rio", false},
      {"-city:rio", true},
      {"country:br", true},
      {"country:b", false},
      {"lang:EN", true},
      {"source:site.example", true},
      {"site:example", true},
      {"author:anna", true},
      {"author=Anna", true},
      {"NAME=\"Anna\"", true},
      {"author=anna", false},
      {"author=Ann", false},
      {"-author=Anna", false},
      {"city=\"São Paulo\" nanny", true},
      {"city=Paulo", false},
      {"price=$900", true},
      {"price=\"\"", false},
      {"-price=\"\"", true},
      {"price=$90", false},
      {"country=BR language=en", true},
      {"country=br", false},
      {"title=pay", false},  // no field that is asked for as a whole: two words
      {"title:pay", false},
      {"body:pay", true},
      {"price:900", true},
      {"price:800..1000", true},
      {"price:800..1000$", true},
      {"price:$800..$1000", true},
      {"price:\"800..1000 $\"", true},
      {"price:800..1000EUR", false},
      {"price:800..1000XXX", false},
      {"-price:800..1000USD", true},
      {"price:900..900", true},
      {"price:..899.99", false},
      {"price:901..", false},
      {"price:900..", true},
      {"-price:100..200", true},
      {"date:2026-01..2026-03", true},
      {"date:2026-03-01..2026-03-01", true},
      {"date:..2026-02", false},
      {"date:2026-04..", false},
      {"date:2025..2026", true},
      {"id:a1", true},
      {"id:a", false},
      {"network:N-17", true},
      {"network:17", true},
      {"network:n-1", false},
      {"template:4", true},
      {"label:inspectorate", true},
      {"listed:yes", true},
      {"listed:Hotline", true},
      {"listed:restricted", false},
      {"-listed:spam", true},
      {"label:\"For the Inspectorate\"", true},
      {"label:inspectrate~", true},
      {"label:inspector", false},
      {"-label:urgent", false},
      {"level:medium", true},
      {"level:Medium", true},
      {"level:high", false},
      {"-level:high", true},
      {"level:>=medium", true},
      {"level:≥medium", true},
      {"level:>medium", false},
      {"level:<=medium", true},
      {"level:<medium", false},
      {"level:\"<high\"", true},
      {"level:low..medium", true},
      {"level:high..", false},
      {"level:..low OR level:medium..", true},
      {"indicator:co-01", true},
      {"indicator:CO-0", false},
      {"indicator:CO-01 indicator:AD-03", true},
      {"indicator:CO-01 -indicator:AD-03", false},
      {"NOT (indicator:AD-01 OR level:none)", true},
      {"kind:phone", true},
      {"kind:wallet", false},
      {"service:whatsapp", true},
      {"after:2026", true},
      {"after:2026-03-01", true},
      {"after:2026-03-02", false},
      {"before:2026-03-01", false},
      {"before:2026-04", true},
      {"date:2026-03", true},
      {"date:2026-03-01", true},
      {"date:2026-02", false},
      {"date:2025", false},
      {"东京", true},
      {"京东", false},
      {"招", true},
      {"работа", true},
      {"рос", true},  // all letters look like Latin ones
      {"ＮＡＮＮＹ", true},
      {"12:30", false},
      {"\"nann*y\"", false},  // in quotes a mark is a mark
      {"\"pay NEAR well\"", false},
      {"100~200", false},
      {"nany~", true},
      {"nanni~1", true},
      {"nayn~", false},        // two changes; a short word has one
      {"expereince~1", true},  // neighbours swapped
      {"exprience~ -nany~0", true},
      {"nanny~0", true},
      {"title:nany~", true},
      {"body:nany~", false},
      {"city:paolo~", true},
      {"raбота~", true},
      {"\"pay experience\"~2", true},
      {"\"pay experience\"~1", false},
      {"\"experience pay\"~2", true},  // in any order
      {"\"nanny pay\"~5", false},      // of two fields
      {"\"pay pay\"~50", false},
      {"body:\"well experience\"~1", true},
      {"title:\"well experience\"~1", false},
      {"-\"pay experience\"~1 nanny", true},
      {"pay well***", true},
      {"exp*ence", true},
      {"n?nny", true},
      {"na?ny", true},
      {"nan?y?", false},
      {"*anny", true},
      {"EXP*CÉ", true},
      {"na*y", true},
      {"n??nny", false},
      {"nann*x", false},
      {"experience*d", false},
      {"раб?та", true},
      {"р*ос", true},  // all letters look like Latin ones
      {"title:na*ny", true},
      {"body:na*ny", false},
      {"city:pa?lo", true},
      {"city:p*alo", false},
      {"-n?nny", false},
      {"needed?", true},  // a question
      {"needed?! pay", true},
      {"77*5 555", true},
      {"label:insp*te", true},
      {"http://x.example", false},
  };
  const PostFieldsView post = make_post();
  for (const auto& row : rows) {
    SCOPED_TRACE(row.query);
    const Result<Query> query = parse_query(row.query);
    ASSERT_TRUE(query.has_value()) << query.error().message;
    EXPECT_EQ(match(*query, post), row.expected) << query->explanation;
  }
}

TEST(Query, thousands_are_one_amount) {
  PostFieldsView post = make_post();
  post.price = "£1,300";
  EXPECT_TRUE(match(*parse_query("price:1300..1300GBP"), post));
  EXPECT_FALSE(match(*parse_query("price:..300"), post));
}

TEST(Query, ranges_that_are_none_are_refused) {
  for (const char* query :
       {"price:cheap..200", "price:1..2..3", "price:100-200..300", "price:100..200ABC",
        "price:€100..200$", "price:..EUR", "price:99999999999999999999..", "date:may..june",
        "date:2026-01..2026-13", "after:2026..2027"}) {
    const Result<Query> parsed = parse_query(query);
    EXPECT_FALSE(parsed.has_value()) << query;
  }
}

TEST(Query, finds_selectors_in_any_spelling) {
  const PostFieldsView post = make_post();
  const struct {
    const char *query, *country;
    bool expected;
  } rows[] = {
      {"+1 775 555 0100", "", true},        {"(775) 555-0100", "US", true},
      {"nanny +1 775 555 0100", "", false},  // five words, not all there
      {"\"+1 775 555 0100\"", "", true},    {"+17755550100", "", true},
      {"phone:+1-775-555-0100", "", true},  {"phone:\"(775) 555-0100\"", "US", true},
      {"selector:+17755550100", "", true},  {"-phone:+17755550100", "", false},
      {"+17755550101", "", false},          {"+1 775 555 0101", "", false},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.query);
    const Result<Query> query = parse_query(row.query, row.country);
    ASSERT_TRUE(query.has_value()) << query.error().message;
    EXPECT_EQ(match(*query, post), row.expected) << query->explanation;
  }
}

TEST(Query, finds_a_post_by_its_own_address) {
  PostFieldsView post = make_post();
  post.url = "https://www.Board.example/en/A-273/";
  const struct {
    const char* query;
    bool expected;
  } rows[] = {
      {"https://www.board.example/en/A-273", true},
      {"http://board.example/en/A-273#top", true},
      {"board.example/en/A-273", true},
      {"url:https://www.board.example/en/A-273/", true},
      {"selector:board.example/en/A-273", true},
      {"nanny https://www.board.example/en/A-273", true},
      {"-url:board.example/en/A-273", false},
      {"https://www.board.example/en/A-27", false},
      {"https://www.board.example/en/a-273", false},  // paths have case
      {"url:board.example", false},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.query);
    const Result<Query> query = parse_query(row.query);
    ASSERT_TRUE(query.has_value()) << query.error().message;
    EXPECT_EQ(match(*query, post), row.expected) << query->explanation;
  }
}

TEST(Query, keys_of_addresses) {
  const struct {
    const char *text, *expected;
  } rows[] = {
      {"HTTPS://WWW.A.example/B/?q=1#x", "a.example/B/?q=1"},
      {"http://localhost/", "localhost"},
      {"a.example//", "a.example"},
      {"no address", ""},
      {"word", ""},
      {"https://a b.example", ""},
      {"http://", ""},
      {".a", ""},
      {"", ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(address_key(row.text), row.expected);
  }
}

TEST(Query, says_how_it_was_understood) {
  const struct {
    const char *query, *expected;
  } rows[] = {
      {"nanny \"no experience\" city:Reno after:2026-01-01 -agency",
       "posts with “nanny” and the phrase “no experience” and city “Reno” and a date from "
       "2026-01-01 and not “agency”"},
      {"(paris OR lyon) before:2026 kind:phone",
       "posts with (“paris” or “lyon”) and a date before 2026-01-01 and kind “phone”"},
      {"a b OR c", "posts with “a” and (“b” or “c”)"},
      {"wor* -(a b)", "posts with words that begin with “wor” and not (“a” and “b”)"},
      {"date:2026-03", "posts with a date in 2026-03"},
      {"a\x1b[2J", "posts with the phrase “a·[2J”"},
      {"рос", "posts with “рос”"},
      {"level:high", "posts with level high"},
      {"level:>low -level:<low", "posts with level medium or higher and not level none"},
      {"level:low..medium level:<=medium",
       "posts with level low to medium and level medium or lower"},
      {"har*est title:wom?n", "posts with words like “har*est” and title with words like “wom?n”"},
      {"price=\"\"", "posts with no price"},
      {"name=\"the \"\"boss\"\"\" nanny",
       "posts with name that is just “the \"boss\"” and “nanny”"},
      {"nany~", "posts with words spelled like “nany” (one letter may differ)"},
      {"title:\"a b\"~3", "posts with title with the words “a b” with at most 3 between them"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.query);
    const Result<Query> query = parse_query(row.query);
    ASSERT_TRUE(query.has_value()) << query.error().message;
    EXPECT_EQ(query->explanation, row.expected);
  }
}

TEST(Query, errors_say_what_to_do) {
  std::string deep(200, '('), many;
  for (int i = 0; i < 2000; ++i) many += "word ";
  const struct {
    std::string query;
    const char* expected;  // a part of the message
  } rows[] = {
      {"", "nothing to look for"},
      {"   ", "nothing to look for"},
      {"()", "nothing to look for"},
      {"\"open", "not closed"},
      {"city:\"open", "not closed"},
      {"(a", "add )"},
      {"a)", "without a ("},
      {"a OR", "need a term"},
      {"OR a", "need a term"},
      {"...", "nothing to look for"},
      {"\"...\"", "neither letters nor digits"},
      {"💋", "neither letters nor digits"},
      {"town:Reno", "no field is called town"},
      {"city:", "city: has no value"},
      {"city= nanny", "city= has no value"},
      {"city=\"open", "not closed"},
      {"city:...", "neither letters"},
      {"after:yesterday", "is no date"},
      {"after:2026-13", "is no date"},
      {"after:2026-02-30", "is no date"},
      {"after:26-02-03", "is no date"},
      {"date:2026-01-01-01", "is no date"},
      {"kind:car", "is one of phone"},
      {"service:post", "is one of telegram"},
      {"level:severe", "write high, medium, low or none"},
      {"level:>=", "write high, medium, low or none"},
      {"level:=high", "write high, medium, low or none"},
      {"level:>high", "holds no level"},
      {"level:<none", "holds no level"},
      {"level:high..low", "holds no level"},
      {"indicator:", "indicator: has no value"},
      {"phone:anna", "write it whole"},
      {"drivr~2", "~2 one of 6"},
      {"title:harvest~3", "~1 needs a word"},
      {"ab~", "~1 needs a word"},
      {"don't~", "stands behind one word"},
      {"\"job driver\"~", "is not understood"},
      {"\"job driver\"~5x", "is not understood"},
      {"\"job driver\"~101", "is not understood"},
      {"\"job\"~5", "needs two words"},
      {"city:\"job driver\"~5", "no distance"},
      {"job NEAR driver", "no NEAR"},
      {"job NEAR/5 driver", "no NEAR"},
      {"h*t", "too broad"},
      {"*a*", "too broad"},
      {"a?b", "too broad"},
      {"city:r*o", "too broad"},
      {"har*est-time", "letters of one word"},
      {"har*est~", "letters of one word"},
      {"招*聘员", "scripts without blanks"},
      {deep, "too many parentheses"},
      {many, "more than 1000 terms"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.query.substr(0, 40));
    const Result<Query> query = parse_query(row.query);
    ASSERT_FALSE(query.has_value()) << query->explanation;
    EXPECT_NE(query.error().message.find(row.expected), std::string::npos) << query.error().message;
  }
}

TEST(Query, posts_without_a_date_answer_no_date) {
  PostFieldsView post = make_post();
  post.posted_at = kNoTime;
  EXPECT_FALSE(match(*parse_query("after:2000"), post));
  EXPECT_FALSE(match(*parse_query("before:2100"), post));
  EXPECT_TRUE(match(*parse_query("-after:2000"), post));
}

TEST(Query, posts_that_were_not_read_for_indicators_have_no_level) {
  PostFieldsView post = make_post();
  post.level = std::nullopt;
  post.indicators.clear();
  EXPECT_FALSE(match(*parse_query("level:none"), post));
  EXPECT_FALSE(match(*parse_query("level:>=none"), post));
  EXPECT_TRUE(match(*parse_query("-level:high -indicator:CO-01"), post));
}

TEST(Tokenizer, folds_and_cuts) {
  const struct {
    const char *text, *expected;
  } rows[] = {
      {"São  Paulo!", "sao paulo"},
      {"ＦＵＬＬ width", "full width"},
      {"我们 ok", "我 们 ok"},
      {"don't", "don t"},
      {"...", ""},
      {"a\xFF"
       "b",
       "a b"},
      {"", ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(fold(row.text), row.expected);
  }
  const std::vector<SearchWord> words = find_words("é São");
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[1].begin, 3U);
  EXPECT_EQ(words[1].end, 7U);
}

}  // namespace
}  // namespace maillon::search
