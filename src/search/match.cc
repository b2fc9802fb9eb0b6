// Whether a post answers a query: words are looked for in the folded text, with
// borders checked where the script has any, so that no list of words is built.
#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/utf8.h"
#include "search/near.h"
#include "search/patterns.h"
#include "search/query.h"
#include "search/tokenizer.h"

namespace maillon::search {
namespace {

// The code point that ends before `at` (> 0).
char32_t before(std::string_view text, std::size_t at) {
  std::size_t begin = at - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return decode_utf8(text, begin).value;
}

bool is_spaced_word_char(char32_t c) {
  return is_word_char(c) && !is_unspaced(c);
}

bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || !is_spaced_word_char(before(text, at)) ||
         is_unspaced(decode_utf8(text, at).value);
}

bool ends_word(std::string_view text, std::size_t at) {
  return at == text.size() || !is_spaced_word_char(decode_utf8(text, at).value) ||
         is_unspaced(before(text, at));
}

// The first place from `at` on where a word could begin.
std::size_t skip_to_word(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const CodePoint c = decode_utf8(text, at);
    if (is_word_char(c.value)) break;
    at += c.size;
  }
  return at;
}

// True if the words stand in the folded text one after the other.
bool has_words(std::string_view text, const std::vector<std::string>& words, bool prefix) {
  if (words.empty()) return false;
  for (std::size_t at = text.find(words[0]); at != std::string_view::npos;
       at = text.find(words[0], at + 1)) {
    if (!begins_word(text, at)) continue;
    std::size_t end = at;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::size_t begin = i == 0 ? at : skip_to_word(text, end);
      const bool last = i + 1 == words.size();
      const bool fits = text.substr(begin).starts_with(words[i]) &&
                        ((last && prefix) || ends_word(text, begin + words[i].size()));
      if (!fits) break;
      end = begin + words[i].size();
      if (last) return true;
    }
  }
  return false;
}

// True if a word of the folded text is spelled like the word.
bool has_like(std::string_view text, const QueryNode& node) {
  std::vector<WordRange> words;
  cut_words(text, words);
  const Spelling spelling(node.words[0], node.edits);
  return std::any_of(words.begin(), words.end(), [&](const WordRange& word) {
    return spelling.fits(text.substr(word.begin, word.end - word.begin));
  });
}

// True if a word of the folded text fits the pattern.
bool has_fitting(std::string_view text, std::string_view pattern) {
  std::vector<WordRange> words;
  cut_words(text, words);
  const WordPattern wanted(pattern);
  return std::any_of(words.begin(), words.end(), [&](const WordRange& word) {
    return wanted.fits(text.substr(word.begin, word.end - word.begin));
  });
}

// True if the words stand close together in the folded text.
bool has_near(std::string_view text, const QueryNode& node) {
  std::vector<WordRange> words;
  cut_words(text, words);
  const Wanted wanted = count_words(node.words);
  Window window(wanted.times, node.words.size() + *node.between);
  return std::any_of(words.begin(), words.end(), [&](const WordRange& word) {
    const auto at = std::find(wanted.words.begin(), wanted.words.end(),
                              text.substr(word.begin, word.end - word.begin));
    return window.add(at == wanted.words.end() ? Window::kNoTerm
                                               : static_cast<uint32_t>(at - wanted.words.begin()));
  });
}

// True if the node's words stand in the folded text as it asks for them.
bool stands_in(std::string_view text, const QueryNode& node) {
  if (node.words.empty() || text.empty()) return false;
  if (node.edits > 0) return has_like(text, node);
  if (node.between) return has_near(text, node);
  if (node.pattern) return has_fitting(text, node.words[0]);
  return has_words(text, node.words, node.prefix);
}

class Matcher {
 public:
  explicit Matcher(const PostFieldsView& post) : post_(post) {}
  bool match(const QueryNode& node);

 private:
  bool match_filter(const QueryNode& node);
  bool match_selectors(const QueryNode& node) const;
  std::string_view folded(std::string_view text, std::optional<std::string>& cache) {
    if (!cache) cache = fold_letters(text);
    return *cache;
  }

  const PostFieldsView& post_;
  std::optional<std::string> title_, body_, author_, city_, picture_;
};

