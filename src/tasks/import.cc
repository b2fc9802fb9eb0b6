// One file's way into the case. Its raw bytes go through a tee: to the store
// (hashed, compressed, bit for bit) and on to the reader, which unwraps, decodes,
// splits and parses them in constant memory. Records leave as segments, bad rows
// as quarantine. All of it becomes visible with one commit.
#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "collect/plan.h"
#include "collect/read_records.h"
#include "store/acquired.h"
#include "store/purge.h"
#include "tasks/acquisition.h"
#include "tasks/byte_sources.h"
#include "tasks/case_terms.h"
#include "tasks/pages/page_source.h"
#include "tasks/pictures/listings.h"
#include "tasks/pictures/picture_import.h"
#include "tasks/posts.h"
#include "tasks/segment_sink.h"
#include "tasks/verbs.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kChunk = 1U << 20;
constexpr std::size_t kBatchRecords = 8192;

std::string join_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (!out.empty()) out.push_back('\n');
    out += line;
  }
  return out;
}

// One import while it runs.
class Importer {
 public:
  Importer(store::Case& open_case, store::ImportWriter writer, collect::UserMapping mapping,
           PictureImport pictures, std::string stated, const Context& context)
      : case_(open_case),
        writer_(std::move(writer)),
        mapping_(std::move(mapping)),
        pictures_(std::move(pictures)),
        stated_(std::move(stated)),
        context_(context) {}

  // Reads one file. A file that is in the case already by the same plan adds nothing.
  Result<void> add_file(const std::string& path, const std::string& called) {
    TRY(std::unique_ptr<FileSource> file, FileSource::open(path));
    TRY(std::string head, read_head(*file));
    const std::string name = path == "-" ? "standard input" : called;
    auto guessed = collect::guess_plan(head, name, mapping_);
    if (!guessed) return tl::unexpected<Error>(std::move(guessed).error().with_context(name));
    collect::ReadPlan plan = *std::move(guessed);
    plan.images_given = pictures_.has_one_folder();
    std::error_code error;
    const auto bytes = path == "-" ? 0 : std::filesystem::file_size(path, error);
    context_.progress->begin_step("import " + std::filesystem::path(name).filename().string(),
                                  error ? 0 : bytes, "B");
    TRY_OK(writer_.begin_file(name));
    pictures_.begin_file(path, writer_.file_count());
    collect::ReadStats stats;
    SegmentSink sink(writer_.file_count(), [this](const Segment& s) { return write(s); });
    const Result<void> read = read_file(std::move(head), std::move(file), plan, sink, stats);
    context_.progress->end_step();
    if (!read && sink.records() == 0 && stats.quarantined == 0) {
      TRY_OK(drop_file());
      return tl::unexpected<Error>(Error(read.error()).with_context(name));
    }
    if (!read) {
      if (read.error().code == Code::io) return tl::unexpected<Error>(Error(read.error()));
      report_.notes.push_back(name + ": " + read.error().message);
    }
    const bool is_sent = name != path && path != "-";
    return finish_file(name, plan, stats, acquisition_record(stated_, path, is_sent));
  }

  Result<ImportReport> commit() {
    if (writer_.file_count() == 0) return std::move(report_);
    PictureImport::Packed packed;
    if (!pictures_.empty()) {
      TRY(packed, pictures_.pack(case_, writer_, *context_.progress));
    }
    report_.pictures = packed.pictures;
    for (std::string& line : packed.notes) report_.notes.push_back(std::move(line));
    report_.pictures_quarantined += packed.quarantined;
    store::set_stated(case_, stated_);
    TRY(const ImportId id, writer_.commit(join_lines(report_.notes), context_.by));
    report_.import = id.value;
    return std::move(report_);
  }
  void note(std::string line) { report_.notes.push_back(std::move(line)); }

 private:
  Result<void> write(const Segment& segment) {
    TRY(store::BundleWriter bundle, writer_.begin_segment(kSegmentVersion));
    TRY_OK(write_segment(bundle, segment));
    return writer_.end_segment(std::move(bundle), segment.size());
  }

  Result<void> read_file(std::string head, std::unique_ptr<FileSource> file,
                         collect::ReadPlan& plan, SegmentSink& sink, collect::ReadStats& stats) {
    TeeSource original(
        std::move(head), std::move(file),
        [this](std::string_view bytes) { return writer_.write_raw(bytes); }, context_.progress);
    std::unique_ptr<collect::ByteSource> raw = std::make_unique<BorrowedSource>(original);
    std::unique_ptr<collect::ByteSource> plain;
    PageSource* pages = nullptr;
    if (plan.is_rewritten()) {
      TRY(auto rewritten, rewrite_source(std::move(raw), plan, page_worker_, &pages));
      plain = std::make_unique<TeeSource>(
          "", std::move(rewritten),
          [this](std::string_view bytes) { return writer_.write_plain(bytes); }, nullptr);
    } else {
      plain = std::move(raw);
    }
    // A source that ends too early still gives its records up to there.
    Result<void> read = collect::read_records(
        *plain, plan,
        [&](RecordBatch&& batch, std::vector<QuarantineRow>&& bad) -> Result<void> {
          TRY_OK(sink.add(batch, pictures_.add(batch)));
          return writer_.add_quarantine(bad);
        },
        kBatchRecords, &stats);
    TRY_OK(sink.flush());
    if (pages != nullptr) {
      for (std::string& line : pages->to_notes()) plan.notes.push_back(std::move(line));
    }
    // What a reader leaves (bytes after the end of an archive) belongs to the original.
    std::string rest(kChunk, '\0');
    for (std::size_t got = 1; got > 0;) {
      TRY(got, original.read(rest.data(), rest.size()));
    }
    return read;
  }

