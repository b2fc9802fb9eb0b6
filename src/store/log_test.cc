#include "store/log.h"

#include <chrono>

#include <gtest/gtest.h>

#include "store/case.h"
#include "store/case_test_util.h"
#include "store/merkle.h"
#include "store/requests.h"
#include "store/sqlite.h"

namespace maillon::store {
namespace {

std::vector<LogEntry> all_entries(const Log& log) {
  std::vector<LogEntry> entries;
  EXPECT_TRUE(log.read(0, [&](const LogEntry& entry) {
    entries.push_back(entry);
    return true;
  }));
  return entries;
}

TEST(Log, EveryActIsAnEntry) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by(1));
  ASSERT_OK(import_text(*to, lines(1000)));
  ASSERT_OK(to->decide({.kind = "same", .a = "x", .b = "y"}, by(3)));
  ASSERT_OK(to->undo(2, by(4)));
  ASSERT_OK(to->append_identities({{post_key("", "1")}, {1}, 2}, "{}", by(5)));
  ASSERT_OK(to->set_setting("country", "FR", by(6)));
  ASSERT_OK(to->log("search", "{\"query\": \"a \\\"quoted\\\" word\"}", {"\",\"detail\":{", 7}));
  ASSERT_OK(to->log("show", "", by(8)));
  const auto entries = all_entries(to->log_tree());
  ASSERT_EQ(entries.size(), 8U);
  std::vector<std::string> actions;
  for (const LogEntry& entry : entries) actions.push_back(entry.action);
  EXPECT_EQ(actions, (std::vector<std::string>{"create", "import", "decide", "undo", "link",
                                               "config", "search", "show"}));
  EXPECT_NE(entries[1].detail.find("\"act\":1,\"digest\":\""), std::string::npos);
  EXPECT_NE(entries[1].detail.find("\"files\":1,\"records\":10,\"quarantined\":2"),
            std::string::npos);
  EXPECT_NE(entries[3].detail.find("\"undoes\":2"), std::string::npos);
  // What was given comes back as it was, also where the actor looks like JSON.
  EXPECT_EQ(entries[6].actor, "\",\"detail\":{");
  EXPECT_EQ(entries[6].detail, "{\"query\": \"a \\\"quoted\\\" word\"}");
  EXPECT_EQ(entries[6].time, 7);
  EXPECT_EQ(entries[7].detail, "{}");
}

TEST(Log, DetailMustBeAnObject) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  for (const char* bad : {"[1]", "7", "{", "{} {}", "{\"a\":}", "null"}) {
    EXPECT_FAILS(to->log("show", bad, by()), Code::invalid_input, "must be a JSON object");
  }
  EXPECT_EQ(*to->log_tree().size(), 1U);
}

TEST(Log, RootsAndProofsHoldAtEverySize) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  Log& log = to->log_tree();
  std::vector<Sha256> leaves, roots{sha256("")};
  for (uint64_t i = 0; i < 40; ++i) {
    leaves.push_back(*log.leaf(i));
    roots.push_back(*log.root());
    EXPECT_EQ(roots.back(), merkle_root(leaves));
    ASSERT_OK(to->log("show", "{\"i\":" + std::to_string(i) + "}", by()));
  }
  for (uint64_t n = 1; n <= 40; ++n) {
    EXPECT_EQ(*log.root_at(n), roots[n]);
    auto proof = log.prove_inclusion(n / 2, n);
    ASSERT_OK(proof);
    EXPECT_TRUE(verify_inclusion(leaves[n / 2], n / 2, n, *proof, roots[n]));
    auto consistent = log.prove_consistency(n, 40);
    ASSERT_OK(consistent);
    EXPECT_TRUE(verify_consistency(n, 40, roots[n], roots[40], *consistent));
  }
  EXPECT_FAILS(log.root_at(99), Code::invalid_input, "only 41");
  EXPECT_FAILS(log.prove_inclusion(5, 5), Code::invalid_input, "no such");
  EXPECT_FAILS(log.prove_consistency(0, 5), Code::invalid_input, "never");
}

TEST(Log, LeafCommitsToSaltAndText) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by(77));
  auto db = Database::open(dir / "c/case.db", Database::Mode::read_write);
  auto row = db->prepare("SELECT salt, text FROM log WHERE seq=0");
  ASSERT_TRUE(*row->step());
  const std::string salt(row->blob(0)), text(row->text(1));
  EXPECT_EQ(salt.size(), 16U);
  EXPECT_EQ(text, R"({"seq":0,"time":77,"actor":"ana","action":"create","detail":{}})");
  const Sha256 x = sha256(salt + text);
  const std::string leaf = std::string(1, '\0') + std::string(x.begin(), x.end());
  EXPECT_EQ(*to->log_tree().leaf(0), sha256(leaf));
}

TEST(Log, ActsAndEntriesCannotBeChanged) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  ASSERT_OK(import_text(*to, lines(1000)));
  ASSERT_OK(to->decide({.kind = "same", .a = "x", .b = "y"}, by()));
  ASSERT_OK(to->append_identities({{post_key("", "1")}, {1}, 2}, "{}", by()));
  ASSERT_OK(to->set_setting("k", "v", by()));
  ASSERT_OK(ask_second_person(*to, {"export", "all", "", "why"}, by()));
  auto db = Database::open(dir / "c/case.db", Database::Mode::read_write);
  for (const char* sql : {"DELETE FROM requests", "UPDATE requests SET reason='x'",
                          "DELETE FROM log", "UPDATE log SET text='{}'", "DELETE FROM log_nodes",
                          "UPDATE log_nodes SET hash=x'00'", "DELETE FROM acts WHERE id=1",
                          "UPDATE acts SET actor='somebody else'", "UPDATE imports SET notes='x'",
                          "DELETE FROM import_files", "UPDATE import_files SET name='x'",
                          "DELETE FROM decisions", "UPDATE decisions SET value='x'",
                          "DELETE FROM identity_acts", "UPDATE identity_parts SET data=x'00'",
                          "DELETE FROM settings", "UPDATE settings SET value='x'",
                          "DELETE FROM quarantine", "UPDATE quarantine SET reason='x'"}) {
    SCOPED_TRACE(sql);
    EXPECT_FAILS(db->execute(sql), Code::io, "append-only");
  }
}

TEST(Log, AppendingIsQuickAtAnyLength) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  const auto run = [&] {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 300; ++i) ASSERT_OK(to->log("show", "{\"id\":\"N-1\"}", by()));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took.count() / 300, 5.0);
  };
  run();
  for (int i = 0; i < 3'000; ++i) ASSERT_OK(to->log("show", "", by()));
  run();
}

}  // namespace
}  // namespace maillon::store
