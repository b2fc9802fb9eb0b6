// A query of ten million hashes touches some 6,000 cache lines that lie anywhere in a
// gigabyte; waiting for each in turn would take half a millisecond. So the work on
// substrings overlaps: while the candidates of one are compared, those of the next are
// on their way from memory, and so are the table slots of the ones after it.
// The keys of a substring are looked up in the order of their higher bits, so that
// those which differ in the lowest four lie in one cache line.
#include "link/photos/hamming_search.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr uint32_t kLineBits = 4;       // offsets that lie in one cache line: 2^4
constexpr uint64_t kScanPerProbe = 16;  // hashes scanned in the time of one slot or candidate
constexpr uint64_t kMostFlips = 1U << 20;
constexpr std::size_t kGulp = 4;        // places copied at once
constexpr std::size_t kSlotsAhead = 3;  // substrings whose slots are on their way

// Into the second cache: what is on its way is more than the first can hold.
template <class T>
void prefetch(const T* at) {
  __builtin_prefetch(at, 0, 1);
}

// Number of values of `bits` bits with at most `threshold` bits set.
uint64_t count_flips(uint32_t bits, uint32_t threshold) {
  uint64_t sum = 0, choose = 1;
  for (uint32_t k = 0; k <= threshold && k <= bits; ++k) {
    sum += choose;
    choose = choose * (bits - k) / (k + 1);
    if (sum > kMostFlips) break;
  }
  return sum;
}

// Those values, ascending.
std::vector<uint32_t> make_flips(uint32_t bits, uint32_t threshold) {
  std::vector<uint32_t> masks{0};
  for (std::size_t begin = 0, round = 0; round < threshold; ++round) {
    const std::size_t end = masks.size();
    for (std::size_t i = begin; i < end; ++i) {
      const auto width = static_cast<uint32_t>(std::bit_width(masks[i]));
      for (uint32_t bit = width; bit < bits; ++bit) masks.push_back(masks[i] | 1U << bit);
    }
    begin = end;
  }
  std::sort(masks.begin(), masks.end());
  return masks;
}

}  // namespace

HammingSearch::HammingSearch(const HammingView& index, uint32_t radius, Simd simd)
    : index_(index), radius_(radius), simd_(simd) {
  most_candidates_ = index.hashes.size() / kScanPerProbe;
  plan();
}

void HammingSearch::set_part(std::size_t i, uint32_t threshold) {
  Part& part = parts_[i];
  auto at = std::find_if(flips_.begin(), flips_.end(), [&](const Flips& f) {
    return f.bits == part.substring.bits && f.threshold == threshold;
  });
  if (at == flips_.end()) {
    Flips made{part.substring.bits, threshold, make_flips(part.substring.bits, threshold), {}};
    for (const uint32_t mask : made.masks) {
      if (made.lines.empty() || made.lines.back() >> kLineBits != mask >> kLineBits)
        made.lines.push_back(mask);
    }
    at = flips_.insert(flips_.end(), std::move(made));
  }
  part.flips = at->masks;
  part.lines = at->lines;
}

void HammingSearch::plan() {
  const std::vector<Substring> substrings = plan_substrings(index_.hashes.size());
  const auto count = static_cast<uint32_t>(substrings.size());
  if (count == 0) return;
  // sum(t + 1) = radius + 1; a substring whose share is 0 need not be looked at. The
  // shorter ones get the smaller thresholds: their slots hold more.
  std::vector<uint32_t> order(count);
  for (uint32_t i = 0; i < count; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return substrings[a].bits > substrings[b].bits; });
  std::vector<uint32_t> share(count, (radius_ + 1) / count);
  for (uint32_t i = 0; i < (radius_ + 1) % count; ++i) ++share[order[i]];

  uint64_t probes = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (share[i] == 0) continue;
    const uint64_t flips = count_flips(substrings[i].bits, share[i] - 1);
    if (flips > kMostFlips) return;
    probes += flips + (flips * index_.hashes.size() >> substrings[i].bits);
  }
  if (probes * kScanPerProbe > index_.hashes.size()) return;
  use_tables_ = true;
  flips_.reserve(2 * std::size_t{count});  // parts hold spans of what is in it
  const uint32_t* offsets = index_.offsets.data();
  const uint32_t* places = index_.places.data();
  for (uint32_t i = 0; i < count; ++i) {
    if (share[i] > 0) {
      parts_.push_back({substrings[i], offsets, i == 0 ? nullptr : places, {}, {}});
      set_part(parts_.size() - 1, share[i] - 1);
    }
    offsets += offsets_size({&substrings[i], 1});
    if (i > 0) places += index_.hashes.size();
  }
}

// Finds the ranges of places that the keys near the query's have.
void HammingSearch::look_up(const Part& part, const Hash256& query) {
  const uint32_t key = key_of(query, part.substring);
  ranges_.resize(part.flips.size());
  std::size_t count = 0;
  for (const uint32_t flip : part.flips) {
    const uint32_t* slot = part.offsets + (key ^ flip);
    ranges_[count] = {slot[0], slot[1]};
    count += slot[0] != slot[1] ? 1 : 0;
  }
  ranges_.resize(count);
  if (part.places == nullptr) return;
  for (const Range& range : ranges_) prefetch(part.places + range.begin);
}

