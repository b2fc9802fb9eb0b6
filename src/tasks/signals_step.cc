#include "tasks/signals_step.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/parallel.h"
#include "tasks/pictures/group_step.h"

namespace maillon::tasks {
namespace {

Result<std::vector<SignalSegment>> load_signals(store::Case& open_case,
                                                const std::vector<SegmentId>& ids,
                                                const std::string& country, bool force,
                                                const CasePhotos& photos, Progress& progress) {
  std::vector<SignalSegment> segments(ids.size());
  std::vector<uint8_t> known(ids.size(), 0);
  std::vector<Result<void>> done(ids.size());
  parallel_for(force ? 0 : ids.size(), [&](std::size_t i) {
    auto bundle = open_case.open_segment(ids[i].import, ids[i].number);
    if (!bundle) {
      done[i] = tl::unexpected<Error>(std::move(bundle).error());
      return;
    }
    auto kept =
        read_signal_segment(open_case, ids[i].import, ids[i].number, bundle->file().checksum(),
                            country, photos.version(ids[i].import));
    known[i] = kept ? 1 : 0;
    if (kept) segments[i] = *std::move(kept);
  });
  for (Result<void>& one : done) TRY_OK(std::move(one));
  TRY(const TextSources sources, TextSources::list(open_case));
  std::optional<PhotoNames> names;  // of one import at a time: segments stand by import
  PhotoTexts texts;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (known[i] != 0) continue;
    if (i == 0 || ids[i].import != ids[i - 1].import || !names) {
      names = photos.names(ids[i].import);
      texts = names ? PhotoTexts(*photos.find(ids[i].import)) : PhotoTexts();
    }
    const ExtractContext extract{country, names ? &*names : nullptr, names ? &texts : nullptr,
                                 photos.version(ids[i].import)};
    TRY(const SegmentRecords records, read_records(open_case, ids[i].import, ids[i].number));
    TRY(segments[i], make_signal_segment(open_case, sources, ids[i].import, ids[i].number, records,
                                         extract, progress));
  }
  return segments;
}

// Signals of imports that were undone.
Result<void> drop_undone(store::Case& open_case) {
  TRY(const std::vector<store::Import> imports, open_case.imports());
  for (const store::Import& import : imports) {
    for (uint32_t n = 0; !import.active && n < import.segments; ++n) {
      const std::string name = signal_segment_name(import.id, n);
      if (open_case.has_bundle(name)) TRY_OK(open_case.drop_derived(name));
    }
  }
  return {};
}

// ---- Selectors of segments -> selectors of the case -----------------------------

constexpr uint32_t kUnused = kNone - 1;
constexpr std::size_t kRowsOfBlock = 1U << 14;

// Per segment, per selector of it: its number among all, or kNone for those that no
// current version of a post has.
using Numbers = std::vector<std::vector<uint32_t>>;

struct SelectorRef {
  uint32_t segment, index;
};

auto key_of(const std::vector<SignalSegment>& segments, const SelectorRef& ref) {
  const SignalSegment& s = segments[ref.segment];
  return std::tuple(s.kind[ref.index], s.service[ref.index], s.value[ref.index]);
}

Numbers find_used(const CollectedPosts& posts, const std::vector<SignalSegment>& segments) {
  Numbers numbers;
  for (const SignalSegment& s : segments) numbers.emplace_back(s.kind.size(), kNone);
  for (std::size_t row = 0; row < posts.segment.size(); ++row) {
    const SignalSegment& s = segments[posts.segment[row]];
    const uint32_t record = posts.record[row];
    for (uint64_t i = s.hit_offsets[record]; i < s.hit_offsets[record + 1]; ++i)
      numbers[posts.segment[row]][s.hit_selector[i]] = kUnused;
  }
  return numbers;
}

// Numbers the used ones by (kind, service, value). Each segment has them in that order.
void number_selectors(const std::vector<SignalSegment>& segments, Numbers& numbers,
                      Selectors& out) {
  std::vector<SelectorRef> refs;
  std::vector<std::size_t> ends{0};
  for (uint32_t s = 0; s < segments.size(); ++s) {
    for (uint32_t i = 0; i < numbers[s].size(); ++i) {
      if (numbers[s][i] == kUnused) refs.push_back({s, i});
    }
    ends.push_back(refs.size());
  }
  const auto before = [&](const SelectorRef& x, const SelectorRef& y) {
    return key_of(segments, x) < key_of(segments, y);
  };
  const auto at = [&](std::size_t i) {
    return refs.begin() + static_cast<std::ptrdiff_t>(ends[i]);
  };
  for (std::size_t step = 1; step + 1 < ends.size(); step *= 2) {
    for (std::size_t i = 0; i + step + 1 < ends.size(); i += 2 * step) {
      std::inplace_merge(at(i), at(i + step), at(std::min(i + 2 * step, ends.size() - 1)), before);
    }
  }
  for (std::size_t i = 0; i < refs.size(); ++i) {
    const auto [kind, service, value] = key_of(segments, refs[i]);
    if (i == 0 || key_of(segments, refs[i - 1]) != std::tuple(kind, service, value)) {
      out.kind.push_back(kind);
      out.service.push_back(service);
      out.value.push_back(value);
    }
    numbers[refs[i].segment][refs[i].index] = static_cast<uint32_t>(out.kind.size() - 1);
  }
}

void gather_hits(const CollectedPosts& posts, const std::vector<SignalSegment>& segments,
                 const Numbers& numbers, Selectors& out) {
  const std::size_t rows = posts.segment.size();
  out.hit_offsets.assign(rows + 1, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::vector<uint64_t>& offsets = segments[posts.segment[row]].hit_offsets;
    const uint32_t record = posts.record[row];
    out.hit_offsets[row + 1] = out.hit_offsets[row] + offsets[record + 1] - offsets[record];
  }
  const uint64_t hits = out.hit_offsets.back();
  out.hit_selector.resize(hits);
  out.hit_service.resize(hits);
  out.hit_field.resize(hits);
  out.hit_begin.resize(hits);
  out.hit_end.resize(hits);
  parallel_blocks(rows, kRowsOfBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t row = begin; row < end; ++row) {
      const SignalSegment& s = segments[posts.segment[row]];
      const uint32_t record = posts.record[row];
      uint64_t to = out.hit_offsets[row];
      for (uint64_t i = s.hit_offsets[record]; i < s.hit_offsets[record + 1]; ++i, ++to) {
        out.hit_selector[to] = numbers[posts.segment[row]][s.hit_selector[i]];
        out.hit_service[to] = s.hit_service[i];
        out.hit_field[to] = s.hit_field[i];
        out.hit_begin[to] = s.hit_begin[i];
        out.hit_end[to] = s.hit_end[i];
      }
    }
  });
}

