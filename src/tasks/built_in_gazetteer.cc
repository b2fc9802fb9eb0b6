#include "tasks/built_in_gazetteer.h"

// What quality/compile_gazetteer.cc wrote, MAILLON_GAZETTEER.
asm(R"(
  .pushsection .rodata
  .balign 16
  .globl kMaillonGazetteer, kMaillonGazetteerEnd
  .hidden kMaillonGazetteer, kMaillonGazetteerEnd
kMaillonGazetteer:
  .incbin ")" MAILLON_GAZETTEER R"("
kMaillonGazetteerEnd:
  .popsection
)");
extern "C" {
extern const char kMaillonGazetteer[];
extern const char kMaillonGazetteerEnd[];
}

namespace maillon::tasks {

const collect::Gazetteer& built_in_gazetteer() {
  static const collect::Gazetteer built_in(std::string_view(
      kMaillonGazetteer, static_cast<std::size_t>(kMaillonGazetteerEnd - kMaillonGazetteer)));
  return built_in;
}

}  // namespace maillon::tasks
