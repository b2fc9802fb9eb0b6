#include "tasks/pictures/look_up.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "link/photos/videos.h"
#include "tasks/video/video_facts.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kListingsKept = 5;  // of one picture
constexpr std::size_t kAtOnce = 4096;     // queries

template <std::size_t N>
void take(std::string_view bytes, std::array<uint8_t, N>& sum) {
  if (bytes.size() == N) std::memcpy(sum.data(), bytes.data(), N);
}

void add_forms(const Hash256& stored, const Hash256& shown, PhotoQuery& query) {
  query.pdq.push_back(stored);
  if (shown != stored) query.pdq.push_back(shown);
}

void add_frames(std::string_view frames, PhotoQuery& query) {
  query.is_video = true;
  query.pdq = unpack_frames(frames);
}

// An entry, by how much of the picture or video it is matched.
struct Found {
  ListMatch match;      // the nearest
  uint32_t hashes = 0;  // of the query that match by PDQ
};

void append_queries(const PhotoQuery& photo, std::vector<HashQuery>& queries) {
  queries.push_back(query_of("", photo.checksums));
  for (const Hash256& pdq : photo.pdq)
    set_pdq(queries.emplace_back(), pdq, photo.is_video ? link::kLeastFrameQuality : photo.quality);
}

std::string line_of(const Found& found, const PhotoQuery& photo, const NamedList& list) {
  std::string how(share::to_name(found.match.kind));
  if (photo.is_video && found.hashes > 0)
    how = fmt::format("{} of {} frames, the nearest pdq", found.hashes, photo.pdq.size());
  std::string line = fmt::format("{} list {}, entry {}: {} distance {}", list.list.settings().role,
                                 list.name, found.match.entry.id, how, found.match.distance);
  if (found.match.entry.entry.restricted) line += fmt::format("; {}", kReportingDuty);
  return line + '\n';
}

// The duty to report, and that nothing is shown, do not depend on how many entries are told.
PhotoListing to_listing(std::vector<Found> found, const PhotoQuery& photo,
                        const std::vector<NamedList>& lists) {
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::pair(a.match.entry.entry.restricted ? 0 : 1, a.match.distance) <
           std::pair(b.match.entry.entry.restricted ? 0 : 1, b.match.distance);
  });
  PhotoListing out;
  out.is_restricted = !found.empty() && found.front().match.entry.entry.restricted;
  for (std::size_t i = 0; i < std::min(found.size(), kListingsKept); ++i)
    out.says += line_of(found[i], photo, lists[found[i].match.list]);
  return out;
}

std::vector<Found> entries_of(std::span<QueryMatches> matches) {
  std::map<std::pair<std::size_t, uint64_t>, Found> by_entry;
  for (std::size_t q = 0; q < matches.size(); ++q) {
    for (ListMatch& match : matches[q].shown) {
      const auto [at, is_new] = by_entry.try_emplace({match.list, match.entry.id});
      Found& found = at->second;
      found.hashes += match.kind == share::HashKind::pdq ? 1 : 0;
      if (is_new || match.distance < found.match.distance) found.match = std::move(match);
    }
  }
  std::vector<Found> out;
  for (auto& [key, found] : by_entry) out.push_back(std::move(found));
  return out;
}

}  // namespace

std::vector<std::string_view> list_names(std::string_view says) {
  // "block list spam, entry 7: ..."
  constexpr std::string_view kBefore = " list ", kBehind = ", entry ";
  std::vector<std::string_view> names;
  while (!says.empty()) {
    const std::string_view line = says.substr(0, says.find('\n'));
    says.remove_prefix(std::min(line.size() + 1, says.size()));
    const std::size_t at = line.find(kBefore), end = line.find(kBehind);
    if (at == line.npos || end == line.npos || end < at + kBefore.size()) continue;
    names.push_back(line.substr(at + kBefore.size(), end - at - kBefore.size()));
  }
  return names;
}

PhotoQuery query_of(const PhotoFacts& facts) {
  PhotoQuery query;
  query.checksums = facts.checksums;
  query.quality = facts.quality;
  if (!facts.frames.empty()) {
    add_frames(facts.frames, query);
  } else if (facts.reason.empty()) {
    add_forms(facts.pdq, facts.oriented, query);
  }
  return query;
}

PhotoQuery query_of(const PhotoTable& photos, uint32_t index) {
  PhotoQuery query;
  take(photos.md5[index], query.checksums.md5);
  take(photos.sha1[index], query.checksums.sha1);
  take(photos.sha256[index], query.checksums.sha256);
  query.quality = photos.quality[index];
  if (!photos.frames[index].empty()) {
    add_frames(photos.frames[index], query);
  } else if (photos.reason[index].empty()) {
    add_forms(hash_at(photos.pdq, index), hash_at(photos.oriented, index), query);
  }
  return query;
}

Result<std::vector<PhotoListing>> look_up_photos(std::vector<NamedList>& lists,
                                                 std::span<const PhotoQuery> photos) {
  std::vector<PhotoListing> all;
  for (std::size_t i = 0; i < photos.size();) {
    const std::size_t first = i;
    std::vector<HashQuery> queries;
    for (; i < photos.size() && queries.size() < kAtOnce; ++i) append_queries(photos[i], queries);
    TRY(std::vector<QueryMatches> matches, match_hashes(lists, queries, -1, 0));
    std::size_t begin = 0;
    for (std::size_t p = first; p < i; ++p) {
      const std::size_t count = 1 + photos[p].pdq.size();
      std::vector<Found> found = entries_of(std::span(matches).subspan(begin, count));
      all.push_back(to_listing(std::move(found), photos[p], lists));
      begin += count;
    }
  }
  return all;
}

}  // namespace maillon::tasks
