#include "web/match_counts.h"

namespace maillon::web {

void MatchCounts::answered(const std::string& route, int status, uint64_t microseconds) {
  const std::lock_guard lock(mutex_);
  Endpoint& at = endpoints_[route];
  ++(status >= 500 ? at.failed : status >= 400 ? at.refused : at.answered);
  at.time->add(microseconds);
}

void MatchCounts::asked_by(const std::string& account, const std::string& token) {
  const std::lock_guard lock(mutex_);
  ++clients_[{account, token}];
}

void MatchCounts::looked_up(const std::string& list, bool matched) {
  const std::lock_guard lock(mutex_);
  List& at = lists_[list];
  ++(matched ? at.matched : at.not_matched);
}

bool MatchCounts::any() const {
  const std::lock_guard lock(mutex_);
  return !endpoints_.empty();
}

tasks::MatchInterval MatchCounts::take() {
  const std::lock_guard lock(mutex_);
  tasks::MatchInterval out;
  for (const auto& [route, one] : endpoints_) {
    const Histogram& time = *one.time;
    out.endpoints.push_back({route, one.answered, one.refused, one.failed, time.quantile(0.5),
                             time.quantile(0.9), time.quantile(0.99), time.quantile(1)});
  }
  for (const auto& [name, one] : lists_) out.lists.push_back({name, one.matched, one.not_matched});
  for (const auto& [who, requests] : clients_)
    out.clients.push_back({who.first, who.second, requests});
  endpoints_.clear();
  lists_.clear();
  clients_.clear();
  return out;
}

}  // namespace maillon::web
