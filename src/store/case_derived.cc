// Sources, record segments, derived bundles and the stamps of steps.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "store/case_state.h"
#include "store/file.h"
#include "store/purge_state.h"

namespace maillon::store {

namespace {

constexpr std::string_view kStamps = "stamps";
constexpr uint32_t kStampsVersion = 1;

// In tmp/ while bundles take their places. What a killed process has left of it counts no longer
// than this, and the next writer clears it.
constexpr std::string_view kPublishing = "publishing";
constexpr std::chrono::minutes kLongestPublishing{1};

// Names become paths: nothing but plain parts, so that none leads out of derived/.
bool is_bundle_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.back() == '/') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '/';
  });
}

// The error of a file that is not there, with a message that says what to do.
template <class T>
Result<T> or_missing(Result<T> opened, std::string_view what) {
  if (opened || opened.error().code != Code::not_found) return opened;
  return fail(Code::not_found, std::string(what));
}

}  // namespace

// ---- Sources ----------------------------------------------------------------

Result<BlockReader> Case::open_original(const Sha256& sha256) const {
  TRY(const auto kept, kept_instead(state_->db, sha256));
  const std::string path = original_path(kept.value_or(sha256));
  return or_missing(BlockReader::open(state_->path(path), state_->key),
                    path + " is missing; import the file again or restore it from a copy");
}

Result<BlockReader> Case::open_plain(const Sha256& sha256) const {
  TRY(Statement row, state_->db.prepare("SELECT max(has_plain) FROM import_files WHERE sha256=?"));
  row.bind_blob(1, as_bytes(sha256));
  TRY_OK(row.step());
  TRY(const auto kept, kept_instead(state_->db, sha256));
  if (row.integer(0) == 0 || kept) return open_original(sha256);
  const std::string path = plain_path(sha256);
  return or_missing(BlockReader::open(state_->path(path), state_->key),
                    path + " is missing; to be rebuilt by `maillon link`");
}

Result<BlockWriter> Case::write_plain(const Sha256& sha256) {
  const std::string path = plain_path(sha256);
  TRY(const std::string temporary, state_->temporary(path));
  TRY_OK(make_directory(state_->path("derived/plain")));
  return BlockWriter::create_at(temporary, state_->path(path), {.key = state_->key});
}

// ---- Segments and bundles ---------------------------------------------------

Result<BundleReader> Case::open_segment(ImportId import, uint32_t segment) const {
  const std::string path = segment_path(import.value, segment);
  return or_missing(BundleReader::open(state_->path(path), state_->key),
                    path + " is missing; to be rebuilt by `maillon link`");
}

bool Case::has_segment(ImportId import, uint32_t segment) const {
  return file_exists(state_->path(segment_path(import.value, segment)));
}

Result<BundleWriter> Case::rewrite_segment(ImportId import, uint32_t segment) {
  const std::string path = segment_path(import.value, segment);
  TRY(const std::string temporary, state_->temporary(path));
  TRY_OK(make_directory(state_->path("derived/records")));
  TRY(BundleWriter writer,
      BundleWriter::create_at(temporary, state_->path(path), 1, true, state_->key));
  writer.set_attribute("import", std::to_string(import.value));
  writer.set_attribute("segment", std::to_string(segment));
  return writer;
}

Result<BundleWriter> Case::write_bundle(std::string_view name, uint32_t version) {
  CHECK(is_bundle_name(name));
  TRY_OK(drop_stamps_of(*this, name));
  const std::string path = state_->path(bundle_path(name));
  TRY(const std::string temporary, state_->temporary(bundle_path(name)));
  TRY_OK(make_directory(parent_of(path)));
  return BundleWriter::create_at(temporary, path, version, true, state_->key);
}

Result<BundleWriter> Case::stage_bundle(std::string_view name, uint32_t version) {
  CHECK(is_bundle_name(name));
  TRY(std::string path, state_->temporary("next/" + std::string(name)));
  state_->staged[std::string(name)] = path;
  return BundleWriter::create_at(path + ".tmp", path, version, true, state_->key);
}

