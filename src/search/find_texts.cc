// Asking the index of words: postings first, then the texts themselves where the order or the
// distance of words, or their field, is asked for.
#include <algorithm>
#include <optional>

#include "search/near.h"
#include "search/patterns.h"
#include "search/word_index.h"

namespace maillon::search {

namespace {

// For more texts than these the whole array is read at once.
constexpr std::size_t kReadOneByOne = 200;

tl::unexpected<Error> damaged() {
  return fail(Code::corrupt, "the index of words is damaged; `maillon link` makes it again");
}

// Nothing at the end, and for what does not end within 32 bits.
std::optional<uint32_t> take_varint(std::span<const uint8_t> bytes, std::size_t& at) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 35 && at < bytes.size(); shift += 7) {
    const uint8_t byte = bytes[at++];
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      if (value > UINT32_MAX) return std::nullopt;
      return static_cast<uint32_t>(value);
    }
  }
  return std::nullopt;
}

// A word of a query: the words of the index that it stands for, by number.
struct Term {
  std::vector<uint32_t> numbers;  // ascending
  bool has(uint32_t number) const {
    return numbers.size() == 1 ? numbers[0] == number
                               : std::binary_search(numbers.begin(), numbers.end(), number);
  }
};

// First of index.words that is not before `word`.
std::size_t lower_bound(const StringColumn& words, std::string_view word) {
  std::size_t low = 0, high = words.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    (words[middle] < word ? low : high) = words[middle] < word ? middle + 1 : middle;
  }
  return low;
}

Term find_term(const WordIndex& index, std::string_view word, bool prefix) {
  Term term;
  for (std::size_t i = lower_bound(index.words, word); i < index.words.size(); ++i) {
    const bool fits = prefix ? index.words[i].starts_with(word) : index.words[i] == word;
    if (!fits) break;
    term.numbers.push_back(index.number[i]);
  }
  std::sort(term.numbers.begin(), term.numbers.end());
  return term;
}

// The words of the index that are spelled like the word: all are looked at, in some ten
// nanoseconds each, since most differ in length or in their first letters.
Term find_spelled(const WordIndex& index, std::string_view word, unsigned edits) {
  Term term;
  const Spelling spelling(word, edits);
  for (std::size_t i = 0; i < index.words.size(); ++i) {
    if (spelling.fits(index.words[i])) term.numbers.push_back(index.number[i]);
  }
  std::sort(term.numbers.begin(), term.numbers.end());
  return term;
}

// The words of the index that fit the pattern: those that begin as it does are looked at.
Term find_fitting(const WordIndex& index, std::string_view text) {
  Term term;
  const WordPattern pattern(text);
  for (std::size_t i = lower_bound(index.words, pattern.prefix()); i < index.words.size(); ++i) {
    if (!index.words[i].starts_with(pattern.prefix())) break;
    if (pattern.fits(index.words[i])) term.numbers.push_back(index.number[i]);
  }
  std::sort(term.numbers.begin(), term.numbers.end());
  return term;
}

// The words of the index that a word of the node stands for.
Term find_words_of(const WordIndex& index, const QueryNode& node, std::string_view word,
                   bool is_last) {
  if (node.edits > 0) return find_spelled(index, word, node.edits);
  return node.pattern ? find_fitting(index, word) : find_term(index, word, node.prefix && is_last);
}

Result<std::vector<uint32_t>> texts_with(const WordIndex& index, const Term& term,
                                         const ReadBytes& postings) {
  std::vector<uint32_t> texts;
  for (const uint32_t number : term.numbers) {
    const uint64_t begin = number == 0 ? 0 : index.posting_ends[number - 1];
    TRY(const SharedBytes held, postings(begin, index.posting_ends[number]));
    const std::vector<uint8_t>& bytes = *held;
    uint64_t text = 0;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::optional<uint32_t> gap = take_varint(bytes, at);
      if (!gap) return damaged();
      text += *gap;
      if (text >= index.size()) return damaged();
      texts.push_back(static_cast<uint32_t>(text));
    }
  }
  if (term.numbers.size() > 1) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  }
  return texts;
}

// True if the terms stand side by side in a field that is asked for (nothing: in any).
// Nothing if the bytes are no text.
std::optional<bool> has_phrase(std::span<const uint8_t> text, const std::vector<Term>& terms,
                               std::optional<TextField> wanted) {
  std::vector<std::size_t> open, next;  // terms that the words so far have matched
  std::size_t field = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<uint32_t> word = take_varint(text, at);
    if (!word) return std::nullopt;
    if (*word == 0) {
      ++field;
      open.clear();
      continue;
    }
    if (wanted && field != static_cast<std::size_t>(*wanted)) continue;
    next.clear();
    open.push_back(0);
    for (const std::size_t matched : open) {
      if (!terms[matched].has(*word - 1)) continue;
      if (matched + 1 == terms.size()) return true;
      next.push_back(matched + 1);
    }
    open.swap(next);
  }
  return false;
}

