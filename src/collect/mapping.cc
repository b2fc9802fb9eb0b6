// --map: "body=title+desc,id=ad_id,encoding=windows-1251".
#include <fmt/format.h>

#include "base/ascii.h"
#include "collect/fold.h"
#include "collect/plan.h"

namespace maillon::collect {
namespace {

// Cuts at `separator` where no backslash stands before it. Backslashes stay.
std::vector<std::string_view> cut(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == separator) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out.push_back(text[i]);
  }
  return out;
}

std::string list_fields() {
  std::string out;
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    if (!is_stated(static_cast<Field>(f))) continue;
    if (f > 0) out += ", ";
    out += to_name(static_cast<Field>(f));
  }
  return out;
}

std::optional<char> parse_delimiter(std::string_view name) {
  if (name == "comma") return ',';
  if (name == "semicolon") return ';';
  if (name == "tab") return '\t';
  if (name == "pipe") return '|';
  if (name.size() == 1 && name[0] > ' ' && name[0] != '"') return name[0];
  return std::nullopt;
}

// Takes `name=value` if name is an option. False: it is none.
Result<bool> take_option(std::string_view name, const std::string& value, UserMapping& out) {
  const auto refuse = [&](std::string_view known) {
    return fail(Code::invalid_input,
                fmt::format("--map: {}={} is not known; {}", name, value, known));
  };
  if (name == "encoding") {
    out.encoding = parse_encoding(value);
    if (!out.encoding) {
      return refuse(
          "use utf-8, utf-16le, utf-16be, windows-1252, windows-1251, windows-1256 or gb18030");
    }
    return true;
  }
  if (name == "delimiter") {
    out.delimiter = parse_delimiter(value);
    if (!out.delimiter) return refuse("use comma, semicolon, tab, pipe or one character");
    return true;
  }
  if (name == "header") {
    if (value != "yes" && value != "no") return refuse("use yes or no");
    out.has_header = value == "yes";
    return true;
  }
  if (name == "date_order") {
    out.date_order = parse_date_order(value);
    if (!out.date_order) return refuse("use dmy (day first), mdy (month first) or ymd");
    return true;
  }
  return false;
}

}  // namespace

Result<UserMapping> parse_mapping(std::string_view map, std::string_view source) {
  UserMapping out;
  out.source = source;
  if (trimmed(map, " ").empty()) return out;
  for (const std::string_view part : cut(map, ',')) {
    const std::vector<std::string_view> sides = cut(part, '=');
    if (sides.size() != 2 || trimmed(sides[0], " ").empty()) {
      return fail(Code::invalid_input,
                  fmt::format("--map: '{}' is not FIELD=COLUMN; write for example "
                              "--map body=description,id=ad_id",
                              part));
    }
    const std::string name = unescape(trimmed(sides[0], " "));
    TRY(const bool is_option, take_option(name, unescape(trimmed(sides[1], " ")), out));
    if (is_option) continue;
    const std::optional<Field> field = parse_field(name);
    if (!field || !is_stated(*field)) {
      return fail(Code::invalid_input,
                  fmt::format("--map: '{}' is no field; the fields are {}", name, list_fields()));
    }
    UserMapping::Item item{*field, {}};
    const bool is_empty = trimmed(sides[1], " ").empty();
    for (const std::string_view column : cut(sides[1], '+')) {
      if (is_empty) break;
      if (trimmed(column, " ").empty()) {
        return fail(Code::invalid_input,
                    fmt::format("--map: a column name is missing in '{}'", part));
      }
      item.columns.push_back(unescape(trimmed(column, " ")));
    }
    for (const UserMapping::Item& other : out.items) {
      if (other.field == *field) {
        return fail(
            Code::invalid_input,
            fmt::format("--map: {0} is given twice; join columns with +, as in {0}=a+b", name));
      }
    }
    out.items.push_back(std::move(item));
  }
  return out;
}

}  // namespace maillon::collect
