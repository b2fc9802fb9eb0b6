#include "collect/chat.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "collect/dates.h"
#include "collect/fold.h"
#include "collect/parser.h"
#include "collect/read_records.h"
#include "collect/splitter.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::size_t kMaxStamp = 72;    // bytes; Arabic and Chinese ones are long
constexpr std::size_t kMaxAuthor = 160;  // bytes
constexpr std::size_t kMaxHeader = 512;  // a header's first bytes tell all

using FindHeader = std::optional<ChatHeader> (*)(std::string_view line);

bool is_invisible(char32_t c) {
  return c == 0x200E || c == 0x200F || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

std::size_t skip_marks(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const CodePoint c = decode_utf8(text, at);
    if (!is_invisible(c.value)) break;
    at += c.size;
  }
  return at;
}

// A date and a clock: five numbers that make a date.
bool is_stamp(std::string_view text) {
  if (text.empty() || text.size() > kMaxStamp) return false;
  int numbers = 0;
  bool in_number = false;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    i += c.size;
    const bool digit = digit_value(c.value) >= 0;
    if (digit && !in_number) ++numbers;
    in_number = digit;
  }
  return numbers >= 5 && parse_date(text, DateOrder::dmy).has_value();
}

std::string_view trim_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == '\n' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  return text;
}

// Author and body behind the stamp.
ChatHeader with_author(std::string_view line, std::string_view stamp, std::size_t at) {
  ChatHeader header{stamp, {}, at};
  const std::size_t begin = skip_marks(line, at);
  std::size_t colon = line.find(": ", begin);
  if (colon == kNowhere) {
    const std::string_view rest = trim_end(line);
    if (rest.size() > begin && rest.back() == ':') colon = rest.size() - 1;
  }
  if (colon == kNowhere || colon == begin || colon - begin > kMaxAuthor) return header;
  const std::string_view author = line.substr(begin, colon - begin);
  // «A changed the subject to "b: c"» is a line of the program.
  if (author.find('"') != kNowhere || author.find("“") != kNowhere ||
      author.find("«") != kNowhere) {
    return header;
  }
  header.author = author;
  header.body = std::min(colon + 2, line.size());
  return header;
}

class ChatSplitter : public Splitter {
 public:
  explicit ChatSplitter(FindHeader find_header) : find_header_(find_header) {}

  Piece next(std::string_view text, bool last) override {
    const std::string_view seen = text.substr(0, kMaxRecordBytes);
    const bool all = last && seen.size() == text.size();
    bool unknown = false;
    if (looked_ == 0) {
      starts_ = is_header(seen, 0, all, unknown);
      if (unknown) return {};
    }
    // Up to the next line that is a header.
    std::size_t line = seen.find('\n', looked_);
    while (line != kNowhere && line + 1 < seen.size()) {
      const bool header = is_header(seen, line + 1, all, unknown);
      if (unknown) break;
      if (header) return take(seen, line + 1);
      looked_ = line + 1;
      line = seen.find('\n', looked_);
    }
    if (!all) return {};
    return take(seen, seen.size());
  }

  std::size_t skip(std::string_view text, bool& done) override {
    looked_ = 0;
    const std::size_t line = text.find('\n');
    done = line != kNowhere && text.size() < kMaxRecordBytes;
    return done ? line + 1 : text.size();
  }

 private:
  // `unknown`: the line goes on behind the text.
  bool is_header(std::string_view text, std::size_t at, bool all, bool& unknown) const {
    const std::string_view rest = text.substr(at);
    const std::size_t end = rest.find('\n');
    unknown = end == kNowhere && !all && rest.size() < kMaxHeader;
    if (unknown) return false;
    return find_header_(rest.substr(0, std::min(end, kMaxHeader))).has_value();
  }

  Piece take(std::string_view text, std::size_t next) {
    looked_ = 0;
    Piece piece{starts_ ? Piece::Kind::record : Piece::Kind::bad, 0, next, next, {}};
    piece.end = trim_end(text.substr(0, next)).size();
    if (piece.end == 0) piece.kind = Piece::Kind::structure;
    if (piece.kind == Piece::Kind::bad) {
      piece.reason = "text before the first message: no line here begins with a date and time";
    }
    return piece;
  }

  FindHeader find_header_;
  std::size_t looked_ = 0;  // lines before this are known to be no headers
  bool starts_ = false;     // the text at hand begins with a header
};

