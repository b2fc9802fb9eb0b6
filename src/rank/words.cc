#include "rank/words.h"

#include <cstring>

namespace maillon::rank {
namespace {

uint64_t mix(uint64_t h) {
  h *= 0x9E3779B97F4A7C15ULL;
  return h ^ (h >> 32);
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

}  // namespace

uint64_t hash_of_word(std::string_view w) {
  uint64_t h = 0x243F6A8885A308D3ULL ^ w.size();
  while (w.size() >= sizeof(uint64_t)) {
    uint64_t piece = 0;
    std::memcpy(&piece, w.data(), sizeof piece);
    h = mix(h ^ piece);
    w.remove_prefix(sizeof piece);
  }
  uint64_t rest = 0;
  std::memcpy(&rest, w.data(), w.size());
  return mix(mix(h ^ rest));
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

void WordReader::read(std::string_view text) {
  folded_.assign(text);
  lexed_.clear();
  extract::lex(folded_.text(), lexed_);
  words_.clear();
  words_.reserve(lexed_.atoms.size());
  const std::string_view all = folded_.text();
  for (const extract::Atom& atom : lexed_.atoms) {
    bool sentence =
        (atom.flags & (extract::kAfterSentence | extract::kAfterNewline)) != 0 || words_.empty();
    if (atom.kind != extract::AtomKind::han) {
      words_.push_back({atom.begin, atom.end,
                        hash_of_word(all.substr(atom.begin, atom.end - atom.begin)),
                        atom.kind == extract::AtomKind::number, sentence, false});
      continue;
    }
    // A number word of several characters is those characters.
    for (uint32_t at = atom.begin; at < atom.end;) {
      uint32_t size = 1;
      while (at + size < atom.end && (static_cast<unsigned char>(all[at + size]) & 0xC0) == 0x80) {
        ++size;
      }
      words_.push_back({at, at + size, hash_of_word(all.substr(at, size)), false, sentence, true});
      sentence = false;
      at += size;
    }
  }
}

}  // namespace maillon::rank
