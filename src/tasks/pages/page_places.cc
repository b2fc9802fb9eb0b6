#include "tasks/pages/page_places.h"

#include <algorithm>

#include "collect/unwrap.h"
#include "tasks/byte_sources.h"

namespace maillon::tasks {

namespace {

// Before the text of a line stand two numbers.
constexpr uint64_t kLineHead = 100;
constexpr std::size_t kPassedAtOnce = 1U << 20;

}  // namespace

std::optional<collect::PagePlace> find_page(const store::Case& open_case,
                                            const store::ImportedFile& file, uint64_t begin,
                                            uint64_t end) {
  // Asked for each row of a quarantine: the plan is not read for it.
  if (file.plan.find(R"("format":"pages")") == std::string::npos || end < begin)
    return std::nullopt;
  const auto lines = open_case.open_plain(file.sha256);
  if (!lines || end > lines->size()) return std::nullopt;
  const auto line = lines->read(begin, static_cast<std::size_t>(std::min(end - begin, kLineHead)));
  return line ? collect::find_page_place(*line) : std::nullopt;
}

Result<std::string> read_page_bytes(const store::Case& open_case, const store::ImportedFile& file,
                                    const collect::PagePlace& place, std::size_t most_bytes) {
  TRY(const collect::ReadPlan plan, collect::ReadPlan::from_json(file.plan));
  TRY(const store::BlockReader original, open_case.open_original(file.sha256));
  TRY(const auto source, collect::unwrap(std::make_unique<BlockSource>(original), plan.container));
  std::string piece(kPassedAtOnce, '\0'), out;
  const auto size = static_cast<std::size_t>(
      std::min<uint64_t>(place.end - std::min(place.begin, place.end), most_bytes));
  for (uint64_t at = 0; out.size() < size;) {
    TRY(const std::size_t got, source->read(piece.data(), piece.size()));
    if (got == 0) break;
    const uint64_t from = std::max(at, place.begin);
    if (at + got > from)
      out.append(piece, static_cast<std::size_t>(from - at),
                 std::min<uint64_t>(size - out.size(), at + got - from));
    at += got;
  }
  return out;
}

}  // namespace maillon::tasks
