#include "tasks/preview_import.h"

#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "collect/plan.h"
#include "collect/read_records.h"
#include "collect/unwrap.h"
#include "extract/text/language.h"
#include "report/nouns.h"
#include "report/style.h"
#include "store/file.h"
#include "tasks/byte_sources.h"
#include "tasks/pages/page_source.h"
#include "tasks/pictures/picture_import.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kRecordsShown = 3, kRowsRead = 300;
constexpr std::size_t kPageBytes = 1U << 20;
constexpr std::size_t kTextShown = 200, kColumnsShown = 200, kWrongShown = 5;

struct Preview {
  std::string name;
  std::vector<std::string> notes;
  RecordBatch records;
  uint64_t rows = 0;                 // the first ones
  std::vector<QuarantineRow> wrong;  // those of them that cannot be read
  collect::ReadPlan plan;
  std::vector<report::Tally> languages;  // of the first rows
  struct Column {
    std::string name, field;  // field "": not read
    std::vector<std::string> samples;
  };
  std::vector<Column> columns;
  uint64_t dated = 0, undated = 0;     // first rows that state a date; those whose date is not read
  PictureImport::FileReport pictures;  // that the first rows name
};

using TakeRows = std::function<void(const RecordBatch&, const std::vector<QuarantineRow>& bad)>;

// Up to `most` of the first rows. The head may end inside a record, so what came last of a
// head that is cut is left out.
Result<void> read_first_rows(const std::string& head, bool is_cut, const collect::ReadPlan& plan,
                             std::size_t most, const TakeRows& use) {
  TRY(auto plain,
      collect::unwrap(std::make_unique<collect::StringSource>(std::string(head)), plan.container));
  std::size_t rows = 0;
  RecordBatch waiting;
  std::vector<QuarantineRow> waiting_bad;
  bool is_first = true;
  const auto take = [&](RecordBatch&& batch, std::vector<QuarantineRow>&& bad) -> Result<void> {
    if (!is_first) use(waiting, waiting_bad);
    is_first = false;
    rows += batch.size() + bad.size();
    waiting = std::move(batch);
    waiting_bad = std::move(bad);
    return rows < most ? Result<void>() : fail(Code::busy, "enough");
  };
  const auto read = collect::read_records(*plain, plan, take, kRecordsShown);
  const bool is_whole = !read || !is_cut || rows <= kRecordsShown;
  if (!is_first && is_whole) use(waiting, waiting_bad);
  if (!read && read.error().code != Code::busy && rows == 0)
    return tl::unexpected<Error>(read.error());
  return {};
}

// Those of the file, then those that are read and turn up later in it, if at all.
std::vector<std::string> all_columns(const collect::ReadPlan& plan) {
  std::vector<std::string> names = plan.seen_columns;
  for (const std::string& name : plan.columns) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  if (names.size() > kColumnsShown) names.resize(kColumnsShown);
  return names;
}

// The field that a column is read as; "" if it is not read.
std::string field_of(const std::string& name, const collect::ReadPlan& plan) {
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    for (const uint32_t column : plan.fields[f]) {
      if (plan.columns[column] == name) return std::string(to_name(static_cast<Field>(f)));
    }
  }
  return "";
}

// What the columns hold, one after the other, whether they are read or not.
std::vector<Preview::Column> look_at_columns(const std::string& head, bool is_cut,
                                             const collect::ReadPlan& plan) {
  std::vector<Preview::Column> columns;
  for (const std::string& name : all_columns(plan)) {
    Preview::Column column{name, field_of(name, plan), {}};
    collect::ReadPlan alone = plan;
    for (auto& of : alone.fields) of.clear();
    alone.record.clear();
    const auto at = std::find(alone.columns.begin(), alone.columns.end(), name);
    alone.field(Field::body) = {static_cast<uint32_t>(at - alone.columns.begin())};
    if (at == alone.columns.end()) alone.columns.push_back(name);
    const auto keep = [&](const RecordBatch& batch, const std::vector<QuarantineRow>& /*bad*/) {
      for (std::size_t row = 0; row < batch.size(); ++row) {
        const std::string_view text = batch.field(Field::body, row);
        if (column.samples.size() < kRecordsShown)
          column.samples.emplace_back(text.substr(0, utf8_prefix(text, kTextShown)));
      }
    };
    // A column that holds nothing in the first rows simply has no samples.
    (void)read_first_rows(head, is_cut, alone, kRecordsShown, keep);
    columns.push_back(std::move(column));
  }
  return columns;
}

