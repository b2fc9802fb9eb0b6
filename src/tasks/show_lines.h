// The pieces that pages have in common, made from the arrays of a case: lines for
// posts and selectors, routes, tallies, circles of posts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "link/evidence.h"
#include "report/listed.h"
#include "report/nouns.h"
#include "report/selector_page.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

std::string language_name(uint32_t packed);  // of Posts::language: "fr", "" = not known
std::string language_of(const Posts& posts, uint32_t row);
// "N-17", or "" for a post in no network.
std::string network_of(const CaseData& data, uint32_t row);
// "T-4f09c2", or "" for a post of no family.
std::string template_of(const CaseData& data, uint32_t row);

// "'17' can mean 2 posts: a:17, b:17; ...": for verbs that need one post.
std::string several_posts(const CaseData& data, std::string_view text,
                          std::span<const uint32_t> rows);

// Where a text of the post may be cut: `at`, or the begin of the selector that stands around it.
std::size_t cut_before_selector(const Selectors& selectors, uint32_t row, Field field,
                                std::size_t at);
// The title, else the begin of the body; "" if the original cannot be read.
std::string headline(PostReader& reader, const CaseData& data, uint32_t row);
// With the title if there is a reader.
report::PostLine post_line(const CaseData& data, uint32_t row, PostReader* reader);

// What a signal is called: "phone +1775…", "text T-4f09c2". Signals are numbered
// as in link::Signals: selectors, then families.
std::string signal_name(const CaseData& data, uint32_t signal);

// A distinct selector on a set of posts.
struct SelectorUse {
  uint32_t selector = 0;
  uint32_t posts = 0;  // of the set
  int64_t first = kNoTime, last = kNoTime;
};
// All distinct selectors of those rows, the most used first (ties: by number).
std::vector<SelectorUse> selectors_of(const CaseData& data, std::span<const uint32_t> rows);
report::SelectorLine selector_line(const CaseData& data, const SelectorUse& use);
// Is it linked through, at least in part?
bool is_followed(const Selectors& selectors, uint32_t selector);

// Of the pictures of these posts.
report::PictureMarks marks_of(const Pictures& pictures, std::span<const uint32_t> rows);

// The rows by time, those without one last, then by row.
std::vector<uint32_t> by_time(const Posts& posts, std::span<const uint32_t> rows);
struct Period {
  int64_t first = kNoTime, last = kNoTime;
  void add(int64_t time);
};
Period period_of(const Posts& posts, std::span<const uint32_t> rows);
std::vector<report::Stay> route_of(const Posts& posts, std::span<const uint32_t> rows);

// How many of the rows have each value, most first; empty values are left out.
std::vector<report::Tally> tally_words(const Posts& posts, const std::vector<uint32_t>& column,
                                       std::span<const uint32_t> rows);
std::vector<report::Tally> tally_languages(const Posts& posts, std::span<const uint32_t> rows);
std::vector<report::Tally> tally_prices(const Posts& posts, std::span<const uint32_t> rows);
std::vector<report::Tally> tally_networks(const CaseData& data, std::span<const uint32_t> rows);
// The networks of the rows, those of most of them first, `most` at most: "N-17".
std::vector<std::string> network_names(const CaseData& data, std::span<const uint32_t> rows,
                                       std::size_t most);
std::vector<report::TemplateLine> templates_of(const CaseData& data,
                                               std::span<const uint32_t> rows);

// Up to `limit` of the rows, spread evenly over time.
std::vector<report::PostLine> sample_of(const CaseData& data, std::span<const uint32_t> rows,
                                        PostReader& reader, std::size_t limit);
report::Circle circle_of(const CaseData& data, std::span<const uint32_t> rows, PostReader& reader,
                         std::size_t sample);

// log2 odds in 1/1024 bits -> probability.
double posterior_of(int32_t log_odds);
inline double to_bits(int32_t bits) {
  return bits / 1024.0;
}

}  // namespace maillon::tasks
