// Statistics over the bytes from 0x80 on.
//
// Chinese in GB18030: pairs whose first byte is B0..D7 (the 3,755 common characters
// of GB 2312) are nine of ten, and hardly a byte is left without its pair. Russian
// in Windows-1251 makes pairs as well, but mostly E0..FF first (rare characters),
// and every word with an odd number of letters leaves a byte over.
// Western languages: high bytes stand alone between ASCII letters. Cyrillic and
// Arabic come in runs, told apart by how often each byte is a common letter.
#include "collect/guess_encoding.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/utf8.h"

namespace maillon::collect {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// UTF-16 without a mark: zeros on one side of the pairs only.
bool guess_utf16(std::string_view head, Encoding& out) {
  std::size_t high_zero = 0;  // second byte zero: little endian
  std::size_t low_zero = 0;
  std::size_t line_ends[2] = {0, 0};
  const std::size_t pairs = head.size() / 2;
  for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
    const unsigned a = byte_at(head, i);
    const unsigned b = byte_at(head, i + 1);
    low_zero += a == 0 ? 1 : 0;
    high_zero += b == 0 ? 1 : 0;
    line_ends[0] += (a == '\n' || a == ' ' || a == ',') && b == 0 ? 1 : 0;
    line_ends[1] += a == 0 && (b == '\n' || b == ' ' || b == ',') ? 1 : 0;
  }
  if (pairs < 4) return false;
  const std::size_t most = std::max(high_zero, low_zero);
  const std::size_t least = std::min(high_zero, low_zero);
  if (most * 40 < pairs || least * 10 > most) return false;
  const std::size_t side = high_zero > low_zero ? 0 : 1;
  if (line_ends[side] == 0) return false;
  out = side == 0 ? Encoding::utf16le : Encoding::utf16be;
  return true;
}

struct Utf8Count {
  std::size_t good = 0;  // characters of several bytes
  std::size_t bad = 0;   // bytes that are none
};

Utf8Count count_utf8(std::string_view head, bool cut) {
  Utf8Count count;
  for (std::size_t i = 0; i < head.size();) {
    if (byte_at(head, i) < 0x80) {
      ++i;
      continue;
    }
    const CodePoint c = decode_utf8(head, i);
    if (c.size > 1) {
      ++count.good;
    } else if (!cut || head.size() - i > 3) {
      ++count.bad;
    }
    i += c.size;
  }
  return count;
}

struct HighBytes {
  std::size_t bytes = 0;  // from 0x80 on
  std::size_t runs = 0;   // of such bytes
  std::array<std::size_t, 256> count{};
  std::size_t gb_common = 0;  // pairs that are common Chinese characters
  std::size_t gb_other = 0;   // pairs and fours that are valid
  std::size_t gb_bad = 0;
};

void count_gb(std::string_view head, bool cut, HighBytes& out) {
  for (std::size_t i = 0; i < head.size();) {
    const unsigned a = byte_at(head, i);
    if (a < 0x80) {
      ++i;
      continue;
    }
    const bool pair = i + 1 < head.size();
    const unsigned b = pair ? byte_at(head, i + 1) : 0;
    if (!pair || a == 0x80 || a == 0xFF) {
      out.gb_bad += pair || !cut ? 1 : 0;
      ++i;
    } else if (b >= 0x40 && b != 0x7F && b != 0xFF) {
      // A1..A9 are the full-width punctuation marks of Chinese text.
      const bool common = b >= 0xA1 && ((a >= 0xB0 && a <= 0xD7) || (a >= 0xA1 && a <= 0xA3));
      ++(common ? out.gb_common : out.gb_other);
      i += 2;
    } else if (b >= 0x30 && b <= 0x39 && i + 3 < head.size() && byte_at(head, i + 2) > 0x80 &&
               byte_at(head, i + 3) >= 0x30 && byte_at(head, i + 3) <= 0x39) {
      ++out.gb_other;
      i += 4;
    } else {
      ++out.gb_bad;
      ++i;
    }
  }
}

HighBytes count_high(std::string_view head, bool cut) {
  HighBytes out;
  bool in_run = false;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const unsigned b = byte_at(head, i);
    const bool high = b >= 0x80;
    if (high) {
      ++out.bytes;
      ++out.count[b];
      if (!in_run) ++out.runs;
    }
    in_run = high;
  }
  count_gb(head, cut, out);
  return out;
}

