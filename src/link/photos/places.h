// One picture's features as pixel positions, with a grid over them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/keypoints.h"
#include "link/photos/transform.h"

namespace maillon::link {

// Pixels from a keypoint that its descriptor looks at, on level 0.
inline constexpr double kPatchRadius = 16;
inline constexpr double kTurnOfStep = 2 * 3.14159265358979323846 / kAngleSteps;

struct Place {
  Point at;         // pixels of the bounded picture
  double size = 1;  // kScaleStep^level
  int level = 0;
  int angle = 0;
};

// The steps between two angles, 0 to kAngleSteps / 2. Both may lie outside the circle.
int angle_gap(int from, int to);

double squared_distance(Point a, Point b);

// Row i is feature i. If `mirrored`, positions, angles and descriptors are those of the
// mirrored picture.
class Places {
 public:
  Places(const FeaturesView& view, bool mirrored);

  std::size_t size() const { return places.size(); }

  // Calls fn(row) for each feature within `reach` pixels along both axes, and some beyond.
  template <class Fn>
  void for_each_near(Point p, double reach, const Fn& fn) const {
    const int left = std::max(0, static_cast<int>((p.x - reach) / kCell));
    const int right = std::min(columns_ - 1, static_cast<int>((p.x + reach) / kCell));
    const int top = std::max(0, static_cast<int>((p.y - reach) / kCell));
    const int bottom = std::min(rows_ - 1, static_cast<int>((p.y + reach) / kCell));
    for (int y = top; y <= bottom; ++y) {
      for (int x = left; x <= right; ++x) {
        const std::size_t cell = cell_at(x, y);
        for (uint32_t i = begins_[cell]; i < begins_[cell + 1]; ++i) fn(members_[i]);
      }
    }
  }

  int width;
  int height;
  std::vector<Place> places;
  std::vector<Descriptor> descriptors;

 private:
  static constexpr int kCell = 16;

  void add(const FeaturesView& view, std::size_t row, bool mirrored);
  void fill_grid();
  std::size_t cell_of(const Place& place) const;
  std::size_t cell_at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(x);
  }

  int columns_;
  int rows_;
  std::vector<uint32_t> begins_;   // of each cell in members_
  std::vector<uint32_t> members_;  // rows by cell
};

}  // namespace maillon::link
