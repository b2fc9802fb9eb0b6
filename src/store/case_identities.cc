// Network numbers: which network each post is in, act by act.
//
// An act holds either all posts (whole = 1) or only those that changed since the
// act before (network 0: in none any more). The latest map is the last whole act
// and the changes after it, merged in order. A whole act is written when the
// changes since the last one would make reading slow: more rows than half of
// the map, or more than kMaxDeltas acts.
//
// A blob holds up to kPartRows rows, sorted by key, compressed by zstd:
//
//   u64 x rows  high half of the key, less that of the row before
//   u64 x rows  low half of the key
//   u32 x rows  network
//
// each as planes: all first bytes, all second bytes ... so that the zeros of
// small differences and numbers stand together.
#include <algorithm>
#include <cstring>
#include <utility>

#include <zstd.h>

#include "base/check.h"
#include "store/case_state.h"

namespace maillon::store {

namespace {

constexpr std::size_t kPartRows = 65536;
constexpr std::size_t kRowBytes = 8 + 8 + 4;
constexpr int64_t kMaxDeltas = 32;

template <class T>
void put_planes(std::string& out, const std::vector<T>& values) {
  for (std::size_t byte = 0; byte < sizeof(T); ++byte) {
    for (const T value : values) out.push_back(static_cast<char>((value >> (8 * byte)) & 0xFF));
  }
}

template <class T>
std::vector<T> take_planes(std::string_view& from, std::size_t rows) {
  std::vector<T> values(rows);
  for (std::size_t byte = 0; byte < sizeof(T); ++byte) {
    for (std::size_t i = 0; i < rows; ++i) {
      const auto part = static_cast<unsigned char>(from[byte * rows + i]);
      values[i] = static_cast<T>(values[i] | (static_cast<T>(part) << (8 * byte)));
    }
  }
  from.remove_prefix(sizeof(T) * rows);
  return values;
}

// What changed from `old` to `now`; a post that left every network gets 0.
Identities difference(const Identities& old, const Identities& now) {
  Identities out;
  std::size_t i = 0, j = 0;
  while (i < old.key.size() || j < now.key.size()) {
    if (j == now.key.size() || (i < old.key.size() && old.key[i] < now.key[j])) {
      out.key.push_back(old.key[i++]);
      out.network.push_back(0);
    } else if (i == old.key.size() || now.key[j] < old.key[i]) {
      out.key.push_back(now.key[j]);
      out.network.push_back(now.network[j++]);
    } else {
      if (old.network[i] != now.network[j]) {
        out.key.push_back(now.key[j]);
        out.network.push_back(now.network[j]);
      }
      ++i, ++j;
    }
  }
  return out;
}

Identities apply(const Identities& old, const Identities& changes) {
  Identities out;
  const auto push = [&](Key128 key, uint32_t network) {
    if (network == 0) return;
    out.key.push_back(key);
    out.network.push_back(network);
  };
  std::size_t i = 0;
  for (std::size_t j = 0; j < changes.key.size(); ++j) {
    for (; i < old.key.size() && old.key[i] < changes.key[j]; ++i) push(old.key[i], old.network[i]);
    if (i < old.key.size() && old.key[i] == changes.key[j]) ++i;
    push(changes.key[j], changes.network[j]);
  }
  for (; i < old.key.size(); ++i) push(old.key[i], old.network[i]);
  return out;
}

Result<Identities> load_act(Database& database, int64_t act) {
  Identities rows;
  TRY(Statement parts,
      database.prepare("SELECT rows, data FROM identity_parts WHERE act=? ORDER BY part"));
  parts.bind(1, act);
  for (;;) {
    TRY(const bool part, parts.step());
    if (!part) break;
    TRY_OK(unpack_identities(parts.blob(1), static_cast<std::size_t>(parts.integer(0)), rows));
  }
  if (!std::is_sorted(rows.key.begin(), rows.key.end())) {
    return fail(Code::corrupt, "case.db: the network numbers of act " + std::to_string(act) +
                                   " are damaged; restore the case from a copy");
  }
  return rows;
}

Result<void> write_parts(Database& database, ActId act, const Identities& rows) {
  TRY(Statement insert,
      database.prepare("INSERT INTO identity_parts (act, part, rows, data) VALUES (?,?,?,?)"));
  int64_t part = 0;
  for (std::size_t begin = 0; begin < rows.key.size(); begin += kPartRows) {
    const std::size_t end = std::min(rows.key.size(), begin + kPartRows);
    const std::string data = pack_identities(rows.key, rows.network, begin, end);
    insert.bind(1, int64_t{act}).bind(2, part++).bind(3, static_cast<int64_t>(end - begin));
    insert.bind_blob(4, data);
    TRY_OK(insert.run());
  }
  return {};
}

// True if the next act should hold all posts, so that reading stays quick.
Result<bool> time_for_whole(Database& database, std::size_t changed, std::size_t total) {
  TRY(Statement row,
      database.prepare("SELECT count(*), coalesce(sum(changed), 0) FROM identity_acts WHERE act > "
                       "(SELECT coalesce(max(act), 0) FROM identity_acts WHERE whole = 1)"));
  TRY_OK(row.step());
  const auto rows_since = static_cast<std::size_t>(row.integer(1)) + changed;
  return row.integer(0) >= kMaxDeltas || rows_since * 2 > total;
}

}  // namespace

std::string pack_identities(const std::vector<Key128>& key, const std::vector<uint32_t>& network,
                            std::size_t begin, std::size_t end) {
  std::vector<uint64_t> high, low;
  uint64_t before = 0;
  for (std::size_t i = begin; i < end; ++i) {
    high.push_back(key[i].high - before);
    low.push_back(key[i].low);
    before = key[i].high;
  }
  std::string plain;
  plain.reserve((end - begin) * kRowBytes);
  put_planes(plain, high);
  put_planes(plain, low);
  put_planes(plain, std::vector<uint32_t>(network.begin() + static_cast<std::ptrdiff_t>(begin),
                                          network.begin() + static_cast<std::ptrdiff_t>(end)));
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  const std::size_t n = ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), 3);
  CHECK(ZSTD_isError(n) == 0);
  packed.resize(n);
  return packed;
}

