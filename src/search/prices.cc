#include "search/prices.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.h"
#include "search/currencies.h"
#include "search/ranges.h"
#include "search/tokenizer.h"

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

// What stands in a folded text, from left to right.
struct Piece {
  enum Kind : uint8_t { amount, currency, word } kind = word;
  std::size_t begin = 0, end = 0;
  int64_t hundredths = 0;
  Currency of = kNoCurrency;
};

// Reads the amount at `at`, which is a digit. False if it is too large; `piece.end` is set anyway.
bool read_amount(std::string_view text, std::size_t at, Piece& piece) {
  std::size_t end = digits_end(text, at);
  std::string digits(text.substr(at, end - at));
  for (std::size_t next = group_end(text, end); next != end; next = group_end(text, end)) {
    digits += text.substr(end + 1, 3);
    end = next;
  }
  int64_t hundredths = 0;
  const bool has_mark = end < text.size() && (text[end] == '.' || text[end] == ',');
  if (const std::size_t stop = digits_end(text, end + 1); has_mark && stop > end + 1) {
    const std::size_t count = stop - end - 1;
    hundredths = (text[end + 1] - '0') * 10 + (count > 1 ? text[end + 2] - '0' : 0);
    end = stop;
  }
  piece = {Piece::amount, at, end};
  if (digits.size() > kMostDigits) return false;
  int64_t whole = 0;
  for (const char c : digits) whole = whole * 10 + (c - '0');
  piece.hundredths = whole * 100 + hundredths;
  return true;
}

// Where the letters that begin at `at` end: those of a script without blanks one by one.
std::size_t letters_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && !is_digit(text, end)) {
    const CodePoint c = decode_utf8(text, end);
    if (!is_word_char(c.value) || (is_unspaced(c.value) && end > at)) break;
    end += c.size;
    if (is_unspaced(c.value)) break;
  }
  return end;
}

// A sign, or a word, maybe with a sign behind it ("R$").
Piece read_mark(std::string_view text, std::size_t at) {
  Piece piece;
  piece.begin = at;
  piece.end = letters_end(text, at);
  const bool is_sign = piece.end == at;
  if (is_sign) piece.end += decode_utf8(text, at).size;
  if (!is_sign && piece.end < text.size() && text[piece.end] == '$') {
    if (const auto both = find_currency(text.substr(at, piece.end + 1 - at)))
      return {Piece::currency, at, piece.end + 1, 0, *both};
  }
  if (const auto known = find_currency(text.substr(at, piece.end - at))) {
    piece.kind = Piece::currency;
    piece.of = *known;
  }
  return piece;
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < text.size();) {
    Piece piece;
    const bool is_amount = is_digit(text, at);
    const bool is_kept = !is_amount || read_amount(text, at, piece);
    if (!is_amount) piece = read_mark(text, at);
    at = piece.end;
    const bool is_letter =
        piece.kind == Piece::word && is_word_char(decode_utf8(text, piece.begin).value);
    if (is_kept && (piece.kind != Piece::word || is_letter)) pieces.push_back(piece);
  }
  return pieces;
}

// Whether only blanks part the two.
bool are_beside(std::string_view text, const Piece& a, const Piece& b) {
  const std::string_view gap = text.substr(a.end, b.begin - a.end);
  return gap.find_first_not_of(' ') == std::string_view::npos;
}

// The only currency that the pieces have; nothing if there are more.
std::optional<Currency> only_currency(const std::vector<Piece>& pieces) {
  std::optional<Currency> only;
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::currency) continue;
    if (only && *only != piece.of) return std::nullopt;
    only = piece.of;
  }
  return only.value_or(kNoCurrency);
}

// Where a text has several currencies: what stands beside the amount, on the side on which the
// first of them stands.
Currency currency_beside(std::string_view text, const std::vector<Piece>& pieces, std::size_t i) {
  const auto first = std::find_if(pieces.begin(), pieces.end(),
                                  [](const Piece& piece) { return piece.kind != Piece::word; });
  const auto at = [&](bool is_before) -> std::optional<Currency> {
    if (is_before ? i == 0 : i + 1 == pieces.size()) return std::nullopt;
    const Piece& mark = pieces[is_before ? i - 1 : i + 1];
    const bool beside =
        is_before ? are_beside(text, mark, pieces[i]) : are_beside(text, pieces[i], mark);
    return mark.kind == Piece::currency && beside ? std::optional(mark.of) : std::nullopt;
  };
  const bool is_before = first->kind == Piece::currency;
  return at(is_before).value_or(at(!is_before).value_or(kNoCurrency));
}

