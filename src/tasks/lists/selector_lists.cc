// Selector lists of a folder, and how they are shown and passed on.
#include "tasks/lists/selector_lists.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"
#include "extract/text/query.h"
#include "report/style.h"
#include "report/tables.h"
#include "store/file.h"
#include "store/selector_list.h"

namespace maillon::tasks {
namespace {

using report::thousands;
using Align = report::TextTable::Align;

std::vector<std::string_view> listed_columns() {
  std::vector<std::string_view> names = {"kind", "service", "value"};
  for (const auto& text : share::kListedTexts) names.push_back(text.name);
  for (const auto& time : share::kListedTimes) names.push_back(time.name);
  return names;
}

std::map<std::string, uint64_t> count_by(const share::SelectorList& list,
                                         std::string share::ListedSelector::*member) {
  std::map<std::string, uint64_t> counts;
  for (const share::ListedSelector& entry : list.entries) {
    if (!(entry.*member).empty()) ++counts[entry.*member];
  }
  return counts;
}

share::SelectorCounts sum_of(const share::SelectorImport& import) {
  share::SelectorCounts sum;
  for (const auto& [kind, n] : import.did) {
    sum.added += n.added;
    sum.updated += n.updated;
    sum.removed += n.removed;
    sum.repeated += n.repeated;
  }
  return sum;
}

void imports_text(const share::SelectorList& list, const Context& context, std::string& text) {
  report::TextTable table({{"import", Align::right},
                           {"when"},
                           {"by"},
                           {"file"},
                           {"format"},
                           {"added", Align::right},
                           {"updated", Align::right},
                           {"removed", Align::right},
                           {"withdrawn", Align::right},
                           {"set aside", Align::right},
                           {"sha256", Align::left, 12}});
  for (const share::SelectorImport& i : list.imports) {
    const share::SelectorCounts sum = sum_of(i);
    table.add_row({std::to_string(i.id), format_date(i.time), i.actor, i.file, i.format,
                   thousands(sum.added), thousands(sum.updated), thousands(sum.removed),
                   thousands(i.withdrawn), thousands(i.rejected), i.sha256});
  }
  text += "\n" + table.to_text({context.color, static_cast<std::size_t>(context.width)});
}

std::string place_of_reject(const share::SelectorList& list, const share::SelectorReject& reject) {
  const auto import =
      std::find_if(list.imports.begin(), list.imports.end(),
                   [&](const share::SelectorImport& i) { return i.id == reject.import; });
  const auto format =
      import == list.imports.end() ? std::nullopt : share::parse_document_format(import->format);
  return fmt::format("{} {}{}{}", format ? share::place_name(*format) : "record", reject.place,
                     reject.object.empty() ? "" : ", ", reject.object);
}

}  // namespace

bool has_selector_list(const std::string& folder, const std::string& name) {
  const auto path = list_folder(folder, name);
  return path && store::is_selector_list(*path);
}

bool has_hash_list(const std::string& folder, const std::string& name) {
  const auto path = list_folder(folder, name);
  return path && store::is_list(*path);
}

Result<std::vector<NamedSelectorList>> open_selector_lists(const std::string& folder,
                                                           const std::string& only) {
  std::vector<std::string> names{only};
  if (only.empty()) {
    TRY(names, store::list_directory(folder));
  }
  std::vector<NamedSelectorList> lists;
  for (const std::string& name : names) {
    if (only.empty() && !has_selector_list(folder, name)) continue;
    TRY(const std::string path, list_folder(folder, name));
    if (!store::is_selector_list(path)) {
      return fail(Code::not_found,
                  fmt::format("there is no list of selectors '{}' in {}; `maillon list show` names "
                              "the lists that are",
                              name, folder));
    }
    TRY(share::SelectorList list, store::open_selector_list(path));
    lists.push_back({name, std::move(list)});
  }
  return lists;
}

std::string counts_words(const std::map<std::string, uint64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts)
    text += (text.empty() ? "" : ", ") + thousands(count) + " " + name;
  return text;
}

std::string kind_words(const share::ListedSelector& entry) {
  const std::string_view service = to_name(entry.service), kind = to_name(entry.kind);
  return fmt::format("{}{}{}", service, service.empty() ? "" : " ", kind);
}

std::string listed_kinds(const share::SelectorList& list) {
  std::string out;
  for (auto at = list.entries.begin(); at != list.entries.end();) {
    const auto end = std::find_if(at, list.entries.end(), [&](const share::ListedSelector& entry) {
      return entry.kind != at->kind;
    });
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ",
                       thousands(static_cast<uint64_t>(end - at)), to_name(at->kind));
    at = end;
  }
  return out;
}

