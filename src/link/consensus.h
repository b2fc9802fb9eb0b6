// What most texts of a family have in common: the words that a template keeps.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/align.h"
#include "link/template.h"

namespace maillon::link {

// A text as its words and sentences, without sentence breaks.
struct FlatText {
  std::vector<uint32_t> tokens;
  std::vector<uint32_t> word;  // index in the member's words
  std::vector<Sentence> sentences;
};

// The first kTemplateWords words.
FlatText flatten(std::span<const WordSpan> words);

// Words that most of the texts share, in sentences: starts from the text that is
// closest to all others and is mended until it no longer changes: words that
// the others do not have go, words that most others have there come in, and so do
// whole sentences. Nothing if the texts share nothing. The order of texts that
// differ must be fixed by the caller; linear in their words.
FlatText build_consensus(std::span<const FlatText> texts);

}  // namespace maillon::link
