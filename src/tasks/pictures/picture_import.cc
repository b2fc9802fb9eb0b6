#include "tasks/pictures/picture_import.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/parallel.h"
#include "report/style.h"
#include "store/file.h"
#include "tasks/folder_files.h"
#include "tasks/pictures/archive.h"
#include "tasks/pictures/names.h"
#include "tasks/pictures/text_reader.h"
#include "tasks/video/video_reader.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

// Read, hashed and written together.
constexpr std::size_t kBatchPictures = 64;
constexpr uint64_t kBatchBytes = uint64_t{64} << 20;

// Why no picture can be read there; "" if one can.
std::string why_not(const std::string& root, const fs::path& path,
                    uint64_t most_bytes = kMostPictureBytes) {
  std::error_code error;
  const fs::path target = fs::weakly_canonical(path, error);
  if (error) return "is not there";
  const fs::path inside = target.lexically_relative(root);
  if (inside.empty() || *inside.begin() == "..") return "leads out of the folder of pictures";
  const fs::file_status status = fs::status(target, error);
  if (!fs::exists(status)) return "is not there";
  if (!fs::is_regular_file(status)) return "is no file";
  const uint64_t size = fs::file_size(target, error);
  if (error) return "cannot be read";
  if (size > most_bytes) return fmt::format("is larger than {} MiB", most_bytes >> 20);
  return "";
}

// Pictures whose text could not be read, and why not the first.
struct UnreadTexts {
  uint64_t count = 0;
  std::string reason;
  void add(const std::string& why) {
    if (why.empty()) return;
    if (count++ == 0) reason = why;
  }
  std::vector<std::string> to_notes() const {
    if (count == 0) return {};
    return {fmt::format("the text in {} pictures could not be read, of the first since {}", count,
                        reason)};
  }
};

}  // namespace

Result<PictureImport> PictureImport::open(const std::string& folder, bool read_text) {
  PictureImport pictures;
  pictures.read_text_ = read_text;
  if (folder.empty()) return pictures;
  std::error_code error;
  if (collect::is_archive_name(folder) && fs::is_regular_file(folder, error)) {
    pictures.root_ = fs::canonical(folder, error).string();
    pictures.one_folder_ = pictures.is_archive_ = true;
    return pictures;
  }
  if (!fs::is_directory(folder, error)) {
    return fail(Code::invalid_input,
                fmt::format("--images {}: {}; give the folder that the names of pictures in the "
                            "records lead from, or such a folder as .zip, .tar, .tar.gz or .tgz",
                            folder, fs::exists(folder, error) ? "is no folder" : "is not there"));
  }
  pictures.root_ = fs::canonical(folder, error).string();
  pictures.one_folder_ = pictures.has_folder_ = true;
  return pictures;
}

void PictureImport::begin_file(const std::string& path, uint32_t file) {
  file_ = file;
  checked_.clear();
  report_ = {};
  named_ = web_ = there_ = 0;
  if (one_folder_) return;
  std::error_code error;
  const fs::path folder = fs::weakly_canonical(fs::absolute(path, error), error).parent_path();
  has_folder_ = path != "-" && !error;
  root_ = folder.string();
}

bool PictureImport::is_there(const std::string& name, const QuarantineRow& place) {
  if (const auto known = checked_.find(name); known != checked_.end()) return known->second;
  const fs::path path = fs::path(root_) / name;
  std::string reason = has_folder_   ? why_not(root_, path)
                       : is_archive_ ? "is not there"
                                     : "has no folder to look in";
  const std::string key = archive_name(one_folder_, file_, name);
  PictureArchives::Answer packed;
  if (!reason.empty()) packed = look_in_archives(name);
  if (packed.place) {
    in_archives_[key] = {*packed.place, file_};
    reason.clear();
  } else if (reason.empty()) {
    found_[key] = {path.string(), file_};
  } else {
    if (!packed.reason.empty()) reason = packed.reason;
    report_.missing.push_back(place);
    report_.missing.back().reason = fmt::format("picture '{}' {}", name, reason);
  }
  checked_.emplace(name, reason.empty());
  return reason.empty();
}

