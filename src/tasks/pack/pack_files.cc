#include "tasks/pack/pack_files.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "store/file.h"

namespace maillon::tasks {

void PackFiles::add(const std::string& path, std::string bytes) {
  const auto kept = std::make_shared<const std::string>(std::move(bytes));  // copies of the maker
  files_.push_back({.path = path,
                    .size = kept->size(),
                    .sha256 = sha256(*kept),
                    .bytes = [kept](const ByteSink& sink) -> Result<void> {
                      sink(*kept);
                      return {};
                    }});
}

Result<void> PackFiles::add(const std::string& path, const ByteMaker& bytes) {
  PackFile file{.path = path, .size = 0, .sha256 = {}, .bytes = bytes};
  Sha256Stream hash;
  TRY_OK(bytes([&](std::string_view piece) {
    hash.update(piece);
    file.size += piece.size();
  }));
  file.sha256 = hash.finish();
  files_.push_back(std::move(file));
  return {};
}

void PackFiles::sort() {
  std::sort(files_.begin(), files_.end(),
            [](const PackFile& a, const PackFile& b) { return a.path < b.path; });
}

Result<Sha256> PackFiles::sign(const std::string& head, const store::SigningKey& key) {
  sort();
  std::string manifest = "{" + head + ",\n\"files\":[";
  for (std::size_t i = 0; i < files_.size(); ++i) {
    JsonWriter json;
    json.begin_object().member("path", files_[i].path).member("size", files_[i].size);
    json.member("sha256", to_hex(files_[i].sha256)).end_object();
    manifest += (i == 0 ? "\n" : ",\n") + json.take();
  }
  manifest += "\n]}\n";
  TRY(const store::Signature signature, key.sign(manifest));
  const Sha256 hash = sha256(manifest);
  add("manifest.json", std::move(manifest));
  add("manifest.sig", std::string(signature.begin(), signature.end()));
  return hash;
}

Result<void> PackFiles::write(const std::string& to) {
  sort();
  if (!to.ends_with(".zip")) return write_folder(to);
  TRY(Output out, Output::file(to));
  return write_zip(out);
}

Result<void> PackFiles::write_zip(Output& out) {
  sort();
  ZipWriter zip(out);
  for (const PackFile& file : files_) TRY_OK(zip.add(file.path, file.size, file.bytes));
  zip.finish();
  return out.finish();
}

uint64_t PackFiles::bytes() const {
  uint64_t bytes = 0;
  for (const PackFile& file : files_) bytes += file.size;
  return bytes;
}

Result<void> PackFiles::write_folder(const std::string& to) const {
  TRY(const std::vector<std::string> there, store::list_directory(to));
  if (!there.empty() || (store::file_exists(to) && !store::is_directory(to))) {
    return fail(Code::invalid_input,
                to + " is there already; name a folder that is not, or a file that ends in .zip");
  }
  // Made beside it and renamed, so that half a pack is never taken for a whole one.
  const std::string made = to + ".tmp";
  std::error_code error;
  std::filesystem::remove_all(made, error);
  TRY_OK(store::make_private_directory(made));
  for (const PackFile& file : files_) {
    const std::string path = made + "/" + file.path;
    TRY_OK(store::make_private_directory(store::parent_of(path)));
    TRY(Output out, Output::file(path));
    TRY_OK(file.bytes([&](std::string_view piece) { out.write(piece); }));
    TRY_OK(out.finish());
  }
  std::filesystem::remove(to, error);  // an empty folder
  return store::move_file(made, to);
}

}  // namespace maillon::tasks
