// Posts in the making, for tests of evidence.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "base/civil_time.h"
#include "link/evidence.h"
#include "link/made_up_texts_test.h"

namespace maillon::link {

// Posts in the making: add posts, then look at the weights.
class Heap {
 public:
  uint32_t post(int64_t day, const std::vector<uint32_t>& selectors, uint32_t family = kNoFamily,
                uint32_t city = kNoPlace, uint32_t language = 0) {
    const auto row = static_cast<uint32_t>(posted_at_.size());
    posted_at_.push_back(day * kDay);
    family_.push_back(family);
    city_.push_back(city);
    language_.push_back(language);
    if (family != kNoFamily) families_ = std::max(families_, family + 1);
    for (const uint32_t s : selectors) {
      if (s >= carriers_.size()) carriers_.resize(s + 1);
      carriers_[s].push_back(row);
    }
    return row;
  }
  const EvidenceInput& input() {
    offsets_.assign(1, 0);
    carrier_.clear();
    for (const auto& rows : carriers_) {
      carrier_.insert(carrier_.end(), rows.begin(), rows.end());
      offsets_.push_back(carrier_.size());
    }
    read_.clear();
    for (uint32_t s = 0; s < carriers_.size() && !read_by_.empty(); ++s) {
      for (const uint32_t row : carriers_[s])
        read_.push_back(read_by_.count({s, row}) != 0 ? 1 : 0);
    }
    selectors_.resize(carriers_.size());  // phones where nothing else is said
    input_ = {.posted_at = posted_at_,
              .city = city_,
              .language = language_,
              .family = family_,
              .families = families_,
              .selectors = selectors_,
              .carrier_offsets = offsets_,
              .carrier = carrier_,
              .carrier_read = read_,
              .hub_decision = decisions_};
    return input_;
  }
  void set_kind(uint32_t selector, Selector kind) {
    if (selector >= selectors_.size()) selectors_.resize(selector + 1);
    if (selector >= carriers_.size()) carriers_.resize(selector + 1);
    selectors_[selector] = kind;
  }
  // That post has the selector from a picture only.
  void read_only(uint32_t row, uint32_t selector) { read_by_.insert({selector, row}); }
  void decide(std::vector<uint8_t> decisions) { decisions_ = std::move(decisions); }
  Signals weigh() {
    Progress quiet;
    return weigh_signals(input(), quiet);
  }

 private:
  std::vector<int64_t> posted_at_;
  std::vector<uint32_t> family_, city_, language_, carrier_;
  std::vector<std::vector<uint32_t>> carriers_;
  std::vector<uint64_t> offsets_;
  std::vector<Selector> selectors_;
  std::vector<uint8_t> decisions_, read_;
  std::set<std::pair<uint32_t, uint32_t>> read_by_;  // selector, row
  uint32_t families_ = 0;
  EvidenceInput input_;
};

}  // namespace maillon::link
