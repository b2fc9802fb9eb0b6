// Reads host names, with dots written in the ways that hide them from filters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "extract/text/scan.h"

namespace maillon::extract {

struct Domain {
  std::string name;             // "mail.example.com"
  uint32_t begin = 0, end = 0;  // in the folded text
  bool spelled = false;         // a dot was a word, in brackets, or had blanks around
  bool bracketed = false;       // a dot was in brackets: nobody does that by chance
  uint32_t tld_roles = 0;       // kTopLevel or kTopLevelWord; 0 = not a known one
  bool webmail = false;         // the label before the top-level domain is a mail provider
  int labels = 0;
  bool ok() const { return labels >= 2; }
};

// How much hiding to look for.
enum class Dots : uint8_t { plain, spelled };

// The host name that starts at the folded position, with at least two labels.
// With Dots::spelled also "a (dot) b", "a dot b", "a . b", "a[.]b", "a 点 b". A last
// label that is no known top-level domain is dropped if that leaves a name with
// a known one ("mail.com.Call" is "mail.com"). !ok() if there is none.
Domain read_domain(const Scan& scan, uint32_t begin, Dots dots);

// Roles of a label as a top-level domain; 0 if unknown.
uint32_t top_level_roles(std::string_view label);
bool is_webmail(std::string_view label);

// Small helpers that the finders share.
inline bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
inline bool is_open(char c) {
  return c == '(' || c == '[' || c == '{' || c == '<';
}
inline bool is_close(char c) {
  return c == ')' || c == ']' || c == '}' || c == '>';
}
uint32_t skip_blanks(std::string_view text, uint32_t at);

}  // namespace maillon::extract
