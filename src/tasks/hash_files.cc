#include "tasks/hash_files.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "base/checksums.h"
#include "base/hash.h"
#include "base/json_writer.h"
#include "base/parallel.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "store/file.h"
#include "tasks/picture_pool.h"

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
  std::vector<std::string> inside;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(
           path, fs::directory_options::skip_permission_denied, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    if (it->is_symlink(ignored)) {
      ++list.links;
    } else if (it->is_regular_file(ignored)) {
      inside.push_back(it->path().string());
    }
  }
  if (error) return fail(Code::io, path + ": cannot list the folder: " + error.message());
  std::sort(inside.begin(), inside.end());
  if (inside.empty()) say(printable(path) + ": the folder has no files");
  list.files.insert(list.files.end(), inside.begin(), inside.end());
  return {};
}

Result<FileList> list_files(const std::vector<std::string>& given) {
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

struct Hashed {
  bool was_read = false;
  Checksums checksums;
  Result<extract::PictureFacts> facts = extract::PictureFacts{};
};

// The bytes up to the limit, and the checksums of all of them.
Result<std::string> read_and_sum(const std::string& path, uint64_t limit, Checksums& checksums) {
  TRY(store::File file, store::File::open_read(path == "-" ? "/dev/stdin" : path));
  ChecksumStream stream;
  std::string bytes, piece(1 << 20, '\0');
  for (;;) {
    TRY(const std::size_t got, file.read(piece.data(), piece.size()));
    if (got == 0) break;
    stream.update({piece.data(), got});
    if (bytes.size() <= limit) bytes.append(piece.data(), got);
  }
  checksums = stream.finish();
  return bytes;
}

Hashed hash_file(const std::string& path, const extract::PictureWishes& wishes, PicturePool& pool) {
  Hashed hashed;
  const Result<std::string> bytes =
      read_and_sum(path, extract::PictureLimits{}.bytes, hashed.checksums);
  if (!bytes) {
    hashed.facts = tl::unexpected<Error>(bytes.error());
    return hashed;
  }
  hashed.was_read = true;
  hashed.facts = pool.read(*bytes, wishes);
  return hashed;
}

template <std::size_t N>
std::string hex(const std::array<uint8_t, N>& bytes) {
  return to_hex(bytes.data(), N);
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

std::string csv_row(const std::string& path, const Hashed& hashed, bool forms) {
  std::string row = csv_cell(path);
  if (hashed.facts) {
    row += "," + to_hex(hashed.facts->pdq.hash) + "," + std::to_string(hashed.facts->pdq.quality);
  } else {
    row += ",,";
  }
  row += "," + hex(hashed.checksums.md5) + "," + hex(hashed.checksums.sha1) + "," +
         to_hex(hashed.checksums.sha256);
  for (std::size_t i = 1; i < extract::kDihedralForms && forms; ++i) {
    row += ",";
    if (hashed.facts && hashed.facts->forms) row += to_hex(hashed.facts->forms->hashes[i]);
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

std::string json_object(const std::string& path, const Hashed& hashed) {
  JsonWriter json;
  json.begin_object().member("file", path);
  if (hashed.facts) {
    write_facts(json, *hashed.facts);
  } else {
    json.key("pdq").null().key("quality").null();
    json.member("error", hashed.facts.error().message);
  }
  json.member("md5", hex(hashed.checksums.md5)).member("sha1", hex(hashed.checksums.sha1));
  json.member("sha256", to_hex(hashed.checksums.sha256)).end_object();
  return json.take();
}

// Prints files as they are done, some hundred at a time, in order.
class Printer {
 public:
  Printer(const HashSettings& settings, const Context& context, Output& out)
      : forms_(settings.forms), json_(context.json), out_(out) {
    out_.write(json_ ? "[" : csv_header(forms_));
  }
  void add(const std::string& path, const Hashed& hashed) {
    if (!hashed.facts) {
      ++failed_;
      say(printable(path) + ": " + printable(hashed.facts.error().message));
    }
    if (!hashed.was_read) return;
    out_.write(json_ ? (is_first_ ? "\n" : ",\n") + json_object(path, hashed)
                     : csv_row(path, hashed, forms_));
    is_first_ = false;
  }
  void end() {
    if (json_) out_.write("\n]\n");
  }
  uint64_t failed() const { return failed_; }

 private:
  bool forms_, json_, is_first_ = true;
  uint64_t failed_ = 0;
  Output& out_;
};

}  // namespace

Result<Outcome> hash_files(const HashSettings& settings, const Context& context, Output& out) {
  TRY(const FileList list, list_files(settings.files));
  const extract::PictureWishes wishes{.forms = settings.forms};
  PicturePool pool;
  Printer printer(settings, context, out);
  Step step(*context.progress, "hash", list.files.size(), "files");
  for (std::size_t begin = 0; begin < list.files.size() && out.is_open(); begin += kFilesAtOnce) {
    const std::size_t count = std::min(kFilesAtOnce, list.files.size() - begin);
    std::vector<Hashed> hashed(count);
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
