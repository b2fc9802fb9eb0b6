#include "tasks/hash_files.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/parallel.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "tasks/file_hashes.h"
#include "tasks/folder_files.h"

namespace maillon::tasks {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesAtOnce = 256;  // hashed before they are printed

constexpr const char* kFormNames[extract::kDihedralForms] = {
    "pdq",        "pdq_rotate_90", "pdq_rotate_180", "pdq_rotate_270",
    "pdq_flip_x", "pdq_flip_y",    "pdq_flip_plus",  "pdq_flip_minus"};

struct FileList {
  std::vector<std::string> files;
  uint64_t missing = 0, links = 0;
};

Result<void> add_folder(const std::string& path, FileList& list) {
  TRY(const FolderFiles inside, list_folder_files(path));
  if (inside.files.empty()) say(printable(path) + ": the folder has no files");
  list.links += inside.links;
  list.files.insert(list.files.end(), inside.files.begin(), inside.files.end());
  return {};
}

Result<FileList> list_pictures(const std::vector<std::string>& given) {
  FileList list;
  for (const std::string& path : given) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (path == "-") {
      list.files.push_back(path);
    } else if (fs::is_directory(status)) {
      TRY_OK(add_folder(path, list));
    } else if (!fs::exists(status)) {
      ++list.missing;
      say(printable(path) + ": no such file or folder; check the name");
    } else if (fs::is_character_file(status) || fs::is_block_file(status)) {
      ++list.missing;
      say(printable(path) + ": is a device, not a file");
    } else {
      list.files.push_back(path);
    }
  }
  return list;
}

template <std::size_t N>
std::string hex(const std::array<uint8_t, N>& bytes) {
  return to_hex(bytes.data(), N);
}

// Nothing of a video, or of what cannot be decoded.
const extract::PictureFacts* picture_of(const FileHashes& hashes) {
  const bool is_picture = hashes.read && hashes.video == extract::VideoFormat::unknown;
  return is_picture && hashes.picture ? &*hashes.picture : nullptr;
}

// Why something is missing that was asked for; "" if nothing is.
std::string reason_of(const FileHashes& hashes) {
  if (!hashes.read) return hashes.read.error().message;
  if (hashes.video == extract::VideoFormat::unknown)
    return hashes.picture ? "" : hashes.picture.error().message;
  return !hashes.video_facts || *hashes.video_facts ? "" : hashes.video_facts->error().message;
}

void note_early_end(const std::string& path, const FileHashes& hashes) {
  if (!hashes.video_facts || !*hashes.video_facts || !(*hashes.video_facts)->ends_early) return;
  say(fmt::format("{}: the video is damaged; its frames up to {:.1f} s were hashed",
                  printable(path), (*hashes.video_facts)->frames.back().timestamp));
}

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

std::string csv_header(bool forms) {
  std::string header = "file,pdq,quality,md5,sha1,sha256";
  for (std::size_t i = 1; i < extract::kDihedralForms && forms; ++i) {
    header += std::string(",") + kFormNames[i];
  }
  return header + "\n";
}

std::string csv_row(const std::string& path, const FileHashes& hashes, bool forms) {
  std::string row = csv_cell(path);
  const extract::PictureFacts* facts = picture_of(hashes);
  row += facts == nullptr
             ? ",,"
             : "," + to_hex(facts->pdq.hash) + "," + std::to_string(facts->pdq.quality);
  row += "," + hex(hashes.checksums.md5) + "," + hex(hashes.checksums.sha1) + "," +
         to_hex(hashes.checksums.sha256);
  for (std::size_t i = 1; i < extract::kDihedralForms && forms; ++i) {
    row += ",";
    if (facts != nullptr && facts->forms) row += to_hex(facts->forms->hashes[i]);
  }
  return row + "\n";
}

void write_facts(JsonWriter& json, const extract::PictureFacts& facts) {
  json.member("pdq", to_hex(facts.pdq.hash)).member("quality", facts.pdq.quality);
  json.member("format", extract::to_name(facts.format));
  json.member("width", facts.width).member("height", facts.height);
  json.member("orientation", facts.orientation);
  if (facts.upright) {
    json.member("upright_pdq", to_hex(facts.upright->hash));
    json.member("upright_quality", facts.upright->quality);
  }
  for (std::size_t i = 1; i < extract::kDihedralForms && facts.forms; ++i) {
    json.member(kFormNames[i], to_hex(facts.forms->hashes[i]));
  }
}

void write_video(JsonWriter& json, const VideoFacts& facts) {
  json.key("pdq").null().key("quality").null();
  json.member("format", extract::to_name(facts.format));
  json.member("width", facts.stream.width).member("height", facts.stream.height);
  json.member("frames_per_second", facts.stream.frames_per_second());
  json.member("ends_early", facts.ends_early).key("frames").begin_array();
  for (const extract::VideoFrame& frame : facts.frames) {
    json.begin_object().member("frame", frame.number).member("quality", frame.pdq.quality);
    json.member("pdq", to_hex(frame.pdq.hash)).member("timestamp", frame.timestamp).end_object();
  }
  json.end_array();
}

