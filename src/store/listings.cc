#include "store/listings.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "store/case_state.h"

namespace maillon::store {

Result<ActId> append_listing(Case& to, const Listing& listing, const By& by) {
  CHECK(to.writable());
  Case::State& state = to.state();
  TRY_OK(state.ready_for_act());
  TRY(Transaction transaction, Transaction::begin(state.db));
  TRY(const ActId id, state.next_act());
  TRY(Statement act, state.db.prepare("INSERT INTO listings (act, lists, imports) VALUES (?,?,?)"));
  act.bind(1, int64_t{id}).bind(2, listing.lists).bind(3, listing.imports);
  TRY_OK(act.run());
  TRY(Statement insert,
      state.db.prepare(
          "INSERT INTO listed_pictures (act, sha256, restricted, says) VALUES (?,?,?,?)"));
  for (const ListedPicture& picture : listing.pictures) {
    insert.bind(1, int64_t{id}).bind_blob(2, as_bytes(picture.sha256));
    insert.bind(3, int64_t{static_cast<uint8_t>(picture.restriction)}).bind(4, picture.says);
    TRY_OK(insert.run());
  }
  const auto restricted =
      std::count_if(listing.pictures.begin(), listing.pictures.end(),
                    [](const ListedPicture& p) { return p.restriction != Restriction::none; });
  TRY_OK(append_act(
      state, {.id = id, .kind = "listing", .by = by}, "listing",
      fmt::format("\"pictures\":{},\"restricted\":{}", listing.pictures.size(), restricted)));
  TRY_OK(transaction.commit());
  return id;
}

Result<Listings> read_listings(const Case& from) {
  Listings out;
  Database& database = from.state().db;
  TRY(Statement latest, database.prepare("SELECT lists, imports FROM listings WHERE lists <> '' "
                                         "ORDER BY act DESC LIMIT 1"));
  TRY(const bool any, latest.step());
  if (any) {
    out.lists = latest.text(0);
    out.imports = latest.text(1);
  }
  TRY(Statement rows,
      database.prepare("SELECT sha256, restricted, says FROM listed_pictures ORDER BY act"));
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return out;
    const Sha256 sha256 = to_sha256(rows.blob(0));
    ListedPicture& picture = out.pictures[sha256];
    picture.sha256 = sha256;
    const auto now = static_cast<Restriction>(rows.integer(1));
    if (picture.restriction != Restriction::classed && now != Restriction::none)
      picture.restriction = now;
    picture.says = rows.text(2);
  }
}

}  // namespace maillon::store
