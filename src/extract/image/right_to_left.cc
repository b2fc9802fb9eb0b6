#include "extract/image/right_to_left.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace maillon::extract {
namespace {

constexpr std::size_t kLeastDigits = 8, kMostDigits = 15;  // E.164 has 15 at most

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_group(std::string_view token) {
  return !token.empty() && std::any_of(token.begin(), token.end(), is_digit) &&
         std::all_of(token.begin(), token.end(), [](char c) {
           return is_digit(c) || std::string_view("()-./").find(c) != std::string_view::npos;
         });
}

std::size_t digits_of(std::string_view token) {
  return static_cast<std::size_t>(std::count_if(token.begin(), token.end(), is_digit));
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> tokens;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    tokens.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return tokens;
}

// "62-27-171" -> "171-27-62".
std::string turn_hyphens(std::string_view token) {
  std::string out;
  while (!token.empty()) {
    const std::size_t hyphen = token.rfind('-');
    out += token.substr(hyphen == token.npos ? 0 : hyphen + 1);
    if (hyphen == token.npos) break;
    out += '-';
    token = token.substr(0, hyphen);
  }
  return out;
}

// The number that ends at token `last` with a plus, if there is one: turned round.
void turn_number(std::vector<std::string>& tokens, std::size_t last) {
  std::string& end = tokens[last];
  if (end.size() < 2 || end.back() != '+' || !is_group(end.substr(0, end.size() - 1))) return;
  std::size_t first = last, digits = digits_of(end);
  while (first > 0 && is_group(tokens[first - 1]) &&
         digits + digits_of(tokens[first - 1]) <= kMostDigits)
    digits += digits_of(tokens[--first]);
  if (digits < kLeastDigits || digits > kMostDigits) return;
  const bool has_hyphens =
      std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(first),
                  tokens.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                  [](const std::string& token) { return token.find('-') != token.npos; });
  if (has_hyphens && last + 1 == tokens.size()) return;
  end.pop_back();
  for (std::size_t i = first; i <= last; ++i) tokens[i] = turn_hyphens(tokens[i]);
  end.insert(end.begin(), '+');
  std::reverse(tokens.begin() + static_cast<std::ptrdiff_t>(first),
               tokens.begin() + static_cast<std::ptrdiff_t>(last) + 1);
}

}  // namespace

std::string order_as_typed(const std::string& line) {
  if (line.find('+') == std::string::npos) return line;
  std::vector<std::string> tokens = split(line);
  for (std::size_t i = 0; i < tokens.size(); ++i) turn_number(tokens, i);
  std::string out;
  for (const std::string& token : tokens) out += (&token == tokens.data() ? "" : " ") + token;
  return out;
}

}  // namespace maillon::extract
