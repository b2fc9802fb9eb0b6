#include "tasks/report_gather.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "link/disjoint_sets.h"
#include "tasks/decisions.h"
#include "tasks/pages/page_places.h"
#include "tasks/pictures/listings.h"
#include "tasks/pictures/photos.h"
#include "tasks/show_lines.h"
#include "tasks/show_post.h"

namespace maillon::tasks {

namespace {

bool is_inside(const CaseData& data, LinkIndex i, uint32_t number) {
  return data.networks.network[data.links.a[i]] == number &&
         data.networks.network[data.links.b[i]] == number;
}

}  // namespace

std::vector<LinkIndex> find_holding_links(const CaseData& data, uint32_t network) {
  const uint32_t number = data.networks.number[network];
  const Links& links = data.links;
  std::vector<LinkIndex> inner;
  for (LinkIndex i = 0; i < links.a.size(); ++i) {
    if (links.accepted[i] != 0 && is_inside(data, i, number)) inner.push_back(i);
  }
  return find_holding_links(data, std::move(inner));
}

std::vector<LinkIndex> find_holding_links(const CaseData& data, std::vector<LinkIndex> inner) {
  const Links& links = data.links;
  std::sort(inner.begin(), inner.end(), [&](LinkIndex x, LinkIndex y) {
    if (links.log_odds[x] != links.log_odds[y]) return links.log_odds[x] > links.log_odds[y];
    return links.bits[x] != links.bits[y] ? links.bits[x] > links.bits[y] : x < y;
  });
  std::vector<uint32_t> rows;
  for (const LinkIndex i : inner) rows.insert(rows.end(), {links.a[i], links.b[i]});
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  const auto place = [&](uint32_t row) {
    return static_cast<uint32_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
  };
  link::DisjointSets parts(rows.size());
  std::vector<LinkIndex> holding;
  for (const LinkIndex i : inner) {
    const uint32_t a = place(links.a[i]), b = place(links.b[i]);
    if (parts.find(a) == parts.find(b)) continue;
    parts.join(a, b);
    holding.push_back(i);
  }
  std::reverse(holding.begin(), holding.end());
  return holding;
}

uint64_t count_rejected_inside(const CaseData& data, uint32_t network) {
  const uint32_t number = data.networks.number[network];
  uint64_t count = 0;
  for (LinkIndex i = 0; i < data.links.a.size(); ++i) {
    count += data.links.accepted[i] == 0 && is_inside(data, i, number) ? 1 : 0;
  }
  return count;
}

// Does a side of a decision, identifiers with blanks between them, name one of these?
bool names_any(std::string_view side, const Names& ids) {
  while (!side.empty()) {
    const std::size_t end = std::min(side.find(' '), side.size());
    if (ids.contains(side.substr(0, end))) return true;
    side.remove_prefix(std::min(end + 1, side.size()));
  }
  return false;
}

Names names_of(const CaseData& data, uint32_t network) {
  Names ids{network_id(data.networks.number[network])};
  const auto members = data.networks.members(network);
  for (const uint32_t row : members) {
    ids.insert(post_id(data.posts, row));
    if (std::string family = template_of(data, row); !family.empty()) ids.insert(std::move(family));
  }
  for (const SelectorUse& use : selectors_of(data, members)) {
    ids.insert(selector_id(data.selectors, use.selector));
  }
  return ids;
}

std::vector<store::Decision> find_decisions(const CaseData& data, uint32_t network,
                                            std::span<const store::Decision> all) {
  std::vector<store::Decision> about;
  // Nothing is said of most networks: their identifiers are made only where there is a question.
  if (all.empty()) return about;
  const Names ids = names_of(data, network);
  for (const store::Decision& decision : all) {
    if (decision.kind == "search" || decision.kind == "mapping") continue;
    if (names_any(decision.a, ids) || names_any(decision.b, ids)) about.push_back(decision);
  }
  return about;
}

std::vector<report::ReportDecision> decisions_about(const CaseData& data, uint32_t network,
                                                    std::span<const store::Decision> all) {
  std::vector<report::ReportDecision> about;
  for (const store::Decision& decision : find_decisions(data, network, all)) {
    about.push_back({decision.kind, words_of(decision), decision.reason, decision.actor,
                     decision.time, decision.active});
  }
  return about;
}

ReportPictures::ReportPictures(const OpenedCase& from) : from_(from) {}

report::ReportPicture ReportPictures::describe(uint32_t p, bool with_likeness) const {
  const Pictures& pictures = from_.data.pictures;
  report::ReportPicture out;
  out.sha256 = pictures.sha256[p];
  out.restricted = pictures.restricted[p] != 0;
  if (out.restricted) return out;
  out.id = picture_id(pictures, p);
  out.width = pictures.width[p];
  out.height = pictures.height[p];
  out.listed = listed_lines(pictures, p);
  if (with_likeness) {
    out.likeness = read_thumbnail(*from_.file, ImportId{pictures.import[p]}, pictures.photo[p]);
  }
  return out;
}

std::vector<report::ReportPicture> ReportPictures::of(std::span<const uint32_t> rows,
                                                      std::size_t limit, uint64_t& total) const {
  std::map<uint32_t, uint64_t> posts;
  for (const uint32_t row : rows) {
    for (const uint32_t p : from_.data.pictures.of(row)) ++posts[p];
  }
  total = posts.size();
  std::vector<std::pair<uint32_t, uint64_t>> most(posts.begin(), posts.end());
  std::stable_sort(most.begin(), most.end(),
                   [](const auto& x, const auto& y) { return x.second > y.second; });
  if (most.size() > limit) most.resize(limit);
  std::vector<report::ReportPicture> out;
  for (const auto& [picture, count] : most) {
    out.push_back(describe(picture, true));
    out.back().posts = count;
  }
  return out;
}

const store::Import* ReportPosts::import_of(uint32_t id) {
  const auto found = imports_.find(id);
  if (found != imports_.end()) return &found->second;
  auto import = from_.file->import(ImportId{id});
  if (!import) return nullptr;
  return &imports_.emplace(id, *std::move(import)).first->second;
}

report::ReportPost ReportPosts::read(uint32_t row) {
  const Posts& posts = from_.data.posts;
  report::ReportPost out;
  out.page.post = post_line(from_.data, row, nullptr);
  out.page.language = language_of(posts, row);
  const auto record = from_.reader->read(place_of(posts, row));
  if (!record) {
    out.unread = record.error().message;
  } else if (record->size() > 0) {
    for (std::size_t f = 0; f < kFieldCount; ++f) out.page.fields[f] = record->fields[f][0];
    add_marks(from_.data, row, out.page);
  }
  for (uint64_t i = posts.sighting_offsets[row]; i < posts.sighting_offsets[row + 1]; ++i) {
    const store::Import* import = import_of(posts.sighting_import[i]);
    if (import == nullptr || posts.sighting_file[i] >= import->files.size()) continue;
    const store::ImportedFile& file = import->files[posts.sighting_file[i]];
    report::Sighting sighting;
    sighting.file = file.name;
    sighting.sha256 = to_hex(file.sha256);
    sighting.begin = posts.sighting_begin[i];
    sighting.end = posts.sighting_end[i];
    if (const auto place = find_page(*from_.file, file, sighting.begin, sighting.end)) {
      sighting.begin = place->begin;
      sighting.end = place->end;
    }
    sighting.imported_at = import->time;
    out.page.sightings.push_back(std::move(sighting));
  }
  std::stable_sort(out.page.sightings.begin(), out.page.sightings.end(),
                   [](const auto& x, const auto& y) { return x.imported_at < y.imported_at; });
  for (const uint32_t picture : from_.data.pictures.of(row)) {
    out.pictures.push_back(pictures_.describe(picture, false));
  }
  return out;
}

std::vector<report::ReportFile> ReportPosts::files_of(std::span<const uint32_t> rows) {
  const Posts& posts = from_.data.posts;
  std::set<std::pair<uint32_t, uint32_t>> seen;
  for (const uint32_t row : rows) {
    for (uint64_t i = posts.sighting_offsets[row]; i < posts.sighting_offsets[row + 1]; ++i) {
      seen.emplace(posts.sighting_import[i], posts.sighting_file[i]);
    }
  }
  std::vector<report::ReportFile> files;
  for (const auto& [id, index] : seen) {
    const store::Import* import = import_of(id);
    if (import == nullptr || index >= import->files.size()) continue;
    const store::ImportedFile& file = import->files[index];
    files.push_back({file.name, to_hex(file.sha256), import->actor, file.raw_size, import->time});
  }
  return files;
}

std::vector<std::string> secrets_of(const CaseData& data, std::span<const uint32_t> rows) {
  std::set<std::string> values;
  for (const SelectorUse& use : selectors_of(data, rows)) {
    if (static_cast<SelectorKind>(data.selectors.kind[use.selector]) == SelectorKind::image) {
      continue;
    }
    values.emplace(data.selectors.value[use.selector]);
  }
  std::vector<std::string> longest(values.begin(), values.end());
  std::stable_sort(longest.begin(), longest.end(),
                   [](const auto& x, const auto& y) { return x.size() > y.size(); });
  return longest;
}

Result<int64_t> time_of_latest_act(store::Case& file) {
  int64_t latest = kNoTime;
  TRY(const std::vector<store::Import> imports, file.imports());
  for (const store::Import& import : imports) latest = std::max(latest, import.time);
  TRY(const std::vector<store::Decision> decisions, file.all_decisions());
  for (const store::Decision& decision : decisions) latest = std::max(latest, decision.time);
  TRY(const std::vector<store::IdentityAct> links, file.identity_acts());
  for (const store::IdentityAct& act : links) latest = std::max(latest, act.time);
  // What is taken back, or done again, stands in the log alone.
  TRY_OK(file.log_tree().read(0, [&](const store::LogEntry& entry) {
    if (entry.action == "undo" || entry.action == "redo") latest = std::max(latest, entry.time);
    return true;
  }));
  return latest;
}

}  // namespace maillon::tasks
