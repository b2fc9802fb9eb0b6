// Amounts in a price as people write it.
#include "search/query.h"

namespace maillon::search {
namespace {

constexpr std::size_t kMostDigits = 15;

bool is_digit(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (is_digit(text, at)) ++at;
  return at;
}

// Where the group of thousands that follows `at` ends; `at` itself if none does.
std::size_t group_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '.' && text[at] != ',' && text[at] != '\'')) return at;
  const std::size_t end = digits_end(text, at + 1);
  return end == at + 4 ? end : at;
}

}  // namespace

std::vector<int64_t> read_amounts(std::string_view price) {
  std::vector<int64_t> amounts;
  for (std::size_t at = 0; at < price.size();) {
    if (!is_digit(price, at)) {
      ++at;
      continue;
    }
    std::string digits;
    std::size_t end = digits_end(price, at);
    digits = price.substr(at, end - at);
    for (std::size_t next = group_end(price, end); next != end; next = group_end(price, end)) {
      digits += price.substr(end + 1, 3);
      end = next;
    }
    int64_t hundredths = 0;
    const bool has_mark = end < price.size() && (price[end] == '.' || price[end] == ',');
    if (const std::size_t stop = digits_end(price, end + 1); has_mark && stop > end + 1) {
      const std::size_t count = stop - end - 1;
      hundredths = (price[end + 1] - '0') * 10 + (count > 1 ? price[end + 2] - '0' : 0);
      end = stop;
    }
    at = end;
    if (digits.size() > kMostDigits) continue;
    int64_t whole = 0;
    for (const char c : digits) whole = whole * 10 + (c - '0');
    amounts.push_back(whole * 100 + hundredths);
  }
  return amounts;
}

}  // namespace maillon::search