// True if the terms stand with at most so many words between them in a field that is asked for.
std::optional<bool> has_words_near(std::span<const uint8_t> text, const std::vector<Term>& terms,
                                   Window& window, std::optional<TextField> wanted) {
  std::size_t field = 0;
  window.clear();
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<uint32_t> word = take_varint(text, at);
    if (!word) return std::nullopt;
    if (*word == 0) {
      ++field;
      window.clear();
      continue;
    }
    if (wanted && field != static_cast<std::size_t>(*wanted)) continue;
    const auto term =
        std::find_if(terms.begin(), terms.end(), [&](const Term& t) { return t.has(*word - 1); });
    if (window.add(term == terms.end() ? Window::kNoTerm
                                       : static_cast<uint32_t>(term - terms.begin())))
      return true;
  }
  return false;
}

// `holds`: of a text's bytes, nothing if they are none.
template <class Holds>
Result<std::vector<uint32_t>> keep_texts(const WordIndex& index, const std::vector<uint32_t>& texts,
                                         const ReadBytes& read, const Holds& holds) {
  const auto begin_of = [&](uint32_t text) { return text == 0 ? 0 : index.text_ends[text - 1]; };
  SharedBytes all;
  if (texts.size() > kReadOneByOne) {
    TRY(all, read(0, index.text_ends.back()));
  }
  std::vector<uint32_t> kept;
  for (const uint32_t text : texts) {
    SharedBytes one;
    if (!all) {
      TRY(one, read(begin_of(text), index.text_ends[text]));
    }
    const std::span<const uint8_t> bytes =
        all ? std::span(*all).subspan(begin_of(text), index.text_ends[text] - begin_of(text))
            : std::span(*one);
    const std::optional<bool> has = holds(bytes);
    if (!has) return damaged();
    if (*has) kept.push_back(text);
  }
  return kept;
}

// Nothing for a filter that is not about words of a text.
std::optional<TextField> field_of(Filter filter) {
  if (filter == Filter::title) return TextField::title;
  if (filter == Filter::body) return TextField::body;
  if (filter == Filter::picture) return TextField::image_text;
  return std::nullopt;
}

}  // namespace

bool is_of_text(const QueryNode& node) {
  return node.op == QueryOp::word || node.op == QueryOp::phrase ||
         (node.op == QueryOp::filter && field_of(node.filter) != std::nullopt);
}

namespace {

// Texts that have all terms, wherever they stand.
Result<std::vector<uint32_t>> texts_with_all(const WordIndex& index, const std::vector<Term>& terms,
                                             const ReadBytes& postings) {
  TRY(std::vector<uint32_t> found, texts_with(index, terms[0], postings));
  for (std::size_t i = 1; i < terms.size() && !found.empty(); ++i) {
    TRY(const std::vector<uint32_t> more, texts_with(index, terms[i], postings));
    std::vector<uint32_t> both;
    std::set_intersection(found.begin(), found.end(), more.begin(), more.end(),
                          std::back_inserter(both));
    found = std::move(both);
  }
  return found;
}

}  // namespace

Result<std::vector<uint32_t>> find_texts(const WordIndex& index, const QueryNode& node,
                                         const ReadBytes& postings, const ReadBytes& texts) {
  const Wanted near = node.between ? count_words(node.words) : Wanted();
  const std::vector<std::string>& words = node.between ? near.words : node.words;
  std::vector<Term> terms;
  for (std::size_t i = 0; i < words.size(); ++i) {
    terms.push_back(find_words_of(index, node, words[i], i + 1 == words.size()));
    if (terms.back().numbers.empty()) return std::vector<uint32_t>{};
  }
  if (terms.empty()) return std::vector<uint32_t>{};
  TRY(const std::vector<uint32_t> found, texts_with_all(index, terms, postings));
  if (node.op != QueryOp::filter && node.words.size() == 1) return found;
  std::optional<TextField> field;
  if (node.op == QueryOp::filter) field = field_of(node.filter);
  if (!node.between) {
    return keep_texts(index, found, texts, [&](std::span<const uint8_t> text) {
      return has_phrase(text, terms, field);
    });
  }
  Window window(near.times, node.words.size() + *node.between);
  return keep_texts(index, found, texts, [&](std::span<const uint8_t> text) {
    return has_words_near(text, terms, window, field);
  });
}

}  // namespace maillon::search
