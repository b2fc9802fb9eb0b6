// Signals and links -> networks with stable numbers and their facts.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "link/evidence.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/separate.h"

namespace maillon::tasks {

// Decisions of people on what belongs together, as rows.
struct PairDecisions {
  std::vector<std::pair<uint32_t, uint32_t>> same;
  std::vector<Apart> different;
};

// The community of each row (dense; a row alone has its own). Posts and the
// signals that they carry are one graph: a signal is a node without weight of its
// own, so that a phone in 10,000 posts costs 10,000 links and not 50 million.
std::vector<uint32_t> find_post_networks(const link::EvidenceInput& input,
                                         const link::Signals& signals, const link::Links& links,
                                         const PairDecisions& decisions);

// Facts and order of the networks of two or more posts; `number` is the stable
// number of each community label.
Networks describe_networks(const Posts& posts, const Selectors& selectors, const Links& links,
                           const std::vector<uint32_t>& community,
                           const std::vector<uint32_t>& number);

}  // namespace maillon::tasks
