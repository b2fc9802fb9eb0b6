// Bytes in any of the encodings that pages and mail name -> UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace maillon::collect {

// The bytes as UTF-8. A byte order mark decides, else `label` ("iso-8859-1", as the header
// states it; read as browsers do, WHATWG Encoding), else, and where the label means nothing,
// what the bytes look like. Bytes that mean nothing in the encoding come out as U+FFFD.
std::string to_utf8(std::string_view bytes, std::string_view label);

// The encoding that <meta charset=...> or <meta ... content="...charset=..."> states within the
// first bytes of a page; "" if none does.
std::string find_meta_charset(std::string_view html);

}  // namespace maillon::collect
