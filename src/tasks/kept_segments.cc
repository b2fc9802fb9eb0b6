#include "tasks/kept_segments.h"

#include <fmt/format.h>

#include "tasks/pictures/photos.h"

namespace maillon::tasks {

std::string KeptSegments::name(ImportId import, uint32_t segment) const {
  return fmt::format("{}/{}-{}", folder, import.value, segment);
}

std::string KeptSegments::made_with(const store::Case& from, ImportId import,
                                    uint64_t checksum) const {
  return fmt::format("{} {} {:016x} {}", version, program, checksum,
                     photo_texts_version(from, import));
}

bool KeptSegments::is_kept(const store::Case& from, ImportId import, uint32_t segment,
                           uint64_t checksum) const {
  const std::string bundle_name = name(import, segment);
  if (!from.has_bundle(bundle_name)) return false;
  const auto bundle = from.read_bundle(bundle_name);
  return bundle && bundle->version() == version &&
         bundle->attribute("made_with") == made_with(from, import, checksum);
}

Result<MissingSegments> find_missing(store::Case& open_case, const KeptSegments& kept) {
  TRY(const std::vector<store::Import> imports, open_case.imports());
  MissingSegments out;
  for (const store::Import& import : imports) {
    for (uint32_t n = 0; n < import.segments; ++n) {
      const std::string name = kept.name(import.id, n);
      if (!import.active) {
        if (open_case.has_bundle(name)) TRY_OK(open_case.drop_derived(name));
        continue;
      }
      TRY(const store::BundleReader segment, open_case.open_segment(import.id, n));
      if (kept.is_kept(open_case, import.id, n, segment.file().checksum())) continue;
      out.segments.emplace_back(import.id, n);
      out.records += segment.count("file");
    }
  }
  return out;
}

}  // namespace maillon::tasks
