#include "tasks/indicators/sign_segments.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "rank/wording/post_reader.h"
#include "tasks/bundle_columns.h"
#include "tasks/derived_io.h"
#include "tasks/indicators/lexicon.h"
#include "tasks/indicators/ready_catalogue.h"
#include "tasks/kept_segments.h"
#include "tasks/pictures/photo_texts.h"
#include "tasks/read_text.h"
#include "tasks/signal_segments.h"

namespace maillon::tasks {
namespace {

// Raised when the same text and catalogue give other signs, or the columns change.
constexpr uint32_t kSignsVersion = 3;

KeptSegments kept_signs(const std::string& catalogue) {
  return {"signs", kSignsVersion,
          fmt::format("{} {:016x}", catalogue, rank::built_in_wording().fingerprint())};
}

// Whatever they were made with.
std::string name_of(ImportId import, uint32_t segment) {
  return kept_signs("").name(import, segment);
}

template <class S, class V>
void visit_signs(S& s, V& v) {
  v("stance", s.stance), v("wording", s.wording), v("cues", s.cues);
  v("hidden_contact", s.hidden_contact);
  v("pay", s.pay), v("currency", s.currency);
  v("hit_offsets", s.hit_offsets), v("hit_indicator", s.hit_indicator);
  v("hit_state", s.hit_state), v("hit_field", s.hit_field);
  v("hit_begin", s.hit_begin), v("hit_end", s.hit_end);
}

// Contacts of the records, as extraction found them.
struct Contacts {
  std::vector<uint64_t> offsets;
  std::vector<uint32_t> selector, begin, end;
  std::vector<uint8_t> field, kind;

  static Contacts read(const store::Case& from, ImportId import, uint32_t segment,
                       std::size_t records) {
    Contacts out;
    auto bundle = from.read_bundle(signal_segment_name(import, segment));
    if (!bundle) return {};
    ColumnReader reader{*std::move(bundle), {}};
    reader("hit_offsets", out.offsets), reader("hit_selector", out.selector);
    reader("hit_begin", out.begin), reader("hit_end", out.end);
    reader("hit_field", out.field), reader("kind", out.kind);
    const std::size_t hits = out.selector.size();
    const bool sound = reader.done && out.offsets.size() == records + 1 &&
                       std::is_sorted(out.offsets.begin(), out.offsets.end()) &&
                       out.offsets.back() == hits && out.begin.size() == hits &&
                       out.end.size() == hits && out.field.size() == hits &&
                       std::all_of(out.selector.begin(), out.selector.end(),
                                   [&](uint32_t s) { return s < out.kind.size(); });
    return sound ? out : Contacts{};
  }
};

// Is the contact written so that only people find it: digits as words, another script's digits,
// an "at" for the @?
bool is_hidden(SelectorKind kind, std::string_view written) {
  if (kind == SelectorKind::email) return written.find('@') == std::string_view::npos;
  if (kind != SelectorKind::phone) return false;
  return std::any_of(written.begin(), written.end(),
                     [](char c) {
                       const bool usual =
                           (c >= '0' && c <= '9') ||
                           std::string_view(" \t+-().,/:").find(c) != std::string_view::npos;
                       return !usual;
                     }) &&
         written.find("\xC2\xA0") == std::string_view::npos;
}

rank::Fact hidden_contact(const Contacts& contacts, uint32_t row, const RecordBatch& records,
                          uint32_t at) {
  rank::Fact fact = rank::Fact::not_stated;
  if (contacts.offsets.empty()) return fact;
  for (uint64_t h = contacts.offsets[row]; h < contacts.offsets[row + 1]; ++h) {
    const auto field = static_cast<Field>(contacts.field[h]);
    if (field != Field::title && field != Field::body) continue;
    const std::string_view text = records.field(field, at);
    const uint32_t begin = contacts.begin[h], end = contacts.end[h];
    if (begin >= end || end > text.size()) continue;
    const auto kind = static_cast<SelectorKind>(contacts.kind[contacts.selector[h]]);
    if (kind != SelectorKind::phone && kind != SelectorKind::email) continue;
    fact = std::max(fact, is_hidden(kind, text.substr(begin, end - begin)) ? rank::Fact::seen
                                                                           : rank::Fact::not_seen);
  }
  return fact;
}

// The signs of one batch of records, beside its rows.
struct Part {
  std::vector<uint32_t> rows;
  std::vector<rank::PostReading> readings;
  std::vector<uint8_t> hidden;
};

void put_row(const rank::PostReading& post, uint8_t hidden, SignSegment& out) {
  const rank::TextReading& reading = post.text;
  out.stance.push_back(static_cast<uint8_t>(reading.stance));
  out.wording.push_back(static_cast<uint8_t>(post.wording));
  uint16_t cues = 0;
  for (std::size_t k = 0; k < rank::kCueKinds; ++k) {
    if (reading.cues[k] > 0) cues |= static_cast<uint16_t>(1U << k);
  }
  out.cues.push_back(cues);
  out.hidden_contact.push_back(hidden);
  out.pay.push_back(reading.pay ? static_cast<uint32_t>(std::min(reading.pay->monthly, 4e9)) : 0);
  out.currency.push_back(reading.pay ? static_cast<uint8_t>(reading.pay->currency) : 0);
  for (const rank::SignHit& hit : reading.hits) {
    out.hit_indicator.push_back(static_cast<uint16_t>(hit.indicator));
    out.hit_state.push_back(static_cast<uint8_t>(hit.state));
    out.hit_field.push_back(static_cast<uint8_t>(hit.field));
    out.hit_begin.push_back(hit.begin);
    out.hit_end.push_back(hit.end);
  }
  out.hit_offsets.push_back(out.hit_indicator.size());
}

// Readers remember words: each is used again for another batch.
class Readers {
 public:
  Readers(const rank::Catalogue& catalogue, const rank::Matcher& matcher,
          const rank::NeutralLexicon& lexicon)
      : catalogue_(catalogue), matcher_(matcher), lexicon_(lexicon) {}

