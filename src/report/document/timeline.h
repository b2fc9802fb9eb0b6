// The timeline of a network as an SVG drawing within the document.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/document/texts.h"

namespace maillon::report {

// How long something was in use.
struct Lane {
  std::string label;  // as it will be shown: masked already if it is to be
  int64_t first = 0, last = 0;
};

// Bars of the number of posts by day, or by as many days as keep them few; lanes below.
// `times` are seconds since 1970 in ascending order. "" without any. No fonts, colours or
// scripts of elsewhere; attributes only, no styles, so that a strict policy lets it through.
std::string timeline_svg(const std::vector<int64_t>& times, const std::vector<Lane>& lanes,
                         const Texts& texts);

}  // namespace maillon::report
