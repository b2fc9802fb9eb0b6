// Pictures that are sent as a form (multipart/form-data), one a request, in the field photo.
#pragma once

#include <string>

#include "base/result.h"
#include "web/http.h"
#include "web/lookup.h"
#include "web/pictures.h"

namespace maillon::web {

// {"pdq": "...", "md5": "..."}: all hashes, or those of the query's `types`.
// Code::invalid_input and Code::unsupported for another body than one picture.
Result<std::string> hash_picture(const PictureHasher& pictures, const Request& request);

// {"pdq": {"BANK": [hits]}}: its hashes looked up, with the query's `types`, `banks` and
// `explain`. The PDQ hash of too plain a picture says too little: it matches nothing.
Result<std::string> lookup_picture(const Lookup& lookup, const PictureHasher& pictures,
                                   const Request& request);

}  // namespace maillon::web
