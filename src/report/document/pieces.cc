#include "report/document/pieces.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "report/style.h"

namespace maillon::report {

namespace {

constexpr std::size_t kHeadlineBytes = 120;

}  // namespace

std::string Page::heading(int level, std::string_view key) const {
  return fmt::format("<h{0}>{1}</h{0}>\n", level, say(key));
}

std::string Page::title(uint32_t section, std::string_view key) const {
  return fmt::format("<h2>{} {}</h2>\n", section, say(key));
}

std::string Page::dates(int64_t first, int64_t last) const {
  if (first == kNoTime) return "";
  if (format_date(first) == format_date(last)) return day(first);
  return day(first) + " – " + day(last);
}

std::string Page::day(int64_t time) const {
  return time == kNoTime ? "" : "<bdi dir=\"ltr\" class=\"day\">" + format_date(time) + "</bdi>";
}

std::string Page::value(std::string_view text) const {
  return identifier(mask() ? masked(text) : std::string(text));
}

std::string Page::kind(std::string_view name) const {
  const std::string key = "kind." + std::string(name);
  const std::string_view text = texts_.get(key);
  return text == key ? isolated(name) : html(text);
}

std::string Page::without_secrets(std::string_view text) const {
  std::string out(text);
  if (!mask()) return out;
  for (const std::string& secret : report_.secrets) {
    if (secret.empty()) continue;
    const std::string shape = masked(secret);
    for (std::size_t at = out.find(secret); at != out.npos; at = out.find(secret, at)) {
      out.replace(at, secret.size(), shape);
      at += shape.size();
    }
  }
  return out;
}

std::string Page::sentence(std::string_view text) const {
  if (text.empty()) return "";
  const std::string inner = html(without_secrets(text));
  if (texts_.code() == "en") return "<bdi dir=\"auto\">" + inner + "</bdi>";
  return "<bdi dir=\"ltr\" lang=\"en\" class=\"said\">" + inner + "</bdi>";
}

// What stands in a sentence: a count, what a person wrote, or a name or value.
std::string Page::said_value(std::string_view name, const std::string& value) const {
  uint64_t count = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, count);
  if (!value.empty() && error == std::errc() && stop == end) return number(count);
  return name == "reason" ? free(value) : isolated(without_secrets(value));
}

std::string Page::sentence(std::string_view text, const std::vector<Said>& said) const {
  if (texts_.code() == "en" || said.empty()) return sentence(text);
  std::string out;
  for (const Said& one : said) {
    const auto value_of = [&](std::string_view name) {
      const auto at = std::find_if(one.values.begin(), one.values.end(),
                                   [&](const auto& value) { return value.first == name; });
      return at == one.values.end() ? nullptr : &at->second;
    };
    const std::string* reason = value_of("reason");
    const std::string key =
        "said." + one.name + (reason != nullptr && !reason->empty() ? "_why" : "");
    std::string_view rest = texts_.get(key);
    if (rest == key) return sentence(text);  // only English tells it
    out += out.empty() ? "" : " · ";
    for (std::size_t open = rest.find('{'); open != rest.npos; open = rest.find('{')) {
      const std::size_t close = std::min(rest.find('}', open), rest.size() - 1);
      const std::string_view name = rest.substr(open + 1, close - open - 1);
      const std::string* value = value_of(name);
      out += html(rest.substr(0, open)) + (value == nullptr ? "" : said_value(name, *value));
      rest.remove_prefix(close + 1);
    }
    out += html(rest);
  }
  return out;
}

std::string Page::free(std::string_view text) const {
  constexpr std::size_t kBytes = 4'000;
  const std::size_t cut = utf8_prefix(text, kBytes);
  const std::string shown = std::string(text.substr(0, cut)) + (cut < text.size() ? "…" : "");
  return isolated(mask() ? scrubbed(without_secrets(shown)) : shown);
}

std::string Page::headline(const PostLine& post) const {
  if (mask() || post.title.empty()) return "";
  const std::size_t cut = utf8_prefix(post.title, kHeadlineBytes);
  return isolated(post.title.substr(0, cut) + (cut < post.title.size() ? "…" : ""));
}

std::string Page::post_name(const PostLine& post) const {
  std::string out = identifier(post.id);
  if (!mask()) out += " " + isolated(post.name);
  if (const std::string when = day(post.posted_at); !when.empty()) out += " " + when;
  if (const std::string where = place(post.city, post.country); !where.empty()) out += " " + where;
  if (const std::string title = headline(post); !title.empty()) out += "<br>" + title;
  return out;
}

std::string Page::place(const std::string& city, const std::string& country) const {
  return isolated(place_name(city, country));
}

DataTable::DataTable(const Page& page, std::initializer_list<std::string_view> keys) {
  html_ = "<table class=\"data\"><thead><tr>";
  for (std::string_view key : keys) {
    is_number_.push_back(key.starts_with('#'));
    if (is_number_.back()) key.remove_prefix(1);
    html_ += fmt::format("<th scope=\"col\"{}>{}</th>", is_number_.back() ? " class=\"n\"" : "",
                         key.empty() ? "" : page.say(key));
  }
  html_ += "</tr></thead><tbody>\n";
}

void DataTable::row(const std::vector<std::string>& cells) {
  html_ += "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    html_ += i < is_number_.size() && is_number_[i] ? "<td class=\"n\">" : "<td>";
    html_ += cells[i] + "</td>";
  }
  html_ += "</tr>\n";
  ++rows_;
}

std::string DataTable::take() {
  return std::move(html_) + "</tbody></table>\n";
}

}  // namespace maillon::report
