#include "tasks/indicators/ready_catalogue.h"

#include <string_view>

#include "rank/compiled.h"

// What quality/compile_catalogue.cc wrote, MAILLON_COMPILED_CATALOGUE.
asm(R"(
  .pushsection .rodata
  .balign 16
  .globl kMaillonCompiledCatalogue, kMaillonCompiledCatalogueEnd
  .hidden kMaillonCompiledCatalogue, kMaillonCompiledCatalogueEnd
kMaillonCompiledCatalogue:
  .incbin ")" MAILLON_COMPILED_CATALOGUE R"("
kMaillonCompiledCatalogueEnd:
  .popsection
)");
extern "C" {
extern const char kMaillonCompiledCatalogue[];
extern const char kMaillonCompiledCatalogueEnd[];
}

namespace maillon::tasks {
namespace {

std::string_view compiled() {
  return {kMaillonCompiledCatalogue,
          static_cast<std::size_t>(kMaillonCompiledCatalogueEnd - kMaillonCompiledCatalogue)};
}

}  // namespace

Result<rank::Catalogue> ready_catalogue(std::span<const rank::CatalogueFile> files) {
  if (rank::catalogue_hash(files) == rank::compiled_hash(compiled())) {
    if (auto catalogue = rank::compiled_catalogue(compiled())) return catalogue;
  }
  return rank::read_sound_catalogue(files);
}

rank::Matcher ready_matcher(const rank::Catalogue& catalogue) {
  if (catalogue.hash == rank::compiled_hash(compiled())) {
    if (auto matcher = rank::compiled_matcher(compiled())) return *std::move(matcher);
  }
  return rank::Matcher(catalogue);
}

}  // namespace maillon::tasks
