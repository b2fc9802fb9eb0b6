#include "tasks/quarantine.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/json_writer.h"
#include "report/style.h"
#include "store/case.h"
#include "tasks/pages/page_places.h"
#include "tasks/pictures/archive.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kCutBytes = 16U << 20;
constexpr std::array<std::string_view, 7> kColumns = {"import", "file",   "line", "begin",
                                                      "end",    "reason", "bytes"};

// Reads rows from the originals, each file opened once.
class RowReader {
 public:
  RowReader(const store::Case& file, const std::vector<store::Import>& imports)
      : file_(file), imports_(imports) {}

  // The entry's range becomes the page's where the row is of a saved page. Nothing of a picture:
  // what is damaged may be opened elsewhere, and a list may class it.
  Result<std::string> read(store::QuarantineEntry& entry) {
    TRY(const store::ImportedFile* const source, source_of(entry));
    if (is_picture_archive(*source)) return std::string();
    if (const auto page = place_page(entry, *source))
      return read_page_bytes(file_, *source, *page, kCutBytes);
    const std::pair key{entry.import.value, entry.file};
    auto at = open_.find(key);
    if (at == open_.end()) {
      TRY(store::BlockReader reader, file_.open_plain(source->sha256));
      at = open_.emplace(key, std::move(reader)).first;
    }
    const uint64_t end = std::min(entry.row.end, at->second.size());
    const uint64_t begin = std::min(entry.row.begin, end);
    return at->second.read(begin, static_cast<std::size_t>(std::min(end - begin, kCutBytes)));
  }

  // The same for a row that is only listed.
  Result<void> place(store::QuarantineEntry& entry) {
    TRY(const store::ImportedFile* const source, source_of(entry));
    place_page(entry, *source);
    return {};
  }

 private:
  Result<const store::ImportedFile*> source_of(const store::QuarantineEntry& entry) const {
    const auto import = std::find_if(imports_.begin(), imports_.end(),
                                     [&](const auto& i) { return i.id == entry.import; });
    if (import == imports_.end() || entry.file >= import->files.size()) {
      return fail(Code::corrupt,
                  "a quarantined row names a file that is not in the case; run `maillon verify`");
    }
    return &import->files[entry.file];
  }
  std::optional<collect::PagePlace> place_page(store::QuarantineEntry& entry,
                                               const store::ImportedFile& source) const {
    const auto page = find_page(file_, source, entry.row.begin, entry.row.end);
    if (page) {
      entry.row.begin = page->begin;
      entry.row.end = page->end;
    }
    return page;
  }

  const store::Case& file_;
  const std::vector<store::Import>& imports_;
  std::map<std::pair<uint32_t, uint32_t>, store::BlockReader> open_;
};

Result<uint64_t> write_rows(const store::Case& file, const QuarantineSettings& settings,
                            std::optional<ImportId> import, Output& out) {
  TRY(const std::vector<store::Import> imports, file.imports());
  RowReader reader(file, imports);
  report::RowWriter rows(kColumns, settings.options);
  std::optional<Error> error;
  uint64_t count = 0;
  TRY_OK(file.quarantine(import, [&](const store::QuarantineEntry& listed) {
    store::QuarantineEntry entry = listed;
    auto bytes = reader.read(entry);
    if (!bytes) {
      error = std::move(bytes).error();
      return false;
    }
    rows.cell(entry.import.value);
    rows.cell(entry.file_name);
    rows.cell(entry.row.line);
    rows.cell(entry.row.begin);
    rows.cell(entry.row.end);
    rows.cell(entry.row.reason);
    rows.cell(*bytes);
    rows.end_row();
    out.write(rows.take());
    ++count;
    return out.is_open();
  }));
  if (error) return tl::unexpected<Error>(std::move(*error));
  out.write(rows.take());
  return count;
}

struct Listing {
  std::vector<store::QuarantineEntry> shown;
  std::vector<std::string> names;  // beside shown
  std::map<std::string, uint64_t> reasons;
  uint64_t total = 0;
};

void print_json(const Listing& listing, Output& out) {
  JsonWriter json;
  json.begin_object().member("total", listing.total).key("rows").begin_array();
  for (std::size_t i = 0; i < listing.shown.size(); ++i) {
    const store::QuarantineEntry& entry = listing.shown[i];
    json.begin_object().member("import", entry.import.value).member("file", listing.names[i]);
    json.member("line", entry.row.line).member("begin", entry.row.begin);
    json.member("end", entry.row.end).member("reason", entry.row.reason).end_object();
  }
  json.end_array().key("reasons").begin_object();
  for (const auto& [reason, count] : listing.reasons) json.member(reason, count);
  json.end_object().end_object();
  out.write(json.take() + "\n");
}

void print_text(const Listing& listing, const Context& context, Output& out) {
  using Align = report::TextTable::Align;
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  report::TextTable table({{"import", Align::right},
                           {"file"},
                           {"line", Align::right},
                           {"bytes", Align::right},
                           {"reason", Align::left, 70}});
  for (std::size_t i = 0; i < listing.shown.size(); ++i) {
    const store::QuarantineEntry& entry = listing.shown[i];
    table.add_row(
        {std::to_string(entry.import.value), listing.names[i], std::to_string(entry.row.line),
         std::to_string(entry.row.begin) + "-" + std::to_string(entry.row.end), entry.row.reason});
  }
  out.write(table.to_text(style));
  if (listing.shown.size() == listing.total) return;
  out.write("... " + report::count_of(listing.total, "row", "rows") + " in all:\n");
  for (const auto& [reason, count] : listing.reasons) {
    out.write("  " + report::pad_left(report::thousands(count), 10) + "  " + reason + "\n");
  }
}

}  // namespace

Result<Outcome> list_quarantine(const QuarantineSettings& settings, const Context& context,
                                Output& out) {
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
  std::optional<ImportId> import;
  if (settings.import != 0) {
    import = ImportId{settings.import};
    TRY(const store::Import found, file.import(*import));
  }
  if (settings.as_table) {
    TRY(const uint64_t count, write_rows(file, settings, import, out));
    TRY_OK(file.log("quarantine", "{\"exported\":" + std::to_string(count) + "}", context.by));
    return count == 0 ? Outcome::empty : Outcome::done;
  }
  Listing listing;
  TRY_OK(file.quarantine(import, [&](const store::QuarantineEntry& entry) {
    ++listing.total;
    ++listing.reasons[entry.row.reason];
    if (settings.limit == 0 || listing.shown.size() < settings.limit) {
      listing.shown.push_back(entry);
      listing.shown.back().file_name = {};  // a view that ends with this call
      listing.names.emplace_back(entry.file_name);
    }
    return true;
  }));
  TRY(const std::vector<store::Import> imports, file.imports());
  RowReader reader(file, imports);
  for (store::QuarantineEntry& entry : listing.shown) TRY_OK(reader.place(entry));
  if (context.json) {
    print_json(listing, out);
  } else if (listing.total > 0) {
    print_text(listing, context, out);
  }
  TRY_OK(log_reading(file, "quarantine", std::to_string(listing.shown.size()) + " listed",
                     context.by));
  if (listing.total > 0) return Outcome::done;
  say("no row is quarantined");
  return Outcome::empty;
}

}  // namespace maillon::tasks
