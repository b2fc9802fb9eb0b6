// `networks CASE`: the networks, leads first.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "store/case.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

class AnnotationReader;
struct CaseData;
struct NetworkFacts;
struct OpenedCase;

// rank: as link ordered them; posts: largest first; newest, oldest: by last and
// first sighting; places: most towns first; level: of the indicators, most pressing first;
// learned: by the score that `rank` gave, highest first; as link ordered them where it gave none.
enum class NetworkOrder : uint8_t { rank, posts, newest, oldest, places, level, learned };

struct NetworksSettings {
  std::string case_path;
  uint64_t limit = 20, offset = 0;  // limit 0 = all
  NetworkOrder order = NetworkOrder::rank;
  uint64_t min_posts = 2;
  std::string country, city, language;  // with at least one post there; "" = any
  // Country and language may be lists, "FR,DE,-GB": any of these, and none of what follows "-".
  std::string kind;         // with a selector of this kind; "" = any
  std::string about;        // a network's number, a selector, or a part of a town's name; "" = any
  std::string state;        // of triage: "new,in_review", "-closed"; "" = any
  std::string label;        // with one of these labels: "urgent,-checked"; "" = any
  std::string indicator;    // with one of these seen, by id: "CO-01,-AD-08"; "" = any
  std::string level;        // "high", "medium,high"; "" = any
  std::string read_as;      // "coercion", "-plain": rank::PostKind of its texts; "" = any
  int64_t since = kNoTime;  // last seen at or after
  int64_t until = kNoTime;  // first seen before
};
// Code::invalid_input for an indicator, level, kind of selector or of text that does not exist,
// with those that do or the nearest.
Result<void> check_filters(const store::Case& of, const CaseData& data,
                           const NetworksSettings& settings);
// Indices into Networks of all that pass, in the order asked for; state, label, limit and offset
// are not looked at.
std::vector<uint32_t> filter_networks(const CaseData& data, const NetworkFacts& facts,
                                      const NetworksSettings& settings);
// Leaves in `which` (indices into Networks) those whose state of triage is wanted.
void keep_states(const CaseData& data, const AnnotationReader& annotations, std::string_view wanted,
                 std::vector<uint32_t>& which);

// The same of its labels.
void keep_labels(const CaseData& data, const AnnotationReader& annotations, std::string_view wanted,
                 std::vector<uint32_t>& which);

// Outcome::empty if no network passes.
Result<Outcome> list_networks(const NetworksSettings& settings, const Context& context,
                              Output& out);
// The part of `passed` that limit and offset mean, of a case that is open already.
Result<Outcome> list_networks(const OpenedCase& opened, const AnnotationReader& annotations,
                              std::span<const uint32_t> passed, const NetworksSettings& settings,
                              const Context& context, Output& out);

}  // namespace maillon::tasks
