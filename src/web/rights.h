// What a role lets a person do. Who opens the printed address on their own machine may do
// all; roles bind where people log in (`maillon serve --people`).
#pragma once

#include <cstdint>

#include "store/role.h"

namespace maillon::web {

// What a route needs, besides being let in.
enum class Right : uint8_t {
  see,       // read the case, search, look at blurred pictures
  decide,    // decisions, notes, labels, states, saved searches, undo
  bring_in,  // import, link, mappings
  reveal,    // a picture as it is
  release,   // documents and tables that leave the program
  confirm,   // what others asked for, as the second person
  oversee,   // the log: who looked at what
  keep,      // how long imports stay: the clock, holds, what goes for good
};

constexpr bool may(store::Role role, Right right) {
  switch (role) {
    case store::Role::none:
      return false;
    case store::Role::viewer:
      return right == Right::see;
    case store::Role::analyst:
      return right == Right::see || right == Right::decide || right == Right::bring_in ||
             right == Right::reveal;
    case store::Role::reviewer:
      return right != Right::release && right != Right::bring_in;
    case store::Role::exporter:
      return right == Right::see || right == Right::release;
  }
  return false;
}

}  // namespace maillon::web
