// The one thing that we ask of a photograph's metadata: how it is to be turned.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace maillon::extract {

// Exif's Orientation: 1 upright, 2 mirrored left and right, 3 turned by 180 degrees, 4
// upside down, 5 mirrored along the main diagonal, 6 to be turned by 90 degrees
// clockwise, 7 mirrored along the other diagonal, 8 to be turned by 90 counter-clockwise.
// CIPA DC-008-2019, 4.6.4. `tiff` is what stands behind "Exif\0\0". 1 where there is
// none, or where the bytes make no sense.
int read_orientation(std::string_view tiff);

// The same of a whole file: of JPEG the APP1 segment, of PNG the eXIf chunk, of WebP the
// EXIF chunk. Never reads outside of the bytes, and never more than a few thousand tags.
int find_orientation(std::string_view file);

// A PNG without its eXIf chunks: of one that was turned already. What is no PNG stays as it is.
std::string without_exif(std::string_view png);

}  // namespace maillon::extract
