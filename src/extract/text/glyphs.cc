// The table of folded forms.
//
// Two spellings of a word must give the same bytes, and a letter must not become
// another one. NFKC with case folding does most of it: full-width, mathematical
// and circled forms, ligatures, superscripts. What it leaves is added here, in
// this order:
//   1. characters that show nothing are removed (a zero-width space inside a word
//      is there to break it for filters);
//   2. marks that decorate a letter of Latin, Greek, Cyrillic, Hebrew or Arabic are
//      dropped; vowel signs of Indic and South-East Asian scripts are letters and
//      stay, and so does the voicing of Kana;
//   3. decimal digits of any script become ASCII, and so do numbers in circles,
//      brackets and dingbats, which Unicode does not call digits;
//   4. letters with no decomposition that people type as another (ø, ł, ı, ᴀ, 🅰).
// A folded form may not be longer than its source: then a text's folded form
// fits where the text does. The few code points of which that is not true (½, ㍿)
// keep their own form.
//
// Building asks ICU about each assigned code point below U+20000 once, some
// 10 ms; ideographs and Hangul are skipped, since they stay what they are.
#include "extract/text/glyphs.h"

#include <memory>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/utf8.h"

namespace maillon::extract {
namespace {

constexpr char32_t kTableEnd = kClassEnd;

struct Override {
  char32_t from;
  const char* to;
};

// Where NFKC with case folding keeps apart what readers take for the same.
constexpr Override kOverrides[] = {
    {U'ı', "i"},       {U'ø', "o"},       {U'Ø', "o"},      {U'ł', "l"},      {U'Ł', "l"},
    {U'đ', "d"},       {U'Đ', "d"},       {U'ð', "d"},      {U'Ð', "d"},      {U'æ', "ae"},
    {U'Æ', "ae"},      {U'œ', "oe"},      {U'Œ', "oe"},     {U'þ', "th"},     {U'Þ', "th"},
    {U'ħ', "h"},       {U'ŧ', "t"},       {U'ŋ', "n"},      {U'ɑ', "a"},      {U'ɡ', "g"},
    {U'ƒ', "f"},       {U'ŉ', "n"},       {U'ĸ', "k"},      {U'ə', "e"},      {U'ᴀ', "a"},
    {U'ʙ', "b"},       {U'ᴄ', "c"},       {U'ᴅ', "d"},      {U'ᴇ', "e"},      {U'ꜰ', "f"},
    {U'ɢ', "g"},       {U'ʜ', "h"},       {U'ɪ', "i"},      {U'ᴊ', "j"},      {U'ᴋ', "k"},
    {U'ʟ', "l"},       {U'ᴍ', "m"},       {U'ɴ', "n"},      {U'ᴏ', "o"},      {U'ᴘ', "p"},
    {U'ʀ', "r"},       {U'ꜱ', "s"},       {U'ᴛ', "t"},      {U'ᴜ', "u"},      {U'ᴠ', "v"},
    {U'ᴡ', "w"},       {U'ʏ', "y"},       {U'ᴢ', "z"},      {U'\u2010', "-"}, {U'\u2011', "-"},
    {U'\u2012', "-"},  {U'\u2013', "-"},  {U'\u2014', "-"}, {U'\u2015', "-"}, {U'\u2212', "-"},
    {U'\uFE58', "-"},  {U'\u2043', "-"},  {U'\u02D7', "-"}, {U'‘', "'"},      {U'’', "'"},
    {U'‛', "'"},       {U'´', "'"},       {U'ʼ', "'"},      {U'“', "\""},     {U'”', "\""},
    {U'„', "\""},      {U'«', "\""},      {U'»', "\""},     {U'∕', "/"},      {U'⁄', "/"},
    {U'٫', "."},       {U'٬', ","},       {U'،', ","},      {U'؛', ";"},      {U'؟', "?"},
    {U'۔', "."},       {U'ｰ', "-"},       {U'∙', "·"},      {U'⋅', "·"},      {U'٪', "%"},
    {U'∗', "*"},       {U'٭', "*"},       {U'✱', "*"},      {U'ة', "ه"},      {U'ى', "ي"},
    {U'ی', "ي"},       {U'ک', "ك"},       {U'ٱ', "ا"},      {U'➕', "+"},      {U'\u2028', "\n"},
    {U'\u2029', "\n"}, {U'\u0085', "\n"}, {U'●', "·"},
};

// Runs of digits that carry no decimal value in Unicode: first code point, the
// value of it, how many.
struct DigitRun {
  char32_t first;
  int value, count;
};
constexpr DigitRun kDigitRuns[] = {
    {0x2460, 1, 20}, {0x2474, 1, 20},  {0x2488, 1, 20}, {0x24EB, 11, 10}, {0x24F5, 1, 10},
    {0x2776, 1, 10}, {0x2780, 1, 10},  {0x278A, 1, 10}, {0x24EA, 0, 1},   {0x24FF, 0, 1},
    {0x1F100, 0, 1}, {0x1F101, 0, 10}, {0x1F10B, 0, 1}, {0x1F10C, 0, 1},  {0x3280, 1, 10},
};

// Letters in squares and circles that NFKC leaves alone.
constexpr char32_t kBoxedLetters[] = {0x1F130, 0x1F150, 0x1F170};

bool is_invisible(char32_t c) {
  return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x115F || c == 0x1160 || c == 0x180E ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0x2800 || c == 0x3164 || c == 0xFEFF || c == 0xFFA0 ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x180B && c <= 0x180D) ||
         (c >= 0xFFF9 && c <= 0xFFFB) || c == 0x0640;  // the last is the Arabic tatweel
}

// Marks that may be dropped without changing the word. Vowel signs of Indic and
// South-East Asian scripts are marks too, and stay.
bool is_droppable_mark(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0489) ||
         (c >= 0x0591 && c <= 0x05BD) || c == 0x05BF || (c >= 0x064B && c <= 0x065F) ||
         c == 0x0670 || (c >= 0x06D6 && c <= 0x06DC) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
         (c >= 0xFE20 && c <= 0xFE2F);
}