  std::unique_ptr<rank::PostReader> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<rank::PostReader>(catalogue_, matcher_, lexicon_);
    auto reader = std::move(free_.back());
    free_.pop_back();
    return reader;
  }
  void give_back(std::unique_ptr<rank::PostReader> reader) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(reader));
  }

 private:
  const rank::Catalogue& catalogue_;
  const rank::Matcher& matcher_;
  const rank::NeutralLexicon& lexicon_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<rank::PostReader>> free_;
};

Result<SignSegment> make(const store::Case& open_case, Readers& readers, const TextSources& sources,
                         ImportId import, uint32_t number, const Segment& records,
                         Progress& progress) {
  const std::vector<uint32_t> imports(records.size(), import.value);
  const Places places{imports, records.file, records.begin, records.end};
  std::vector<uint32_t> rows(records.size());
  std::iota(rows.begin(), rows.end(), 0);
  const Contacts contacts = Contacts::read(open_case, import, number, records.size());
  const PhotoTexts texts = PhotoTexts::read(open_case, import);
  std::vector<Part> parts;
  TRY_OK(read_texts(
      sources, places, rows, [&](std::size_t n) { parts.resize(n); },
      [&](std::size_t i, TextBatch&& batch) {
        Part& part = parts[i];
        texts.fill_rows(batch.records, batch.rows, records.file);
        std::unique_ptr<rank::PostReader> reader = readers.take();
        for (uint32_t k = 0; k < batch.rows.size(); ++k) {
          part.readings.push_back(reader->read(sign_fields(batch.records, k)));
          part.hidden.push_back(
              static_cast<uint8_t>(hidden_contact(contacts, batch.rows[k], batch.records, k)));
        }
        readers.give_back(std::move(reader));
        part.rows = std::move(batch.rows);
      },
      progress));
  // Records that could not be read have none.
  std::vector<std::pair<uint32_t, uint32_t>> place(records.size(), {0xffffffff, 0});
  for (uint32_t p = 0; p < parts.size(); ++p) {
    for (uint32_t k = 0; k < parts[p].rows.size(); ++k) place[parts[p].rows[k]] = {p, k};
  }
  SignSegment out;
  const rank::PostReading nothing;
  for (const auto& [part, k] : place) {
    if (part == 0xffffffff) {
      put_row(nothing, 0, out);
    } else {
      put_row(parts[part].readings[k], parts[part].hidden[k], out);
    }
  }
  return out;
}

Result<void> keep(store::Case& to, const std::string& name, const SignSegment& signs,
                  const std::string& made) {
  TRY(store::BundleWriter bundle, to.write_bundle(name, kSignsVersion));
  bundle.set_attribute("made_with", made);
  ColumnWriter writer{std::move(bundle), {}};
  visit_signs(signs, writer);
  TRY_OK(std::move(writer.done));
  return writer.bundle.publish();
}

