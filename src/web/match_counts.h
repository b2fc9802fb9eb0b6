// What the match service was asked since the last digest, in counts. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "tasks/match_log.h"
#include "web/metrics.h"

namespace maillon::web {

class MatchCounts {
 public:
  // A request was answered, or refused (a status from 400 on), or failed (from 500 on).
  void answered(const std::string& route, int status, uint64_t microseconds);
  // Who asked: an account, else the token of that name; neither: the server's own token, or none.
  void asked_by(const std::string& account, const std::string& token);
  // A hash was looked up in that list; "": a text in the case.
  void looked_up(const std::string& list, bool matched);

  bool any() const;
  // The counts since the last call; those that follow begin at nothing. Without the times.
  tasks::MatchInterval take();

 private:
  struct Endpoint {
    uint64_t answered = 0, refused = 0, failed = 0;
    std::unique_ptr<Histogram> time = std::make_unique<Histogram>();
  };
  struct List {
    uint64_t matched = 0, not_matched = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Endpoint> endpoints_;
  std::map<std::string, List> lists_;
  std::map<std::pair<std::string, std::string>, uint64_t> clients_;  // by account, token
};

}  // namespace maillon::web
