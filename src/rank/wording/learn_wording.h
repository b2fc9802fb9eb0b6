// Learns what kind of text a post is from texts whose kind is known (wording_model.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "rank/neutral/lexicon.h"
#include "rank/wording/wording_model.h"

namespace maillon::rank {

struct KnownText {
  std::string text;
  PostKind kind = PostKind::plain;
  std::string template_id;  // texts of one template weigh as the root of their number
};

// The fingerprint of all of them, in their order.
uint64_t hash_texts(std::span<const KnownText> texts);

// One logistic regression for each kind against all others (ranker/logistic.h). Features that
// texts of one template alone have are left out; rarity is 1 + ln((1 + n) / (1 + h)) of n templates
// and h texts that have it, those of one template that follow each other counting once. One thread;
// the same texts in the same order give the same bytes. Fails with invalid_input if a kind has no
// text.
Result<WordingModel> learn_wording(const NeutralLexicon& lexicon, std::span<const KnownText> texts);

}  // namespace maillon::rank
