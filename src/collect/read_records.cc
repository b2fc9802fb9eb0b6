#include "collect/read_records.h"

#include <algorithm>
#include <array>

#include <simdjson.h>

#include "collect/dates.h"
#include "collect/parser.h"
#include "collect/splitter.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kRead = 1U << 20;
constexpr std::size_t kBatchBytes = 16U << 20;

// Raw bytes of one record -> a row of the batch.
class RowMaker {
 public:
  explicit RowMaker(const ReadPlan& plan) : plan_(plan), parser_(make_parser(plan)) {}

  bool add(std::string_view raw, RecordBatch& batch, std::string& reason) {
    if (!simdjson::validate_utf8(raw.data(), raw.size())) {
      reason = "bad UTF-8; save the file as UTF-8 again";
      return false;
    }
    if (raw.starts_with("\xEF\xBB\xBF")) raw.remove_prefix(3);
    if (!parser_->parse(raw, values_, reason)) return false;
    if (values_.get(Field::title).empty() && values_.get(Field::body).empty()) {
      reason = "no text: title and body are empty";
      return false;
    }
    push(batch);
    return true;
  }
  // A row without any text, for ranges that do not parse.
  void add_empty(RecordBatch& batch) {
    values_.clear();
    push(batch);
  }

 private:
  void push(RecordBatch& batch) {
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      std::string_view text = values_.get(static_cast<Field>(f));
      if (static_cast<Field>(f) == Field::source && text.empty()) text = plan_.source;
      batch.fields[f].push_back(text);
    }
    batch.posted_at.push_back(parse_date(values_.get(Field::posted_at), plan_.date_order));
  }
  const ReadPlan& plan_;
  std::unique_ptr<Parser> parser_;
  FieldValues values_;
};

// What is being collected for the next call of the sink.
class Output {
 public:
  Output(const ReadPlan& plan, const BatchSink& sink, std::size_t batch_records)
      : rows_(plan), sink_(sink), batch_records_(batch_records) {}
  Result<void> record(std::string_view raw, uint64_t begin, uint64_t line) {
    std::string reason;
    if (!rows_.add(raw, batch_, reason)) return bad(begin, begin + raw.size(), line, std::move(reason));
    batch_.begin.push_back(begin);
    batch_.end.push_back(begin + raw.size());
    batch_.line.push_back(line);
    bytes_ += raw.size();
    return batch_.size() >= batch_records_ || bytes_ >= kBatchBytes ? flush() : Result<void>{};
  }
  Result<void> bad(uint64_t begin, uint64_t end, uint64_t line, std::string reason) {
    bad_.push_back({begin, end, line, std::move(reason)});
    return bad_.size() >= batch_records_ ? flush() : Result<void>{};
  }
  Result<void> flush() {
    if (batch_.size() == 0 && bad_.empty()) return {};
    bytes_ = 0;
    return sink_(std::exchange(batch_, {}), std::exchange(bad_, {}));
  }

 private:
  RowMaker rows_;
  const BatchSink& sink_;
  std::size_t batch_records_;
  RecordBatch batch_;
  std::vector<QuarantineRow> bad_;
  std::size_t bytes_ = 0;
};

class Reader {
 public:
  Reader(ByteSource& source, const ReadPlan& plan, Output& output)
      : source_(source), splitter_(make_splitter(plan)), output_(output) {}

  Result<void> run() {
    while (true) {
      TRY_OK(drain());
      if (last_) break;
      if (buffer_.size() - used_ > kMaxRecord) TRY_OK(skip_long_line());
      TRY_OK(refill());
    }
    return {};
  }

