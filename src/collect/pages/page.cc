#include "collect/pages/page.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "collect/json_text.h"
#include "collect/pages/charset.h"
#include "collect/pages/html.h"
#include "collect/pages/mime.h"
#include "collect/pages/warc.h"
#include "collect/pages/web_address.h"
#include "collect/parser.h"
#include "collect/read_records.h"

namespace maillon::collect {

namespace {

constexpr std::string_view kUnreadable = "\"unreadable\":";

PageAnswer unreadable(std::string why) {
  return {PageAnswer::Kind::unreadable, std::move(why)};
}

// What a page states, before it is written.
struct Found {
  std::string url, date, title, text;
  std::vector<std::string> links, images;
};

// A page whose header names no encoding may name it itself.
std::string text_of(std::string_view html, std::string_view charset) {
  return to_utf8(html, charset.empty() ? find_meta_charset(html) : std::string(charset));
}

// "" or the problem.
std::string add_html(std::string_view html, std::string_view charset, Found& out) {
  HtmlPage page = read_html(text_of(html, charset), out.url);
  if (!page.problem.empty()) return page.problem;
  if (out.url.empty()) out.url = std::move(page.stated_url);
  if (out.title.empty()) out.title = std::move(page.title);
  if (!out.text.empty() && !page.text.empty()) out.text += '\n';
  out.text += page.text;
  out.links.insert(out.links.end(), page.links.begin(), page.links.end());
  out.images.insert(out.images.end(), page.images.begin(), page.images.end());
  return "";
}

// Bare text, of a server that answers so.
void add_text(std::string_view bytes, std::string_view charset, Found& out) {
  for (const char c : to_utf8(bytes, charset)) {
    const bool is_odd = static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t';
    if (c != '\r') out.text.push_back(is_odd ? ' ' : c);
  }
}

// What a link leads to that says more than a way about the site: another site, a number, an
// address. As it is read aloud: "tel:+41791234567" is the number.
std::string lead_of(const std::string& link, const std::string& host) {
  const std::string scheme = scheme_of(link);
  if (scheme == "http" || scheme == "https") return host_of(link) == host ? "" : link;
  if (scheme == "mailto" || scheme == "tel" || scheme == "sms" || scheme == "callto") {
    const std::string_view rest = std::string_view(link).substr(scheme.size() + 1);
    return percent_decode(rest.substr(0, rest.find_first_of("?;")));
  }
  const bool is_known = scheme == "whatsapp" || scheme == "tg" || scheme == "viber" ||
                        scheme == "skype" || scheme == "signal" || scheme == "weixin" ||
                        scheme == "bitcoin" || scheme == "ethereum" || scheme == "line";
  return is_known ? percent_decode(link) : "";
}

// A picture beside a page that was saved as a file.
std::string image_name(const std::string& image) {
  return host_of(image).empty() ? percent_decode(image.substr(0, image.find_first_of("?#")))
                                : image;
}

std::string write_members(const Found& found) {
  const std::string host = host_of(found.url);
  std::string text = found.text;
  for (const std::string& link : found.links) {
    const std::string lead = lead_of(link, host);
    if (lead.empty() || found.text.find(lead) != std::string::npos) continue;
    text += (text.empty() ? "" : "\n") + printable(lead);
  }
  std::vector<std::string> images;
  for (const std::string& image : found.images) images.push_back(image_name(image));
  JsonWriter json;
  json.begin_object();
  if (!found.url.empty()) json.member("id", found.url).member("url", found.url);
  if (!host.empty()) json.member("source", host);
  if (!found.date.empty()) json.member("date", found.date);
  json.member("title", found.title).member("text", text);
  if (!images.empty()) json.member("images", images);
  if (!found.links.empty()) json.member("links", found.links);
  return json.end_object().take_members();
}

PageAnswer answer_of(const Found& found) {
  return {PageAnswer::Kind::page, write_members(found)};
}

PageAnswer read_html_file(std::string_view bytes) {
  Found found;
  const std::string problem = add_html(bytes, "", found);
  return problem.empty() ? answer_of(found) : unreadable(problem);
}

PageAnswer read_mhtml_file(std::string_view bytes) {
  const auto message = read_mime(bytes);
  if (!message) return unreadable(message.error().message);
  Found found;
  found.url = message->url;
  found.date = message->date;
  for (const MimePage& page : message->pages) {
    std::string problem;
    if (page.is_html) {
      problem = add_html(page.content, page.charset, found);
    } else {
      add_text(page.content, page.charset, found);
    }
    // Of a frame that cannot be read the page itself is still there.
    if (!problem.empty() && &page == &message->pages[0]) return unreadable(problem);
  }
  if (found.title.empty()) found.title = message->subject;
  return answer_of(found);
}

PageAnswer read_archive_record(std::string_view bytes) {
  const auto record = read_warc_record(bytes);
  if (!record) return unreadable(record.error().message);
  const auto page = read_warc_page(*record);
  if (!page) return unreadable(page.error().message);
  if (!page->skipped.empty()) return {PageAnswer::Kind::skipped, page->skipped};
  Found found;
  found.url = record->url;
  found.date = record->date;
  if (!page->is_html) {
    add_text(page->content, page->charset, found);
    return answer_of(found);
  }
  const std::string problem = add_html(page->content, page->charset, found);
  return problem.empty() ? answer_of(found) : unreadable(problem);
}

// Behind blanks, a mark, comments and an XML declaration.
std::string_view skip_preamble(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  for (;;) {
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    const std::string_view end = head.starts_with("<!--") ? "-->" : "?>";
    if (!head.starts_with("<!--") && !head.starts_with("<?xml")) return head;
    const std::size_t found = head.find(end);
    if (found == std::string_view::npos) return "";
    head.remove_prefix(found + end.size());
  }
}

// Lines of pages are JSON; one that could not be read says why.
class PageParser : public Parser {
 public:
  explicit PageParser(const ReadPlan& plan) : json_(make_json_parser(plan)) {}

