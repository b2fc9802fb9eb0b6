// Fuzzes the finders and the tokens on one field: what they claim must be true of
// any bytes.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "extract/text/found_testing.h"
#include "extract/text/iban.h"
#include "extract/text/signals.h"
#include "extract/text/tokens.h"
#include "extract/text/wallet.h"

namespace maillon::extract {
namespace {

bool is_border(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

void check_selectors(std::string_view text, const SelectorTable& table) {
  const bool valid = is_utf8(text);
  uint32_t before = 0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    CHECK(table.begin[i] < table.end[i] && table.end[i] <= text.size());
    CHECK(table.begin[i] >= before);
    before = table.begin[i];
    CHECK(!table.value[i].empty());
    if (valid) CHECK(is_border(text, table.begin[i]) && is_border(text, table.end[i]));
    if (table.kind[i] == SelectorKind::wallet)
      CHECK(check_wallet(table.value[i]) == table.service[i]);
    if (table.kind[i] == SelectorKind::iban) CHECK(check_iban(table.value[i]) == table.value[i]);
    if (table.kind[i] == SelectorKind::email) {
      CHECK(table.value[i].find('@') != std::string_view::npos);
    }
  }
}

void check_tokens(std::string_view text) {
  const bool valid = is_utf8(text);
  uint32_t before = 0;
  bool after_break = true;
  for (const TokenSpan& span : find_tokens(text)) {
    CHECK(span.begin >= before && span.begin <= span.end && span.end <= text.size());
    CHECK(!(after_break && span.token == 0));
    after_break = span.token == 0;
    before = span.end;
    if (valid) CHECK(is_border(text, span.begin) && is_border(text, span.end));
  }
  CHECK(before == 0 || !after_break);
}

void one(std::string_view text) {
  constexpr std::string_view kCountries[] = {"", "FR", "US", "RU", "CN"};
  const std::string_view country = kCountries[text.size() % std::size(kCountries)];
  std::vector<Signals> signals;
  signals.push_back(extract_signals(one_record(text, country), {}));
  check_selectors(text, signals[0].selectors);
  validate_phones(signals, {});
  check_selectors(text, signals[0].selectors);
  check_tokens(text);
}

}  // namespace
}  // namespace maillon::extract

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  maillon::extract::one({reinterpret_cast<const char*>(data), size});
  return 0;
}
