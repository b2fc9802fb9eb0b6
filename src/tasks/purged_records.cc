#include "tasks/purged_records.h"

#include <algorithm>

#include "collect/read_records.h"
#include "tasks/byte_sources.h"

namespace maillon::tasks {

namespace {

// Characters of a text that the blanks are made of, in its encoding.
class Units {
 public:
  Units(const collect::ReadPlan& plan, std::string& bytes) : bytes_(bytes) {
    if (plan.encoding == collect::Encoding::utf16le || plan.encoding == collect::Encoding::utf16be)
      size_ = 2;
    at_ = plan.encoding == collect::Encoding::utf16be ? 1 : 0;
  }
  std::size_t count() const { return bytes_.size() / size_; }
  // The character, or 0 for one beyond ASCII.
  char get(std::size_t i) const {
    if (size_ == 2 && bytes_[2 * i + 1 - at_] != '\0') return '\0';
    return bytes_[size_ * i + (size_ == 2 ? at_ : 0)];
  }
  void set(std::size_t i, char c) {
    if (size_ == 2) bytes_[2 * i + 1 - at_] = '\0';
    bytes_[size_ * i + (size_ == 2 ? at_ : 0)] = c;
  }

 private:
  std::string& bytes_;
  std::size_t size_ = 1, at_ = 0;
};

bool is_json(const collect::ReadPlan& plan) {
  return plan.format == collect::Format::json_lines || plan.format == collect::Format::json_array;
}

bool lies_in(const std::vector<store::ByteRange>& ranges, uint64_t begin, uint64_t end) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), begin,
                       [](uint64_t at, const store::ByteRange& range) { return at < range.begin; });
  return after != ranges.begin() && end <= std::prev(after)->end;
}

}  // namespace

bool can_blank(const collect::ReadPlan& plan) {
  return is_json(plan) || plan.format == collect::Format::csv;
}

void blank_record(const collect::ReadPlan& plan, std::string& bytes) {
  Units units(plan, bytes);
  std::size_t end = units.count();
  while (end > 0 && (units.get(end - 1) == '\n' || units.get(end - 1) == '\r')) --end;
  for (std::size_t i = 0; i < end; ++i) units.set(i, ' ');
  if (!is_json(plan) || end < 2) return;
  units.set(0, '{');
  units.set(end - 1, '}');
}

collect::ReadPlan plan_of_kept(collect::ReadPlan plan) {
  plan.container = collect::Container::plain;
  return plan;
}

bool PurgedFilter::is_purged(uint64_t begin, uint64_t end) const {
  return lies_in(purged_, begin, end);
}

uint64_t PurgedFilter::purged_before(uint64_t begin) const {
  const auto after =
      std::lower_bound(purged_.begin(), purged_.end(), begin,
                       [](const store::ByteRange& range, uint64_t at) { return range.begin < at; });
  return static_cast<uint64_t>(after - purged_.begin());
}

Segment PurgedFilter::filter(Segment&& segment) {
  if (purged_.empty()) return std::move(segment);
  std::vector<uint32_t> rows;
  for (uint32_t row = 0; row < segment.size(); ++row) {
    if (!is_purged(segment.begin[row], segment.end[row])) rows.push_back(row);
  }
  Segment out = segment.select(rows);
  // Whether the reader takes a blank for a record or for a bad row: each was one record.
  for (std::size_t i = 0; i < rows.size(); ++i)
    out.number[i] = left_++ + purged_before(out.begin[i]);
  return out;
}

Result<std::vector<store::ByteRange>> list_ranges(const store::BlockReader& plain,
                                                  const collect::ReadPlan& plan,
                                                  const std::vector<store::ByteRange>& purged) {
  std::vector<store::ByteRange> ranges;
  BlockSource source(plain);
  TRY_OK(
      collect::read_records(source, plan_of_kept(plan),
                            [&](RecordBatch&& batch, std::vector<QuarantineRow>&&) -> Result<void> {
                              for (std::size_t i = 0; i < batch.size(); ++i) {
                                if (!lies_in(purged, batch.begin[i], batch.end[i]))
                                  ranges.push_back({batch.begin[i], batch.end[i]});
                              }
                              return {};
                            }));
  return ranges;
}

}  // namespace maillon::tasks
