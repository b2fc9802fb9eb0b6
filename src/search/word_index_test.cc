#include "search/word_index.h"

#include <algorithm>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "base/parallel.h"

namespace maillon::search {
namespace {

using Text = std::array<std::string, kTextFields>;  // by TextField

// The texts cut into so many parts, each text in the next one.
WordIndex build(const std::vector<Text>& texts, std::size_t parts) {
  std::vector<WordCutter> cutters(parts);
  std::vector<TextPlace> places;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto part = static_cast<uint32_t>(i % parts);
    cutters[part].add({texts[i][0], texts[i][1], texts[i][2], texts[i][3], texts[i][4]});
    places.push_back({part, static_cast<uint32_t>(i / parts)});
  }
  std::vector<TextWords> words;
  for (WordCutter& cutter : cutters) words.push_back(cutter.take());
  return build_word_index(words, places);
}

ReadBytes reader_of(const std::vector<uint8_t>& bytes) {
  return [&bytes](uint64_t begin, uint64_t end) -> Result<SharedBytes> {
    return std::make_shared<std::vector<uint8_t>>(
        bytes.begin() + static_cast<std::ptrdiff_t>(begin),
        bytes.begin() + static_cast<std::ptrdiff_t>(end));
  };
}

std::vector<uint32_t> find(const WordIndex& index, const Query& query) {
  auto found = find_texts(index, query.root, reader_of(index.postings), reader_of(index.texts));
  EXPECT_TRUE(found.has_value()) << found.error().message;
  return found ? *found : std::vector<uint32_t>{};
}

// What match() says, text by text.
std::vector<uint32_t> scan(const std::vector<Text>& texts, const Query& query) {
  std::vector<uint32_t> found;
  for (uint32_t i = 0; i < texts.size(); ++i) {
    PostFieldsView post;
    post.title = texts[i][0];
    post.body = texts[i][1];
    post.city = texts[i][2];
    post.author = texts[i][3];
    post.image_text = texts[i][4];
    if (match(query, post)) found.push_back(i);
  }
  return found;
}

TEST(WordIndex, finds_what_a_scan_finds) {
  const std::vector<Text> texts = {
      {"Nanny wanted", "We pay well. No experience needed!\nCall 775 555 0100.", "São Paulo",
       "Anna"},
      {"Nannies", "no-experience", "Reno", ""},
      {"", "我们在东京招聘 服务员abc", "東京", "店"},
      {"Работа", "Требуются девушки, работа рос", "Москва", "Анна"},
      {"experience", "no", "", "no experience"},
      {"", "", "", ""},
      {"a\xff b", "broken \xc3 utf", "", ""},
      {"", "b", "", "", "No experience\nneeded"},
  };
  const WordIndex index = build(texts, 2);
  ASSERT_TRUE(is_sound(index, index.postings.size(), index.texts.size()));
  for (const char* text : {"nanny",
                           "nann*",
                           "nany~",
                           "n*ny",
                           "nann?es",
                           "*perience",
                           "ex*e",
                           "title:n?nn*s",
                           "picture:n?eded",
                           "body:exp*nce",
                           "раб?та",
                           "experense~2",
                           "title:nanies~2",
                           "рабта~",
                           "\"no needed\"~1",
                           "\"needed no\"~1",
                           "\"needed no\"~0",
                           "\"no no\"~9",
                           "body:\"招 京\"~1",
                           "body:\"招 京\"~0",
                           "\"no experience\"",
                           "no-experience",
                           "title:nanny",
                           "picture:experience",
                           "picture:\"needed no\"~1",
                           "body:no",
                           "title:experience",
                           "\"experience no\"",
                           "sao",
                           "东京",
                           "京",
                           "招聘",
                           "abc",
                           "ab*",
                           "работа",
                           "раб*",
                           "zebra",
                           "utf",
                           "b",
                           "775",
                           "\"555 01*\"",
                           "body:\"no exp*\"",
                           "“东 京”"}) {
    SCOPED_TRACE(text);
    const auto query = parse_query(text);
    ASSERT_TRUE(query.has_value());
    ASSERT_TRUE(is_of_text(query->root)) << "not a leaf";
    EXPECT_EQ(find(index, *query), scan(texts, *query));
  }
}

TEST(WordIndex, is_the_same_for_any_parts_and_threads) {
  std::mt19937 random(5);
  std::vector<Text> texts(9000);
  for (Text& text : texts) {
    for (int i = 0; i < 12; ++i)
      text[random() % kTextFields] += "w" + std::to_string(random() % (1 + random() % 900)) + " ";
  }
  const WordIndex one = build(texts, 1);
  const ThreadLimit limit(1);
  const WordIndex other = build(texts, 7);
  EXPECT_EQ(one.words, other.words);
  EXPECT_EQ(one.number, other.number);
  EXPECT_EQ(one.posting_ends, other.posting_ends);
  EXPECT_EQ(one.postings, other.postings);
  EXPECT_EQ(one.text_ends, other.text_ends);
  EXPECT_EQ(one.texts, other.texts);
}

TEST(WordIndex, random_queries_find_what_a_scan_finds) {
  std::mt19937 random(7);
  const std::vector<std::string> words = {"a",  "ab",  "abc", "b",   "café", "CAFE",
                                          "ｗ", "мир", "mир", "中",  "文",   "1",
                                          "12", "й",   "ß",   "€20", "c4ll"};
  const std::vector<std::string> gaps = {" ", "", ".", "-", "\n", "  ", "'"};
  const std::vector<const char*> fields = {"title:", "body:", "picture:"};
  const auto made = [&](int most) {
    std::string out;
    for (int i = static_cast<int>(random() % static_cast<unsigned>(most + 1)); i > 0; --i)
      out += words[random() % words.size()] + gaps[random() % gaps.size()];
    return out;
  };
  std::vector<Text> texts(600);
  for (Text& text : texts) text = {made(3), made(9), made(2), made(1), made(3)};
  const WordIndex index = build(texts, 3);
  std::size_t asked = 0, found = 0;
  for (int i = 0; i < 1000; ++i) {
    const char* field = random() % 3 != 0 ? "" : fields[random() % fields.size()];
    std::string text = field + ("\"" + made(3)) + (random() % 4 == 0 ? "*" : "") + "\"";
    if (random() % 3 == 0) text += "~" + std::to_string(random() % 4);
    if (random() % 5 == 0) text = field + words[random() % words.size()] + "~1";
    if (random() % 5 == 0) {
      text = words[random() % words.size()] + (random() % 2 == 0 ? "*" : "?");
      text = field + text + words[random() % words.size()];
    }
    const auto query = parse_query(text);
    if (!query || !is_of_text(query->root)) continue;
    const auto rows = find(index, *query);
    ASSERT_EQ(rows, scan(texts, *query)) << text;
    ++asked;
    found += rows.empty() ? 0 : 1;
  }
  EXPECT_GT(asked, 500U);
  EXPECT_GT(found, 150U);
}

TEST(WordIndex, damaged_bytes_are_an_error) {
  const std::vector<Text> texts = {{"one two", "", "", ""}, {"two", "one", "", ""}};
  WordIndex index = build(texts, 1);
  const auto query = parse_query("\"one two\"");
  ASSERT_TRUE(query.has_value());
  for (uint8_t& byte : index.postings) byte = 0xFF;
  const auto postings =
      find_texts(index, query->root, reader_of(index.postings), reader_of(index.texts));
  ASSERT_FALSE(postings.has_value());
  EXPECT_EQ(postings.error().code, Code::corrupt);
  index = build(texts, 1);
  for (uint8_t& byte : index.texts) byte = 0xFF;
  const auto bytes =
      find_texts(index, query->root, reader_of(index.postings), reader_of(index.texts));
  ASSERT_FALSE(bytes.has_value());
  EXPECT_EQ(bytes.error().code, Code::corrupt);
  index.posting_ends.back() += 1;
  EXPECT_FALSE(is_sound(index, index.postings.size(), index.texts.size()));
}

}  // namespace
}  // namespace maillon::search
