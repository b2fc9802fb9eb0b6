// For tests and fuzzers of collect: reads a text whole and checks what must hold
// for every input.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "collect/decode.h"
#include "collect/read_records.h"

namespace maillon::collect {

struct ReadAll {
  RecordBatch records;
  std::vector<QuarantineRow> bad;
  std::vector<std::size_t> batch_sizes;
  std::string error;  // of read_records, if it failed
  ReadStats stats;
};

inline void append_batch(RecordBatch& to, const RecordBatch& from) {
  to.begin.insert(to.begin.end(), from.begin.begin(), from.begin.end());
  to.end.insert(to.end.end(), from.end.begin(), from.end.end());
  to.line.insert(to.line.end(), from.line.begin(), from.line.end());
  to.posted_at.insert(to.posted_at.end(), from.posted_at.begin(), from.posted_at.end());
  for (std::size_t f = 0; f < kFieldCount; ++f) to.fields[f].append(from.fields[f]);
}

inline ReadAll read_source(ByteSource& source, const ReadPlan& plan, std::size_t batch = 8192) {
  ReadAll out;
  const Result<void> read = read_records(
      source, plan,
      [&](RecordBatch&& records, std::vector<QuarantineRow>&& bad) -> Result<void> {
        CHECK(records.size() > 0 || !bad.empty());
        CHECK(records.size() <= batch);
        for (const StringColumn& column : records.fields) CHECK(column.size() == records.size());
        CHECK(records.posted_at.size() == records.size());
        out.batch_sizes.push_back(records.size());
        append_batch(out.records, records);
        out.bad.insert(out.bad.end(), bad.begin(), bad.end());
        return {};
      },
      batch, &out.stats);
  if (!read) out.error = read.error().message;
  return out;
}

inline ReadAll read_text(std::string_view bytes, const ReadPlan& plan,
                         std::size_t step = static_cast<std::size_t>(-1),
                         std::size_t batch = 8192) {
  StringSource source{std::string(bytes), step};
  return read_source(source, plan, batch);
}

inline bool same_fields(const RecordBatch& a, const RecordBatch& b) {
  return a.fields == b.fields && a.posted_at == b.posted_at;
}

// The bytes that are in no record and no bad row, joined.
inline std::string left_over(std::string_view bytes, const ReadAll& read) {
  std::vector<std::pair<uint64_t, uint64_t>> ranges;
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    ranges.emplace_back(read.records.begin[i], read.records.end[i]);
  }
  for (const QuarantineRow& row : read.bad) ranges.emplace_back(row.begin, row.end);
  std::sort(ranges.begin(), ranges.end());
  std::string out;
  uint64_t at = 0;
  for (const auto& [begin, end] : ranges) {
    CHECK(at <= begin && begin <= end && end <= bytes.size());  // in order, no overlap
    out.append(bytes.substr(at, begin - at));
    at = end;
  }
  out.append(bytes.substr(at));
  return out;
}

// What holds for every plain source and plan: chunks do not show, ranges are in
// order, and the ranges alone give the same fields again.
inline ReadAll check_reading(std::string_view bytes, const ReadPlan& plan) {
  ReadAll read = read_text(bytes, plan);
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{65536}}) {
    const ReadAll again = read_text(bytes, plan, step);
    CHECK(same_fields(read.records, again.records));
    CHECK(read.records.begin == again.records.begin && read.records.end == again.records.end);
    CHECK(read.records.line == again.records.line);
    CHECK(read.bad == again.bad && read.batch_sizes == again.batch_sizes);
  }
  const ReadAll small = read_text(bytes, plan, 64, 1);
  CHECK(same_fields(read.records, small.records) && read.bad == small.bad);
  left_over(bytes, read);
  std::string joined;
  std::vector<uint64_t> ends;
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    const uint64_t begin = read.records.begin[i];
    joined.append(bytes.substr(begin, read.records.end[i] - begin));
    ends.push_back(joined.size());
  }
  const RecordBatch parsed = parse_ranges(joined, ends, plan);
  CHECK(same_fields(read.records, parsed));
  for (const StringColumn& column : read.records.fields) CHECK(is_utf8(column.bytes));
  for (const QuarantineRow& row : read.bad) {
    CHECK(!row.reason.empty() && row.reason.find('\n') == std::string::npos && row.line > 0);
  }
  return read;
}

// UTF-8 text in another encoding; what it does not have comes out as '?'.
inline std::string encode(std::string_view text, Encoding encoding) {
  if (encoding == Encoding::utf8) return std::string(text);
  const Decoder decoder(encoding);
  const auto decodes_to = [&](const std::string& bytes, std::string_view wanted) {
    std::string out;
    decoder.decode(bytes, true, out);
    return out == wanted;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    const std::string_view wanted = text.substr(i, c.size);
    i += c.size;
    const auto put16 = [&](char32_t word) {
      const char low = static_cast<char>(word & 0xFF);
      const char high = static_cast<char>(word >> 8);
      out.push_back(encoding == Encoding::utf16le ? low : high);
      out.push_back(encoding == Encoding::utf16le ? high : low);
    };
    if (encoding == Encoding::utf16le || encoding == Encoding::utf16be) {
      if (c.value < 0x10000) {
        put16(c.value);
      } else {
        put16(0xD800 + ((c.value - 0x10000) >> 10));
        put16(0xDC00 + ((c.value - 0x10000) & 0x3FF));
      }
      continue;
    }
    std::string found = c.value < 0x80 ? std::string(wanted) : "?";
    for (unsigned a = 0x80; c.value >= 0x80 && a < 0x100 && found == "?"; ++a) {
      std::string bytes(1, static_cast<char>(a));
      if (encoding != Encoding::gb18030) {
        if (decodes_to(bytes, wanted)) found = bytes;
        continue;
      }
      bytes.push_back(0);
      for (unsigned b = 0x40; b < 0xFF && found == "?"; ++b) {
        bytes[1] = static_cast<char>(b);
        if (decodes_to(bytes, wanted)) found = bytes;
      }
    }
    out += found;
  }
  return out;
}

}  // namespace maillon::collect
