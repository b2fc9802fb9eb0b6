// How a whole copy comes about beside a writer, without its lock:
//
//   1. The folder gets the file `copying`, which makes open() refuse it.
//   2. The arrays of derived/, then case.db in one reading. If a link took new arrays into place
//      meanwhile (the stamps tell), both again.
//   3. The originals that the copied case.db names: such files never change, only a purge removes
//      any, and that is looked for at the end.
//   4. The copy's log gets its entry, all of the copy is verified and synced, `copying` goes.
#include "store/case_copy.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include "base/json_writer.h"
#include "store/case_state.h"
#include "store/file.h"
#include "store/key_file.h"
#include "store/purge_state.h"
#include "store/verify.h"

namespace maillon::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLastPurge = "SELECT coalesce(max(act), 0) FROM purges";
constexpr int kMostAttempts = 3;  // to copy derived/ between two links

// The acts and the key, in a folder that is there.
Result<void> copy_acts(const Case::State& state, const std::string& directory) {
  if (state.key) {
    TRY(const auto keys, KeyFile::read(state.directory));
    if (keys) TRY_OK(keys->write(directory));
  }
  // One reading of the database: the acts up to now, whoever writes meanwhile.
  return state.db.copy_to(directory + "/case.db", state.key);
}

// The files of originals/ that a case needs, as paths in it.
Result<std::vector<std::string>> needed_originals(const Case& of) {
  std::vector<std::string> paths;
  TRY(const std::vector<Import> imports, of.imports());
  for (const Import& import : imports) {
    if (import.purged) continue;
    for (const ImportedFile& file : import.files) {
      TRY(const auto kept, kept_instead(of.state().db, file.sha256));
      paths.push_back(original_path(kept.value_or(file.sha256)));
    }
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

// The files of derived/, as paths in the case, with their sizes.
Result<std::vector<std::pair<std::string, uint64_t>>> derived_files(const std::string& directory) {
  std::vector<std::pair<std::string, uint64_t>> files;
  const std::string folder = directory + "/derived";
  std::error_code error;
  if (!is_directory(folder)) return files;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string extension = it->path().extension().string();
    std::error_code gone;
    const uint64_t size = it->file_size(gone);
    if (!gone && (extension == ".mblk" || extension == ".mbun"))
      files.emplace_back(it->path().string().substr(directory.size() + 1), size);
  }
  if (error && error.value() != ENOENT)
    return fail(Code::io, folder + ": cannot be listed: " + error.message());
  return files;
}

// One copy in the making; what is left of it at the end of its life, unless it is done, goes.
class CopyWriter {
 public:
  CopyWriter(Case& from, const std::string& directory, const By& by, Progress& progress)
      : from_(from), directory_(directory), by_(by), progress_(progress) {}
  ~CopyWriter() {
    copy_.reset();
    std::error_code ignored;
    if (is_begun_ && !is_done_) fs::remove_all(directory_, ignored);
  }
  CopyWriter(const CopyWriter&) = delete;
  CopyWriter& operator=(const CopyWriter&) = delete;

  Result<CaseCopy> run() {
    TRY_OK(check_copy_place(from_.directory(), directory_));
    TRY_OK(check_room());
    TRY_OK(log("copy", from_, "to", directory_));
    TRY_OK(begin());
    TRY_OK(copy_changing());
    TRY(copy_, Case::open_found(directory_, Access::write));
    TRY(purge_, copy_->state().db.integer(kLastPurge));
    if (auto copied = copy_originals(); !copied) {
      TRY_OK(check_unchanged());  // the better reason
      return tl::unexpected<Error>(std::move(copied).error());
    }
    TRY_OK(log("copied", *copy_, "from", from_.directory()));
    TRY_OK(check_copy());
    copy_.reset();  // case.db takes in its log
    TRY_OK(sync_all());
    TRY_OK(check_unchanged());
    TRY_OK(remove_file(mark()));
    is_done_ = true;
    TRY_OK(sync_directory(directory_));
    return done_;
  }

 private:
  std::string mark() const { return directory_ + "/" + std::string(kCopyingMark); }
  Result<void> check_room() const;
  Result<void> begin();
  Result<void> log(std::string_view action, Case& of, std::string_view word,
                   const std::string& path) const;
  Result<void> copy_file(const std::string& relative);
  Result<void> copy_changing();
  Result<bool> copy_derived();
  Result<void> copy_originals();
  Result<void> check_unchanged() const;
  Result<void> check_copy();
  Result<void> sync_all() const;
  std::string stamps() const {
    return read_up_to(from_.state().path(bundle_path("stamps")), UINT64_MAX).value_or("");
  }

  Case& from_;
  std::string directory_;
  By by_;
  Progress& progress_;
  bool is_begun_ = false, is_done_ = false;
  std::optional<Case> copy_;
  int64_t purge_ = 0;               // the latest that the copy knows
  std::vector<std::string> paths_;  // written, whole
  CaseCopy done_;
};

Result<void> CopyWriter::check_room() const {
  const Case::State& state = from_.state();
  TRY(const int64_t pages, state.db.integer("PRAGMA page_count"));
  TRY(const int64_t page, state.db.integer("PRAGMA page_size"));
  auto needed = static_cast<uint64_t>(pages * page);
  TRY(const auto originals, needed_originals(from_));
  std::error_code error;
  for (const std::string& path : originals) {
    const uint64_t size = fs::file_size(state.path(path), error);
    if (!error) needed += size;
  }
  TRY(const auto derived, derived_files(from_.directory()));
  for (const auto& [path, size] : derived) needed += size;
  fs::path place = fs::absolute(directory_, error);
  while (!fs::exists(place, error) && place.has_relative_path()) place = place.parent_path();
  const fs::space_info room = fs::space(place, error);
  if (error || room.available >= needed) return {};  // else writing says what is wrong
  constexpr uint64_t kMegabyte = 1'000'000;
  return fail(Code::io, directory_ + ": too little room: the copy takes " +
                            std::to_string(needed / kMegabyte + 1) + " MB, and " +
                            std::to_string(room.available / kMegabyte) +
                            " MB are free; make room or copy to another disk");
}

Result<void> CopyWriter::log(std::string_view action, Case& of, std::string_view word,
                             const std::string& path) const {
  std::error_code error;
  JsonWriter json;
  json.begin_object().member("what", std::string(word) + " " + fs::absolute(path, error).string());
  return of.log(action, json.end_object().take(), by_);
}

Result<void> CopyWriter::begin() {
  TRY(const auto keys, KeyFile::read(from_.directory()));
  if (keys && keys->is_converting()) {
    return fail(Code::busy, from_.directory() +
                                ": is being encrypted or decrypted, or that was cut short; let "
                                "it end (`maillon encrypt` goes on with it), then copy");
  }
  // Checked before, but another copy may have come first: its folder is not this one's.
  const fs::path place(directory_.substr(0, directory_.find_last_not_of('/') + 1));
  if (!place.parent_path().empty()) TRY_OK(make_directory(place.parent_path().string()));
  if (::mkdir(place.c_str(), S_IRWXU) != 0) {
    if (errno == EEXIST) return fail(Code::invalid_input, directory_ + ": is there already");
    return fail(Code::io,
                directory_ + ": cannot be made: " + std::generic_category().message(errno));
  }
  is_begun_ = true;
  TRY(File made, File::create(mark()));
  TRY_OK(made.sync());
  TRY_OK(sync_directory(directory_));
  return make_directory(directory_ + "/originals");
}

Result<void> CopyWriter::copy_file(const std::string& relative) {
  constexpr std::size_t kPiece = 1U << 20;
  TRY(File from, File::open_read(from_.state().path(relative)));
  const std::string path = directory_ + "/" + relative;
  TRY(File to, File::create(path));
  std::string piece(kPiece, '\0');
  for (;;) {
    TRY(const std::size_t got, from.read(piece.data(), piece.size()));
    if (got == 0) break;
    TRY_OK(to.write(std::string_view(piece).substr(0, got)));
    done_.bytes += got;
    progress_.advance(got);
  }
  ++done_.files;
  paths_.push_back(path);
  return {};
}

// False: a file went meanwhile.
Result<bool> CopyWriter::copy_derived() {
  TRY(const auto files, derived_files(from_.directory()));
  uint64_t bytes = 0;
  for (const auto& [path, size] : files) bytes += size;
  const Step step(progress_, "copy what is derived", bytes, "B");
  for (const auto& [path, size] : files) {
    TRY_OK(make_directory(parent_of(directory_ + "/" + path)));
    auto copied = copy_file(path);
    if (!copied && copied.error().code == Code::not_found) return false;
    if (!copied) return tl::unexpected<Error>(std::move(copied).error());
  }
  return true;
}

Result<void> CopyWriter::copy_changing() {
  const std::string derived = directory_ + "/derived", database = directory_ + "/case.db";
  for (int attempt = 0;; ++attempt) {
    std::error_code error;
    fs::remove_all(derived, error);
    TRY_OK(remove_file(database));
    paths_.clear();
    done_ = {};
    TRY_OK(make_directory(derived));
    done_.has_derived = attempt < kMostAttempts;
    const std::string before = stamps();
    TRY(const auto purge_before, from_.state().db.integer(kLastPurge));
    bool is_whole = true;
    if (done_.has_derived) {
      TRY(is_whole, copy_derived());
    }
    TRY_OK(copy_acts(from_.state(), directory_));
    // A case that was never linked has no stamps: a purge meanwhile is asked for by itself.
    TRY(const auto purge_after, from_.state().db.integer(kLastPurge));
    const bool is_still = stamps() == before && purge_after == purge_before;
    if (!done_.has_derived || (is_whole && is_still)) break;
  }
  std::error_code error;
  const uint64_t size = fs::file_size(database, error);
  if (error) return fail(Code::io, database + ": " + error.message());
  ++done_.files;
  done_.bytes += size;
  paths_.push_back(database);
  return {};
}

Result<void> CopyWriter::copy_originals() {
  TRY(const auto paths, needed_originals(*copy_));
  uint64_t bytes = 0;
  std::error_code error;
  for (const std::string& path : paths) {
    const uint64_t size = fs::file_size(from_.state().path(path), error);
    if (!error) bytes += size;
  }
  const Step step(progress_, "copy originals", bytes, "B");
  for (const std::string& path : paths) TRY_OK(copy_file(path));
  done_.originals = paths.size();
  return {};
}

// A purge, or another key, since case.db was copied: the copy would hold what has to be gone.
Result<void> CopyWriter::check_unchanged() const {
  TRY(const int64_t now, from_.state().db.integer(kLastPurge));
  if (now != purge_) {
    return fail(Code::busy, from_.directory() +
                                ": something was purged while it was copied; the copy was taken "
                                "away again, so copy once more");
  }
  TRY(const auto keys, KeyFile::read(from_.directory()));
  const bool is_same_key = keys ? from_.state().key && !keys->is_converting() : !from_.state().key;
  if (is_same_key) return {};
  return fail(Code::busy, from_.directory() +
                              ": was encrypted or decrypted while it was copied; the copy was "
                              "taken away again, so copy once more");
}

Result<void> CopyWriter::check_copy() {
  TRY(const VerifyReport report, verify(*copy_, progress_));
  for (const Finding& finding : report.findings) {
    if (finding.severity != Severity::damage) continue;
    return fail(Code::corrupt, "the copy is damaged and was taken away again: " + finding.where +
                                   ": " + finding.what + "; `maillon verify " + from_.directory() +
                                   "` says whether the case itself is");
  }
  done_.log_entries = report.log_entries;
  done_.log_root = report.log_root;
  return {};
}

// Files, and the folders that say their names.
Result<void> CopyWriter::sync_all() const {
  TRY_OK(sync_files(paths_));
  std::set<std::string> folders{directory_, parent_of(directory_)};
  for (const std::string& path : paths_) {
    for (std::string folder = parent_of(path); folders.insert(folder).second;)
      folder = parent_of(folder);
  }
  for (const std::string& folder : folders) TRY_OK(sync_directory(folder));
  return {};
}

}  // namespace

