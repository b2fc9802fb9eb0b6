// Made-up texts from small grammars, one for each language.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulate/random.h"

namespace maillon::simulate {

// Languages of the world: the six of the United Nations and five more.
enum class Language : uint8_t {
  english,
  french,
  spanish,
  russian,
  arabic,
  chinese,
  portuguese,
  german,
  italian,
  romanian,
  turkish,
};
inline constexpr std::size_t kLanguageCount = 11;
std::string_view language_code(Language language);  // ISO 639-1

// Trades of the job offers: job0 ... job7 in the grammars.
inline constexpr uint32_t kTrades = 8;

// A context-free grammar written as lines "name: alternative|alternative"; a line
// that begins with a blank goes on with the alternatives. In an alternative,
// {name} stands for a rule; {job}, {task} for those of the trade; {=2-9} for a
// number; {town}, {name}, {pay}, {date}, {C} and {#2-9} are slots, which stay.
class Grammar {
 public:
  explicit Grammar(std::string_view text);

  // Appends the rule's text with everything but slots filled in; where a rule comes
  // twice, its next alternative is taken. A rule that is not there is a bug.
  void expand(std::string_view rule, uint32_t trade, Random& random, std::string& out) const;
  bool has(std::string_view rule) const { return find(rule) != nullptr; }
  // Names that some alternative uses and no line defines; for the tests.
  std::vector<std::string> undefined() const;

 private:
  struct Rule {
    std::string_view name;
    std::vector<std::string_view> alternatives;
  };
  // An alternative that stands in the text already, as rule and index.
  using Used = std::vector<std::pair<const Rule*, uint32_t>>;
  const Rule* find(std::string_view name) const;
  void expand(std::string_view rule, uint32_t trade, Random& random, std::string& out,
              Used& used) const;

  std::vector<Rule> rules_;  // sorted by name; views into the grammar's text
};

// A number from a range like "2-9", ends included.
int draw_range(std::string_view range, Random& random);

// The text of a language's grammar. All have the same rules.
std::string_view grammar_text(Language language);

}  // namespace maillon::simulate
