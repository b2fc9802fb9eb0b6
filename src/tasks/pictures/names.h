// The field `images` of a record: which pictures it names, and where each name stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::tasks {

struct PictureName {
  uint32_t begin = 0, end = 0;  // byte range in the field
  std::string name;             // forward slashes, without "./"
};

// A JSON array of texts, or a list with ';', '|' or line breaks. What is empty or a web
// address is left out: nothing is ever fetched. In the order of the field.
std::vector<PictureName> read_picture_names(std::string_view field);

// Does the field name a web address?
bool names_web_address(std::string_view field);

}  // namespace maillon::tasks
