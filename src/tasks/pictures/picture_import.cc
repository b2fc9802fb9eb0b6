#include "tasks/pictures/picture_import.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/parallel.h"
#include "store/file.h"
#include "tasks/pictures/archive.h"
#include "tasks/pictures/names.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

// Read, hashed and written together.
constexpr std::size_t kBatchPictures = 128;
constexpr uint64_t kBatchBytes = uint64_t{64} << 20;

// Why no picture can be read there; "" if one can.
std::string why_not(const std::string& root, const fs::path& path) {
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
  if (size > kMostPictureBytes)
    return fmt::format("is larger than {} MiB", kMostPictureBytes >> 20);
  return "";
}

}  // namespace

Result<PictureImport> PictureImport::open(const std::string& folder) {
  PictureImport pictures;
  if (folder.empty()) return pictures;
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fail(Code::invalid_input,
                fmt::format("--images {}: {}; give the folder that the names of pictures in the "
                            "records lead from",
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
  const std::string reason = has_folder_ ? why_not(root_, path) : "has no folder to look in";
  if (reason.empty()) {
    found_[archive_name(one_folder_, file_, name)] = {path.string(), file_};
  } else {
    report_.missing.push_back(place);
    report_.missing.back().reason = fmt::format("picture '{}' {}", name, reason);
  }
  checked_.emplace(name, reason.empty());
  return reason.empty();
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
  return std::move(report_);
}

void PictureImport::drop_file() {
  std::erase_if(found_, [&](const auto& entry) { return entry.second.file == file_; });
}

Result<PictureImport::Packed> PictureImport::pack(store::Case& open_case,
                                                  store::ImportWriter& writer, Progress& progress) {
  Packed packed;
  progress.begin_step("hash pictures", found_.size(), "pictures");
  TRY_OK(writer.begin_file(kPictureArchiveName));
  TRY(PhotoHasher hasher, PhotoHasher::start());
  TRY(PhotoWriter photos, PhotoWriter::start(open_case, writer.id(), one_folder_));
  uint64_t at = 0;
  const auto write = [&](const std::string& bytes) {
    at += bytes.size();
    return writer.write_raw(bytes);
  };
  std::vector<QuarantineRow> bad;
  for (auto next = found_.begin(); next != found_.end();) {
    std::vector<const std::string*> names;
    std::vector<std::string> bytes;
    uint64_t size = 0;
    for (; next != found_.end() && names.size() < kBatchPictures && size < kBatchBytes; ++next) {
      auto content = store::read_up_to(next->second.path, kMostPictureBytes + 1);
      if (!content || content->size() > kMostPictureBytes) {
        bad.push_back(
            {at, at, packed.pictures + 1, fmt::format("picture '{}' cannot be read", next->first)});
        continue;
      }
      size += content->size();
      names.push_back(&next->first);
      bytes.push_back(*std::move(content));
    }
    const std::vector<PhotoFacts> facts = hasher.hash(bytes);
    for (std::size_t i = 0; i < names.size(); ++i) {
      TRY_OK(write(archive_header(*names[i], bytes[i].size())));
      ++packed.pictures;
      TRY_OK(photos.add(*names[i], at, bytes[i].size(), facts[i]));
      if (!facts[i].reason.empty()) {
        bad.push_back({at, at + bytes[i].size(), packed.pictures,
                       fmt::format("picture '{}': {}", *names[i], facts[i].reason)});
      }
      TRY_OK(write(bytes[i]));
      TRY_OK(write(archive_padding(bytes[i].size())));
    }
    progress.advance(names.size());
  }
  TRY_OK(write(archive_end()));
  TRY_OK(writer.add_quarantine(bad));
  TRY_OK(writer.end_file(one_folder_ ? kPlanOfOneFolder : kPlanOfEachFolder, 0, ""));
  TRY_OK(photos.finish());
  packed.quarantined = bad.size();
  progress.end_step();
  return packed;
}

}  // namespace maillon::tasks
