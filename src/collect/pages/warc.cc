#include "collect/pages/warc.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.h"
#include "collect/pages/header_fields.h"
#include "collect/pages/transfer.h"
#include "collect/pages/web_address.h"
#include "collect/read_records.h"

namespace maillon::collect {

namespace {

constexpr std::string_view kMagic = "WARC/";
constexpr std::string_view kNextRecord = "\nWARC/1";

std::optional<uint64_t> parse_length(std::string_view text) {
  uint64_t length = 0;
  const auto got = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || got.ec != std::errc() || got.ptr != text.data() + text.size())
    return std::nullopt;
  return length;
}

class WarcSplitter : public Splitter {
 public:
  Piece next(std::string_view text, bool last) override {
    if (const std::size_t blank = std::min(text.find_first_not_of("\r\n"), text.size()); blank > 0)
      return {Piece::Kind::structure, 0, blank, blank, {}};
    if (text.size() < kMagic.size() && !last) return {};
    if (!text.starts_with(kMagic)) return bad(text, last, "no record of a web archive begins here");
    HeaderFields fields;
    const auto header = read_header_fields(text, fields);
    if (!header) {
      if (text.size() < kMaxHeaderBytes && !last) return {};
      return bad(text, last, "the header of a record does not end");
    }
    const auto length = parse_length(fields.get("Content-Length"));
    if (!length) return bad(text, last, "a record states no length (Content-Length)");
    return take(text, last, *header, *length);
  }

  std::size_t skip(std::string_view text, bool& done) override {
    if (to_skip_ == 0) return skip_to_record(text, done);
    const std::size_t size = static_cast<std::size_t>(std::min<uint64_t>(to_skip_, text.size()));
    to_skip_ -= size;
    done = to_skip_ == 0;
    return size;
  }

 private:
  Piece take(std::string_view text, bool last, std::size_t header, uint64_t length) {
    if (length > kMaxRecordBytes || header + length > kMaxRecordBytes) {
      if (text.size() < kMaxRecordBytes && !last) return {};
      if (!last || text.size() >= kMaxRecordBytes) {
        to_skip_ = header + std::min(length, UINT64_MAX / 2);
        return {};
      }
    }
    const uint64_t end = header + length;
    // One byte behind the record tells whether the length can be true.
    if (end >= text.size() && !last) return {};
    if (end > text.size()) return bad(text, last, "a record is cut off, or its length is wrong");
    const auto size = static_cast<std::size_t>(end);
    if (size < text.size() && text[size] != '\r' && text[size] != '\n')
      return bad(text, last, "the length of a record is wrong");
    return {Piece::Kind::record, 0, size, size, {}};
  }

  // Up to the next line that begins a record.
  static Piece bad(std::string_view text, bool last, std::string_view why) {
    const std::size_t found = text.substr(0, kMaxRecordBytes).find(kNextRecord);
    if (found == std::string_view::npos && !last) return {};
    const std::size_t end = found == std::string_view::npos ? text.size() : found + 1;
    return {Piece::Kind::bad, 0, end, end, std::string(why)};
  }

  static std::size_t skip_to_record(std::string_view text, bool& done) {
    const std::size_t found = text.find(kNextRecord);
    done = found != std::string_view::npos;
    if (done) return found + 1;
    // The mark may stand across the end of this text.
    return text.size() > kNextRecord.size() ? text.size() - kNextRecord.size() : text.size();
  }

