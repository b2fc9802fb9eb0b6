#include "store/file_scratch.h"

#include <algorithm>
#include <filesystem>
#include <numeric>

#include <gtest/gtest.h>

#include "store/case_test_util.h"

namespace maillon::store {
namespace {

std::vector<uint32_t> numbers(std::size_t count) {
  std::vector<uint32_t> out(count);
  std::iota(out.begin(), out.end(), 1);
  return out;
}

// Appends in uneven pieces and gives back what the sealed spool holds.
void expect_kept(Spool& spool, const std::vector<uint32_t>& values) {
  const auto bytes = std::as_bytes(std::span(values));
  for (std::size_t at = 0, step = 1; at < bytes.size(); at += step, step = step * 3 + 1)
    ASSERT_OK(spool.append(bytes.subspan(at, std::min(step, bytes.size() - at))));
  for (int round = 0; round < 2; ++round) {
    const auto kept = spool.seal();
    ASSERT_OK(kept);
    ASSERT_EQ(kept->size(), bytes.size());
    EXPECT_TRUE(std::equal(kept->begin(), kept->end(), bytes.begin()));
    spool.release(kept->subspan(kept->size() / 3, kept->size() / 2));
    spool.release(kept->first(0));
  }
}

TEST(FileScratch, KeepsWhatIsSmallAndWhatIsLarge) {
  const TempDirectory dir;
  auto open_case = Case::create(dir / "c", by());
  ASSERT_OK(open_case);
  for (const std::size_t in_memory : {std::size_t{0}, std::size_t{1000}, std::size_t{1} << 30}) {
    FileScratch scratch(*open_case, in_memory);
    for (const std::size_t count : {0, 1, 250, 251, 100'000}) {
      SCOPED_TRACE(count);
      const auto spool = scratch.spool();
      expect_kept(*spool, numbers(count));
    }
  }
}

TEST(FileScratch, LeavesNoFile) {
  const TempDirectory dir;
  auto open_case = Case::create(dir / "c", by());
  ASSERT_OK(open_case);
  FileScratch scratch(*open_case, 10);
  const auto spool = scratch.spool();
  const std::vector<uint32_t> some = numbers(5000);
  ASSERT_OK(spool->append(std::as_bytes(std::span(some))));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir / "c"))
    EXPECT_EQ(entry.path().string().find("scratch"), std::string::npos);
}

}  // namespace
}  // namespace maillon::store