// Those in the one folder, or the one archive that stands for it.
void PictureImport::open_archives() {
  archives_are_open_ = true;
  if (is_archive_) return archives_.add_open(root_, fs::path(root_).filename().string(), "");
  const auto inside = list_folder_files(root_);
  if (!inside) return;
  for (const std::string& path : inside->files) {
    if (!collect::is_archive_name(path)) continue;
    const fs::path shown = fs::path(path).lexically_relative(root_);
    const std::string folder = shown.parent_path().generic_string();
    archives_.add_open(path, shown.generic_string(), folder.empty() ? "" : folder + "/");
  }
}

PictureArchives::Answer PictureImport::look_in_archives(const std::string& name) {
  if (one_folder_ && !archives_are_open_) open_archives();
  if (one_folder_) return archives_.find(name);
  const auto end = archive_in_name(name);
  if (!end || !has_folder_) return {};
  const std::string shown = name.substr(0, *end);
  const fs::path path = fs::path(root_) / shown;
  if (!why_not(root_, path, UINT64_MAX).empty()) return {};
  std::error_code error;
  return archives_.find_in(archives_.add(fs::canonical(path, error).string(), shown),
                           name.substr(*end + 1));
}

std::vector<uint32_t> PictureImport::add(const RecordBatch& batch) {
  std::vector<uint32_t> there(batch.size(), 0);
  for (std::size_t row = 0; row < batch.size(); ++row) {
    const std::string_view field = batch.field(Field::images, row);
    if (field.empty()) continue;
    if (names_web_address(field)) ++web_;
    const QuarantineRow place{batch.begin[row], batch.end[row], batch.line[row], ""};
    for (const PictureName& picture : read_picture_names(field)) {
      ++named_;
      there[row] += is_there(picture.name, place) ? 1 : 0;
    }
    there_ += there[row];
  }
  return there;
}

PictureImport::FileReport PictureImport::end_file() {
  if (web_ > 0) {
    report_.notes.push_back(fmt::format(
        "{} records name pictures by web address; nothing is fetched: save the pictures, name "
        "their files in the column, and give the folder with --images",
        web_));
  }
  if (named_ > 0 && there_ == 0 && !one_folder_) {
    report_.missing.clear();
    report_.notes.push_back(fmt::format(
        "{} pictures are named and none is beside the file; give their folder with --images DIR",
        named_));
  } else if (!report_.missing.empty()) {
    report_.notes.push_back(
        fmt::format("{} of the pictures named cannot be read; their posts are "
                    "in the case, and `maillon quarantine` names the pictures",
                    report_.missing.size()));
  }
  report_.named = named_;
  report_.found = there_;
  report_.web = web_;
  return std::move(report_);
}

void PictureImport::drop_file() {
  std::erase_if(found_, [&](const auto& entry) { return entry.second.file == file_; });
  std::erase_if(in_archives_, [&](const auto& entry) { return entry.second.file == file_; });
}

// Pictures on their way into the archive, a batch at a time.
class PictureImport::Packing {
 public:
  Packing(store::ImportWriter& writer, PhotoHasher& hasher, PhotoWriter& photos, Progress& progress)
      : writer_(writer), hasher_(hasher), photos_(photos), progress_(progress) {}

  Result<void> add(const std::string& name, std::string bytes) {
    size_ += bytes.size();
    names_.push_back(name);
    bytes_.push_back(std::move(bytes));
    return names_.size() < kBatchPictures && size_ < kBatchBytes ? Result<void>() : flush();
  }
  void refuse(std::string reason) {
    bad_.push_back({at_, at_, packed_.pictures + names_.size() + 1, std::move(reason)});
  }

  void note(std::string line) { packed_.notes.push_back(std::move(line)); }