// Makes candidates of the ranges.
void HammingSearch::gather(const Part& part) {
  std::size_t total = 0;
  for (const Range& range : ranges_) total += range.end - range.begin;
  candidates_.resize(total + kGulp);
  uint32_t* to = candidates_.data();
  for (const Range& range : ranges_) {
    const uint32_t size = range.end - range.begin;
    if (part.places == nullptr) {
      for (uint32_t i = 0; i < size; ++i) to[i] = range.begin + i;
    } else {
      // Nearly all ranges are shorter than a gulp; what is read too much is written over.
      const uint32_t* from = part.places + range.begin;
      std::copy_n(from, kGulp, to);
      if (size > kGulp) std::copy(from + kGulp, from + size, to + kGulp);
    }
    to += size;
  }
  candidates_.resize(total);
  for (const uint32_t place : candidates_) prefetch(index_.hashes.data() + place);
}

// False: too many candidates, near_ is not complete.
bool HammingSearch::search_tables(const Hash256& query, uint64_t most) {
  const auto request = [&](const Part& part) {
    const uint32_t key = key_of(query, part.substring);
    for (const uint32_t flip : part.lines) prefetch(part.offsets + (key ^ flip));
  };
  waiting_.clear();
  uint64_t compared = 0;
  for (std::size_t i = 0; i < kSlotsAhead && i < parts_.size(); ++i) request(parts_[i]);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    look_up(parts_[i], query);
    if (i + kSlotsAhead < parts_.size()) request(parts_[i + kSlotsAhead]);
    cost_.slots += parts_[i].flips.size();
    append_near(simd_, index_.hashes.data(), waiting_.data(), waiting_.size(), query, radius_,
                near_);
    waiting_.clear();
    uint64_t found = 0;
    for (const Range& range : ranges_) found += range.end - range.begin;
    compared += found;
    if (compared > most) return false;
    gather(parts_[i]);
    cost_.candidates += found;
    waiting_.swap(candidates_);
  }
  append_near(simd_, index_.hashes.data(), waiting_.data(), waiting_.size(), query, radius_, near_);
  return true;
}

// A hash can be found through several substrings.
void HammingSearch::sort_near() {
  std::sort(near_.begin(), near_.end());
  near_.erase(std::unique(near_.begin(), near_.end()), near_.end());
}

void HammingSearch::scan(const Hash256& query) {
  ++cost_.scans;
  near_.clear();
  append_near_run(simd_, index_.hashes.data(), 0, index_.hashes.size(), query, radius_, near_);
}

std::span<const Near> HammingSearch::find_places(const Hash256& query) {
  ++cost_.queries;
  near_.clear();
  if (use_tables_ && search_tables(query, most_candidates_)) {
    sort_near();
  } else {
    scan(query);
  }
  return near_;
}

bool HammingSearch::find_some_places(const Hash256& query, uint64_t most,
                                     std::span<const Near>& found) {
  if (!use_tables_ || most >= most_candidates_) {
    found = find_places(query);
    return true;
  }
  ++cost_.queries;
  near_.clear();
  const bool complete = search_tables(query, most);
  sort_near();
  found = near_;
  return complete;
}

void HammingSearch::find(const Hash256& query, std::vector<HammingHit>& out) {
  const auto begin = static_cast<std::ptrdiff_t>(out.size());
  for (const Near& near : find_places(query)) {
    const auto [first, last] = index_.range_of(near.place);
    for (std::size_t i = first; i < last; ++i) {
      out.push_back(
          {index_.rows.empty() ? static_cast<uint32_t>(i) : index_.rows[i], near.distance});
    }
  }
  std::sort(out.begin() + begin, out.end());
}

HammingHits find_all_near(const HammingView& index, std::span<const Hash256> queries,
                          uint32_t radius, Simd simd) {
  constexpr std::size_t kBatch = 256;
  struct Batch {
    std::vector<HammingHit> hits;
    std::vector<uint64_t> ends;
  };
  std::vector<Batch> batches(block_count(queries.size(), kBatch));
  parallel_blocks(queries.size(), kBatch, [&](std::size_t begin, std::size_t end, std::size_t b) {
    HammingSearch search(index, radius, simd);
    for (std::size_t i = begin; i < end; ++i) {
      search.find(queries[i], batches[b].hits);
      batches[b].ends.push_back(batches[b].hits.size());
    }
  });
  HammingHits all;
  for (const Batch& batch : batches) {
    const uint64_t base = all.hits.size();
    all.hits.insert(all.hits.end(), batch.hits.begin(), batch.hits.end());
    for (const uint64_t end : batch.ends) all.ends.push_back(base + end);
  }
  return all;
}

}  // namespace maillon::link