Result<BundleReader> Case::read_staged(std::string_view name) const {
  const auto at = state_->staged.find(std::string(name));
  if (at == state_->staged.end() || at->second.empty()) return read_bundle(name);
  return BundleReader::open(at->second, state_->key);
}

void Case::stage_drop(std::string_view name) {
  CHECK(is_bundle_name(name));
  state_->staged[std::string(name)].clear();
}

// Renames take no time beside what making the bundles took. Killed between two of them,
// the case has no stamp of the steps, and the bundles do not fit each other.
Result<void> Case::publish_staged() {
  for (const auto& [name, file] : state_->staged) TRY_OK(drop_stamps_of(*this, name));
  TRY(const std::string mark, state_->temporary(kPublishing));
  TRY_OK(File::create(mark));
  std::set<std::string> directories;
  for (const auto& [name, file] : state_->staged) {
    const std::string path = state_->path(bundle_path(name));
    if (file.empty()) {
      TRY_OK(remove_file(path));
      continue;
    }
    if (directories.insert(parent_of(path)).second) TRY_OK(make_directory(parent_of(path)));
    TRY_OK(move_file(file, path, false));
  }
  state_->staged.clear();
  TRY_OK(remove_file(mark));
  for (const std::string& directory : directories) TRY_OK(sync_directory(directory));
  return {};
}

bool Case::is_publishing() const {
  std::error_code error;
  const auto since =
      std::filesystem::last_write_time(temporary_path(state_->directory, kPublishing), error);
  return !error && std::filesystem::file_time_type::clock::now() - since < kLongestPublishing;
}

Result<BundleReader> Case::read_bundle(std::string_view name) const {
  CHECK(is_bundle_name(name));
  const std::string path = bundle_path(name);
  return or_missing(BundleReader::open(state_->path(path), state_->key),
                    path + " is not there; run `maillon link`");
}

bool Case::has_bundle(std::string_view name) const {
  CHECK(is_bundle_name(name));
  return file_exists(state_->path(bundle_path(name)));
}

Result<void> Case::drop_derived(std::string_view name) {
  CHECK(state_->writable && is_bundle_name(name));
  TRY_OK(drop_stamps_of(*this, name));
  return remove_file(state_->path(bundle_path(name)));
}

// ---- Stamps -----------------------------------------------------------------

Result<std::vector<StepStamp>> Case::stamps() const {
  std::vector<StepStamp> stamps;
  auto opened = read_bundle(kStamps);
  if (!opened && opened.error().code == Code::not_found) return stamps;
  if (!opened) return tl::unexpected<Error>(std::move(opened).error());
  const BundleReader& bundle = *opened;
  if (bundle.version() != kStampsVersion) return stamps;  // of another Maillon: all is stale
  TRY(const StringColumn step, bundle.get_strings("step"));
  TRY(const StringColumn input, bundle.get_strings("input_hash"));
  TRY(const StringColumn version, bundle.get_strings("version"));
  TRY(const StringColumn settings, bundle.get_strings("settings_hash"));
  TRY(const auto time, bundle.get<int64_t>("time"));
  TRY(const auto rows, bundle.get<uint64_t>("rows"));
  TRY(const auto seconds, bundle.get<double>("seconds"));
  TRY(const auto bundle_end, bundle.get<uint32_t>("bundle_end"));
  TRY(const StringColumn names, bundle.get_strings("bundles"));
  TRY(const auto checksums, bundle.get<uint64_t>("checksums"));
  const std::size_t n = step.size();
  for (const std::size_t size : {input.size(), version.size(), settings.size(), time.size(),
                                 rows.size(), seconds.size(), bundle_end.size()}) {
    if (size != n) return fail(Code::corrupt, bundle.file().name() + ": it is damaged");
  }
  std::size_t from = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (bundle_end[i] < from || bundle_end[i] > names.size() || names.size() != checksums.size()) {
      return fail(Code::corrupt, bundle.file().name() + ": it is damaged");
    }
    StepStamp stamp{.step = std::string(step[i]),
                    .input_hash = std::string(input[i]),
                    .version = std::string(version[i]),
                    .settings_hash = std::string(settings[i]),
                    .time = time[i],
                    .rows = rows[i],
                    .seconds = seconds[i],
                    .bundles = {},
                    .checksums = {}};
    for (; from < bundle_end[i]; ++from) {
      stamp.bundles.emplace_back(names[from]);
      stamp.checksums.push_back(checksums[from]);
    }
    stamps.push_back(std::move(stamp));
  }
  return stamps;
}