  Result<void> flush() {
    const std::vector<PhotoFacts> facts = hasher_.hash(bytes_);
    for (std::size_t i = 0; i < names_.size(); ++i) {
      TRY_OK(write(archive_header(names_[i], bytes_[i].size())));
      ++packed_.pictures;
      unread_.add(facts[i].unread);
      TRY_OK(photos_.add(names_[i], at_, bytes_[i].size(), facts[i]));
      if (!facts[i].reason.empty()) {
        bad_.push_back({at_, at_ + bytes_[i].size(), packed_.pictures,
                        fmt::format("picture '{}': {}", names_[i], facts[i].reason)});
      }
      if (facts[i].reason == kNoFfmpeg) ++unread_videos_;
      TRY_OK(write(bytes_[i]));
      TRY_OK(write(archive_padding(bytes_[i].size())));
    }
    progress_.advance(names_.size());
    names_.clear();
    bytes_.clear();
    size_ = 0;
    return {};
  }

  Result<Packed> finish() {
    TRY_OK(flush());
    TRY_OK(write(archive_end()));
    TRY_OK(writer_.add_quarantine(bad_));
    packed_.quarantined = bad_.size();
    for (std::string& note : unread_.to_notes()) packed_.notes.push_back(std::move(note));
    if (unread_videos_ > 0) {
      packed_.notes.push_back(
          fmt::format("{} kept and not compared: install ffmpeg, remove the case's "
                      "folder `derived`, and run `maillon link`",
                      report::count_of(unread_videos_, "video is", "videos are")));
    }
    return std::move(packed_);
  }

 private:
  Result<void> write(const std::string& bytes) {
    at_ += bytes.size();
    return writer_.write_raw(bytes);
  }

  store::ImportWriter& writer_;
  PhotoHasher& hasher_;
  PhotoWriter& photos_;
  Progress& progress_;
  std::vector<std::string> names_, bytes_;
  uint64_t size_ = 0, at_ = 0, unread_videos_ = 0;
  UnreadTexts unread_;
  std::vector<QuarantineRow> bad_;
  Packed packed_;
};

Result<void> PictureImport::pack_members(Packing& packing) const {
  std::map<PictureArchives::Place, std::vector<std::string>> names;
  for (const auto& [name, member] : in_archives_) names[member.place].push_back(name);
  std::vector<PictureArchives::Place> places;
  for (const auto& [place, keys] : names) places.push_back(place);
  std::map<uint32_t, uint64_t> kept;  // by archive
  TRY_OK(archives_.read(
      places, [&](PictureArchives::Place place, const Result<std::string>& bytes) -> Result<void> {
        kept[place.archive] += bytes ? 1 : 0;
        for (const std::string& name : names[place]) {
          if (bytes) {
            TRY_OK(packing.add(name, *bytes));
          } else {
            packing.refuse(fmt::format("picture '{}' {}", name, bytes.error().message));
          }
        }
        return {};
      }));
  for (const auto& [archive, count] : kept) packing.note(archives_.describe(archive, count));
  return {};
}

Result<PictureImport::Packed> PictureImport::pack(store::Case& open_case,
                                                  store::ImportWriter& writer, Progress& progress) {
  TRY(PhotoHasher hasher, PhotoHasher::start(open_case, read_text_));
  progress.begin_step(hashing_step(hasher), found_.size() + in_archives_.size(), "pictures");
  TRY_OK(writer.begin_file(kPictureArchiveName));
  TRY(PhotoWriter photos,
      PhotoWriter::start(open_case, writer.id(), one_folder_, hasher.text_languages()));
  Packing packing(writer, hasher, photos, progress);
  for (const auto& [name, found] : found_) {
    auto content = store::read_up_to(found.path, kMostPictureBytes + 1);
    if (content && content->size() <= kMostPictureBytes) {
      TRY_OK(packing.add(name, *std::move(content)));
    } else {
      packing.refuse(fmt::format("picture '{}' cannot be read", name));
    }
  }
  TRY_OK(pack_members(packing));
  for (std::string& problem : archives_.problems()) packing.refuse(std::move(problem));
  TRY(Packed packed, packing.finish());
  TRY_OK(writer.end_file(PicturePlan{one_folder_, read_text_}.to_json(), 0, ""));
  TRY_OK(photos.finish());
  if (read_text_) {
    const std::string languages = hasher.text_languages();
    packed.notes.push_back(languages.empty() ? std::string(kNoTextReader)
                                             : language_note(languages));
  }
  progress.end_step();
  return packed;
}

}  // namespace maillon::tasks
