#include "tasks/pictures/case_photos.h"

#include "store/listings.h"

namespace maillon::tasks {

Result<CasePhotos> CasePhotos::load(store::Case& open_case, Progress& progress) {
  CasePhotos out;
  TRY(const store::Listings known, store::read_listings(open_case));
  for (const auto& [sha256, picture] : known.pictures) {
    if (picture.restriction != store::Restriction::none) out.restricted_.insert(sha256);
  }
  TRY(const std::vector<store::Import> imports, open_case.imports());
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    TRY(std::optional<PhotoTable> photos, load_photos(open_case, import, progress));
    if (!photos) continue;
    std::string version = photo_version(*photos, out.restricted_);
    out.imports_.push_back({import.id, *std::move(photos), std::move(version)});
  }
  return out;
}

const PhotoTable* CasePhotos::find(ImportId import) const {
  for (const OfImport& one : imports_) {
    if (one.import == import) return &one.photos;
  }
  return nullptr;
}

std::string CasePhotos::version(ImportId import) const {
  for (const OfImport& one : imports_) {
    if (one.import == import) return one.version;
  }
  return "-";
}

std::optional<PhotoNames> CasePhotos::names(ImportId import) const {
  const PhotoTable* photos = find(import);
  return photos == nullptr ? std::nullopt
                           : std::optional<PhotoNames>(std::in_place, *photos, restricted_);
}

}  // namespace maillon::tasks
