#include "extract/image/pyramid.h"

#include <algorithm>
#include <array>

namespace maillon::extract {
namespace {

// Output pixel i covers [i * from / to, (i + 1) * from / to) of the input. Weights of a
// span sum to about 2^kAreaBits whatever the sizes are.
constexpr int kAreaBits = 12;

struct Spans {
  std::vector<int> begins;        // first input pixel of each output pixel
  std::vector<std::size_t> ends;  // where its weights end
  std::vector<uint32_t> weights;
};

Spans spans_of(int from, int to) {
  Spans spans;
  const int64_t scale = int64_t{1} << kAreaBits;
  for (int64_t i = 0; i < to; ++i) {
    const int64_t begin = i * from;  // in input pixels / to
    const int64_t end = begin + from;
    spans.begins.push_back(static_cast<int>(begin / to));
    int64_t given = 0;
    for (int64_t p = begin / to; p * to < end; ++p) {
      // The running total is rounded, not each weight: they sum to the scale exactly.
      const int64_t covered = std::min(end, (p + 1) * to) - begin;
      const int64_t total = (covered * scale + from / 2) / from;
      spans.weights.push_back(static_cast<uint32_t>(total - given));
      given = total;
    }
    spans.ends.push_back(spans.weights.size());
  }
  return spans;
}

std::size_t span_begin(const Spans& spans, std::size_t i) {
  return i == 0 ? 0 : spans.ends[i - 1];
}

// Taps of bilinear sampling: the left input pixel and the weight of its right neighbour.
constexpr int kTapBits = 8;
struct Tap {
  int at;
  int right;
};

std::vector<Tap> taps_of(int from, int to) {
  std::vector<Tap> taps;
  for (int64_t i = 0; i < to; ++i) {
    // (i + 0.5) * from / to - 0.5, in 1/256 pixel.
    const int64_t place = ((2 * i + 1) * from * 256 / to - 256) / 2;
    const int64_t at = std::clamp<int64_t>(place >> kTapBits, 0, from - 2);
    taps.push_back(
        {static_cast<int>(at), static_cast<int>(std::clamp<int64_t>(place - at * 256, 0, 256))});
  }
  return taps;
}

}  // namespace

Plane<uint8_t> shrink_by_area(const uint8_t* pixels, int from_width, int from_height,
                              std::ptrdiff_t stride, int width, int height) {
  const Spans columns = spans_of(from_width, width);
  const Spans rows = spans_of(from_height, height);
  Plane<uint8_t> out(width, height);
  std::vector<uint32_t> sums(static_cast<std::size_t>(from_width));
  for (int y = 0; y < height; ++y) {
    const auto index = static_cast<std::size_t>(y);
    std::fill(sums.begin(), sums.end(), 0);
    const uint8_t* row = pixels + rows.begins[index] * stride;
    for (std::size_t w = span_begin(rows, index); w < rows.ends[index]; ++w, row += stride) {
      const uint32_t weight = rows.weights[w];
      for (std::size_t x = 0; x < sums.size(); ++x) sums[x] += weight * row[x];
    }
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
      uint64_t sum = 0;
      auto at = static_cast<std::size_t>(columns.begins[x]);
      for (std::size_t w = span_begin(columns, x); w < columns.ends[x]; ++w, ++at) {
        sum += uint64_t{columns.weights[w]} * sums[at];
      }
      out.row(y)[x] = static_cast<uint8_t>((sum + (1U << (2 * kAreaBits - 1))) >> (2 * kAreaBits));
    }
  }
  return out;
}

Plane<uint8_t> shrink_bilinear(const Plane<uint8_t>& from, int width, int height) {
  const std::vector<Tap> columns = taps_of(from.width, width);
  const std::vector<Tap> rows = taps_of(from.height, height);
  Plane<uint8_t> out(width, height);
  std::vector<int> mixed(static_cast<std::size_t>(from.width));
  for (int y = 0; y < height; ++y) {
    const Tap tap = rows[static_cast<std::size_t>(y)];
    const uint8_t* upper = from.row(tap.at);
    const uint8_t* lower = from.row(tap.at + 1);
    for (std::size_t x = 0; x < mixed.size(); ++x) {
      mixed[x] = upper[x] * (256 - tap.right) + lower[x] * tap.right;
    }
    uint8_t* to = out.row(y);
    for (std::size_t x = 0; x < columns.size(); ++x) {
      const auto at = static_cast<std::size_t>(columns[x].at);
      const int sum = mixed[at] * (256 - columns[x].right) + mixed[at + 1] * columns[x].right;
      to[x] = static_cast<uint8_t>((sum + (1 << 15)) >> 16);
    }
  }
  return out;
}

Plane<uint16_t> smoothed(const Plane<uint8_t>& from) {
  constexpr std::array<uint32_t, 9> kBinomial = {1, 8, 28, 56, 70, 56, 28, 8, 1};  // sum 256
  constexpr int kReach = 4;
  Plane<uint16_t> out(from.width, from.height);
  // One row after the vertical pass, in 1/256 grey levels, with its edges repeated.
  std::vector<uint32_t> row(static_cast<std::size_t>(from.width) + 2 * kReach);
  const auto width = static_cast<std::size_t>(from.width);
  for (int y = 0; y < from.height; ++y) {
    std::array<const uint8_t*, 9> rows;
    for (int k = 0; k < 9; ++k) {
      rows[static_cast<std::size_t>(k)] = from.row(std::clamp(y + k - kReach, 0, from.height - 1));
    }
    uint32_t* middle = row.data() + kReach;
    for (std::size_t x = 0; x < width; ++x) {
      uint32_t sum = 0;
      for (std::size_t k = 0; k < 9; ++k) sum += kBinomial[k] * rows[k][x];
      middle[x] = sum;
    }
    std::fill_n(row.begin(), kReach, middle[0]);
    std::fill_n(row.end() - kReach, kReach, middle[width - 1]);
    uint16_t* to = out.row(y);
    for (std::size_t x = 0; x < width; ++x) {
      uint32_t sum = 0;
      for (std::size_t k = 0; k < 9; ++k) sum += kBinomial[k] * row[x + k];
      to[x] = static_cast<uint16_t>((sum + (1U << 11)) >> 12);  // 1/65536 to 1/16 grey level
    }
  }
  return out;
}

}  // namespace maillon::extract
