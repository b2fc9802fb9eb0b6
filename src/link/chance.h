// Do two texts share more than chance brings together? Phrases that everyone uses
// are counted as phrases here, not word by word.
#pragma once

#include <cstdint>
#include <span>

#include "link/wording.h"

namespace maillon::link {

// At most one text in 2^7 is to have a partner by chance.
inline constexpr int64_t kChanceBits = 7 * kBit;

// Puts features that lost weight and come as a whole into one phrase each, and sets
// what a phrase says (Worth::phrase, phrase_bits). To be called when weights change.
void find_phrases(Wording& wording);

// The bits that the common features of two lists (both ascending) say, 1/1024: wording
// of their own in full (nobody else has a reason to say it), and each phrase that
// everyone uses once.
int64_t bits_by_phrase(const Wording& wording, std::span<const uint32_t> a,
                       std::span<const uint32_t> b);

// Whether so much in common is to be expected somewhere among the other texts of the
// heap: n texts meet something of b bits by chance n * 2^-b times, so it takes
// log2(n) + kChanceBits bits. This is the one threshold that depends on the size of the
// heap: the larger it is, the more phrases two texts must share to have one source.
bool is_chance(const Wording& wording, std::span<const uint32_t> a, std::span<const uint32_t> b);

}  // namespace maillon::link
