// Undoes the ways of writing the same letter and digit differently, in one pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maillon::extract {

struct GlyphEntry;

enum class FoldCase : uint8_t { lower, keep };

// A folded text and the way back to the original.
//
// Folding: lower case; accents dropped; full-width, mathematical, circled,
// key-capped and other scripts' digits and letters become plain ones; dashes and
// quotes become ASCII; invisible characters go; a word that mixes Latin with
// Cyrillic, Greek or Armenian letters becomes one script; if a text's Cyrillic
// letters all look like Latin ones they are taken for those. The result is
// UTF-8 and never longer than the source.
class Folded {
 public:
  // Folds `text`, forgetting what was there; memory is kept for the next text.
  void assign(std::string_view text, FoldCase fold_case = FoldCase::lower);

  std::string_view text() const { return {text_.data(), size_}; }
  // Byte range in the source of the folded bytes [begin, end), begin < end; on
  // code point borders if the range is.
  uint32_t source_begin(uint32_t folded_begin) const;
  uint32_t source_end(uint32_t folded_end) const;
  // Both for ranges that are asked for in ascending order: `cursor` is 0 at first,
  // and remembers where the last one was.
  std::pair<uint32_t, uint32_t> source_range(uint32_t folded_begin, uint32_t folded_end,
                                             std::size_t& cursor) const;
  // True if folded and source bytes stand at the same places.
  bool is_identity() const { return shifts_.size() == 1; }

 private:
  // From byte `folded` on (until the next Shift): source_size == 0 means one
  // byte for one byte, counted from `source`; otherwise all those bytes stand
  // for the source bytes [source, source + source_size).
  struct Shift {
    uint32_t folded, source, source_size;
    uint32_t source_begin(uint32_t at) const {
      return source_size == 0 ? source + (at - folded) : source;
    }
    uint32_t source_end(uint32_t at) const {
      return source_size == 0 ? source + (at - folded) : source + source_size;
    }
  };
  struct Word;  // letters of one word while its scripts are being looked at

  std::size_t copy_ascii(std::string_view text, std::size_t at);
  void emit(const char* bytes, uint32_t size, bool single, uint32_t source, uint32_t source_size);
  void resume_linear(uint32_t source);
  std::size_t fold_char(std::string_view text, std::size_t at, char32_t value, uint32_t size,
                        const GlyphEntry& entry);
  std::size_t fold_mixable_word(std::string_view text, std::size_t at);
  void unify_scripts(std::string_view text, const Word& word, std::size_t after);
  bool is_in_selector(std::string_view text, const Word& word, std::size_t source_end) const;
  bool has_true_cyrillic(std::string_view text);
  bool latin_before(std::size_t folded_end) const;
  const Shift& shift_at(uint32_t folded) const;

  std::string text_;  // buffer; the first size_ bytes are the text
  std::size_t size_ = 0;
  std::vector<Shift> shifts_;
  FoldCase case_ = FoldCase::lower;
  enum class Answer : uint8_t { unknown, no, yes } true_cyrillic_ = Answer::unknown;
};

}  // namespace maillon::extract