// The rows of each selector, each once, ascending.
void list_carriers(Selectors& selectors) {
  const std::size_t rows = selectors.hit_offsets.size() - 1;
  std::vector<uint32_t> latest(selectors.size(), kNone);
  const auto for_each_carrier = [&](const auto& fn) {
    std::fill(latest.begin(), latest.end(), kNone);
    for (uint32_t row = 0; row < rows; ++row) {
      for (uint64_t i = selectors.hit_offsets[row]; i < selectors.hit_offsets[row + 1]; ++i) {
        const uint32_t s = selectors.hit_selector[i];
        if (latest[s] != row) fn(s, row);
        latest[s] = row;
      }
    }
  };
  selectors.carrier_offsets.assign(selectors.size() + 1, 0);
  for_each_carrier([&](uint32_t s, uint32_t) { ++selectors.carrier_offsets[s + 1]; });
  std::partial_sum(selectors.carrier_offsets.begin(), selectors.carrier_offsets.end(),
                   selectors.carrier_offsets.begin());
  selectors.carrier.resize(selectors.carrier_offsets.back());
  std::vector<uint64_t> place(selectors.carrier_offsets);
  for_each_carrier([&](uint32_t s, uint32_t row) { selectors.carrier[place[s]++] = row; });
}

Selectors gather_selectors(const CollectedPosts& posts,
                           const std::vector<SignalSegment>& segments) {
  Selectors out;
  Numbers numbers = find_used(posts, segments);
  number_selectors(segments, numbers, out);
  gather_hits(posts, segments, numbers, out);
  list_carriers(out);
  return out;
}

// ---- The rest -------------------------------------------------------------------

// Short records of the segments as posts; records that are no current version drop out.
RecordRows gather_records(const CollectedPosts& posts, std::vector<SignalSegment>& segments) {
  std::vector<std::vector<uint32_t>> row_of(segments.size());
  for (std::size_t s = 0; s < segments.size(); ++s) {
    if (!segments[s].records.empty()) row_of[s].assign(segments[s].size(), kNone);
  }
  for (uint32_t row = 0; row < posts.segment.size(); ++row) {
    std::vector<uint32_t>& rows = row_of[posts.segment[row]];
    if (!rows.empty()) rows[posts.record[row]] = row;
  }
  std::vector<RecordPart> parts;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    for (const RecordPart& part : segments[s].records) {
      RecordPart kept{.rows = {}, .names = part.names, .values = {}};
      for (std::size_t i = 0; i < part.rows.size(); ++i) {
        const uint32_t row = row_of[s][part.rows[i]];
        if (row == kNone) continue;
        kept.rows.push_back(row);
        for (std::size_t c = 0; c < part.names.size(); ++c)
          kept.values.push_back(part.values[i * part.names.size() + c]);
      }
      parts.push_back(std::move(kept));
    }
    segments[s].records.clear();
  }
  return join_records(std::move(parts));
}

}  // namespace

Result<Extracted> extract_posts(store::Case& open_case, const std::string& default_country,
                                bool force, CollectedPosts& collected, Progress& progress) {
  Extracted extracted;
  TRY_OK(drop_undone(open_case));
  TRY(const CasePhotos photos, CasePhotos::load(open_case, progress));
  TRY(std::vector<SignalSegment> segments,
      load_signals(open_case, collected.segments, default_country, force, photos, progress));
  if (!photos.empty()) {
    TRY(extracted.pictures,
        group_pictures(open_case, photos, force, collected, segments, progress));
  }
  for (const SegmentId& id : collected.segments)
    extracted.bundles.push_back(signal_segment_name(id.import, id.number));

  Step gather(progress, "gather selectors");
  extracted.selectors = gather_selectors(collected, segments);
  gather.end(extracted.selectors.size());
  extracted.records = gather_records(collected, segments);
  for (std::size_t row = 0; row < collected.segment.size(); ++row) {
    const SignalSegment& s = segments[collected.segment[row]];
    const uint32_t record = collected.record[row];
    collected.posts.language[row] = s.language[record];
  }
  return extracted;
}

}  // namespace maillon::tasks
