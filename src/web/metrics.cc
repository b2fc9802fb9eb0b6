#include "web/metrics.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "base/json_writer.h"

namespace maillon::web {

namespace {

// Bucket 4k+j holds the times in [2^k (1 + j/4), 2^k (1 + (j+1)/4)), the first also 0.
std::size_t bucket_of(uint64_t microseconds, std::size_t parts, std::size_t buckets) {
  const uint64_t x = std::max<uint64_t>(microseconds, 1);
  const auto k = static_cast<std::size_t>(std::bit_width(x) - 1);
  const std::size_t j = static_cast<std::size_t>((x - (uint64_t{1} << k)) * parts >> k);
  return std::min(k * parts + j, buckets - 1);
}

uint64_t upper_edge(std::size_t bucket, std::size_t parts) {
  const uint64_t power = uint64_t{1} << (bucket / parts);
  return power + (power * (bucket % parts + 1) + parts - 1) / parts;
}

double to_ms(uint64_t microseconds) {
  return static_cast<double>(microseconds) / 1000;
}

void append_type(std::string& out, std::string_view name, std::string_view type,
                 std::string_view help) {
  out += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

}  // namespace

void Histogram::add(uint64_t microseconds) {
  bucket_[bucket_of(microseconds, kParts, kBuckets)].fetch_add(1, std::memory_order_relaxed);
  count_.fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(microseconds, std::memory_order_relaxed);
}

uint64_t Histogram::quantile(double share) const {
  uint64_t all = 0, seen = 0;
  for (const auto& bucket : bucket_) all += bucket.load(std::memory_order_relaxed);
  if (all == 0) return 0;
  const auto wanted = static_cast<uint64_t>(std::ceil(share * static_cast<double>(all)));
  for (std::size_t b = 0; b < kBuckets; ++b) {
    seen += bucket_[b].load(std::memory_order_relaxed);
    if (seen >= std::max<uint64_t>(wanted, 1)) return upper_edge(b, kParts);
  }
  return upper_edge(kBuckets - 1, kParts);
}

uint64_t Histogram::below_power(int k) const {
  uint64_t count = 0;
  for (std::size_t b = 0; b < static_cast<std::size_t>(k) * kParts; ++b)
    count += bucket_[b].load(std::memory_order_relaxed);
  return count;
}

void Metrics::name_routes(std::vector<std::string> names) {
  names_ = std::move(names);
  names_.emplace_back("none");
  routes_.clear();
  for (std::size_t i = 0; i < names_.size(); ++i) routes_.push_back(std::make_unique<PerRoute>());
}

void Metrics::answered(std::size_t route, int status, uint64_t microseconds) {
  PerRoute& at = *routes_[std::min(route, routes_.size() - 1)];
  at.time.add(microseconds);
  at.by_class[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(
      1, std::memory_order_relaxed);
}

std::string Metrics::prometheus() const {
  constexpr int kFrom = 6, kTo = 24;  // 64 µs to 16.8 s
  std::string out;
  append_type(out, "maillon_requests_total", "counter", "Requests answered, by route and status.");
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    for (std::size_t c = 1; c < routes_[r]->by_class.size(); ++c) {
      const uint64_t count = routes_[r]->by_class[c].load(std::memory_order_relaxed);
      if (count > 0)
        out += fmt::format("maillon_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n", names_[r],
                           c, count);
    }
  }
  append_type(out, "maillon_request_seconds", "histogram",
              "From the last byte of a request to its reply, waiting included.");
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    const Histogram& time = routes_[r]->time;
    if (time.count() == 0) continue;
    for (int k = kFrom; k <= kTo; ++k) {
      out += fmt::format("maillon_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", names_[r],
                         static_cast<double>(uint64_t{1} << k) / 1e6, time.below_power(k));
    }
    out += fmt::format(
        "maillon_request_seconds_bucket{{route=\"{0}\",le=\"+Inf\"}} {1}\n"
        "maillon_request_seconds_sum{{route=\"{0}\"}} {2}\n"
        "maillon_request_seconds_count{{route=\"{0}\"}} {1}\n",
        names_[r], time.count(), static_cast<double>(time.sum()) / 1e6);
  }
  append_type(out, "maillon_turned_away_total", "counter",
              "Connections and requests refused because too much was under way.");
  out +=
      fmt::format("maillon_turned_away_total {}\n", turned_away_.load(std::memory_order_relaxed));
  append_type(out, "maillon_open_connections", "gauge", "Connections that are open.");
  out += fmt::format("maillon_open_connections {}\n", open());
  return out;
}

std::string Metrics::json() const {
  JsonWriter json;
  uint64_t requests = 0;
  for (const auto& route : routes_) requests += route->time.count();
  json.begin_object().member("requests", requests);
  json.member("turned_away", turned_away_.load(std::memory_order_relaxed));
  json.member("open_connections", open());
  json.key("latency").begin_object();
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    const Histogram& time = routes_[r]->time;
    if (time.count() == 0) continue;
    json.key(names_[r]).begin_object().member("requests", time.count());
    json.member("p50_ms", to_ms(time.quantile(0.5))).member("p90_ms", to_ms(time.quantile(0.9)));
    json.member("p99_ms", to_ms(time.quantile(0.99))).member("max_ms", to_ms(time.quantile(1)));
    json.end_object();
  }
  json.end_object().end_object();
  return json.take();
}

}  // namespace maillon::web