  Result<void> finish_file(const std::string& name, const collect::ReadPlan& plan,
                           const collect::ReadStats& stats, const std::string& acquired) {
    const std::string plan_json = plan.to_json();
    std::vector<std::string> notes = plan.notes;
    for (std::string& line : stats.to_notes()) notes.push_back(std::move(line));
    PictureImport::FileReport pictures = pictures_.end_file();
    TRY_OK(writer_.add_quarantine(pictures.missing));
    for (std::string& line : pictures.notes) notes.push_back(std::move(line));
    store::set_acquired(case_, acquired);
    TRY(const Sha256 hash, writer_.end_file(plan_json, stats.records, join_lines(notes)));
    TRY(const std::optional<ImportId> known, case_.find_file(hash, plan_json));
    TRY(const auto purged, store::purged_source(case_, hash));
    if (!known && purged) {
      TRY_OK(drop_file());
      report_.notes.push_back(name +
                              ": left out: posts of it were purged from this case, and it "
                              "would bring them back");
      return {};
    }
    if (known) {
      TRY_OK(drop_file());
      ++report_.files_known;
      report_.notes.push_back(fmt::format(
          "{}: is in the case already (import {}); nothing was added", name, known->value));
      return {};
    }
    ++report_.files;
    report_.records += stats.records;
    report_.quarantined += stats.quarantined;
    report_.pictures_quarantined += pictures.missing.size();
    for (const std::string& line : notes)
      report_.notes.push_back(fmt::format("{}: {}", name, line));
    return {};
  }

  Result<void> drop_file() {
    pictures_.drop_file();
    return writer_.drop_file();
  }

  store::Case& case_;
  store::ImportWriter writer_;
  collect::UserMapping mapping_;
  PictureImport pictures_;
  std::string stated_;  // of the acquisition
  const Context& context_;
  PageWorker page_worker_;
  ImportReport report_;
};

// Posts that were not in the case before this import, and those seen again.
Result<void> count_posts(store::Case& open_case, ImportReport& report) {
  TRY(const std::vector<store::Import> imports, open_case.imports());
  std::vector<Key128> before;
  std::vector<Key128> now;
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    for (uint32_t n = 0; n < import.segments; ++n) {
      if (!open_case.has_segment(import.id, n)) continue;
      TRY(const store::BundleReader bundle, open_case.open_segment(import.id, n));
      TRY(const Segment records, read_segment(bundle));
      std::vector<Key128>& keys = import.id.value == report.import ? now : before;
      for (uint32_t row = 0; row < records.size(); ++row) {
        keys.push_back(post_key(records.source[row], record_id(records, row, import)));
      }
    }
  }
  std::sort(before.begin(), before.end());
  std::sort(now.begin(), now.end());
  const std::size_t sightings = now.size();
  now.erase(std::unique(now.begin(), now.end()), now.end());
  report.new_posts =
      static_cast<uint64_t>(std::count_if(now.begin(), now.end(), [&](const Key128& key) {
        return !std::binary_search(before.begin(), before.end(), key);
      }));
  report.seen_again = sightings - report.new_posts;
  return {};
}

}  // namespace

Result<ImportReport> import_files(const ImportSettings& settings, const Context& context) {
  return import_files(settings, Acquisition(), context);
}

Result<ImportReport> import_files(const ImportSettings& settings, const Acquisition& acquired,
                                  const Context& context) {
  TRY(collect::UserMapping mapping, collect::parse_mapping(settings.map, settings.source));
  TRY(std::string stated, stated_acquisition(acquired));
  TRY(const std::vector<std::string> files, list_source_files(settings.files));
  TRY(PictureImport pictures, PictureImport::open(settings.images, settings.read_image_text));
  const bool from_folder = files.size() != settings.files.size();
  TRY(store::Case open_case, store::Case::open_or_create(settings.case_path, context.by));
  TRY_OK(state_purpose(open_case, settings.purpose, settings.legal_basis, context.by));
  ImportReport report;
  {
    TRY(store::ImportWriter writer, open_case.begin_import());
    Importer importer(open_case, std::move(writer), std::move(mapping), std::move(pictures),
                      std::move(stated), context);
    std::optional<Error> first_error;
    std::size_t failed = 0;
    const bool has_names = settings.names.size() == files.size();
    for (std::size_t i = 0; i < files.size(); ++i) {
      Result<void> added = importer.add_file(files[i], has_names ? settings.names[i] : files[i]);
      if (added) continue;
      if (added.error().code == Code::io || !from_folder)
        return tl::unexpected<Error>(std::move(added).error());
      // One bad file in a folder must not keep the others out.
      importer.note("left out: " + added.error().message);
      if (!first_error) first_error = std::move(added).error();
      ++failed;
    }
    if (failed == files.size() && first_error)
      return tl::unexpected<Error>(std::move(*first_error));
    TRY(report, importer.commit());
  }
  if (report.pictures > 0) {
    TRY(report.listings, look_up_pictures(open_case, context.by, *context.progress));
  }
  if (report.import != 0) TRY_OK(count_posts(open_case, report));
  return report;
}

}  // namespace maillon::tasks
