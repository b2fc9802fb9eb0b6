// `near-misses CASE [ID]`: pairs of posts that are alike and were not joined, for a
// person to look at: what the program left apart may be one operator all the same.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/near_misses.h"
#include "tasks/case_data.h"
#include "tasks/output.h"
#include "tasks/refusal.h"
#include "tasks/show_case.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct OpenedCase;

// At which hurdle a pair fell:
//   wording    alike by wording, but not of one family, so the wording does not count
//   threshold  signals in common, even odds or better, but below the threshold
//   network    passes the threshold, but the network step left the two apart
enum class NearReason : uint8_t { wording, threshold, network };
std::string_view to_name(NearReason reason);

struct NearPair {
  uint32_t a = 0, b = 0;  // rows, a < b
  NearReason reason = NearReason::wording;
  int32_t share = -1;                       // of the lighter text, 1/1024; -1: not alike by wording
  int32_t wording_bits = 0;                 // what the common wording weighs, 1/1024; not evidence
  int32_t evidence_bits = 0, log_odds = 0;  // reasons threshold and network
};

// All near pairs of the same two sides. A side is a network, else a family of
// wording, else one post.
struct NearGroup {
  uint64_t side_a = 0, side_b = 0;  // of best.a and best.b, for telling sides apart
  NearPair best;                    // the one that came closest
  uint64_t pairs = 0, posts = 0;    // posts of both sides
};

struct NearFilter {
  std::optional<Target> about;  // one of the posts is this, in it, or carries it
  std::optional<NearReason> reason;
};

// Pairs in canonical order (by rows), each once. Left out: pairs of one network, and
// pairs that a person decided on; `decided_out` counts these if not null.
std::vector<NearPair> find_near_pairs(const CaseData& data, std::span<const DecidedPair> decided,
                                      const NearFilter& filter, uint64_t* decided_out = nullptr);
// The groups, closest first.
std::vector<NearGroup> group_near_pairs(const CaseData& data, std::span<const NearPair> pairs);

// How many there are around a network or template, for its page.
report::NearCount count_near_misses(const CaseData& data, const store::Case& file, Target about,
                                    const std::string& id);

// The closest groups around something, described with their closest pairs; totals of all.
report::NearMissesTable near_misses_around(const OpenedCase& from,
                                           std::span<const DecidedPair> decided, Target about,
                                           std::size_t limit);

enum class NearOrder : uint8_t { closest, posts, pairs };
struct NearMissesSettings {
  std::string case_path;
  std::string id;  // "" = the whole case
  std::optional<NearReason> reason;
  NearOrder order = NearOrder::closest;
  uint64_t limit = 10, offset = 0;
  std::string country;  // for phones in national form
};
Result<Outcome> list_near_misses(const NearMissesSettings& settings, const Context& context,
                                 Output& out);
// The same of a case that is open already; `case_path` is only what it is called.
Result<Outcome> list_near_misses(const OpenedCase& opened, const NearMissesSettings& settings,
                                 const Context& context, Output& out);

}  // namespace maillon::tasks
