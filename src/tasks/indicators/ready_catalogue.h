// Catalogues and matchers to be used at once: the built-in ones were compiled when the program was
// built (rank/compiled.h); others are read and built.
#pragma once

#include <span>

#include "base/result.h"
#include "rank/matcher.h"
#include "rank/read_catalogue.h"

namespace maillon::tasks {

// As rank::read_sound_catalogue.
Result<rank::Catalogue> ready_catalogue(std::span<const rank::CatalogueFile> files);
// Of a catalogue that ready_catalogue() gave, unchanged.
rank::Matcher ready_matcher(const rank::Catalogue& catalogue);

}  // namespace maillon::tasks
