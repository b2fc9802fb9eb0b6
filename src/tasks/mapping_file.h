// A mapping of columns as a file of its own, to be handed on: `import --map-file` reads it,
// `mappings --export` prints it, the page saves and loads it.
//
//   {"maillon_mapping": 1, "name": "ads of a board", "map": {"body": "title+text"}, "source": ""}
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "tasks/mappings.h"

namespace maillon::tasks {

// What --map takes, of the text of an object {"body": "title+text", ...}. "" of another text.
std::string map_words(std::string_view object);

std::string mapping_file_text(const Mapping& mapping);  // ends with a line break
// Code::invalid_input: it is no such file, of a newer version, or its mapping is not understood.
Result<Mapping> parse_mapping_file(std::string_view text);
// The same of the file at `path`, and as store::read_up_to.
Result<Mapping> read_mapping_file(const std::string& path);

}  // namespace maillon::tasks