  bool parse(std::string_view text, FieldTexts& out, std::string& reason) override {
    const std::size_t at = text.substr(0, kPlaceBytes).find(kUnreadable);
    if (at == std::string_view::npos) return json_->parse(text, out, reason);
    std::string_view why = text.substr(at + kUnreadable.size());
    why = trimmed(why.substr(0, why.rfind('}')), "\"");
    reason.clear();
    if (!unescape_json(why, reason) || reason.empty()) reason = "the page could not be read";
    return false;
  }

 private:
  // Before it stand two numbers.
  static constexpr std::size_t kPlaceBytes = 80;
  std::unique_ptr<Parser> json_;
};

// The file as one.
class WholeSplitter : public Splitter {
 public:
  Piece next(std::string_view text, bool last) override {
    if (!last || text.size() > kMaxRecordBytes) return {};
    return {Piece::Kind::record, 0, text.size(), text.size(), {}};
  }
  std::size_t skip(std::string_view text, bool& done) override {
    done = false;
    return text.size();
  }
};

}  // namespace

std::unique_ptr<Splitter> make_page_splitter(PageKind kind) {
  if (kind == PageKind::warc) return make_warc_splitter();
  return std::make_unique<WholeSplitter>();
}

std::unique_ptr<Parser> make_page_parser(const ReadPlan& plan) {
  return std::make_unique<PageParser>(plan);
}

PageAnswer read_page(PageKind kind, std::string_view bytes) {
  switch (kind) {
    case PageKind::html:
      return read_html_file(bytes);
    case PageKind::mhtml:
      return read_mhtml_file(bytes);
    case PageKind::warc:
      return read_archive_record(bytes);
    case PageKind::none:
      break;
  }
  return unreadable("no page");
}

std::string page_line(const PagePlace& place, const PageAnswer& answer) {
  std::string line = fmt::format("{{\"begin\":{},\"end\":{},", place.begin, place.end);
  if (answer.kind == PageAnswer::Kind::page && answer.text.find('\n') == std::string::npos) {
    line += answer.text;
  } else {
    line += kUnreadable;
    append_json_string(line, answer.kind == PageAnswer::Kind::unreadable
                                 ? printable(answer.text)
                                 : "the reader of pages answered nonsense");
  }
  return line + "}\n";
}

std::optional<PagePlace> find_page_place(std::string_view line) {
  PagePlace place;
  const auto take = [&](std::string_view label, uint64_t& number) {
    if (!line.starts_with(label)) return false;
    line.remove_prefix(label.size());
    const auto got = std::from_chars(line.data(), line.data() + line.size(), number);
    if (got.ec != std::errc()) return false;
    line.remove_prefix(static_cast<std::size_t>(got.ptr - line.data()));
    return line.starts_with(',');
  };
  if (!take("{\"begin\":", place.begin) || !take(",\"end\":", place.end)) return std::nullopt;
  return place;
}

PageKind guess_page(std::string_view head) {
  if (head.starts_with("WARC/")) return PageKind::warc;
  std::string decoded;
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
    decoded = to_utf8(head.substr(0, 4096), "");
    head = decoded;
  }
  const std::string first = to_lower(skip_preamble(head).substr(0, 64));
  for (const std::string_view begin : {"<!doctype html", "<html", "<head", "<body"}) {
    if (first.starts_with(begin)) return PageKind::html;
  }
  return begins_mime(head) ? PageKind::mhtml : PageKind::none;
}

}  // namespace maillon::collect
