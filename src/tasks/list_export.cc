// `list export`: a list on disk -> a file in an exchange format.
#include <fmt/format.h>

#include "report/style.h"
#include "share/write_list.h"
#include "tasks/hash_lists.h"
#include "tasks/lists/selector_lists.h"
#include "tasks/match_log.h"

namespace maillon::tasks {
namespace {

// VICS names one country for the whole file.
Result<std::string> one_country(store::HashList& list) {
  std::string country;
  bool several = false;
  TRY_OK(list.for_each([&](const store::StoredEntry& stored) {
    if (stored.entry.restricted || stored.entry.country.empty()) return true;
    several = !country.empty() && country != stored.entry.country;
    country = stored.entry.country;
    return !several;
  }));
  if (several) {
    return fail(Code::invalid_input,
                "the list holds categories of several countries, and a VICS file is of one; export "
                "it as csv");
  }
  return country;
}

}  // namespace

Result<Outcome> export_list(const ListExportSettings& settings, const Context& context,
                            Output& out) {
  if (settings.name.empty()) return fail(Code::invalid_input, "say which list: --list NAME");
  const bool of_selectors =
      settings.format == "selectors" ||
      (settings.format.empty() && !has_hash_list(settings.folder, settings.name) &&
       has_selector_list(settings.folder, settings.name));
  if (of_selectors) {
    TRY(const std::vector<NamedSelectorList> named,
        open_selector_lists(settings.folder, settings.name));
    TRY_OK(log_list_export(settings.folder, settings.name, "selectors",
                           named.front().list.entries.size(), context.by));
    export_selectors(named.front().list, settings.for_spreadsheet, out);
    return named.front().list.entries.empty() ? Outcome::empty : Outcome::done;
  }
  if (settings.for_spreadsheet)
    return fail(Code::invalid_input, "--spreadsheet goes with --format selectors");
  TRY(std::vector<NamedList> lists, open_lists(settings.folder, settings.name));
  store::HashList& list = lists.front().list;
  const auto format = share::parse_list_format(settings.format).value_or(share::ListFormat::csv);
  std::string country;
  if (format == share::ListFormat::vics) {
    TRY(country, one_country(list));
  }
  uint64_t allowed = 0, refused = 0;
  TRY_OK(list.for_each([&](const store::StoredEntry& stored) {
    ++(stored.entry.restricted ? refused : allowed);
    return true;
  }));
  const std::string held =
      report::count_of(refused, "entry is", "entries are") +
      " classed as abuse of children and not exported: such records pass between "
      "the list's members only";
  if (allowed == 0 && refused > 0) return fail(Code::invalid_input, held);
  // Before anything leaves.
  TRY_OK(log_list_export(settings.folder, settings.name, settings.format, allowed, context.by));
  share::ListWriter writer(format, country);
  TRY_OK(list.for_each([&](const store::StoredEntry& stored) {
    if (stored.entry.restricted) return true;
    writer.add(stored.entry);
    if (writer.size() > kOutputPiece) out.write(writer.take());
    return out.is_open();
  }));
  writer.finish();
  out.write(writer.take());
  if (refused > 0) say(held);
  return allowed == 0 ? Outcome::empty : Outcome::done;
}

}  // namespace maillon::tasks
