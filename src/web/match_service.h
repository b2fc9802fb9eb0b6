// The match service: is this picture, hash or text part of something known?
//
// Paths, parameters and JSON of /status, /h, /m and /c are those of Hasher-Matcher-
// Actioner 2 (ThreatExchange, hasher-matcher-actioner), read-only, so that its clients
// work unchanged. What is ours besides: `explain=true`, POST /m/lookup/batch, POST
// /m/text. docs/match-service.md describes all of it for those who call it.
#pragma once

#include <memory>

#include "tasks/lists/listed.h"
#include "tasks/text_match.h"
#include "web/banks.h"
#include "web/match_counts.h"
#include "web/pictures.h"
#include "web/router.h"

namespace maillon::web {

// What the service answers from. All must outlive the router; null: not there, and
// requests for it are told how to start the server with it.
struct MatchSources {
  const BankSource* banks = nullptr;
  const PictureHasher* pictures = nullptr;
  const tasks::TextMatcher* texts = nullptr;
  tasks::SharedSelectorLists* lists = nullptr;  // that name selectors of texts
  MatchCounts* counts = nullptr;                // null: nobody counts
};

inline constexpr uint64_t kPictureBytes = 32 << 20;
inline constexpr uint64_t kJsonBytes = 4 << 20;
inline constexpr std::size_t kBatchSignals = 10'000;
inline constexpr std::size_t kTextBytes = 1 << 20;

// Adds the routes of the service.
void add_match_routes(Router& router, const MatchSources& sources);

}  // namespace maillon::web
