#include "tasks/evidence_input.h"

#include <algorithm>

#include <fmt/format.h>

namespace maillon::tasks {
namespace {

bool uses(std::string_view evidence, std::string_view kind) {
  return evidence.empty() || evidence.find(kind) != std::string_view::npos;
}

// EvidenceInput::carrier_read: work goes by what was read, mostly nothing.
std::vector<uint8_t> find_read(const Selectors& selectors, const EvidenceColumns& columns) {
  std::vector<uint8_t> read;
  for (uint32_t row = 0; row + 1 < selectors.hit_offsets.size(); ++row) {
    for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
      if (static_cast<Field>(selectors.hit_field[hit]) != Field::image_text) continue;
      const uint32_t s = selectors.hit_selector[hit];
      if (!is_only_read(selectors, s, row)) continue;
      const auto begin = columns.carrier.begin();
      const auto from = begin + static_cast<std::ptrdiff_t>(columns.carrier_offsets[s]);
      const auto to = begin + static_cast<std::ptrdiff_t>(columns.carrier_offsets[s + 1]);
      const auto at = std::lower_bound(from, to, row);
      if (at == to || *at != row) continue;
      if (read.empty()) read.assign(columns.carrier.size(), 0);
      read[static_cast<std::size_t>(at - begin)] = 1;
    }
  }
  return read;
}

}  // namespace

bool is_only_read(const Selectors& selectors, uint32_t s, uint32_t row) {
  bool read = false;
  for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
    if (selectors.hit_selector[hit] != s) continue;
    if (static_cast<Field>(selectors.hit_field[hit]) != Field::image_text) return false;
    read = true;
  }
  return read;
}

void fill_columns(const Posts& posts, const Selectors& selectors, const Families& families,
                  std::string_view evidence, EvidenceColumns& out) {
  const std::size_t rows = posts.size();
  for (uint32_t s = 0; s < selectors.size(); ++s) {
    out.selectors.push_back(
        {static_cast<SelectorKind>(selectors.kind[s]), static_cast<Service>(selectors.service[s])});
  }
  const bool contacts = uses(evidence, "selector");
  const bool images = uses(evidence, "image");
  for (uint32_t s = 0; s < selectors.size(); ++s) {
    const bool is_image = out.selectors[s].kind == SelectorKind::image;
    const auto carriers = selectors.carriers(s);
    if (is_image ? images : contacts)
      out.carrier.insert(out.carrier.end(), carriers.begin(), carriers.end());
    out.carrier_offsets.push_back(out.carrier.size());
  }
  out.carrier_read = find_read(selectors, out);
  out.family = families.family;
  if (!uses(evidence, "text")) std::fill(out.family.begin(), out.family.end(), link::kNoFamily);
  out.city.resize(rows);
  out.language.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    out.city[row] = posts.city[row] == 0 ? link::kNoPlace : posts.city[row];
    out.language[row] = posts.language[row];
  }
  out.input = {.posted_at = posts.posted_at,
               .city = out.city,
               .language = out.language,
               .family = out.family,
               .families = static_cast<uint32_t>(families.size()),
               .selectors = out.selectors,
               .carrier_offsets = out.carrier_offsets,
               .carrier = out.carrier,
               .carrier_read = out.carrier_read,
               .hub_decision = out.hub_decision};
}

std::vector<uint32_t> groups_of_all(const Selectors& selectors, const EvidenceColumns& used,
                                    const std::vector<uint32_t>& group) {
  std::vector<uint32_t> all(selectors.carrier.size(), kNone);
  for (uint32_t s = 0; s < selectors.size(); ++s) {
    const auto begin = group.begin() + static_cast<std::ptrdiff_t>(used.carrier_offsets[s]);
    const auto end = group.begin() + static_cast<std::ptrdiff_t>(used.carrier_offsets[s + 1]);
    std::copy(begin, end, all.begin() + static_cast<std::ptrdiff_t>(selectors.carrier_offsets[s]));
  }
  return all;
}

Result<void> check_evidence(std::string_view evidence) {
  for (std::size_t at = 0; at < evidence.size();) {
    const std::size_t comma = std::min(evidence.find(',', at), evidence.size());
    const std::string_view kind = evidence.substr(at, comma - at);
    if (kind != "text" && kind != "selector" && kind != "image") {
      return fail(Code::invalid_input,
                  fmt::format("--evidence {}: not a kind of evidence; use text, selector, image or "
                              "several: --evidence text,selector",
                              kind));
    }
    at = comma + 1;
  }
  return {};
}

}  // namespace maillon::tasks