// How common each letter is, in thousandths of the language's letters, from public
// frequency tables rounded to what is needed to tell them apart.
uint32_t cyrillic_weight(unsigned b) {
  // а to я in Windows-1251, from 0xE0 on.
  constexpr std::array<uint8_t, 32> kLetters = {80, 16, 45, 17,  30, 85, 9,  17, 74, 12, 35,
                                                44, 32, 67, 110, 28, 47, 55, 63, 26, 3,  10,
                                                5,  15, 7,  4,   1,  19, 17, 3,  6,  20};
  if (b >= 0xE0) return kLetters[b - 0xE0];
  if (b >= 0xC0) return kLetters[b - 0xC0] / 8U;
  return b == 0xB8 || b == 0xB3 || b == 0xBF ? 6 : 0;  // ё, і, ї
}

uint32_t arabic_weight(unsigned b) {
  switch (b) {
    case 0xC7:
      return 120;  // ا
    case 0xE1:
      return 110;  // ل
    case 0xED:
      return 70;  // ي
    case 0xE3:
      return 60;  // م
    case 0xE6:
      return 55;  // و
    case 0xE4:
      return 55;  // ن
    case 0xD1:
      return 45;  // ر
    case 0xCA:
      return 40;  // ت
    case 0xC8:
      return 40;  // ب
    case 0xC9:
      return 35;  // ة
    case 0xDA:
      return 35;  // ع
    case 0xCF:
      return 30;  // د
    case 0xD3:
      return 25;  // س
    case 0xDD:
      return 25;  // ف
    case 0xE5:
      return 25;  // ه
    case 0xDF:
      return 20;  // ك
    case 0xDE:
      return 20;  // ق
    case 0xCD:
      return 18;  // ح
    case 0xCC:
      return 14;  // ج
    case 0xD4:
    case 0xD5:
    case 0xD8:
    case 0xCE:
    case 0xCB:
    case 0xC3:
    case 0xC5:
    case 0xA1:
    case 0xD0:
    case 0xD2:
    case 0xD6:
    case 0xD9:
    case 0xDB:
    case 0xEC:
    case 0xC1:
    case 0xC2:
    case 0xC6:
    case 0xC4:
      return 8;
    default:
      return 0;
  }
}

Encoding guess_single_byte(const HighBytes& high) {
  // Letters of Western languages stand alone: runs are short.
  if (high.bytes * 10 <= high.runs * 16) return Encoding::windows1252;
  uint64_t cyrillic = 0;
  uint64_t arabic = 0;
  for (unsigned b = 0x80; b < 0x100; ++b) {
    cyrillic += cyrillic_weight(b) * high.count[b];
    arabic += arabic_weight(b) * high.count[b];
  }
  return arabic > cyrillic ? Encoding::windows1256 : Encoding::windows1251;
}

}  // namespace

EncodingGuess guess_encoding(std::string_view head, bool cut) {
  if (head.starts_with("\xEF\xBB\xBF")) return {Encoding::utf8, true, false};
  if (head.starts_with("\xFF\xFE")) return {Encoding::utf16le, true, false};
  if (head.starts_with("\xFE\xFF")) return {Encoding::utf16be, true, false};
  EncodingGuess guess;
  if (guess_utf16(head, guess.encoding)) return guess;
  const Utf8Count utf8 = count_utf8(head, cut);
  if (utf8.bad == 0) return guess;
  const HighBytes high = count_high(head, cut);
  // A few rows of another encoding do not make a UTF-8 file another one. Text of
  // another encoding is hardly ever valid UTF-8 by chance.
  if (utf8.good >= 4 && utf8.good >= utf8.bad * 4) {
    guess.mixed = true;
    return guess;
  }
  const std::size_t pairs = high.gb_common + high.gb_other;
  // Alone between ASCII letters, a high byte would take the letter behind it as its
  // pair; Chinese characters come as two high bytes.
  const bool paired = high.bytes >= high.runs * 2;
  if (paired && high.gb_bad * 50 <= pairs && high.gb_common * 10 >= pairs * 7) {
    guess.encoding = Encoding::gb18030;
    return guess;
  }
  guess.encoding = guess_single_byte(high);
  return guess;
}

}  // namespace maillon::collect
