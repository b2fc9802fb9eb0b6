#include "tasks/show_selector.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "tasks/annotations.h"
#include "tasks/pictures/listings.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kSpellingsRead = 300;  // posts whose text is read for spellings
constexpr std::size_t kCarriersShown = 12;
constexpr std::size_t kIndirectSample = 6;

// The selectors of the same kind and value, whatever their service.
std::vector<uint32_t> same_value(const Selectors& selectors, uint32_t selector) {
  std::vector<uint32_t> same;
  for (uint32_t s = 0; s < selectors.size(); ++s) {
    const bool is_phone =
        static_cast<SelectorKind>(selectors.kind[selector]) == SelectorKind::phone;
    if (s == selector || (is_phone && selectors.kind[s] == selectors.kind[selector] &&
                          selectors.value[s] == selectors.value[selector])) {
      same.push_back(s);
    }
  }
  return same;
}

void sort_unique(std::vector<uint32_t>& rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

std::vector<uint32_t> carriers_of(const Selectors& selectors, std::span<const uint32_t> which) {
  std::vector<uint32_t> rows;
  for (const uint32_t s : which) {
    const auto carriers = selectors.carriers(s);
    rows.insert(rows.end(), carriers.begin(), carriers.end());
  }
  sort_unique(rows);
  return rows;
}

// As the posts write it. Reads a sample of the posts, spread evenly.
std::vector<report::Tally> spellings_of(const OpenedCase& from, std::span<const uint32_t> same,
                                        std::span<const uint32_t> rows) {
  const Selectors& selectors = from.data.selectors;
  std::map<std::string, uint64_t> counts;
  const std::size_t step = std::max<std::size_t>(1, rows.size() / kSpellingsRead);
  for (std::size_t i = 0; i < rows.size(); i += step) {
    const uint32_t row = rows[i];
    const auto record = from.reader->read(place_of(from.data.posts, row));
    if (!record || record->size() == 0) continue;
    for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
      if (std::find(same.begin(), same.end(), selectors.hit_selector[hit]) == same.end()) continue;
      const auto field = static_cast<Field>(selectors.hit_field[hit]);
      const std::string_view text = record->field(field, 0);
      const uint32_t begin = selectors.hit_begin[hit], end = selectors.hit_end[hit];
      if (begin >= end || end > text.size()) continue;
      std::string spelling(text.substr(begin, end - begin));
      if (field == Field::image_text) spelling += fmt::format(" ({})", report::field_words(field));
      ++counts[spelling];
    }
  }
  std::vector<report::Tally> spellings;
  for (const auto& [text, posts] : counts) spellings.push_back({text, posts});
  std::stable_sort(spellings.begin(), spellings.end(),
                   [](const auto& x, const auto& y) { return x.posts > y.posts; });
  return spellings;
}

// Why it is infrastructure: a person's word, else what was found.
report::Sentence hub_note(const OpenedCase& from, uint32_t selector, std::size_t posts) {
  if (is_followed(from.data.selectors, selector)) return {};
  const auto decisions = from.file->decisions();
  if (decisions) {
    const std::string id = selector_id(from.data.selectors, selector);
    for (auto d = decisions->rbegin(); d != decisions->rend(); ++d) {
      if (d->kind != "hub" || d->a != id) continue;
      return {d->actor + " decided so" + (d->reason.empty() ? "" : ": " + d->reason),
              {{"hub_decided", {{"who", d->actor}, {"reason", d->reason}}}}};
    }
  }
  const std::string count = std::to_string(posts);
  return {count + " posts share it that have nothing else in common, as with a site's own number",
          {{"hub_found", {{"posts", count}}}}};
}

// The pictures of a selector of the kind image, those that most posts have first.
std::vector<report::PictureLine> pictures_of(const CaseData& data, uint32_t selector) {
  const Pictures& pictures = data.pictures;
  std::vector<report::PictureLine> lines;
  if (static_cast<SelectorKind>(data.selectors.kind[selector]) != SelectorKind::image) return lines;
  std::map<uint32_t, uint64_t> posts;  // by picture
  for (const uint32_t row : data.selectors.carriers(selector)) {
    for (const uint32_t p : pictures.of(row)) {
      if (picture_id(pictures, pictures.group[p]) == data.selectors.value[selector]) ++posts[p];
    }
  }
  for (const auto& [p, count] : posts) {
    lines.push_back({picture_id(pictures, p), std::string(pictures.name[p]), pictures.width[p],
                     pictures.height[p], pictures.quality[p], count, std::string(pictures.pdq[p]),
                     std::string(pictures.sha256[p]), pictures.frames[p], listed_lines(pictures, p),
                     pictures.restricted[p] != 0});
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& x, const auto& y) { return x.posts > y.posts; });
  return lines;
}

}  // namespace

report::SelectorPage build_selector_page(const OpenedCase& from, uint32_t selector) {
  const CaseData& data = from.data;
  const std::vector<uint32_t> same = same_value(data.selectors, selector);
  const std::vector<uint32_t> rows = carriers_of(data.selectors, same);
  const Period period = period_of(data.posts, rows);

  report::SelectorPage page;
  page.selector = selector_line(
      data, {selector, static_cast<uint32_t>(rows.size()), period.first, period.last});
  page.selector.posts_in_case = rows.size();
  page.pictures = pictures_of(data, selector);
  page.annotations = annotations_of(*from.file, data, page.selector.id);
  page.hub_note = hub_note(from, selector, rows.size());
  if (!page.hub_note.empty())
    page.selector.note.clear(), page.selector.said.clear();  // the same, at length
  page.spellings = spellings_of(from, same, rows);
  page.direct = circle_of(data, rows, *from.reader, kCarriersShown);
  std::vector<uint32_t> followed;
  for (const SelectorUse& use : selectors_of(data, rows)) {
    if (std::find(same.begin(), same.end(), use.selector) != same.end()) continue;
    if (is_followed(data.selectors, use.selector)) {
      page.shared.push_back(selector_line(data, use));
      followed.push_back(use.selector);
    } else {
      page.hubs.push_back(selector_line(data, use));
    }
  }
  // What a hub's posts carry says nothing about each other.
  if (!page.hub_note.empty()) return page;
  std::vector<uint32_t> further = carriers_of(data.selectors, followed);
  std::erase_if(further,
                [&](uint32_t row) { return std::binary_search(rows.begin(), rows.end(), row); });
  page.indirect = circle_of(data, further, *from.reader, kIndirectSample);
  return page;
}

}  // namespace maillon::tasks