Result<void> unpack_identities(std::string_view data, std::size_t rows, Identities& to) {
  const auto damaged = [] {
    return fail(Code::corrupt,
                "case.db: network numbers are damaged; restore the case from a copy");
  };
  if (rows > kPartRows) return damaged();
  std::string plain(rows * kRowBytes, '\0');
  if (ZSTD_decompress(plain.data(), plain.size(), data.data(), data.size()) != plain.size()) {
    return damaged();
  }
  std::string_view rest = plain;
  const auto high = take_planes<uint64_t>(rest, rows), low = take_planes<uint64_t>(rest, rows);
  const auto network = take_planes<uint32_t>(rest, rows);
  uint64_t before = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    before += high[i];
    to.key.push_back({.high = before, .low = low[i]});
    to.network.push_back(network[i]);
  }
  return {};
}

Result<Identities> Case::load_identities() const {
  Identities latest;
  TRY(Statement acts,
      state_->db.prepare("SELECT act, whole, next_network FROM identity_acts WHERE act >= "
                         "(SELECT coalesce(max(act), 0) FROM identity_acts WHERE whole = 1) "
                         "ORDER BY act"));
  for (;;) {
    TRY(const bool row, acts.step());
    if (!row) return latest;
    TRY(const Identities rows, load_act(state_->db, acts.integer(0)));
    latest = apply(acts.integer(1) != 0 ? Identities{} : latest, rows);
    latest.next_network = static_cast<uint32_t>(acts.integer(2));
  }
}

Result<ActId> Case::append_identities(const Identities& now, std::string_view changes,
                                      const By& by) {
  CHECK(state_->writable);
  CHECK(now.key.size() == now.network.size());
  CHECK(std::adjacent_find(now.key.begin(), now.key.end(), std::greater_equal<>()) ==
        now.key.end());
  TRY_OK(state_->ready_for_act());
  TRY(const Identities old, load_identities());
  const Identities changed = difference(old, now);
  if (changed.key.empty() && changes.empty() && old.next_network == now.next_network) {
    return ActId{0};
  }
  Database& db = state_->db;
  TRY(const bool whole, time_for_whole(db, changed.key.size(), now.key.size()));

  TRY(Transaction transaction, Transaction::begin(db));
  TRY(const ActId id, state_->next_act());
  TRY(Statement insert,
      db.prepare("INSERT INTO identity_acts (act, whole, changed, next_network, changes) "
                 "VALUES (?,?,?,?,?)"));
  insert.bind(1, int64_t{id}).bind(2, int64_t{whole});
  insert.bind(3, static_cast<int64_t>(changed.key.size())).bind(4, int64_t{now.next_network});
  insert.bind(5, changes);
  TRY_OK(insert.run());
  TRY_OK(write_parts(db, id, whole ? now : changed));
  TRY_OK(append_act(*state_, {.id = id, .kind = "link", .by = by}, "link",
                    "\"changed\":" + std::to_string(changed.key.size())));
  TRY_OK(transaction.commit());
  return id;
}

Result<std::vector<IdentityAct>> Case::identity_acts() const {
  std::vector<IdentityAct> out;
  TRY(Statement rows,
      state_->db.prepare("SELECT i.act, a.time, a.actor, i.changed, i.changes FROM identity_acts i "
                         "JOIN acts a ON a.id = i.act ORDER BY i.act"));
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return out;
    out.push_back({.id = static_cast<ActId>(rows.integer(0)),
                   .time = rows.integer(1),
                   .actor = std::string(rows.text(2)),
                   .changed = static_cast<uint64_t>(rows.integer(3)),
                   .changes = std::string(rows.text(4))});
  }
}

}  // namespace maillon::store