bool is_han(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || c == 0x3005 ||
         c == 0x3007 || (c >= 0x20000 && c <= 0x3FFFF);
}

Glyph classify(char32_t c) {
  if (c < 0x80) return ascii_glyph(static_cast<unsigned char>(c));
  if (is_han(c)) return Glyph::han;
  if ((c >= 0x3040 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FF) ||
      (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x0E01 && c <= 0x0E3A) ||
      (c >= 0x0E40 && c <= 0x0E4E) || (c >= 0x0E81 && c <= 0x0ECD) ||
      (c >= 0x0EDC && c <= 0x0EDF) || (c >= 0x1000 && c <= 0x109F && c != 0x104A && c != 0x104B) ||
      (c >= 0x1780 && c <= 0x17D3)) {
    return Glyph::unspaced;
  }
  const auto cp = static_cast<UChar32>(c);
  switch (u_charType(cp)) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_LETTER_NUMBER:
      return Glyph::letter;
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return Glyph::removed;
    case U_DECIMAL_DIGIT_NUMBER:
      return Glyph::digit;
    case U_SPACE_SEPARATOR:
    case U_CONTROL_CHAR:
      return Glyph::space;
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return Glyph::newline;
    case U_DASH_PUNCTUATION:
    case U_START_PUNCTUATION:
    case U_END_PUNCTUATION:
    case U_CONNECTOR_PUNCTUATION:
    case U_OTHER_PUNCTUATION:
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
      return Glyph::punct;
    default:
      return Glyph::symbol;
  }
}

Script script_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_LATIN:
      return Script::latin;
    case USCRIPT_CYRILLIC:
      return Script::cyrillic;
    case USCRIPT_GREEK:
      return Script::greek;
    case USCRIPT_ARMENIAN:
      return Script::armenian;
    default:
      return Script::other;
  }
}

uint32_t utf8_size(char32_t c) {
  return c < 0x80 ? 1U : c < 0x800 ? 2U : c < 0x10000 ? 3U : 4U;
}

// The whole table. Built once; 1.5 MiB, of which a text touches a few pages.
class GlyphTable {
 public:
  GlyphTable() : entries_(kTableEnd) {
    UErrorCode status = U_ZERO_ERROR;
    compose_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
    decompose_ = icu::Normalizer2::getNFDInstance(status);
    for (char32_t c = 0; c < kTableEnd; ++c) entries_[c] = make(c);
    for (const DigitRun& run : kDigitRuns) {
      for (int i = 0; i < run.count; ++i) {
        set(run.first + static_cast<char32_t>(i), std::to_string(run.value + i));
      }
    }
    for (const char32_t first : kBoxedLetters) {
      for (char32_t i = 0; i < 26; ++i) set(first + i, std::string(1, static_cast<char>('a' + i)));
    }
    for (const Override& o : kOverrides) set(o.from, o.to);
    for (const GlyphEntry& entry : entries_) classes_.push_back(entry.glyph);
    han_ = identity(0x20000, Glyph::han);
    gone_.glyph = Glyph::removed;
    unknown_ = identity(0x10FFFF, Glyph::symbol);
  }

