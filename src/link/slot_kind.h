// What kind of thing stands in a slot.
#pragma once

#include <string>

#include "link/template.h"

namespace maillon::link {

// phone, email, url, handle, number, price, date, wallet if the fill is of such
// words alone (numbers of 7 to 15 digits count as phones); place or name if it is the post's own
// city or author; "name?" for one to three capitalised words inside a sentence; else text. "" if
// empty.
std::string find_slot_kind(const MemberView& member, const SlotFill& fill);

}  // namespace maillon::link