tl::unexpected<Error> no_range(std::string_view text) {
  return fail(Code::invalid_input,
              fmt::format("price: {} is no range of prices: write 100..200, or leave one end out, "
                          "as 100..; a currency stands behind it, as 100..200EUR",
                          show(text)));
}

struct RangeEnd {
  std::optional<int64_t> amount;
  std::optional<Currency> currency;
};

std::optional<RangeEnd> read_end(std::string_view text) {
  RangeEnd end;
  for (const Piece& piece : pieces_of(fold_letters(text))) {
    if (piece.kind == Piece::word) return std::nullopt;
    if (piece.kind == Piece::amount ? end.amount.has_value() : end.currency.has_value())
      return std::nullopt;
    if (piece.kind == Piece::amount) end.amount = piece.hundredths;
    if (piece.kind == Piece::currency) end.currency = piece.of;
  }
  const bool is_empty = !end.amount && !end.currency;
  return is_empty && !text.empty() ? std::nullopt : std::optional(end);
}

std::string amount_text(int64_t hundredths) {
  if (hundredths % 100 == 0) return std::to_string(hundredths / 100);
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

// The largest round number that is not above.
int64_t round_down(int64_t number) {
  constexpr std::array<int64_t, 8> kRound = {10, 15, 20, 25, 30, 40, 50, 75};
  if (number < kRound.front()) return number;
  int64_t scale = 1, best = 0;
  while (number / scale >= 100) scale *= 10;
  for (const int64_t round : kRound) {
    if (round * scale <= number) best = round * scale;
  }
  return best;
}

}  // namespace

std::vector<Price> read_prices(std::string_view text) {
  const std::string line = fold_letters(text);
  const std::vector<Piece> pieces = pieces_of(line);
  const std::optional<Currency> only = only_currency(pieces);
  std::vector<Price> prices;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].kind != Piece::amount) continue;
    prices.push_back({pieces[i].hundredths, only ? *only : currency_beside(line, pieces, i)});
  }
  return prices;
}

Result<PriceRange> read_price_range(std::string_view text) {
  const auto split = split_range(text);
  if (!split) return no_range(text);
  const std::optional<RangeEnd> from = read_end(split->first), to = read_end(split->second);
  if (!from || !to || (!from->amount && !to->amount)) return no_range(text);
  if (from->currency && to->currency && from->currency != to->currency) return no_range(text);
  return PriceRange{from->amount.value_or(0), to->amount.value_or(INT64_MAX),
                    from->currency ? from->currency : to->currency};
}

std::string to_text(const PriceRange& range) {
  const bool has_low = range.low > 0 || range.high == INT64_MAX;
  return fmt::format("{}..{}{}", has_low ? amount_text(range.low) : "",
                     range.high == INT64_MAX ? "" : amount_text(range.high),
                     range.currency ? currency_name(*range.currency) : "");
}

std::vector<PriceRange> fit_ranges(std::vector<int64_t> hundredths, Currency currency) {
  // A few prices are told apart by less.
  constexpr std::size_t kMostRanges = 6, kPricesOfRange = 5;
  const std::size_t count = std::min(kMostRanges, hundredths.size() / kPricesOfRange + 1);
  std::sort(hundredths.begin(), hundredths.end());
  // Where all are whole, what is below 200 ends at 199.
  const bool are_whole = std::all_of(hundredths.begin(), hundredths.end(),
                                     [](int64_t amount) { return amount % 100 == 0; });
  const int64_t step = are_whole ? 100 : 1;
  std::vector<int64_t> edges;
  for (std::size_t k = 1; k < count; ++k) {
    const int64_t edge = round_down(hundredths[k * hundredths.size() / count] / step) * step;
    if (edge > hundredths.front() && (edges.empty() || edge > edges.back())) edges.push_back(edge);
  }
  std::vector<PriceRange> ranges;
  int64_t low = 0;
  for (const int64_t edge : edges) {
    ranges.push_back({low, edge - step, currency});
    low = edge;
  }
  ranges.push_back({low, INT64_MAX, currency});
  return ranges;
}

}  // namespace maillon::search
