#include "store/verify_log.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "store/merkle.h"
#include "store/purge_state.h"

namespace maillon::store {

namespace {

constexpr std::string_view kAdvice =
    "the record of what was done is not what it was; compare with a copy of the case";

void damage(VerifyReport& report, std::string where, std::string what) {
  report.findings.push_back({.severity = Severity::damage,
                             .what = std::move(what),
                             .where = std::move(where),
                             .advice = std::string(kAdvice)});
}

// One stored node of the tree against the one that the entries give.
class NodeChecker {
 public:
  static Result<NodeChecker> open(Database& database, VerifyReport& report) {
    TRY(Statement statement,
        database.prepare("SELECT hash FROM log_nodes WHERE level=? AND idx=?"));
    return NodeChecker(std::move(statement), report);
  }
  Result<void> check(const MerkleNode& node) {
    statement_.reset();
    statement_.bind(1, static_cast<int64_t>(node.level)).bind(2, static_cast<int64_t>(node.index));
    TRY(const bool found, statement_.step());
    ++count_;
    if (found && statement_.blob(0) == as_bytes(node.hash)) return {};
    const std::string where = node.level == 0 ? "log entry " + std::to_string(node.index)
                                              : "log tree node " + std::to_string(node.level) +
                                                    "/" + std::to_string(node.index);
    damage(*report_, where,
           !found            ? "its hash is missing"
           : node.level == 0 ? "its text does not match its leaf"
                             : "it does not match the entries below it");
    return {};
  }
  uint64_t count() const { return count_; }

 private:
  NodeChecker(Statement statement, VerifyReport& report)
      : statement_(std::move(statement)), report_(&report) {}
  Statement statement_;
  VerifyReport* report_;
  uint64_t count_ = 0;
};

}  // namespace

Result<void> verify_log(Database& database, VerifyReport& report, Progress& progress,
                        const SignedTreeHead* earlier) {
  progress.begin_step("log", 0, "entries");
  TRY(NodeChecker checker, NodeChecker::open(database, report));
  TRY(Statement rows, database.prepare("SELECT seq, salt, text, CASE WHEN json_valid(text) THEN "
                                       "json_extract(text, '$.seq') ELSE -1 END "
                                       "FROM log ORDER BY seq"));
  MerkleFrontier tree;
  // The right-most complete subtree of each level: all that merkle_append asks for.
  std::map<uint32_t, Sha256> last;
  for (uint64_t expected = 0;; ++expected) {
    auto row = rows.step();
    if (!row && row.error().code == Code::io) return tl::unexpected<Error>(row.error());
    if (!row) {
      damage(report, "log entry " + std::to_string(expected), "it cannot be read");
      break;
    }
    if (!*row) break;
    const auto seq = static_cast<uint64_t>(rows.integer(0));
    if (seq != expected) {
      damage(report, "log entry " + std::to_string(expected), "it is missing");
      break;
    }
    if (static_cast<uint64_t>(rows.integer(3)) != seq) {
      damage(report, "log entry " + std::to_string(seq), "its text has the number of another one");
    }
    const Sha256 leaf = log_leaf(rows.blob(1), rows.text(2));
    for (const MerkleNode& node :
         merkle_append(seq, leaf, [&](uint32_t level, uint64_t) { return last[level]; })) {
      TRY_OK(checker.check(node));
      last[node.level] = node.hash;
    }
    tree.append(leaf);
    if (earlier != nullptr && tree.size() == earlier->head.size &&
        tree.root() != earlier->head.root) {
      damage(
          report, "log",
          "its first " + std::to_string(tree.size()) + " entries are not those of the signed head");
    }
    ++report.log_entries;
    progress.advance(1);
  }
  // A tree that is longer than the texts: entries were cut off at the end.
  TRY(const int64_t stored, database.integer("SELECT count(*) FROM log_nodes"));
  if (static_cast<uint64_t>(stored) != checker.count()) {
    damage(report, "log", "the tree has more entries than the log has texts");
  }
  if (earlier != nullptr && earlier->head.size > tree.size()) {
    damage(report, "log",
           "it has " + std::to_string(tree.size()) + " entries, and had " +
               std::to_string(earlier->head.size) + " when the head was signed");
  }
  report.log_root = to_hex(tree.root());
  progress.end_step();
  return {};
}

Result<void> verify_head(const Case& from, const SignedTreeHead& earlier, VerifyReport& report) {
  TRY(const std::vector<PublicKey> keys, log_keys(from));
  const auto add = [&](std::string what, std::string advice) {
    report.findings.push_back({.severity = Severity::damage,
                               .what = std::move(what),
                               .where = "signed head",
                               .advice = std::move(advice)});
  };
  if (!is_signed(earlier)) {
    add("its signature is not of its key and content", "take another copy of the head");
  } else if (std::find(keys.begin(), keys.end(), earlier.key) == keys.end()) {
    add("it is signed by a key that this case never had",
        "is it the head of this case? If so, the case is not the one that was signed");
  }
  return {};
}

Result<void> verify_acts(const Case::State& state, VerifyReport& report, Progress& progress) {
  progress.begin_step("acts", 0, "acts");
  TRY(Statement rows,
      state.db.prepare("SELECT a.id, a.kind, a.time, a.actor, a.undoes, a.digest, "
                       "CASE WHEN json_valid(l.text) THEN json_extract(l.text, '$.detail.digest') "
                       "END FROM acts a "
                       "LEFT JOIN log l ON l.seq = a.log_seq ORDER BY a.id"));
  for (;;) {
    auto row = rows.step();
    if (!row && row.error().code == Code::io) return tl::unexpected<Error>(row.error());
    if (!row) {
      damage(report, "acts", "they cannot be read");
      break;
    }
    if (!*row) break;
    const Act act{.id = static_cast<ActId>(rows.integer(0)),
                  .kind = std::string(rows.text(1)),
                  .by = {.actor = std::string(rows.text(3)), .time = rows.integer(2)},
                  .undoes = static_cast<ActId>(rows.integer(4))};
    auto digest = act_digest(state.db, act);
    if (!digest && digest.error().code == Code::io) return tl::unexpected<Error>(digest.error());
    const std::string where = "act " + std::to_string(act.id) + " (" + act.kind + ")";
    auto purged = digest_since_purge(state.db, act.id);
    if (!purged && purged.error().code == Code::io) return tl::unexpected<Error>(purged.error());
    // What a purge left of an act is what the purge says, whose own digest is in the log.
    const bool is_known =
        digest && purged && (*purged ? **purged == *digest : rows.blob(5) == as_bytes(*digest));
    if (!is_known) {
      damage(report, where, "its rows are not what they were when it was done");
    }
    if (rows.text(6) != to_hex(to_sha256(rows.blob(5)))) {
      damage(report, where, "the log does not say the same about it");
    }
    ++report.acts;
    progress.advance(1);
  }
  TRY(const int64_t logged, state.db.integer("SELECT count(*) FROM log WHERE json_valid(text) AND "
                                             "json_extract(text, '$.detail.digest') IS NOT NULL"));
  if (static_cast<uint64_t>(logged) > report.acts) {
    damage(report, "acts", "the log tells of acts that are not there any more");
  }
  progress.end_step();
  return {};
}

}  // namespace maillon::store