// The first saved pages as the lines that are made of them.
Result<std::string> read_first_pages(std::string head, std::unique_ptr<FileSource> file,
                                     const collect::ReadPlan& plan) {
  PageWorker worker;
  const auto nowhere = [](std::string_view) { return Result<void>(); };
  TRY(const auto lines, rewrite_source(std::make_unique<TeeSource>(std::move(head), std::move(file),
                                                                   nowhere, nullptr),
                                       plan, worker));
  std::string text;
  for (std::size_t rows = 0; text.size() < kPageBytes && rows < kRowsRead;) {
    const std::size_t at = text.size();
    text.resize(at + kPageBytes);
    TRY(const std::size_t got, lines->read(text.data() + at, kPageBytes));
    text.resize(at + got);
    if (got == 0) break;
    rows += static_cast<std::size_t>(
        std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), '\n'));
  }
  return text.substr(0, text.rfind('\n') + 1);
}

Result<Preview> preview_file(const std::string& path, const std::string& called,
                             const collect::UserMapping& mapping, PictureImport& pictures) {
  Preview preview;
  preview.name = path == "-" ? "standard input" : called;
  TRY(std::unique_ptr<FileSource> file, FileSource::open(path));
  TRY(std::string head, read_head(*file));
  TRY(preview.plan, collect::guess_plan(head, preview.name, mapping));
  preview.notes = preview.plan.notes;
  bool is_cut = head.size() >= collect::head_size(head);
  collect::ReadPlan plan = preview.plan;
  if (plan.format == collect::Format::pages) {
    TRY(head, read_first_pages(std::move(head), std::move(file), plan));
    plan.container = collect::Container::plain;
    is_cut = false;
  }
  std::map<std::string, uint64_t> languages;
  pictures.begin_file(path, 0);
  const auto look = [&](const RecordBatch& batch, const std::vector<QuarantineRow>& bad) {
    if (preview.rows == 0) preview.records = batch;
    preview.rows += batch.size() + bad.size();
    preview.wrong.insert(preview.wrong.end(), bad.begin(), bad.end());
    pictures.add(batch);
    for (std::size_t row = 0; row < batch.size(); ++row) {
      if (!batch.field(Field::posted_at, row).empty()) {
        ++preview.dated;
        if (batch.posted_at[row] == kNoTime) ++preview.undated;
      }
      const std::string_view stated = batch.field(Field::language, row);
      extract::LanguageCode language = extract::parse_language(stated);
      if (language == 0) language = extract::detect_language(batch.field(Field::body, row));
      if (language != 0) ++languages[language_name(language)];
    }
  };
  if (const auto read = read_first_rows(head, is_cut, plan, kRowsRead, look); !read)
    return tl::unexpected<Error>(Error(read.error()).with_context(preview.name));
  for (const auto& [language, posts] : languages) preview.languages.push_back({language, posts});
  std::stable_sort(preview.languages.begin(), preview.languages.end(),
                   [](const auto& x, const auto& y) { return x.posts > y.posts; });
  preview.columns = look_at_columns(head, is_cut, plan);
  preview.pictures = pictures.end_file();
  return preview;
}

// What the first rows say of pictures: none, or what is there and what is not.
std::vector<std::string> picture_lines(const PictureImport::FileReport& pictures) {
  std::vector<std::string> lines;
  if (pictures.named > 0) {
    lines.push_back(fmt::format("the first rows name {}, of which {} there",
                                report::count_of(pictures.named, "picture", "pictures"),
                                report::count_of(pictures.found, "is", "are")));
    if (pictures.found == 0) lines.push_back("  give their folder or archive with --images");
  }
  for (std::size_t i = 0; i < std::min(pictures.missing.size(), kWrongShown); ++i)
    lines.push_back("  " + pictures.missing[i].reason);
  if (pictures.web > 0) {
    lines.push_back(fmt::format("{} pictures by web address; nothing is fetched",
                                report::count_of(pictures.web, "record names", "records name")));
  }
  return lines;
}

// How a stated date was read, where that is not plain to see.
std::string date_as_read(const RecordBatch& records, std::size_t row) {
  const int64_t time = records.posted_at[row];
  if (time == kNoTime) return " (not read as a date)";
  const std::string read = format_time(time);
  return read == records.field(Field::posted_at, row) ? "" : " (read as " + read + ")";
}