std::string selector_list_text(const share::SelectorList& list, uint64_t most_rejects,
                               const Context& context) {
  const std::string kinds = listed_kinds(list);
  std::string text = fmt::format("selectors, role {}\n{}{}\n", list.role,
                                 report::count_of(list.entries.size(), "entry", "entries"),
                                 kinds.empty() ? "" : ": " + kinds);
  if (const auto marked = count_by(list, &share::ListedSelector::tlp); !marked.empty())
    text += "marked TLP: " + counts_words(marked) + "\n";
  if (const auto from = count_by(list, &share::ListedSelector::source); !from.empty())
    text += report::wrap("from " + printable(counts_words(from)), 100, 0);
  imports_text(list, context, text);
  if (!list.rejects.empty()) text += "\nset aside\n";
  uint64_t told = 0;
  for (auto reject = list.rejects.rbegin(); reject != list.rejects.rend(); ++reject) {
    if (told++ == most_rejects) break;
    text += fmt::format("  import {}, {}: {}\n", reject->import,
                        printable(place_of_reject(list, *reject)), reject->reason);
  }
  return text;
}

void write_selector_list_json(JsonWriter& json, const share::SelectorList& list,
                              uint64_t most_rejects) {
  json.key("selectors").begin_object().member("role", list.role);
  json.member("entries", uint64_t{list.entries.size()}).key("imports").begin_array();
  for (const share::SelectorImport& i : list.imports) {
    const share::SelectorCounts sum = sum_of(i);
    json.begin_object().member("import", i.id).member("time", format_time(i.time));
    json.member("by", i.actor).member("file", i.file).member("sha256", i.sha256);
    json.member("format", i.format).member("added", sum.added).member("updated", sum.updated);
    json.member("removed", sum.removed).member("withdrawn", i.withdrawn);
    json.member("rejected", i.rejected).key("reasons").begin_object();
    for (const auto& [reason, count] : i.reasons) json.member(reason, count);
    json.end_object().key("left_out").begin_object();
    for (const auto& [type, count] : i.left_out) json.member(type, count);
    json.end_object().end_object();
  }
  json.end_array().key("rejected").begin_array();
  uint64_t told = 0;
  for (auto r = list.rejects.rbegin(); r != list.rejects.rend() && told < most_rejects; ++r) {
    ++told;
    json.begin_object().member("import", r->import).member("place", r->place);
    json.member("object", r->object).member("reason", r->reason).end_object();
  }
  json.end_array().end_object();
}

std::vector<const share::ListedSelector*> find_listed(const share::SelectorList& list,
                                                      const std::string& what) {
  std::vector<const share::ListedSelector*> found;
  for (const extract::SelectorQuery& query : extract::parse_selector_query(what, "")) {
    for (const share::ListedSelector* entry : list.find(query.kind, query.service, query.value))
      found.push_back(entry);
  }
  for (const share::ListedSelector& entry : list.entries) {
    const bool is_asked = entry.object == what || entry.value == what;
    if (is_asked && std::find(found.begin(), found.end(), &entry) == found.end())
      found.push_back(&entry);
  }
  return found;
}

void write_json(JsonWriter& json, const share::ListedSelector& entry) {
  json.begin_object().member("kind", to_name(entry.kind));
  json.member("service", to_name(entry.service)).member("value", entry.value);
  for (const auto& [name, text] : share::kListedTexts) json.member(name, entry.*text);
  for (const auto& [name, time] : share::kListedTimes) json.member(name, format_time(entry.*time));
  json.member("import", entry.import).end_object();
}

void export_selectors(const share::SelectorList& list, bool for_spreadsheet, Output& out) {
  const std::vector<std::string_view> columns = listed_columns();
  report::RowWriter rows(columns, {report::TableFormat::csv, for_spreadsheet});
  uint64_t strict = 0;
  for (const share::ListedSelector& entry : list.entries) {
    strict += entry.tlp.empty() || entry.tlp == "clear" ? 0 : 1;
    rows.cell(to_name(entry.kind));
    rows.cell(to_name(entry.service));
    rows.cell(entry.value);
    for (const auto& text : share::kListedTexts) rows.cell(entry.*text.member);
    for (const auto& time : share::kListedTimes) rows.time(entry.*time.member);
    rows.end_row();
    if (rows.size() > kOutputPiece) out.write(rows.take());
    if (!out.is_open()) return;
  }
  out.write(rows.take());
  if (strict > 0) {
    say(report::count_of(strict, "entry is", "entries are") +
        " marked TLP (column tlp): pass them on only as far as the marking allows");
  }
}

}  // namespace maillon::tasks
