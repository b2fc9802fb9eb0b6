#include "extract/image/strokes.h"

#include <algorithm>
#include <numeric>

namespace maillon::extract {
namespace {

constexpr int kAround = 16;         // the square reaches so far to each side
constexpr int kDifference = 16;     // grey levels
constexpr uint32_t kLeastArea = 4;  // pixels

// Sums of all pixels above and left. 32 bits hold those of 16 million white pixels.
Plane<uint32_t> sums_of(const Plane<uint8_t>& picture) {
  Plane<uint32_t> sums(picture.width + 1, picture.height + 1);
  for (int y = 0; y < picture.height; ++y) {
    const uint8_t* from = picture.row(y);
    const uint32_t* above = sums.row(y);
    uint32_t* to = sums.row(y + 1);
    uint32_t row = 0;
    for (int x = 0; x < picture.width; ++x) {
      row += from[x];
      to[x + 1] = above[x + 1] + row;
    }
  }
  return sums;
}

class Finder {
 public:
  Finder(const Plane<uint8_t>& picture, bool light)
      : picture_(picture), sums_(sums_of(picture)), light_(light) {}

  void find() {
    std::vector<uint8_t> marks(static_cast<std::size_t>(picture_.width));
    std::size_t above = 0;
    for (int y = 0; y < picture_.height; ++y) {
      mark(y, marks);
      const std::size_t begin = runs_.size();
      for (int x = 0; x < picture_.width; ++x) {
        if (marks[static_cast<std::size_t>(x)] == 0) continue;
        const int from = x;
        while (x < picture_.width && marks[static_cast<std::size_t>(x)] != 0) ++x;
        runs_.push_back({y, from, x, static_cast<uint32_t>(runs_.size())});
        shared_.push_back(0);
      }
      join(above, begin);
      above = begin;
    }
  }

  Strokes take(int height_max) {
    Strokes out;
    std::vector<Stroke> all;
    std::vector<uint32_t> place(runs_.size());
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      const uint32_t root = root_of(static_cast<uint32_t>(i));
      if (root == i) {
        place[i] = static_cast<uint32_t>(all.size());
        all.push_back({runs_[i].begin, runs_[i].y, runs_[i].end, runs_[i].y + 1, 0, 0, 0, 0});
      }
      place[i] = place[root];
      add(runs_[i], shared_[i], all[place[i]]);
    }
    std::vector<uint32_t> kept(all.size(), UINT32_MAX);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].area < kLeastArea || all[i].height() > height_max) continue;
      kept[i] = static_cast<uint32_t>(out.strokes.size());
      out.strokes.push_back(all[i]);
    }
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      runs_[i].stroke = kept[place[i]];
      if (runs_[i].stroke != UINT32_MAX) out.runs.push_back(runs_[i]);
    }
    std::stable_sort(out.runs.begin(), out.runs.end(),
                     [](const StrokeRun& a, const StrokeRun& b) { return a.stroke < b.stroke; });
    for (std::size_t i = out.runs.size(); i-- > 0;)
      out.strokes[out.runs[i].stroke].first_run = static_cast<uint32_t>(i);
    return out;
  }

 private:
  void mark(int y, std::vector<uint8_t>& marks) const {
    const int top = std::max(0, y - kAround), bottom = std::min(picture_.height, y + kAround + 1);
    const uint32_t *over = sums_.row(top), *under = sums_.row(bottom);
    const uint8_t* row = picture_.row(y);
    for (int x = 0; x < picture_.width; ++x) {
      const int left = std::max(0, x - kAround), right = std::min(picture_.width, x + kAround + 1);
      const auto sum = static_cast<int>(under[right] - under[left] - over[right] + over[left]);
      const int area = (right - left) * (bottom - top);
      const int above_mean = row[x] * area - sum;
      marks[static_cast<std::size_t>(x)] =
          (light_ ? above_mean : -above_mean) > kDifference * area ? 1 : 0;
    }
  }

  uint32_t root_of(uint32_t run) {
    while (runs_[run].stroke != run) run = runs_[run].stroke = runs_[runs_[run].stroke].stroke;
    return run;
  }

  // The runs of a row with those of the row above, [above, begin). The root is the first run.
  void join(std::size_t above, std::size_t begin) {
    std::size_t first = above;
    for (std::size_t i = begin; i < runs_.size(); ++i) {
      while (first < begin && runs_[first].end < runs_[i].begin) ++first;
      for (std::size_t j = first; j < begin && runs_[j].begin <= runs_[i].end; ++j) {
        const int common =
            std::min(runs_[i].end, runs_[j].end) - std::max(runs_[i].begin, runs_[j].begin);
        shared_[i] += static_cast<uint32_t>(std::max(0, common));
        const uint32_t a = root_of(static_cast<uint32_t>(i)), b = root_of(static_cast<uint32_t>(j));
        runs_[std::max(a, b)].stroke = std::min(a, b);
      }
    }
  }

  void add(const StrokeRun& run, uint32_t shared, Stroke& to) const {
    const auto length = static_cast<uint32_t>(run.end - run.begin);
    to.left = std::min(to.left, run.begin);
    to.right = std::max(to.right, run.end);
    to.bottom = run.y + 1;
    to.area += length;
    to.border += 2 * length + 2 - 2 * shared;
    const uint8_t* row = picture_.row(run.y);
    to.sum += std::accumulate(row + run.begin, row + run.end, uint64_t{0});
  }

  const Plane<uint8_t>& picture_;
  const Plane<uint32_t> sums_;
  const bool light_;
  std::vector<StrokeRun> runs_;   // `stroke`: another run of the same one
  std::vector<uint32_t> shared_;  // pixels of each run that touch one of the row above
};

}  // namespace

Strokes find_strokes(const Plane<uint8_t>& picture, bool light, int height_max) {
  if (picture.width <= 0 || picture.height <= 0) return {};
  Finder finder(picture, light);
  finder.find();
  return finder.take(height_max);
}

}  // namespace maillon::extract
