#include "tasks/signal_segments.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "base/parallel.h"
#include "extract/text/signals.h"
#include "tasks/bundle_columns.h"
#include "tasks/derived_io.h"
#include "tasks/pictures/names.h"
#include "tasks/read_text.h"

namespace maillon::tasks {
namespace {

// A picture that a record names, by its place in the field `images`.
struct PictureHit {
  uint32_t row = 0;  // of the batch
  uint32_t begin = 0, end = 0;
  std::string sha256;  // hex
};

// The signals of one batch of records, which stand one after another in the segment.
struct Batch {
  std::vector<uint32_t> rows;
  extract::Signals signals;
  std::vector<PictureHit> pictures;  // by row
  RecordPart records;
};

// ---- Keeping ------------------------------------------------------------------

// Names the columns once, for writing and reading.
template <class S, class V>
void visit_columns(S& s, V& v) {
  v("language", s.language);
  v("kind", s.kind), v("service", s.service), v("value", s.value);
  v("hit_offsets", s.hit_offsets), v("hit_selector", s.hit_selector);
  v("hit_service", s.hit_service), v("hit_field", s.hit_field);
  v("hit_begin", s.hit_begin), v("hit_end", s.hit_end);
}

template <class T, class V>
void visit_tokens(T& tokens, V& v) {
  v("token_offsets", tokens.offsets), v("token", tokens.token);
}

// Short records as columns: part p has rows[p] rows and names[p] columns.
struct RecordColumns {
  std::vector<uint32_t> rows, names, row;
  StringColumn name, value;
};
template <class R, class V>
void visit_records(R& r, V& v) {
  v("record_rows", r.rows), v("record_names", r.names), v("record_row", r.row);
  v("record_name", r.name), v("record_value", r.value);
}

RecordColumns to_columns(const std::vector<RecordPart>& parts) {
  RecordColumns columns;
  for (const RecordPart& part : parts) {
    columns.rows.push_back(static_cast<uint32_t>(part.rows.size()));
    columns.names.push_back(static_cast<uint32_t>(part.names.size()));
    columns.row.insert(columns.row.end(), part.rows.begin(), part.rows.end());
    for (const std::string& name : part.names) columns.name.push_back(name);
    columns.value.append(part.values);
  }
  return columns;
}

std::vector<RecordPart> to_parts(const RecordColumns& columns) {
  std::vector<RecordPart> parts(columns.rows.size());
  std::size_t row = 0, name = 0, value = 0;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (uint32_t i = 0; i < columns.rows[p]; ++i) parts[p].rows.push_back(columns.row[row++]);
    for (uint32_t i = 0; i < columns.names[p]; ++i)
      parts[p].names.emplace_back(columns.name[name++]);
    const std::size_t values = std::size_t{columns.rows[p]} * columns.names[p];
    for (std::size_t i = 0; i < values; ++i) parts[p].values.push_back(columns.value[value++]);
  }
  return parts;
}

// What the signals depend on, beside the text.
std::string made_with(uint64_t checksum, const std::string& country,
                      const std::string& picture_version) {
  return fmt::format("{} {} {:016x} {} {}", kExtractVersion, extract::library_versions(), checksum,
                     picture_version, country);
}

// Do the columns fit each other and so many records? Checksums tell damage; this tells a
// program that wrote something else.
bool is_consistent(const SignalSegment& s, const TokenTable& tokens, const RecordColumns& r,
                   std::size_t records) {
  const auto ends_at = [&](const std::vector<uint64_t>& offsets, std::size_t size) {
    return offsets.size() == records + 1 && offsets.front() == 0 && offsets.back() == size &&
           std::is_sorted(offsets.begin(), offsets.end());
  };
  const std::size_t hits = s.hit_selector.size();
  uint64_t rows = 0, names = 0, values = 0;
  for (std::size_t p = 0; p < std::min(r.rows.size(), r.names.size()); ++p) {
    rows += r.rows[p];
    names += r.names[p];
    values += uint64_t{r.rows[p]} * r.names[p];
  }
  const auto all_below = [](const std::vector<uint32_t>& v, std::size_t limit) {
    return std::all_of(v.begin(), v.end(), [&](uint32_t x) { return x < limit; });
  };
  return s.language.size() == records && ends_at(tokens.offsets, tokens.token.size()) &&
         ends_at(s.hit_offsets, hits) && all_below(s.hit_selector, s.kind.size()) &&
         s.service.size() == s.kind.size() && s.value.size() == s.kind.size() &&
         s.hit_service.size() == hits && s.hit_field.size() == hits && s.hit_begin.size() == hits &&
         s.hit_end.size() == hits && r.rows.size() == r.names.size() && rows == r.row.size() &&
         names == r.name.size() && values == r.value.size() && all_below(r.row, records);
}

Result<void> keep(store::Case& to, std::string_view name, const SignalSegment& segment,
                  const TokenTable& tokens, const std::string& made) {
  TRY(store::BundleWriter bundle, to.write_bundle(name, kBundleVersion));
  bundle.set_attribute("made_with", made);
  bundle.set_attribute("records", fmt::format("{}", segment.size()));
  ColumnWriter writer{std::move(bundle), {}};
  visit_columns(segment, writer);
  visit_tokens(tokens, writer);
  const RecordColumns records = to_columns(segment.records);
  visit_records(records, writer);
  TRY_OK(std::move(writer.done));
  return writer.bundle.publish();
}

// ---- Making -------------------------------------------------------------------

// Short records are compared by their columns: they have no wording.
void drop_tokens(TokenTable& tokens) {
  std::fill(tokens.offsets.begin(), tokens.offsets.end(), 0);
  tokens.token.clear();
}

std::vector<PictureHit> find_pictures(const TextBatch& text, std::span<const uint32_t> file,
                                      const PhotoNames& pictures) {
  std::vector<PictureHit> hits;
  for (uint32_t i = 0; i < text.rows.size(); ++i) {
    for (const PictureName& name : read_picture_names(text.records.field(Field::images, i))) {
      if (std::optional<std::string> found = pictures.find(file[text.rows[i]], name.name))
        hits.push_back({i, name.begin, name.end, *std::move(found)});
    }
  }
  return hits;
}

Result<std::vector<Batch>> extract_batches(const TextSources& sources, const Places& places,
                                           const extract::ExtractSettings& settings,
                                           const ExtractContext& context, Progress& progress) {
  std::vector<uint32_t> rows(places.begin.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::vector<Batch> batches;
  TRY_OK(read_texts(
      sources, places, rows, [&](std::size_t n) { batches.resize(n); },
      [&](std::size_t i, TextBatch&& text) {
        if (context.texts != nullptr)
          context.texts->fill_rows(text.records, text.rows, places.file);
        batches[i].signals = extract::extract_signals(text.records, settings);
        if (context.pictures != nullptr)
          batches[i].pictures = find_pictures(text, places.file, *context.pictures);
        batches[i].records = take_records(text);
        if (!batches[i].records.rows.empty()) drop_tokens(batches[i].signals.tokens);
        batches[i].rows = std::move(text.rows);
      },
      progress));
  return batches;
}

void validate_phones(std::vector<Batch>& batches, const extract::ExtractSettings& settings) {
  std::vector<extract::Signals> signals(batches.size());
  for (std::size_t i = 0; i < batches.size(); ++i) signals[i] = std::move(batches[i].signals);
  extract::validate_phones(signals, settings);
  for (std::size_t i = 0; i < batches.size(); ++i) batches[i].signals = std::move(signals[i]);
}

// Where the hits and tokens of a row stand.
struct RowPlace {
  uint32_t batch = 0, index = 0;  // row `index` of the batch
  uint32_t hit = 0, picture = 0;  // its first hits there
};

std::vector<RowPlace> place_rows(const std::vector<Batch>& batches, std::size_t rows) {
  std::vector<RowPlace> places(rows);
  for (uint32_t b = 0; b < batches.size(); ++b) {
    const std::vector<uint32_t>& of_hit = batches[b].signals.selectors.row;
    const std::vector<PictureHit>& pictures = batches[b].pictures;
    uint32_t hit = 0;
    uint32_t picture = 0;
    for (uint32_t i = 0; i < batches[b].rows.size(); ++i) {
      while (hit < of_hit.size() && of_hit[hit] < i) ++hit;
      while (picture < pictures.size() && pictures[picture].row < i) ++picture;
      places[batches[b].rows[i]] = {b, i, hit, picture};
    }
  }
  return places;
}

void gather_tokens(const std::vector<Batch>& batches, const std::vector<RowPlace>& places,
                   TokenTable& out) {
  for (const RowPlace& place : places) {
    const TokenTable& tokens = batches[place.batch].signals.tokens;
    out.token.insert(
        out.token.end(),
        tokens.token.begin() + static_cast<std::ptrdiff_t>(tokens.offsets[place.index]),
        tokens.token.begin() + static_cast<std::ptrdiff_t>(tokens.offsets[place.index + 1]));
    out.offsets.push_back(out.token.size());
  }
}

// What makes two hits the same selector. A number is one selector whether it is
// called or messaged.
struct SelectorKey {
  uint8_t kind = 0, service = 0;
  std::string_view value;
  friend auto operator<=>(const SelectorKey&, const SelectorKey&) = default;
};

SelectorKey key_of(const SelectorTable& table, std::size_t hit) {
  const SelectorKind kind = table.kind[hit];
  const Service service = kind == SelectorKind::phone ? Service::none : table.service[hit];
  return {static_cast<uint8_t>(kind), static_cast<uint8_t>(service), table.value[hit]};
}

void gather_hits(const std::vector<Batch>& batches, const std::vector<RowPlace>& places,
                 SignalSegment& out) {
  std::vector<std::pair<SelectorKey, uint32_t>> keys;
  const auto add = [&](const SelectorKey& key, Service service, Field field, uint32_t begin,
                       uint32_t end) {
    keys.emplace_back(key, static_cast<uint32_t>(keys.size()));
    out.hit_service.push_back(static_cast<uint8_t>(service));
    out.hit_field.push_back(static_cast<uint8_t>(field));
    out.hit_begin.push_back(begin);
    out.hit_end.push_back(end);
  };
  for (const RowPlace& place : places) {
    const SelectorTable& table = batches[place.batch].signals.selectors;
    std::size_t hit = place.hit;
    const auto add_until = [&](Field field) {
      for (; hit < table.size() && table.row[hit] == place.index && table.field[hit] < field; ++hit)
        add(key_of(table, hit), table.service[hit], table.field[hit], table.begin[hit],
            table.end[hit]);
    };
    add_until(Field::images);
    const std::vector<PictureHit>& pictures = batches[place.batch].pictures;
    for (std::size_t i = place.picture; i < pictures.size() && pictures[i].row == place.index; ++i)
      add({static_cast<uint8_t>(SelectorKind::image), 0, pictures[i].sha256}, Service::none,
          Field::images, pictures[i].begin, pictures[i].end);
    add_until(static_cast<Field>(kFieldCount));
    out.hit_offsets.push_back(keys.size());
  }
  std::sort(keys.begin(), keys.end());
  out.hit_selector.resize(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i].first != keys[i - 1].first) {
      out.kind.push_back(keys[i].first.kind);
      out.service.push_back(keys[i].first.service);
      out.value.push_back(keys[i].first.value);
    }
    out.hit_selector[keys[i].second] = static_cast<uint32_t>(out.kind.size() - 1);
  }
}

}  // namespace