void print_text(const Preview& preview, const Context& context, Output& out) {
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  out.write(report::bold(style, printable(preview.name)) + "\n");
  for (const std::string& note : preview.notes) out.write("  " + printable(note) + "\n");
  if (!preview.wrong.empty()) {
    out.write("  of the first rows, " + std::to_string(preview.wrong.size()) + " cannot be read\n");
    for (std::size_t i = 0; i < std::min(preview.wrong.size(), kWrongShown); ++i)
      out.write(fmt::format("    line {}: {}\n", preview.wrong[i].line,
                            printable(preview.wrong[i].reason)));
  }
  if (preview.undated > 0) {
    out.write(fmt::format("  of the dates of the first rows, {} of {} cannot be read\n",
                          preview.undated, preview.dated));
  }
  for (const std::string& line : picture_lines(preview.pictures))
    out.write("  " + printable(line) + "\n");
  for (std::size_t row = 0; row < preview.records.size(); ++row) {
    out.write("  record " + std::to_string(row + 1) + "\n");
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      const auto field = static_cast<Field>(f);
      const std::string_view text = preview.records.field(field, row);
      if (text.empty()) continue;
      out.write("    " + report::pad_right(to_name(field), 10) + " " + printable(text, kTextShown));
      if (field == Field::posted_at) out.write(date_as_read(preview.records, row));
      out.write("\n");
    }
  }
}

void write_json(const Preview& preview, JsonWriter& json) {
  json.begin_object()
      .member("name", preview.name)
      .member("notes", preview.notes)
      .key("records")
      .begin_array();
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
  json.end_array().member("format", collect::to_name(preview.plan.format));
  json.member("container", collect::to_name(preview.plan.container));
  const bool is_table = preview.plan.format == collect::Format::csv;
  json.member("delimiter",
              is_table ? std::string_view(&preview.plan.delimiter, 1) : std::string_view());
  json.member("header", !is_table || preview.plan.has_header);
  json.member("encoding", collect::to_name(preview.plan.encoding));
  json.member("dates", collect::to_name(preview.plan.date_order));
  json.member("dated", preview.dated).member("undated", preview.undated);
  json.key("first_dates").begin_array();
  for (std::size_t row = 0; row < preview.records.size(); ++row) {
    const std::string_view stated = preview.records.field(Field::posted_at, row);
    if (stated.empty()) continue;
    json.begin_object().member("stated", stated);
    json.member("read", format_time(preview.records.posted_at[row])).end_object();
  }
  json.end_array().key("languages").begin_array();
  for (const report::Tally& tally : preview.languages)
    json.begin_object().member("what", tally.what).member("posts", tally.posts).end_object();
  json.end_array().key("columns").begin_array();
  for (const Preview::Column& column : preview.columns) {
    json.begin_object().member("name", column.name).member("field", column.field);
    json.member("samples", column.samples).end_object();
  }
  json.end_array()
      .member("rows", preview.rows)
      .member("quarantined", uint64_t{preview.wrong.size()});
  json.key("wrong").begin_array();
  for (std::size_t i = 0; i < std::min(preview.wrong.size(), kWrongShown); ++i) {
    json.begin_object().member("line", preview.wrong[i].line);
    json.member("reason", preview.wrong[i].reason).end_object();
  }
  json.end_array();
  json.key("pictures").begin_object().member("named", preview.pictures.named);
  json.member("found", preview.pictures.found).member("web", preview.pictures.web);
  json.key("missing").begin_array();
  const std::vector<QuarantineRow>& missing = preview.pictures.missing;
  for (std::size_t i = 0; i < std::min(missing.size(), kWrongShown); ++i)
    json.value(missing[i].reason);
  json.end_array().end_object();
  json.end_object();
}

}  // namespace

Result<Outcome> preview_import(const ImportSettings& settings, const Context& context,
                               Output& out) {
  TRY(const collect::UserMapping mapping, collect::parse_mapping(settings.map, settings.source));
  TRY(const std::vector<std::string> files, list_source_files(settings.files));
  TRY(PictureImport pictures, PictureImport::open(settings.images, false));
  JsonWriter json;
  json.begin_array();
  const bool has_names = settings.names.size() == files.size();
  for (std::size_t i = 0; i < files.size(); ++i) {
    TRY(const Preview preview,
        preview_file(files[i], has_names ? settings.names[i] : files[i], mapping, pictures));
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
