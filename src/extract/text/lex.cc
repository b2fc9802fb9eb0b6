#include "extract/text/lex.h"

#include <array>
#include <bit>
#include <cstring>

#include "extract/text/glyphs.h"

namespace maillon::extract {
namespace {

enum ByteClass : uint8_t { kOther, kLetter, kDigit, kHigh, kNewline, kStop, kPoint, kAt };

constexpr std::array<uint8_t, 256> make_byte_classes() {
  std::array<uint8_t, 256> t{};
  for (unsigned c = 'a'; c <= 'z'; ++c) t[c] = kLetter;
  for (unsigned c = 'A'; c <= 'Z'; ++c) t[c] = kLetter;
  for (unsigned c = '0'; c <= '9'; ++c) t[c] = kDigit;
  for (unsigned c = 0x80; c < 0x100; ++c) t[c] = kHigh;
  t['\n'] = t['\r'] = t['\v'] = t['\f'] = kNewline;
  t['!'] = t['?'] = kStop;
  t['.'] = kPoint;
  t['@'] = kAt;
  return t;
}
constexpr std::array<uint8_t, 256> kByteClass = make_byte_classes();

// What a non-ASCII character is to the lexer, and its size.
struct High {
  Glyph glyph;
  char32_t value;
  uint32_t size;
};

// Folded text is well-formed, so nothing is checked here.
inline High high_at(const Glyph* classes, std::string_view text, std::size_t at) {
  const auto byte = [=](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const auto tail = [=](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3F); };
  const unsigned char first = byte(0);
  char32_t value = 0;
  uint32_t size = 0;
  if (first < 0xE0) {
    value = (static_cast<char32_t>(first & 0x1F) << 6) | tail(1);
    size = 2;
  } else if (first < 0xF0) {
    value = (static_cast<char32_t>(first & 0x0F) << 12) | (tail(1) << 6) | tail(2);
    size = 3;
  } else {
    value =
        (static_cast<char32_t>(first & 0x07) << 18) | (tail(1) << 12) | (tail(2) << 6) | tail(3);
    size = 4;
  }
  return {glyph_class(classes, value), value, size};
}

// Of eight bytes at once, a bit (the highest of its byte) for each that is a letter or a digit of
// ASCII.
struct EightBytes {
  uint64_t letters, digits;

  explicit EightBytes(uint64_t bytes) {
    constexpr uint64_t kEach = 0x0101010101010101, kHighs = 0x80 * kEach;
    const uint64_t low = bytes & ~kHighs, lower = low | 0x20 * kEach;
    // The highest bit of each byte: it is at least `from`, and not above `to`.
    const auto within = [&](uint64_t seven, char from, char to) {
      return (seven + (0x80 - static_cast<uint64_t>(from)) * kEach) &
             ~(seven + (0x7F - static_cast<uint64_t>(to)) * kEach) & kHighs & ~bytes;
    };
    letters = within(lower, 'a', 'z');
    digits = within(low, '0', '9');
  }
};

bool is_sentence_stop(char32_t c) {
  return c == U'。' || c == U'｡' || c == U'।' || c == U'။' || c == U'។' || c == U'۔';
}

// `kSigns`: with the words' hashes and lexemes and with all lists.
template <bool kSigns>
class Lexer {
 public:
  Lexer(std::string_view text, Lexed& out) : text_(text), out_(out) {}

  void run() {
    const std::size_t n = text_.size();
    while (at_ < n) {
      const uint8_t kind = kByteClass[static_cast<unsigned char>(text_[at_])];
      // Nearly all are one of these, by turns: the processor guesses that better than a jump
      // through a table.
      if (kind == kOther) {
        ++at_;
        continue;
      }
      if (kind == kLetter || kind == kDigit) {
        word();
        continue;
      }
      if (kind == kHigh) {
        high();
        continue;
      }
      switch (kind) {
        case kNewline:
          flags_ |= kAfterNewline | kAfterSentence;
          ++at_;
          break;
        case kStop:
          flags_ |= kAfterSentence;
          ++at_;
          break;
        case kPoint: {
          // A point ends a sentence when nothing follows it directly.
          const unsigned char next = at_ + 1 < n ? static_cast<unsigned char>(text_[at_ + 1]) : ' ';
          if (next <= ' ') flags_ |= kAfterSentence;
          ++at_;
          break;
        }
        case kAt:
          out_.at_signs.push_back(static_cast<uint32_t>(at_));
          ++at_;
          break;
        default:
          ++at_;
      }
    }
  }

 private:
  void high() {
    const High c = high_at(classes_, text_, at_);
    switch (c.glyph) {
      case Glyph::letter:
        word();
        return;
      case Glyph::han: {
        uint32_t size = c.size;
        const uint16_t lexeme = find_word_prefix(text_.substr(at_), c.value, size);
        out_.has_han = true;
        push(at_, at_ + size, 0, lexeme, AtomKind::han);
        at_ += size;
        return;
      }
      case Glyph::unspaced:
        unspaced();
        return;
      case Glyph::newline:
        flags_ |= kAfterNewline | kAfterSentence;
        break;
      default:
        if (is_sentence_stop(c.value)) flags_ |= kAfterSentence;
    }
    at_ += c.size;
  }

