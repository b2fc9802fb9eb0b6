// Hashes looked up in the banks, and what was found as HMA's JSON.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/result.h"
#include "web/banks.h"
#include "web/http.h"
#include "web/match_counts.h"

namespace maillon::web {

// A hash that is asked for.
struct Signal {
  SignalType type = SignalType::pdq;
  std::string hex;  // lower case, of the type's length
};
// Code::invalid_input for a name or digits that are none.
Result<SignalType> parse_type(std::string_view name);
Result<std::string> parse_hex(SignalType type, std::string_view text);

struct LookupOptions {
  std::vector<bool> wanted;  // by bank; empty: all
  bool explain = false;      // with what the lists say of each hit
};

// One for each request, so that all of its answer is of the same banks.
class Lookup {
 public:
  // `counts`, if there, get the names of the banks that were asked, and whether they matched.
  explicit Lookup(const BankSource& source, MatchCounts* counts = nullptr)
      : banks_(source.current()), counts_(counts) {}

  // `banks` and `explain` of the query.
  Result<LookupOptions> options(const Request& request) const;
  // Only these banks; none named: all. An unknown name is refused where HMA would find
  // nothing: a typing error must not look like "not known".
  Result<void> want(const std::vector<std::string>& names, LookupOptions& options) const;
  std::optional<std::size_t> number_of(std::string_view bank) const;

  // By bank, then content; each content once, with its smallest distance. Banks of what is
  // harmless are left out unless they are named. Errors as of Banks.
  Result<std::vector<BankHit>> find(const Signal& signal, const LookupOptions& options) const;

  // {"bank_content_id": 1, "distance": "0"}: the distance is text, as HMA has it.
  Result<void> write_hit(JsonWriter& json, const BankHit& hit, bool explain) const;
  // {"BANK": [hits]}
  Result<void> write_by_bank(JsonWriter& json, std::span<const BankHit> hits, bool explain) const;

  const Banks& banks() const { return *banks_; }

 private:
  bool asks(std::size_t bank, const LookupOptions& options) const;

  std::shared_ptr<const Banks> banks_;
  MatchCounts* counts_;
};

}  // namespace maillon::web
