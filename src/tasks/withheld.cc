#include "tasks/withheld.h"

#include <algorithm>

namespace maillon::tasks {

Withheld::Withheld(const CaseData& data) : is_selector_(data.selectors.size()) {
  const Pictures& pictures = data.pictures;
  const auto is_restricted = [&](uint32_t p) { return pictures.restricted[p] != 0; };
  if (std::find(pictures.restricted.begin(), pictures.restricted.end(), 1) ==
      pictures.restricted.end())
    return;
  is_post_.assign(data.posts.size(), 0);
  for (uint32_t row = 0; row < data.posts.size(); ++row) {
    const auto own = pictures.of(row);
    if (std::any_of(own.begin(), own.end(), is_restricted)) {
      is_post_[row] = 1;
      hold_addresses(data.selectors, row);
    }
  }
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    if (!is_restricted(p)) continue;
    const auto s = data.selectors.find(SelectorKind::image, Service::none,
                                       picture_id(pictures, pictures.group[p]));
    if (s) is_selector_[*s] = 1;
  }
}

std::vector<uint32_t> Withheld::posts() const {
  std::vector<uint32_t> rows;
  for (uint32_t row = 0; row < is_post_.size(); ++row) {
    if (is_post_[row] != 0) rows.push_back(row);
  }
  return rows;
}

void Withheld::hold_addresses(const Selectors& selectors, uint32_t row) {
  for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
    const uint32_t s = selectors.hit_selector[hit];
    if (static_cast<SelectorKind>(selectors.kind[s]) == SelectorKind::url) is_selector_[s] = 1;
  }
}

}  // namespace maillon::tasks
