// HTML to PDF by a browser that is installed: Chromium, Chrome or Edge. Nothing lighter
// shapes Arabic, lays out from right to left and repeats feet of tables on every page.
#pragma once

#include <string>

#include "base/result.h"

namespace maillon::tasks {

// Prints a finished HTML file to `pdf`, which appears whole or not at all. The browser gets
// a profile of its own that is gone afterwards, and can look up no name; that no script runs
// is the document's own policy. Code::unsupported: no browser is installed (the message says
// what to do); Code::io: it failed, or took longer than ten minutes.
Result<void> print_pdf(const std::string& html, const std::string& pdf);

}  // namespace maillon::tasks
