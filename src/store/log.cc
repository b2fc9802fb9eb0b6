#include "store/log.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include <sys/random.h>

#include "base/json_writer.h"
#include "store/case_state.h"
#include "store/merkle.h"
#include "store/sqlite.h"

namespace maillon::store {

namespace {

// Salts are the one thing here that must not be repeatable: they hide a text
// that is guessed (a phone number) once the text itself is forgotten.
Result<std::array<char, 16>> make_salt() {
  std::array<char, 16> salt{};
  if (::getrandom(salt.data(), salt.size(), 0) != static_cast<ssize_t>(salt.size())) {
    return fail(Code::io, "the system gives no random bytes");
  }
  return salt;
}

// Looks up stored subtrees. The first failure is kept, since MerkleNodes cannot fail.
class StoredNodes {
 public:
  static Result<StoredNodes> open(Database& database) {
    TRY(Statement statement,
        database.prepare("SELECT hash FROM log_nodes WHERE level=? AND idx=?"));
    return StoredNodes(std::move(statement));
  }
  Sha256 find(uint32_t level, uint64_t index) {
    Sha256 hash{};
    statement_.reset();
    statement_.bind(1, static_cast<int64_t>(level)).bind(2, static_cast<int64_t>(index));
    const auto row = statement_.step();
    if (!row) {
      if (!error_) error_ = row.error();
    } else if (!*row || statement_.blob(0).size() != hash.size()) {
      if (!error_) {
        error_ = Error{Code::corrupt, "the log's tree is damaged: node " + std::to_string(level) +
                                          "/" + std::to_string(index) + " is missing"};
      }
    } else {
      std::memcpy(hash.data(), statement_.blob(0).data(), hash.size());
    }
    return hash;
  }
  MerkleNodes nodes() {
    return [this](uint32_t level, uint64_t index) { return find(level, index); };
  }
  Result<void> status() const {
    if (error_) return tl::unexpected<Error>(*error_);
    return {};
  }

 private:
  explicit StoredNodes(Statement statement) : statement_(std::move(statement)) {}
  Statement statement_;
  std::optional<Error> error_;
};

Result<std::string> checked_detail(Database& database, std::string_view detail) {
  if (detail.empty()) return std::string("{}");
  TRY(Statement valid, database.prepare("SELECT json_valid(?)"));
  valid.bind(1, detail);
  TRY_OK(valid.step());
  if (valid.integer(0) != 1 || detail.front() != '{') {
    return fail(Code::invalid_input, "the detail of a log entry must be a JSON object");
  }
  return std::string(detail);
}

}  // namespace

std::string canonical_text(const LogEntry& entry) {
  JsonWriter json;
  json.begin_object();
  json.member("seq", entry.seq);
  json.member("time", entry.time);
  json.member("actor", entry.actor);
  json.member("action", entry.action);
  json.key("detail");
  return json.take() + entry.detail + "}";
}

Result<uint64_t> Log::append(const By& by, std::string_view action, std::string_view detail) {
  LogEntry entry{
      .seq = 0, .time = by.time, .actor = by.actor, .action = std::string(action), .detail = {}};
  TRY(entry.detail, checked_detail(*database_, detail));
  TRY(entry.seq, size());
  TRY(const auto salt, make_salt());
  const std::string_view salt_bytes(salt.data(), salt.size());
  const std::string text = canonical_text(entry);

  TRY(Statement insert, database_->prepare("INSERT INTO log (seq, salt, text) VALUES (?,?,?)"));
  insert.bind(1, static_cast<int64_t>(entry.seq)).bind_blob(2, salt_bytes).bind(3, text);
  TRY_OK(insert.run());

  TRY(StoredNodes stored, StoredNodes::open(*database_));
  const auto added = merkle_append(entry.seq, log_leaf(salt_bytes, text), stored.nodes());
  TRY_OK(stored.status());
  TRY(Statement node,
      database_->prepare("INSERT INTO log_nodes (level, idx, hash) VALUES (?,?,?)"));
  for (const MerkleNode& n : added) {
    node.bind(1, static_cast<int64_t>(n.level)).bind(2, static_cast<int64_t>(n.index));
    node.bind_blob(3, as_bytes(n.hash));
    TRY_OK(node.run());
  }
  return entry.seq;
}

Sha256 log_leaf(std::string_view salt, std::string_view text) {
  return merkle_leaf(as_bytes(sha256(std::string(salt).append(text))));
}

Result<uint64_t> Log::size() const {
  // By the key's maximum, not by counting: appending must not cost O(n).
  TRY(const int64_t size, database_->integer("SELECT coalesce(max(seq)+1, 0) FROM log"));
  return static_cast<uint64_t>(size);
}

Result<Sha256> Log::root() const {
  TRY(const uint64_t n, size());
  return root_at(n);
}

Result<Sha256> Log::root_at(uint64_t at) const {
  TRY(const uint64_t n, size());
  if (at > n)
    return fail(Code::invalid_input, "the log has only " + std::to_string(n) + " entries");
  TRY(StoredNodes stored, StoredNodes::open(*database_));
  const Sha256 root = merkle_root(at, stored.nodes());
  TRY_OK(stored.status());
  return root;
}

Result<std::vector<Sha256>> Log::prove_inclusion(uint64_t seq, uint64_t at) const {
  TRY(const uint64_t n, size());
  if (at > n || seq >= at) return fail(Code::invalid_input, "there is no such log entry");
  TRY(StoredNodes stored, StoredNodes::open(*database_));
  auto proof = inclusion_proof(seq, at, stored.nodes());
  TRY_OK(stored.status());
  return proof;
}

Result<std::vector<Sha256>> Log::prove_consistency(uint64_t old_size, uint64_t at) const {
  TRY(const uint64_t n, size());
  if (at > n || old_size == 0 || old_size > at) {
    return fail(Code::invalid_input, "the log never had that size");
  }
  TRY(StoredNodes stored, StoredNodes::open(*database_));
  auto proof = consistency_proof(old_size, at, stored.nodes());
  TRY_OK(stored.status());
  return proof;
}

Result<Sha256> Log::leaf(uint64_t seq) const {
  TRY(StoredNodes stored, StoredNodes::open(*database_));
  const Sha256 hash = stored.find(0, seq);
  TRY_OK(stored.status());
  return hash;
}

Result<void> Log::read(uint64_t begin, const std::function<bool(const LogEntry&)>& each) const {
  TRY(Statement rows,
      database_->prepare("SELECT seq, json_extract(j,'$.time'), json_extract(j,'$.actor'), "
                         "json_extract(j,'$.action'), text FROM (SELECT seq, text, CASE WHEN "
                         "json_valid(text) THEN text ELSE '{}' END AS j FROM log WHERE seq>=?) "
                         "ORDER BY seq"));
  rows.bind(1, static_cast<int64_t>(begin));
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return {};
    LogEntry entry{.seq = static_cast<uint64_t>(rows.integer(0)),
                   .time = rows.integer(1),
                   .actor = std::string(rows.text(2)),
                   .action = std::string(rows.text(3)),
                   .detail = {}};
    // Quotes inside strings are escaped, so this key is found where it stands.
    constexpr std::string_view kKey = ",\"detail\":";
    const std::string_view text = rows.text(4);
    const std::size_t at = text.find(kKey);
    if (at != text.npos) {
      const std::string_view rest = text.substr(at + kKey.size());
      entry.detail = rest.substr(0, rest.empty() ? 0 : rest.size() - 1);
    }
    if (!each(entry)) return {};
  }
}

}  // namespace maillon::store
