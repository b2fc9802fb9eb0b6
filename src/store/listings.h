// What hash lists said of a case's pictures when they were looked up, kept with the case: it does
// not depend on the lists being there the next time. Each look-up is an act of its own, which
// nothing takes back; a picture that was restricted once stays so.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/case.h"

namespace maillon::store {

// Stored by number: never renumber.
enum class Restriction : uint8_t {
  none,
  classed,  // as abuse of children, by a list
  alike     // it shows the same as one that is, or a part
};

struct ListedPicture {
  Sha256 sha256{};  // of the file
  Restriction restriction = Restriction::none;
  std::string says;  // a line for each entry; "": no list names it any more
  friend bool operator==(const ListedPicture&, const ListedPicture&) = default;
};

// One look-up: only what it changed of what was known.
struct Listing {
  std::string lists;    // which lists, in which state; "": taken over from another case
  std::string imports;  // whose pictures were looked up
  std::vector<ListedPicture> pictures;
};

// REQUIRES: Access::write, no picture twice.
Result<ActId> append_listing(Case& to, const Listing& listing, const By& by);

struct Listings {
  std::string lists, imports;                // of the latest look-up; "": there was none
  std::map<Sha256, ListedPicture> pictures;  // with what the latest says of each
};
Result<Listings> read_listings(const Case& from);

}  // namespace maillon::store
