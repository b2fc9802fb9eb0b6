// Texts are read by segment (sign_segments.h) and kept, so that a case that grows is read for its
// new records only; all else is made anew from arrays, in seconds for a million posts.
//
//   texts       what each post's words show: indicators seen and denied, stance, pay
//   boilerplate what a site prints beneath every post is no sign of a post
//   facts       structured indicators (rank/structured.h) over the columns of the case
//   profiles    posts that show the same share one, so that combining costs no more than the few
//               thousand ways in which posts differ
//   networks    what at least two posts of a network show, combined in the same way
//   base rates  how many posts and how many wordings show each indicator
#include "tasks/indicators/indicator_step.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "link/evidence.h"
#include "rank/combine.h"
#include "rank/structured.h"
#include "rank/wording/wording_model.h"
#include "tasks/derived_io.h"
#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/indicators.h"
#include "tasks/indicators/ready_catalogue.h"
#include "tasks/indicators/sign_segments.h"

namespace maillon::tasks {
namespace {

// Raised when the same inputs give other indicators.
constexpr uint32_t kIndicatorsVersion = 3;
// A sign of one post in a large network is chance; in a small one it counts.
constexpr std::size_t kSmallNetwork = 3;
constexpr uint32_t kLeastPosts = 2;

// What a post or network shows, before it is combined.
struct Shown {
  rank::Stance stance = rank::Stance::plain;
  rank::Wording wording = rank::Wording::agrees;
  bool child = false, adult = false;
  std::vector<uint16_t> seen, denied;  // ascending

