// `list import` of a document of another agency: its hashes, then its selectors.
#include <fmt/format.h>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/file.h"
#include "store/selector_list.h"
#include "tasks/lists/gather.h"
#include "tasks/lists/selector_lists.h"

namespace maillon::tasks {
namespace {

// What a document did to the two lists of its name.
struct Taken {
  share::SelectorImport selectors;
  std::optional<store::ListImport> hashes;
  uint64_t restricted = 0;
};

Result<store::ListImport> take_hashes(const ListImportSettings& settings, const std::string& folder,
                                      std::vector<share::ListEntry>& entries,
                                      const share::SelectorImport& about, uint64_t& restricted) {
  TRY(store::HashListWriter list, store::HashListWriter::open(folder));
  TRY(const store::ListSettings kept, wanted_settings(settings, list.settings()));
  store::ListImport import;
  import.time = about.time;
  import.actor = about.actor;
  import.file = about.file;
  import.sha256 = about.sha256;
  import.format = about.format;
  TRY_OK(list.begin(import, kept));
  const share::RestrictionRule rule{.all = kept.all_restricted, .harmless = kept.harmless};
  for (share::ListEntry& entry : entries) {
    entry.restricted = share::is_restricted(entry, rule);
    restricted += entry.restricted ? 1 : 0;
    TRY_OK(entry.deleted ? list.withdraw(entry) : list.add(entry));
  }
  return list.commit(settings.replace);
}

Result<share::SelectorImport> take_selectors(const ListImportSettings& settings,
                                             const std::string& folder,
                                             share::SelectorUpdate update) {
  TRY(store::SelectorListWriter writer, store::SelectorListWriter::open(folder));
  const bool is_new_role = !settings.role.empty() && writer.list.role != settings.role;
  if (is_new_role) writer.list.role = settings.role;
  share::SelectorImport did = writer.list.apply(std::move(update), settings.replace);
  if (did.id != 0 || is_new_role) TRY_OK(writer.save());
  return did;
}

Result<Taken> take(const ListImportSettings& settings, GatheredDocument document) {
  TRY(const std::string folder, list_folder(settings.folder, settings.name));
  Taken taken;
  // --replace leaves the list of hashes alone if the document has none, and that of selectors.
  if (!document.hashes.empty() || (store::is_list(folder) && !settings.replace)) {
    TRY(taken.hashes,
        take_hashes(settings, folder, document.hashes, document.update.about, taken.restricted));
  }
  const share::SelectorUpdate& update = document.update;
  const bool has_some = !update.selectors.empty() || (!update.rejects.empty() && !settings.replace);
  if (has_some || (store::is_selector_list(folder) && !settings.replace)) {
    TRY(taken.selectors, take_selectors(settings, folder, std::move(document.update)));
  } else {
    taken.selectors = document.update.about;
  }
  return taken;
}

using report::pad_left;
using report::thousands;

void print_text(const ListImportSettings& settings, const Taken& taken, Output& out) {
  const share::SelectorImport& did = taken.selectors;
  out.write(fmt::format("{} ({}) into list {}\n", settings.file_name(), did.format, settings.name));
  using Align = report::TextTable::Align;
  report::TextTable table({{"taken"},
                           {"added", Align::right},
                           {"updated", Align::right},
                           {"as before", Align::right},
                           {"removed", Align::right},
                           {"repeated", Align::right},
                           {"older than the list's", Align::right}});
  for (const auto& [kind, n] : did.did)
    table.add_row({kind, thousands(n.added), thousands(n.updated), thousands(n.unchanged),
                   thousands(n.removed), thousands(n.repeated), thousands(n.older)});
  if (taken.hashes && taken.hashes->id + taken.hashes->unchanged + taken.hashes->repeated > 0) {
    const store::ListImport& n = *taken.hashes;
    table.add_row({"hash", thousands(n.added), thousands(n.changed), thousands(n.unchanged),
                   thousands(n.deleted), thousands(n.repeated), "0"});
  }
  out.write(table.empty() ? "no selector and no hash in it\n" : table.to_text({}));
  if (taken.restricted > 0) {
    out.write(fmt::format("{} classed as abuse of children: never shown, thumbnailed or exported\n",
                          thousands(taken.restricted)));
  }
  if (did.withdrawn > 0)
    out.write(thousands(did.withdrawn) + " left out: revoked or deleted by their source\n");
  if (did.rejected > 0) {
    out.write(fmt::format("{} set aside; `maillon list show --list {}` says where they stand\n",
                          thousands(did.rejected), settings.name));
  }
  for (const auto& [reason, count] : did.reasons)
    out.write(pad_left(thousands(count), 10) + "  " + reason + "\n");
  if (!did.left_out.empty())
    out.write("hold no selector that is read: " + printable(counts_words(did.left_out)) + "\n");
  if (did.id == 0 && (!taken.hashes || taken.hashes->id == 0)) out.write("nothing changed\n");
}

void print_json(const ListImportSettings& settings, const Taken& taken, Output& out) {
  const share::SelectorImport& did = taken.selectors;
  JsonWriter json;
  json.begin_object().member("list", settings.name).member("format", did.format);
  json.member("import", did.id).key("selectors").begin_object();
  for (const auto& [kind, n] : did.did) {
    json.key(kind).begin_object().member("added", n.added).member("updated", n.updated);
    json.member("unchanged", n.unchanged).member("removed", n.removed);
    json.member("repeated", n.repeated).member("older", n.older).end_object();
  }
  json.end_object().key("hashes").begin_object();
  if (taken.hashes) {
    const store::ListImport& n = *taken.hashes;
    json.member("added", n.added).member("changed", n.changed).member("unchanged", n.unchanged);
    json.member("deleted", n.deleted).member("repeated", n.repeated);
    json.member("restricted", taken.restricted);
  }
  json.end_object().member("withdrawn", did.withdrawn).member("rejected", did.rejected);
  json.key("reasons").begin_object();
  for (const auto& [reason, count] : did.reasons) json.member(reason, count);
  json.end_object().key("left_out").begin_object();
  for (const auto& [type, count] : did.left_out) json.member(type, count);
  json.end_object().end_object();
  out.write(json.take() + "\n");
}

}  // namespace

Result<Outcome> import_document(const ListImportSettings& settings, std::string_view bytes,
                                share::DocumentFormat format, const Context& context, Output& out) {
  auto gathered = gather_document(bytes, format, settings.country);
  if (!gathered)
    return tl::unexpected<Error>(std::move(gathered).error().with_context(settings.file_name()));
  GatheredDocument& document = *gathered;
  const share::SelectorUpdate& update = document.update;
  const bool is_empty = update.selectors.empty() && document.hashes.empty();
  if (settings.replace && is_empty) {
    return fail(Code::invalid_input,
                settings.file_name() +
                    ": no selector and no hash of it could be read, so --replace would "
                    "empty the list; look at the document");
  }
  share::SelectorImport& about = document.update.about;
  about.time = context.by.time;
  about.actor = context.by.actor;
  about.file = settings.file_name();
  about.sha256 = to_hex(sha256(bytes));
  const bool is_damaged = is_empty && about.withdrawn == 0 && about.rejected > 0;
  TRY(const Taken taken, take(settings, std::move(document)));
  if (context.json) {
    print_json(settings, taken, out);
  } else {
    print_text(settings, taken, out);
  }
  return is_damaged ? Outcome::damaged : Outcome::done;
}

}  // namespace maillon::tasks
