#include "rank/structured.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "base/parallel.h"

namespace maillon::rank {
namespace {

constexpr std::array<std::string_view, kRules> kRuleNames = {"contact_only_by_messenger",
                                                             "no_verifiable_employer",
                                                             "pay_out_of_line",
                                                             "one_contact_many_names",
                                                             "same_wording_many_names",
                                                             "route_over_borders",
                                                             "posting_rhythm",
                                                             "hidden_contact"};

constexpr std::size_t kBlock = 4096;
constexpr std::size_t kManyNames = 3;  // a firm and its agency are two
constexpr std::size_t kManyTowns = 4;
constexpr int64_t kWindow = 90 * 86'400LL;
constexpr std::size_t kFewestPays = 20;  // fewer do not make a line to be out of
// Twice the middle and five times the usual distance from it: high wages of skilled posts in one
// sector stay inside.
constexpr double kTimesMedian = 2.0, kTimesSpread = 5.0;
constexpr std::size_t kBurst = 10;
constexpr int64_t kBurstSeconds = 3600;

template <class Judge>
std::vector<Fact> each_post(const CaseColumns& posts, const Judge& judge) {
  std::vector<Fact> out(posts.size(), Fact::not_stated);
  parallel_blocks(posts.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t row = begin; row < end; ++row) out[row] = judge(static_cast<uint32_t>(row));
  });
  return out;
}

bool is_messenger(Service service) {
  switch (service) {
    case Service::telegram:
    case Service::whatsapp:
    case Service::instagram:
    case Service::snapchat:
    case Service::wechat:
    case Service::line:
    case Service::signal:
    case Service::vk:
    case Service::tiktok:
    case Service::facebook:
      return true;
    default:
      return false;
  }
}

struct Contacts {
  bool messenger = false, open = false, own_domain = false;
  bool any() const { return messenger || open; }
};

// Mail that anybody gets for nothing names no employer.
bool is_free_mail(std::string_view address) {
  constexpr std::string_view domains[] = {
      "gmail.com",   "googlemail.com", "yahoo.com",   "hotmail.com",    "outlook.com", "live.com",
      "icloud.com",  "aol.com",        "proton.me",   "protonmail.com", "gmx.com",     "gmx.net",
      "gmx.de",      "web.de",         "mail.com",    "mail.ru",        "yandex.ru",   "yandex.com",
      "bk.ru",       "list.ru",        "inbox.ru",    "rambler.ru",     "qq.com",      "163.com",
      "126.com",     "sina.com",       "foxmail.com", "ukr.net",        "wp.pl",       "o2.pl",
      "laposte.net", "orange.fr",      "free.fr",     "yahoo.fr",       "yahoo.es",    "hotmail.fr",
      "hotmail.es",  "tutanota.com",   "zoho.com",    "mail.bg",        "abv.bg",      "seznam.cz"};
  const std::string_view domain = address.substr(std::min(address.rfind('@') + 1, address.size()));
  return std::find(std::begin(domains), std::end(domains), domain) != std::end(domains);
}

// Pages that anybody has for nothing, and messengers' own links.
bool is_own_page(std::string_view url) {
  for (const std::string_view host :
       {"t.me",      "telegram.", "wa.me",    "whatsapp.", "facebook.", "fb.",         "instagram.",
        "vk.com",    "bit.ly",    "tinyurl.", "goo.gl",    "forms.gle", "docs.google", "linktr.ee",
        "snapchat.", "tiktok.",   "line.me",  "weixin.",   "youtube.",  "youtu.be"}) {
    if (url.find(host) != std::string_view::npos) return false;
  }
  return true;
}

Contacts contacts_of(const CaseColumns& posts, uint32_t row) {
  Contacts out;
  for (uint64_t h = posts.hit_offsets[row]; h < posts.hit_offsets[row + 1]; ++h) {
    const uint32_t s = posts.hit_selector[h];
    const auto service = static_cast<Service>(posts.hit_service[h]);
    switch (static_cast<SelectorKind>(posts.kind[s])) {
      case SelectorKind::phone:
        (is_messenger(service) ? out.messenger : out.open) = true;
        break;
      case SelectorKind::handle:
        out.messenger = out.messenger || is_messenger(service);
        break;
      case SelectorKind::email:
        out.open = true;
        out.own_domain = out.own_domain || !is_free_mail((*posts.value)[s]);
        break;
      case SelectorKind::url: {
        const bool own = is_own_page((*posts.value)[s]);
        (own ? out.open : out.messenger) = true;
        out.own_domain = out.own_domain || own;
        break;
      }
      default:
        break;
    }
  }
  return out;
}

