// Queries of an index of 256-bit hashes: all within a radius, exactly.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/photos/hamming_distance.h"
#include "link/photos/hamming_index.h"

namespace maillon::link {

// Two pictures whose PDQ hashes differ in at most so many bits count as one picture
// (the value that PDQ's authors recommend).
inline constexpr uint32_t kPdqRadius = 31;

struct HammingHit {
  uint32_t row = 0;
  uint32_t distance = 0;
  friend auto operator<=>(const HammingHit&, const HammingHit&) = default;
};

// What the searches so far have cost.
struct SearchCost {
  uint64_t queries = 0;
  uint64_t slots = 0;       // table slots looked up
  uint64_t candidates = 0;  // hashes compared, without those of scans
  uint64_t scans = 0;       // queries for which all hashes were compared
};

// Searches one index at one radius (any, 0 to 256). Where the tables would cost more
// than comparing all hashes (a large radius, a small index, a query whose keys half of
// a skewed list has), all are compared: no query costs more than about twice that.
// Holds scratch memory: one thread at a time, one object per thread.
class HammingSearch {
 public:
  HammingSearch(const HammingView& index, uint32_t radius, Simd simd = best_simd());

  // Appends the rows within the radius, ascending.
  void find(const Hash256& query, std::vector<HammingHit>& out);
  // Distinct hashes instead of rows: places, ascending, valid until the next call.
  std::span<const Near> find_places(const Hash256& query);
  // The same, but gives up on comparing after about `most` candidates: false if that
  // left some out. What is given is then a part that depends on index and query only.
  bool find_some_places(const Hash256& query, uint64_t most, std::span<const Near>& found);
  const SearchCost& cost() const { return cost_; }

 private:
  struct Part {  // of a substring: its table, and which keys are looked up
    Substring substring;
    const uint32_t* offsets = nullptr;
    const uint32_t* places = nullptr;  // null: the places are the offsets themselves
    std::span<const uint32_t> flips;   // to be xor-ed with the query's key
    std::span<const uint32_t> lines;   // one of `flips` for each cache line of the table
  };
  struct Range {
    uint32_t begin, end;
  };
  struct Flips {
    uint32_t bits, threshold;
    std::vector<uint32_t> masks, lines;
  };
  void plan();
  void set_part(std::size_t i, uint32_t threshold);
  bool search_tables(const Hash256& query, uint64_t most);
  void look_up(const Part& part, const Hash256& query);
  void gather(const Part& part);
  void sort_near();
  void scan(const Hash256& query);

  HammingView index_;
  uint32_t radius_;
  Simd simd_;
  bool use_tables_ = false;
  uint64_t most_candidates_ = 0;  // beyond them all hashes are compared
  std::vector<Flips> flips_;
  std::vector<Part> parts_;
  std::vector<Range> ranges_;
  std::vector<uint32_t> candidates_, waiting_;
  std::vector<Near> near_;
  SearchCost cost_;
};

// Hits of many queries: those of query i are hits[ends[i-1] .. ends[i]), by row.
struct HammingHits {
  std::vector<HammingHit> hits;
  std::vector<uint64_t> ends;
  std::span<const HammingHit> of(std::size_t query) const {
    const std::size_t begin = query == 0 ? 0 : ends[query - 1];
    return std::span(hits).subspan(begin, ends[query] - begin);
  }
};

// Many queries, on all threads. The same hits for any number of threads.
HammingHits find_all_near(const HammingView& index, std::span<const Hash256> queries,
                          uint32_t radius, Simd simd = best_simd());

}  // namespace maillon::link
