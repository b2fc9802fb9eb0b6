// How the decisions of people are kept: what a store::Decision says, by its kind.
//
//   same, different  a, b   two posts "P-...", or two sets of posts with the network that each
//                           was at the time: "N-1 P-... P-..."
//   split            a, b   the posts that go their own way and the rest: "N-3 P-... P-..."
//   hub, not_hub     a      a selector, "S-..."
//   triage           a, b   a network, and its first post; value: in_review referred closed new
//   note             a, b   any ID, and of a network its first post; value: Markdown as written
//   label, unlabel   a, b   as note; value: the label
//   search           a      its name; b: "watch" or ""; value: the query
//   mapping          a      its name; b: the source; value: as `import --map` takes it
//
// Of same, different, split and hub, `value` has the subjects in words for people.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Does the link step heed decisions of this kind?
bool is_linking_kind(std::string_view kind);

// "N-3 P-1 P-2" -> "N-3": the ID that a decision is about.
std::string_view subject_of(std::string_view side);
// The IDs that it is about, as a person names them; none of searches and mappings.
std::vector<std::string> subjects_of(const store::Decision& decision);
// In a line: "N-3: referred", ":a and :b". Long texts are cut.
std::string words_of(const store::Decision& decision);

// A set of rows as a side of a decision; "P-..." if `network` is empty and it is one row.
std::string write_side(const CaseData& data, std::string_view network,
                       std::span<const uint32_t> rows);
// The rows of a side, ascending; posts that are no longer in the case are passed over.
std::vector<uint32_t> read_side(const CaseData& data, std::string_view side);

// Active decisions on what belongs together, as rows, in order. Where a later one says the
// opposite of an earlier one, the later counts. Those without a post left on a side are not
// among them.
struct DecidedSets {
  store::ActId act = 0;
  bool same = false;  // all of both sides are one; else no post of a is with one of b
  std::vector<uint32_t> a, b;
};
std::vector<DecidedSets> decided_sets(const CaseData& data,
                                      std::span<const store::Decision> decisions);

// The decision of this kind and name that is in force: a search or a mapping. Null: none.
const store::Decision* find_named(std::span<const store::Decision> decisions, std::string_view kind,
                                  std::string_view name);

// Refuses what is not UTF-8, has control characters (of a text of many lines: other than line
// breaks and tabs) or is longer than `most` bytes. `what`: "the note", for the message.
Result<void> check_words(std::string_view what, std::string_view text, std::size_t most,
                         bool many_lines = false);
inline constexpr std::size_t kMostNote = 100'000;
inline constexpr std::size_t kMostReason = 4'000;
inline constexpr std::size_t kMostName = 200;

}  // namespace maillon::tasks