// (group, post) sorted, and `judge(rows of one group)` for each.
template <class Judge>
void each_group(std::vector<std::pair<uint32_t, uint32_t>> pairs, const Judge& judge) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<uint32_t> rows;
  for (std::size_t i = 0; i < pairs.size();) {
    rows.clear();
    const uint32_t group = pairs[i].first;
    for (; i < pairs.size() && pairs[i].first == group; ++i) rows.push_back(pairs[i].second);
    judge(group, std::span<const uint32_t>(rows));
  }
}

std::size_t count_distinct(std::span<const uint32_t> column, std::span<const uint32_t> rows) {
  std::vector<uint32_t> values;
  for (const uint32_t row : rows) {
    if (column[row] != 0) values.push_back(column[row]);
  }
  std::sort(values.begin(), values.end());
  return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin());
}

std::vector<uint32_t> by_time(const CaseColumns& posts, std::span<const uint32_t> rows) {
  std::vector<uint32_t> out;
  for (const uint32_t row : rows) {
    if (posts.posted_at[row] != kNoTime) out.push_back(row);
  }
  std::sort(out.begin(), out.end(), [&](uint32_t a, uint32_t b) {
    return std::tie(posts.posted_at[a], a) < std::tie(posts.posted_at[b], b);
  });
  return out;
}

// Do `least` distinct towns (and posts) stand within so many seconds?
bool has_window(const CaseColumns& posts, std::span<const uint32_t> rows, int64_t seconds,
                std::size_t least_posts, std::size_t least_towns) {
  const std::vector<uint32_t> timed = by_time(posts, rows);
  if (timed.size() < least_posts) return false;
  std::vector<std::pair<uint32_t, uint32_t>> towns;  // town, posts in the window
  const auto town = [&](uint32_t row) {
    return std::find_if(towns.begin(), towns.end(),
                        [&](const auto& t) { return t.first == posts.city[row]; });
  };
  std::size_t begin = 0;
  for (std::size_t end = 0; end < timed.size(); ++end) {
    if (const uint32_t row = timed[end]; posts.city[row] != 0) {
      const auto at = town(row);
      if (at == towns.end()) {
        towns.emplace_back(posts.city[row], 1);
      } else {
        ++at->second;
      }
    }
    while (posts.posted_at[timed[end]] - posts.posted_at[timed[begin]] > seconds) {
      const auto at = town(timed[begin++]);
      if (at != towns.end() && --at->second == 0) towns.erase(at);
    }
    if (end + 1 - begin >= least_posts && towns.size() >= least_towns) return true;
  }
  return false;
}

std::vector<std::pair<uint32_t, uint32_t>> members(std::span<const uint32_t> group) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (uint32_t row = 0; row < group.size(); ++row) {
    if (group[row] != kNoPlace) pairs.emplace_back(group[row], row);
  }
  return pairs;
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::string_view to_name(Rule rule) {
  return kRuleNames[static_cast<std::size_t>(rule)];
}
std::optional<Rule> parse_rule(std::string_view name) {
  const auto at = std::find(kRuleNames.begin(), kRuleNames.end(), name);
  if (at == kRuleNames.end()) return std::nullopt;
  return static_cast<Rule>(at - kRuleNames.begin());
}

std::vector<Fact> contact_only_by_messenger(const CaseColumns& posts) {
  return each_post(posts, [&](uint32_t row) {
    const Contacts contacts = contacts_of(posts, row);
    if (!contacts.any()) return Fact::not_stated;
    return contacts.open ? Fact::not_seen : Fact::seen;
  });
}

std::vector<Fact> no_verifiable_employer(const CaseColumns& posts) {
  return each_post(posts, [&](uint32_t row) {
    const Contacts contacts = contacts_of(posts, row);
    if (!contacts.any()) return Fact::not_stated;
    return contacts.own_domain ? Fact::not_seen : Fact::seen;
  });
}

std::vector<Fact> pay_out_of_line(const CaseColumns& posts) {
  std::vector<Fact> out(posts.size(), Fact::not_stated);
  if (posts.pay.empty()) return out;
  using Key = std::tuple<uint32_t, uint32_t, uint32_t>;  // country, sector, currency
  std::vector<std::pair<Key, uint32_t>> keyed;
  for (uint32_t row = 0; row < posts.size(); ++row) {
    if (!posts.pay[row]) continue;
    const uint32_t sector = posts.sector.empty() ? 0 : posts.sector[row];
    keyed.push_back({{posts.country[row], sector, posts.pay[row]->currency}, row});
  }
  std::sort(keyed.begin(), keyed.end());
  for (std::size_t i = 0; i < keyed.size();) {
    const Key key = keyed[i].first;
    const std::size_t begin = i;
    std::vector<double> pays;
    for (; i < keyed.size() && keyed[i].first == key; ++i) {
      pays.push_back(posts.pay[keyed[i].second]->monthly);
    }
    if (pays.size() < kFewestPays) continue;
    const double middle = median(pays);
    for (double& pay : pays) pay = pay < middle ? middle - pay : pay - middle;
    const double spread = median(pays);
    for (std::size_t k = begin; k < i; ++k) {
      const double pay = posts.pay[keyed[k].second]->monthly;
      const bool high = pay > kTimesMedian * middle && pay > middle + kTimesSpread * spread;
      out[keyed[k].second] = high ? Fact::seen : Fact::not_seen;
    }
  }
  return out;
}

