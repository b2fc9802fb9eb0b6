// Shared by the tests of cases: small imports with everything in them.
#pragma once

#include <string>
#include <vector>

#include "store/case.h"
#include "store/store_test_util.h"
#include "store/verify.h"

namespace maillon::store {

inline By by(int64_t time = 1'700'000'000) {
  return {.actor = "ana", .time = time};
}

inline std::vector<QuarantineRow> bad_rows(std::size_t n) {
  std::vector<QuarantineRow> rows;
  for (std::size_t i = 0; i < n; ++i) {
    rows.push_back({.begin = 10 * i, .end = 10 * i + 7, .line = i + 1, .reason = "too few cells"});
  }
  return rows;
}

// Writes one file with a segment and some bad rows into a running import.
inline Result<Sha256> add_file(ImportWriter& import, const std::string& name,
                               const std::string& content, const std::string& plan = "{}",
                               std::size_t quarantined = 2) {
  TRY_OK(import.begin_file(name));
  TRY_OK(import.write_raw(content));
  TRY_OK(import.add_quarantine(bad_rows(quarantined)));
  TRY(BundleWriter segment, import.begin_segment());
  TRY_OK(segment.add("begin", std::vector<uint64_t>(content.size() / 100, 1)));
  TRY_OK(import.end_segment(std::move(segment), content.size() / 100));
  return import.end_file(plan, content.size() / 100, "comma, UTF-8");
}

inline Result<ImportId> import_text(Case& to, const std::string& content,
                                    const std::string& plan = "{}", std::size_t quarantined = 2) {
  TRY(ImportWriter import, to.begin_import());
  TRY(const Sha256 hash, add_file(import, "posts.csv", content, plan, quarantined));
  (void)hash;
  return import.commit("", by());
}

inline void expect_undamaged(const std::string& directory) {
  auto from = Case::open(directory, Access::read);
  ASSERT_OK(from);
  Progress silent;
  auto report = verify(*from, silent);
  ASSERT_OK(report);
  for (const Finding& f : report->findings) {
    EXPECT_NE(f.severity, Severity::damage) << f.where << ": " << f.what;
  }
}

}  // namespace maillon::store
