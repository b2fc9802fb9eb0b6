#include "collect/pages/mime.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.h"
#include "collect/pages/header_fields.h"
#include "collect/pages/transfer.h"
#include "collect/pages/web_address.h"

namespace maillon::collect {

namespace {

constexpr std::size_t kMaxBoundary = 200;  // RFC 2046 allows 70

struct Leaf {
  HeaderFields header;
  MediaType type;
  std::string_view body;
  bool is_closed = true;  // a boundary follows
};

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// Where the next line "--boundary" begins at or after `at`; where the text ends if none does.
struct Boundary {
  std::size_t begin = 0, end = 0;
  bool is_found = false, is_last = false;
};
Boundary find_boundary(std::string_view text, std::size_t at, const std::string& mark) {
  for (std::size_t found = text.find(mark, at); found != std::string_view::npos;
       found = text.find(mark, found + 1)) {
    if (found > 0 && text[found - 1] != '\n') continue;
    std::size_t rest = found + mark.size();
    const bool is_last = text.substr(rest).starts_with("--");
    if (is_last) rest += 2;
    const std::size_t end = std::min(text.find('\n', rest), text.size());
    // Longer boundaries may begin with this one.
    if (text.substr(rest, end - rest).find_first_not_of(" \t\r") != std::string_view::npos)
      continue;
    return {found, std::min(end + 1, text.size()), true, is_last};
  }
  return {text.size(), text.size(), false, false};
}

class MimeReader {
 public:
  // The parts of an entity, depth first. False: `problem` says why not.
  bool add(std::string_view entity, bool is_closed, std::size_t depth) {
    Leaf leaf;
    const auto body = read_header_fields(entity, leaf.header);
    if (!body) return is_closed || refuse("it is cut off within the header of a part");
    leaf.type = parse_media_type(leaf.header.get("Content-Type"));
    leaf.body = entity.substr(*body);
    leaf.is_closed = is_closed;
    if (leaf.type.type.starts_with("multipart/")) return add_parts(leaf, depth);
    if (leaves.size() >= kMaxMimeParts)
      return refuse(fmt::format("it has more than {} parts", kMaxMimeParts));
    leaves.push_back(std::move(leaf));
    return true;
  }

  std::vector<Leaf> leaves;
  std::string start;  // Content-ID of the root, as the outermost multipart/related states
  std::string problem;

 private:
  bool refuse(std::string why) {
    problem = std::move(why);
    return false;
  }

  bool add_parts(const Leaf& whole, std::size_t depth) {
    if (depth >= kMaxMimeDepth)
      return refuse(fmt::format("its parts are nested more than {} deep", kMaxMimeDepth));
    const std::string_view boundary = whole.type.get("boundary");
    if (boundary.empty() || boundary.size() > kMaxBoundary)
      return refuse("it has parts and states no boundary between them");
    if (depth == 0) start = whole.type.get("start");
    const std::string mark = "--" + std::string(boundary);
    Boundary at = find_boundary(whole.body, 0, mark);
    while (at.is_found && !at.is_last) {
      const Boundary next = find_boundary(whole.body, at.end, mark);
      const std::string_view part = whole.body.substr(at.end, next.begin - at.end);
      const std::string_view content = next.is_found ? without_line_end(part) : part;
      // What follows an unfinished part belongs to the file that was cut.
      const bool is_closed = next.is_found || (whole.is_closed && depth > 0);
      if (!content.empty() && !add(content, is_closed, depth + 1)) return false;
      at = next;
    }
    return true;
  }
};

std::string decoded(const Leaf& leaf) {
  const std::string encoding = to_lower(leaf.header.get("Content-Transfer-Encoding"));
  if (encoding == "base64") return decode_base64(leaf.body);
  if (encoding == "quoted-printable") return decode_quoted_printable(leaf.body);
  return std::string(leaf.body);
}

MimePage to_page(const Leaf& leaf) {
  MimePage page;
  const std::string_view location = leaf.header.get("Content-Location");
  if (location.size() <= kMaxAddressBytes) page.location = location;
  page.charset = leaf.type.get("charset");
  page.is_html = leaf.type.is_page();
  page.content = decoded(leaf);
  return page;
}

std::size_t find_root(const std::vector<Leaf>& leaves, const std::string& start) {
  const auto first = [&](const auto& is_wanted) {
    const auto found = std::find_if(leaves.begin(), leaves.end(), is_wanted);
    return found == leaves.end() ? std::string_view::npos
                                 : static_cast<std::size_t>(found - leaves.begin());
  };
  std::size_t root = std::string_view::npos;
  if (!start.empty()) {
    root = first([&](const Leaf& leaf) {
      return leaf.type.is_page() && leaf.header.get("Content-ID") == start;
    });
  }
  if (root == std::string_view::npos)
    root = first([](const Leaf& leaf) { return leaf.type.is_page(); });
  if (root == std::string_view::npos)
    root = first([](const Leaf& leaf) { return leaf.type.type == "text/plain"; });
  return root;
}

}  // namespace

Result<MimeMessage> read_mime(std::string_view bytes) {
  HeaderFields header;
  if (!read_header_fields(bytes, header))
    return fail(Code::invalid_input, "it is cut off within its header");
  MimeReader reader;
  if (!reader.add(bytes, true, 0)) return fail(Code::invalid_input, reader.problem);
  const std::size_t root = find_root(reader.leaves, reader.start);
  if (root == std::string_view::npos)
    return fail(Code::invalid_input, "it has no part that is a page (text/html)");
  if (!reader.leaves[root].is_closed)
    return fail(Code::invalid_input, "it is cut off within the page's text; save the page again");
  MimeMessage out;
  out.date = header.get("Date");
  out.subject = decode_encoded_words(header.get("Subject"));
  out.pages.push_back(to_page(reader.leaves[root]));
  for (std::size_t i = 0; i < reader.leaves.size(); ++i) {
    if (i == root) continue;
    const Leaf& leaf = reader.leaves[i];
    if (leaf.type.is_page()) {
      out.pages.push_back(to_page(leaf));
    } else {
      ++(leaf.type.type.starts_with("image/") ? out.images : out.others);
    }
  }
  out.url = header.get("Snapshot-Content-Location");
  if (out.url.empty()) out.url = out.pages[0].location;
  if (out.url.empty()) out.url = header.get("Content-Location");
  if (out.url.size() > kMaxAddressBytes) out.url.clear();
  return out;
}

bool begins_mime(std::string_view head) {
  constexpr std::size_t kFirstField = 80;
  const std::size_t colon = head.substr(0, kFirstField).find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  for (const char c : head.substr(0, colon)) {
    const char lower = to_lower(c);
    if ((lower < 'a' || lower > 'z') && c != '-') return false;
  }
  HeaderFields fields;
  if (!read_header_fields(head, fields) || !fields.has("MIME-Version")) return false;
  const MediaType type = parse_media_type(fields.get("Content-Type"));
  return type.type.starts_with("multipart/") || type.is_page();
}

}  // namespace maillon::collect
