// `list show`: the lists, one list, one entry.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "share/read_list.h"
#include "tasks/hash_lists.h"
#include "tasks/lists/selector_lists.h"

namespace maillon::tasks {
namespace {

using report::count_of;
using report::thousands;
using Align = report::TextTable::Align;

report::Style style_of(const Context& context) {
  return {context.color, static_cast<std::size_t>(context.width)};
}

std::string kinds_of(const store::ListCounts& counts) {
  std::string out;
  for (const share::HashKind kind : share::kHashKinds) {
    const uint64_t n = counts.by_kind[static_cast<std::size_t>(kind) - 1];
    if (n > 0) out += (out.empty() ? "" : ", ") + thousands(n) + " " + std::string(to_name(kind));
  }
  return out;
}

void list_json(JsonWriter& json, const NamedList& named, const store::ListCounts& counts) {
  const store::ListSettings& settings = named.list.settings();
  json.begin_object().member("list", named.name).member("role", settings.role);
  json.member("radius", settings.radius).member("entries", counts.entries);
  json.member("restricted", counts.restricted).key("hashes").begin_object();
  for (const share::HashKind kind : share::kHashKinds)
    json.member(to_name(kind), counts.by_kind[static_cast<std::size_t>(kind) - 1]);
  json.end_object().key("classes").begin_object();
  for (const auto& [name, count] : counts.by_class) json.member(name, count);
  json.end_object();
}

// A name of the folder: a hash list, a selector list, or both.
struct ShownList {
  std::string name;
  std::optional<NamedList> hashes;
  std::optional<share::SelectorList> selectors;
};

Result<std::vector<ShownList>> open_shown(const std::string& folder, const std::string& only) {
  const bool may_lack_hashes = !only.empty() && has_selector_list(folder, only);
  std::vector<ShownList> shown;
  if (!may_lack_hashes || has_hash_list(folder, only)) {
    TRY(std::vector<NamedList> lists, open_lists(folder, only));
    for (NamedList& list : lists) shown.push_back({list.name, std::move(list), std::nullopt});
  }
  if (!only.empty() && !may_lack_hashes) return shown;
  TRY(std::vector<NamedSelectorList> more, open_selector_lists(folder, only));
  for (NamedSelectorList& list : more) {
    auto at = std::find_if(shown.begin(), shown.end(),
                           [&](const ShownList& one) { return one.name == list.name; });
    if (at == shown.end()) at = shown.insert(at, {list.name, std::nullopt, std::nullopt});
    at->selectors = std::move(list.list);
  }
  std::sort(shown.begin(), shown.end(),
            [](const ShownList& a, const ShownList& b) { return a.name < b.name; });
  return shown;
}

// One row of the table of lists, and one object of JSON.
Result<void> add_shown(ShownList& one, report::TextTable& table, JsonWriter& json) {
  std::vector<std::string> cells = {one.name, "", "", "", "", "", "", ""};
  std::string last;
  if (one.hashes) {
    store::HashList& list = one.hashes->list;
    TRY(const store::ListCounts counts, list.counts());
    TRY(const std::vector<store::ListImport> imports, list.imports());
    if (!imports.empty()) last = format_date(imports.back().time);
    cells[1] = list.settings().role;
    cells[2] = std::to_string(list.settings().radius);
    cells[3] = thousands(counts.entries);
    cells[4] = kinds_of(counts);
    cells[6] = thousands(counts.restricted);
    list_json(json, *one.hashes, counts);
  } else {
    json.begin_object().member("list", one.name);
  }
  if (one.selectors) {
    const share::SelectorList& list = *one.selectors;
    if (!one.hashes) cells[1] = list.role;
    cells[5] = listed_kinds(list);
    if (!list.imports.empty()) last = std::max(last, format_date(list.imports.back().time));
    json.member("selector_role", list.role).member("selectors", uint64_t{list.entries.size()});
  }
  cells[7] = last;
  json.member("last_import", last).end_object();
  table.add_row(std::move(cells));
  return {};
}

Result<Outcome> show_all(std::vector<ShownList>& lists, const Context& context, Output& out) {
  report::TextTable table({{"list"},
                           {"role"},
                           {"radius", Align::right},
                           {"entries", Align::right},
                           {"hashes", Align::left, 60},
                           {"selectors", Align::left, 60},
                           {"restricted", Align::right},
                           {"last import"}});
  JsonWriter json;
  json.begin_array();
  for (ShownList& one : lists) TRY_OK(add_shown(one, table, json));
  json.end_array();
  if (context.json) {
    out.write(json.take() + "\n");
  } else if (!lists.empty()) {
    out.write(table.to_text(style_of(context)));
  } else {
    say("there is no list; `maillon list import FILE --list NAME` makes one");
  }
  return lists.empty() ? Outcome::empty : Outcome::done;
}

std::string hashes_of(const share::ListEntry& entry) {
  std::string out;
  for (const share::HashKind kind : share::kHashKinds) {
    const std::string& bytes = entry.of(kind);
    if (bytes.empty()) continue;
    out += (out.empty() ? "" : " ") + std::string(to_name(kind)) + ":" + to_hex(bytes);
  }
  return out;
}

void entry_json(JsonWriter& json, const store::StoredEntry& stored) {
  const share::ListEntry& e = stored.entry;
  json.begin_object().member("entry", stored.id).member("import", stored.import);
  json.member("id", e.id).member("member", e.member).key("hashes").begin_object();
  for (const share::HashKind kind : share::kHashKinds) {
    const std::string& bytes = e.of(kind);
    if (!bytes.empty()) json.member(to_name(kind), to_hex(bytes));
  }
  json.end_object().member("classification", e.classification).member("scheme", e.scheme);
  json.member("country", e.country)
      .member("tags", e.tags)
      .member("timestamp", e.timestamp)
      .member("status", e.status);
  json.member("restricted", e.restricted);
  if (e.restricted) {
    json.member("duty", kReportingDuty);
  } else {
    if (e.quality >= 0) json.member("quality", e.quality);
    json.member("file", e.file).key("other").begin_object();
    for (const share::NamedText& o : e.other) json.member(o.name, o.value);
    json.end_object();
  }
  json.end_object();
}

// Of a restricted entry the hash, the record and the duty, nothing else.
void entry_text(const store::StoredEntry& stored, Output& out) {
  const share::ListEntry& e = stored.entry;
  std::string text = fmt::format("entry {}  {}\n", stored.id, hashes_of(e));
  if (const std::string said = printable(describe_entry(stored)); !said.empty())
    text += "  " + said + "\n";
  if (e.restricted) {
    text += "  " + std::string(kReportingDuty) + "\n";
  } else {
    if (e.quality >= 0) text += fmt::format("  quality {}\n", e.quality);
    if (!e.file.empty()) text += "  file " + printable(e.file) + "\n";
    for (const share::NamedText& o : e.other)
      text += "  " + printable(o.name) + " " + printable(o.value, 80) + "\n";
  }
  out.write(text);
}

bool is_asked_for(const store::StoredEntry& stored, const std::string& what) {
  if (stored.entry.id == what || std::to_string(stored.id) == what) return true;
  for (const share::HashKind kind : share::kHashKinds) {
    const auto bytes = share::parse_hash(kind, what);
    if (bytes && stored.entry.of(kind) == *bytes) return true;
  }
  return false;
}

// Entries of the hash list that are asked for; how many.
Result<uint64_t> show_hashes(NamedList& named, const ListShowSettings& settings, JsonWriter& json,
                             const Context& context, Output& out) {
  uint64_t found = 0;
  TRY_OK(named.list.for_each([&](const store::StoredEntry& stored) {
    if (!settings.what.empty() && !is_asked_for(stored, settings.what)) return true;
    if (settings.limit > 0 && found >= settings.limit) return false;
    ++found;
    if (context.json) {
      entry_json(json, stored);
    } else {
      entry_text(stored, out);
    }
    return out.is_open();
  }));
  return found;
}

Result<Outcome> show_entries(ShownList& shown, const ListShowSettings& settings,
                             const Context& context, Output& out) {
  JsonWriter json;
  json.begin_array();
  uint64_t found = 0;
  if (shown.hashes) {
    TRY(found, show_hashes(*shown.hashes, settings, json, context, out));
  }
  std::vector<const share::ListedSelector*> listed;
  if (shown.selectors) listed = find_listed(*shown.selectors, settings.what);
  for (const share::ListedSelector* entry : listed) {
    if (settings.limit > 0 && found >= settings.limit) break;
    ++found;
    if (context.json) {
      write_json(json, *entry);
    } else {
      out.write(printable(fmt::format("{} {}", kind_words(*entry), entry->value)) + "\n  " +
                printable(share::describe_listed(*entry)) + "\n");
    }
  }
  json.end_array();
  if (context.json) out.write(json.take() + "\n");
  if (found == 0 && !context.json) say("no entry of this list is '" + settings.what + "'");
  return found == 0 ? Outcome::empty : Outcome::done;
}

void imports_text(const std::vector<store::ListImport>& imports, const Context& context,
                  Output& out) {
  report::TextTable table({{"import", Align::right},
                           {"when"},
                           {"by"},
                           {"file"},
                           {"format"},
                           {"added", Align::right},
                           {"changed", Align::right},
                           {"deleted", Align::right},
                           {"repeated", Align::right},
                           {"set aside", Align::right},
                           {"sha256", Align::left, 12}});
  for (const store::ListImport& i : imports) {
    table.add_row({std::to_string(i.id), format_date(i.time), i.actor, i.file, i.format,
                   thousands(i.added), thousands(i.changed), thousands(i.deleted),
                   thousands(i.repeated), thousands(i.rejected), i.sha256});
  }
  out.write("\n" + table.to_text(style_of(context)));
}

// Members of an open object.
void hash_list_json(const std::vector<store::ListImport>& imports,
                    const std::vector<store::ListReject>& rejects, JsonWriter& json) {
  json.key("imports").begin_array();
  for (const store::ListImport& i : imports) {
    json.begin_object().member("import", i.id).member("time", format_time(i.time));
    json.member("by", i.actor).member("file", i.file).member("sha256", i.sha256);
    json.member("format", i.format).member("added", i.added).member("changed", i.changed);
    json.member("deleted", i.deleted).member("repeated", i.repeated);
    json.member("rejected", i.rejected).key("reasons").begin_object();
    for (const auto& [reason, count] : i.reasons) json.member(reason, count);
    json.end_object().end_object();
  }
  json.end_array().key("rejected").begin_array();
  for (const store::ListReject& r : rejects) {
    json.begin_object().member("import", r.import).member("place", r.place);
    json.member("reason", r.reason).end_object();
  }
  json.end_array();
}

void hash_list_text(const NamedList& named, const store::ListCounts& counts,
                    const std::vector<store::ListImport>& imports,
                    const std::vector<store::ListReject>& rejects, const Context& context,
                    Output& out) {
  const store::ListSettings& s = named.list.settings();
  const std::string kinds = kinds_of(counts);
  out.write(fmt::format("list {}   role {}, radius {}\n{}{}\n", named.name, s.role, s.radius,
                        count_of(counts.entries, "entry", "entries"),
                        kinds.empty() ? "" : ": " + kinds));
  if (counts.restricted > 0)
    out.write(fmt::format("{} {}\n", thousands(counts.restricted), kReportingDuty));
  for (const auto& [name, count] : counts.by_class)
    out.write(report::pad_left(thousands(count), 10) + "  class " + printable(name) + "\n");
  imports_text(imports, context, out);
  if (!rejects.empty()) out.write("\nset aside\n");
  for (const store::ListReject& r : rejects) {
    const auto import = std::find_if(imports.begin(), imports.end(),
                                     [&](const store::ListImport& i) { return i.id == r.import; });
    const auto format =
        import == imports.end()
            ? share::ListFormat::csv
            : share::parse_list_format(import->format).value_or(share::ListFormat::csv);
    out.write(fmt::format("  import {}, {} {}: {}\n", r.import, share::place_name(format), r.place,
                          r.reason));
  }
}

Result<Outcome> show_one(ShownList& shown, const ListShowSettings& settings, const Context& context,
                         Output& out) {
  const uint64_t most = settings.limit == 0 ? store::kRejectsKept : settings.limit;
  JsonWriter json;
  if (shown.hashes) {
    store::HashList& list = shown.hashes->list;
    TRY(const store::ListCounts counts, list.counts());
    TRY(const std::vector<store::ListImport> imports, list.imports());
    TRY(const std::vector<store::ListReject> rejects, list.rejects(most));
    if (context.json) {
      list_json(json, *shown.hashes, counts);
      hash_list_json(imports, rejects, json);
    } else {
      hash_list_text(*shown.hashes, counts, imports, rejects, context, out);
    }
  } else if (context.json) {
    json.begin_object().member("list", shown.name);
  }
  if (shown.selectors && context.json) write_selector_list_json(json, *shown.selectors, most);
  if (shown.selectors && !context.json) {
    out.write(shown.hashes ? "\n" : "list " + shown.name + "\n");
    out.write(selector_list_text(*shown.selectors, most, context));
  }
  if (context.json) out.write(json.end_object().take() + "\n");
  return Outcome::done;
}

}  // namespace

Result<Outcome> show_lists(const ListShowSettings& settings, const Context& context, Output& out) {
  TRY(std::vector<ShownList> lists, open_shown(settings.folder, settings.name));
  if (settings.name.empty()) return show_all(lists, context, out);
  if (settings.what.empty()) return show_one(lists.front(), settings, context, out);
  return show_entries(lists.front(), settings, context, out);
}

}  // namespace maillon::tasks
