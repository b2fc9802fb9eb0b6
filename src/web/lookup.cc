#include "web/lookup.h"

#include <algorithm>

#include <fmt/format.h>

#include "web/parameters.h"

namespace maillon::web {

Result<SignalType> parse_type(std::string_view name) {
  if (const SignalType* type = parse_signal_type(name)) return *type;
  return fail(Code::invalid_input, "No such SignalType '" + shown(name) +
                                       "'; there are pdq, md5 (also video_md5), sha1 and sha256");
}

Result<std::string> parse_hex(SignalType type, std::string_view text) {
  std::string hex;
  for (const char c : text) hex += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  if (hex.size() != hex_digits_of(type) || hex.find_first_not_of("0123456789abcdef") != hex.npos) {
    return fail(Code::invalid_input,
                fmt::format("invalid signal: {} takes {} hexadecimal digits, not '{}'",
                            name_of(type), hex_digits_of(type), shown(text)));
  }
  return hex;
}

Result<LookupOptions> Lookup::options(const Request& request) const {
  LookupOptions options;
  TRY(options.explain, flag(request, "explain", false));
  if (const std::string* names = request.query.find("banks"); names != nullptr)
    TRY_OK(want(split_list(*names), options));
  return options;
}

Result<void> Lookup::want(const std::vector<std::string>& names, LookupOptions& options) const {
  if (names.empty()) return {};
  options.wanted.assign(banks_->banks().size(), false);
  for (const std::string& name : names) {
    const auto bank = number_of(name);
    if (!bank)
      return fail(Code::invalid_input, "no bank '" + shown(name) + "'; GET /c/banks lists them");
    options.wanted[*bank] = true;
  }
  return {};
}

std::optional<std::size_t> Lookup::number_of(std::string_view bank) const {
  for (std::size_t b = 0; b < banks_->banks().size(); ++b) {
    if (banks_->banks()[b].name == bank) return b;
  }
  return std::nullopt;
}

Result<std::vector<BankHit>> Lookup::find(const Signal& signal,
                                          const LookupOptions& options) const {
  std::vector<BankHit> hits;
  if (signal.type == SignalType::pdq) {
    hits = banks_->find_pdq(*parse_hash256(signal.hex));
  } else {
    TRY(hits, banks_->find_exact(signal.type, signal.hex));
  }
  std::erase_if(hits, [&](const BankHit& hit) { return !asks(hit.bank, options); });
  std::sort(hits.begin(), hits.end(), [](const BankHit& x, const BankHit& y) {
    if (x.bank != y.bank) return x.bank < y.bank;
    return x.content != y.content ? x.content < y.content : x.distance < y.distance;
  });
  const auto same = [](const BankHit& x, const BankHit& y) {
    return x.bank == y.bank && x.content == y.content;
  };
  hits.erase(std::unique(hits.begin(), hits.end(), same), hits.end());
  for (std::size_t b = 0; counts_ != nullptr && b < banks_->banks().size(); ++b) {
    if (!asks(b, options)) continue;
    counts_->looked_up(
        banks_->banks()[b].name,
        std::any_of(hits.begin(), hits.end(), [b](const BankHit& hit) { return hit.bank == b; }));
  }
  return hits;
}

bool Lookup::asks(std::size_t bank, const LookupOptions& options) const {
  return options.wanted.empty() ? !banks_->banks()[bank].allows : bool{options.wanted[bank]};
}

Result<void> Lookup::write_hit(JsonWriter& json, const BankHit& hit, bool explain) const {
  json.begin_object().member("bank_content_id", hit.content);
  json.member("distance", fmt::format_int(hit.distance).c_str());
  if (explain) {
    TRY(const BankEntry entry, banks_->entry(hit));
    json.member("bank", banks_->banks()[hit.bank].name).member("role", entry.role);
    json.member("entry", entry.id).member("member", entry.member);
    json.member("classification", entry.classification).member("scheme", entry.scheme);
    json.member("tags", entry.tags).member("duty", entry.duty);
  }
  json.end_object();
  return {};
}

Result<void> Lookup::write_by_bank(JsonWriter& json, std::span<const BankHit> hits,
                                   bool explain) const {
  json.begin_object();
  for (std::size_t i = 0; i < hits.size();) {
    const uint32_t bank = hits[i].bank;
    json.key(banks_->banks()[bank].name).begin_array();
    for (; i < hits.size() && hits[i].bank == bank; ++i) TRY_OK(write_hit(json, hits[i], explain));
    json.end_array();
  }
  json.end_object();
  return {};
}

}  // namespace maillon::web
