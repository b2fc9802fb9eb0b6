// Uploads of a form: multipart/form-data (RFC 7578).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace maillon::web {

struct FormPart {
  std::string name;        // of the field
  std::string file_name;   // as the client says it: for messages only, never for a path
  std::string_view bytes;  // of the body that was parsed
};

// The parts of a body whose Content-Type is given. Code::unsupported for another type,
// Code::invalid_input for a body that is cut short or has more than 64 parts.
Result<std::vector<FormPart>> parse_form(std::string_view content_type, std::string_view body);

}  // namespace maillon::web