 private:
  // Takes pieces while the buffer has whole ones.
  Result<void> drain() {
    while (used_ < buffer_.size()) {
      const std::string_view bytes = std::string_view(buffer_).substr(used_);
      std::optional<Piece> piece = splitter_->next(bytes, last_);
      if (!piece) break;
      const uint64_t at = position_ + used_;
      const std::string_view raw = bytes.substr(piece->begin, piece->end - piece->begin);
      if (piece->kind == Piece::record) TRY_OK(output_.record(raw, at + piece->begin, line_));
      if (piece->kind == Piece::bad) {
        TRY_OK(output_.bad(at + piece->begin, at + piece->end, line_, std::move(piece->reason)));
      }
      line_ += static_cast<uint64_t>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(piece->next), '\n'));
      used_ += piece->next;
    }
    return {};
  }

  Result<void> refill() {
    buffer_.erase(0, used_);
    position_ += used_;
    used_ = 0;
    const std::size_t old = buffer_.size();
    buffer_.resize(old + kRead);
    auto got = source_.read(buffer_.data() + old, kRead);
    buffer_.resize(old + (got ? *got : 0));
    last_ = !got || *got == 0;
    if (got) return {};
    TRY_OK(drain());
    return tl::unexpected<Error>(std::move(got).error());
  }

  // A record beyond all bounds: its bytes are passed over up to the next line break.
  Result<void> skip_long_line() {
    const uint64_t begin = position_ + used_;
    std::string piece(kRead, '\0');
    position_ += buffer_.size();
    buffer_.clear();
    used_ = 0;
    std::size_t line = std::string::npos;
    while (line == std::string::npos) {
      TRY(const std::size_t got, source_.read(piece.data(), piece.size()));
      if (got == 0) break;
      line = std::string_view(piece.data(), got).find('\n');
      if (line == std::string::npos) {
        position_ += got;
      } else {
        buffer_.assign(piece, line + 1, got - line - 1);
        position_ += line + 1;
      }
    }
    const uint64_t end = line == std::string::npos ? position_ : position_ - 1;
    TRY_OK(output_.bad(begin, end, line_, "longer than 64 MiB; is this the right kind of file?"));
    ++line_;
    return {};
  }

  ByteSource& source_;
  std::unique_ptr<Splitter> splitter_;
  Output& output_;
  std::string buffer_;
  std::size_t used_ = 0;     // bytes of the buffer that are done
  uint64_t position_ = 0;    // of the buffer's first byte in the stream
  uint64_t line_ = 1;
  bool last_ = false;
};

}  // namespace

Result<void> read_records(ByteSource& plain, const ReadPlan& plan, const BatchSink& sink, std::size_t batch_records) {
  Output output(plan, sink, batch_records);
  const Result<void> done = Reader(plain, plan, output).run();
  TRY_OK(output.flush());
  return done;
}

RecordBatch parse_ranges(std::string_view bytes, std::span<const uint64_t> ends, const ReadPlan& plan) {
  RowMaker rows(plan);
  RecordBatch batch;
  uint64_t begin = 0;
  std::string reason;
  for (const uint64_t end : ends) {
    if (!rows.add(bytes.substr(begin, end - begin), batch, reason)) rows.add_empty(batch);
    batch.begin.push_back(begin);
    batch.end.push_back(end);
    batch.line.push_back(0);
    begin = end;
  }
  return batch;
}

std::unique_ptr<Splitter> make_splitter(const ReadPlan& plan) {
  switch (plan.format) {
    case Format::json_lines: return make_lines_splitter();
    case Format::json_array: return make_json_array_splitter();
    default: return make_csv_splitter(plan);
  }
}

std::unique_ptr<Parser> make_parser(const ReadPlan& plan) {
  switch (plan.format) {
    case Format::json_lines:
    case Format::json_array: return make_json_parser(plan);
    default: return make_csv_parser(plan);
  }
}

void FieldValues::clear() {
  for (std::string& text : texts_) text.clear();
}

void FieldValues::add(Field field, std::string_view text) {
  std::string& value = texts_[static_cast<std::size_t>(field)];
  if (!value.empty() && !text.empty()) value.push_back('\n');
  value.append(text);
}

}  // namespace maillon::collect
