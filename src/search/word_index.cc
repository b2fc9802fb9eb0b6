#include "search/word_index.h"

#include <algorithm>
#include <numeric>

#include "base/hash.h"
#include "base/parallel.h"

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

}  // namespace maillon::search
