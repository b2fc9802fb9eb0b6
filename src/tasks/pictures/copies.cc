#include "tasks/pictures/copies.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "extract/image/facts.h"
#include "link/photos/local_match.h"
#include "tasks/derived_io.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {
namespace {

// If more than one in so many was not compared by the last link, all are compared anew.
constexpr std::size_t kCompareAnew = 4;
// Copies of fewer bits are kept to be looked at and link nobody: between 40 and 80 bits stand
// some pairs of unrelated pictures with soft blobs (docs/photographs.md).

// The features of the first picture of each group, as far as it has any.
struct Compared {
  std::vector<uint32_t> picture;
  std::vector<LocalFeatures> features;
};

// Nothing if they are more than kMostCompared.
Result<std::optional<Compared>> read_compared(const store::Case& from, const Pictures& pictures,
                                              const std::vector<uint32_t>& firsts) {
  struct Wanted {
    uint32_t import, photo, picture;
    auto operator<=>(const Wanted&) const = default;
  };
  std::vector<Wanted> wanted;
  for (const uint32_t p : firsts) wanted.push_back({pictures.import[p], pictures.photo[p], p});
  std::sort(wanted.begin(), wanted.end());
  std::vector<std::pair<uint32_t, LocalFeatures>> found;
  StringColumn shard;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Wanted& w = wanted[i];
    const bool is_next = i == 0 || wanted[i - 1].import != w.import ||
                         wanted[i - 1].photo / kShardPictures != w.photo / kShardPictures;
    if (is_next) {
      TRY(shard, read_features(from, ImportId{w.import}, w.photo / kShardPictures));
    }
    const uint32_t at = w.photo % kShardPictures;
    if (at >= shard.size() || shard[at].empty()) continue;
    TRY(LocalFeatures features, extract::unpack_features(shard[at]));
    if (!features.keypoints.empty()) found.emplace_back(w.picture, std::move(features));
    if (found.size() > kMostCompared) return std::optional<Compared>();
  }
  std::sort(found.begin(), found.end(),
            [](const auto& x, const auto& y) { return x.first < y.first; });
  Compared out;
  for (auto& [picture, features] : found) {
    out.picture.push_back(picture);
    out.features.push_back(std::move(features));
  }
  return std::optional(std::move(out));
}

uint8_t to_percent(double share) {
  return static_cast<uint8_t>(std::lround(std::clamp(share, 0.0, 1.0) * 100));
}

// What the groups need to know of two copies, by picture.
struct Copy {
  uint32_t a = 0, b = 0;  // a < b
  uint32_t places = 0;
  int32_t bits = 0;
  uint8_t share_a = 0, share_b = 0, is_mirrored = 0;
};

Copy to_copy(uint32_t x, uint32_t y, const link::CopyMatch& match) {
  Copy copy{x,
            y,
            static_cast<uint32_t>(match.places),
            static_cast<int32_t>(std::lround(match.bits * 1024)),
            to_percent(match.area_a.share()),
            to_percent(match.area_b.share()),
            static_cast<uint8_t>(match.mirrored ? 1 : 0)};
  if (x > y) {
    std::swap(copy.a, copy.b);
    std::swap(copy.share_a, copy.share_b);
  }
  return copy;
}

// What the last link found among pictures that are still used; marks those that it compared.
std::vector<Copy> keep_known(const store::Case& from, Pictures& pictures) {
  const Result<Pictures> known = read_pictures(from);
  if (!known) return {};
  std::vector<uint32_t> now(known->count(), kNone);
  for (uint32_t p = 0, k = 0; p < pictures.count() && k < known->count();) {
    const int order = pictures.sha256[p].compare(known->sha256[k]);
    if (order == 0) {
      pictures.compared[p] = known->compared[k];
      now[k] = p;
    }
    if (order <= 0) ++p;
    if (order >= 0) ++k;
  }
  std::vector<Copy> copies;
  for (std::size_t i = 0; i < known->copy_a.size(); ++i) {
    const uint32_t a = now[known->copy_a[i]];
    const uint32_t b = now[known->copy_b[i]];
    if (a == kNone || b == kNone) continue;
    copies.push_back({a, b, known->copy_places[i], known->copy_bits[i], known->copy_share_a[i],
                      known->copy_share_b[i], known->copy_mirrored[i]});
  }
  return copies;
}