std::string json_object(const std::string& path, const FileHashes& hashes) {
  JsonWriter json;
  json.begin_object().member("file", path);
  if (const std::string reason = reason_of(hashes); !reason.empty()) {
    json.key("pdq").null().key("quality").null();
    json.member("error", reason);
  } else if (hashes.video_facts) {
    write_video(json, **hashes.video_facts);
  } else {
    write_facts(json, *hashes.picture);
  }
  json.member("md5", hex(hashes.checksums.md5)).member("sha1", hex(hashes.checksums.sha1));
  json.member("sha256", to_hex(hashes.checksums.sha256)).end_object();
  return json.take();
}

// Prints files as they are done, some hundred at a time, in order.
class Printer {
 public:
  Printer(const HashSettings& settings, const Context& context, Output& out)
      : forms_(settings.forms), json_(context.json), out_(out) {
    out_.write(json_ ? "[" : csv_header(forms_));
  }
  void add(const std::string& path, const FileHashes& hashes) {
    if (const std::string reason = reason_of(hashes); !reason.empty()) {
      ++failed_;
      say(printable(path) + ": " + printable(reason));
    }
    if (!hashes.read) return;
    if (hashes.video != extract::VideoFormat::unknown && !hashes.video_facts) ++bare_videos_;
    note_early_end(path, hashes);
    out_.write(json_ ? (is_first_ ? "\n" : ",\n") + json_object(path, hashes)
                     : csv_row(path, hashes, forms_));
    is_first_ = false;
  }
  void end() {
    if (json_) out_.write("\n]\n");
    if (bare_videos_ == 0) return;
    say(
        fmt::format("note: {} with checksums only; `maillon hash --video-frames FILE` prints the "
                    "hashes of a video's frames",
                    report::count_of(bare_videos_, "video", "videos")));
  }
  uint64_t failed() const { return failed_; }

 private:
  bool forms_, json_, is_first_ = true;
  uint64_t failed_ = 0, bare_videos_ = 0;
  Output& out_;
};

// The published text format, which is of one video.
Result<Outcome> print_video_frames(const std::vector<std::string>& files, const FileWishes& wishes,
                                   Output& out) {
  if (files.empty()) return Outcome::damaged;  // said already
  if (files.size() > 1) {
    return fail(Code::invalid_input,
                fmt::format("--video-frames takes one video, not {} files; with --json instead all "
                            "videos are printed with their frames",
                            files.size()));
  }
  PicturePool pool;
  const FileHashes hashes = hash_file(files[0], wishes, pool);
  std::string reason = reason_of(hashes);
  if (hashes.read && hashes.video == extract::VideoFormat::unknown) {
    reason = "not an MP4, MOV, 3GP, WebM, Matroska or AVI video";
  }
  if (!reason.empty()) return fail(Code::corrupt, printable(files[0] + ": " + reason));
  for (const extract::VideoFrame& frame : (*hashes.video_facts)->frames) out.write(to_line(frame));
  note_early_end(files[0], hashes);
  return Outcome::done;
}

}  // namespace

Result<Outcome> hash_files(const HashSettings& settings, const Context& context, Output& out) {
  TRY(const FileList list, list_pictures(settings.files));
  FileWishes wishes{{.forms = settings.forms}, std::nullopt};
  if (settings.video_frames || context.json) {
    wishes.video = VideoSettings{};
    wishes.video->seconds_per_hash = settings.seconds_per_hash;
  }
  if (settings.video_frames && !context.json) return print_video_frames(list.files, wishes, out);
  PicturePool pool;
  Printer printer(settings, context, out);
  Step step(*context.progress, "hash", list.files.size(), "files");
  for (std::size_t begin = 0; begin < list.files.size() && out.is_open(); begin += kFilesAtOnce) {
    const std::size_t count = std::min(kFilesAtOnce, list.files.size() - begin);
    std::vector<FileHashes> hashed(count);
    parallel_for(count, [&](std::size_t i) {
      hashed[i] = hash_file(list.files[begin + i], wishes, pool);
      context.progress->advance(1);
    });
    for (std::size_t i = 0; i < count; ++i) printer.add(list.files[begin + i], hashed[i]);
    out.flush();
  }
  step.end();
  printer.end();
  if (const std::string note = pool.note(); !note.empty()) {
    say("note: pictures were decoded with less protection than usual: " + note);
  }
  if (list.links > 0) {
    say("note: symbolic links in folders that were not followed: " + report::thousands(list.links));
  }
  const uint64_t failed = printer.failed() + list.missing;
  const uint64_t all = list.files.size() + list.missing;
  if (failed > 0) {
    say(fmt::format("{} of {} could not be hashed", report::thousands(failed),
                    report::count_of(all, "file", "files")));
  }
  return failed > 0 && failed == all ? Outcome::damaged : Outcome::done;
}

}  // namespace maillon::tasks
