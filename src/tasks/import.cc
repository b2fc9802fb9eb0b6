// One file's way into the case. Its raw bytes go through a tee: to the store
// (hashed, compressed, bit for bit) and on to the reader, which unwraps, decodes,
// splits and parses them in constant memory. Records leave as segments, bad rows
// as quarantine. All of it becomes visible with one commit.
#include "tasks/import.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "collect/plan.h"
#include "collect/read_records.h"
#include "collect/unwrap.h"
#include "tasks/posts.h"
#include "tasks/segments.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kMagicBytes = 8;
constexpr std::size_t kChunk = 1U << 20;
constexpr std::size_t kBatchRecords = 8192;

// A file or standard input.
class FileSource : public collect::ByteSource {
 public:
  static Result<std::unique_ptr<FileSource>> open(const std::string& path) {
    if (path == "-") return std::unique_ptr<FileSource>(new FileSource(stdin, "standard input"));
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr)
      return fail(Code::not_found, path + ": cannot be opened; check the name and the permissions");
    return std::unique_ptr<FileSource>(new FileSource(file, path));
  }
  ~FileSource() override {
    if (file_ != stdin) std::fclose(file_);
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t got = std::fread(to, 1, size, file_);
    if (got == 0 && std::ferror(file_) != 0)
      return fail(Code::io,
                  name_ + ": cannot be read; is it a folder, or on a drive that is gone?");
    return got;
  }

 private:
  FileSource(std::FILE* file, std::string name) : file_(file), name_(std::move(name)) {}
  std::FILE* file_;
  std::string name_;
};

// Gives the bytes already read first, then the rest; copies all to `copy` as they pass.
class TeeSource : public collect::ByteSource {
 public:
  using Copy = std::function<Result<void>(std::string_view)>;
  TeeSource(std::string head, std::unique_ptr<collect::ByteSource> rest, Copy copy,
            Progress* progress)
      : head_(std::move(head)),
        rest_(std::move(rest)),
        copy_(std::move(copy)),
        progress_(progress) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    std::size_t got = std::min(size, head_.size() - used_);
    if (got > 0) {
      std::copy_n(head_.data() + used_, got, to);
      used_ += got;
    } else if (rest_ != nullptr) {
      TRY(got, rest_->read(to, size));
    }
    if (got > 0) {
      TRY_OK(copy_({to, got}));
      if (progress_ != nullptr) progress_->advance(got);
    }
    return got;
  }

 private:
  std::string head_;
  std::size_t used_ = 0;
  std::unique_ptr<collect::ByteSource> rest_;
  Copy copy_;
  Progress* progress_;
};

class BlockSource : public collect::ByteSource {
 public:
  explicit BlockSource(store::BlockReader reader) : stream_(std::move(reader)) {}
  Result<std::size_t> read(char* to, std::size_t size) override { return stream_.read(to, size); }

 private:
  store::BlockStream stream_;
};

// As much of the source as it takes to guess how to read it.
Result<std::string> read_head(collect::ByteSource& source) {
  std::string head;
  std::size_t wanted = kMagicBytes;
  while (head.size() < wanted) {
    const std::size_t at = head.size();
    head.resize(wanted);
    TRY(const std::size_t got, source.read(head.data() + at, wanted - at));
    head.resize(at + got);
    if (got == 0) break;
    if (head.size() >= kMagicBytes) wanted = std::max(wanted, collect::head_size(head));
  }
  return head;
}