bool is_sound(const SignSegment& s, std::size_t indicators) {
  const std::size_t rows = s.size(), hits = s.hit_indicator.size();
  return s.wording.size() == rows && s.cues.size() == rows && s.hidden_contact.size() == rows &&
         s.pay.size() == rows && s.currency.size() == rows && s.hit_offsets.size() == rows + 1 &&
         std::is_sorted(s.hit_offsets.begin(), s.hit_offsets.end()) &&
         s.hit_offsets.back() == hits && s.hit_state.size() == hits && s.hit_field.size() == hits &&
         s.hit_begin.size() == hits && s.hit_end.size() == hits &&
         std::all_of(s.hit_indicator.begin(), s.hit_indicator.end(),
                     [&](uint16_t i) { return i < indicators; });
}

}  // namespace

Result<void> read_signs(store::Case& open_case, const rank::Catalogue& catalogue,
                        Progress& progress) {
  const KeptSegments kept = kept_signs(catalogue.hash);
  TRY(const MissingSegments missing, find_missing(open_case, kept));
  if (missing.segments.empty()) return {};
  Step step(progress, "read for indicators", missing.records, "records");
  TRY(const TextSources sources, TextSources::list(open_case));
  const rank::Matcher matcher = ready_matcher(catalogue);
  TRY(const rank::NeutralLexicon lexicon, neutral_lexicon(catalogue));
  Readers readers(catalogue, matcher, lexicon);
  for (const auto& [import, n] : missing.segments) {
    TRY(const SegmentRecords segment, read_records(open_case, import, n));
    TRY(const SignSegment signs,
        make(open_case, readers, sources, import, n, segment.records, progress));
    TRY_OK(keep(open_case, kept.name(import, n), signs,
                kept.made_with(open_case, import, segment.checksum)));
  }
  step.end(missing.records);
  return {};
}

Result<SignSegment> load_signs(const store::Case& from, ImportId import, uint32_t segment,
                               std::size_t indicators) {
  TRY(store::BundleReader bundle, from.read_bundle(name_of(import, segment)));
  SignSegment out;
  ColumnReader reader{std::move(bundle), {}};
  visit_signs(out, reader);
  TRY_OK(std::move(reader.done));
  if (!is_sound(out, indicators)) {
    return fail(Code::corrupt, "the signs of a segment do not fit: run `maillon link` again");
  }
  return out;
}

std::vector<rank::SignHit> SignSegment::hits_of(uint32_t record) const {
  std::vector<rank::SignHit> hits;
  for (uint64_t h = hit_offsets[record]; h < hit_offsets[record + 1]; ++h) {
    hits.push_back({hit_indicator[h], static_cast<rank::HitState>(hit_state[h]),
                    static_cast<Field>(hit_field[h]), hit_begin[h], hit_end[h]});
  }
  return hits;
}

std::vector<rank::FieldText> sign_fields(const RecordBatch& records, std::size_t record) {
  std::vector<rank::FieldText> fields;
  for (const Field field : {Field::title, Field::body, Field::image_text}) {
    fields.push_back({field, records.field(field, record)});
  }
  return fields;
}

std::vector<rank::SignHit> signs_of_post(const store::Case& from, uint32_t row,
                                         std::string_view posts, std::size_t indicators) {
  std::vector<rank::SignHit> hits;
  const auto place = read_post_record(from, row, posts);
  if (!place || !*place) return hits;
  const std::string name = name_of(ImportId{(*place)->import}, (*place)->segment);
  if (!from.has_bundle(name)) return hits;
  const auto bundle = from.read_bundle(name);
  if (!bundle) return hits;
  const auto offsets = bundle->get_range<uint64_t>("hit_offsets", (*place)->record, 2);
  if (!offsets || (*offsets)[0] > (*offsets)[1]) return hits;
  const uint64_t begin = (*offsets)[0], count = (*offsets)[1] - begin;
  const auto which = bundle->get_range<uint16_t>("hit_indicator", begin, count);
  const auto state = bundle->get_range<uint8_t>("hit_state", begin, count);
  const auto field = bundle->get_range<uint8_t>("hit_field", begin, count);
  const auto from_byte = bundle->get_range<uint32_t>("hit_begin", begin, count);
  const auto to_byte = bundle->get_range<uint32_t>("hit_end", begin, count);
  if (!which || !state || !field || !from_byte || !to_byte) return hits;
  for (uint64_t i = 0; i < count; ++i) {
    if ((*which)[i] >= indicators || (*state)[i] > static_cast<uint8_t>(rank::HitState::reported) ||
        (*field)[i] >= kFieldCount)
      continue;
    hits.push_back({(*which)[i], static_cast<rank::HitState>((*state)[i]),
                    static_cast<Field>((*field)[i]), (*from_byte)[i], (*to_byte)[i]});
  }
  return hits;
}

}  // namespace maillon::tasks
