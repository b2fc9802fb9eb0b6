// libxml2's HTML parser calls back for each element and piece of text; no tree is built. It is
// older than HTML 5 and differs from browsers in how it mends broken nesting, which moves no text.
#include "collect/pages/html.h"

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_set>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "collect/pages/web_address.h"

namespace maillon::collect {

namespace {

constexpr std::size_t kMaxTitle = 4096;

// Not shown, with all that is in them.
constexpr std::string_view kUnseen[] = {"script",   "style",  "noscript", "template", "select",
                                        "datalist", "iframe", "noframes", "object",   "audio",
                                        "video",    "canvas", "head"};
constexpr std::string_view kBlocks[] = {
    "address", "article",  "aside",  "blockquote", "body",   "caption", "center",   "dd",
    "details", "dialog",   "dir",    "div",        "dl",     "dt",      "fieldset", "figcaption",
    "figure",  "footer",   "form",   "h1",         "h2",     "h3",      "h4",       "h5",
    "h6",      "header",   "hr",     "html",       "legend", "li",      "main",     "menu",
    "nav",     "ol",       "option", "p",          "pre",    "section", "summary",  "table",
    "tbody",   "textarea", "tfoot",  "thead",      "tr",     "ul"};

template <std::size_t N>
bool is_one_of(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_hidden_style(std::string_view style) {
  std::string squeezed;
  for (const char c : style) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') squeezed.push_back(to_lower(c));
  }
  return squeezed.find("display:none") != std::string_view::npos ||
         squeezed.find("visibility:hidden") != std::string_view::npos;
}

// Text with blanks as a browser sets them.
class TextFlow {
 public:
  explicit TextFlow(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  void add(std::string_view text, bool is_kept_as_it_is) {
    for (std::size_t at = 0; at < text.size() && !is_full();) {
      const CodePoint c = decode_utf8(text, at);
      at += c.size;
      if (c.value == '\n' && is_kept_as_it_is) {
        end_line();
      } else if (c.value <= ' ' || c.value == 0xA0 || c.value == 0x7F) {
        has_blank_ = true;
      } else {
        begin_word();
        append_utf8(out_, c.value);
      }
    }
  }
  void end_line() { has_line_end_ = true; }
  void add_blank() { has_blank_ = true; }
  bool is_full() const { return out_.size() >= most_bytes_; }
  std::string take() { return std::move(out_); }

 private:
  void begin_word() {
    if (!out_.empty() && has_line_end_) {
      out_ += '\n';
    } else if (!out_.empty() && has_blank_) {
      out_ += ' ';
    }
    has_line_end_ = has_blank_ = false;
  }

  std::size_t most_bytes_;
  std::string out_;
  bool has_blank_ = false, has_line_end_ = false;
};

// Addresses, each once, in the order of the page.
class AddressList {
 public:
  explicit AddressList(std::vector<std::string>& out) : out_(out) {}
  void add(std::string address) {
    if (address.empty() || address.size() > kMaxAddressBytes || out_.size() >= kMaxPageLinks)
      return;
    if (seen_.insert(address).second) out_.push_back(std::move(address));
  }

 private:
  std::vector<std::string>& out_;
  std::unordered_set<std::string> seen_;
};

class Attributes {
 public:
  explicit Attributes(const xmlChar** list) : list_(list) {}
  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::string_view get(std::string_view name) const {
    const xmlChar** found = find(name);
    if (found == nullptr || found[1] == nullptr) return "";
    return reinterpret_cast<const char*>(found[1]);
  }

 private:
  const xmlChar** find(std::string_view name) const {
    for (const xmlChar** at = list_; at != nullptr && *at != nullptr; at += 2) {
      if (name == reinterpret_cast<const char*>(*at)) return at;
    }
    return nullptr;
  }
  const xmlChar** list_;
};

// Takes the parser's calls.
class Collector {
 public:
  explicit Collector(std::string_view url)
      : base_(url), links_(page_.links), images_(page_.images) {}

  void begin_element(std::string_view name, const Attributes& attributes) {
    if (open_.size() >= kMaxHtmlDepth) return stop("elements are nested too deeply in it");
    Element element{std::string(name), Element::Shown::as_before};
    if (is_one_of(kUnseen, name)) element.shown = Element::Shown::no;
    const bool is_hidden = attributes.has("hidden") || is_hidden_style(attributes.get("style"));
    if (is_hidden && name != "body" && name != "html") element.shown = Element::Shown::no;
    if (element.shown == Element::Shown::no) ++unseen_;
    if (name == "pre" || name == "textarea") ++kept_as_it_is_;
    if (name == "svg") ++drawings_;
    open_.push_back(std::move(element));
    if (unseen_ == 0 && (name == "br" || is_one_of(kBlocks, name))) text_.end_line();
    if (name == "td" || name == "th") text_.add_blank();
    take_addresses(name, attributes);
  }

  void end_element(std::string_view name) {
    std::size_t from = open_.size();
    while (from > 0 && open_[from - 1].name != name) --from;
    if (from == 0) return;
    while (open_.size() >= from) {
      const Element& last = open_.back();
      if (last.shown == Element::Shown::no) --unseen_;
      if (last.name == "pre" || last.name == "textarea") --kept_as_it_is_;
      if (last.name == "svg") --drawings_;
      if (last.name == "title" && drawings_ == 0) has_title_ = true;
      if (unseen_ == 0 && is_one_of(kBlocks, last.name)) text_.end_line();
      open_.pop_back();
    }
  }

