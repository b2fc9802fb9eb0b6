#include "tasks/indicators/catalogue_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "rank/built_in.h"
#include "tasks/indicators/ready_catalogue.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 64U << 20;

Result<rank::CatalogueFile> read_file(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) {
    return fail(Code::io, fmt::format("{}: cannot be read ({})", path.string(), error.message()));
  }
  if (size > kMostBytes) {
    return fail(Code::invalid_input,
                fmt::format("{}: no catalogue: larger than 64 MiB", path.string()));
  }
  std::ifstream in(path, std::ios::binary);
  std::string text(size, ' ');
  in.read(text.data(), static_cast<std::streamsize>(size));
  if (!in) return fail(Code::io, fmt::format("{}: cannot be read", path.string()));
  return rank::CatalogueFile{path.filename().string(), std::move(text)};
}

Result<std::vector<fs::path>> list_files(const std::string& given) {
  std::error_code error;
  if (!fs::is_directory(given, error)) return std::vector<fs::path>{given};
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(given, error)) {
    if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml") {
      out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  if (out.empty()) {
    return fail(Code::invalid_input, fmt::format("{}: no .yaml file in that folder", given));
  }
  return out;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t cut = std::min(text.find('\n'), text.size());
    if (cut > 0) out.emplace_back(text.substr(0, cut));
    text.remove_prefix(std::min(cut + 1, text.size()));
  }
  return out;
}

Result<std::vector<rank::CatalogueFile>> catalogue_files(const std::vector<std::string>& overlays,
                                                         bool built_in) {
  std::vector<rank::CatalogueFile> files;
  if (built_in) files = rank::built_in_catalogue();
  for (const std::string& given : overlays) {
    TRY(const std::vector<fs::path> paths, list_files(given));
    for (const fs::path& path : paths) {
      TRY(rank::CatalogueFile file, read_file(path));
      files.push_back(std::move(file));
    }
  }
  return files;
}

Result<std::vector<rank::CatalogueFile>> catalogue_files_of(const store::Case& of) {
  TRY(const auto overlays, of.setting(kCatalogueSetting));
  return catalogue_files(lines_of(overlays.value_or("")));
}

Result<rank::Catalogue> catalogue_of(const store::Case& of) {
  TRY(const auto files, catalogue_files_of(of));
  return ready_catalogue(files);
}

}  // namespace maillon::tasks