Result<std::vector<std::string>> list_files(const std::vector<std::string>& given) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (const std::string& path : given) {
    std::error_code error;
    if (path == "-" || fs::is_regular_file(path, error)) {
      files.push_back(path);
      continue;
    }
    if (!fs::is_directory(path, error)) {
      if (!fs::exists(path, error))
        return fail(Code::not_found, path + ": no such file or folder; check the name");
      files.push_back(path);  // a pipe or device
      continue;
    }
    std::vector<std::string> inside;
    for (auto it = fs::recursive_directory_iterator(
             path, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      const std::string name = it->path().filename().string();
      if (it->is_regular_file(error) && !name.starts_with('.'))
        inside.push_back(it->path().string());
    }
    if (error) return fail(Code::io, path + ": cannot list the folder: " + error.message());
    if (inside.empty()) return fail(Code::invalid_input, path + ": the folder has no files");
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

// Collects batches into segments of bounded size.
class SegmentSink {
 public:
  using Write = std::function<Result<void>(const Segment&)>;
  SegmentSink(uint32_t file, Write write) : file_(file), write_(std::move(write)) {}
  Result<void> add(const RecordBatch& batch) {
    segment_.append(batch, file_, records_);
    records_ += batch.size();
    return segment_.size() >= kSegmentRecords ? flush() : Result<void>{};
  }
  Result<void> flush() {
    if (segment_.size() == 0) return {};
    TRY_OK(write_(segment_));
    segment_ = Segment{};
    return {};
  }
  uint64_t records() const { return records_; }

 private:
  uint32_t file_;
  Write write_;
  Segment segment_;
  uint64_t records_ = 0;
};

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
           const Context& context)
      : case_(open_case),
        writer_(std::move(writer)),
        mapping_(std::move(mapping)),
        context_(context) {}

  // Reads one file. A file that is in the case already by the same plan adds nothing.
  Result<void> add_file(const std::string& path) {
    TRY(std::unique_ptr<FileSource> file, FileSource::open(path));
    TRY(std::string head, read_head(*file));
    const std::string name = path == "-" ? "standard input" : path;
    auto guessed = collect::guess_plan(head, name, mapping_);
    if (!guessed) return tl::unexpected<Error>(std::move(guessed).error().with_context(name));
    const collect::ReadPlan plan = *std::move(guessed);
    std::error_code error;
    const auto bytes = path == "-" ? 0 : std::filesystem::file_size(path, error);
    context_.progress->begin_step("import " + std::filesystem::path(name).filename().string(),
                                  error ? 0 : bytes, "B");
    TRY_OK(writer_.begin_file(name));
    collect::ReadStats stats;
    SegmentSink sink(writer_.file_count(), [this](const Segment& s) { return write(s); });
    const Result<void> read = read_file(std::move(head), std::move(file), plan, sink, stats);
    context_.progress->end_step();
    if (!read && sink.records() == 0 && stats.quarantined == 0) {
      TRY_OK(writer_.drop_file());
      return tl::unexpected<Error>(Error(read.error()).with_context(name));
    }
    if (!read) {
      if (read.error().code == Code::io) return tl::unexpected<Error>(Error(read.error()));
      report_.notes.push_back(name + ": " + read.error().message);
    }
    return finish_file(name, plan, stats);
  }

  Result<ImportReport> commit() {
    if (writer_.file_count() > 0) {
      TRY(const ImportId id, writer_.commit(join_lines(report_.notes), context_.by));
      report_.import = id.value;
    }
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
                         const collect::ReadPlan& plan, SegmentSink& sink,
                         collect::ReadStats& stats) {
    std::unique_ptr<collect::ByteSource> raw = std::make_unique<TeeSource>(
        std::move(head), std::move(file),
        [this](std::string_view bytes) { return writer_.write_raw(bytes); }, context_.progress);
    collect::ByteSource* drain = raw.get();
    const bool packed = plan.container != collect::Container::plain;
    std::unique_ptr<collect::ByteSource> plain;
    if (packed) {
      TRY(auto unwrapped, collect::unwrap(std::move(raw), plan.container));
      plain = std::make_unique<TeeSource>(
          "", std::move(unwrapped),
          [this](std::string_view bytes) { return writer_.write_plain(bytes); }, nullptr);
    } else {
      plain = std::move(raw);
    }
    // A source that ends too early still gives its records up to there.
    Result<void> read = collect::read_records(
        *plain, plan,
        [&](RecordBatch&& batch, std::vector<QuarantineRow>&& bad) -> Result<void> {
          TRY_OK(sink.add(batch));
          return writer_.add_quarantine(bad);
        },
        kBatchRecords, &stats);
    TRY_OK(sink.flush());
    // What a reader leaves (bytes after the end of an archive) belongs to the original.
    std::string rest(kChunk, '\0');
    for (std::size_t got = 1; got > 0;) {
      TRY(got, drain->read(rest.data(), rest.size()));
    }
    return read;
  }

  Result<void> finish_file(const std::string& name, const collect::ReadPlan& plan,
                           const collect::ReadStats& stats) {
    const std::string plan_json = plan.to_json();
    std::vector<std::string> notes = plan.notes;
    for (std::string& line : stats.to_notes()) notes.push_back(std::move(line));
    TRY(const Sha256 hash, writer_.end_file(plan_json, stats.records, join_lines(notes)));
    TRY(const std::optional<ImportId> known, case_.find_file(hash, plan_json));
    if (known) {
      TRY_OK(writer_.drop_file());
      ++report_.files_known;
      report_.notes.push_back(fmt::format(
          "{}: is in the case already (import {}); nothing was added", name, known->value));
      return {};
    }
    ++report_.files;
    report_.records += stats.records;
    report_.quarantined += stats.quarantined;
    for (const std::string& line : notes) report_.notes.push_back(name + ": " + line);
    return {};
  }

  store::Case& case_;
  store::ImportWriter writer_;
  collect::UserMapping mapping_;
  const Context& context_;
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

std::unique_ptr<collect::ByteSource> stream_of(store::BlockReader reader) {
  return std::make_unique<BlockSource>(std::move(reader));
}

Result<ImportReport> import_files(const ImportSettings& settings, const Context& context) {
  TRY(collect::UserMapping mapping, collect::parse_mapping(settings.map, settings.source));
  TRY(const std::vector<std::string> files, list_files(settings.files));
  const bool from_folder = files.size() != settings.files.size();
  TRY(store::Case open_case, store::Case::open_or_create(settings.case_path, context.by));
  ImportReport report;
  {
    TRY(store::ImportWriter writer, open_case.begin_import());
    Importer importer(open_case, std::move(writer), std::move(mapping), context);
    std::optional<Error> first_error;
    std::size_t failed = 0;
    for (const std::string& path : files) {
      Result<void> added = importer.add_file(path);
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
  if (report.import != 0) TRY_OK(count_posts(open_case, report));
  return report;
}

Result<void> rebuild_segments(store::Case& open_case, const store::Import& import) {
  uint32_t segment = 0;
  for (uint32_t f = 0; f < import.files.size(); ++f) {
    const store::ImportedFile& file = import.files[f];
    TRY(const collect::ReadPlan plan, collect::ReadPlan::from_json(file.plan));
    TRY(const store::BlockReader original, open_case.open_original(file.sha256));
    std::unique_ptr<collect::ByteSource> plain = stream_of(original);
    std::optional<store::BlockWriter> plain_writer;
    if (plan.container != collect::Container::plain) {
      TRY(auto unwrapped, collect::unwrap(std::move(plain), plan.container));
      TRY(plain_writer, open_case.write_plain(file.sha256));
      plain = std::make_unique<TeeSource>(
          "", std::move(unwrapped),
          [&](std::string_view bytes) { return plain_writer->append(bytes); }, nullptr);
    }
    SegmentSink sink(f, [&](const Segment& s) -> Result<void> {
      TRY(store::BundleWriter bundle, open_case.rewrite_segment(import.id, segment++));
      TRY_OK(write_segment(bundle, s));
      return bundle.publish();
    });
    const Result<void> read = collect::read_records(
        *plain, plan,
        [&](RecordBatch&& batch, std::vector<QuarantineRow>&&) { return sink.add(batch); });
    if (!read && sink.records() != file.records) return read;
    TRY_OK(sink.flush());
    if (plain_writer) TRY_OK(plain_writer->publish());
  }
  return {};
}

}  // namespace maillon::tasks
