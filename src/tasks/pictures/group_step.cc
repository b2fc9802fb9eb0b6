#include "tasks/pictures/group_step.h"

#include <algorithm>
#include <string>

#include "link/photos/groups.h"

namespace maillon::tasks {
namespace {

constexpr auto kImage = static_cast<uint8_t>(SelectorKind::image);

// The pictures that current versions of posts have, by SHA-256 in hex, ascending.
std::vector<std::string> list_used(const CollectedPosts& posts,
                                   const std::vector<SignalSegment>& segments) {
  std::vector<std::vector<uint8_t>> seen;
  for (const SignalSegment& s : segments) seen.emplace_back(s.kind.size(), 0);
  std::vector<std::string> used;
  for (std::size_t row = 0; row < posts.segment.size(); ++row) {
    const SignalSegment& s = segments[posts.segment[row]];
    const uint32_t record = posts.record[row];
    for (uint64_t i = s.hit_offsets[record]; i < s.hit_offsets[record + 1]; ++i) {
      const uint32_t selector = s.hit_selector[i];
      uint8_t& before = seen[posts.segment[row]][selector];
      if (s.kind[selector] == kImage && before == 0) used.emplace_back(s.value[selector]);
      before = 1;
    }
  }
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  return used;
}

void list_by_row(const CollectedPosts& posts, const std::vector<SignalSegment>& segments,
                 const std::vector<std::string>& used, Pictures& out) {
  for (std::size_t row = 0; row < posts.segment.size(); ++row) {
    const SignalSegment& s = segments[posts.segment[row]];
    const uint32_t record = posts.record[row];
    for (uint64_t i = s.hit_offsets[record]; i < s.hit_offsets[record + 1]; ++i) {
      const uint32_t selector = s.hit_selector[i];
      if (s.kind[selector] != kImage) continue;
      const auto at = std::lower_bound(used.begin(), used.end(), s.value[selector]);
      out.picture.push_back(static_cast<uint32_t>(at - used.begin()));
    }
    out.row_offsets.push_back(out.picture.size());
  }
}

Hash256 hash_at(const std::vector<uint64_t>& words, uint32_t index) {
  Hash256 hash;
  for (std::size_t w = 0; w < hash.word.size(); ++w) hash.word[w] = words[4 * index + w];
  return hash;
}

struct Hashes {
  std::vector<Hash256> stored, oriented, mirrored;
};

// What is known of each used picture, from the first import that has it.
void gather(const CasePhotos& photos, const std::vector<std::string>& used, Pictures& out,
            Hashes& hashes) {
  struct Place {
    const CasePhotos::OfImport* in = nullptr;
    uint32_t index = 0;
  };
  std::vector<Place> places(used.size());
  for (const CasePhotos::OfImport& in : photos.imports()) {
    for (uint32_t i = 0; i < in.photos.count(); ++i) {
      const std::string hex = to_hex(reinterpret_cast<const uint8_t*>(in.photos.sha256[i].data()),
                                     in.photos.sha256[i].size());
      const auto at = std::lower_bound(used.begin(), used.end(), hex);
      if (at == used.end() || *at != hex) continue;
      Place& place = places[static_cast<std::size_t>(at - used.begin())];
      if (place.in == nullptr) place = {&in, i};
    }
  }
  for (std::size_t p = 0; p < used.size(); ++p) {
    const PhotoTable& from = places[p].in->photos;
    const uint32_t i = places[p].index;
    out.sha256.push_back(used[p]);
    out.import.push_back(places[p].in->import.value);
    out.photo.push_back(i);
    out.name.push_back(from.name[i]);
    out.begin.push_back(from.begin[i]);
    out.size.push_back(from.size[i]);
    out.quality.push_back(from.quality[i]);
    out.width.push_back(from.width[i]);
    out.height.push_back(from.height[i]);
    hashes.stored.push_back(hash_at(from.pdq, i));
    hashes.oriented.push_back(hash_at(from.oriented, i));
    hashes.mirrored.push_back(hash_at(from.mirrored, i));
    out.pdq.push_back(to_hex(hashes.stored.back()));
  }
}

// The same hits, with the pictures' groups for selectors.
void name_groups(const std::vector<std::string>& used, const Pictures& pictures,
                 SignalSegment& segment) {
  const auto first = static_cast<uint32_t>(
      std::find(segment.kind.begin(), segment.kind.end(), kImage) - segment.kind.begin());
  const auto count = static_cast<uint32_t>(segment.kind.size());
  if (first == count) return;
  // Pictures are the last of the selectors: their kind is the highest.
  std::vector<std::string> values(count - first);
  for (uint32_t s = first; s < count; ++s) {
    const auto at = std::lower_bound(used.begin(), used.end(), segment.value[s]);
    if (at == used.end() || *at != segment.value[s]) continue;  // of old versions only
    values[s - first] =
        picture_id(pictures, pictures.group[static_cast<std::size_t>(at - used.begin())]);
  }
  std::vector<std::string> distinct = values;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  StringColumn value;
  for (uint32_t s = 0; s < first; ++s) value.push_back(segment.value[s]);
  for (const std::string& v : distinct) value.push_back(v);
  segment.value = std::move(value);
  segment.kind.resize(first + distinct.size());
  segment.service.resize(first + distinct.size());
  for (uint32_t& selector : segment.hit_selector) {
    if (selector < first) continue;
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), values[selector - first]);
    selector = first + static_cast<uint32_t>(at - distinct.begin());
  }
}

}  // namespace

Result<Pictures> group_pictures(const CasePhotos& photos, const CollectedPosts& posts,
                                std::vector<SignalSegment>& segments, Progress& progress) {
  Pictures pictures;
  const std::vector<std::string> used = list_used(posts, segments);
  if (used.empty()) return pictures;
  Step step(progress, "same pictures", used.size(), "pictures");
  Hashes hashes;
  gather(photos, used, pictures, hashes);
  list_by_row(posts, segments, used, pictures);
  const std::vector<link::PhotoPair> pairs =
      link::find_near_photos({hashes.stored, hashes.oriented, hashes.mirrored, pictures.quality});
  pictures.group = link::group_photos(used.size(), pairs);
  for (const link::PhotoPair& pair : pairs) {
    pictures.near_a.push_back(pair.a);
    pictures.near_b.push_back(pair.b);
    pictures.near_distance.push_back(pair.distance);
    pictures.near_mirrored.push_back(pair.is_mirrored);
  }
  for (SignalSegment& segment : segments) name_groups(used, pictures, segment);
  step.end(used.size());
  return pictures;
}

}  // namespace maillon::tasks
