#include "rank/fairness/stated.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/utf8.h"
#include "extract/text/fold.h"
#include "rank/fairness/stated_words.h"
#include "rank/neutral/neutralise.h"
#include "rank/neutral/stem.h"

namespace maillon::rank {
namespace {

constexpr unsigned kYoungest = 10, kOldest = 79;

template <std::size_t N>
bool skip_any(std::string_view& text, const std::array<std::string_view, N>& words) {
  for (const std::string_view word : words) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    return true;
  }
  return false;
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && (text[0] == ' ' || text[0] == '-')) text.remove_prefix(1);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A number of two digits; 0 if there is none.
unsigned take_number(std::string_view& text) {
  if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return 0;
  if (text.size() > 2 && is_digit(text[2])) return 0;
  const auto number = static_cast<unsigned>((text[0] - '0') * 10 + (text[1] - '0'));
  text.remove_prefix(2);
  return number;
}

// Folded, as the text is.
bool follows_years(std::string_view text) {
  constexpr std::array<std::string_view, 14> kYears = {
      "years old", "year old", "years of age", "year-old", "y/o", "yo ", "ans",
      "anos",      "лет",      "года",         "год",      "سنه", "عام", "岁"};
  constexpr std::array<std::string_view, 10> kWork = {"of exp", "exp",  "d'exp", "d’exp", "de exp",
                                                      "опыт",   "стаж", "خبر",   "من ال", "经验"};
  skip_blanks(text);
  if (!skip_any(text, kYears)) return false;
  skip_blanks(text);
  return !skip_any(text, kWork);
}

std::string_view strip_arabic(std::string_view word) {
  constexpr std::size_t kLeft = 8;  // bytes: four letters
  for (const std::string_view prefix : {"و", "لل", "ال", "ل"}) {
    if (word.starts_with(prefix) && word.size() >= prefix.size() + kLeft) {
      word.remove_prefix(prefix.size());
    }
  }
  return word;
}

// What makes a Russian people's name one of a man, a woman or a thing, in any case: узбек,
// узбечка, узбекского.
std::string_view cut_cyrillic(std::string_view word) {
  constexpr std::string_view kSuffixes[] = {"ами", "ями", "ов", "ев", "ам", "ям", "ах", "ях", "ой",
                                            "ом",  "ем",  "ог", "ег", "им", "ым", "их", "ых", "ск",
                                            "чк",  "нк",  "ец", "а",  "е",  "и",  "о",  "у",  "ы",
                                            "э",   "ю",   "я",  "ь",  "й",  "ц",  "к",  "ч",  "н"};
  constexpr std::size_t kLeft = 6;  // bytes: three letters
  bool cut = true;
  while (cut) {
    cut = false;
    for (const std::string_view suffix : kSuffixes) {
      if (!word.ends_with(suffix) || word.size() < kLeft + suffix.size()) continue;
      word.remove_suffix(suffix.size());
      cut = true;
      break;
    }
  }
  return word;
}

// Forms of one nationality in one language, roughly: by stem.
std::string nationality_key(std::string_view word) {
  extract::Folded folded;
  folded.assign(word);
  std::string_view text = folded.text();
  for (const std::string_view ending : {"人", "籍", "裔"}) {
    if (text.ends_with(ending)) return std::string(text.substr(0, text.size() - ending.size()));
  }
  const char32_t first = text.empty() ? 0 : decode_utf8(text, 0).value;
  if (first >= 0x620 && first < 0x700) text = strip_arabic(text);
  if (first >= 0x400 && first < 0x530) return std::string(cut_cyrillic(text));
  std::string key;
  append_stem(key, text);
  return key;
}

void add_words(std::string_view kind, const StatedWords& list, std::vector<LexiconEntry>& to) {
  std::string_view rest = list.words;
  while (!rest.empty()) {
    const std::size_t cut = std::min(rest.find(' '), rest.size());
    std::string word(rest.substr(0, cut));
    std::replace(word.begin(), word.end(), '_', ' ');
    if (!word.empty()) to.push_back({fmt::format("{} {}", kind, list.group), "", word, false});
    rest.remove_prefix(std::min(cut + 1, rest.size()));
  }
}

// Looks for the words of one attribute.
class Finder {
 public:
  explicit Finder(std::vector<LexiconEntry> entries)
      : lexicon_(std::make_unique<NeutralLexicon>(
            NeutralLexicon::build(entries).value_or(NeutralLexicon::build({}).value()))),
        reader_(*lexicon_) {
    for (const LexiconEntry& entry : entries) {
      const auto units = reader_.read(entry.word);
      if (units.size() == 1 && units[0].listed) name_.emplace(units[0].hash, entry.kind);
    }
  }

