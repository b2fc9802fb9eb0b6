#include "extract/image/text_lines.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "extract/image/strokes.h"

namespace maillon::extract {
namespace {

// Sizes are in pixels of one level of the pyramid.
constexpr int kLevels = 4;
constexpr int kLeastLevelSide = 16;
constexpr int kLetterMin = 8, kLetterMax = 64;  // heights
constexpr int kMostSlope = 8;                   // a line may rise by one in so many
constexpr int kWidest = 80;                     // capitals high: what a line is at most
constexpr std::size_t kLeastLetters = 4;
constexpr int kShadeApart = 40;              // grey levels between letters of one line
constexpr std::size_t kMostLetters = 6'000;  // of a level: more are no text
constexpr int kMargin = 6;                   // around the cut-out, before it is scaled

bool is_letter(const Stroke& s) {
  return s.height() >= kLetterMin && s.width() <= 6 * s.height() &&
         s.thickness() <= 7 * s.height();  // 16ths: under 0.45 of the height
}

// May `b`, which begins right of where `a` begins, be the next letter?
bool follows(const Stroke& a, const Stroke& b) {
  const int high = std::max(a.height(), b.height()), low = std::min(a.height(), b.height());
  const int gap = b.left - a.right;
  const int common = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  return 10 * high <= 23 * low && 2 * common >= low && 10 * gap <= 12 * high && 3 * gap >= -high &&
         std::abs(a.grey() - b.grey()) <= kShadeApart && a.thickness() <= 2 * b.thickness() &&
         b.thickness() <= 2 * a.thickness();
}

class Groups {
 public:
  explicit Groups(std::size_t count) : root_(count) { std::iota(root_.begin(), root_.end(), 0U); }
  uint32_t find(uint32_t i) {
    while (root_[i] != i) i = root_[i] = root_[root_[i]];
    return i;
  }
  void join(uint32_t a, uint32_t b) {
    a = find(a), b = find(b);
    root_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<uint32_t> root_;
};

std::vector<std::vector<uint32_t>> group_letters(const Strokes& from) {
  std::vector<uint32_t> letters;
  int widest = 0;
  for (uint32_t i = 0; i < from.strokes.size(); ++i) {
    if (!is_letter(from.strokes[i])) continue;
    letters.push_back(i);
    widest = std::max(widest, from.strokes[i].width());
  }
  if (letters.size() > kMostLetters) return {};
  const auto at = [&](uint32_t i) -> const Stroke& { return from.strokes[letters[i]]; };
  std::stable_sort(letters.begin(), letters.end(), [&](uint32_t a, uint32_t b) {
    return from.strokes[a].left < from.strokes[b].left;
  });
  const auto count = static_cast<uint32_t>(letters.size());
  Groups groups(count);
  for (uint32_t i = 0; i < count; ++i) {
    const int reach = at(i).right + 12 * kLetterMax / 10;
    for (uint32_t j = i + 1; j < count && at(j).left <= reach; ++j) {
      if (follows(at(i), at(j))) groups.join(i, j);
    }
  }
  std::vector<std::vector<uint32_t>> members(count);
  for (uint32_t i = 0; i < count; ++i) members[groups.find(i)].push_back(letters[i]);
  std::erase_if(members, [](const auto& one) { return one.size() < kLeastLetters; });
  return members;
}

// What its letters stand on: y = at + slope * x, through their feet.
struct Baseline {
  double at = 0, slope = 0;
  double y(const Stroke& s) const { return at + slope * 0.5 * (s.left + s.right); }
};

Baseline fit_baseline(const Strokes& from, const std::vector<uint32_t>& letters) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (const uint32_t i : letters) {
    const double x = 0.5 * (from.strokes[i].left + from.strokes[i].right);
    const double y = from.strokes[i].bottom;
    n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
  }
  const double spread = n * sxx - sx * sx;
  if (n == 0 || spread <= 0) return {n > 0 ? sy / n : 0, 0};
  const double slope = (n * sxy - sx * sy) / spread;
  return {(sy - slope * sx) / n, slope};
}

struct FoundLine {
  std::vector<uint32_t> letters;
  Box box;
  int capital = 0;
};

Box box_of(const Strokes& from, const std::vector<uint32_t>& letters) {
  Box box{INT32_MAX, INT32_MAX, 0, 0};
  for (const uint32_t i : letters) {
    const Stroke& s = from.strokes[i];
    box = {std::min(box.left, s.left), std::min(box.top, s.top), std::max(box.right, s.right),
           std::max(box.bottom, s.bottom)};
  }
  return box;
}

// The height that a quarter of the letters reach or pass.
int capital_of(const Strokes& from, const std::vector<uint32_t>& letters) {
  std::vector<int> heights;
  for (const uint32_t i : letters) heights.push_back(from.strokes[i].height());
  const auto at = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() * 3 / 4);
  std::nth_element(heights.begin(), at, heights.end());
  return *at;
}

// The letters that stand on one line; few if they are no text.
std::vector<uint32_t> aligned(const Strokes& from, const std::vector<uint32_t>& letters,
                              int capital) {
  std::vector<uint32_t> kept = letters;
  for (const int tenths : {10, 5, 3}) {
    const Baseline line = fit_baseline(from, kept);
    if (std::abs(line.slope) * kMostSlope > 1) return {};
    kept.clear();
    for (const uint32_t i : letters) {
      if (10 * std::abs(from.strokes[i].bottom - line.y(from.strokes[i])) <= tenths * capital)
        kept.push_back(i);
    }
    if (kept.size() < kLeastLetters) return {};
  }
  return kept;
}

// Dots, dashes, accents and what else is of one shade with the line and near it.
void add_small_strokes(const Strokes& from, FoundLine& line) {
  std::vector<uint8_t> is_in(from.strokes.size(), 0);
  std::vector<int> shades;
  for (const uint32_t i : line.letters) {
    is_in[i] = 1;
    shades.push_back(from.strokes[i].grey());
  }
  std::nth_element(shades.begin(), shades.begin() + static_cast<std::ptrdiff_t>(shades.size() / 2),
                   shades.end());
  const int shade = shades[shades.size() / 2], h = line.capital;
  const Box near{line.box.left - h * 4 / 5, line.box.top - h / 4, line.box.right + h * 4 / 5,
                 line.box.bottom + h / 3};
  for (uint32_t i = 0; i < from.strokes.size(); ++i) {
    const Stroke& s = from.strokes[i];
    if (is_in[i] == 0 && s.left >= near.left && s.right <= near.right && s.top >= near.top &&
        s.bottom <= near.bottom && std::abs(s.grey() - shade) <= kShadeApart)
      line.letters.push_back(i);
  }
  line.box = box_of(from, line.letters);
}

std::vector<FoundLine> find_lines(const Strokes& from) {
  std::vector<FoundLine> lines;
  for (const std::vector<uint32_t>& letters : group_letters(from)) {
    const int capital = capital_of(from, letters);
    const std::vector<uint32_t> on_line = aligned(from, letters, capital);
    if (2 * on_line.size() < letters.size() || on_line.size() < kLeastLetters) continue;
    FoundLine line{letters, box_of(from, letters), capital};
    if (line.box.width() < 2 * capital || line.box.width() > kWidest * capital ||
        line.box.height() > 3 * capital)
      continue;
    lines.push_back(std::move(line));
  }
  // More are not kept in the end: a picture full of strokes must not take all day.
  std::stable_sort(lines.begin(), lines.end(), [](const FoundLine& one, const FoundLine& other) {
    return one.letters.size() > other.letters.size();
  });
  if (lines.size() > kTextLinesMax) lines.resize(kTextLinesMax);
  return lines;
}

// The letters of the line alone. Each is stretched from its own shade, which becomes black, to
// that of what is around it, which becomes white.
class Cutter {
 public:
  Cutter(const Plane<uint8_t>& picture, const Strokes& strokes)
      : picture_(picture), strokes_(strokes) {}

