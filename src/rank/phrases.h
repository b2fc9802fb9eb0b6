// All phrases of a catalogue as the matcher uses them. Built once, then only read.
#pragma once

#include <memory>
#include <vector>

#include "rank/gapped.h"
#include "rank/joint_sides.h"
#include "rank/matcher.h"
#include "rank/phrase_nfa.h"

namespace maillon::rank {

// Owners of the automaton from here on are sides of phrases of `&`, and keys of phrases with gaps.
inline constexpr uint32_t kFirstSide = 0x40000000, kFirstKey = 0x80000000;

struct Phrases {
  std::vector<PhraseOwner> owners;
  PhraseNfa nfa;
  Joints joints;
  std::vector<Gapped> gapped;
};

// Phrases that parse_phrase refuses are left out.
std::unique_ptr<Phrases> build_phrases(const Catalogue& catalogue);

}  // namespace maillon::rank
