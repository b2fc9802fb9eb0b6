// Folding, in one pass over the bytes.
//
// Most bytes of most texts are ASCII and are lowered sixteen at a time. Anything
// else is looked up by code point (glyphs.h). The way back to the source is kept
// as a list of shifts: a stretch where folded and source bytes run in step costs
// one entry, a character that changed its size another. Plain Cyrillic or Chinese
// runs in step, so only oddities cost memory.
//
// Letters of a script that passes for Latin are folded a word at a time: the
// word is written out, its scripts are counted, and if they are mixed it is
// written again in one of them.
#include "extract/text/fold.h"

#include <algorithm>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/ascii.h"
#include "base/utf8.h"
#include "extract/text/glyphs.h"

namespace maillon::extract {
namespace {

// A byte that is no UTF-8: one byte that no finder knows.
constexpr char kBroken = '\x1a';

// The common case of two well-formed bytes here, the rest with all checks.
CodePoint decode(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first >= 0xC2 && first < 0xE0 && at + 1 < text.size()) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if ((second & 0xC0) == 0x80) {
      return {(static_cast<char32_t>(first & 0x1F) << 6) | static_cast<char32_t>(second & 0x3F), 2};
    }
  }
  return decode_utf8(text, at);
}

bool is_latin_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

struct Folded::Word {
  std::size_t begin = 0;  // in the folded text
  uint32_t latin = 0;
  uint32_t foreign = 0;
  Script script = Script::other;  // of the foreign letters
  bool several = false;           // foreign letters of more than one script
};

std::size_t Folded::copy_ascii(std::string_view text, std::size_t at) {
  const std::size_t n = text.size();
  char* out = text_.data() + size_;
  const char* in = text.data() + at;
  const char* const end = text.data() + n;
#ifdef __SSE2__
  const __m128i before_a = _mm_set1_epi8('A' - 1);
  const __m128i after_z = _mm_set1_epi8('Z' + 1);
  const __m128i bit = _mm_set1_epi8(case_ == FoldCase::lower ? 0x20 : 0);
  while (end - in >= 16) {
    const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
    if (_mm_movemask_epi8(x) != 0) break;
    const __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(x, before_a), _mm_cmpgt_epi8(after_z, x));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_or_si128(x, _mm_and_si128(upper, bit)));
    in += 16;
    out += 16;
  }
#endif
  if (case_ == FoldCase::lower) {
    while (in != end && static_cast<signed char>(*in) >= 0) *out++ = to_lower(*in++);
  } else {
    while (in != end && static_cast<signed char>(*in) >= 0) *out++ = *in++;
  }
  size_ = static_cast<std::size_t>(out - text_.data());
  return static_cast<std::size_t>(in - text.data());
}

void Folded::resume_linear(uint32_t source) {
  const Shift& last = shifts_.back();
  const auto folded = static_cast<uint32_t>(size_);
  if (last.source_size == 0 && source - last.source == folded - last.folded) return;
  shifts_.push_back({folded, source, 0});
}

void Folded::emit(const char* bytes, uint32_t size, bool single, uint32_t source,
                  uint32_t source_size) {
  if (single && size == source_size) {
    resume_linear(source);
  } else {
    shifts_.push_back({static_cast<uint32_t>(size_), source, source_size});
  }
  std::memcpy(text_.data() + size_, bytes, size);
  size_ += size;
}

std::size_t Folded::fold_char(std::string_view text, std::size_t at, char32_t value, uint32_t size,
                              const GlyphEntry& e) {
  const CodePoint c{value, size};
  const auto source = static_cast<uint32_t>(at);
  if (c.value == 0xFFFD && c.size == 1) {
    emit(&kBroken, 1, true, source, 1);
    return at + 1;
  }
  if (e.glyph == Glyph::removed) return at + c.size;
  if (e.utf8[0] == 0 && e.size > 1) {
    emit(text.data() + at, c.size, true, source, c.size);
    return at + c.size;
  }
  std::array<char, 4> bytes = e.utf8;
  if (case_ == FoldCase::keep && e.upper && bytes[0] >= 'a' && bytes[0] <= 'z') {
    bytes[0] = static_cast<char>(bytes[0] - 32);
  }
  emit(bytes.data(), e.size, e.single, source, c.size);
  return at + c.size;
}