bool Matcher::match_selectors(const QueryNode& node) const {
  // The key of an address is never longer than the address.
  if (!node.address.empty() && post_.url.size() >= node.address.size() &&
      address_key(post_.url) == node.address)
    return true;
  return std::any_of(post_.selectors.begin(), post_.selectors.end(), [&](const auto& has) {
    return std::any_of(node.selectors.begin(), node.selectors.end(), [&](const auto& wanted) {
      return has.kind == wanted.kind && has.value == wanted.value &&
             (wanted.service == Service::none || wanted.service == has.service);
    });
  });
}

// Of a field that a query may ask for as a whole.
std::string_view stated(const PostFieldsView& post, Filter filter) {
  switch (filter) {
    case Filter::city:
      return post.city;
    case Filter::country:
      return post.country;
    case Filter::language:
      return post.language;
    case Filter::source:
      return post.source;
    case Filter::author:
      return post.author;
    default:
      return post.price;
  }
}

bool Matcher::match_filter(const QueryNode& node) {
  if (node.exact) return stated(post_, node.filter) == node.value;
  const auto has_selector = [&](const auto& name_of) {
    return std::any_of(post_.selectors.begin(), post_.selectors.end(),
                       [&](const auto& selector) { return name_of(selector) == node.value; });
  };
  switch (node.filter) {
    case Filter::city:
      return stands_in(folded(post_.city, city_), node);
    case Filter::author:
      return stands_in(folded(post_.author, author_), node);
    case Filter::title:
      return stands_in(folded(post_.title, title_), node);
    case Filter::body:
      return stands_in(folded(post_.body, body_), node);
    case Filter::picture:
      return stands_in(folded(post_.image_text, picture_), node);
    case Filter::source:
      return stands_in(fold_letters(post_.source), node);
    case Filter::price:
      return stands_in(fold_letters(post_.price), node);
    case Filter::label:
      return std::any_of(post_.labels.begin(), post_.labels.end(), [&](std::string_view label) {
        return stands_in(fold_letters(label), node);
      });
    case Filter::price_range: {
      const std::vector<Price> prices = read_prices(post_.price);
      return std::any_of(prices.begin(), prices.end(),
                         [&](const Price& price) { return node.prices.has(price); });
    }
    case Filter::country:
      return fold(post_.country) == node.value;
    case Filter::language:
      return fold(post_.language) == node.value;
    case Filter::network:
      return fold(post_.network) == node.value;
    case Filter::template_id:
      return fold(post_.template_id) == node.value;
    case Filter::id:
      return post_.id == node.value;
    case Filter::level: {
      const auto level = static_cast<int64_t>(post_.level.value_or(rank::Level::none));
      return post_.level && level >= node.low && level <= node.high;
    }
    case Filter::indicator:
      return std::any_of(post_.indicators.begin(), post_.indicators.end(),
                         [&](auto id) { return same_ignoring_case(id, node.value); });
    case Filter::listed:
      return std::any_of(post_.listed.begin(), post_.listed.end(),
                         [&](auto name) { return same_ignoring_case(name, node.value); });
    case Filter::kind:
      return has_selector([](const auto& s) { return to_name(s.kind); });
    case Filter::service:
      return has_selector([](const auto& s) { return to_name(s.service); });
    case Filter::selector:
      return match_selectors(node);
    case Filter::after:
      return post_.posted_at != kNoTime && post_.posted_at >= node.time;
    case Filter::before:
      return post_.posted_at != kNoTime && post_.posted_at < node.time;
  }
  return false;
}

bool Matcher::match(const QueryNode& node) {
  const auto child = [&](const QueryNode& c) { return match(c); };
  switch (node.op) {
    case QueryOp::anything:
      return true;
    case QueryOp::all:
      return std::all_of(node.children.begin(), node.children.end(), child);
    case QueryOp::any:
      return std::any_of(node.children.begin(), node.children.end(), child);
    case QueryOp::none_of:
      return std::none_of(node.children.begin(), node.children.end(), child);
    case QueryOp::filter:
      return match_filter(node);
    case QueryOp::word:
    case QueryOp::phrase:
      return stands_in(folded(post_.title, title_), node) ||
             stands_in(folded(post_.body, body_), node) ||
             stands_in(folded(post_.city, city_), node) ||
             stands_in(folded(post_.author, author_), node) ||
             stands_in(folded(post_.image_text, picture_), node);
  }
  return false;
}

}  // namespace

bool match(const Query& query, const PostFieldsView& post) {
  return Matcher(post).match(query.root);
}

}  // namespace maillon::search
