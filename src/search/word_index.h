// An inverted index of the words of some texts, by which words, prefixes and phrases are
// answered without reading the texts. The same answers as match() (search/query.h), from the
// same words (search/tokenizer.h).
//
// Beside the postings (which texts have a word) the texts themselves are kept as numbers of
// words, in order, so that phrases and fields can be looked at where the postings leave more
// than they mean (Zobel and Moffat, "Inverted files for text search engines", 2006).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/columns.h"
#include "base/result.h"
#include "extract/text/fold.h"
#include "search/query.h"
#include "search/tokenizer.h"

namespace maillon::search {

// What is indexed of a text. The order is stored: add at the end.
enum class TextField : uint8_t { title, body, city, author, image_text };
inline constexpr std::size_t kTextFields = 5;

// Words of texts that stand one after another, numbered by themselves.
struct TextWords {
  StringColumn words;                // distinct, in no order
  std::vector<uint32_t> sequence;    // word + 1, in order; 0 ends a field: kTextFields a text
  std::vector<uint64_t> offsets{0};  // of text i: sequence [offsets[i], offsets[i+1])

  std::size_t size() const { return offsets.size() - 1; }
};

// Numbers distinct words in order of appearance. An open table, since most calls find one.
class WordNumbers {
 public:
  uint32_t number_of(std::string_view word);
  const StringColumn& words() const { return words_; }
  StringColumn take() { return std::move(words_); }

 private:
  void grow();
  StringColumn words_;
  std::vector<uint64_t> hashes_;  // of the words
  std::vector<uint32_t> slots_;   // word + 1, 0 is free; a power of two
};

// Cuts texts into words, one after another.
class WordCutter {
 public:
  // By TextField.
  void add(const std::array<std::string_view, kTextFields>& text);
  // What was added; nothing can be added after.
  TextWords take();

 private:
  WordNumbers numbers_;
  TextWords out_;
  extract::Folded folded_;
  std::vector<WordRange> ranges_;
};

// The index of up to 2^32 - 2 texts.
struct WordIndex {
  StringColumn words;                  // ascending, by bytes
  std::vector<uint32_t> number;        // of the word: 0 is the most frequent
  std::vector<uint64_t> posting_ends;  // by number: of its bytes in `postings`
  std::vector<uint8_t> postings;       // ascending texts, as gaps in varints
  std::vector<uint64_t> text_ends;     // of each text's bytes in `texts`
  std::vector<uint8_t> texts;          // number + 1 in varints; 0 ends a field

  std::size_t size() const { return text_ends.size(); }
};

// Where text i of the index is: text `index` of parts[part].
struct TextPlace {
  uint32_t part = 0, index = 0;
};
// The same bytes for the same texts, however they are cut into parts. On all threads.
WordIndex build_word_index(std::span<const TextWords> parts, std::span<const TextPlace> places);

// True if every number that find_texts() relies on is within its bounds. Not of the large
// arrays, which are checked as they are read.
bool is_sound(const WordIndex& index, uint64_t posting_bytes, uint64_t text_bytes);

// Bytes that somebody else may hold too: a server keeps what is asked for again and again.
using SharedBytes = std::shared_ptr<const std::vector<uint8_t>>;
// Reads bytes [begin, end) of one of the large arrays, which may stay on disk.
using ReadBytes = std::function<Result<SharedBytes>(uint64_t begin, uint64_t end)>;

// True for the nodes of a query that find_texts() answers: word, phrase, title:, body:, picture:.
bool is_of_text(const QueryNode& node);

// Texts that answer the node, ascending. `index.postings` and `index.texts` are not used: the
// readers stand for them. Their errors; Code::corrupt if what they give is not sound.
Result<std::vector<uint32_t>> find_texts(const WordIndex& index, const QueryNode& node,
                                         const ReadBytes& postings, const ReadBytes& texts);

}  // namespace maillon::search