std::vector<Fact> one_contact_many_names(const CaseColumns& posts) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (uint32_t row = 0; row < posts.size(); ++row) {
    for (uint64_t h = posts.hit_offsets[row]; h < posts.hit_offsets[row + 1]; ++h) {
      const uint32_t s = posts.hit_selector[h];
      const auto kind = static_cast<SelectorKind>(posts.kind[s]);
      const bool contact = kind == SelectorKind::phone || kind == SelectorKind::email ||
                           (kind == SelectorKind::handle &&
                            static_cast<Service>(posts.hit_service[h]) != Service::account);
      if (contact) pairs.emplace_back(s, row);
    }
  }
  std::vector<Fact> out(posts.size(), Fact::not_stated);
  each_group(std::move(pairs), [&](uint32_t selector, std::span<const uint32_t> rows) {
    const bool hub = posts.is_hub[selector] != 0;
    const bool many = !hub && rows.size() >= kManyNames &&
                      (count_distinct(posts.author, rows) >= kManyNames ||
                       has_window(posts, rows, kWindow, kManyTowns, kManyTowns));
    for (const uint32_t row : rows) {
      out[row] = std::max(out[row], many ? Fact::seen : Fact::not_seen);
    }
  });
  return out;
}

std::vector<Fact> same_wording_many_names(const CaseColumns& posts) {
  std::vector<Fact> out(posts.size(), Fact::not_stated);
  each_group(members(posts.family), [&](uint32_t, std::span<const uint32_t> rows) {
    const std::size_t names = count_distinct(posts.author, rows);
    const Fact fact = names >= kManyNames ? Fact::seen
                      : names > 0         ? Fact::not_seen
                                          : Fact::not_stated;
    for (const uint32_t row : rows) out[row] = fact;
  });
  return out;
}

std::vector<Fact> route_over_borders(const CaseColumns& posts) {
  std::vector<Fact> out(posts.size(), Fact::not_stated);
  each_group(members(posts.network), [&](uint32_t, std::span<const uint32_t> rows) {
    const std::size_t countries = count_distinct(posts.country, rows);
    const Fact fact = countries >= 2   ? Fact::seen
                      : countries == 1 ? Fact::not_seen
                                       : Fact::not_stated;
    for (const uint32_t row : rows) out[row] = fact;
  });
  return out;
}

std::vector<Fact> posting_rhythm(const CaseColumns& posts) {
  std::vector<Fact> out(posts.size(), Fact::not_stated);
  each_group(members(posts.network), [&](uint32_t, std::span<const uint32_t> all) {
    // A day without an hour is written as its midnight: that is no hour.
    std::vector<uint32_t> rows;
    for (const uint32_t row : all) {
      if (posts.posted_at[row] != kNoTime && posts.posted_at[row] % 86'400 != 0)
        rows.push_back(row);
    }
    if (rows.empty()) return;
    const bool burst = has_window(posts, rows, kBurstSeconds, kBurst, 2);
    for (const uint32_t row : rows) out[row] = burst ? Fact::seen : Fact::not_seen;
  });
  return out;
}

std::array<std::vector<Fact>, kRules> find_facts(const CaseColumns& posts) {
  std::array<std::vector<Fact>, kRules> out;
  const auto put = [&](Rule rule, std::vector<Fact> facts) {
    out[static_cast<std::size_t>(rule)] = std::move(facts);
  };
  const auto given = [&](std::span<const uint8_t> column) {
    std::vector<Fact> facts(posts.size(), Fact::not_stated);
    for (std::size_t row = 0; row < column.size(); ++row)
      facts[row] = static_cast<Fact>(column[row]);
    return facts;
  };
  put(Rule::contact_only_by_messenger, contact_only_by_messenger(posts));
  put(Rule::no_verifiable_employer, no_verifiable_employer(posts));
  put(Rule::pay_out_of_line, pay_out_of_line(posts));
  put(Rule::one_contact_many_names, one_contact_many_names(posts));
  put(Rule::same_wording_many_names, same_wording_many_names(posts));
  put(Rule::route_over_borders, route_over_borders(posts));
  put(Rule::posting_rhythm, posting_rhythm(posts));
  put(Rule::hidden_contact, given(posts.hidden_contact));
  return out;
}

}  // namespace maillon::rank