// Copies among pictures: all of them against all, or where most were compared before, the
// new ones against all.
std::vector<Copy> compare_pictures(const Compared& compared, const Pictures& pictures) {
  std::vector<FeaturesView> views;
  std::vector<uint32_t> fresh;  // places in compared
  for (uint32_t i = 0; i < compared.picture.size(); ++i) {
    views.push_back(compared.features[i].view());
    if (pictures.compared[compared.picture[i]] == 0) fresh.push_back(i);
  }
  std::vector<Copy> copies;
  if (fresh.size() * kCompareAnew > views.size()) {
    for (const link::CopyPair& pair : link::find_copy_pairs(views))
      copies.push_back(to_copy(compared.picture[pair.a], compared.picture[pair.b], pair.match));
    return copies;
  }
  if (fresh.empty()) return copies;
  const link::LocalIndex index(views);
  std::vector<std::vector<link::CopyOf>> found(fresh.size());
  parallel_for(fresh.size(), [&](std::size_t i) { found[i] = index.find(views[fresh[i]]); });
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    for (const link::CopyOf& copy : found[i]) {
      if (copy.picture != fresh[i])
        copies.push_back(
            to_copy(compared.picture[fresh[i]], compared.picture[copy.picture], copy.match));
    }
  }
  return copies;
}

}  // namespace

uint64_t count_not_compared(const Pictures& pictures) {
  uint64_t count = 0;
  for (uint32_t p = 0; p < pictures.group.size() && p < pictures.compared.size(); ++p)
    count += pictures.group[p] == p && pictures.compared[p] == 0;
  return count;
}

Result<std::vector<link::PhotoCopy>> find_copies(const store::Case& from, bool anew,
                                                 const std::vector<uint32_t>& group,
                                                 Pictures& pictures) {
  pictures.compared.assign(pictures.count(), 0);
  std::vector<Copy> copies;
  if (!anew) copies = keep_known(from, pictures);
  std::vector<uint32_t> firsts;
  for (uint32_t p = 0; p < group.size(); ++p) {
    if (group[p] == p) firsts.push_back(p);
  }
  const bool any_new = std::any_of(firsts.begin(), firsts.end(),
                                   [&](uint32_t p) { return pictures.compared[p] == 0; });
  if (any_new) {
    TRY(const std::optional<Compared> compared, read_compared(from, pictures, firsts));
    if (compared) {
      const std::vector<Copy> found = compare_pictures(*compared, pictures);
      copies.insert(copies.end(), found.begin(), found.end());
      for (const uint32_t p : firsts) pictures.compared[p] = 1;
    }
  }
  const auto pair_of = [](const Copy& c) { return std::pair(c.a, c.b); };
  std::stable_sort(copies.begin(), copies.end(),
                   [&](const Copy& x, const Copy& y) { return pair_of(x) < pair_of(y); });
  copies.erase(std::unique(copies.begin(), copies.end(),
                           [&](const Copy& x, const Copy& y) { return pair_of(x) == pair_of(y); }),
               copies.end());
  std::vector<link::PhotoCopy> out;
  for (const Copy& copy : copies) {
    if (copy.bits >= kLinkingBits) out.push_back({copy.a, copy.b, copy.share_a, copy.share_b});
    pictures.copy_a.push_back(copy.a);
    pictures.copy_b.push_back(copy.b);
    pictures.copy_places.push_back(copy.places);
    pictures.copy_bits.push_back(copy.bits);
    pictures.copy_share_a.push_back(copy.share_a);
    pictures.copy_share_b.push_back(copy.share_b);
    pictures.copy_mirrored.push_back(copy.is_mirrored);
  }
  return out;
}

}  // namespace maillon::tasks
