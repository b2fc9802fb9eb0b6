// The pictures of all active imports.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "base/hash.h"
#include "base/id.h"
#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {

class CasePhotos {
 public:
  struct OfImport {
    ImportId import;
    PhotoTable photos;
    std::string version;  // photo_version()
  };
  // Makes anew what is gone.
  static Result<CasePhotos> load(store::Case& open_case, Progress& progress);

  bool empty() const { return imports_.empty(); }
  // What findings in the import's pictures depend on; "-" if there are none.
  std::string version(ImportId import) const;
  // Nothing if the import has no pictures.
  std::optional<PhotoNames> names(ImportId import) const;
  const std::vector<OfImport>& imports() const { return imports_; }  // ascending
  const PhotoTable* find(ImportId import) const;

 private:
  std::vector<OfImport> imports_;
  std::set<Sha256> restricted_;  // found by name whatever is in them
};

}  // namespace maillon::tasks
