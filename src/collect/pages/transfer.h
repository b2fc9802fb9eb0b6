// What mail and HTTP wrap around a content, taken off again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::collect {

// A content that unpacks to more is refused.
inline constexpr uint64_t kMaxContentBytes = 64ULL << 20;

// RFC 2045 section 6.8; characters outside the alphabet are passed over.
std::string decode_base64(std::string_view text);
// RFC 2045 section 6.7; what is no valid escape stays as it is.
std::string decode_quoted_printable(std::string_view text);
// RFC 9112 section 7.1. Nothing if the body is not written in chunks; a last chunk that is cut
// off is given as far as it goes, with `is_cut`.
std::optional<std::string> decode_chunked(std::string_view body, bool& is_cut);
// gzip, zlib or bare deflate, told by the bytes. Code::invalid_input: more than
// kMaxContentBytes. Code::corrupt: damaged or cut off.
Result<std::string> inflate_content(std::string_view packed);
// RFC 2047: "=?utf-8?Q?Caf=C3=A9?=" as UTF-8; other text as it is.
std::string decode_encoded_words(std::string_view text);

}  // namespace maillon::collect
