// Made-up posts for the tests of templates: text, and words from a tokenizer that
// is just good enough (the real one is in extract/, below which link/ stands).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/hash.h"
#include "link/template.h"

namespace maillon::link {

struct TestPost {
  std::string text;
  std::vector<WordSpan> words;
  std::string city, author;

  MemberView view() const { return {text, words, city, author}; }
};

// Words are what blanks and marks leave; ".", "!", "?" and line breaks end a
// sentence; +123 is a phone, $5 a price, 5 a number. Case does not matter.
inline TestPost make_post(std::string_view text) {
  TestPost post;
  post.text = text;
  const auto is_in = [](char c, std::string_view set) { return set.find(c) != set.npos; };
  for (uint32_t i = 0; i < text.size();) {
    if (is_in(text[i], ".!?\n")) post.words.push_back({kSentenceBreak, i, i});
    if (is_in(text[i], " .,!?\n:;()*-/")) {
      ++i;
      continue;
    }
    WordSpan word{0, i, i};
    std::string folded;
    while (i < text.size() && !is_in(text[i], " .,!?\n:;()*-/")) {
      const char c = text[i++];
      folded.push_back(to_lower(c));
    }
    word.end = i;
    if (folded[0] == '+') {
      word.token = kPhoneToken;
    } else if (folded[0] == '$') {
      word.token = kPriceToken;
    } else if (folded[0] >= '0' && folded[0] <= '9') {
      word.token = kNumberToken;
    } else {
      word.token = static_cast<uint32_t>(hash64(folded) >> 32) | kFirstWordToken;
    }
    post.words.push_back(word);
  }
  return post;
}

inline std::vector<MemberView> to_views(const std::vector<TestPost>& posts) {
  std::vector<MemberView> views;
  for (const TestPost& post : posts) views.push_back(post.view());
  return views;
}

}  // namespace maillon::link
