// Saved pages as records: one page, one line of JSON that the readers of JSON take on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "collect/plan.h"
#include "collect/splitter.h"

namespace maillon::collect {

// What was made of one page's bytes.
struct PageAnswer {
  enum class Kind : uint8_t { page, skipped, unreadable } kind = Kind::unreadable;
  // page: the members of a JSON object, without its braces, in one line. skipped: what it is, in
  // the plural ("requests"). unreadable: the reason.
  std::string text;
};

// `bytes`: the file, or one record of a web archive (WARC), plain. Made for bytes of strangers,
// but the place for it is the sandbox.
PageAnswer read_page(PageKind kind, std::string_view bytes);

// Cuts the unpacked file into pages: the records of a web archive, or the file as one.
std::unique_ptr<Splitter> make_page_splitter(PageKind kind);

// Where a page stands in its unpacked file.
struct PagePlace {
  uint64_t begin = 0, end = 0;
};
// The line of a page or of one that could not be read; what an answer says is not believed.
std::string page_line(const PagePlace& place, const PageAnswer& answer);
// From a line that page_line() made, or its beginning; nothing if it is another text.
std::optional<PagePlace> find_page_place(std::string_view line);

// The members of such a line that are fields, for the plan.
inline constexpr std::pair<Field, std::string_view> kPageColumns[] = {
    {Field::id, "id"},          {Field::source, "source"}, {Field::url, "url"},
    {Field::posted_at, "date"}, {Field::title, "title"},   {Field::body, "text"},
    {Field::images, "images"}};

// The kind of page that these first bytes (unpacked) are of.
PageKind guess_page(std::string_view head);

}  // namespace maillon::collect
