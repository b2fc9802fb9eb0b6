#include "rank/words.h"

#include <algorithm>
#include <cstring>

#include "extract/text/simplified.h"

namespace maillon::rank {
namespace {

uint64_t mix(uint64_t h) {
  h *= 0x9E3779B97F4A7C15ULL;
  return h ^ (h >> 32);
}

template <class T>
T load(const char* from) {
  T out;
  std::memcpy(&out, from, sizeof out);
  return out;
}
// At most 7 bytes, as the low ones of a little-endian number: without a copy whose size the
// compiler does not know.
uint64_t load_short(std::string_view w) {
  const auto shifted = [&](uint64_t value, std::size_t bytes) { return value << (8 * bytes); };
  const std::size_t n = w.size();
  if (n >= 4) return load<uint32_t>(w.data()) | shifted(load<uint32_t>(&w[n - 4]), n - 4);
  if (n >= 2) return load<uint16_t>(w.data()) | shifted(load<uint16_t>(&w[n - 2]), n - 2);
  return n == 0 ? 0 : static_cast<unsigned char>(w[0]);
}

// Endings in their folded form (й is и, ё is е), longest first, so that the first that fits is
// cut. After Porter's Snowball idea for Russian, but one cut only: a key that is cut too short
// only makes more words one, a key that is cut too long loses inflected forms.
constexpr std::string_view kCyrillicEndings[] = {
    "иями", "ыми", "ими", "ами",  "ями", "ого", "его", "ому", "ему", "ете", "ите", "ешь",
    "ишь",  "иях", "ием", "ость", "ых",  "их",  "ую",  "юю",  "ая",  "яя",  "ое",  "ее",
    "ыи",   "ии",  "ои",  "еи",   "ые",  "ие",  "ым",  "им",  "ом",  "ем",  "ою",  "ею",
    "ах",   "ях",  "ам",  "ям",   "ов",  "ев",  "ия",  "ию",  "ья",  "ью",  "ье",  "ет",
    "ит",   "ют",  "ут",  "ат",   "ят",  "ла",  "ло",  "ли",  "ть",  "ти",  "л",   "о",
    "а",    "я",   "у",   "ю",    "ы",   "и",   "е",   "ь"};

constexpr std::string_view kArabicPrefixes[] = {"وبال", "وال", "بال", "فال", "كال", "ولل", "لل",
                                                "ال",   "و",   "ف",   "ب",   "ك",   "ل"};
constexpr std::string_view kArabicSuffixes[] = {"كما", "هما", "تها", "تهم", "ها", "هم", "هن", "كم",
                                                "كن",  "نا",  "ني",  "ات",  "ون", "ين", "وا", "ته",
                                                "تك",  "تي",  "ه",   "ي",   "ك",  "ت",  "ا"};

// All letters of these scripts have two bytes.
constexpr std::size_t kTwo = 2;
bool is_cyrillic(std::string_view w) {
  const auto first = static_cast<unsigned char>(w[0]);
  return first >= 0xD0 && first <= 0xD3;
}
bool is_arabic(std::string_view w) {
  const auto first = static_cast<unsigned char>(w[0]);
  return first >= 0xD8 && first <= 0xDB;
}

void cut_latin(std::string& w) {
  if (w.size() >= 4 && w.back() == 's' && w[w.size() - 2] != 's') w.pop_back();
  while (w.size() >= 4 && w.back() == 'e') w.pop_back();
  if (w.size() >= 6 && (w.back() == 'o' || w.back() == 'a')) w.pop_back();
}

void cut_cyrillic(std::string& w) {
  constexpr std::size_t kLeast = 3 * kTwo;
  for (const std::string_view reflexive : {"ся", "сь"}) {
    if (w.size() >= kLeast + 2 * kTwo && w.ends_with(reflexive)) {
      w.resize(w.size() - reflexive.size());
    }
  }
  for (const std::string_view ending : kCyrillicEndings) {
    if (w.size() >= kLeast + ending.size() && w.ends_with(ending)) {
      w.resize(w.size() - ending.size());
      return;
    }
  }
}

void replace_all(std::string& w, std::string_view from, std::string_view to) {
  for (std::size_t at = w.find(from); at != std::string::npos; at = w.find(from, at + kTwo)) {
    w.replace(at, from.size(), to);
  }
}

void cut_arabic(std::string& w) {
  constexpr std::size_t kLeast = 3 * kTwo;
  replace_all(w, "ى", "ي"), replace_all(w, "ة", "ه");
  replace_all(w, "أ", "ا"), replace_all(w, "إ", "ا"), replace_all(w, "آ", "ا");
  replace_all(w, "ؤ", "و"), replace_all(w, "ئ", "ي");
  for (const std::string_view prefix : kArabicPrefixes) {
    if (w.size() >= kLeast + prefix.size() && w.starts_with(prefix)) {
      w.erase(0, prefix.size());
      break;
    }
  }
  for (const std::string_view suffix : kArabicSuffixes) {
    if (w.size() >= kLeast + suffix.size() && w.ends_with(suffix)) {
      w.resize(w.size() - suffix.size());
      break;
    }
  }
  // Persons of a verb, and its future.
  for (const std::string_view person : {"سن", "سي", "ست", "سا", "ن", "ي", "ت", "ا"}) {
    if (w.size() >= kLeast + person.size() + kTwo * (person.size() / kTwo - 1) &&
        w.starts_with(person)) {
      w.erase(0, person.size());
      return;
    }
  }
}

std::size_t leading_digits(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  return end == std::string_view::npos ? text.size() : end;
}

// 5k: the letter k, Latin or Cyrillic.
bool is_thousands(std::string_view text, std::size_t digits) {
  return digits > 0 && (text.substr(digits) == "k" || text.substr(digits) == "к");
}

// What people write onto a number without a blank: 900usd, 12h.
bool is_unit(std::string_view text) {
  constexpr std::string_view units[] = {
      "usd",   "eur",  "euro", "euros", "gbp",  "rub",     "руб",     "р",     "uah",  "грн",
      "aed",   "sar",  "cny",  "rmb",   "mxn",  "dollars", "dolares", "cfa",   "درهم", "ريال",
      "دولار", "h",    "hs",   "hrs",   "hr",   "hours",   "heures",  "horas", "ч",    "тыс",
      "т",     "days", "day",  "jours", "dias", "bucks",   "pesos",   "дн"};
  return std::find(std::begin(units), std::end(units), text) != std::end(units);
}

constexpr uint64_t kHashBegin = 0x243F6A8885A308D3ULL;

// hash_of_word() of bytes of `all`. A word's size cannot be foretold, so for all but the longest
// the same is worked out whatever it is.
uint64_t hash_within(std::string_view all, uint32_t begin, uint32_t end) {
  const std::size_t size = end - begin;
  if (size > 15 || begin + 16 > all.size()) return hash_of_word(all.substr(begin, size));
  const auto low_bytes = [](std::size_t n) { return (uint64_t{1} << (8 * n)) - 1; };
  const uint64_t first = load<uint64_t>(&all[begin]), second = load<uint64_t>(&all[begin + 8]);
  const uint64_t h = kHashBegin ^ size;
  const uint64_t of_short = mix(h ^ (first & low_bytes(size & 7)));
  const uint64_t of_long = mix(mix(h ^ first) ^ (second & low_bytes(size & 7)));
  return mix(size < 8 ? of_short : of_long);
}

}  // namespace

uint64_t hash_of_word(std::string_view w) {
  uint64_t h = kHashBegin ^ w.size();
  while (w.size() >= sizeof(uint64_t)) {
    h = mix(h ^ load<uint64_t>(w.data()));
    w.remove_prefix(sizeof(uint64_t));
  }
  return mix(mix(h ^ load_short(w)));
}

void to_word_key(std::string_view folded, std::string& out) {
  out.assign(folded);
  if (out.empty()) return;
  if (static_cast<unsigned char>(out[0]) < 0x80) {
    cut_latin(out);
  } else if (is_cyrillic(out)) {
    cut_cyrillic(out);
  } else if (is_arabic(out)) {
    cut_arabic(out);
  }
}

// 2,500 and 2 500 are one number: the end of the atoms from `i` on that are one, and `i` the last.
uint32_t WordReader::skip_thousands(std::size_t& i) const {
  const std::vector<extract::Atom>& atoms = lexed_.atoms;
  if (atoms[i].size() > 3) return atoms[i].end;
  while (i + 1 < atoms.size() && atoms[i + 1].kind == extract::AtomKind::number &&
         atoms[i + 1].size() == 3 && atoms[i + 1].begin == atoms[i].end + 1 &&
         (atoms[i + 1].flags & (extract::kAfterSentence | extract::kAfterNewline)) == 0 &&
         std::string_view(",. '").find(folded()[atoms[i].end]) != std::string_view::npos) {
    ++i;
  }
  return atoms[i].end;
}

void WordReader::read(std::string_view text) {
  folded_.assign(text);
  extract::lex_words(folded_.text(), lexed_);
  words_.clear();
  words_.reserve(lexed_.atoms.size());
  simplified_.clear();
  if (lexed_.has_han) {
    simplified_.assign(folded_.text());
    if (!extract::simplify_chinese(simplified_)) simplified_.clear();
  }
  const std::string_view all = folded();
  for (std::size_t i = 0; i < lexed_.atoms.size(); ++i) {
    const extract::Atom& atom = lexed_.atoms[i];
    bool sentence =
        (atom.flags & (extract::kAfterSentence | extract::kAfterNewline)) != 0 || words_.empty();
    if (atom.kind != extract::AtomKind::han) {
      uint32_t end = atom.end;
      if (atom.kind == extract::AtomKind::number) end = skip_thousands(i);
      const std::string_view word = all.substr(atom.begin, end - atom.begin);
      const std::size_t digits = atom.kind == extract::AtomKind::mixed ? leading_digits(word) : 0;
      const bool number = atom.kind == extract::AtomKind::number || is_thousands(word, digits);
      if (digits > 0 && !number && is_unit(word.substr(digits))) {
        const auto cut = static_cast<uint32_t>(atom.begin + digits);
        words_.push_back(
            {atom.begin, cut, hash_of_word(word.substr(0, digits)), true, sentence, false});
        words_.push_back({cut, end, hash_of_word(word.substr(digits)), false, false, false});
        continue;
      }
      words_.push_back(
          {atom.begin, end, hash_within(all, atom.begin, end), number, sentence, false});
      continue;
    }
    // A number word of several characters is those characters.
    for (uint32_t at = atom.begin; at < atom.end;) {
      uint32_t size = 1;
      while (at + size < atom.end && (static_cast<unsigned char>(all[at + size]) & 0xC0) == 0x80) {
        ++size;
      }
      words_.push_back({at, at + size, hash_within(all, at, at + size), false, sentence, true});
      sentence = false;
      at += size;
    }
  }
}

}  // namespace maillon::rank
