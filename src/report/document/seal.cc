#include "report/document/seal.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "report/document/html.h"

namespace maillon::report {

namespace {

constexpr std::size_t kHexDigits = 64;
constexpr std::string_view kFootHash = "<code class=\"hash\">",
                           kLastLine = "<p class=\"file-hash\"><code class=\"file\">",
                           kListed = "<tr data-section=\"", kListedHash = "<code>",
                           kEnd = "</code></p></body></html>\n";

std::string line_of(std::size_t section, const std::string& hex) {
  return fmt::format("{} {}\n", section, hex);
}

// 64 hexadecimal digits at that place, else "".
std::string_view hex_at(std::string_view text, std::size_t at) {
  const std::string_view hex = text.substr(std::min(at, text.size()), kHexDigits);
  const bool is_hex = std::all_of(hex.begin(), hex.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  return is_hex && hex.size() == kHexDigits ? hex : std::string_view();
}

// The hash after the first `mark` of the text; "" if there is none.
std::string_view hash_after(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  return at == text.npos ? std::string_view() : hex_at(text, at + mark.size());
}

}  // namespace

void SealedWriter::raw(std::string_view html) {
  whole_.update(html);
  sink_(html);
}

void SealedWriter::begin_section(std::string_view id) {
  raw(fmt::format(
      "<table class=\"sheet\" role=\"presentation\" id=\"{}\"><thead><tr><td>{}</td></tr></thead>\n"
      "<tbody><tr><td>\n<!--section {}-->\n",
      id, head_, next_section()));
  section_ = Sha256Stream();
}

void SealedWriter::write(std::string_view html) {
  section_.update(html);
  raw(html);
}

void SealedWriter::end_section() {
  write("\n");
  const uint32_t number = next_section();
  hashes_.push_back(section_.finish());
  raw(fmt::format(
      "<!--end {}-->\n</td></tr></tbody>\n<tfoot><tr><td>{} {}{}</code></td></tr></tfoot>"
      "</table>\n",
      number, foot_(number), kFootHash, to_hex(hashes_.back())));
}

Sha256 SealedWriter::hash_of_all() const {
  std::string lines;
  for (std::size_t i = 0; i < hashes_.size(); ++i) lines += line_of(i, to_hex(hashes_[i]));
  return sha256(lines);
}

Sha256 SealedWriter::finish(std::string_view text) {
  raw(fmt::format("<p class=\"file-hash\">{}</p>\n", text));
  const Sha256 hash = whole_.finish();
  sink_(fmt::format("{}{}{}", kLastLine, to_hex(hash), kEnd));
  return hash;
}

std::string listed_row(uint32_t section, std::string_view title, const Sha256& hash) {
  return fmt::format("{}{}\"><td>{}</td><td>{}</td><td>{}{}</code></td></tr>\n", kListed, section,
                     section, html(title), kListedHash, to_hex(hash));
}

namespace {

// A section as it stands in the document.
struct Found {
  uint32_t number = 0;
  std::string_view content, stated;
};

class Checker {
 public:
  explicit Checker(std::string_view document) : document_(document) {}

  SealCheck check() {
    find_sections();
    check_.sections = static_cast<uint32_t>(sections_.size());
    const bool has_end = check_file();
    check_.is_report = has_end && sections_.size() > 1;
    if (!check_.is_report) return std::move(check_);
    check_sections();
    check_list();
    return std::move(check_);
  }

 private:
  void find_sections() {
    std::size_t at = 0;
    for (uint32_t n = 0;; ++n) {
      const std::string begin = fmt::format("\n<!--section {}-->\n", n),
                        end = fmt::format("<!--end {}-->\n", n);
      const std::size_t first = document_.find(begin, at);
      if (first == document_.npos) return;
      const std::size_t content = first + begin.size(), last = document_.find(end, content);
      if (last == document_.npos) {
        check_.problems.push_back(fmt::format("section {} has no end", n));
        return;
      }
      at = last;
      const std::size_t next = std::min(document_.find("<!--section", last), document_.size());
      sections_.push_back({n, document_.substr(content, last - content),
                           hash_after(document_.substr(last, next - last), kFootHash)});
    }
  }

  // The last line holds the hash of all before it, and nothing else.
  bool check_file() {
    const std::size_t size = kLastLine.size() + kHexDigits + kEnd.size();
    if (document_.size() <= size) return false;
    const std::string_view before = document_.substr(0, document_.size() - size),
                           line = document_.substr(document_.size() - size);
    const std::string_view stated = hex_at(line, kLastLine.size());
    if (!before.ends_with('\n') || !line.starts_with(kLastLine) || !line.ends_with(kEnd) ||
        stated.empty()) {
      return false;
    }
    check_.file_hash = to_hex(sha256(before));
    if (stated != check_.file_hash) {
      check_.problems.push_back(fmt::format(
          "the file was changed: it states the SHA-256 {} and has {}", stated, check_.file_hash));
    }
    return true;
  }

  void check_sections() {
    for (const Found& section : sections_) {
      const std::string hex = to_hex(sha256(section.content));
      if (section.stated != hex) {
        check_.problems.push_back(
            fmt::format("section {} was changed: its foot states {} and it has {}", section.number,
                        section.stated.empty() ? "nothing" : section.stated, hex));
      }
    }
  }

  // The list in the last section, of all before it.
  void check_list() {
    std::string_view list = sections_.back().content;
    const std::size_t listed = sections_.size() - 1;
    std::string lines;
    std::size_t rows = 0;
    for (std::size_t at = list.find(kListed); at != list.npos; at = list.find(kListed)) {
      list.remove_prefix(at + kListed.size());
      uint32_t number = 0;
      std::from_chars(list.data(), list.data() + list.size(), number);
      const std::string_view hex = hash_after(list, kListedHash);
      if (number != rows || rows >= listed || hex != sections_[rows].stated) {
        check_.problems.push_back(
            fmt::format("the list does not agree with the foot of section {}", number));
      }
      lines += line_of(number, std::string(hex));
      ++rows;
    }
    if (rows != listed) {
      check_.problems.push_back(
          fmt::format("the list has {} sections and the document {}", rows, listed));
    }
    const std::string_view stated = hash_after(sections_.back().content, "<code class=\"all\">");
    if (stated != to_hex(sha256(lines))) {
      check_.problems.emplace_back("the hash of all sections is not that of the list");
    }
  }

  std::string_view document_;
  std::vector<Found> sections_;
  SealCheck check_;
};

}  // namespace

SealCheck check_seal(std::string_view document) {
  return Checker(document).check();
}

}  // namespace maillon::report