  std::string key() const {
    std::string out{static_cast<char>(stance), static_cast<char>(wording),
                    static_cast<char>(child ? 1 : 0), static_cast<char>(adult ? 1 : 0)};
    for (const auto* list : {&seen, &denied}) {
      for (const uint16_t i : *list) {
        out += static_cast<char>(i >> 8);
        out += static_cast<char>(i & 0xFF);
      }
      out += "\xFF\xFF";
    }
    return out;
  }
};

template <class T>
void make_set(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Numbers for what is shown, in the order in which it is met.
class ShownTable {
 public:
  uint32_t add(const Shown& shown) {
    const auto [at, is_new] = number_.emplace(shown.key(), static_cast<uint32_t>(all_.size()));
    if (is_new) all_.push_back(shown);
    return at->second;
  }
  const Shown& operator[](uint32_t i) const { return all_[i]; }

 private:
  std::unordered_map<std::string, uint32_t> number_;
  std::vector<Shown> all_;
};

class ProfileTable {
 public:
  explicit ProfileTable(const rank::Catalogue& catalogue) : catalogue_(catalogue) {}

  uint32_t add(const Shown& shown) {
    const uint32_t number = shown_.add(shown);
    if (number == out.size()) combine(shown);
    return number;
  }

  Profiles out;

 private:
  void combine(const Shown& shown) {
    const std::vector<uint32_t> seen(shown.seen.begin(), shown.seen.end());
    const std::vector<uint32_t> denied(shown.denied.begin(), shown.denied.end());
    const rank::Combination sum =
        rank::combine(catalogue_, {seen, denied, shown.child, shown.adult, shown.wording});
    const rank::PostKind kind = rank::kind_of(shown.stance, sum, shown.wording);
    out.kind.push_back(static_cast<uint8_t>(kind));
    out.level.push_back(static_cast<uint8_t>(sum.level));
    out.form.push_back(static_cast<uint8_t>(sum.form));
    out.positive.push_back(sum.positive);
    out.flags.push_back(static_cast<uint8_t>(
        (sum.recruitment ? Profiles::recruitment : 0) |
        (sum.destination ? Profiles::destination : 0) | (shown.child ? Profiles::child : 0) |
        (sum.capped ? Profiles::capped : 0) | (shown.adult ? Profiles::adult : 0) |
        (sum.ordinary ? Profiles::ordinary : 0) |
        (kind != rank::kind_of(shown.stance, sum) || shown.wording == rank::Wording::stance
             ? Profiles::wording
             : 0)));
    unsigned palermo = 0;
    for (std::size_t p = 0; p < sum.palermo.size(); ++p) {
      palermo |= static_cast<unsigned>(sum.palermo[p]) << (2 * p);
    }
    out.palermo.push_back(static_cast<uint8_t>(palermo));
    out.seen.insert(out.seen.end(), shown.seen.begin(), shown.seen.end());
    out.denied.insert(out.denied.end(), shown.denied.begin(), shown.denied.end());
    out.seen_ends.push_back(out.seen.size());
    out.denied_ends.push_back(out.denied.size());
  }

  const rank::Catalogue& catalogue_;
  ShownTable shown_;
};

// What the texts of the posts show, by row.
struct TextSigns {
  ShownTable table;
  std::vector<uint32_t> shown;
  std::vector<std::optional<rank::Pay>> pay;
  std::vector<uint8_t> hidden;
};

Shown shown_by(const SignSegment& signs, uint32_t record) {
  Shown out;
  out.stance = static_cast<rank::Stance>(signs.stance[record]);
  out.wording = static_cast<rank::Wording>(signs.wording[record]);
  const auto has = [&](rank::CueKind kind) {
    return (signs.cues[record] >> static_cast<unsigned>(kind) & 1U) != 0;
  };
  out.child = has(rank::CueKind::child_age) && out.stance == rank::Stance::plain;
  out.adult = has(rank::CueKind::adult_independent);
  for (uint64_t h = signs.hit_offsets[record]; h < signs.hit_offsets[record + 1]; ++h) {
    const auto state = static_cast<rank::HitState>(signs.hit_state[h]);
    if (state == rank::HitState::seen) out.seen.push_back(signs.hit_indicator[h]);
    if (state == rank::HitState::denied) out.denied.push_back(signs.hit_indicator[h]);
  }
  make_set(out.seen), make_set(out.denied);
  return out;
}

Result<TextSigns> gather_texts(const store::Case& open_case, const PostRecords& records,
                               std::size_t indicators) {
  TextSigns out;
  const std::size_t rows = records.part.size();
  out.shown.assign(rows, 0), out.pay.resize(rows), out.hidden.assign(rows, 0);
  std::vector<std::vector<uint32_t>> of_part(records.import.size());
  for (uint32_t row = 0; row < rows; ++row) of_part[records.part[row]].push_back(row);
  for (std::size_t p = 0; p < of_part.size(); ++p) {
    TRY(const SignSegment signs,
        load_signs(open_case, ImportId{records.import[p]}, records.segment[p], indicators));
    for (const uint32_t row : of_part[p]) {
      const uint32_t record = records.record[row];
      if (record >= signs.size()) return fail(Code::corrupt, "a post has no record: link again");
      out.shown[row] = out.table.add(shown_by(signs, record));
      out.hidden[row] = signs.hidden_contact[record];
      if (signs.pay[record] != 0) {
        out.pay[row] = rank::Pay{static_cast<double>(signs.pay[record]), signs.currency[record]};
      }
    }
  }
  return out;
}

// The index of its network of each row.
std::vector<uint32_t> network_index(const Networks& networks, std::size_t rows) {
  std::vector<uint32_t> out(rows, rank::kNoPlace);
  for (uint32_t n = 0; n < networks.size(); ++n) {
    for (const uint32_t row : networks.members(n)) out[row] = n;
  }
  return out;
}

struct CaseArrays {
  Posts posts;
  Selectors selectors;
  Families families;
  Networks networks;
};

Result<CaseArrays> read_arrays(const store::Case& open_case) {
  CaseArrays a;
  ClassWeights classes;
  int32_t prior = 0;
  TRY(a.posts, read_posts(open_case));
  TRY(a.selectors, read_selectors(open_case));
  TRY(a.families, read_families(open_case));
  TRY_OK(read_weights(open_case, a.selectors, a.families, classes, prior));
  TRY(a.networks, read_networks(open_case));
  return a;
}

using Facts = std::array<std::vector<rank::Fact>, rank::kRules>;

Facts structured_facts(const CaseArrays& a, const TextSigns& texts) {
  std::vector<uint8_t> is_hub(a.selectors.size());
  for (std::size_t s = 0; s < is_hub.size(); ++s) {
    is_hub[s] = a.selectors.state[s] == static_cast<uint8_t>(link::SignalState::hub) ? 1 : 0;
  }
  const std::vector<uint32_t> network = network_index(a.networks, a.posts.size());
  rank::CaseColumns columns;
  columns.posted_at = a.posts.posted_at;
  columns.country = a.posts.country, columns.city = a.posts.city, columns.author = a.posts.author;
  columns.family = a.families.family, columns.network = network;
  columns.hit_offsets = a.selectors.hit_offsets, columns.hit_selector = a.selectors.hit_selector;
  columns.hit_service = a.selectors.hit_service, columns.kind = a.selectors.kind;
  columns.is_hub = is_hub, columns.value = &a.selectors.value;
  columns.pay = texts.pay, columns.hidden_contact = texts.hidden;
  return rank::find_facts(columns);
}

// The indicator of each rule; the rules that no indicator asks for have none.
std::array<std::optional<uint16_t>, rank::kRules> rule_indicators(
    const rank::Catalogue& catalogue) {
  std::array<std::optional<uint16_t>, rank::kRules> out;
  for (std::size_t i = 0; i < catalogue.indicators.size(); ++i) {
    const auto rule = rank::parse_rule(catalogue.indicators[i].rule);
    if (rule && !out[static_cast<std::size_t>(*rule)]) {
      out[static_cast<std::size_t>(*rule)] = static_cast<uint16_t>(i);
    }
  }
  return out;
}

IndicatorTable to_table(const rank::Catalogue& catalogue) {
  IndicatorTable out;
  for (const rank::Indicator& i : catalogue.indicators) {
    out.id.push_back(i.id);
    for (const std::string_view language : kLabelLanguages)
      out.label.push_back(i.label_in(language));
    out.meaning.push_back(i.meaning), out.against.push_back(i.against);
    out.sources.push_back(fmt::format("{}", fmt::join(i.sources, "\n")));
    out.dimension.push_back(static_cast<uint8_t>(i.dimension));
    out.elements.push_back(i.elements);
    const rank::Strength given = i.adult[static_cast<std::size_t>(rank::Form::labour)];
    out.strength.push_back(given != rank::Strength::none
                               ? static_cast<uint8_t>(given)
                               : static_cast<uint8_t>(static_cast<unsigned>(i.proposed) | 0x80U));
    out.common.push_back(i.common_in_lawful ? 1 : 0);
  }
  out.posts_seen.assign(out.size(), 0), out.posts_denied.assign(out.size(), 0);
  out.wordings_seen.assign(out.size(), 0);
  for (const rank::Hotline& line : catalogue.hotlines) {
    out.hotlines.country.push_back(line.country), out.hotlines.name.push_back(line.name);
    out.hotlines.phone.push_back(line.phone), out.hotlines.url.push_back(line.url);
    out.hotlines.verified_on.push_back(line.verified_on);
  }
  return out;
}

void count_base_rates(const Families& families, Indicators& out) {
  std::vector<uint64_t> pairs;  // indicator, family
  for (uint32_t row = 0; row < out.post.size(); ++row) {
    const uint32_t p = out.post[row];
    for (const uint16_t i : out.profiles.denied_of(p)) ++out.table.posts_denied[i];
    for (const uint16_t i : out.profiles.seen_of(p)) {
      ++out.table.posts_seen[i];
      if (families.family[row] == kNone) {
        ++out.table.wordings_seen[i];
      } else {
        pairs.push_back(uint64_t{i} << 32 | families.family[row]);
      }
    }
  }
  make_set(pairs);
  for (const uint64_t pair : pairs) ++out.table.wordings_seen[pair >> 32];
}

void take_kind(rank::PostKind kind, Shown& to) {
  to.stance = rank::stance_of(kind);
  if (kind == rank::PostKind::deceptive_offer) to.wording = rank::Wording::deceptive_offer;
  if (kind == rank::PostKind::coercion) to.wording = rank::Wording::coercion;
}

// What the posts of a network show together.
Shown sum_up(const Indicators& posts, std::span<const uint32_t> rows,
             std::vector<uint32_t>& counts) {
  std::vector<uint16_t> seen, denied;
  std::array<std::size_t, rank::kPostKinds> kinds{};
  std::size_t child = 0, adult = 0, ordinary = 0;
  for (const uint32_t row : rows) {
    const uint32_t p = posts.post[row];
    const auto of_post = posts.profiles.seen_of(p);
    seen.insert(seen.end(), of_post.begin(), of_post.end());
    const auto not_so = posts.profiles.denied_of(p);
    denied.insert(denied.end(), not_so.begin(), not_so.end());
    child += (posts.profiles.flags[p] & Profiles::child) != 0 ? 1 : 0;
    adult += (posts.profiles.flags[p] & Profiles::adult) != 0 ? 1 : 0;
    ordinary += (posts.profiles.flags[p] & Profiles::ordinary) != 0 ? 1 : 0;
    ++kinds[posts.profiles.kind[p]];
  }
  const std::size_t least = rows.size() <= kSmallNetwork ? 1 : kLeastPosts;
  Shown out;
  std::sort(seen.begin(), seen.end());
  for (std::size_t i = 0; i < seen.size();) {
    std::size_t end = i;
    while (end < seen.size() && seen[end] == seen[i]) ++end;
    if (end - i >= least) {
      out.seen.push_back(seen[i]);
      counts.push_back(static_cast<uint32_t>(end - i));
    }
    i = end;
  }
  make_set(denied);
  for (const uint16_t i : denied) {
    if (!std::binary_search(out.seen.begin(), out.seen.end(), i)) out.denied.push_back(i);
  }
  out.child = child >= least;
  out.adult = adult * 2 > rows.size();
  if (ordinary * 2 > rows.size()) out.wording = rank::Wording::ordinary;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    if (kinds[k] * 2 > rows.size()) take_kind(static_cast<rank::PostKind>(k), out);
  }
  return out;
}

// What a site prints beneath every post ("no phone calls about this job") says nothing about a
// post: (source, indicator) of words that more than a third of the site's wordings have.
class Boilerplate {
 public:
  Boilerplate(const CaseArrays& arrays, const TextSigns& texts) {
    std::vector<std::pair<uint32_t, uint64_t>> wordings;  // source, wording
    std::vector<std::tuple<uint32_t, uint16_t, uint64_t>> with_sign;
    for (uint32_t row = 0; row < arrays.posts.size(); ++row) {
      const uint64_t wording = wording_of(arrays.families, row);
      const uint32_t source = arrays.posts.source[row];
      wordings.emplace_back(source, wording);
      for (const uint16_t i : texts.table[texts.shown[row]].seen) {
        with_sign.emplace_back(source, i, wording);
      }
    }
    make_set(wordings), make_set(with_sign);
    std::unordered_map<uint32_t, uint64_t> total;
    for (const auto& [source, wording] : wordings) ++total[source];
    for (std::size_t i = 0; i < with_sign.size();) {
      const auto [source, indicator, first] = with_sign[i];
      const std::size_t begin = i;
      while (i < with_sign.size() && std::get<0>(with_sign[i]) == source &&
             std::get<1>(with_sign[i]) == indicator) {
        ++i;
      }
      const uint64_t all = total[source];
      if (all >= kFewestWordings && 3 * (i - begin) > all) {
        signs_[source].push_back(indicator);
      }
    }
  }

