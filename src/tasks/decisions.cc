#include "tasks/decisions.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/utf8.h"
#include "report/style.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kWordsShown = 200;

std::string cut(std::string_view text) {
  if (text.size() <= kWordsShown) return std::string(text);
  return std::string(text.substr(0, utf8_prefix(text, kWordsShown))) + "…";
}

// The row of "P-4f09c2a1b3d4"; kNone if the case has none, or two posts with that identifier:
// decide() refuses such. Not by find_target, which looks at all names for what is gone.
uint32_t find_row(const Posts& posts, std::string_view id) {
  constexpr std::size_t kDigits = 12;
  constexpr int kShift = 64 - 4 * kDigits;
  uint64_t value = 0;
  const auto read = std::from_chars(id.data() + 2, id.data() + id.size(), value, 16);
  if (id.size() != 2 + kDigits || read.ptr != id.data() + id.size()) return kNone;
  const auto begin = posts.key_high.begin(), end = posts.key_high.end();
  const auto at = std::lower_bound(begin, end, value << kShift);
  if (at == end || *at >> kShift != value) return kNone;
  if (at + 1 != end && *(at + 1) >> kShift == value) return kNone;
  return static_cast<uint32_t>(at - begin);
}

// The later word counts: posts that are now the same as some of the other side go over to it.
// (A "different" that comes after a "same" needs nothing: separate() heeds it first.)
void overrule(const DecidedSets& later, std::vector<DecidedSets>& sets) {
  const auto has = [&](uint32_t row) {
    return std::binary_search(later.a.begin(), later.a.end(), row) ||
           std::binary_search(later.b.begin(), later.b.end(), row);
  };
  for (DecidedSets& earlier : sets) {
    if (earlier.same || std::none_of(earlier.b.begin(), earlier.b.end(), has)) continue;
    std::erase_if(earlier.a, has);
  }
}

}  // namespace

bool is_linking_kind(std::string_view kind) {
  constexpr std::array<std::string_view, 5> kKinds = {"same", "different", "split", "hub",
                                                      "not_hub"};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

std::string_view subject_of(std::string_view side) {
  return side.substr(0, side.find(' '));
}

std::vector<std::string> subjects_of(const store::Decision& decision) {
  if (decision.kind == "search" || decision.kind == "mapping") return {};
  std::vector<std::string> subjects{std::string(subject_of(decision.a))};
  const bool is_pair = decision.kind == "same" || decision.kind == "different";
  if (is_pair) subjects.emplace_back(subject_of(decision.b));
  return subjects;
}

std::string words_of(const store::Decision& decision) {
  if (is_linking_kind(decision.kind)) return decision.value;
  const std::string what = cut(decision.value);
  if (decision.kind == "unlabel") return fmt::format("{}: no longer {}", decision.a, what);
  return fmt::format("{}: {}", decision.a, what);
}

std::string write_side(const CaseData& data, std::string_view network,
                       std::span<const uint32_t> rows) {
  std::string side(network);
  for (const uint32_t row : rows) side += (side.empty() ? "" : " ") + post_id(data.posts, row);
  return side;
}

std::vector<uint32_t> read_side(const CaseData& data, std::string_view side) {
  std::vector<uint32_t> rows;
  while (!side.empty()) {
    const std::string_view word = subject_of(side);
    side.remove_prefix(std::min(word.size() + 1, side.size()));
    if (!word.starts_with("P-")) continue;
    if (const uint32_t row = find_row(data.posts, word); row != kNone) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

std::vector<DecidedSets> decided_sets(const CaseData& data,
                                      std::span<const store::Decision> decisions) {
  std::vector<DecidedSets> sets;
  for (const store::Decision& d : decisions) {
    if (d.kind != "same" && d.kind != "different" && d.kind != "split") continue;
    DecidedSets made{d.id, d.kind == "same", read_side(data, d.a), read_side(data, d.b)};
    if (made.a.empty() || made.b.empty()) continue;
    if (made.same) overrule(made, sets);
    sets.push_back(std::move(made));
  }
  std::erase_if(sets, [](const DecidedSets& made) { return made.a.empty() || made.b.empty(); });
  return sets;
}

const store::Decision* find_named(std::span<const store::Decision> decisions, std::string_view kind,
                                  std::string_view name) {
  const auto at = std::find_if(decisions.begin(), decisions.end(), [&](const store::Decision& d) {
    return d.active && d.kind == kind && d.a == name;
  });
  return at == decisions.end() ? nullptr : &*at;
}

Result<void> check_words(std::string_view what, std::string_view text, std::size_t most,
                         bool many_lines) {
  if (text.size() > most) {
    return fail(Code::invalid_input, fmt::format("{} is longer than {} bytes; shorten it", what,
                                                 report::thousands(most)));
  }
  if (!is_utf8(text)) return fail(Code::invalid_input, fmt::format("{} is not UTF-8", what));
  for (const char c : text) {
    const bool is_break = c == '\n' || c == '\t' || c == '\r';
    const auto byte = static_cast<unsigned char>(c);
    if ((byte >= 0x20 && byte != 0x7F) || (is_break && many_lines)) continue;
    return fail(Code::invalid_input,
                fmt::format("{} has {}; leave it out", what,
                            is_break ? "a line break or tab" : "a control character"));
  }
  return {};
}

}  // namespace maillon::tasks
