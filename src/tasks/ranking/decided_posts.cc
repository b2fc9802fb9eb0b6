#include "tasks/ranking/decided_posts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/hash.h"
#include "tasks/annotations.h"
#include "tasks/decisions.h"

namespace maillon::tasks {
namespace {

std::optional<bool> verdict_of(std::string_view word) {
  if (word == "referred") return true;
  if (word == "closed") return false;
  return std::nullopt;
}

bool is_learned_from(const store::Decision& d) {
  if (d.kind == "triage") return true;
  return (d.kind == "label" || d.kind == "unlabel") && verdict_of(d.value).has_value();
}

struct Verdict {
  bool positive = false;
  float weight = 1;
};
using Verdicts = std::map<uint32_t, Verdict>;

// The last label counts where a post has both.
Result<void> add_labels(const store::Case& from, const CaseData& data,
                        const AnnotationReader& annotations, Verdicts& to, DecidedPosts& out) {
  TRY(const std::vector<store::Decision> decisions, from.decisions());
  std::set<uint32_t> rows;
  for (const store::Decision& d : decisions) {
    if (d.kind != "label" || !d.a.starts_with("P-") || !verdict_of(d.value)) continue;
    for (const uint32_t row : read_side(data, d.a)) rows.insert(row);
  }
  for (const uint32_t row : rows) {
    std::optional<bool> verdict;
    for (const std::string& label : annotations.of(post_id(data.posts, row)).labels) {
      if (const auto one = verdict_of(label)) verdict = one;
    }
    if (!verdict) continue;
    to[row] = {*verdict, 1};
    ++out.labelled;
  }
  return {};
}

// The posts of a network by their wordings: of each a few, evenly.
void add_network(const CaseData& data, uint32_t network, bool positive, Verdicts& to) {
  std::map<uint64_t, std::vector<uint32_t>> by_wording;
  for (const uint32_t row : data.networks.members(network)) {
    const uint32_t family = data.families.family[row];
    by_wording[family == kNone ? uint64_t{1} << 32 | row : family].push_back(row);
  }
  for (auto& [wording, rows] : by_wording) {
    std::sort(rows.begin(), rows.end());
    const std::size_t take = std::min(rows.size(), kPostsOfWording);
    const auto weight = static_cast<float>(rows.size()) / static_cast<float>(take);
    for (std::size_t i = 0; i < take; ++i) {
      to[rows[i * rows.size() / take]] = {positive, weight};
    }
  }
}

}  // namespace

Result<DecidedPosts> read_decided_posts(const store::Case& from, const CaseData& data) {
  TRY(const AnnotationReader annotations, AnnotationReader::open(from, data));
  DecidedPosts out;
  Verdicts verdicts;
  out.decided_network.assign(data.networks.size(), 0);
  for (uint32_t n = 0; n < data.networks.size(); ++n) {
    const auto verdict =
        verdict_of(annotations.of(network_id(data.networks.number[n])).triage.state);
    if (!verdict) continue;
    out.decided_network[n] = 1;
    ++(*verdict ? out.referred : out.closed);
    out.posts += data.networks.members(n).size();
    add_network(data, n, *verdict, verdicts);
  }
  TRY_OK(add_labels(from, data, annotations, verdicts, out));
  for (const auto& [row, verdict] : verdicts) {
    out.row.push_back(row);
    out.positive.push_back(verdict.positive ? 1 : 0);
    out.weight.push_back(verdict.weight);
  }
  return out;
}

Result<std::string> decisions_fingerprint(const store::Case& from) {
  TRY(const std::vector<store::Decision> decisions, from.decisions());
  uint64_t hash = 0;
  bool any = false;
  for (const store::Decision& d : decisions) {
    if (!is_learned_from(d)) continue;
    any = true;
    hash = hash64(fmt::format("{:016x}\n{}\n{}\n{}", hash, d.kind, d.a, d.value));
  }
  return any ? fmt::format("{:016x}", hash) : std::string();
}

}  // namespace maillon::tasks