  void word() {
    const std::size_t begin = at_;
    bool letter = false, digit = false;
    WordHash hash;
    const auto add = [&](char byte) {
      if constexpr (kSigns) hash.add(byte);
    };
    if constexpr (!kSigns) skip_ascii(letter, digit);
    while (at_ < text_.size()) {
      const char byte = text_[at_];
      const uint8_t kind = kByteClass[static_cast<unsigned char>(byte)];
      if (kind == kLetter) {
        letter = true;
        add(byte);
        ++at_;
      } else if (kind == kDigit) {
        digit = true;
        add(byte);
        ++at_;
      } else if (kind == kHigh) {
        const High c = high_at(classes_, text_, at_);
        if (c.glyph != Glyph::letter) break;
        letter = true;
        for (uint32_t i = 0; i < c.size; ++i) add(text_[at_ + i]);
        at_ += c.size;
      } else {
        break;
      }
    }
    const AtomKind kind = !digit ? AtomKind::word : letter ? AtomKind::mixed : AtomKind::number;
    uint32_t value = 0;
    uint16_t lexeme = 0;
    if constexpr (kSigns) {
      value = hash.value();
      if (letter && may_be_word(filter_, value)) {
        lexeme = find_word(value, text_.substr(begin, at_ - begin));
      }
    }
    push(begin, at_, value, lexeme, kind);
  }

  // Over the letters and digits of ASCII that stand here, in eights.
  void skip_ascii(bool& letter, bool& digit) {
    if constexpr (std::endian::native != std::endian::little) return;
    uint64_t bytes = 0;
    while (at_ + sizeof bytes <= text_.size()) {
      std::memcpy(&bytes, text_.data() + at_, sizeof bytes);
      const EightBytes eight(bytes);
      const uint64_t others = ~(eight.letters | eight.digits) & 0x8080808080808080;
      const uint64_t here = others == 0 ? ~uint64_t{0} : (others & (~others + 1)) - 1;
      letter = letter || (eight.letters & here) != 0;
      digit = digit || (eight.digits & here) != 0;
      if (others != 0) {
        at_ += static_cast<std::size_t>(std::countr_zero(others)) / 8;
        return;
      }
      at_ += sizeof bytes;
    }
  }

  void unspaced() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && kByteClass[static_cast<unsigned char>(text_[at_])] == kHigh) {
      const High c = high_at(classes_, text_, at_);
      if (c.glyph != Glyph::unspaced) break;
      uint32_t size = 0;
      const uint16_t lexeme = find_word_prefix(text_.substr(at_), c.value, size);
      if (lexeme != 0) {
        if (at_ == begin) {
          push(at_, at_ + size, 0, lexeme, AtomKind::unspaced);
          at_ += size;
          return;
        }
        break;
      }
      at_ += c.size;
    }
    push(begin, at_, 0, 0, AtomKind::unspaced);
  }

  void push(std::size_t begin, std::size_t end, uint32_t hash, uint16_t lexeme, AtomKind kind) {
    const auto index = static_cast<uint32_t>(out_.atoms.size());
    const std::size_t before = out_.atoms.empty() ? 0 : out_.atoms.back().end;
    uint8_t flags = flags_;
    flags_ = 0;
    if (index > 0 && before == begin) flags |= kGlued;
    out_.atoms.push_back(
        {static_cast<uint32_t>(begin), static_cast<uint32_t>(end), hash, lexeme, kind, flags});
    if constexpr (!kSigns) return;
    if (index > 0 && before + 1 == begin && text_[before] == '.') out_.dotted.push_back(index);
    const bool has_digit = kind == AtomKind::number || kind == AtomKind::mixed;
    if (has_digit) out_.numbers.push_back(index);
    if (kind == AtomKind::mixed && (end - begin >= 25 || is_iban_start(begin, end))) {
      out_.codes.push_back(index);
    } else if (kind == AtomKind::word && end - begin >= 25) {
      out_.codes.push_back(index);
    }
    if (lexeme == 0) return;
    const WordInfo& info = word_info(lexeme);
    if (!has_digit && info.has(kNumber) && !info.has(kWeakNumber)) out_.numbers.push_back(index);
    if (info.has(kUrlScheme)) out_.schemes.push_back(index);
    if (info.has(kService)) out_.services.push_back(index);
    if (info.has(kAtWord | kDotWord | kSlashWord)) out_.spelled.push_back(index);
  }

  bool is_iban_start(std::size_t begin, std::size_t end) const {
    const auto is = [&](std::size_t i, uint8_t kind) {
      return kByteClass[static_cast<unsigned char>(text_[begin + i])] == kind;
    };
    return end - begin >= 4 && is(0, kLetter) && is(1, kLetter) && is(2, kDigit) && is(3, kDigit);
  }

  const Glyph* classes_ = glyph_classes();
  const uint64_t* filter_ = word_filter();
  std::string_view text_;
  Lexed& out_;
  std::size_t at_ = 0;
  uint8_t flags_ = 0;
};

}  // namespace

void Lexed::clear() {
  atoms.clear();
  at_signs.clear();
  dotted.clear();
  schemes.clear();
  numbers.clear();
  services.clear();
  spelled.clear();
  codes.clear();
  has_han = false;
}

void lex(std::string_view folded, Lexed& out) {
  out.clear();
  Lexer<true>(folded, out).run();
}

void lex_words(std::string_view folded, Lexed& out) {
  out.clear();
  Lexer<false>(folded, out).run();
}

}  // namespace maillon::extract
