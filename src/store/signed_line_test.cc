#include "store/signed_line.h"

#include <gtest/gtest.h>

#include "store/case_test_util.h"
#include "store/file.h"
#include "store/tree_head.h"

namespace maillon::store {
namespace {

std::string line_of(const std::string& what, const std::optional<Sha256>& previous,
                    const SigningKey* key) {
  return sign_line("{\"what\":\"" + what + "\"", previous, key).value();
}

std::vector<std::string> problems_of(const std::string& path) {
  std::vector<std::string> problems;
  const auto lines = check_lines(path);
  EXPECT_TRUE(lines.has_value());
  for (const LineOfFile& line : *lines) problems.push_back(line.problem);
  return problems;
}

TEST(SignedLine, IsReadAsItWasSigned) {
  const auto key = SigningKey::make();
  ASSERT_OK(key);
  const std::string first = line_of("a", std::nullopt, &*key);
  const auto read = read_signed_line(first);
  ASSERT_OK(read);
  EXPECT_TRUE(read->is_signed);
  EXPECT_EQ(read->key, key->public_key());
  EXPECT_FALSE(read->previous);
  const auto second = read_signed_line(line_of("b", read->hash(), &*key));
  EXPECT_EQ(second->previous, sha256(first));
  const auto bare = read_signed_line(line_of("c", std::nullopt, nullptr));
  ASSERT_OK(bare);
  EXPECT_FALSE(bare->key || bare->is_signed);
}

TEST(SignedLine, AnyChangedBitIsSeen) {
  const auto key = SigningKey::make();
  const std::string line = line_of("7 requests", sha256("x"), &*key);
  for (std::size_t at = 0; at < line.size(); ++at) {
    std::string changed = line;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto read = read_signed_line(changed);
    EXPECT_FALSE(read && read->is_signed) << at;
  }
  // More after the signature, or a second one before it.
  for (const std::string& other :
       {line.substr(0, line.size() - 1) + ",\"what\":\"8\"}", line + " ",
        line.substr(0, line.size() - 1), std::string("{}"), std::string()}) {
    const auto read = read_signed_line(other);
    EXPECT_FALSE(read && read->is_signed) << other;
  }
}

TEST(SignedLine, AFileThatWasChangedIsNamedByLine) {
  const TempDirectory dir;
  const auto key = SigningKey::make();
  const std::string path = dir / "log.jsonl";
  EXPECT_TRUE(problems_of(path).empty());
  for (const char* what : {"a", "b", "c"}) {
    ASSERT_OK(
        append_signed(path, [&](const std::optional<SignedLine>& last) -> Result<std::string> {
          return line_of(what, last ? std::optional(last->hash()) : std::nullopt, &*key);
        }));
  }
  EXPECT_EQ(problems_of(path), std::vector<std::string>(3));
  const std::string whole = file_bytes(path);
  const std::size_t second = whole.find('\n') + 1, third = whole.find('\n', second) + 1;

  write_bytes(path, whole.substr(0, second) + whole.substr(third));  // one was taken out
  EXPECT_EQ(problems_of(path)[0], "");
  EXPECT_NE(problems_of(path)[1].find("does not follow"), std::string::npos);
  std::string changed = whole;
  changed[whole.find("\"b\"") + 1] = 'x';
  write_bytes(path, changed);
  EXPECT_NE(problems_of(path)[1].find("signature"), std::string::npos);
  write_bytes(path, whole.substr(0, whole.size() - 20));  // a power cut
  ASSERT_OK(append_signed(path, [&](const std::optional<SignedLine>& last) -> Result<std::string> {
    return line_of("d", last->hash(), &*key);
  }));
  EXPECT_EQ(problems_of(path).size(), 4U);
  EXPECT_NE(problems_of(path)[2].find("power cut"), std::string::npos);
  EXPECT_EQ(problems_of(path)[3], "");
}

TEST(SignedLine, VerifyHoldsDigestsToTheKeysOfTheCase) {
  const TempDirectory dir;
  auto file = Case::create(dir / "case", by());
  ASSERT_OK(file);
  const auto key = SigningKey::make(), other = SigningKey::make();
  ASSERT_OK(add_log_key(*file, key->public_key(), by()));
  const std::string first = line_of("a", std::nullopt, &*key);
  struct Row {
    std::string detail;
    const char* found;  // "": nothing
    Severity severity = Severity::damage;
  };
  const Row rows[] = {
      {first, ""},
      {line_of("b", sha256(first), &*key), ""},
      {line_of("c", sha256(first), &*other), "not signed by a key"},
      {line_of("d", sha256("elsewhere"), &*key), "follows one that is not there"},
      {line_of("e", sha256(first), nullptr), "not signed: its key", Severity::note},
      {"{\"what\":\"f\"}", "no digest"},
  };
  std::size_t seq = file->log_tree().size().value();
  for (const Row& row : rows) {
    ASSERT_OK(file->log(kMatchDigest, row.detail, by()));
    VerifyReport report;
    ASSERT_OK(verify_digests(*file, report));
    const std::string where = "log entry " + std::to_string(seq++);
    const auto at = std::find_if(report.findings.begin(), report.findings.end(),
                                 [&](const Finding& f) { return f.where == where; });
    ASSERT_EQ(at != report.findings.end(), *row.found != '\0') << row.detail;
    if (at == report.findings.end()) continue;
    EXPECT_NE(at->what.find(row.found), std::string::npos) << at->what;
    EXPECT_EQ(at->severity, row.severity);
  }
}

}  // namespace
}  // namespace maillon::store
