#include "tasks/pictures/group_step.h"

#include <algorithm>
#include <string>

#include "link/photos/groups.h"
#include "tasks/pictures/copies.h"
#include "tasks/video/pair_videos.h"
#include "tasks/video/video_facts.h"

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

struct Hashes {
  std::vector<Hash256> stored, oriented, mirrored;
  std::vector<std::vector<Hash256>> frames;  // of videos
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
      const std::string hex = to_hex(in.photos.sha256[i]);
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
    hashes.frames.push_back(unpack_frames(from.frames[i]));
    out.frames.push_back(static_cast<uint32_t>(hashes.frames.back().size()));
    out.pdq.push_back(to_hex(hashes.stored.back()));
  }
}

// ---- Groups as selectors -------------------------------------------------------------

// The identifiers of the groups that a picture shows: its own, and those within it.
class GroupNames {
 public:
  GroupNames(const std::vector<std::string>& used, const Pictures& pictures,
             const std::vector<link::PhotoGroups::Within>& within)
      : used_(used), pictures_(pictures), within_(within) {}

  std::vector<std::string> of(std::string_view sha256) const {
    const auto at = std::lower_bound(used_.begin(), used_.end(), sha256);
    if (at == used_.end() || *at != sha256) return {};  // of old versions only
    const uint32_t group = pictures_.group[static_cast<std::size_t>(at - used_.begin())];
    std::vector<std::string> names{picture_id(pictures_, group)};
    const link::PhotoGroups::Within first{group, 0};
    for (auto w = std::lower_bound(within_.begin(), within_.end(), first);
         w != within_.end() && w->whole == group; ++w)
      names.push_back(picture_id(pictures_, w->part));
    return names;
  }

 private:
  const std::vector<std::string>& used_;
  const Pictures& pictures_;
  const std::vector<link::PhotoGroups::Within>& within_;
};

// The same hits, with the pictures' groups for selectors.
void name_groups(const GroupNames& names, SignalSegment& segment) {
  // Pictures are the last of the selectors: their kind is the highest.
  const auto first = static_cast<uint32_t>(
      std::find(segment.kind.begin(), segment.kind.end(), kImage) - segment.kind.begin());
  const auto count = static_cast<uint32_t>(segment.kind.size());
  if (first == count) return;
  std::vector<std::vector<std::string>> shown;  // per old selector
  std::vector<std::string> values;
  for (uint32_t s = first; s < count; ++s) {
    shown.push_back(names.of(segment.value[s]));
    values.insert(values.end(), shown.back().begin(), shown.back().end());
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  SignalSegment out;
  out.hit_offsets.clear();
  for (std::size_t row = 0; row + 1 < segment.hit_offsets.size(); ++row) {
    out.hit_offsets.push_back(out.hit_selector.size());
    for (uint64_t i = segment.hit_offsets[row]; i < segment.hit_offsets[row + 1]; ++i) {
      const auto add = [&](uint32_t selector) {
        out.hit_selector.push_back(selector);
        out.hit_service.push_back(segment.hit_service[i]);
        out.hit_field.push_back(segment.hit_field[i]);
        out.hit_begin.push_back(segment.hit_begin[i]);
        out.hit_end.push_back(segment.hit_end[i]);
      };
      if (segment.hit_selector[i] < first) {
        add(segment.hit_selector[i]);
        continue;
      }
      for (const std::string& name : shown[segment.hit_selector[i] - first]) {
        const auto at = std::lower_bound(values.begin(), values.end(), name);
        add(first + static_cast<uint32_t>(at - values.begin()));
      }
    }
  }
  out.hit_offsets.push_back(out.hit_selector.size());
  for (uint32_t s = 0; s < first; ++s) out.value.push_back(segment.value[s]);
  for (const std::string& v : values) out.value.push_back(v);
  segment.value = std::move(out.value);
  segment.kind.resize(first);
  segment.kind.resize(first + values.size(), kImage);
  segment.service.resize(first);
  segment.service.resize(first + values.size(), 0);
  segment.hit_offsets = std::move(out.hit_offsets);
  segment.hit_selector = std::move(out.hit_selector);
  segment.hit_service = std::move(out.hit_service);
  segment.hit_field = std::move(out.hit_field);
  segment.hit_begin = std::move(out.hit_begin);
  segment.hit_end = std::move(out.hit_end);
}

}  // namespace

Result<Pictures> group_pictures(const store::Case& open_case, const CasePhotos& photos, bool anew,
                                const CollectedPosts& posts, std::vector<SignalSegment>& segments,
                                Progress& progress) {
  Pictures pictures;
  const std::vector<std::string> used = list_used(posts, segments);
  if (used.empty()) return pictures;
  Step step(progress, "same pictures", used.size(), "pictures");
  Hashes hashes;
  gather(photos, used, pictures, hashes);
  list_by_row(posts, segments, used, pictures);
  const std::vector<uint8_t> quality = quality_without_videos(pictures);
  const std::vector<link::PhotoPair> pairs =
      link::find_near_photos({hashes.stored, hashes.oriented, hashes.mirrored, quality});
  for (const link::PhotoPair& pair : pairs) {
    pictures.near_a.push_back(pair.a);
    pictures.near_b.push_back(pair.b);
    pictures.near_distance.push_back(pair.distance);
    pictures.near_mirrored.push_back(pair.is_mirrored);
  }
  const link::PhotoGroups near = link::group_photos(used.size(), pairs, {});
  TRY(std::vector<link::PhotoCopy> copies, find_copies(open_case, anew, near.group, pictures));
  const std::vector<link::PhotoCopy> videos = pair_videos(hashes.frames, hashes.oriented, pictures);
  copies.insert(copies.end(), videos.begin(), videos.end());
  link::PhotoGroups groups = link::group_photos(used.size(), pairs, copies);
  pictures.group = std::move(groups.group);
  const GroupNames names(used, pictures, groups.within);
  for (SignalSegment& segment : segments) name_groups(names, segment);
  step.end(used.size());
  return pictures;
}

}  // namespace maillon::tasks