std::string signal_segment_name(ImportId import, uint32_t segment) {
  return fmt::format("signals/{}-{}", import.value, segment);
}

Result<SegmentRecords> read_records(const store::Case& from, ImportId import, uint32_t segment) {
  TRY(const store::BundleReader bundle, from.open_segment(import, segment));
  SegmentRecords out;
  TRY(out.records, read_segment(bundle));
  out.checksum = bundle.file().checksum();
  return out;
}

std::optional<SignalSegment> read_signal_segment(const store::Case& from, ImportId import,
                                                 uint32_t segment, uint64_t checksum,
                                                 const std::string& country,
                                                 const std::string& picture_version) {
  const std::string name = signal_segment_name(import, segment);
  if (!from.has_bundle(name)) return std::nullopt;
  auto bundle = from.read_bundle(name);
  if (!bundle || bundle->version() != kBundleVersion ||
      bundle->attribute("made_with") != made_with(checksum, country, picture_version))
    return std::nullopt;
  SignalSegment found;
  TokenTable tokens;  // read to see that they are whole
  RecordColumns records;
  ColumnReader reader{*std::move(bundle), {}};
  visit_columns(found, reader);
  visit_tokens(tokens, reader);
  visit_records(records, reader);
  if (!reader.done ||
      reader.bundle.attribute("records") != fmt::format("{}", found.language.size()) ||
      !is_consistent(found, tokens, records, found.language.size()))
    return std::nullopt;
  found.records = to_parts(records);
  return found;
}