  Plane<uint8_t> cut(const FoundLine& line) const {
    const Box& box = line.box;
    Plane<uint8_t> out(box.width() + 2 * kMargin, box.height() + 2 * kMargin);
    std::fill(out.values.begin(), out.values.end(), uint8_t{255});
    Plane<uint8_t> taken(out.width, out.height);
    for (const uint32_t i : line.letters) mark(i, line, taken);
    for (const uint32_t i : line.letters) draw(i, line, taken, out);
    return out;
  }

 private:
  template <class Use>
  void for_each_run(uint32_t stroke, const FoundLine& line, const Use& use) const {
    for (std::size_t r = strokes_.strokes[stroke].first_run;
         r < strokes_.runs.size() && strokes_.runs[r].stroke == stroke; ++r) {
      const StrokeRun& run = strokes_.runs[r];
      use(run.y - line.box.top + kMargin, run.begin - line.box.left + kMargin,
          run.end - line.box.left + kMargin);
    }
  }
  int grey_at(int x, int y, const FoundLine& line) const {
    const int px = std::clamp(x + line.box.left - kMargin, 0, picture_.width - 1);
    const int py = std::clamp(y + line.box.top - kMargin, 0, picture_.height - 1);
    return picture_.row(py)[px];
  }

  void mark(uint32_t stroke, const FoundLine& line, Plane<uint8_t>& taken) const {
    for_each_run(stroke, line, [&](int y, int begin, int end) {
      std::fill(taken.row(y) + begin, taken.row(y) + end, uint8_t{1});
    });
  }

