// A catalogue and its matcher as bytes, for one that does not change from start to start: reading
// and building the built-in one takes a second.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "rank/catalogue.h"
#include "rank/matcher.h"

namespace maillon::rank {

// The same catalogue gives the same bytes. They are for programs of this version on machines of
// this byte order.
std::string compile(const Catalogue& catalogue);

// Catalogue::hash of what was compiled; "" if these are no such bytes.
std::string_view compiled_hash(std::string_view bytes);
// Code::corrupt if they are none.
Result<Catalogue> compiled_catalogue(std::string_view bytes);
Result<Matcher> compiled_matcher(std::string_view bytes);

}  // namespace maillon::rank
