// The lines "Name: value" that stand before mail, HTTP answers and WARC records.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maillon::collect {

// Unfolded, in their order. Names are compared without regard to case.
class HeaderFields {
 public:
  // The first value of that name, without blanks around it; "" if there is none.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  bool empty() const { return fields_.empty(); }
  void add(std::string name, std::string value);
  void continue_last(std::string_view line);

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

inline constexpr std::size_t kMaxHeaderBytes = 1U << 20;

// Reads fields from the beginning of `bytes` to the blank line (RFC 5322 section 2.2, RFC 9112
// section 5) and says where what follows begins. Lines may end in LF alone; a line that is no
// field is passed over. Nothing if no blank line comes within kMaxHeaderBytes.
std::optional<std::size_t> read_header_fields(std::string_view bytes, HeaderFields& out);

// "text/html; charset=utf-8": the type in lower case and its parameters (RFC 2045 section 5.1).
struct MediaType {
  std::string type;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string_view get(std::string_view name) const;  // "" if there is none
  bool is_page() const { return type == "text/html" || type == "application/xhtml+xml"; }
};
MediaType parse_media_type(std::string_view value);

}  // namespace maillon::collect
