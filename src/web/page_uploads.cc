#include "web/page_uploads.h"

#include <chrono>
#include <filesystem>

#include "base/hash.h"
#include "base/utf8.h"
#include "store/file.h"
#include "store/uploads.h"
#include "web/gate.h"

namespace maillon::web {

namespace {

constexpr std::size_t kNameBytes = 200, kHandleDigits = 48;
constexpr std::chrono::hours kKept{7 * 24};

bool is_handle(std::string_view text) {
  return text.size() == kHandleDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

// The name without what could lead anywhere else: a path's parts, control bytes, a dot first.
std::string safe_name(std::string_view name) {
  name = name.substr(name.find_last_of("/\\") + 1);
  std::string safe;
  for (const char c : name) safe += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '_' : c;
  while (!safe.empty() && safe.front() == '.') safe.erase(0, 1);
  return safe.empty() ? "file" : safe;
}

// One file while it arrives; gone with all that came of it unless keep() was called.
class UploadSink : public BodySink {
 public:
  static Result<std::unique_ptr<BodySink>> open(const std::string& folder, std::string_view name) {
    auto sink = std::make_unique<UploadSink>();
    TRY(sink->upload.handle, make_token());
    sink->upload.name = name;
    sink->folder_ = folder + "/" + sink->upload.handle;
    TRY_OK(store::make_private_directory(folder));
    TRY_OK(store::make_private_directory(sink->folder_));
    sink->upload.path = sink->folder_ + "/" + safe_name(name);
    TRY(sink->file_, store::File::create(sink->upload.path));
    return std::unique_ptr<BodySink>(std::move(sink));
  }
  UploadSink() = default;
  ~UploadSink() override {
    if (is_kept_ || folder_.empty()) return;
    file_.close();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  UploadSink(const UploadSink&) = delete;
  UploadSink& operator=(const UploadSink&) = delete;

  Result<void> write(std::string_view piece) override {
    hash_.update(piece);
    upload.bytes += piece.size();
    return file_.write(piece);
  }
  void keep() {
    file_.close();
    upload.sha256 = to_hex(hash_.finish());
    is_kept_ = true;
  }

  Upload upload;

 private:
  std::string folder_;
  store::File file_;
  Sha256Stream hash_;
  bool is_kept_ = false;
};

}  // namespace

PageUploads::PageUploads(const std::string& case_path) : folder_(store::uploads_folder(case_path)) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto now = fs::file_time_type::clock::now();
  for (auto it = fs::directory_iterator(folder_, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    std::error_code ignored;
    const auto changed = fs::last_write_time(it->path(), ignored);
    if (!ignored && now - changed > kKept) fs::remove_all(it->path(), ignored);
  }
}

Result<std::unique_ptr<BodySink>> PageUploads::receive(std::string_view name) const {
  if (name.empty() || name.size() > kNameBytes || !is_utf8(name))
    return fail(Code::invalid_input, "a file needs a name, in UTF-8 and at most 200 bytes");
  return UploadSink::open(folder_, name);
}

Result<Upload> PageUploads::keep(BodySink& sink) {
  auto& upload = static_cast<UploadSink&>(sink);  // receive() makes no others
  upload.keep();
  return upload.upload;
}

Result<Upload> PageUploads::find(const std::string& handle) const {
  Upload upload;
  if (is_handle(handle)) {
    TRY(const std::vector<std::string> names, store::list_directory(folder_ + "/" + handle));
    if (names.size() == 1) {
      upload.handle = handle;
      upload.name = names.front();
      upload.path = folder_ + "/" + handle + "/" + names.front();
      return upload;
    }
  }
  return fail(Code::not_found, "a file that was sent is no longer there; choose it again");
}

Result<PageUploads::Folder> PageUploads::gather(const std::vector<Upload>& uploads) const {
  namespace fs = std::filesystem;
  Folder folder;
  TRY(folder.handle, make_token());
  folder.path = folder_ + "/" + folder.handle;
  TRY_OK(store::make_private_directory(folder.path));
  for (const Upload& upload : uploads) {
    const fs::path to = fs::path(folder.path) / upload.name;
    std::error_code error;
    if (fs::exists(to, error)) {
      forget({folder.handle});
      return fail(Code::invalid_input, "two pictures have the name '" + upload.name +
                                           "'; leave one out, or pack each folder as a ZIP");
    }
    error = store::give_second_name(upload.path, to.string());
    if (error) {
      forget({folder.handle});
      return fail(Code::io, "'" + upload.name + "' cannot be read again: " + error.message());
    }
  }
  return folder;
}

void PageUploads::forget(const std::vector<std::string>& handles) const {
  for (const std::string& handle : handles) {
    std::error_code ignored;
    if (is_handle(handle)) std::filesystem::remove_all(folder_ + "/" + handle, ignored);
  }
}

}  // namespace maillon::web
