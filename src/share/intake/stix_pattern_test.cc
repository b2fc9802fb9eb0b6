#include "share/intake/stix_pattern.h"

#include <gtest/gtest.h>

namespace maillon::share {
namespace {

std::string shown(std::string_view pattern) {
  const auto found = parse_stix_equalities(pattern);
  if (!found) return "none";
  std::string text;
  for (const StixEquality& one : *found) text += "<" + one.path + "|" + one.value + ">";
  return text;
}

TEST(StixPattern, EqualitiesJoinedByOr) {
  struct Row {
    const char *pattern, *equalities;
  };
  const Row rows[] = {
      {"[url:value = 'x']", "<url:value|x>"},
      {"[url:value='x'OR url:value='y']", "<url:value|x><url:value|y>"},
      {"[a:b = 'x'] OR [c:d = 'y']", "<a:b|x><c:d|y>"},
      {"([a:b = 'x'] or ([(c:d = 'y')]))", "<a:b|x><c:d|y>"},
      {"[a:b IN ('x', 'y') OR c:d = 'z']", "<a:b|x><a:b|y><c:d|z>"},
      {"[file:hashes.'SHA-256' = 'x']", "<file:hashes.SHA-256|x>"},
      {R"([a:b = 'it\'s \\ [x] OR'])", R"(<a:b|it's \ [x] OR>)"},
      {"[a:b = '']", "<a:b|>"},
  };
  for (const Row& row : rows) EXPECT_EQ(shown(row.pattern), row.equalities) << row.pattern;
}

TEST(StixPattern, AllElseIsNone) {
  for (const char* pattern :
       {"",
        "[",
        "[]",
        "x",
        "[a:b]",
        "[a:b = ]",
        "[a:b = 'x'",
        "[a:b = 'x",
        "a:b = 'x'",
        "[a:b = 'x' AND c:d = 'y']",
        "[a:b = 'x'] AND [c:d = 'y']",
        "[a:b = 'x'] FOLLOWEDBY [c:d = 'y']",
        "[NOT a:b = 'x']",
        "[a:b NOT = 'x']",
        "[a:b != 'x']",
        "[a:b > 'x']",
        "[a:b LIKE 'x']",
        "[a:b MATCHES 'x']",
        "[EXISTS a:b]",
        "[a:b = 7]",
        "[a:b = 'x'] WITHIN 5 SECONDS",
        "[a:b = 'x'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'",
        "[a:b = 'x'] OR",
        "[a:b = 'x' OR]",
        "[[a:b = 'x']]",
        "([a:b = 'x'] OR [c:d = 'y']",
        "[a:b = 'x')]",
        "[(a:b = 'x']",
        "[a:b = 'x']]",
        "([a:b = 'x')]",
        "[a:b = 'x'] OR c:d = 'y'",
        "[a:b IN ('x',)]",
        "[a:b IN 'x']",
        "[a:b = 'x'] [c:d = 'y']",
        "[a:'b = 'x']"}) {
    EXPECT_EQ(shown(pattern), "none") << pattern;
  }
  EXPECT_EQ(shown(std::string(100'000, '(')), "none");
}

}  // namespace
}  // namespace maillon::share
