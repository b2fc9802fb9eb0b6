// What the server has done: counts and latencies, per route, for /metrics and /status.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace maillon::web {

// How long requests took. Four buckets per doubling of the time, from 1 µs to over a
// minute, so a quantile is known to about a tenth. Any thread may add at any time.
class Histogram {
 public:
  void add(uint64_t microseconds);
  uint64_t count() const { return count_.load(std::memory_order_relaxed); }
  uint64_t sum() const { return sum_.load(std::memory_order_relaxed); }
  // The time, in µs, below which that share of the requests was; 0 if there were none.
  // The upper edge of the bucket: never less than the truth.
  uint64_t quantile(double share) const;
  // How many took at most 2^k µs (k from 0 to 26).
  uint64_t below_power(int k) const;

 private:
  static constexpr std::size_t kParts = 4, kBuckets = 27 * kParts;
  std::array<std::atomic<uint64_t>, kBuckets> bucket_{};
  std::atomic<uint64_t> count_ = 0, sum_ = 0;
};

class Metrics {
 public:
  Metrics() { name_routes({}); }
  // One per route, "GET /m/lookup", in the router's order. Before anything is counted.
  void name_routes(std::vector<std::string> names);

  // A request that found route number `route` (names.size(): it found none) was answered.
  void answered(std::size_t route, int status, uint64_t microseconds);
  // Requests, connections, and work that was turned away because too much was under way.
  void turned_away() { turned_away_.fetch_add(1, std::memory_order_relaxed); }
  void opened() { open_.fetch_add(1, std::memory_order_relaxed); }
  void closed() { open_.fetch_sub(1, std::memory_order_relaxed); }
  int64_t open() const { return open_.load(std::memory_order_relaxed); }

  // Prometheus text format 0.0.4.
  std::string prometheus() const;
  // {"requests":..., "latency":{"GET /m/lookup":{"requests":...,"p50_ms":...}}}, for /status.
  std::string json() const;

 private:
  struct PerRoute {
    Histogram time;
    std::array<std::atomic<uint64_t>, 6> by_class{};  // of status / 100
  };
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<PerRoute>> routes_;
  std::atomic<uint64_t> turned_away_ = 0;
  std::atomic<int64_t> open_ = 0;
};

}  // namespace maillon::web