  // Calls use(x, y) for the pixels up to `reach` beside the stroke, some of them repeatedly.
  template <class Use>
  void for_each_around(uint32_t stroke, const FoundLine& line, int reach,
                       const Plane<uint8_t>& taken, const Use& use) const {
    for_each_run(stroke, line, [&](int y, int begin, int end) {
      for (int dy = -reach; dy <= reach; ++dy) {
        const int at = y + dy;
        if (at < 0 || at >= taken.height) continue;
        for (int x = std::max(0, begin - reach); x < std::min(taken.width, end + reach); ++x) {
          if (taken.row(at)[x] == 0) use(x, at);
        }
      }
    });
  }

  void draw(uint32_t stroke, const FoundLine& line, const Plane<uint8_t>& taken,
            Plane<uint8_t>& out) const {
    int64_t sum = 0, count = 0;
    for_each_around(stroke, line, 2, taken, [&](int x, int y) {
      sum += grey_at(x, y, line);
      ++count;
    });
    const int ink = strokes_.strokes[stroke].grey();
    const int ground = count > 0 ? static_cast<int>(sum / count) : ink;
    if (ground == ink) return;
    // The mean of a stroke has its soft edge in it: a little above black.
    const auto tone = [&](int grey) {
      return static_cast<uint8_t>(std::clamp(40 + 215 * (grey - ink) / (ground - ink), 0, 255));
    };
    for_each_run(stroke, line, [&](int y, int begin, int end) {
      for (int x = begin; x < end; ++x) out.row(y)[x] = tone(grey_at(x, y, line));
    });
    for_each_around(stroke, line, 1, taken, [&](int x, int y) {
      out.row(y)[x] = std::min(out.row(y)[x], tone(grey_at(x, y, line)));
    });
  }

