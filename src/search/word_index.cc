#include "search/word_index.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/hash.h"
#include "base/parallel.h"
#include "search/near.h"

namespace maillon::search {

// ---- Cutting ------------------------------------------------------------------

void WordNumbers::grow() {
  constexpr std::size_t kLeast = 1024;
  slots_.assign(std::max(kLeast, slots_.size() * 2), 0);
  for (uint32_t w = 0; w < hashes_.size(); ++w) {
    std::size_t slot = hashes_[w] & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = w + 1;
  }
}

uint32_t WordNumbers::number_of(std::string_view word) {
  if (words_.size() * 2 >= slots_.size()) grow();
  const uint64_t hash = hash64(word);
  std::size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    const uint32_t known = slots_[slot] - 1;
    if (hashes_[known] == hash && words_[known] == word) return known;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  words_.push_back(word);
  hashes_.push_back(hash);
  slots_[slot] = static_cast<uint32_t>(words_.size());
  return slots_[slot] - 1;
}

void WordCutter::add(const std::array<std::string_view, kTextFields>& text) {
  for (const std::string_view field : text) {
    if (!field.empty()) {
      folded_.assign(field);
      cut_words(folded_.text(), ranges_);
      for (const auto& [begin, end] : ranges_) {
        const std::string_view word = folded_.text().substr(begin, end - begin);
        out_.sequence.push_back(numbers_.number_of(word) + 1);
      }
    }
    out_.sequence.push_back(0);
  }
  out_.offsets.push_back(out_.sequence.size());
}

TextWords WordCutter::take() {
  out_.words = numbers_.take();
  return std::move(out_);
}

// ---- Building -----------------------------------------------------------------

namespace {

constexpr std::size_t kTextBlock = 4096;

void put_varint(std::vector<uint8_t>& out, uint32_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value | 0x80));
  out.push_back(static_cast<uint8_t>(value));
}

// One vocabulary for all parts.
using Numbers = std::vector<std::vector<uint32_t>>;  // of part p's word w

struct Vocabulary {
  StringColumn words;  // ascending
  Numbers number;      // in `words`
};

Vocabulary join_words(std::span<const TextWords> parts) {
  Vocabulary out;
  out.number.resize(parts.size());
  WordNumbers all;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const StringColumn& words = parts[p].words;
    out.number[p].resize(words.size());
    for (std::size_t w = 0; w < words.size(); ++w) out.number[p][w] = all.number_of(words[w]);
  }
  const StringColumn& seen = all.words();
  std::vector<uint32_t> order(seen.size()), place(seen.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return seen[a] < seen[b]; });
  for (uint32_t i = 0; i < order.size(); ++i) {
    out.words.push_back(seen[order[i]]);
    place[order[i]] = i;
  }
  for (std::vector<uint32_t>& of_part : out.number) {
    for (uint32_t& number : of_part) number = place[number];
  }
  return out;
}

// Gives the words numbers by how often they stand in the texts, so that numbers are short.
std::vector<uint32_t> number_by_frequency(std::span<const TextWords> parts,
                                          const Vocabulary& words) {
  std::vector<uint64_t> uses(words.words.size(), 0);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (const uint32_t w : parts[p].sequence) {
      if (w != 0) ++uses[words.number[p][w - 1]];
    }
  }
  std::vector<uint32_t> order(uses.size()), number(uses.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return uses[a] != uses[b] ? uses[a] > uses[b] : a < b; });
  for (uint32_t i = 0; i < order.size(); ++i) number[order[i]] = i;
  return number;
}

// What is written of some texts that stand one after another.
struct TextBlock {
  std::vector<uint8_t> texts;
  std::vector<uint64_t> ends;  // of each text in `texts`
};

// Calls fn(number + 1 or 0) for what stands in the text.
template <class Fn>
void for_each_number(std::span<const TextWords> parts, TextPlace place, const Numbers& numbers,
                     const Fn& fn) {
  const TextWords& part = parts[place.part];
  const std::vector<uint32_t>& number = numbers[place.part];
  for (uint64_t at = part.offsets[place.index]; at < part.offsets[place.index + 1]; ++at) {
    const uint32_t word = part.sequence[at];
    fn(word == 0 ? 0 : number[word - 1] + 1);
  }
}