  void add_text(std::string_view text) {
    if (!open_.empty() && open_.back().name == "title") {
      if (!has_title_ && drawings_ == 0) title_.add(text, false);
      return;
    }
    if (unseen_ > 0) return;
    text_.add(text, kept_as_it_is_ > 0);
    if (text_.is_full()) stop("it has more than 16 MiB of text");
  }

  // "<!-- saved from url=(0023)https://example.com/ -->" (browsers), and SingleFile's
  // " Page saved with SingleFile \n url: https://example.com/ \n saved date: ...".
  void read_comment(std::string_view comment) {
    if (!saved_from_.empty()) return;
    std::string_view address;
    if (const std::size_t at = comment.find("saved from url="); at != std::string_view::npos) {
      address = comment.substr(
          comment.find(')', at) == std::string_view::npos ? at + 15 : comment.find(')', at) + 1);
    } else if (comment.find("SingleFile") != std::string_view::npos) {
      const std::size_t url = comment.find("url: ");
      if (url != std::string_view::npos) address = comment.substr(url + 5);
    }
    address = address.substr(0, address.find_first_of(" \t\r\n"));
    if (!host_of(address).empty() && address.size() <= kMaxAddressBytes) saved_from_ = address;
  }

  bool is_stopped() const { return !page_.problem.empty(); }
  void attach(htmlParserCtxtPtr parser) { parser_ = parser; }

  HtmlPage take() {
    page_.title = title_.take();
    page_.text = text_.take();
    page_.stated_url = saved_from_.empty() ? std::move(canonical_) : std::move(saved_from_);
    return std::move(page_);
  }

 private:
  struct Element {
    std::string name;
    enum class Shown : uint8_t { as_before, no } shown;
  };

  void take_addresses(std::string_view name, const Attributes& attributes) {
    if (name == "a" || name == "area") {
      if (attributes.has("href")) links_.add(resolve_reference(base_, attributes.get("href")));
    } else if (name == "img") {
      take_image(attributes.get("src"));
    } else if (name == "base" && !has_base_ && !attributes.get("href").empty()) {
      has_base_ = true;
      base_ = resolve_reference(base_, attributes.get("href"));
    } else if (name == "link" && canonical_.empty() &&
               same_ignoring_case(attributes.get("rel"), "canonical")) {
      const std::string address = resolve_reference(base_, attributes.get("href"));
      if (!host_of(address).empty() && address.size() <= kMaxAddressBytes) canonical_ = address;
    }
  }

  // One that is written into the page itself ("data:") has no name.
  void take_image(std::string_view source) {
    const std::string scheme = scheme_of(source);
    if (!scheme.empty() && scheme != "http" && scheme != "https") return;
    images_.add(resolve_reference(base_, source));
  }

  void stop(const char* why) {
    if (page_.problem.empty()) page_.problem = why;
    if (parser_ != nullptr) xmlStopParser(parser_);
  }

  HtmlPage page_;
  std::string base_;
  AddressList links_, images_;
  TextFlow text_{kMaxHtmlText}, title_{kMaxTitle};
  std::vector<Element> open_;
  std::size_t unseen_ = 0, kept_as_it_is_ = 0, drawings_ = 0;
  bool has_title_ = false, has_base_ = false;
  std::string canonical_, saved_from_;
  htmlParserCtxtPtr parser_ = nullptr;
};

Collector& collector(void* data) {
  return *static_cast<Collector*>(data);
}
std::string_view view(const xmlChar* text, int size) {
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(std::max(size, 0))};
}
std::string_view view(const xmlChar* text) {
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

void on_begin(void* data, const xmlChar* name, const xmlChar** attributes) {
  if (!collector(data).is_stopped())
    collector(data).begin_element(view(name), Attributes(attributes));
}
void on_end(void* data, const xmlChar* name) {
  if (!collector(data).is_stopped()) collector(data).end_element(view(name));
}
void on_text(void* data, const xmlChar* text, int size) {
  if (!collector(data).is_stopped()) collector(data).add_text(view(text, size));
}
void on_comment(void* data, const xmlChar* text) {
  collector(data).read_comment(view(text));
}

}  // namespace

HtmlPage read_html(std::string_view html, std::string_view url) {
  Collector collected(url);
  if (html.empty()) return collected.take();
  // A NUL would end the text for the parser.
  std::string clean(html);
  std::replace(clean.begin(), clean.end(), '\0', ' ');
  const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
      htmlCreateMemoryParserCtxt(clean.data(), static_cast<int>(clean.size())),
      &htmlFreeParserCtxt);
  if (parser == nullptr) return collected.take();
  htmlSAXHandler calls{};
  calls.startElement = on_begin;
  calls.endElement = on_end;
  calls.characters = calls.cdataBlock = calls.ignorableWhitespace = on_text;
  calls.comment = on_comment;
  *parser->sax = calls;
  parser->userData = &collected;
  collected.attach(parser.get());
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                       HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
  htmlParseDocument(parser.get());
  return collected.take();
}

}  // namespace maillon::collect
