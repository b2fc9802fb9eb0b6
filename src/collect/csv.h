// Tables with a delimiter (RFC 4180).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maillon::collect {

// The cells of one record (without its line end). Doubled quotes are undone.
std::vector<std::string> split_cells(std::string_view record, char delimiter);

// The end of the record that begins the bytes, before its line break;
// npos if it does not end there (or a quote is left open).
std::size_t find_record_end(std::string_view bytes, char delimiter);

}  // namespace maillon::collect