std::size_t Folded::fold_mixable_word(std::string_view text, std::size_t at) {
  Word word;
  word.begin = size_;
  while (word.begin > 0 && is_latin_byte(text_[word.begin - 1])) --word.begin;
  word.latin = static_cast<uint32_t>(size_ - word.begin);
  while (at < text.size()) {
    const char byte = text[at];
    if (static_cast<signed char>(byte) >= 0) {
      if (!is_latin_byte(byte)) break;
      resume_linear(static_cast<uint32_t>(at));
      text_[size_++] = case_ == FoldCase::lower ? to_lower(byte) : byte;
      ++word.latin;
      ++at;
      continue;
    }
    const CodePoint c = decode(text, at);
    const GlyphEntry& e = glyph_of(c.value);
    if (e.glyph != Glyph::letter && e.glyph != Glyph::removed) break;
    if (e.glyph == Glyph::letter) {
      if (e.script == Script::latin) {
        ++word.latin;
      } else if (e.script != Script::other) {
        ++word.foreign;
        word.several |= word.script != Script::other && word.script != e.script;
        word.script = e.script;
      }
    }
    at = fold_char(text, at, c.value, c.size, e);
  }
  const bool mixed = word.foreign > 0 && (word.latin > 0 || word.several);
  const bool disguised = !mixed && word.script == Script::cyrillic && !has_true_cyrillic(text);
  if (mixed || disguised) unify_scripts(text, word, at);
  return at;
}

// Whether the text has a Cyrillic letter that looks like no Latin one. If it has
// none, its Cyrillic letters are there to deceive.
bool Folded::has_true_cyrillic(std::string_view text) {
  if (true_cyrillic_ == Answer::unknown) {
    true_cyrillic_ = Answer::no;
    for (std::size_t i = 0; i < text.size();) {
      const CodePoint c = decode_utf8(text, i);
      i += c.size;
      if (c.value < 0x400 || c.value > 0x52F) continue;
      const GlyphEntry& e = glyph_of(c.value);
      if (e.glyph != Glyph::letter || e.script != Script::cyrillic) continue;
      const char32_t folded = decode_utf8(std::string_view(e.utf8.data(), e.size), 0).value;
      if (latin_twin(folded, e.upper, false) == 0) {
        true_cyrillic_ = Answer::yes;
        break;
      }
    }
  }
  return true_cyrillic_ == Answer::yes;
}

// Whether the last letter before the word is a Latin one; looks back a little.
bool Folded::latin_before(std::size_t folded_end) const {
  const std::size_t stop = folded_end > 64 ? folded_end - 64 : 0;
  for (std::size_t i = folded_end; i > stop; --i) {
    if (is_latin_byte(text_[i - 1])) return true;
    if (static_cast<signed char>(text_[i - 1]) < 0) return false;
  }
  return false;
}

// Whether what touches the word is what addresses and account names are made of:
// those are Latin whatever the text around them is.
bool Folded::is_in_selector(std::string_view text, const Word& word, std::size_t source_end) const {
  constexpr std::string_view kSigns = "@_./0123456789";
  if (word.begin > 0 && kSigns.find(text_[word.begin - 1]) != std::string_view::npos) return true;
  if (source_end >= text.size()) return false;
  const char next = text[source_end];
  if (next == '.')
    return source_end + 1 < text.size() && static_cast<unsigned char>(text[source_end + 1]) > ' ';
  return kSigns.find(next) != std::string_view::npos;
}

