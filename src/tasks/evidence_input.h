// What the evidence step reads, as columns, from the arrays of the first half.
#pragma once

#include <string_view>
#include <vector>

#include "link/evidence.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Owns the columns that `input` views: must outlive its use, and not move.
struct EvidenceColumns {
  std::vector<link::Selector> selectors;
  std::vector<uint32_t> city, language, family;
  std::vector<uint8_t> hub_decision;
  std::vector<uint64_t> carrier_offsets{0};
  std::vector<uint32_t> carrier;
  std::vector<uint8_t> carrier_read;
  link::EvidenceInput input;
};

// `evidence`: the kinds to be used, "text,selector,image"; "" = all.
void fill_columns(const Posts& posts, const Selectors& selectors, const Families& families,
                  std::string_view evidence, EvidenceColumns& out);

// Does row `row` carry selector `s` by its pictures' letters alone?
bool is_only_read(const Selectors& selectors, uint32_t s, uint32_t row);

// Signals::selector_group, which stands beside the carriers that were used, beside all
// carriers of `selectors`: kNone where it was not used.
std::vector<uint32_t> groups_of_all(const Selectors& selectors, const EvidenceColumns& used,
                                    const std::vector<uint32_t>& group);

// Code::invalid_input names a kind of evidence that there is not.
Result<void> check_evidence(std::string_view evidence);

}  // namespace maillon::tasks
