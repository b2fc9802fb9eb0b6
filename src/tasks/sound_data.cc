#include <algorithm>

#include "tasks/bundle_columns.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kKinds = static_cast<std::size_t>(SelectorKind::image) + 1;

// The places where the `count` lists of an array of `size` begin, and its end.
bool are_offsets(const std::vector<uint64_t>& offsets, std::size_t count, std::size_t size) {
  return offsets.size() == count + 1 && offsets.front() == 0 && offsets.back() == size &&
         std::is_sorted(offsets.begin(), offsets.end());
}

// kNone aside.
bool all_below_or_none(const std::vector<uint32_t>& values, std::size_t limit) {
  return std::all_of(values.begin(), values.end(),
                     [&](uint32_t value) { return value == kNone || value < limit; });
}

template <class... Columns>
bool have_size(std::size_t size, const Columns&... columns) {
  return ((columns.size() == size) && ...);
}

bool is_sound(const Posts& p) {
  const std::size_t n = p.size(), seen = p.sighting_import.size();
  return have_size(n, p.key_low, p.posted_at, p.import, p.file, p.begin, p.end, p.language,
                   p.source, p.city, p.country, p.author, p.id, p.url, p.price) &&
         all_below(p.source, p.words.size()) && all_below(p.city, p.words.size()) &&
         all_below(p.country, p.words.size()) && all_below(p.author, p.words.size()) &&
         are_offsets(p.sighting_offsets, n, seen) &&
         have_size(seen, p.sighting_file, p.sighting_begin, p.sighting_end, p.sighting_version);
}

bool is_sound(const Selectors& s, std::size_t posts) {
  const std::size_t n = s.size(), hits = s.hit_selector.size();
  return have_size(n, s.service, s.state, s.bits, s.value) && all_below(s.kind, kKinds) &&
         are_offsets(s.carrier_offsets, n, s.carrier.size()) && all_below(s.carrier, posts) &&
         have_size(s.carrier.size(), s.group) && are_offsets(s.hit_offsets, posts, hits) &&
         all_below(s.hit_selector, n) && all_below(s.hit_field, kFieldCount) &&
         have_size(hits, s.hit_service, s.hit_field, s.hit_begin, s.hit_end);
}

bool is_sound(const Families& f, std::size_t posts) {
  const std::size_t n = f.size(), near = f.near_a.size();
  return have_size(posts, f.family, f.group) && all_below_or_none(f.family, n) &&
         have_size(n, f.state, f.bits, f.text) &&
         are_offsets(f.member_offsets, n, f.member.size()) && all_below(f.member, posts) &&
         all_below(f.near_a, posts) && all_below(f.near_b, posts) &&
         have_size(near, f.near_b, f.near_bits, f.near_share);
}

bool is_sound(const Pictures& p, std::size_t posts) {
  const std::size_t n = p.count();
  if (n == 0 && p.row_offsets.size() <= 1) return p.picture.empty();
  return have_size(n, p.pdq, p.import, p.photo, p.name, p.begin, p.size, p.quality, p.width,
                   p.height, p.group, p.frames, p.compared) &&
         all_below(p.group, n) && all_below(p.near_a, n) && all_below(p.near_b, n) &&
         have_size(p.near_a.size(), p.near_b, p.near_distance, p.near_mirrored) &&
         all_below(p.copy_a, n) && all_below(p.copy_b, n) &&
         have_size(p.copy_a.size(), p.copy_b, p.copy_places, p.copy_bits, p.copy_share_a,
                   p.copy_share_b, p.copy_mirrored) &&
         all_below(p.video_a, n) && all_below(p.video_b, n) &&
         have_size(p.video_a.size(), p.video_b, p.video_matched_a, p.video_matched_b,
                   p.video_distance) &&
         all_below(p.frame_picture, n) && all_below(p.frame_video, n) &&
         have_size(p.frame_picture.size(), p.frame_video, p.frame_count, p.frame_distance) &&
         are_offsets(p.row_offsets, posts, p.picture.size()) && all_below(p.picture, n);
}

bool is_sound(const Links& l, std::size_t posts) {
  return have_size(l.a.size(), l.b, l.bits, l.log_odds, l.kinds, l.accepted) &&
         all_below(l.a, posts) && all_below(l.b, posts);
}

bool is_sound(const Networks& w, std::size_t posts) {
  const std::size_t n = w.size();
  return have_size(posts, w.network) && are_offsets(w.member_offsets, n, w.member.size()) &&
         all_below(w.member, posts) &&
         have_size(n, w.first_seen, w.last_seen, w.selectors, w.cities, w.countries, w.strength);
}

}  // namespace

bool is_sound(const CaseData& data) {
  const std::size_t posts = data.posts.size();
  return is_sound(data.posts) && is_sound(data.selectors, posts) &&
         is_sound(data.families, posts) && is_sound(data.pictures, posts) &&
         is_sound(data.links, posts) && is_sound(data.networks, posts);
}

}  // namespace maillon::tasks
