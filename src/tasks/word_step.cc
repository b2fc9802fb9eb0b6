#include "tasks/word_step.h"

#include <numeric>
#include <utility>
#include <vector>

#include "extract/text/signals.h"
#include "tasks/bundle_columns.h"
#include "tasks/kept_segments.h"
#include "tasks/pictures/photo_texts.h"
#include "tasks/read_text.h"
#include "tasks/signal_segments.h"

namespace maillon::tasks {
namespace {

// Raised when the same text gives other words, or the columns change.
constexpr uint32_t kWordsVersion = 2;

const KeptSegments& kept_words() {
  static const KeptSegments kept{"words", kWordsVersion, extract::library_versions()};
  return kept;
}

// All but the large arrays.
template <class W, class V>
void visit_words(W& w, V& v) {
  v("word", w.words), v("number", w.number);
  v("posting_ends", w.posting_ends), v("text_ends", w.text_ends);
}

Result<search::WordIndex> make_words(const store::Case& open_case, const TextSources& sources,
                                     ImportId import, const Segment& records, Progress& progress) {
  const std::vector<uint32_t> imports(records.size(), import.value);
  const Places places{imports, records.file, records.begin, records.end};
  std::vector<uint32_t> rows(records.size());
  std::iota(rows.begin(), rows.end(), 0);
  // The first part is one empty text, for records that could not be read.
  std::vector<search::TextWords> parts(1);
  search::WordCutter nothing;
  nothing.add({});
  parts[0] = nothing.take();
  const PhotoTexts photo_texts = PhotoTexts::read(open_case, import);
  std::vector<search::TextPlace> text_places(records.size());
  TRY_OK(read_texts(
      sources, places, rows, [&](std::size_t n) { parts.resize(n + 1); },
      [&](std::size_t i, TextBatch&& batch) {
        photo_texts.fill_rows(batch.records, batch.rows, records.file);
        search::WordCutter cutter;
        for (uint32_t k = 0; k < batch.rows.size(); ++k) {
          const uint32_t row = batch.rows[k];
          cutter.add({batch.records.field(Field::title, k), batch.records.field(Field::body, k),
                      records.city[row], records.author[row],
                      batch.records.field(Field::image_text, k)});
          text_places[row] = {static_cast<uint32_t>(i + 1), k};
        }
        parts[i + 1] = cutter.take();
      },
      progress));
  return search::build_word_index(parts, text_places);
}

Result<void> keep(store::Case& to, const std::string& name, const search::WordIndex& index,
                  const std::string& made) {
  TRY(store::BundleWriter bundle, to.write_bundle(name, kWordsVersion));
  bundle.set_attribute("made_with", made);
  ColumnWriter writer{std::move(bundle), {}};
  visit_words(index, writer);
  writer("postings", index.postings), writer("texts", index.texts);
  TRY_OK(std::move(writer.done));
  return writer.bundle.publish();
}

}  // namespace

Result<void> index_words(store::Case& open_case, Progress& progress) {
  const KeptSegments& kept = kept_words();
  TRY(const MissingSegments missing, find_missing(open_case, kept));
  if (missing.segments.empty()) return {};
  Step step(progress, "index words", missing.records, "records");
  TRY(const TextSources sources, TextSources::list(open_case));
  for (const auto& [import, n] : missing.segments) {
    TRY(const SegmentRecords segment, read_records(open_case, import, n));
    TRY(const search::WordIndex index,
        make_words(open_case, sources, import, segment.records, progress));
    TRY_OK(keep(open_case, kept.name(import, n), index,
                kept.made_with(open_case, import, segment.checksum)));
  }
  step.end(missing.records);
  return {};
}

bool has_words(const store::Case& from, ImportId import, uint32_t segment) {
  return from.has_bundle(kept_words().name(import, segment));
}

std::optional<SegmentWords> read_segment_words(const store::Case& from, ImportId import,
                                               uint32_t segment) {
  const auto records = from.open_segment(import, segment);
  const KeptSegments& kept = kept_words();
  if (!records || !kept.is_kept(from, import, segment, records->file().checksum()))
    return std::nullopt;
  auto bundle = from.read_bundle(kept.name(import, segment));
  if (!bundle) return std::nullopt;
  search::WordIndex index;
  ColumnReader reader{*std::move(bundle), {}};
  visit_words(index, reader);
  if (!reader.done || index.size() != records->count("file") ||
      !search::is_sound(index, reader.bundle.count("postings"), reader.bundle.count("texts")))
    return std::nullopt;
  return SegmentWords(std::move(index), std::move(reader.bundle));
}

SegmentWords::SegmentWords(search::WordIndex index, store::BundleReader bundle)
    : index_(std::move(index)), bundle_(std::move(bundle)) {}

uint64_t SegmentWords::text_bytes() const {
  return index_.text_ends.empty() ? 0 : index_.text_ends.back();
}

Result<search::SharedBytes> SegmentWords::read_texts(uint64_t begin, uint64_t end) const {
  const auto read = [&]() -> Result<search::SharedBytes> {
    TRY(std::vector<uint8_t> bytes, bundle_.get_range<uint8_t>("texts", begin, end - begin));
    return std::make_shared<const std::vector<uint8_t>>(std::move(bytes));
  };
  if (!kept_ || end - begin < text_bytes()) return read();
  const std::lock_guard lock(kept_->mutex);
  if (!kept_->texts) {
    TRY(kept_->texts, read());
  }
  return kept_->texts;
}

Result<std::vector<uint32_t>> SegmentWords::find(const search::QueryNode& node) const {
  return search::find_texts(
      index_, node,
      [this](uint64_t begin, uint64_t end) -> Result<search::SharedBytes> {
        TRY(std::vector<uint8_t> bytes, bundle_.get_range<uint8_t>("postings", begin, end - begin));
        return std::make_shared<const std::vector<uint8_t>>(std::move(bytes));
      },
      [this](uint64_t begin, uint64_t end) { return read_texts(begin, end); });
}

}  // namespace maillon::tasks