  uint64_t to_skip_ = 0;  // of a record that is too long; 0: nobody knows where it ends
};

// What an answer of another kind is called in the count of what was passed over.
std::string kind_of(const MediaType& type) {
  if (type.type.starts_with("image/")) return "images";
  if (type.type.starts_with("video/") || type.type.starts_with("audio/")) return "films and sounds";
  return "files that are no pages";
}

Result<std::string> without_coding(std::string body, std::string_view coding) {
  const std::string name = to_lower(trimmed(coding, " \t"));
  if (name.empty() || name == "identity") return body;
  if (name == "gzip" || name == "x-gzip") {
    // Some programs unpack the answer and keep the header.
    return body.starts_with("\x1F\x8B") ? inflate_content(body) : Result<std::string>(body);
  }
  if (name == "deflate") {
    auto content = inflate_content(body);
    const bool is_plain = !content && trimmed(body, " \t\r\n").starts_with('<');
    return is_plain ? Result<std::string>(std::move(body)) : std::move(content);
  }
  if (trimmed(body, " \t\r\n").starts_with('<')) return body;
  return fail(Code::unsupported,
              "its content is compressed by a method that is not read; only "
              "gzip and deflate are");
}

Result<WarcPage> read_answer(const WarcRecord& record) {
  WarcPage out;
  const std::size_t line = record.block.find('\n');
  HeaderFields fields;
  const auto begin = line == std::string_view::npos
                         ? std::nullopt
                         : read_header_fields(record.block.substr(line + 1), fields);
  if (!record.block.starts_with("HTTP/") || !begin)
    return fail(Code::invalid_input, "the answer of the server has no header that can be read");
  if (word_at(record.block.substr(0, line), 1) != "200") {
    out.skipped = "redirections and errors of servers";
    return out;
  }
  const MediaType type = parse_media_type(fields.get("Content-Type"));
  if (!type.is_page() && type.type != "text/plain") {
    out.skipped = kind_of(type);
    return out;
  }
  std::string body(record.block.substr(line + 1 + *begin));
  if (to_lower(fields.get("Transfer-Encoding")).find("chunked") != std::string::npos) {
    bool is_cut = false;
    auto joined = decode_chunked(body, is_cut);
    if (is_cut && !record.is_truncated)
      return fail(Code::invalid_input, "the answer of the server is cut off");
    if (joined) body = *std::move(joined);
  }
  TRY(out.content, without_coding(std::move(body), fields.get("Content-Encoding")));
  out.charset = type.get("charset");
  out.is_html = type.is_page();
  return out;
}

}  // namespace

std::unique_ptr<Splitter> make_warc_splitter() {
  return std::make_unique<WarcSplitter>();
}

Result<WarcRecord> read_warc_record(std::string_view bytes) {
  HeaderFields fields;
  const auto begin = read_header_fields(bytes, fields);
  if (!bytes.starts_with(kMagic) || !begin)
    return fail(Code::invalid_input, "no record of a web archive");
  WarcRecord out;
  out.type = to_lower(fields.get("WARC-Type"));
  std::string_view url = fields.get("WARC-Target-URI");
  if (url.starts_with('<') && url.ends_with('>')) url = url.substr(1, url.size() - 2);
  if (url.size() <= kMaxAddressBytes) out.url = url;
  out.date = fields.get("WARC-Date");
  out.content_type = fields.get("Content-Type");
  out.is_truncated = fields.has("WARC-Truncated");
  out.block = bytes.substr(*begin, parse_length(fields.get("Content-Length")).value_or(0));
  return out;
}

Result<WarcPage> read_warc_page(const WarcRecord& record) {
  const MediaType type = parse_media_type(record.content_type);
  if (record.type == "response" && type.type == "application/http") return read_answer(record);
  WarcPage out;
  if ((record.type == "resource" || record.type == "conversion") &&
      (type.is_page() || type.type == "text/plain")) {
    out.content = record.block;
    out.charset = type.get("charset");
    out.is_html = type.is_page();
    return out;
  }
  if (record.type == "request") {
    out.skipped = "requests";
  } else if (record.type == "revisit") {
    out.skipped = "visits that found the page unchanged";
  } else if (record.type == "response" || record.type == "resource") {
    out.skipped = kind_of(type);
  } else {
    out.skipped = "notes of the crawler";
  }
  return out;
}

}  // namespace maillon::collect
