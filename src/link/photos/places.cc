#include "link/photos/places.h"

#include <array>

namespace maillon::link {
namespace {

constexpr int kLevels = 64;

std::array<double, kLevels> sizes_of_levels() {
  std::array<double, kLevels> sizes{};
  double size = 1;
  for (double& s : sizes) {
    s = size;
    size *= kScaleStep;
  }
  return sizes;
}

}  // namespace

int angle_gap(int from, int to) {
  const int gap = ((to - from) % kAngleSteps + kAngleSteps) % kAngleSteps;
  return std::min(gap, kAngleSteps - gap);
}

double squared_distance(Point a, Point b) {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

Places::Places(const FeaturesView& view, bool mirrored)
    : width(view.width),
      height(view.height),
      columns_(view.width / kCell + 1),
      rows_(view.height / kCell + 1) {
  places.reserve(view.keypoints.size());
  descriptors.reserve(view.keypoints.size());
  for (std::size_t row = 0; row < view.keypoints.size(); ++row) add(view, row, mirrored);
  fill_grid();
}

void Places::add(const FeaturesView& view, std::size_t row, bool mirrored) {
  static const std::array<double, kLevels> sizes = sizes_of_levels();
  const Keypoint& k = view.keypoints[row];
  Place place{{static_cast<double>(k.x) / kPositionUnit, static_cast<double>(k.y) / kPositionUnit},
              sizes[std::min<std::size_t>(k.level, kLevels - 1)],
              k.level,
              k.angle};
  if (mirrored) {
    place.at.x = view.width - place.at.x;
    place.angle = (kAngleSteps / 2 - k.angle + kAngleSteps) % kAngleSteps;
  }
  places.push_back(place);
  descriptors.push_back(mirrored ? view.descriptors[row].mirrored() : view.descriptors[row]);
}

std::size_t Places::cell_of(const Place& place) const {
  const int x = std::clamp(static_cast<int>(place.at.x / kCell), 0, columns_ - 1);
  const int y = std::clamp(static_cast<int>(place.at.y / kCell), 0, rows_ - 1);
  return cell_at(x, y);
}

void Places::fill_grid() {
  begins_.assign(static_cast<std::size_t>(columns_ * rows_) + 1, 0);
  for (const Place& p : places) ++begins_[cell_of(p) + 1];
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  members_.resize(places.size());
  std::vector<uint32_t> next(begins_.begin(), begins_.end() - 1);
  for (std::size_t i = 0; i < places.size(); ++i) {
    members_[next[cell_of(places[i])]++] = static_cast<uint32_t>(i);
  }
}

}  // namespace maillon::link
