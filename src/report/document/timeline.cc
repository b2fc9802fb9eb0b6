#include "report/document/timeline.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "report/document/html.h"

namespace maillon::report {

namespace {

constexpr int64_t kBarsMax = 60;
constexpr int64_t kLeft = 170, kWidth = 500, kTop = 18, kBars = 90, kLane = 15, kRight = 20;

int64_t floor_day(int64_t time) {
  return (time >= 0 ? time : time - (kDay - 1)) / kDay;
}

struct Scale {
  int64_t first_day = 0, days_a_bar = 1, bars = 1;

  int64_t bar_of(int64_t time) const { return (floor_day(time) - first_day) / days_a_bar; }
  int64_t x_of_bar(int64_t bar) const { return kLeft + bar * kWidth / bars; }
  int64_t x_of(int64_t time) const {
    const int64_t span = bars * days_a_bar * kDay;
    return kLeft + std::clamp<int64_t>((time - first_day * kDay) / kDay * kWidth / (span / kDay), 0,
                                       kWidth);
  }
};

Scale make_scale(const std::vector<int64_t>& times) {
  Scale scale;
  scale.first_day = floor_day(times.front());
  const int64_t days = floor_day(times.back()) - scale.first_day + 1;
  for (const int64_t step : {1, 7, 30, 90, 365}) {
    scale.days_a_bar = step;
    if (days <= step * kBarsMax) break;
  }
  scale.days_a_bar = std::max(scale.days_a_bar, (days + kBarsMax - 1) / kBarsMax);
  scale.bars = (days + scale.days_a_bar - 1) / scale.days_a_bar;
  return scale;
}

std::string text_at(int64_t x, int64_t y, const char* anchor, std::string_view text) {
  return fmt::format(
      "<text x=\"{}\" y=\"{}\" font-size=\"9\" text-anchor=\"{}\" fill=\"#222\">{}</text>\n", x, y,
      anchor, html(text));
}

std::string bars(const Scale& scale, const std::vector<int64_t>& counts, int64_t most) {
  std::string out;
  for (int64_t bar = 0; bar < scale.bars; ++bar) {
    const int64_t count = counts[static_cast<std::size_t>(bar)];
    if (count == 0) continue;
    const int64_t height = std::max<int64_t>(1, count * kBars / most), x = scale.x_of_bar(bar);
    out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#3b5b7a\"/>\n", x,
                       kTop + kBars - height, std::max<int64_t>(1, scale.x_of_bar(bar + 1) - x - 1),
                       height);
  }
  return out;
}

std::string lanes_svg(const Scale& scale, const std::vector<Lane>& lanes) {
  std::string out;
  int64_t y = kTop + kBars + 24;
  for (const Lane& lane : lanes) {
    const int64_t from = scale.x_of(lane.first), to = scale.x_of(lane.last + kDay);
    out += text_at(kLeft - 6, y + 8, "end", lane.label);
    out += fmt::format(
        "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#ddd\"/>\n"
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"8\" fill=\"#9a6a2f\"/>\n",
        kLeft, y + 5, kLeft + kWidth, y + 5, from, y + 1, std::max<int64_t>(2, to - from));
    y += kLane;
  }
  return out;
}

}  // namespace

std::string timeline_svg(const std::vector<int64_t>& times, const std::vector<Lane>& lanes,
                         const Texts& texts) {
  if (times.empty()) return "";
  const Scale scale = make_scale(times);
  std::vector<int64_t> counts(static_cast<std::size_t>(scale.bars));
  for (const int64_t time : times) ++counts[static_cast<std::size_t>(scale.bar_of(time))];
  const int64_t most = *std::max_element(counts.begin(), counts.end());
  const int64_t width = kLeft + kWidth + kRight;
  const int64_t height = kTop + kBars + 24 + kLane * static_cast<int64_t>(lanes.size()) + 4;
  std::string out = fmt::format(
      "<svg class=\"timeline\" role=\"img\" viewBox=\"0 0 {} {}\" direction=\"ltr\">\n"
      "<title>{}</title>\n",
      width, height, html(texts.get("section.time")));
  out += text_at(
      kLeft - 6, kTop + 8, "end",
      texts.number(static_cast<uint64_t>(most)) + " " + std::string(texts.get("time.count")));
  out += text_at(kLeft - 6, kTop + kBars, "end", "0");
  out += fmt::format("<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"#888\"/>\n", kLeft, kTop,
                     kTop + kBars, kLeft + kWidth);
  out += bars(scale, counts, most);
  out += text_at(kLeft, kTop + kBars + 12, "start", format_date(scale.first_day * kDay));
  out += text_at(kLeft + kWidth, kTop + kBars + 12, "end", format_date(times.back()));
  out += text_at(kLeft + kWidth / 2, kTop + kBars + 12, "middle",
                 scale.days_a_bar == 1
                     ? std::string(texts.get("time.day"))
                     : fill_in(texts.get("time.days"),
                               {texts.number(static_cast<uint64_t>(scale.days_a_bar))}));
  out += lanes_svg(scale, lanes);
  return out + "</svg>\n";
}

}  // namespace maillon::report
