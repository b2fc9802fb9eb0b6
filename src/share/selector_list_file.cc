// A selector list as lines of JSON: docs/formats/lists.md draws it.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "share/intake/json_view.h"
#include "share/selector_list.h"

namespace maillon::share {
namespace {

constexpr uint64_t kVersion = 1;
constexpr std::string_view kWhat = "selectors";

void write_counts(JsonWriter& json, const std::map<std::string, uint64_t>& counts) {
  json.begin_object();
  for (const auto& [name, count] : counts) json.member(name, count);
  json.end_object();
}

std::string line_of(const SelectorImport& import) {
  JsonWriter json;
  json.begin_object().member("import", import.id).member("time", import.time);
  json.member("by", import.actor).member("file", import.file).member("sha256", import.sha256);
  json.member("format", import.format).member("replaced", import.replaced);
  json.key("did").begin_object();
  for (const auto& [kind, did] : import.did) {
    json.key(kind).begin_object().member("added", did.added).member("updated", did.updated);
    json.member("unchanged", did.unchanged).member("removed", did.removed);
    json.member("repeated", did.repeated).member("older", did.older).end_object();
  }
  json.end_object().member("withdrawn", import.withdrawn).member("rejected", import.rejected);
  write_counts(json.key("reasons"), import.reasons);
  write_counts(json.key("left_out"), import.left_out);
  return json.end_object().take() + "\n";
}

std::string line_of(const SelectorReject& reject) {
  JsonWriter json;
  json.begin_object().member("rejected_by", reject.import).member("place", reject.place);
  json.member("object", reject.object).member("reason", reject.reason).end_object();
  return json.take() + "\n";
}

std::string line_of(const ListedSelector& entry) {
  JsonWriter json;
  json.begin_object().member("kind", to_name(entry.kind)).member("value", entry.value);
  json.member("import", entry.import);
  const auto add = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) json.member(name, text);
  };
  add("service", to_name(entry.service));
  for (const auto& [name, text] : kListedTexts) add(name, entry.*text);
  for (const auto& [name, time] : kListedTimes) {
    if (entry.*time != kNoTime) json.member(name, entry.*time);
  }
  return json.end_object().take() + "\n";
}

int64_t number_of(const JsonView& from, std::string_view name, int64_t otherwise) {
  const std::string text = from.text(name);
  int64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

uint64_t count_of(const JsonView& from, std::string_view name) {
  return static_cast<uint64_t>(std::max<int64_t>(0, number_of(from, name, 0)));
}

std::map<std::string, uint64_t> read_counts(const JsonView& from) {
  std::map<std::string, uint64_t> counts;
  from.for_each_member([&](std::string_view name, const JsonView&) {
    counts[std::string(name)] = count_of(from, name);
  });
  return counts;
}

SelectorImport read_import(const JsonView& line) {
  SelectorImport import;
  import.id = count_of(line, "import");
  import.time = number_of(line, "time", 0);
  import.actor = line.text("by");
  import.file = line.text("file");
  import.sha256 = line.text("sha256");
  import.format = line.text("format");
  import.replaced = line["replaced"].is_true();
  line["did"].for_each_member([&](std::string_view kind, const JsonView& did) {
    import.did[std::string(kind)] = {count_of(did, "added"),     count_of(did, "updated"),
                                     count_of(did, "unchanged"), count_of(did, "removed"),
                                     count_of(did, "repeated"),  count_of(did, "older")};
  });
  import.withdrawn = count_of(line, "withdrawn");
  import.rejected = count_of(line, "rejected");
  import.reasons = read_counts(line["reasons"]);
  import.left_out = read_counts(line["left_out"]);
  return import;
}

bool read_entry(const JsonView& line, ListedSelector& entry) {
  const auto kind = parse_selector_kind(line.text("kind"));
  const std::string service_name = line.text("service");
  const auto service = service_name.empty() ? Service::none : parse_service(service_name);
  entry.value = line.text("value");
  if (!kind || !service || entry.value.empty()) return false;
  entry.kind = *kind;
  entry.service = *service;
  for (const auto& [name, text] : kListedTexts) entry.*text = line.text(name);
  for (const auto& [name, time] : kListedTimes) entry.*time = number_of(line, name, kNoTime);
  entry.import = count_of(line, "import");
  return true;
}

tl::unexpected<Error> damaged(std::string_view what) {
  return fail(Code::corrupt, fmt::format("this list of selectors is damaged ({}); remove the file "
                                         "and import the list's documents again",
                                         what));
}

}  // namespace

std::string write_selector_list(const SelectorList& list) {
  JsonWriter head;
  head.begin_object().member("maillon", kWhat).member("version", kVersion);
  head.member("role", list.role).member("imports", uint64_t{list.imports.size()});
  head.member("rejects", uint64_t{list.rejects.size()});
  head.member("gone", uint64_t{list.gone.size()});
  head.member("entries", uint64_t{list.entries.size()}).end_object();
  std::string out = head.take() + "\n";
  for (const SelectorImport& import : list.imports) out += line_of(import);
  for (const SelectorReject& reject : list.rejects) out += line_of(reject);
  for (const auto& [object, modified] : list.gone) {
    JsonWriter json;
    json.begin_object().member("gone", object).member("modified", modified).end_object();
    out += json.take() + "\n";
  }
  for (const ListedSelector& entry : list.entries) out += line_of(entry);
  return out;
}

Result<SelectorList> read_selector_list(std::string_view bytes) {
  JsonParser parser;
  SelectorList list;
  uint64_t imports = 0, rejects = 0, gone = 0, entries = 0;
  bool has_head = false;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return damaged("it breaks off");
    const auto line = parser.parse(bytes.substr(0, end));
    bytes.remove_prefix(end + 1);
    if (!line) return damaged("a line is no JSON");
    if (!has_head) {
      if (line->text("maillon") != kWhat) return damaged("it has no head");
      if (count_of(*line, "version") > kVersion)
        return fail(Code::unsupported, "made by a newer maillon; use that one");
      list.role = line->text("role");
      imports = count_of(*line, "imports");
      rejects = count_of(*line, "rejects");
      gone = count_of(*line, "gone");
      entries = count_of(*line, "entries");
      has_head = true;
    } else if ((*line)["kind"].exists()) {
      if (!read_entry(*line, list.entries.emplace_back())) return damaged("an entry is none");
    } else if ((*line)["gone"].exists()) {
      list.gone[line->text("gone")] = number_of(*line, "modified", kNoTime);
    } else if ((*line)["rejected_by"].exists()) {
      list.rejects.push_back({count_of(*line, "rejected_by"), count_of(*line, "place"),
                              line->text("object"), line->text("reason")});
    } else {
      list.imports.push_back(read_import(*line));
    }
  }
  if (!has_head || list.imports.size() != imports || list.rejects.size() != rejects ||
      list.gone.size() != gone || list.entries.size() != entries)
    return damaged("it breaks off");
  return list;
}

}  // namespace maillon::share