  bool any(uint32_t source) const { return signs_.contains(source); }
  void drop(uint32_t source, std::vector<uint16_t>& seen) const {
    const auto at = signs_.find(source);
    if (at == signs_.end()) return;
    std::erase_if(seen, [&](uint16_t i) {
      return std::find(at->second.begin(), at->second.end(), i) != at->second.end();
    });
  }

 private:
  static constexpr uint64_t kFewestWordings = 50;  // of a site, to know what is usual there
  std::unordered_map<uint32_t, std::vector<uint16_t>> signs_;
};

Indicators combine_all(const rank::Catalogue& catalogue, const CaseArrays& arrays,
                       const TextSigns& texts) {
  const Facts facts = structured_facts(arrays, texts);
  const auto of_rule = rule_indicators(catalogue);
  Indicators out;
  out.edition = catalogue.edition;
  out.table = to_table(catalogue);
  ProfileTable profiles(catalogue);
  const Boilerplate boilerplate(arrays, texts);
  // Profiles by (source if it has boilerplate, what the text shows, rules that are seen).
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, uint32_t> known;
  out.post.reserve(arrays.posts.size());
  for (uint32_t row = 0; row < arrays.posts.size(); ++row) {
    uint32_t rules = 0;
    for (std::size_t r = 0; r < rank::kRules; ++r) {
      if (of_rule[r] && facts[r][row] == rank::Fact::seen) rules |= 1U << r;
    }
    const uint32_t source =
        boilerplate.any(arrays.posts.source[row]) ? arrays.posts.source[row] : 0;
    const auto [at, is_new] = known.try_emplace({source, texts.shown[row], rules}, 0);
    if (is_new) {
      Shown shown = texts.table[texts.shown[row]];
      boilerplate.drop(source, shown.seen);
      const bool speaks = shown.stance == rank::Stance::plain;
      for (std::size_t r = 0; speaks && r < rank::kRules; ++r) {
        if ((rules >> r & 1U) != 0) shown.seen.push_back(*of_rule[r]);
      }
      make_set(shown.seen);
      at->second = profiles.add(shown);
    }
    out.post.push_back(at->second);
  }
  out.profiles = profiles.out;
  count_base_rates(arrays.families, out);
  for (uint32_t n = 0; n < arrays.networks.size(); ++n) {
    const Shown shown = sum_up(out, arrays.networks.members(n), out.network_posts);
    out.network.push_back(profiles.add(shown));
    out.network_ends.push_back(out.network_posts.size());
  }
  out.profiles = std::move(profiles.out);
  return out;
}

Result<std::string> made_with(const store::Case& open_case, const std::string& catalogue) {
  TRY(const store::BundleReader networks, open_case.read_bundle("networks"));
  TRY(const store::BundleReader rows, open_case.read_bundle("rows"));
  TRY(const store::BundleReader selectors, open_case.read_bundle("selectors"));
  return fmt::format("{}-{:016x} {} {:016x} {:016x} {:016x}", kIndicatorsVersion,
                     rank::built_in_wording().fingerprint(), catalogue, networks.file().checksum(),
                     rows.file().checksum(), selectors.file().checksum());
}

// The first thing in which what was kept differs from what would be made.
std::string first_change(const std::string& kept, const std::string& now) {
  if (kept.empty()) return "it has not run yet";
  if (word_at(kept, 0) != word_at(now, 0)) return "it was made by another version of this step";
  if (word_at(kept, 1) != word_at(now, 1)) return "the catalogue has changed since the last link";
  return kept == now ? "" : "posts or networks were made anew since it ran";
}

}  // namespace

StepState indicators_state(const store::Case& open_case, const CaseState& before) {
  StepState state;
  state.step = "indicators";
  if (!before.fresh()) {
    state.reasons.emplace_back("the step networks is stale and comes first");
    return state;
  }
  const auto files = catalogue_files_of(open_case);
  const auto now = files ? made_with(open_case, rank::catalogue_hash(*files))
                         : Result<std::string>(tl::unexpected<Error>(files.error()));
  const std::string why =
      now ? first_change(indicators_made_with(open_case), *now) : now.error().message;
  if (!why.empty()) state.reasons.push_back(why);
  return state;
}

Result<void> keep_overlays(store::Case& open_case, const std::vector<std::string>& overlays,
                           const store::By& by) {
  std::string kept;
  if (overlays != std::vector<std::string>{"none"}) {
    TRY(const auto files, catalogue_files(overlays));
    TRY_OK(ready_catalogue(files));
    for (const std::string& path : overlays) {
      kept += std::filesystem::absolute(path).lexically_normal().string() + "\n";
    }
  }
  return open_case.set_setting(kCatalogueSetting, kept, by);
}

Result<void> make_indicators(store::Case& open_case, Progress& progress) {
  // Reading overlay files takes a second: only if something has changed.
  TRY(const auto files, catalogue_files_of(open_case));
  TRY(const std::string made, made_with(open_case, rank::catalogue_hash(files)));
  if (indicators_made_with(open_case) == made) return {};
  TRY(const rank::Catalogue catalogue, ready_catalogue(files));
  if (catalogue.indicators.empty()) return {};
  if (catalogue.indicators.size() > 0xFFFF) {
    return fail(Code::invalid_input, "the catalogue has more than 65,535 indicators");
  }
  Step step(progress, "indicators");
  TRY_OK(read_signs(open_case, catalogue, progress));
  TRY(const auto records, read_post_records(open_case));
  if (!records) return fail(Code::corrupt, "derived/rows is missing: run `maillon link` again");
  Step combine(progress, "combine");
  TRY(const TextSigns texts, gather_texts(open_case, *records, catalogue.indicators.size()));
  TRY(const CaseArrays arrays, read_arrays(open_case));
  const Indicators indicators = combine_all(catalogue, arrays, texts);
  TRY_OK(write_indicators(open_case, indicators, made));
  combine.end(indicators.profiles.size());
  step.end(indicators.post.size());
  return {};
}

}  // namespace maillon::tasks
