// Any bytes as a web archive, in pieces of any size: the pieces are the same, in order, and
// cover all.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "collect/pages/page.h"
#include "collect/pages/warc.h"

namespace {

using namespace maillon::collect;

std::vector<std::size_t> cut(std::string_view bytes, std::size_t step) {
  const auto splitter = make_warc_splitter();
  std::vector<std::size_t> ends;
  std::size_t at = 0;
  for (std::size_t seen = 0; at < bytes.size();) {
    if (seen == at) seen = std::min(bytes.size(), seen + step);
    const Piece piece = splitter->next(bytes.substr(at, seen - at), seen == bytes.size());
    if (piece.kind == Piece::Kind::need_more) {
      CHECK(seen < bytes.size());
      seen = std::min(bytes.size(), seen + step);
      continue;
    }
    CHECK(piece.next > 0 && piece.begin <= piece.end && piece.end <= piece.next);
    CHECK(at + piece.next <= seen);
    if (piece.kind == Piece::Kind::record) {
      const PageAnswer read = read_page(PageKind::warc, bytes.substr(at, piece.end));
      CHECK(maillon::is_utf8(read.text));
    }
    at += piece.next;
    if (piece.kind != Piece::Kind::structure) ends.push_back(at);
  }
  return ends;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.empty()) return 0;
  CHECK(cut(bytes, bytes.size()) == cut(bytes, 7));
  return 0;
}