  std::set<std::string> find(std::string_view text) {
    std::set<std::string> out;
    for (const Unit& unit : reader_.read(text)) {
      if (!unit.listed) continue;
      if (const auto at = name_.find(unit.hash); at != name_.end()) out.insert(at->second);
    }
    return out;
  }

 private:
  std::unique_ptr<NeutralLexicon> lexicon_;
  Neutraliser reader_;
  std::unordered_map<uint64_t, std::string> name_;  // by what stands for the class
};

std::vector<LexiconEntry> nationality_entries(const Catalogue& catalogue) {
  std::vector<LexiconEntry> out;
  std::unordered_map<std::string, std::string> name;  // the first word, by key
  for (const NeutralClass& words : catalogue.neutral) {
    if (words.name != "demonym") continue;
    for (const Phrase& phrase : words.words) {
      const auto at = name.try_emplace(nationality_key(phrase.text), phrase.text).first;
      out.push_back({at->second, phrase.language, phrase.text, false});
    }
  }
  return out;
}

std::vector<LexiconEntry> word_entries(std::string_view kind, std::span<const StatedWords> lists) {
  std::vector<LexiconEntry> out;
  for (const StatedWords& list : lists) add_words(kind, list, out);
  return out;
}

}  // namespace

struct StatedReader::State {
  Finder sex, sector, nationality;
};

std::string age_band(unsigned years) {
  if (years < 18) return "under 18";
  if (years < 25) return "18-24";
  if (years < 35) return "25-34";
  return years < 50 ? "35-49" : "50 and over";
}

unsigned find_age(std::string_view text) {
  constexpr std::array<std::string_view, 11> kTo = {"-",  "–",  "—", "to ",  "a ",  "до ",
                                                    "至", "到", "~", "الي ", "الى "};
  extract::Folded folded;
  folded.assign(text);
  const std::string_view all = folded.text();
  unsigned least = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_digit(all[i]) || (i > 0 && is_digit(all[i - 1]))) continue;
    std::string_view rest = all.substr(i);
    const unsigned number = take_number(rest);
    if (number < kYoungest || number > kOldest) continue;
    std::string_view behind = rest;
    while (behind.starts_with(' ')) behind.remove_prefix(1);
    bool is_age = follows_years(rest);
    if (!is_age && skip_any(behind, kTo)) {
      skip_blanks(behind);
      is_age = take_number(behind) > number && follows_years(behind);
    }
    if (is_age && (least == 0 || number < least)) least = number;
  }
  return least;
}

StatedReader::StatedReader(const Catalogue& catalogue)
    : state_(std::make_unique<State>(State{Finder(word_entries("sex", kSexWords)),
                                           Finder(word_entries("sector", kSectorWords)),
                                           Finder(nationality_entries(catalogue))})) {}
StatedReader::~StatedReader() = default;
StatedReader::StatedReader(StatedReader&&) noexcept = default;

Stated StatedReader::read(std::string_view text) {
  Stated out;
  const std::set<std::string> sexes = state_->sex.find(text);
  if (sexes.size() > 1) {
    out.sex = "both";
  } else if (!sexes.empty()) {
    out.sex = sexes.begin()->substr(4);
  }
  if (const unsigned years = find_age(text); years > 0) out.age = age_band(years);
  for (const std::string& sector : state_->sector.find(text)) {
    out.sectors.push_back(sector.substr(7));
  }
  const std::set<std::string> found = state_->nationality.find(text);
  out.nationality.assign(found.begin(), found.end());
  return out;
}

std::string StatedReader::nationality_of(std::string_view text) {
  const std::set<std::string> found = state_->nationality.find(text);
  return found.empty() ? std::string(text) : *found.begin();
}

}  // namespace maillon::rank