  const Glyph* classes() const { return classes_.data(); }

  const GlyphEntry& at(char32_t c) const {
    if (c < kTableEnd) return entries_[c];
    if (c < 0x40000) return han_;
    return c >= 0xE0000 && c < 0xE1000 ? gone_ : unknown_;  // tags, variation selectors
  }

 private:
  // Entries past the table stand for many code points: size 4 and single, and
  // the folder copies the source's bytes (utf8[0] is 0).
  static GlyphEntry identity(char32_t c, Glyph glyph) {
    GlyphEntry e;
    e.glyph = glyph;
    e.size = static_cast<uint8_t>(utf8_size(c));
    e.single = true;
    return e;
  }

  GlyphEntry of_text(char32_t source, std::string_view folded) const {
    GlyphEntry e;
    const CodePoint first = decode_utf8(folded, 0);
    e.glyph = classify(first.value);
    e.script = script_of(first.value);
    e.upper = u_isUUppercase(static_cast<UChar32>(source)) != 0;
    e.size = static_cast<uint8_t>(folded.size());
    e.single = first.size == folded.size();
    for (std::size_t i = 0; i < folded.size(); ++i) e.utf8[i] = folded[i];
    return e;
  }

  void set(char32_t source, std::string_view folded) {
    if (folded.size() <= utf8_size(source)) entries_[source] = of_text(source, folded);
  }

  GlyphEntry make(char32_t c) const {
    std::string self;
    append_utf8(self, c);
    if (c < 0x80) {
      if (c >= 'A' && c <= 'Z') self[0] = static_cast<char>(c + 32);
      return of_text(c, self);
    }
    if (is_invisible(c) || is_droppable_mark(c)) return gone_mark();
    if ((c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3400 && c <= 0x9FFF) ||
        (c >= 0xD800 && c <= 0xF8FF) || u_isdefined(static_cast<UChar32>(c)) == 0) {
      return of_text(c, self);
    }
    const int digit = u_charDigitValue(static_cast<UChar32>(c));
    if (u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER && digit >= 0) {
      return of_text(c, std::string(1, static_cast<char>('0' + digit)));
    }
    if (u_charType(static_cast<UChar32>(c)) == U_SPACE_SEPARATOR) return of_text(c, " ");
    if ((c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215F)) return of_text(c, self);
    const std::string folded = normalise(c);
    if (folded.empty() || folded.size() > self.size() || folded.size() > 4) return of_text(c, self);
    GlyphEntry e = of_text(c, folded);
    if (classify(c) == Glyph::symbol && e.glyph == Glyph::letter) e.upper = false;
    return e;
  }

  static GlyphEntry gone_mark() {
    GlyphEntry e;
    e.glyph = Glyph::removed;
    return e;
  }

  // NFKC and case folding; marks dropped where they only decorate the letter.
  std::string normalise(char32_t c) const {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString text =
        compose_->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
    if (text.isEmpty()) return {};
    const Script script = script_of(static_cast<char32_t>(text.char32At(0)));
    const bool arabic = c >= 0x0600 && (c < 0x0700 || (c >= 0xFB50 && c < 0xFF00));
    if (script != Script::other || arabic) text = decompose_->normalize(text, status);
    std::string out;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
      const auto cp = static_cast<char32_t>(text.char32At(i));
      if (is_droppable_mark(cp) || is_invisible(cp)) continue;
      if (cp == U'\u0649' || cp == U'\u06CC') {
        out += "ي";
      } else if (cp == U'\u0629') {
        out += "ه";
      } else {
        append_utf8(out, cp);
      }
    }
    return out;
  }

  const icu::Normalizer2* compose_ = nullptr;
  const icu::Normalizer2* decompose_ = nullptr;
  std::vector<GlyphEntry> entries_;
  std::vector<Glyph> classes_;
  GlyphEntry han_, gone_, unknown_;
};

