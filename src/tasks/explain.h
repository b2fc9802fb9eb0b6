// `explain CASE A B`: why two posts are linked, or not.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "link/evidence.h"
#include "link/pair.h"
#include "report/ledger.h"
#include "tasks/case_data.h"
#include "tasks/output.h"
#include "tasks/refusal.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct OpenedCase;

// A link stands at this posterior: log2(0.95 / 0.05), 1/1024 bits.
inline constexpr int32_t kThreshold = 4350;

// Weighs pairs of posts by what the case knows of its signals. Holds a reference
// to the data and a copy of its weights: make it once for many pairs.
class PairWeigher {
 public:
  explicit PairWeigher(const CaseData& data);
  // Signals are numbered as in link::Signals: selectors, then families.
  // `without`: a signal that is left out, as if the posts did not share it.
  link::PairEvidence weigh(uint32_t a, uint32_t b, uint32_t without = kNone) const;
  // The items that count, strongest first: "phone +1775…; text T-4f09c2".
  std::string why(const link::PairEvidence& pair) const;

 private:
  std::vector<link::Carried> carried_by(uint32_t row) const;

  const CaseData& data_;
  std::vector<link::Selector> selectors_;
  link::Signals signals_;
};

// The strongest chain of accepted links from a to b inside their network: the
// one most likely to hold at every link. Rows, a first; empty if there is none.
std::vector<uint32_t> find_chain(const CaseData& data, uint32_t a, uint32_t b);

report::Ledger build_ledger(const CaseData& data, std::span<const DecidedPair> decided, uint32_t a,
                            uint32_t b, PostReader& reader);

// Posts, or networks, selectors and templates: then the strongest pair across is explained.
struct ExplainSettings {
  std::string case_path, a, b;
  std::string country;  // for phones in national form
};
Result<Outcome> explain(const ExplainSettings& settings, const Context& context, Output& out);
// The same of a case that is open already; `case_path` is only what it is called.
Result<Outcome> explain(const OpenedCase& opened, const ExplainSettings& settings,
                        const Context& context, Output& out);

}  // namespace maillon::tasks