Result<void> check_copy_place(const std::string& case_path, const std::string& directory) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(directory, error))) {
    if (file_exists(directory + "/" + std::string(kCopyingMark)))
      return check_case_can_be_made(directory);
    return fail(Code::invalid_input,
                directory + ": is there already; name a folder that is not there yet");
  }
  const fs::path inside = fs::weakly_canonical(fs::absolute(case_path), error);
  const fs::path place = fs::weakly_canonical(fs::absolute(directory), error);
  if (std::mismatch(inside.begin(), inside.end(), place.begin(), place.end()).first == inside.end())
    return fail(Code::invalid_input, directory + ": lies within the case; name a folder outside");
  return {};
}

Result<void> copy_case(const Case& open_case, const std::string& directory) {
  const Case::State& state = open_case.state();
  std::error_code error;
  if (fs::exists(directory, error) && !fs::is_empty(directory, error)) {
    return fail(Code::invalid_input,
                directory + ": is there and not empty; give a folder that is not there yet");
  }
  TRY_OK(make_private_directory(directory));
  TRY_OK(make_directory(directory + "/originals"));
  TRY_OK(make_directory(directory + "/derived"));
  TRY_OK(copy_acts(state, directory));
  TRY(const std::vector<std::string> originals, list_directory(state.path("originals")));
  for (const std::string& name : originals) {
    std::string to = directory;
    to.append("/originals/").append(name);
    if (const auto failed = give_second_name(state.path("originals") + "/" + name, to); failed)
      return fail(Code::io, to + ": cannot be written: " + failed.message());
  }
  return {};
}

Result<CaseCopy> copy_whole_case(Case& from, const std::string& directory, const By& by,
                                 Progress& progress) {
  std::string name = directory;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  return CopyWriter(from, name, by, progress).run();
}

}  // namespace maillon::store
