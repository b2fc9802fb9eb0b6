// `list import`: a list file's bytes -> the list on disk.
#include <fmt/format.h>

#include "base/hash.h"
#include "base/json_writer.h"
#include "report/style.h"
#include "share/read_list.h"
#include "store/mapped_file.h"
#include "tasks/hash_lists.h"
#include "tasks/lists/selector_lists.h"

namespace maillon::tasks {
namespace {

// PDQ hashes of unrelated pictures are rarely nearer.
constexpr uint32_t kWideRadius = 64;

// Entries and bad records into the list; keeps the first failure of the disk.
class IntoList : public share::ListSink {
 public:
  explicit IntoList(store::HashListWriter& list) : list_(list) {}
  void add(share::ListEntry&& entry, uint64_t /*place*/) override {
    if (error_) return;
    ++read_;
    restricted_ += entry.restricted ? 1 : 0;
    keep(entry.deleted ? list_.withdraw(entry) : list_.add(entry));
  }
  void reject(uint64_t place, std::string_view reason) override {
    if (!error_) keep(list_.reject(place, reason));
  }
  Result<void> error() const {
    if (error_) return tl::unexpected<Error>(*error_);
    return {};
  }
  uint64_t read() const { return read_; }
  uint64_t restricted() const { return restricted_; }

 private:
  void keep(Result<void> done) {
    if (!done) error_ = std::move(done).error();
  }
  store::HashListWriter& list_;
  std::optional<Error> error_;
  uint64_t read_ = 0, restricted_ = 0;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

void print_text(const ListImportSettings& settings, const store::ListImport& done,
                share::ListFormat format, const IntoList& read, Output& out) {
  using report::count_of;
  using report::thousands;
  out.write(fmt::format("{} from {} ({}) into list {}", count_of(read.read(), "record", "records"),
                        settings.file_name(), share::to_name(format), settings.name));
  out.write(fmt::format(": {} added, {} changed, {} deleted, {} as before", thousands(done.added),
                        thousands(done.changed), thousands(done.deleted),
                        thousands(done.unchanged)));
  if (done.repeated > 0) out.write(fmt::format(", {} repeated", thousands(done.repeated)));
  out.write(fmt::format(", {} set aside\n", thousands(done.rejected)));
  if (read.restricted() > 0) {
    out.write(fmt::format("{} classed as abuse of children: never shown, thumbnailed or exported\n",
                          thousands(read.restricted())));
  }
  if (done.still_restricted > 0) {
    out.write(fmt::format(
        "{} classed as abuse of children before, which this file no longer says: never "
        "shown all the same, until a list without them replaces this one (`--replace`)\n",
        thousands(done.still_restricted)));
  }
  for (const auto& [reason, count] : done.reasons)
    out.write(report::pad_left(thousands(count), 10) + "  " + reason + "\n");
  if (done.id == 0) out.write("nothing changed\n");
}

void print_json(const ListImportSettings& settings, const store::ListImport& done,
                share::ListFormat format, const IntoList& read, Output& out) {
  JsonWriter json;
  json.begin_object().member("list", settings.name).member("format", share::to_name(format));
  json.member("import", done.id).member("records", read.read()).member("added", done.added);
  json.member("changed", done.changed).member("deleted", done.deleted);
  json.member("unchanged", done.unchanged).member("repeated", done.repeated);
  json.member("restricted", read.restricted());
  json.member("still_restricted", done.still_restricted).member("rejected", done.rejected);
  json.key("reasons").begin_object();
  for (const auto& [reason, count] : done.reasons) json.member(reason, count);
  json.end_object().end_object();
  out.write(json.take() + "\n");
}

}  // namespace

Result<store::ListSettings> wanted_settings(const ListImportSettings& settings,
                                            store::ListSettings kept) {
  if (!settings.role.empty()) kept.role = settings.role;
  if (settings.radius > 256)
    return fail(Code::invalid_input, "--radius takes a number of bits from 0 to 256");
  if (settings.radius >= 0) kept.radius = static_cast<uint32_t>(settings.radius);
  if (settings.restricted) kept.all_restricted = true;
  if (kept.all_restricted && kept.radius > kWideRadius) {
    return fail(Code::invalid_input,
                fmt::format("--radius {} is too wide for a list of what is never shown: pictures "
                            "that have nothing in common differ by some 128 bits, and what was "
                            "restricted once stays so; take at most {} (31 is usual)",
                            kept.radius, kWideRadius));
  }
  if (!settings.harmless.empty()) kept.harmless = split(settings.harmless);
  return kept;
}

Result<Outcome> import_list(const ListImportSettings& settings, const Context& context,
                            Output& out) {
  if (settings.file.empty())
    return fail(Code::invalid_input, "name the list file: maillon list import FILE --list NAME");
  TRY(const std::string folder, list_folder(settings.folder, settings.name));
  TRY(const store::MappedFile file, store::MappedFile::open(settings.file));
  auto document = share::parse_document_format(settings.format);
  if (settings.format.empty()) document = share::guess_document_format(file.bytes());
  if (document) return import_document(settings, file.bytes(), *document, context, out);
  const share::ListFormat format =
      share::parse_list_format(settings.format).value_or(share::guess_list_format(file.bytes()));
  TRY(store::HashListWriter list, store::HashListWriter::open(folder));
  TRY(const store::ListSettings kept, wanted_settings(settings, list.settings()));
  store::ListImport import;
  import.time = context.by.time;
  import.actor = context.by.actor;
  import.file = settings.file_name();
  import.sha256 = to_hex(sha256(file.bytes()));
  import.format = share::to_name(format);
  TRY_OK(list.begin(import, kept));
  const share::ReadListOptions options{
      .kind_of_64 = share::parse_hash_kind(settings.kind_of_64).value_or(share::HashKind::pdq),
      .restriction = {.all = kept.all_restricted, .harmless = kept.harmless}};
  IntoList sink(list);
  if (auto read = share::read_list(file.bytes(), format, options, sink); !read)
    return tl::unexpected<Error>(std::move(read).error().with_context(settings.file_name()));
  TRY_OK(sink.error());
  if (settings.replace && sink.read() == 0) {
    return fail(Code::invalid_input,
                settings.file_name() + ": no record of it could be read, so " +
                    "--replace would empty the list; look at the file's format");
  }
  TRY(const store::ListImport done, list.commit(settings.replace));
  if (context.json) {
    print_json(settings, done, format, sink, out);
  } else {
    print_text(settings, done, format, sink, out);
  }
  return sink.read() == 0 && done.rejected > 0 ? Outcome::damaged : Outcome::done;
}

}  // namespace maillon::tasks
