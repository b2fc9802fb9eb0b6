#include "tasks/preview_import.h"

#include <algorithm>
#include <filesystem>

#include "base/json_writer.h"
#include "base/printable.h"
#include "collect/plan.h"
#include "collect/read_records.h"
#include "collect/unwrap.h"
#include "report/style.h"
#include "store/file.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kRecordsShown = 3;
constexpr std::size_t kMagicBytes = 8;
constexpr std::size_t kTextShown = 200;

struct Preview {
  std::string name;
  std::vector<std::string> notes;
  RecordBatch records;
  uint64_t quarantined = 0;  // among the first rows
};

Result<std::string> read_head(const std::string& path) {
  TRY(store::File file, store::File::open_read(path == "-" ? "/dev/stdin" : path));
  std::string head;
  std::size_t wanted = kMagicBytes;
  while (head.size() < wanted) {
    const std::size_t at = head.size();
    head.resize(wanted);
    TRY(const std::size_t got, file.read(head.data() + at, wanted - at));
    head.resize(at + got);
    if (got == 0) break;
    if (head.size() >= kMagicBytes) wanted = std::max(wanted, collect::head_size(head));
  }
  return head;
}

Result<Preview> preview_file(const std::string& path, const collect::UserMapping& mapping) {
  Preview preview;
  preview.name = path == "-" ? "standard input" : path;
  TRY(std::string head, read_head(path));
  TRY(const collect::ReadPlan plan, collect::guess_plan(head, preview.name, mapping));
  preview.notes = plan.notes;
  TRY(auto plain,
      collect::unwrap(std::make_unique<collect::StringSource>(std::move(head)), plan.container));
  // The head may end inside a record: what is read must stop before that, so the
  // first batch is taken and no more.
  const auto take = [&](RecordBatch&& batch, std::vector<QuarantineRow>&& bad) -> Result<void> {
    preview.records = std::move(batch);
    preview.quarantined += bad.size();
    return fail(Code::busy, "enough");
  };
  if (const auto read = collect::read_records(*plain, plan, take, kRecordsShown);
      !read && read.error().code != Code::busy && preview.records.size() == 0) {
    return tl::unexpected<Error>(Error(read.error()).with_context(preview.name));
  }
  return preview;
}

Result<std::vector<std::string>> list_files(const std::vector<std::string>& given) {
  std::vector<std::string> files;
  for (const std::string& path : given) {
    if (!store::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::error_code error;
    std::vector<std::string> inside;
    for (auto it = std::filesystem::recursive_directory_iterator(path, error);
         !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
      if (it->is_regular_file(error) && !it->path().filename().string().starts_with('.')) {
        inside.push_back(it->path().string());
      }
    }
    if (error) return fail(Code::io, path + ": cannot list the folder: " + error.message());
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

void print_text(const Preview& preview, const Context& context, Output& out) {
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  out.write(report::bold(style, printable(preview.name)) + "\n");
  for (const std::string& note : preview.notes) out.write("  " + printable(note) + "\n");
  if (preview.quarantined > 0) {
    out.write("  of the first rows, " + std::to_string(preview.quarantined) + " cannot be read\n");
  }
  for (std::size_t row = 0; row < preview.records.size(); ++row) {
    out.write("  record " + std::to_string(row + 1) + "\n");
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      const auto field = static_cast<Field>(f);
      const std::string_view text = preview.records.field(field, row);
      if (text.empty()) continue;
      out.write("    " + report::pad_right(to_name(field), 10) + " " + printable(text, kTextShown) +
                "\n");
    }
  }
}

void write_json(const Preview& preview, JsonWriter& json) {
  json.begin_object().member("name", preview.name).key("notes").begin_array();
  for (const std::string& note : preview.notes) json.value(note);
  json.end_array().key("records").begin_array();
  for (std::size_t row = 0; row < preview.records.size(); ++row) {
    json.begin_object();
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      const auto field = static_cast<Field>(f);
      if (const auto text = preview.records.field(field, row); !text.empty()) {
        json.member(to_name(field), text);
      }
    }
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

Result<Outcome> preview_import(const ImportSettings& settings, const Context& context,
                               Output& out) {
  TRY(const collect::UserMapping mapping, collect::parse_mapping(settings.map, settings.source));
  TRY(const std::vector<std::string> files, list_files(settings.files));
  JsonWriter json;
  json.begin_array();
  for (const std::string& path : files) {
    TRY(const Preview preview, preview_file(path, mapping));
    if (context.json) {
      write_json(preview, json);
    } else {
      print_text(preview, context, out);
    }
  }
  json.end_array();
  out.write(context.json ? json.take() + "\n" : "nothing was changed\n");
  return Outcome::done;
}

}  // namespace maillon::tasks
