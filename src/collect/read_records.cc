#include "collect/read_records.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/check.h"
#include "collect/country.h"
#include "collect/dates.h"
#include "collect/decode.h"
#include "collect/parser.h"
#include "collect/splitter.h"
#include "collect/window.h"

namespace maillon::collect {
namespace {

// How tables write that a cell is empty.
bool says_nothing(std::string_view value) {
  return value == "NA" || value == "N/A" || value == "NULL" || value == "null" || value == "NaN" ||
         value == "nan";
}

// One record's text -> a row of a batch. The only way from text to fields, so that
// reading and reading again agree.
class RowMaker {
 public:
  explicit RowMaker(const ReadPlan& plan)
      : plan_(plan), decoder_(plan.encoding), parser_(make_parser(plan)) {}

  // `text` is padded; `raw` are its bytes before decoding. False: no record.
  bool add(std::string_view text, std::string_view raw, RecordBatch& batch, std::string& reason) {
    if (!check_text(text, raw, reason) || !parser_->parse(text, texts_, reason)) return false;
    if (plan_.has_records()) join_values();
    if (texts_.get(Field::title).empty() && texts_.get(Field::body).empty() &&
        texts_.get(Field::images).empty() && texts_.get(Field::author).empty()) {
      reason = "nothing in it: title, body, author and images are empty";
      return false;
    }
    push(batch);
    return true;
  }
  // Of the row that was added last: a date is stated that could not be read.
  bool date_unread() const { return date_unread_; }

 private:
  bool check_text(std::string_view text, std::string_view raw, std::string& reason) const {
    std::optional<std::size_t> bad;
    if (plan_.encoding == Encoding::utf8) {
      if (!simdjson::validate_utf8(text.data(), text.size())) bad = decoder_.find_bad(raw);
    } else if (text.find("\xEF\xBF\xBD") != std::string_view::npos) {
      bad = decoder_.find_bad(raw);
    }
    if (bad) {
      const std::string_view name =
          plan_.encoding == Encoding::utf8 ? "UTF-8" : to_name(plan_.encoding);
      reason = fmt::format("bad {} at byte {} of the record; export the file again as UTF-8", name,
                           *bad + 1);
      return false;
    }
    const void* nul = std::memchr(text.data(), 0, text.size());
    if (nul == nullptr) return true;
    reason =
        fmt::format("a NUL byte at byte {} of the record's text; the file is damaged or not text",
                    static_cast<const char*>(nul) - text.data() + 1);
    return false;
  }

  // The body of a short record: what it states, with the names of the columns.
  void join_values() {
    body_.clear();
    for (std::size_t i = 0; i < plan_.record.size(); ++i) {
      const std::string_view value = texts_.values()[i];
      if (value.empty() || says_nothing(value)) continue;
      if (!body_.empty()) body_ += "; ";
      body_ += plan_.columns[plan_.record[i]];
      body_ += ": ";
      body_ += value;
    }
    texts_.add(Field::body, body_);
  }

  void push(RecordBatch& batch) {
    if (plan_.has_records()) push_values(batch);
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      const Field field = static_cast<Field>(f);
      std::string_view text = texts_.get(field);
      if (field == Field::source && text.empty()) text = plan_.default_source;
      if (field == Field::country) text = country(text);
      if (plan_.decimal_comma && (field == Field::lat || field == Field::lon)) {
        text = with_point(text);
      }
      batch.fields[f].push_back(text);
    }
    const auto time = parse_date(texts_.get(Field::posted_at), plan_.date_order);
    date_unread_ = !time && !texts_.get(Field::posted_at).empty();
    batch.posted_at.push_back(time.value_or(kNoTime));
  }

  void push_values(RecordBatch& batch) {
    if (batch.value_names.empty()) {
      for (const uint32_t column : plan_.record) batch.value_names.push_back(plan_.columns[column]);
    }
    for (const std::string_view value : texts_.values()) batch.values.push_back(value);
  }

  // The code where the name is known, else as stated. Files name few countries.
  std::string_view country(std::string_view text) {
    if (text.empty()) return text;
    if (text != last_country_) {
      last_country_ = text;
      const std::string_view code = find_country(text);
      last_code_ = code.empty() ? text : code;
    }
    return last_code_;
  }

  std::string_view with_point(std::string_view text) {
    if (std::count(text.begin(), text.end(), ',') != 1) return text;
    number_ = text;
    std::replace(number_.begin(), number_.end(), ',', '.');
    return number_;
  }

