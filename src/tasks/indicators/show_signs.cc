#include "tasks/indicators/show_signs.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "rank/combine.h"
#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/indicators.h"
#include "tasks/indicators/sign_segments.h"
#include "tasks/indicators/wording_words.h"

namespace maillon::tasks {
namespace {

constexpr int64_t kYear = 365 * 86'400LL;
constexpr std::size_t kPostsRead = 60, kWordsTold = 3, kAskingTold = 10;  // of a network

report::SignLine line_of(const IndicatorTable& table, uint16_t i, uint64_t posts,
                         std::string_view language) {
  report::SignLine line;
  line.id = table.id[i], line.label = table.label_in(i, language);
  line.meaning = table.meaning[i], line.against = table.against[i];
  line.sources = lines_of(table.sources[i]);
  line.dimension = rank::to_name(static_cast<rank::Dimension>(table.dimension[i]));
  line.strength = table.strength_of(i), line.proposed = table.is_proposed(i);
  line.common = table.common[i] != 0;
  line.posts = posts;
  line.case_posts = table.posts_seen[i], line.case_wordings = table.wordings_seen[i];
  return line;
}

// Strong before weak, published before proposed, rare before common.
void sort_by_telling(const IndicatorTable& table, std::vector<uint16_t>& which) {
  std::stable_sort(which.begin(), which.end(), [&](uint16_t a, uint16_t b) {
    const auto key = [&](uint16_t i) {
      return std::tuple(table.common[i], -(table.strength[i] & 3), table.posts_seen[i]);
    };
    return key(a) < key(b);
  });
}

std::vector<uint16_t> sorted_signs(const Indicators& indicators, uint32_t profile) {
  const auto seen = indicators.profiles.seen_of(profile);
  std::vector<uint16_t> out(seen.begin(), seen.end());
  sort_by_telling(indicators.table, out);
  return out;
}

report::SignSummary summary_of(const Indicators& indicators, uint32_t profile,
                               std::string_view language) {
  report::SignSummary out;
  const Profiles& p = indicators.profiles;
  out.known = true;
  out.kind = rank::to_name(static_cast<rank::PostKind>(p.kind[profile]));
  out.level = rank::to_name(static_cast<rank::Level>(p.level[profile]));
  out.form = rank::to_name(static_cast<rank::Form>(p.form[profile]));
  for (std::size_t d = 1; d < rank::kDimensions; ++d) {
    if ((p.positive[profile] >> d & 1U) != 0) {
      out.dimensions.emplace_back(rank::to_name(static_cast<rank::Dimension>(d)));
    }
  }
  const auto has = [&](Profiles::Flag flag) { return (p.flags[profile] & flag) != 0; };
  out.recruitment = has(Profiles::recruitment), out.destination = has(Profiles::destination);
  out.capped = has(Profiles::capped), out.child = has(Profiles::child);
  out.ordinary = has(Profiles::ordinary), out.wording = has(Profiles::wording);
  for (std::size_t i = 0; i < out.palermo.size(); ++i) {
    const unsigned element = p.palermo[profile] >> (2 * i) & 3U;
    out.palermo[i] = rank::to_name(static_cast<rank::Element>(std::min(element, 2U)));
  }
  for (const uint16_t i : p.denied_of(profile)) {
    out.denied.push_back(line_of(indicators.table, i, 1, language));
  }
  out.case_posts = indicators.post.size();
  return out;
}

std::string age_note(const std::string& verified_on, int64_t now) {
  if (verified_on.empty()) return "not verified by anybody: check before you pass it on";
  std::string note = "verified on " + verified_on;
  const std::optional<int64_t> day = parse_date(verified_on);
  if (day && now - *day <= kYear) return note;
  return note + ", more than a year ago: check before you pass it on";
}

std::vector<report::HotlineLine> hotlines_for(const Hotlines& all, std::string_view country,
                                              int64_t now) {
  std::vector<report::HotlineLine> mine, others;
  for (std::size_t i = 0; i < all.size(); ++i) {
    (all.country[i] == country ? mine : others)
        .push_back({std::string(all.country[i]), std::string(all.name[i]),
                    std::string(all.phone[i]), std::string(all.url[i]),
                    age_note(std::string(all.verified_on[i]), now)});
  }
  return mine.empty() ? others : mine;
}

void add_marks(const OpenedCase& from, uint32_t row, const RecordBatch& record,
               std::string_view language, report::SignSummary& to) {
  const IndicatorTable& table = from.data.indicators.table;
  for (const rank::SignHit& hit :
       signs_of_post(*from.file, row, from.data.made.posts, table.size())) {
    report::SignMark mark;
    mark.field = hit.field, mark.begin = hit.begin, mark.end = hit.end;
    mark.id = table.id[hit.indicator], mark.label = table.label_in(hit.indicator, language);
    mark.state = rank::to_name(hit.state);
    if (record.size() > 0) {
      const std::string_view text = record.field(hit.field, 0);
      if (hit.begin <= hit.end && hit.end <= text.size()) {
        mark.words = text.substr(hit.begin, hit.end - hit.begin);
      }
    }
    to.marks.push_back(std::move(mark));
  }
}

// What was read in the first posts that show something, by indicator.
void add_words(const OpenedCase& from, std::span<const uint32_t> rows, report::SignSummary& to) {
  const Indicators& indicators = from.data.indicators;
  std::map<std::string, std::map<std::string, uint64_t>> words;  // by id
  std::size_t read = 0;
  for (const uint32_t row : rows) {
    if (indicators.profiles.seen_of(indicators.post[row]).empty()) continue;
    if (read++ == kPostsRead) break;
    const auto record = from.reader->read(place_of(from.data.posts, row));
    if (!record) continue;
    report::SignSummary one;
    add_marks(from, row, *record, "en", one);
    std::set<std::pair<std::string, std::string>> of_post;
    for (const report::SignMark& mark : one.marks) {
      if (mark.state == rank::to_name(rank::HitState::seen) && !mark.words.empty())
        of_post.emplace(mark.id, mark.words);
    }
    for (const auto& [id, text] : of_post) ++words[id][text];
  }
  for (report::SignLine& line : to.seen) {
    for (const auto& [text, posts] : words[line.id]) line.words.push_back({text, posts});
    std::stable_sort(line.words.begin(), line.words.end(),
                     [](const auto& a, const auto& b) { return a.posts > b.posts; });
    if (line.words.size() > kWordsTold) line.words.resize(kWordsTold);
  }
}

// Whoever asks for help in a post of a network is not to be missed in it.
void add_asking(const CaseData& data, std::span<const uint32_t> rows, int64_t now,
                report::SignSummary& to) {
  const Indicators& indicators = data.indicators;
  std::set<std::string_view> countries;
  for (const uint32_t row : rows) {
    const auto kind = static_cast<rank::PostKind>(indicators.profiles.kind[indicators.post[row]]);
    if (kind != rank::PostKind::help_seeking) continue;
    if (to.asking.size() < kAskingTold) to.asking.push_back(post_id(data.posts, row));
    countries.insert(data.posts.word(data.posts.country, row));
  }
  std::set<std::string> told;
  for (const std::string_view country : countries) {
    for (report::HotlineLine& line : hotlines_for(indicators.table.hotlines, country, now)) {
      if (told.insert(line.country + line.phone + line.url).second)
        to.hotlines.push_back(std::move(line));
    }
  }
}

}  // namespace

report::SignSummary signs_of_network(const CaseData& data, uint32_t index,
                                     std::string_view language) {
  const Indicators& indicators = data.indicators;
  if (indicators.empty()) return {};
  const uint32_t profile = indicators.network[index];
  report::SignSummary out = summary_of(indicators, profile, language);
  const auto seen = indicators.profiles.seen_of(profile);
  const auto counts = indicators.posts_of(index);
  for (const uint16_t i : sorted_signs(indicators, profile)) {
    const auto at = std::lower_bound(seen.begin(), seen.end(), i) - seen.begin();
    out.seen.push_back(
        line_of(indicators.table, i, counts[static_cast<std::size_t>(at)], language));
  }
  return out;
}

report::SignSummary signs_of_network(const OpenedCase& from, uint32_t index, int64_t now,
                                     std::string_view language) {
  const CaseData& data = from.data;
  report::SignSummary out = signs_of_network(data, index, language);
  if (!out.known) return out;
  add_words(from, data.networks.members(index), out);
  add_asking(data, data.networks.members(index), now, out);
  return out;
}

report::SignSummary signs_of_post(const OpenedCase& from, uint32_t row, const RecordBatch& record,
                                  int64_t now, std::string_view language) {
  const Indicators& indicators = from.data.indicators;
  if (indicators.empty()) return {};
  const uint32_t profile = indicators.post[row];
  report::SignSummary out = summary_of(indicators, profile, language);
  for (const uint16_t i : sorted_signs(indicators, profile)) {
    out.seen.push_back(line_of(indicators.table, i, 1, language));
  }
  add_marks(from, row, record, language, out);
  const auto kind = static_cast<rank::PostKind>(indicators.profiles.kind[profile]);
  if (kind != rank::PostKind::plain || out.ordinary) {
    out.wording_words = wording_words(*from.file, record, kind);
  }
  if (kind == rank::PostKind::help_seeking) {
    out.hotlines = hotlines_for(indicators.table.hotlines,
                                from.data.posts.word(from.data.posts.country, row), now);
  }
  return out;
}

std::vector<std::string> sign_ids(const Indicators& indicators, uint32_t profile) {
  std::vector<std::string> out;
  for (const uint16_t i : sorted_signs(indicators, profile))
    out.emplace_back(indicators.table.id[i]);
  return out;
}

std::vector<std::string> sign_labels(const Indicators& indicators, uint32_t profile,
                                     std::string_view language) {
  std::vector<std::string> out;
  for (const uint16_t i : sorted_signs(indicators, profile)) {
    out.emplace_back(indicators.table.label_in(i, language));
  }
  return out;
}

std::string_view level_of(const Indicators& indicators, const std::vector<uint32_t>& profiles,
                          uint32_t index) {
  if (indicators.empty()) return "";
  return rank::to_name(static_cast<rank::Level>(indicators.profiles.level[profiles[index]]));
}

std::string_view kind_of(const Indicators& indicators, const std::vector<uint32_t>& profiles,
                         uint32_t index) {
  if (indicators.empty()) return "";
  return rank::to_name(static_cast<rank::PostKind>(indicators.profiles.kind[profiles[index]]));
}

}  // namespace maillon::tasks
