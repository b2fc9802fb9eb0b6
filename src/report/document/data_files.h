// What CMake compiles in of the data files beside this one.
#pragma once

#include <string_view>

#include "report/document/texts.h"

namespace maillon::report {

std::string_view error_rates_file();  // error_rates.tsv
// style.css: stands whole in the document's one <style> element.
std::string_view report_style();

}  // namespace maillon::report