  const Plane<uint8_t>& picture_;
  const Strokes& strokes_;
};

// Bilinear, centres aligned, in 256ths of a pixel.
Plane<uint8_t> enlarge(const Plane<uint8_t>& from, int width, int height) {
  Plane<uint8_t> to(width, height);
  for (int y = 0; y < height; ++y) {
    const int at_y =
        std::clamp((2 * y + 1) * from.height * 128 / height - 128, 0, (from.height - 1) * 256);
    const uint8_t* first = from.row(at_y >> 8);
    const uint8_t* second = from.row(std::min((at_y >> 8) + 1, from.height - 1));
    for (int x = 0; x < width; ++x) {
      const auto at_x = static_cast<int>(
          std::clamp<int64_t>((2 * int64_t{x} + 1) * from.width * 128 / width - 128, 0,
                              (from.width - 1) * int64_t{256}));
      const int l = at_x >> 8, r = std::min(l + 1, from.width - 1), fx = at_x & 255,
                fy = at_y & 255;
      const int above = first[l] * (256 - fx) + first[r] * fx;
      const int below = second[l] * (256 - fx) + second[r] * fx;
      to.row(y)[x] = static_cast<uint8_t>((above * (256 - fy) + below * fy + (1 << 15)) >> 16);
    }
  }
  return to;
}

GreyPicture scale(Plane<uint8_t> cut, int capital) {
  const auto scaled = [&](int side) {
    return std::max(1, (2 * side * kCapitalHeight + capital) / (2 * capital));
  };
  const int width = scaled(cut.width), height = scaled(cut.height);
  if (capital < kCapitalHeight) cut = enlarge(cut, width, height);
  if (capital > kCapitalHeight)
    cut = shrink_by_area(cut.row(0), cut.width, cut.height, cut.width, width, height);
  return {static_cast<uint32_t>(cut.width), static_cast<uint32_t>(cut.height),
          std::move(cut.values)};
}

struct Candidate {
  TextLine line;
  int capital = 0;  // at its level
};

int64_t area_of(const Box& box) {
  return int64_t{box.width()} * box.height();
}

bool is_same_place(const TextLine& a, const TextLine& b) {
  const int width = std::min(a.box.right, b.box.right) - std::max(a.box.left, b.box.left);
  const int height = std::min(a.box.bottom, b.box.bottom) - std::max(a.box.top, b.box.top);
  return width > 0 && height > 0 && a.is_light == b.is_light &&
         2 * int64_t{width} * height > std::min(area_of(a.box), area_of(b.box));
}

// Of one place found at two levels, that of more letters; of as many, that nearer to the height
// that is read.
bool is_better(const Candidate& a, const Candidate& b) {
  if (a.line.letters != b.line.letters) return a.line.letters > b.line.letters;
  return std::abs(a.capital - kCapitalHeight) < std::abs(b.capital - kCapitalHeight);
}

std::vector<TextLine> choose(std::vector<Candidate> all) {
  std::stable_sort(all.begin(), all.end(), is_better);
  std::vector<TextLine> kept;
  for (Candidate& one : all) {
    if (kept.size() == kTextLinesMax) break;
    const bool is_known = std::any_of(kept.begin(), kept.end(), [&](const TextLine& line) {
      return is_same_place(line, one.line);
    });
    if (!is_known) kept.push_back(std::move(one.line));
  }
  std::stable_sort(kept.begin(), kept.end(), [](const TextLine& a, const TextLine& b) {
    return a.box.top != b.box.top ? a.box.top < b.box.top : a.box.left < b.box.left;
  });
  return kept;
}

}  // namespace

std::vector<TextLine> find_text_lines(const GreyPicture& picture) {
  Plane<uint8_t> level;
  level.width = static_cast<int>(picture.width);
  level.height = static_cast<int>(picture.height);
  level.values = picture.grey;
  std::vector<Candidate> all;
  for (int i = 0; i < kLevels && std::min(level.width, level.height) >= kLeastLevelSide; ++i) {
    for (const bool light : {false, true}) {
      const Strokes strokes = find_strokes(level, light, kLetterMax);
      for (FoundLine& found : find_lines(strokes)) {
        const auto letters = static_cast<uint32_t>(found.letters.size());
        add_small_strokes(strokes, found);
        const Box& b = found.box;
        all.push_back({{{b.left << i, b.top << i, b.right << i, b.bottom << i},
                        light,
                        letters,
                        scale(Cutter(level, strokes).cut(found), found.capital)},
                       found.capital});
      }
    }
    level = shrink_by_area(level.row(0), level.width, level.height, level.width,
                           std::max(1, level.width / 2), std::max(1, level.height / 2));
  }
  return choose(std::move(all));
}

}  // namespace maillon::extract
