#include "rank/ranker/post_input.h"

#include <algorithm>

namespace maillon::rank {

std::pair<Field, uint32_t> PostInput::place_of(uint32_t byte) const {
  std::pair<Field, uint32_t> out{Field::body, byte};
  for (const auto& [field, begin] : fields) {
    if (begin <= byte) out = {field, byte - begin};
  }
  return out;
}

bool PostInputMaker::holds_listed(const PostInput& input, const SignHit& hit) const {
  const auto of = std::find_if(input.fields.begin(), input.fields.end(),
                               [&](const auto& field) { return field.first == hit.field; });
  if (of == input.fields.end()) return true;
  const uint32_t begin = of->second + hit.begin, end = of->second + hit.end;
  const auto at = std::partition_point(listed_.begin(), listed_.end(),
                                       [&](const auto& span) { return span.second <= begin; });
  return at != listed_.end() && at->first < end;
}

PostInput PostInputMaker::make(std::span<const FieldText> fields, std::span<const SignHit> hits,
                               std::span<const uint16_t> shown, std::span<const std::string> ids) {
  PostInput out;
  for (const FieldText& field : fields) {
    if (field.text.empty()) continue;
    const std::size_t begin = out.text.empty() ? 0 : out.text.size() + 1;
    out.fields.emplace_back(field.field, static_cast<uint32_t>(begin));
    append_field(field, out.text);
  }
  listed_.clear();
  if (!hits.empty()) {
    for (const Unit& unit : neutraliser_.read(out.text)) {
      if (unit.listed) listed_.emplace_back(unit.begin, unit.end);
    }
  }
  for (const uint16_t i : shown) {
    bool has_hit = false, is_free = false;
    for (const SignHit& hit : hits) {
      if (hit.indicator != i || hit.state != HitState::seen) continue;
      has_hit = true;
      is_free = is_free || !holds_listed(out, hit);
    }
    if (!has_hit || is_free) out.indicators.push_back(ids[i]);
  }
  return out;
}

PostInput PostInputMaker::make(std::span<const FieldText> fields, const TextReading& reading,
                               std::span<const std::string> ids) {
  std::vector<uint16_t> shown;
  for (const SignHit& hit : reading.hits) {
    if (hit.state == HitState::seen) shown.push_back(static_cast<uint16_t>(hit.indicator));
  }
  std::sort(shown.begin(), shown.end());
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  return make(fields, reading.hits, shown, ids);
}

}  // namespace maillon::rank
