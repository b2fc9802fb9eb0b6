#include "tasks/ranking/next_posts.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "rank/ranker/active.h"
#include "tasks/ranking/ranking.h"

namespace maillon::tasks {
namespace {

double doubt(float score) {
  return std::abs(double{score} - 0.5);
}

// Rows that may be asked for: the least certain of each network, and posts of none.
std::vector<uint32_t> one_of_network(const CaseData& data, const std::vector<float>& score,
                                     const DecidedPosts& decided) {
  std::unordered_map<uint32_t, uint32_t> best;  // row by network's number
  std::vector<uint8_t> is_out(score.size(), 0);
  for (const uint32_t row : decided.row) is_out[row] = 1;
  for (uint32_t n = 0; n < data.networks.size(); ++n) {
    if (decided.decided_network[n] == 0) continue;
    for (const uint32_t row : data.networks.members(n)) is_out[row] = 1;
  }
  std::vector<uint32_t> rows;
  for (uint32_t row = 0; row < score.size(); ++row) {
    if (is_out[row] != 0 || score[row] == kNoScore) continue;
    const uint32_t network = data.networks.network[row];
    if (network == 0) {
      rows.push_back(row);
      continue;
    }
    const auto [at, is_new] = best.emplace(network, row);
    if (!is_new && doubt(score[row]) < doubt(score[at->second])) at->second = row;
  }
  for (const auto& [network, row] : best) rows.push_back(row);
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace

std::vector<uint32_t> next_posts(const CaseData& data, const std::vector<float>& score,
                                 const DecidedPosts& decided, std::size_t count) {
  const std::vector<uint32_t> rows = one_of_network(data, score, decided);
  std::vector<rank::Candidate> candidates;
  for (const uint32_t row : rows) {
    const Posts& posts = data.posts;
    candidates.push_back({posts.key_high[row], wording_of(data.families, row),
                          uint64_t{posts.language[row]} << 32 | posts.source[row],
                          double{score[row]}});
  }
  std::vector<uint32_t> out;
  for (const std::size_t i : rank::choose_next(candidates, count)) out.push_back(rows[i]);
  return out;
}

}  // namespace maillon::tasks
