// What the indicators say of posts and networks, as the last link left it: bundle "indicators".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/columns.h"
#include "base/result.h"
#include "store/case.h"

namespace maillon::tasks {

inline constexpr std::array<std::string_view, 6> kLabelLanguages = {"en", "fr", "es",
                                                                    "ar", "ru", "zh"};

// Whom an affected person can call, as the catalogue has it.
struct Hotlines {
  StringColumn country, name, phone, url, verified_on;
  std::size_t size() const { return country.size(); }
};

// The catalogue's indicators as far as readers of a case need them, and their base rates in it.
struct IndicatorTable {
  StringColumn id;
  StringColumn label;                      // of indicator i in language l: label[i * 6 + l]
  StringColumn meaning, against, sources;  // sources: a line each
  std::vector<uint8_t> dimension, elements, strength, common;
  // strength: for adults in labour exploitation where the list gives it, else proposed;
  // bit 7: proposed
  std::vector<uint64_t> posts_seen, posts_denied;
  std::vector<uint64_t> wordings_seen;  // a family, or a post of none, counts once
  Hotlines hotlines;

  std::size_t size() const { return id.size(); }
  std::string_view label_in(std::size_t i, std::string_view language) const;
  std::string strength_of(std::size_t i) const;  // "S", "M", "W"; "" = none is given
  bool is_proposed(std::size_t i) const { return (strength[i] & 0x80U) != 0; }
  std::optional<uint32_t> find(std::string_view id) const;
};

// What a post or network shows; posts that show the same share one.
struct Profiles {
  std::vector<uint8_t> kind, level, form;        // rank::PostKind, Level, Form
  std::vector<uint8_t> positive, flags;          // dimensions; Flag
  std::vector<uint8_t> palermo;                  // two bits an element: rank::Element
  std::vector<uint64_t> seen_ends, denied_ends;  // lists of indicators, back to back, ascending
  std::vector<uint16_t> seen, denied;

  enum Flag : uint8_t {
    recruitment = 1,
    destination = 2,
    child = 4,
    capped = 8,
    adult = 16,
    ordinary = 32,
    wording = 64,  // the wording says the kind, not the phrases
  };

  std::size_t size() const { return kind.size(); }
  std::span<const uint16_t> seen_of(uint32_t p) const { return list(seen, seen_ends, p); }
  std::span<const uint16_t> denied_of(uint32_t p) const { return list(denied, denied_ends, p); }

 private:
  static std::span<const uint16_t> list(const std::vector<uint16_t>& all,
                                        const std::vector<uint64_t>& ends, uint32_t p) {
    const uint64_t begin = p == 0 ? 0 : ends[p - 1];
    return std::span(all).subspan(begin, ends[p] - begin);
  }
};

struct Indicators {
  std::string edition;  // of the catalogue
  IndicatorTable table;
  Profiles profiles;
  std::vector<uint32_t> post, network;  // profile of each row; of each network, by index
  // Of the indicators of network n's profile, in their order: how many of its posts show it.
  std::vector<uint64_t> network_ends;
  std::vector<uint32_t> network_posts;

  bool empty() const { return table.size() == 0; }
  std::span<const uint32_t> posts_of(uint32_t network_index) const {
    const uint64_t begin = network_index == 0 ? 0 : network_ends[network_index - 1];
    return std::span(network_posts).subspan(begin, network_ends[network_index] - begin);
  }
};

Result<void> write_indicators(store::Case& to, const Indicators& indicators,
                              const std::string& made_with);
// Empty if there are none, if they are not of these networks (MadeBundles::networks) and their so
// many posts and networks, or if they are damaged.
Indicators read_indicators(const store::Case& from, std::size_t posts, std::size_t networks,
                           std::string_view made_networks);
// What the kept ones were made with; "" if there are none.
std::string indicators_made_with(const store::Case& from);

}  // namespace maillon::tasks