const GlyphTable& glyph_table() {
  static const GlyphTable table;
  return table;
}

}  // namespace

const GlyphEntry& glyph_of(char32_t code_point) {
  return glyph_table().at(code_point);
}

const Glyph* glyph_classes() {
  return glyph_table().classes();
}

Glyph ascii_glyph(unsigned char byte) {
  if (byte >= '0' && byte <= '9') return Glyph::digit;
  if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) return Glyph::letter;
  if (byte == '\n' || byte == '\r' || byte == '\v' || byte == '\f') return Glyph::newline;
  if (byte <= ' ' || byte == 0x7F) return Glyph::space;
  return byte == '$' || byte == '+' || byte == '<' || byte == '=' || byte == '>' || byte == '^' ||
                 byte == '`' || byte == '|' || byte == '~'
             ? Glyph::symbol
             : Glyph::punct;
}

namespace {

struct Twin {
  char32_t folded;
  char lower, upper;  // what it passes for, by how it is written
  bool weak;          // only resembles
};
constexpr Twin kTwins[] = {
    {U'а', 'a', 'a', false}, {U'α', 'a', 'a', false}, {U'в', 'b', 'b', false},
    {U'β', 'b', 'b', false}, {U'с', 'c', 'c', false}, {U'ϲ', 'c', 'c', false},
    {U'ԁ', 'd', 'd', false}, {U'е', 'e', 'e', false}, {U'ε', 'e', 'e', false},
    {U'ց', 'g', 'g', false}, {U'н', 'h', 'h', false}, {U'һ', 'h', 'h', false},
    {U'հ', 'h', 'h', false}, {U'і', 'i', 'i', false}, {U'ι', 'i', 'i', false},
    {U'ј', 'j', 'j', false}, {U'ϳ', 'j', 'j', false}, {U'յ', 'j', 'j', false},
    {U'к', 'k', 'k', false}, {U'κ', 'k', 'k', false}, {U'ӏ', 'l', 'l', false},
    {U'м', 'm', 'm', false}, {U'μ', 'u', 'm', false}, {U'η', 'n', 'h', false},
    {U'ν', 'v', 'n', false}, {U'ո', 'n', 'n', false}, {U'о', 'o', 'o', false},
    {U'ο', 'o', 'o', false}, {U'օ', 'o', 'o', false}, {U'σ', 'o', 'o', false},
    {U'р', 'p', 'p', false}, {U'ρ', 'p', 'p', false}, {U'ԛ', 'q', 'q', false},
    {U'զ', 'q', 'q', false}, {U'ѕ', 's', 's', false}, {U'т', 't', 't', false},
    {U'τ', 't', 't', false}, {U'υ', 'u', 'y', false}, {U'ս', 'u', 'u', false},
    {U'ԝ', 'w', 'w', false}, {U'ω', 'w', 'w', false}, {U'х', 'x', 'x', false},
    {U'χ', 'x', 'x', false}, {U'у', 'y', 'y', false}, {U'γ', 'y', 'y', false},
    {U'ζ', 'z', 'z', false}, {U'ь', 'b', 'b', true},  {U'п', 'n', 'n', true},
    {U'г', 'r', 'r', true},  {U'я', 'r', 'r', true},  {U'и', 'u', 'u', true},
    {U'ш', 'w', 'w', true},  {U'л', 'n', 'n', true},  {U'д', 'd', 'd', true},
};

}  // namespace

char latin_twin(char32_t folded, bool upper, bool weak) {
  for (const Twin& twin : kTwins) {
    if (twin.folded == folded) return twin.weak && !weak ? '\0' : upper ? twin.upper : twin.lower;
  }
  return 0;
}

char32_t twin_of_latin(char lower, Script script) {
  using std::string_view_literals::operator""sv;
  static constexpr std::u32string_view kCyrillic = U"авсԁе\0\0ніјк\0мпорԛгѕти\0ԝху\0"sv;
  static constexpr std::u32string_view kGreek = U"αβ\0\0ε\0\0ηι\0κ\0μνορ\0\0\0τυν\0χυζ"sv;
  if (lower < 'a' || lower > 'z') return 0;
  const auto at = static_cast<std::size_t>(lower - 'a');
  if (script == Script::cyrillic && at < kCyrillic.size()) return kCyrillic[at];
  if (script == Script::greek && at < kGreek.size()) return kGreek[at];
  return 0;
}

}  // namespace maillon::extract
