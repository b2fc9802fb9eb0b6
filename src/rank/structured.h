// Structured indicators: what the fields of posts and their places in the case show, without
// words. Each is one function, named as the catalogue names its rule.
//
// Thresholds are this project's proposals unless a source is named: they are constants in
// structured.cc, each with its reason.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/columns.h"
#include "base/records.h"

namespace maillon::rank {

enum class Rule : uint8_t {
  contact_only_by_messenger,
  no_verifiable_employer,
  pay_out_of_line,
  one_contact_many_names,
  same_wording_many_names,
  route_over_borders,
  posting_rhythm,
  hidden_contact,
};
inline constexpr std::size_t kRules = 8;
std::string_view to_name(Rule rule);
std::optional<Rule> parse_rule(std::string_view name);

// A fact is seen, looked for and not seen, or the post does not say what it would take to know.
enum class Fact : uint8_t { not_stated, not_seen, seen };

// Pay as a post states it.
struct Pay {
  double monthly = 0;  // in the currency's units; hours, days, weeks and years brought to a month
  uint32_t currency = 0;  // any number, the same for the same currency
};

inline constexpr uint32_t kNoPlace = 0xffffffff;

// The posts of a case in columns; row i of each is post i. Views belong to the caller.
struct CaseColumns {
  std::span<const int64_t> posted_at;               // kNoTime: not stated
  std::span<const uint32_t> country, city, author;  // numbers; 0 = not stated
  std::span<const uint32_t> family;                 // of wording; kNoPlace = none
  std::span<const uint32_t> network;                // kNoPlace = none
  // Selectors of post i: hit_selector[hit_offsets[i] .. [i+1]), each as written there.
  std::span<const uint64_t> hit_offsets;
  std::span<const uint32_t> hit_selector;
  std::span<const uint8_t> hit_service;  // Service
  // Per selector.
  std::span<const uint8_t> kind;    // SelectorKind
  std::span<const uint8_t> is_hub;  // 1: an agency, a support number ...: many share it lawfully
  const StringColumn* value = nullptr;
  // What the texts say; empty: not looked for.
  std::span<const std::optional<Pay>> pay;
  std::span<const uint32_t> sector;         // 0 = not known
  std::span<const uint8_t> hidden_contact;  // Fact

  std::size_t size() const { return posted_at.size(); }
};

// One fact a post. All are linear in posts and selectors but for sorting, and the same for any
// number of threads.

// Every contact is a messaging handle or a number for a messenger; no e-mail, web page or plain
// number. SAPS; EMSCAD flags; Zhou et al. 2024.
std::vector<Fact> contact_only_by_messenger(const CaseColumns& posts);
// There are contacts, but no web page and no e-mail of a domain of the employer's own. EMSCAD flag
// 4: 10.2 % of fraudulent and 2.8 % of lawful adverts name no employer that can be found.
std::vector<Fact> no_verifiable_employer(const CaseColumns& posts);
// Pay far above what this case's other posts of that sector, country and currency state.
std::vector<Fact> pay_out_of_line(const CaseColumns& posts);
// A contact of the post stands under three names or more, or in four towns within 90 days; not a
// hub's. After Zhou et al. 2024 and Freeman et al. 2025.
std::vector<Fact> one_contact_many_names(const CaseColumns& posts);
// Its wording is posted under three names or more. EMSCAD: 1,420 of 1,427 clusters of one wording
// have one label.
std::vector<Fact> same_wording_many_names(const CaseColumns& posts);
// The network's posts stand in two countries or more. Palermo Protocol, act: transport.
std::vector<Fact> route_over_borders(const CaseColumns& posts);
// The network posts in bursts: ten posts within an hour, in two towns or more.
std::vector<Fact> posting_rhythm(const CaseColumns& posts);

// All rules; what the columns do not hold is not stated. By Rule.
std::array<std::vector<Fact>, kRules> find_facts(const CaseColumns& posts);

}  // namespace maillon::rank
