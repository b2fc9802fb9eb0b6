// The lexicon by which texts are made neutral before they are ranked, from the catalogue.
#pragma once

#include <vector>

#include "base/result.h"
#include "rank/catalogue.h"
#include "rank/neutral/lexicon.h"

namespace maillon::tasks {

// The words of Catalogue::neutral, by their classes. Every form is written out there, so that no
// entry stands for its other endings.
std::vector<rank::LexiconEntry> lexicon_entries(const rank::Catalogue& catalogue);

// Fails with invalid_input, and the word, where one cannot be looked for.
Result<rank::NeutralLexicon> neutral_lexicon(const rank::Catalogue& catalogue);

}  // namespace maillon::tasks