  const ReadPlan plan_;
  Decoder decoder_;
  std::unique_ptr<Parser> parser_;
  FieldTexts texts_;
  bool date_unread_ = false;
  std::string last_country_, last_code_, number_, body_;
};

// Collects rows and hands them to the sink.
class Output {
 public:
  Output(const BatchSink& sink, std::size_t batch_records, ReadStats& stats)
      : sink_(sink), batch_records_(std::max<std::size_t>(batch_records, 1)), stats_(stats) {}

  RecordBatch& batch() { return batch_; }
  // Room for a record of that size: what is there already may have to go first.
  Result<void> make_room(uint64_t size) {
    const bool full = batch_.size() >= batch_records_ ||
                      (batch_.size() > 0 && bytes_ + size > kMaxBatchBytes) ||
                      bad_.size() >= batch_records_;
    return full ? flush() : Result<void>{};
  }
  // The row that was just added to batch().
  void added(uint64_t begin, uint64_t end, uint64_t line, bool date_unread) {
    batch_.begin.push_back(begin);
    batch_.end.push_back(end);
    batch_.line.push_back(line);
    bytes_ += end - begin;
    ++stats_.records;
    if (!date_unread) return;
    if (stats_.unread_dates++ == 0) stats_.first_unread_date_line = line;
  }
  void add_bad(uint64_t begin, uint64_t end, uint64_t line, std::string reason) {
    bad_.push_back({begin, end, line, std::move(reason)});
    ++stats_.quarantined;
  }
  Result<void> flush() {
    if (batch_.size() == 0 && bad_.empty()) return {};
    bytes_ = 0;
    return sink_(std::exchange(batch_, {}), std::exchange(bad_, {}));
  }

 private:
  const BatchSink& sink_;
  std::size_t batch_records_;
  ReadStats& stats_;
  RecordBatch batch_;
  std::vector<QuarantineRow> bad_;
  uint64_t bytes_ = 0;
};

class Reader {
 public:
  Reader(ByteSource& source, const ReadPlan& plan, Output& output)
      : plan_(plan),
        window_(source, plan.encoding),
        splitter_(make_splitter(plan)),
        rows_(plan),
        output_(output) {}

  Result<void> run() {
    window_.grow();
    while (true) {
      if (window_.text().empty()) {
        if (window_.last()) break;
        window_.grow();
        continue;
      }
      Piece piece = splitter_->next(window_.text(), window_.last());
      if (piece.kind != Piece::Kind::need_more) {
        TRY_OK(take(piece));
      } else if (window_.text().size() >= kMaxRecordBytes) {
        TRY_OK(skip_record());
      } else {
        CHECK(!window_.last());
        window_.grow();
      }
    }
    TRY_OK(output_.flush());
    if (window_.error()) return tl::unexpected<Error>(*window_.error());
    return {};
  }

 private:
  Result<void> take(Piece& piece) {
    CHECK(piece.next > 0 && piece.begin <= piece.end && piece.end <= piece.next);
    if (piece.kind == Piece::Kind::record) {
      if (is_cut(piece)) {
        piece.kind = Piece::Kind::bad;
        piece.reason = "the file breaks off in the middle of this record";
      } else {
        TRY_OK(take_record(piece));
      }
    }
    if (piece.kind == Piece::Kind::bad) {
      TRY_OK(output_.make_room(0));
      const uint64_t begin = window_.place(piece.begin);
      output_.add_bad(begin, window_.place(piece.end), line_, std::move(piece.reason));
    }
    pass(piece.next);
    return {};
  }

  // The stream failed and this record has no end of its own.
  bool is_cut(const Piece& piece) const {
    if (!window_.error() || piece.next < window_.text().size()) return false;
    const bool brackets = plan_.format == Format::json_array ||
                          (plan_.format == Format::telegram && !plan_.copied_text);
    return !brackets && window_.text().back() != plan_.line_end;
  }

  Result<void> take_record(Piece& piece) {
    const std::string_view text = window_.text().substr(piece.begin, piece.end - piece.begin);
    const uint64_t begin = window_.place(piece.begin);
    const std::string_view raw = window_.raw(piece.begin, piece.end);
    TRY_OK(output_.make_room(raw.size()));
    if (rows_.add(text, raw, output_.batch(), piece.reason)) {
      output_.added(begin, begin + raw.size(), line_, rows_.date_unread());
    } else {
      output_.add_bad(begin, begin + raw.size(), line_, std::move(piece.reason));
    }
    return {};
  }

