#include "tasks/acquisition.h"

#include <charconv>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "base/version.h"
#include "collect/dates.h"
#include "report/style.h"
#include "store/acquired.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

namespace {

using AcquisitionJson = nlohmann::json;

constexpr std::size_t kMostStated = 1000;  // bytes of what is stated
constexpr std::size_t kMostDigits = 5;     // of an import's number in its name

std::string time_of(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_time_type written = fs::last_write_time(path, error);
  if (error) return "";
  const auto since = std::chrono::file_clock::to_sys(written).time_since_epoch();
  return format_time(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

// The members of a record, in the order in which they are shown.
struct Shown {
  const char *key, *label;
};
constexpr Shown kShown[] = {{"acquired_by", "acquired by"},
                            {"acquired_at", "acquired at"},
                            {"acquired_with", "acquired with"},
                            {"clock_offset_s", "clock offset"},
                            {"path", "path"},
                            {"written_at", "written at"},
                            {"imported_with", "imported with"}};

std::string value_of(const AcquisitionJson& record, const char* key) {
  const auto found = record.is_object() ? record.find(key) : record.end();
  if (!record.is_object() || found == record.end()) return "";
  if (!found->is_string()) return found->dump() + " s";
  return found->get<std::string>();
}

void write_json(const store::Import& import, const std::vector<std::string>& acquired,
                Output& out) {
  JsonWriter json;
  json.begin_object().member("import", uint32_t{import.id.value});
  json.member("imported_at", format_time(import.time)).member("imported_by", import.actor);
  json.member("in_force", import.active).member("records", import.records);
  json.member("quarantined", import.quarantined).key("files").begin_array();
  for (std::size_t f = 0; f < import.files.size(); ++f) {
    const store::ImportedFile& file = import.files[f];
    json.begin_object().member("name", file.name).member("sha256", to_hex(file.sha256));
    json.member("bytes", file.raw_size).member("records", file.records);
    json.member("quarantined", file.quarantined);
    const AcquisitionJson record = AcquisitionJson::parse(acquired[f], nullptr, false);
    for (const Shown& shown : kShown) {
      if (!record.is_object() || !record.contains(shown.key)) continue;
      const AcquisitionJson& value = record[shown.key];
      if (value.is_string()) {
        json.member(shown.key, value.get<std::string>());
      } else if (value.is_number_integer()) {
        json.member(shown.key, value.get<int64_t>());
      }
    }
    json.end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

void write_text(const store::Import& import, const std::vector<std::string>& acquired,
                Output& out) {
  const auto line = [&](std::string_view label, std::string_view value) {
    if (!value.empty()) out.write(report::pad_right(label, 17) + printable(value) + "\n");
  };
  out.write(fmt::format("I-{}   import of {}{}\n", import.id.value,
                        report::count_of(import.files.size(), "file", "files"),
                        import.active ? "" : ", taken back"));
  line("imported at", format_time(import.time));
  line("imported by", import.actor);
  for (std::size_t f = 0; f < import.files.size(); ++f) {
    const store::ImportedFile& file = import.files[f];
    out.write("\n" + printable(file.name) + "\n");
    line("  sha256", to_hex(file.sha256));
    line("  size", report::thousands(file.raw_size) + " bytes");
    line("  records", fmt::format("{}, {} quarantined", report::thousands(file.records),
                                  report::thousands(file.quarantined)));
    const AcquisitionJson record = AcquisitionJson::parse(acquired[f], nullptr, false);
    for (const Shown& shown : kShown)
      line(std::string("  ") + shown.label, value_of(record, shown.key));
  }
}

}  // namespace

Result<std::string> stated_acquisition(const Acquisition& stated) {
  if (stated.by.size() + stated.at.size() + stated.with.size() > kMostStated) {
    return fail(Code::invalid_input,
                fmt::format("--acquired-by, --acquired-at and --acquired-with are longer than {} "
                            "bytes together; keep them to names",
                            kMostStated));
  }
  if (!stated.at.empty() && !collect::parse_date(stated.at, collect::DateOrder::ymd)) {
    return fail(Code::invalid_input,
                fmt::format("--acquired-at: '{}' is no date and time that can be read; write for "
                            "example 2026-03-04T15:30:00+01:00",
                            stated.at));
  }
  JsonWriter json;
  json.begin_object();
  if (!stated.by.empty()) json.member("acquired_by", stated.by);
  if (!stated.at.empty()) json.member("acquired_at", stated.at);
  if (!stated.with.empty()) json.member("acquired_with", stated.with);
  if (stated.clock_offset_s) json.member("clock_offset_s", *stated.clock_offset_s);
  return json.end_object().take_members();
}

std::string acquisition_record(const std::string& stated, const std::string& path, bool is_sent) {
  JsonWriter json;
  json.begin_object();
  if (path != "-" && !is_sent) {
    std::error_code error;
    const auto whole = std::filesystem::absolute(path, error);
    json.member("path", error ? path : whole.lexically_normal().string());
    if (const std::string written = time_of(path); !written.empty())
      json.member("written_at", written);
  }
  json.member("imported_with", "Maillon " + std::string(kVersion)).end_object();
  const std::string seen = json.take();
  return stated.empty() ? seen : "{" + stated + "," + seen.substr(1);
}

std::optional<ImportId> parse_import_id(std::string_view text) {
  if (text.size() < 3 || text.size() > 2 + kMostDigits || (text[0] | 0x20) != 'i' || text[1] != '-')
    return std::nullopt;
  uint32_t number = 0;
  const auto got = std::from_chars(text.data() + 2, text.data() + text.size(), number);
  if (got.ec != std::errc() || got.ptr != text.data() + text.size() || number == 0)
    return std::nullopt;
  return ImportId{number};
}

Result<Outcome> show_import(store::Case& file, ImportId id, const Context& context, Output& out) {
  const auto import = file.import(id);
  if (!import) {
    if (context.json) out.write("null\n");
    say(import.error().message);
    return Outcome::empty;
  }
  TRY_OK(log_reading(file, "show", "I-" + std::to_string(id.value), context.by));
  TRY(std::vector<std::string> acquired, store::acquired_of(file, id));
  acquired.resize(import->files.size());
  if (context.json) {
    write_json(*import, acquired, out);
  } else {
    write_text(*import, acquired, out);
  }
  return Outcome::done;
}

}  // namespace maillon::tasks
