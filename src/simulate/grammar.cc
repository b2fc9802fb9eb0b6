#include "simulate/grammar.h"

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "simulate/grammar_texts.h"

namespace maillon::simulate {
namespace {

constexpr std::string_view kSlots[] = {"town", "name", "pay", "date", "C"};

bool is_slot(std::string_view name) {
  return name.starts_with('#') ||
         std::find(std::begin(kSlots), std::end(kSlots), name) != std::end(kSlots);
}

int to_number(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

template <class Each>
void for_each_part(std::string_view text, char separator, const Each& each) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    each(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

std::string_view language_code(Language language) {
  constexpr std::string_view kCodes[kLanguageCount] = {"en", "fr", "es", "ru", "ar", "zh",
                                                       "pt", "de", "it", "ro", "tr"};
  return kCodes[static_cast<std::size_t>(language)];
}

std::string_view grammar_text(Language language) {
  switch (language) {
    case Language::english:
      return kEnglishGrammar;
    case Language::french:
      return kFrenchGrammar;
    case Language::spanish:
      return kSpanishGrammar;
    case Language::russian:
      return kRussianGrammar;
    case Language::arabic:
      return kArabicGrammar;
    case Language::chinese:
      return kChineseGrammar;
    case Language::portuguese:
      return kPortugueseGrammar;
    case Language::german:
      return kGermanGrammar;
    case Language::italian:
      return kItalianGrammar;
    case Language::romanian:
      return kRomanianGrammar;
    case Language::turkish:
      break;
  }
  return kTurkishGrammar;
}

int draw_range(std::string_view range, Random& random) {
  const std::size_t dash = range.find('-');
  return random.between(to_number(range.substr(0, dash)), to_number(range.substr(dash + 1)));
}

Grammar::Grammar(std::string_view text) {
  for_each_part(text, '\n', [&](std::string_view line) {
    if (line.empty()) return;
    if (line.front() != ' ') {
      const std::size_t colon = line.find(": ");
      CHECK(colon != std::string_view::npos);
      rules_.push_back({line.substr(0, colon), {}});
      line.remove_prefix(colon + 2);
    } else {
      CHECK(line.starts_with(" |"));
      line.remove_prefix(2);
    }
    for_each_part(line, '|', [&](std::string_view alternative) {
      CHECK(!alternative.empty());
      rules_.back().alternatives.push_back(alternative);
    });
  });
  std::sort(rules_.begin(), rules_.end(),
            [](const Rule& a, const Rule& b) { return a.name < b.name; });
}

const Grammar::Rule* Grammar::find(std::string_view name) const {
  const auto found = std::lower_bound(
      rules_.begin(), rules_.end(), name,
      [](const Rule& rule, std::string_view wanted) { return rule.name < wanted; });
  return found != rules_.end() && found->name == name ? &*found : nullptr;
}

void Grammar::expand(std::string_view rule, uint32_t trade, Random& random,
                     std::string& out) const {
  Used used;
  expand(rule, trade, random, out, used);
}

void Grammar::expand(std::string_view rule, uint32_t trade, Random& random, std::string& out,
                     Used& used) const {
  const Rule* found = nullptr;
  if (rule == "job" || rule == "task") {
    std::string name(rule);
    found = find(name += static_cast<char>('0' + trade));
  } else {
    found = find(rule);
  }
  CHECK(found != nullptr);
  const auto size = static_cast<uint32_t>(found->alternatives.size());
  uint32_t choice = random.below(size);
  if (std::find(used.begin(), used.end(), std::pair(found, choice)) != used.end()) {
    choice = (choice + 1) % size;
  }
  used.emplace_back(found, choice);
  std::string_view rest = found->alternatives[choice];
  while (!rest.empty()) {
    const std::size_t open = std::min(rest.find('{'), rest.size());
    out += rest.substr(0, open);
    rest.remove_prefix(open);
    if (rest.empty()) break;
    const std::size_t close = rest.find('}');
    const std::string_view name = rest.substr(1, close - 1);
    if (is_slot(name)) {
      out += rest.substr(0, close + 1);
    } else if (name.starts_with('=')) {
      out += std::to_string(draw_range(name.substr(1), random));
    } else {
      expand(name, trade, random, out, used);
    }
    rest.remove_prefix(close + 1);
  }
}

std::vector<std::string> Grammar::undefined() const {
  std::vector<std::string> missing;
  for (const Rule& rule : rules_) {
    for (std::string_view rest : rule.alternatives) {
      for (std::size_t open = rest.find('{'); open != std::string_view::npos;
           open = rest.find('{')) {
        const std::size_t close = rest.find('}', open);
        std::string name(rest.substr(open + 1, close - open - 1));
        rest.remove_prefix(close + 1);
        if (name == "job" || name == "task") name += '0';
        if (!is_slot(name) && !name.starts_with('=') && !has(name)) missing.push_back(name);
      }
    }
  }
  return missing;
}

}  // namespace maillon::simulate
