#include "link/template.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "link/template_test_text.h"

namespace maillon::link {
namespace {

// The fills of a post as "a|b|c".
std::string fills_of(const Template& to, const TestPost& post) {
  std::string out;
  for (const SlotFill& fill : fill_template(to, post.view())) {
    if (fill.slot > 0) out += "|";
    out += post.text.substr(fill.begin, fill.end - fill.begin);
  }
  return out;
}

struct Row {
  const char* what;
  std::vector<const char*> texts;
  const char* expected;            // the template
  std::vector<const char*> fills;  // of the first posts
};

std::string kinds_of(const Template& made) {
  std::string kinds;
  for (const uint32_t column : made.slot_columns()) {
    kinds += (kinds.empty() ? "" : " ") + made.columns[column].kind;
  }
  return kinds;
}

TEST(Template, is_as_a_reader_would_make_it) {
  const Row rows[] = {
      {"nothing", {}, "", {}},
      {"one post", {"Hello there. Come and work!"}, "Hello there. Come and work!", {""}},
      {"identical posts",
       {"Come and work, we pay well.", "Come and work, we pay well.",
        "Come and work, we pay well."},
       "Come and work, we pay well.",
       {"", "", ""}},
      {"a slot inside",
       {"Please call Anna today for work", "Please call Mia today for work",
        "Please call Rosa today for work"},
       "Please call {1} today for work",
       {"Anna", "Mia", "Rosa"}},
      {"a slot of several words",
       {"Work in Reno for you now", "Work in New York City for you now",
        "Work in Elko for you now"},
       "Work in {1} for you now",
       {"Reno", "New York City", "Elko"}},
      {"slots at the begin and the end",
       {"Anna offers good work in Reno", "Mia offers good work in Elko",
        "Rosa offers good work in Ely"},
       "{1} offers good work in {2}",
       {"Anna|Reno", "Mia|Elko", "Rosa|Ely"}},
      {"a slot that some leave empty",
       {"We pay $900 weekly for good work", "We pay weekly for good work",
        "We pay $800 weekly for good work", "We pay $700 weekly for good work"},
       "We pay {1} weekly for good work",
       {"$900", "", "$800", "$700"}},
      {"typed words are slots where they differ",
       {"Call +100 now or +555 later", "Call +200 now or +555 later", "Call +300 now or +555 later",
        "Call +400 now or +555 later"},
       "Call {1} now or +555 later",
       {"+100", "+200"}},
      {"neighbours merge unless typed",
       {"ask for Anna Lee +100 any time", "ask for Mia Ray +200 any time",
        "ask for Rosa Kim +300 any time"},
       "ask for {1} {2} any time",
       {"Anna Lee|+100", "Mia Ray|+200"}},
      {"numbers side by side are one slot",
       {"Call (775) 555-0100 any time", "Call 775/555-0101 any time", "Call 775 555 0102 any time",
        "Call 775-555-0103 any time"},
       "Call {1} any time",
       {"775) 555-0100", "775/555-0101", "775 555 0102", "775-555-0103"}},
      {"sentences in another order",
       {"We pay well. Call Anna today. No papers needed.",
        "Call Mia today. We pay well. No papers needed.",
        "No papers needed. Call Rosa today. We pay well.",
        "We pay well. Call Eva today. No papers needed."},
       "We pay well. Call {1} today. No papers needed.",
       {"Anna", "Mia", "Rosa", "Eva"}},
      {"few deviate: constant",
       {"we pay well every single week", "we pay well every single week",
        "we pay good every single week", "we pay well every single week",
        "we pay well every single week"},
       "we pay well every single week",
       {"", "", ""}},
      {"the word of most, not of the first",
       {"we pay good every single week", "we pay well every single week",
        "we give well every single week", "we pay well every sole week",
        "we pay well each single week"},
       "we pay well every single week",
       {}},
      {"prefixes, suffixes and cut texts",
       {"Hot news today! We pay well every week, call Anna on Monday",
        "We pay well every week, call Mia on Monday", "We pay well every week, call Rosa",
        "We pay well every week, call Eva on Monday. Thank you all"},
       "We pay well every week, call {1} on Monday",
       {"Anna", "Mia", "Rosa", "Eva"}},
      {"a sentence of one's own in each",
       {"We pay well. Anna is nice. Call us today.",
        "We pay well. Dogs are welcome here. Call us today.",
        "We pay well. Near the old station. Call us today."},
       "We pay well. {1}. Call us today.",
       {"Anna is nice", "Dogs are welcome here", "Near the old station"}},
      {"marks of the majority",
       {"*Come* and work: now", "*Come* and work: now", "Come and work - now"},
       "*Come* and work: now",
       {}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    std::vector<TestPost> posts;
    for (const char* text : row.texts) posts.push_back(make_post(text));
    const std::vector<MemberView> views = to_views(posts);
    const Template made = build_template(views);
    EXPECT_EQ(made.to_text(), row.expected);
    EXPECT_EQ(made.members, posts.size());
    for (std::size_t i = 0; i < row.fills.size(); ++i) {
      EXPECT_EQ(fills_of(made, posts[i]), row.fills[i]);
    }
  }
}

TEST(Template, names_the_kind_of_a_slot) {
  const char* towns[] = {"Reno", "Elko", "Ely", "Fernley"};
  std::vector<TestPost> posts;
  for (int i = 0; i < 4; ++i) {
    const std::string n = std::to_string(i);
    std::string text = "come to ";
    text.append(towns[i]).append(" now, ask for Eva");
    text.push_back(static_cast<char>('a' + i));
    text.append(" or call +10").append(n).append(" and get $").append(n);
    text.append(" after ").append(n).append("0 days of really x").append(n).append(" work");
    posts.push_back(make_post(text));
    posts.back().city = i == 3 ? "FERNLEY" : towns[i];
  }
  const Template made = build_template(to_views(posts));
  EXPECT_EQ(
      made.to_text(),
      "come to {1} now, ask for {2} or call {3} and get {4} after {5} days of really {6} work");
  EXPECT_EQ(kinds_of(made), "place name? phone price number text");
}

TEST(Template, of_ten_thousand_identical_posts_has_no_slots) {
  const TestPost post = make_post("Call +555 in Reno. We pay $900, ask for Anna. No papers.");
  const std::vector<MemberView> views(10000, post.view());
  const Template made = build_template(views);
  EXPECT_EQ(made.slots(), 0U);
  EXPECT_EQ(made.to_text(), post.text);
  EXPECT_EQ(made.members, 10000U);
  EXPECT_EQ(made.aligned, kTemplateSample);
}

TEST(Template, of_posts_with_nothing_in_common_is_empty) {
  std::vector<TestPost> posts = {make_post("red fish"), make_post("blue bird"), make_post("")};
  const Template made = build_template(to_views(posts));
  EXPECT_EQ(made.to_text(), "");
  EXPECT_TRUE(fill_template(made, posts[0].view()).empty());
}

TEST(Template, takes_posts_without_end) {
  std::string text;
  for (int i = 0; i < 200000; ++i)
    text += "word" + std::to_string(i % 5000) + (i % 50 ? " " : ". ");
  const TestPost post = make_post(text);
  const std::vector<MemberView> views(3, post.view());
  const Template made = build_template(views);
  EXPECT_EQ(made.columns.size(), kTemplateWords);
  EXPECT_EQ(made.slots(), 0U);
}

// ---- A generator with known templates ---------------------------------------

struct World {
  uint64_t seed;
  uint64_t random(uint64_t below) { return mix64(++seed) % below; }
  std::string word() {
    static constexpr char kSyllables[][3] = {"ba", "ce", "di", "fo", "gu", "la", "me", "ni",
                                             "po", "ru", "sa", "te", "vi", "wo", "zu", "ka"};
    std::string out;
    for (uint64_t i = 2 + random(2); i > 0; --i) out += kSyllables[random(16)];
    return out;
  }
};

// A template: sentences of words; "" is a slot, "+" a phone slot.
using Pattern = std::vector<std::vector<std::string>>;

Pattern make_pattern(World& world) {
  Pattern pattern;
  for (uint64_t s = 3 + world.random(3); s > 0; --s) {
    std::vector<std::string> sentence;
    for (uint64_t w = 5 + world.random(5); w > 0; --w) sentence.push_back(world.word());
    if (world.random(3) != 0) sentence[1 + world.random(sentence.size() - 2)] = "";
    if (world.random(3) == 0) sentence.back() = "+";
    pattern.push_back(sentence);
  }
  return pattern;
}

std::string show(const Pattern& pattern) {
  std::string text;
  int slot = 0;
  for (const auto& sentence : pattern) {
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      const bool is_slot = sentence[i].empty() || sentence[i] == "+";
      text += (i > 0          ? " "
               : text.empty() ? ""
                              : ". ") +
              (is_slot ? "{" + std::to_string(++slot) + "}" : sentence[i]);
    }
  }
  return text;
}

struct Generated {
  std::string text;
  std::vector<std::string> fills;
};

// One post; `noise` percent of constant words are changed, sentences move, the
// text is cut or lengthened now and then.
Generated make_generated(World& world, const Pattern& pattern, uint64_t noise, bool reorder) {
  Generated made;
  std::vector<std::string> sentences;
  for (const auto& sentence : pattern) {
    std::string text;
    for (const std::string& word : sentence) {
      std::string written = word;
      if (word.empty() || word == "+") {
        written = word.empty() ? world.word() + "x" : "+" + std::to_string(world.random(1000000));
        if (word.empty() && world.random(3) == 0) written += " " + world.word() + "x";
        made.fills.push_back(written);
      } else if (world.random(100) < noise) {
        written = world.word() + "q";
      }
      text += (text.empty() ? "" : " ") + written;
    }
    sentences.push_back(text);
  }
  if (reorder && world.random(4) == 0) {
    std::swap(sentences[world.random(sentences.size())], sentences[world.random(sentences.size())]);
  }
  if (reorder && world.random(10) == 0) sentences.push_back(world.word() + " " + world.word());
  for (const std::string& sentence : sentences) {
    made.text += (made.text.empty() ? "" : ". ") + sentence;
  }
  return made;
}

// How many of `rounds` templates are found to the letter, and the share of fills.
std::pair<int, double> recover(uint64_t noise, bool reorder, int rounds, uint64_t family) {
  int exact = 0;
  uint64_t right = 0, all = 0;
  for (int round = 0; round < rounds; ++round) {
    World world{static_cast<uint64_t>(round) * 1000003 + noise};
    const Pattern pattern = make_pattern(world);
    std::vector<Generated> generated;
    std::vector<TestPost> posts;
    for (uint64_t i = 0; i < family; ++i) {
      generated.push_back(make_generated(world, pattern, noise, reorder));
      posts.push_back(make_post(generated.back().text));
    }
    const Template made = build_template(to_views(posts));
    const std::string wanted = show(pattern);
    if (made.to_text() == wanted) ++exact;
    const TemplateAligner aligner(made);
    for (std::size_t i = 0; i < posts.size(); ++i) {
      const std::vector<SlotFill> fills = aligner.fill(posts[i].view());
      all += generated[i].fills.size();
      if (fills.size() != generated[i].fills.size()) continue;
      for (std::size_t k = 0; k < fills.size(); ++k) {
        right += posts[i].text.substr(fills[k].begin, fills[k].end - fills[k].begin) ==
                 generated[i].fills[k];
      }
    }
  }
  return {exact, static_cast<double>(right) / static_cast<double>(all)};
}

TEST(Template, is_recovered_from_generated_posts) {
  const struct {
    const char* what;
    uint64_t noise;
    bool reorder;
    uint64_t family;
    int exact;
    double fills;
  } rows[] = {
      {"clean", 0, false, 10, 40, 1.0},
      {"reordered", 0, true, 10, 40, 1.0},
      {"5 % changed words", 5, true, 20, 40, 1.0},
      {"12 % changed words", 12, true, 40, 39, 0.99},
      {"three posts", 2, true, 3, 34, 0.92},
      {"five posts, 5 % changed", 5, true, 5, 35, 0.97},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    const auto [exact, fills] = recover(row.noise, row.reorder, 40, row.family);
    EXPECT_GE(exact, row.exact);
    EXPECT_GE(fills, row.fills);
  }
}

TEST(Template, does_not_depend_on_the_order_of_members) {
  World world{99};
  const Pattern pattern = make_pattern(world);
  std::vector<TestPost> posts;
  for (int i = 0; i < 150; ++i)
    posts.push_back(make_post(make_generated(world, pattern, 8, true).text));
  std::vector<MemberView> views = to_views(posts);
  const Template once = build_template(views);
  for (int round = 0; round < 5; ++round) {
    for (std::size_t i = views.size(); i > 1; --i) std::swap(views[i - 1], views[world.random(i)]);
    const Template again = build_template(views);
    EXPECT_EQ(again.to_text(), once.to_text());
    EXPECT_EQ(kinds_of(again), kinds_of(once));
    ASSERT_EQ(again.columns.size(), once.columns.size());
    for (std::size_t c = 0; c < once.columns.size(); ++c) {
      EXPECT_EQ(again.columns[c].support, once.columns[c].support);
    }
  }
}

// Nothing of one family may be left in the memory that the next one is made in.
TEST(TemplateBuilder, makes_each_template_as_if_it_were_the_first) {
  World world{5};
  TemplateBuilder builder;
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    const Pattern pattern = make_pattern(world);
    std::vector<TestPost> posts;
    for (std::size_t i = world.random(round % 7 == 0 ? 60 : 5); i-- > 0;) {
      posts.push_back(make_post(make_generated(world, pattern, 15, true).text));
      if (world.random(4) == 0) posts.push_back(posts.back());
    }
    const std::vector<MemberView> views = to_views(posts);
    const Template next = builder.build(views), first = build_template(views);
    EXPECT_EQ(next.to_text(), first.to_text());
    EXPECT_EQ(kinds_of(next), kinds_of(first));
    EXPECT_EQ(next.members, first.members);
  }
}

}  // namespace
}  // namespace maillon::link