class ChatParser : public Parser {
 public:
  ChatParser(const ReadPlan& plan, FindHeader find_header)
      : plan_(plan), find_header_(find_header) {}

  bool parse(std::string_view text, FieldTexts& out, std::string& reason) override {
    const std::size_t line = std::min(text.find('\n'), text.size());
    const auto header = find_header_(text.substr(0, std::min(line, kMaxHeader)));
    if (!header) {
      reason = "no date and time stand at the beginning of this message";
      return false;
    }
    std::string_view body = text.substr(header->body);
    if (body.starts_with("\r\n")) body.remove_prefix(1);
    if (body.starts_with('\n')) body.remove_prefix(1);
    body.remove_prefix(skip_marks(body, 0));
    const std::array<std::string_view, 4> values = {header->stamp, header->author, trim_end(body),
                                                    find_attached_picture(body)};
    out.clear();
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      for (const uint32_t column : plan_.fields[f]) {
        if (column < values.size()) out.add(static_cast<Field>(f), values[column]);
      }
    }
    return true;
  }

 private:
  const ReadPlan plan_;
  FindHeader find_header_;
};

FindHeader header_finder(const ReadPlan& plan) {
  return plan.format == Format::whatsapp ? find_whatsapp_header : find_telegram_header;
}

}  // namespace

std::optional<ChatHeader> find_whatsapp_header(std::string_view line) {
  const std::size_t begin = skip_marks(line, 0);
  if (begin >= line.size()) return std::nullopt;
  if (line[begin] == '[') {
    const std::size_t close = line.substr(0, begin + kMaxStamp + 2).find(']', begin);
    if (close == kNowhere) return std::nullopt;
    const std::string_view stamp = line.substr(begin + 1, close - begin - 1);
    if (close + 1 >= line.size() || line[close + 1] != ' ' || !is_stamp(stamp)) return std::nullopt;
    return with_author(line, stamp, close + 2);
  }
  if (digit_value(decode_utf8(line, begin).value) < 0) return std::nullopt;
  const std::string_view head = line.substr(0, begin + kMaxStamp + 3);
  for (const std::string_view dash : {std::string_view(" - "), std::string_view(" – ")}) {
    const std::size_t at = head.find(dash, begin);
    if (at == kNowhere) continue;
    const std::string_view stamp = line.substr(begin, at - begin);
    if (is_stamp(stamp)) return with_author(line, stamp, at + dash.size());
  }
  return std::nullopt;
}

std::optional<ChatHeader> find_telegram_header(std::string_view line) {
  std::string_view text = trim_end(line);
  if (text.ends_with(':')) text.remove_suffix(1);
  if (!text.ends_with(']')) return std::nullopt;
  const std::size_t open = text.rfind(", [");
  if (open == kNowhere || open == 0 || open > kMaxAuthor) return std::nullopt;
  const std::string_view stamp = text.substr(open + 3, text.size() - open - 4);
  if (!is_stamp(stamp)) return std::nullopt;
  return ChatHeader{stamp, text.substr(0, open), line.size()};
}

std::string_view find_attached_picture(std::string_view text) {
  constexpr std::array<std::string_view, 6> kEndings = {".jpg",  ".jpeg", ".png",
                                                        ".webp", ".gif",  ".heic"};
  text = text.substr(0, std::min(text.find('\n'), text.size()));
  const std::size_t mark = skip_marks(text, 0);
  std::string_view name;
  if (mark < text.size() && text[mark] == '<') {
    const std::size_t colon = text.find(": ", mark);
    const std::size_t close = text.find('>', mark);
    if (colon == kNowhere || close == kNowhere || close < colon) return {};
    name = text.substr(colon + 2, close - colon - 2);
  } else {
    const std::size_t paren = text.find(" (", mark);
    if (paren == kNowhere || text.find(')', paren) == kNowhere) return {};
    name = text.substr(mark, paren - mark);
    if (name.find(' ') != kNowhere) return {};
  }
  for (const std::string_view ending : kEndings) {
    if (name.size() > ending.size() && name.ends_with(ending)) return name;
  }
  return {};
}

std::unique_ptr<Splitter> make_chat_splitter(const ReadPlan& plan) {
  return std::make_unique<ChatSplitter>(header_finder(plan));
}
std::unique_ptr<Parser> make_chat_parser(const ReadPlan& plan) {
  return std::make_unique<ChatParser>(plan, header_finder(plan));
}

}  // namespace maillon::collect