Result<std::optional<StepStamp>> Case::stamp(std::string_view step) const {
  TRY(auto all, stamps());
  for (StepStamp& stamp : all) {
    if (stamp.step == step) return std::optional<StepStamp>(std::move(stamp));
  }
  return std::optional<StepStamp>();
}

namespace {

Result<void> write_stamps(Case& to, const std::vector<StepStamp>& all) {
  StringColumn step, input, version, settings, names;
  std::vector<int64_t> time;
  std::vector<uint64_t> rows, checksums;
  std::vector<double> seconds;
  std::vector<uint32_t> bundle_end;
  for (const StepStamp& s : all) {
    step.push_back(s.step);
    input.push_back(s.input_hash);
    version.push_back(s.version);
    settings.push_back(s.settings_hash);
    time.push_back(s.time);
    rows.push_back(s.rows);
    seconds.push_back(s.seconds);
    for (const std::string& name : s.bundles) names.push_back(name);
    checksums.insert(checksums.end(), s.checksums.begin(), s.checksums.end());
    bundle_end.push_back(static_cast<uint32_t>(names.size()));
  }
  TRY(const std::string temporary, to.state().temporary(bundle_path(kStamps)));
  const std::string path = to.state().path(bundle_path(kStamps));
  TRY_OK(make_directory(parent_of(path)));
  TRY(BundleWriter writer,
      BundleWriter::create_at(temporary, path, kStampsVersion, true, to.state().key));
  TRY_OK(writer.add("step", step));
  TRY_OK(writer.add("input_hash", input));
  TRY_OK(writer.add("version", version));
  TRY_OK(writer.add("settings_hash", settings));
  TRY_OK(writer.add("time", time));
  TRY_OK(writer.add("rows", rows));
  TRY_OK(writer.add("seconds", seconds));
  TRY_OK(writer.add("bundle_end", bundle_end));
  TRY_OK(writer.add("bundles", names));
  TRY_OK(writer.add("checksums", checksums));
  return writer.publish();
}

}  // namespace

// A bundle that is about to be written again is not what its step stamped any
// more. The stamp goes first, so that a kill in between leaves the step stale.
Result<void> drop_stamps_of(Case& to, std::string_view bundle) {
  auto all = to.stamps();
  if (!all) return remove_file(to.state().path(bundle_path(kStamps)));  // worth nothing
  const auto lists_it = [&](const StepStamp& stamp) {
    return std::find(stamp.bundles.begin(), stamp.bundles.end(), bundle) != stamp.bundles.end();
  };
  if (std::erase_if(*all, lists_it) == 0) return {};
  return write_stamps(to, *all);
}

Result<void> Case::set_stamp(StepStamp stamp) {
  stamp.checksums.clear();
  for (const std::string& name : stamp.bundles) {
    TRY(const BundleReader bundle, read_bundle(name));
    stamp.checksums.push_back(bundle.file().checksum());
  }
  std::vector<StepStamp> all;
  if (auto read = stamps()) all = *std::move(read);  // damaged ones: the steps run again
  std::erase_if(all, [&](const StepStamp& old) { return old.step == stamp.step; });
  all.push_back(std::move(stamp));
  std::sort(all.begin(), all.end(),
            [](const StepStamp& a, const StepStamp& b) { return a.step < b.step; });
  return write_stamps(*this, all);
}

}  // namespace maillon::store