void write_texts(std::span<const TextWords> parts, std::span<const TextPlace> places,
                 const Numbers& numbers, WordIndex& out) {
  std::vector<TextBlock> blocks(block_count(places.size(), kTextBlock));
  parallel_blocks(
      places.size(), kTextBlock, [&](std::size_t begin, std::size_t end, std::size_t i) {
        for (std::size_t text = begin; text < end; ++text) {
          for_each_number(parts, places[text], numbers,
                          [&](uint32_t number) { put_varint(blocks[i].texts, number); });
          blocks[i].ends.push_back(blocks[i].texts.size());
        }
      });
  for (const TextBlock& block : blocks) {
    const uint64_t base = out.texts.size();
    out.texts.insert(out.texts.end(), block.texts.begin(), block.texts.end());
    for (const uint64_t end : block.ends) out.text_ends.push_back(base + end);
  }
}

void write_postings(std::span<const TextWords> parts, std::span<const TextPlace> places,
                    const Numbers& numbers, std::size_t words, WordIndex& out) {
  // Calls fn(number, text) once for each word of each text, texts ascending.
  const auto for_each_use = [&](const auto& fn) {
    std::vector<uint32_t> last(words, 0);  // text + 1
    for (uint32_t text = 0; text < places.size(); ++text) {
      for_each_number(parts, places[text], numbers, [&](uint32_t number) {
        if (number == 0 || last[number - 1] == text + 1) return;
        last[number - 1] = text + 1;
        fn(number - 1, text);
      });
    }
  };
  std::vector<uint64_t> at(words + 1, 0);
  for_each_use([&](uint32_t number, uint32_t) { ++at[number + 1]; });
  std::partial_sum(at.begin(), at.end(), at.begin());
  const std::vector<uint64_t> begin = at;
  std::vector<uint32_t> texts(begin.back());
  for_each_use([&](uint32_t number, uint32_t text) { texts[at[number]++] = text; });
  out.posting_ends.reserve(words);
  for (std::size_t number = 0; number < words; ++number) {
    uint32_t last = 0;
    for (uint64_t i = begin[number]; i < begin[number + 1]; ++i) {
      put_varint(out.postings, texts[i] - last);
      last = texts[i];
    }
    out.posting_ends.push_back(out.postings.size());
  }
}

}  // namespace

WordIndex build_word_index(std::span<const TextWords> parts, std::span<const TextPlace> places) {
  WordIndex out;
  Vocabulary vocabulary = join_words(parts);
  out.number = number_by_frequency(parts, vocabulary);
  for (std::vector<uint32_t>& of_part : vocabulary.number) {
    for (uint32_t& number : of_part) number = out.number[number];
  }
  out.words = std::move(vocabulary.words);
  parallel_for(2, [&](std::size_t half) {
    half == 0 ? write_texts(parts, places, vocabulary.number, out)
              : write_postings(parts, places, vocabulary.number, out.words.size(), out);
  });
  return out;
}

bool is_sound(const WordIndex& index, uint64_t posting_bytes, uint64_t text_bytes) {
  const std::size_t words = index.words.size();
  const auto ends_at = [](const std::vector<uint64_t>& ends, uint64_t size) {
    return std::is_sorted(ends.begin(), ends.end()) && (ends.empty() ? 0 : ends.back()) == size;
  };
  return index.number.size() == words && index.posting_ends.size() == words &&
         std::all_of(index.number.begin(), index.number.end(),
                     [&](uint32_t number) { return number < words; }) &&
         ends_at(index.posting_ends, posting_bytes) && ends_at(index.text_ends, text_bytes);
}

// ---- Finding ------------------------------------------------------------------

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

}  // namespace

bool is_of_text(const QueryNode& node) {
  return node.op == QueryOp::word || node.op == QueryOp::phrase ||
         (node.op == QueryOp::filter &&
          (node.filter == Filter::title || node.filter == Filter::body));
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
    const bool prefix = node.prefix && i + 1 == words.size();
    terms.push_back(node.edits > 0 ? find_spelled(index, words[i], node.edits)
                                   : find_term(index, words[i], prefix));
    if (terms.back().numbers.empty()) return std::vector<uint32_t>{};
  }
  if (terms.empty()) return std::vector<uint32_t>{};
  TRY(const std::vector<uint32_t> found, texts_with_all(index, terms, postings));
  if (node.op != QueryOp::filter && node.words.size() == 1) return found;
  std::optional<TextField> field;
  if (node.op == QueryOp::filter)
    field = node.filter == Filter::title ? TextField::title : TextField::body;
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
