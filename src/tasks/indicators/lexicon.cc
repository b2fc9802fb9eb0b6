#include "tasks/indicators/lexicon.h"

namespace maillon::tasks {

std::vector<rank::LexiconEntry> lexicon_entries(const rank::Catalogue& catalogue) {
  std::vector<rank::LexiconEntry> entries;
  for (const rank::NeutralClass& words : catalogue.neutral) {
    for (const rank::Phrase& phrase : words.words) {
      entries.push_back({words.name, phrase.language, phrase.text, false});
    }
  }
  return entries;
}

Result<rank::NeutralLexicon> neutral_lexicon(const rank::Catalogue& catalogue) {
  return rank::NeutralLexicon::build(lexicon_entries(catalogue));
}

}  // namespace maillon::tasks