Result<TokenTable> read_tokens(const store::Case& from, ImportId import, uint32_t segment) {
  TokenTable tokens;
  TRY(store::BundleReader bundle, from.read_bundle(signal_segment_name(import, segment)));
  ColumnReader reader{std::move(bundle), {}};
  visit_tokens(tokens, reader);
  TRY_OK(std::move(reader.done));
  return tokens;
}

Result<SignalSegment> make_signal_segment(store::Case& open_case, const TextSources& sources,
                                          ImportId import, uint32_t segment,
                                          const SegmentRecords& from, const ExtractContext& context,
                                          Progress& progress) {
  const Segment& records = from.records;
  const extract::ExtractSettings settings{.default_country = context.country};
  const std::vector<uint32_t> imports(records.size(), import.value);
  const Places places{imports, records.file, records.begin, records.end};
  Step find(progress, "find selectors", records.size(), "records");
  TRY(std::vector<Batch> batches, extract_batches(sources, places, settings, context, progress));
  find.end(records.size());
  Step check(progress, "check phone numbers");
  validate_phones(batches, settings);
  check.end();

  const Step gather(progress, "keep signals");
  SignalSegment made;
  TokenTable tokens;
  const std::vector<RowPlace> row_places = place_rows(batches, records.size());
  for (const RowPlace& place : row_places)
    made.language.push_back(batches[place.batch].signals.language[place.index]);
  parallel_for(2, [&](std::size_t half) {
    half == 0 ? gather_hits(batches, row_places, made) : gather_tokens(batches, row_places, tokens);
  });
  for (Batch& batch : batches) {
    if (!batch.records.rows.empty()) made.records.push_back(std::move(batch.records));
  }
  TRY_OK(keep(open_case, signal_segment_name(import, segment), made, tokens,
              made_with(from.checksum, context.country, context.picture_version)));
  return made;
}

}  // namespace maillon::tasks
