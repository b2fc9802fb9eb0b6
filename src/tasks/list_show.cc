// `list show`: the lists, one list, one entry.
#include <charconv>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "share/read_list.h"
#include "tasks/hash_lists.h"

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

Result<Outcome> show_all(std::vector<NamedList>& lists, const Context& context, Output& out) {
  report::TextTable table({{"list"},
                           {"role"},
                           {"radius", Align::right},
                           {"entries", Align::right},
                           {"hashes", Align::left, 60},
                           {"restricted", Align::right},
                           {"last import"}});
  JsonWriter json;
  json.begin_array();
  for (NamedList& named : lists) {
    TRY(const store::ListCounts counts, named.list.counts());
    TRY(const std::vector<store::ListImport> imports, named.list.imports());
    const std::string last = imports.empty() ? "" : format_date(imports.back().time);
    const store::ListSettings& settings = named.list.settings();
    table.add_row({named.name, settings.role, std::to_string(settings.radius),
                   thousands(counts.entries), kinds_of(counts), thousands(counts.restricted),
                   last});
    list_json(json, named, counts);
    json.member("last_import", last).end_object();
  }
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

Result<Outcome> show_entries(NamedList& named, const ListShowSettings& settings,
                             const Context& context, Output& out) {
  JsonWriter json;
  json.begin_array();
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

Result<Outcome> show_one(NamedList& named, const ListShowSettings& settings, const Context& context,
                         Output& out) {
  TRY(const store::ListCounts counts, named.list.counts());
  TRY(const std::vector<store::ListImport> imports, named.list.imports());
  TRY(const std::vector<store::ListReject> rejects,
      named.list.rejects(settings.limit == 0 ? store::kRejectsKept : settings.limit));
  if (context.json) {
    JsonWriter json;
    list_json(json, named, counts);
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
    json.end_array().end_object();
    out.write(json.take() + "\n");
    return Outcome::done;
  }
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
  return Outcome::done;
}

}  // namespace

Result<Outcome> show_lists(const ListShowSettings& settings, const Context& context, Output& out) {
  TRY(std::vector<NamedList> lists, open_lists(settings.folder, settings.name));
  if (settings.name.empty()) return show_all(lists, context, out);
  if (settings.what.empty()) return show_one(lists.front(), settings, context, out);
  return show_entries(lists.front(), settings, context, out);
}

}  // namespace maillon::tasks
