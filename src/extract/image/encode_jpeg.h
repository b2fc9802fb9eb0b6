// Writes JPEG: for the photographs of made-up worlds. Pictures of a case are never written anew.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "extract/image/pdq.h"

namespace maillon::extract {

// A baseline JFIF file (ITU-T T.81) with the usual Huffman tables, chroma at half the
// resolution, no metadata. `picture`: 3 channels next to each other (step 3), rows from the
// top; a side of at most 65,500 pixels. quality: 1..100, the Independent JPEG Group's scale.
// Overwrites `file`. The same pixels give the same bytes with one version of libjpeg-turbo,
// whatever the processor. Code::invalid_input if the picture is not such a one.
Result<void> encode_jpeg(const PixelView& picture, int quality, std::string& file);

}  // namespace maillon::extract