void Folded::unify_scripts(std::string_view text, const Word& word, std::size_t after) {
  struct Letter {
    char32_t value;
    uint32_t source, source_size;
    bool upper;
  };
  std::vector<Letter> letters;
  bool to_latin = true, to_foreign = !word.several;
  for (std::size_t i = word.begin; i < size_;) {
    const CodePoint c = decode_utf8(std::string_view(text_.data(), size_), i);
    const uint32_t begin = source_begin(static_cast<uint32_t>(i));
    const uint32_t end = source_end(static_cast<uint32_t>(i + c.size));
    const bool upper = glyph_of(decode_utf8(text, begin).value).upper;
    letters.push_back({c.value, begin, end - begin, upper});
    i += c.size;
    if (c.value < 0x80) {
      if (twin_of_latin(to_lower(static_cast<char>(c.value)), word.script) == 0) {
        to_foreign = false;
      }
    } else if (latin_twin(c.value, upper, false) == 0) {
      to_latin = false;
    }
  }
  bool weak = false;
  if (to_latin && to_foreign) {
    to_latin = is_in_selector(text, word, after) || latin_before(word.begin) ||
               (word.begin == 0 && word.latin >= word.foreign) || !has_true_cyrillic(text);
  } else if (!to_latin && !to_foreign) {
    if (word.latin < word.foreign) return;
    to_latin = weak = true;
  }
  while (!shifts_.empty() && shifts_.back().folded >= word.begin && shifts_.back().folded > 0) {
    shifts_.pop_back();
  }
  if (word.begin == 0) shifts_.assign(1, {0, letters.front().source, 0});
  size_ = word.begin;
  for (const Letter& letter : letters) {
    std::string bytes;
    if (letter.value < 0x80 && !to_latin) {
      append_utf8(bytes, twin_of_latin(to_lower(static_cast<char>(letter.value)), word.script));
    } else if (letter.value >= 0x80 && to_latin) {
      const char twin = latin_twin(letter.value, letter.upper, weak);
      if (twin != 0) {
        const bool raise = case_ == FoldCase::keep && letter.upper;
        bytes.push_back(raise ? static_cast<char>(twin - 32) : twin);
      }
    }
    if (bytes.empty() || bytes.size() > letter.source_size + letters.size()) {
      bytes.clear();
      append_utf8(bytes, letter.value);
    }
    emit(bytes.data(), static_cast<uint32_t>(bytes.size()), true, letter.source,
         letter.source_size);
  }
}

void Folded::assign(std::string_view text, FoldCase fold_case) {
  case_ = fold_case;
  true_cyrillic_ = Answer::unknown;
  size_ = 0;
  // A word that becomes Cyrillic may grow by a byte for each Latin letter in it.
  if (text_.size() < text.size() * 2 + 16) text_.resize(text.size() * 2 + 16);
  shifts_.assign(1, {0, 0, 0});
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<signed char>(text[at]) >= 0) {
      resume_linear(static_cast<uint32_t>(at));
      at = copy_ascii(text, at);
      continue;
    }
    const CodePoint c = decode(text, at);
    const GlyphEntry& e = glyph_of(c.value);
    const bool mixable =
        e.glyph == Glyph::letter && e.script != Script::other && e.script != Script::latin;
    at = mixable ? fold_mixable_word(text, at) : fold_char(text, at, c.value, c.size, e);
  }
}

const Folded::Shift& Folded::shift_at(uint32_t folded) const {
  const auto it = std::upper_bound(shifts_.begin(), shifts_.end(), folded,
                                   [](uint32_t at, const Shift& s) { return at < s.folded; });
  return it == shifts_.begin() ? shifts_.front() : *(it - 1);
}

uint32_t Folded::source_begin(uint32_t folded_begin) const {
  return shift_at(folded_begin).source_begin(folded_begin);
}

uint32_t Folded::source_end(uint32_t folded_end) const {
  return shift_at(folded_end - 1).source_end(folded_end);
}

std::pair<uint32_t, uint32_t> Folded::source_range(uint32_t folded_begin, uint32_t folded_end,
                                                   std::size_t& cursor) const {
  const auto go_to = [&](uint32_t folded) {
    while (cursor + 1 < shifts_.size() && shifts_[cursor + 1].folded <= folded) ++cursor;
    return shifts_[cursor];
  };
  const uint32_t begin = go_to(folded_begin).source_begin(folded_begin);
  if (folded_begin == folded_end) return {begin, begin};
  return {begin, go_to(folded_end - 1).source_end(folded_end)};
}

}  // namespace maillon::extract
