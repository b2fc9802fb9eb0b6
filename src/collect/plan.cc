#include "collect/plan.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"

namespace maillon::collect {
namespace {

constexpr std::array<std::string_view, 4> kContainers = {"plain", "gzip", "zstd", "xlsx"};
constexpr std::array<std::string_view, 6> kFormats = {"csv",      "json_lines", "json_array",
                                                      "whatsapp", "telegram",   "pages"};
constexpr std::array<std::string_view, 4> kPageKinds = {"none", "html", "mhtml", "warc"};
constexpr std::array<std::string_view, 7> kEncodings = {
    "utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1251", "windows-1256", "gb18030"};
constexpr std::array<std::string_view, 3> kOrders = {"dmy", "mdy", "ymd"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

// Reads members of an object; the first that is missing or of another kind fails all.
class PlanReader {
 public:
  explicit PlanReader(const nlohmann::json& json) : json_(json) {}
  bool ok() const { return bad_.empty(); }
  const std::string& bad() const { return bad_; }

  std::string text(const char* name) {
    const nlohmann::json* v = find(name, &nlohmann::json::is_string);
    return v == nullptr ? "" : v->get<std::string>();
  }
  bool yes(const char* name) {
    const nlohmann::json* v = find(name, &nlohmann::json::is_boolean);
    return v != nullptr && v->get<bool>();
  }
  int64_t number(const char* name) {
    const nlohmann::json* v = find(name, &nlohmann::json::is_number_integer);
    return v == nullptr ? 0 : v->get<int64_t>();
  }
  char letter(const char* name) {
    const std::string t = text(name);
    if (t.size() != 1) refuse(name);
    return t.empty() ? '\0' : t[0];
  }
  template <class Enum, std::size_t N>
  Enum one_of(const char* name, const std::array<std::string_view, N>& names) {
    const std::optional<Enum> found = find_name<Enum>(names, text(name));
    if (!found) refuse(name);
    return found.value_or(Enum{});
  }
  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> out;
    const nlohmann::json* v = find(name, &nlohmann::json::is_array);
    if (v == nullptr) return out;
    for (const nlohmann::json& item : *v) {
      if (!item.is_string()) {
        refuse(name);
        return {};
      }
      out.push_back(item.get<std::string>());
    }
    return out;
  }
  void fields(const char* name, ReadPlan& plan) {
    const nlohmann::json* v = find(name, &nlohmann::json::is_object);
    if (v == nullptr) return;
    for (const auto& [key, columns] : v->items()) {
      const std::optional<Field> field = parse_field(key);
      if (!field || !is_stated(*field) || !columns.is_array()) return refuse(name);
      for (const nlohmann::json& column : columns) {
        if (!column.is_number_unsigned() || column.get<uint64_t>() >= plan.columns.size()) {
          return refuse(name);
        }
        plan.field(*field).push_back(column.get<uint32_t>());
      }
    }
  }
  void record(ReadPlan& plan) {
    const nlohmann::json* v = find("record", &nlohmann::json::is_array);
    if (v == nullptr) return;
    for (const nlohmann::json& column : *v) {
      if (!column.is_number_unsigned() || column.get<uint64_t>() >= plan.columns.size()) {
        return refuse("record");
      }
      plan.record.push_back(column.get<uint32_t>());
    }
  }
  void refuse(const char* name) {
    if (bad_.empty()) bad_ = name;
  }

 private:
  const nlohmann::json* find(const char* name, bool (nlohmann::json::*is)() const noexcept) {
    const auto it = json_.find(name);
    if (it == json_.end() || !((*it).*is)()) {
      refuse(name);
      return nullptr;
    }
    return &*it;
  }
  const nlohmann::json& json_;
  std::string bad_;
};

}  // namespace

std::string_view to_name(Container c) {
  return kContainers[static_cast<std::size_t>(c)];
}
std::string_view to_name(Format f) {
  return kFormats[static_cast<std::size_t>(f)];
}
std::string_view to_name(Encoding e) {
  return kEncodings[static_cast<std::size_t>(e)];
}
std::string_view to_name(DateOrder o) {
  return kOrders[static_cast<std::size_t>(o)];
}
std::string_view to_name(PageKind k) {
  return kPageKinds[static_cast<std::size_t>(k)];
}
std::optional<Encoding> parse_encoding(std::string_view name) {
  return find_name<Encoding>(kEncodings, name);
}
std::optional<DateOrder> parse_date_order(std::string_view name) {
  return find_name<DateOrder>(kOrders, name);
}

std::string ReadPlan::to_json() const {
  JsonWriter w;
  w.begin_object();
  // Plans of posts read as they did in version 1, those of short records as in version 2, and so
  // keep their text.
  w.member("version", format == Format::pages ? 3 : record.empty() ? 1 : 2);
  w.member("container", to_name(container));
  w.member("format", to_name(format));
  w.member("encoding", to_name(encoding));
  w.member("delimiter", std::string_view(&delimiter, 1));
  w.member("quotes", quotes);
  w.member("has_header", has_header);
  w.member("line_end", std::string_view(&line_end, 1));
  w.member("array_key", std::string_view(array_key));
  w.member("copied_text", copied_text);
  if (format == Format::pages) w.member("pages", to_name(pages));
  w.key("columns").begin_array();
  for (const std::string& column : columns) w.value(std::string_view(column));
  w.end_array();
  w.key("fields").begin_object();
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    if (fields[f].empty()) continue;
    w.key(maillon::to_name(static_cast<Field>(f))).begin_array();
    for (const uint32_t column : fields[f]) w.value(column);
    w.end_array();
  }
  w.end_object();
  if (!record.empty()) {
    w.key("record").begin_array();
    for (const uint32_t column : record) w.value(column);
    w.end_array();
  }
  w.member("date_order", to_name(date_order));
  w.member("decimal_comma", decimal_comma);
  w.member("source", std::string_view(default_source));
  if (images_given) w.member("images_given", true);
  w.end_object();
  return w.take();
}

Result<ReadPlan> ReadPlan::from_json(std::string_view text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return fail(Code::corrupt, "the read plan is not a JSON object");
  PlanReader in(json);
  const int64_t version = in.number("version");
  if (in.ok() && version > kPlanVersion) {
    return fail(Code::unsupported,
                fmt::format("the read plan has version {}, this program knows {}; use a newer one",
                            version, kPlanVersion));
  }
  ReadPlan plan;
  plan.container = in.one_of<Container>("container", kContainers);
  plan.format = in.one_of<Format>("format", kFormats);
  plan.encoding = in.one_of<Encoding>("encoding", kEncodings);
  plan.delimiter = in.letter("delimiter");
  plan.quotes = in.yes("quotes");
  plan.has_header = in.yes("has_header");
  plan.line_end = in.letter("line_end");
  plan.array_key = in.text("array_key");
  plan.copied_text = in.yes("copied_text");
  plan.columns = in.texts("columns");
  in.fields("fields", plan);
  if (version == 2) in.record(plan);
  if (plan.format == Format::pages) plan.pages = in.one_of<PageKind>("pages", kPageKinds);
  plan.date_order = in.one_of<DateOrder>("date_order", kOrders);
  plan.decimal_comma = in.yes("decimal_comma");
  plan.default_source = in.text("source");
  if (json.contains("images_given")) plan.images_given = in.yes("images_given");
  if (!in.ok()) return fail(Code::corrupt, "the read plan has no valid `" + in.bad() + "`");
  return plan;
}

}  // namespace maillon::collect