  void pass(std::size_t size) {
    const std::string_view passed = window_.text().substr(0, size);
    // An XLSX sheet's CSV has one record (or blank line) for each row.
    line_ += plan_.container == Container::xlsx
                 ? 1
                 : static_cast<uint64_t>(std::count(passed.begin(), passed.end(), plan_.line_end));
    window_.consume(size);
  }

  // A record beyond kMaxRecordBytes: to its end without keeping it.
  Result<void> skip_record() {
    const uint64_t begin = window_.place(0);
    const uint64_t line = line_;
    for (bool done = false; !done;) {
      if (window_.text().empty()) {
        if (window_.last()) break;
        window_.grow();
        continue;
      }
      pass(splitter_->skip(window_.text(), done));
    }
    TRY_OK(output_.make_room(0));
    output_.add_bad(begin, window_.place(0), line,
                    "longer than 64 MiB, too long for a record; is a line end or a closing "
                    "quotation mark or bracket missing?");
    return {};
  }

  const ReadPlan& plan_;
  Window window_;
  std::unique_ptr<Splitter> splitter_;
  RowMaker rows_;
  Output& output_;
  uint64_t line_ = 1;
};

}  // namespace

std::vector<std::string> ReadStats::to_notes() const {
  std::vector<std::string> notes;
  if (unread_dates > 0) {
    notes.push_back(fmt::format(
        "{} of {} records state a date that could not be read (first: line {}); they are kept "
        "without a date",
        unread_dates, records, first_unread_date_line));
  }
  return notes;
}

Result<void> read_records(ByteSource& plain, const ReadPlan& plan, const BatchSink& sink,
                          std::size_t batch_records, ReadStats* stats) {
  ReadStats own;
  Output output(sink, batch_records, stats == nullptr ? own : *stats);
  return Reader(plain, plan, output).run();
}

RecordBatch parse_ranges(std::string_view bytes, std::span<const uint64_t> ends,
                         const ReadPlan& plan) {
  RowMaker rows(plan);
  const Decoder decoder(plan.encoding);
  const bool is_utf8 = plan.encoding == Encoding::utf8;
  std::string padded;
  if (is_utf8) {
    padded.reserve(bytes.size() + kTextPadding);
    padded.assign(bytes);
    padded.append(kTextPadding, '\0');
  }
  RecordBatch batch;
  std::string reason;
  uint64_t begin = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const uint64_t end = ends[i];
    CHECK(begin <= end && end <= bytes.size());
    const std::string_view raw = bytes.substr(begin, end - begin);
    std::string_view text;
    if (is_utf8) {
      text = std::string_view(padded).substr(begin, end - begin);
    } else {
      padded.clear();
      decoder.decode(raw, true, padded);
      const std::size_t size = padded.size();
      padded.append(kTextPadding, '\0');
      text = std::string_view(padded).substr(0, size);
    }
    if (rows.add(text, raw, batch, reason)) {
      batch.begin.push_back(begin);
      batch.end.push_back(end);
      batch.line.push_back(i + 1);
    }
    begin = end;
  }
  return batch;
}

void FieldTexts::clear() {
  views_.fill({});
  values_.clear();
}

void FieldTexts::add(Field field, std::string_view text) {
  if (text.empty()) return;
  std::string_view& view = views_[static_cast<std::size_t>(field)];
  if (view.empty()) {
    view = text;
    return;
  }
  std::string& joined = joined_[static_cast<std::size_t>(field)];
  if (view.data() != joined.data()) joined = view;
  joined.push_back('\n');
  joined.append(text);
  view = joined;
}

std::unique_ptr<Splitter> make_splitter(const ReadPlan& plan) {
  switch (plan.format) {
    case Format::json_lines:
    case Format::pages:
      return make_lines_splitter();
    case Format::json_array:
      return make_array_splitter(plan);
    case Format::whatsapp:
      return make_chat_splitter(plan);
    case Format::telegram:
      return plan.copied_text ? make_chat_splitter(plan) : make_array_splitter(plan);
    case Format::csv:
      return make_csv_splitter(plan);
  }
  return nullptr;
}

std::unique_ptr<Parser> make_parser(const ReadPlan& plan) {
  switch (plan.format) {
    case Format::json_lines:
    case Format::json_array:
      return make_json_parser(plan);
    case Format::whatsapp:
      return make_chat_parser(plan);
    case Format::telegram:
      return plan.copied_text ? make_chat_parser(plan) : make_json_parser(plan);
    case Format::pages:
      return make_page_parser(plan);
    case Format::csv:
      break;
  }
  return make_csv_parser(plan);
}

}  // namespace maillon::collect
