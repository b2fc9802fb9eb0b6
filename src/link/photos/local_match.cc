#include "link/photos/local_match.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/parallel.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kTables = 8;
constexpr std::size_t kVoteBlock = 1 << 14;
// Entries of one bucket that are looked at to find kBucketReach of other pictures.
constexpr std::size_t kScanMax = 4 * kBucketReach;

uint64_t substring_of(const Descriptor& d, std::size_t table) {
  return d.words[table / 2] >> (table % 2 * 32) & 0xffffffffU;
}

// Substrings must agree in their first bits, so many that a bucket holds about one
// descriptor by chance. Real descriptors are not even: twice as many bits as even ones
// would need on top.
int prefix_bits(std::size_t descriptors) {
  const int needed = static_cast<int>(std::bit_width(descriptors)) + 2;
  return std::clamp(needed, 16, 32);
}

// All descriptors in a row, by picture.
struct Rows {
  explicit Rows(std::span<const FeaturesView> pictures_in) : pictures(pictures_in) {
    begins.push_back(0);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      begins.push_back(begins.back() + pictures[i].descriptors.size());
      owners.insert(owners.end(), pictures[i].descriptors.size(), static_cast<uint32_t>(i));
    }
    CHECK(begins.back() < (uint64_t{1} << 31));
  }
  std::size_t size() const { return owners.size(); }
  const Descriptor& operator[](uint64_t row) const {
    const uint32_t owner = owners[row];
    return pictures[owner].descriptors[row - begins[owner]];
  }

  std::span<const FeaturesView> pictures;
  std::vector<uint64_t> begins;
  std::vector<uint32_t> owners;
};

struct Vote {
  uint64_t pair;  // a << 33 | b << 1 | mirrored
  Correspondence rows;

  friend bool operator<(const Vote& x, const Vote& y) {
    return std::tuple(x.pair, x.rows.a, x.rows.b) < std::tuple(y.pair, y.rows.a, y.rows.b);
  }
  friend bool operator==(const Vote&, const Vote&) = default;
};

uint64_t pair_key(uint32_t a, uint32_t b, bool mirrored) {
  return uint64_t{a} << 33 | uint64_t{b} << 1 | uint64_t{mirrored};
}

// An entry of a table for joining: a descriptor (row << 1), or its mirror image (+ 1).
std::vector<uint64_t> joined_table(const Rows& rows, std::size_t table) {
  std::vector<uint64_t> entries(2 * rows.size());
  parallel_blocks(rows.size(), kVoteBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) {
      const Descriptor& d = rows[i];
      entries[2 * i] = substring_of(d, table) << 32 | i << 1;
      entries[2 * i + 1] = substring_of(d.mirrored(), table) << 32 | i << 1 | 1U;
    }
  });
  radix_sort(entries, 32);
  return entries;
}

struct Entry {
  uint32_t owner;
  uint32_t row;  // within its picture
  bool mirrored;
  Descriptor descriptor;
};

Entry entry_of(const Rows& rows, uint64_t key) {
  const uint64_t row = (key & 0xffffffffU) >> 1;
  const bool mirrored = (key & 1U) != 0;
  const uint32_t owner = rows.owners[row];
  return {owner, static_cast<uint32_t>(row - rows.begins[owner]), mirrored,
          mirrored ? rows[row].mirrored() : rows[row]};
}

void vote(const Entry& x, const Entry& y, std::vector<Vote>& votes) {
  if (hamming_distance(x.descriptor, y.descriptor) > kVoteDistanceMax) return;
  const bool in_order = x.owner < y.owner;
  const Entry& a = in_order ? x : y;
  const Entry& b = in_order ? y : x;
  votes.push_back({pair_key(a.owner, b.owner, a.mirrored != b.mirrored), {a.row, b.row}});
}

// Votes of the entries of one block with their fellows further on.
void vote_block(const Rows& rows, std::span<const uint64_t> entries, int shift, std::size_t begin,
                std::size_t end, std::vector<Vote>& votes) {
  const std::size_t last = std::min(entries.size(), end + kScanMax);
  std::vector<Entry> loaded;
  for (std::size_t i = begin; i < last; ++i) loaded.push_back(entry_of(rows, entries[i]));
  for (std::size_t i = begin; i < end; ++i) {
    std::size_t met = 0;
    const Entry& x = loaded[i - begin];
    for (std::size_t k = i + 1; k < std::min(last, i + 1 + kScanMax); ++k) {
      if (entries[k] >> shift != entries[i] >> shift || met == kBucketReach) break;
      const Entry& y = loaded[k - begin];
      if (x.owner == y.owner || (x.mirrored && y.mirrored)) continue;
      ++met;
      vote(x, y, votes);
    }
  }
}

void append(std::vector<Vote>& votes, std::vector<std::vector<Vote>>& parts) {
  for (std::vector<Vote>& part : parts) {
    votes.insert(votes.end(), part.begin(), part.end());
    part = {};
  }
}

std::vector<Vote> all_votes(const Rows& rows) {
  const int shift = 64 - prefix_bits(2 * rows.size());
  std::vector<Vote> votes;
  for (std::size_t table = 0; table < kTables; ++table) {
    const std::vector<uint64_t> entries = joined_table(rows, table);
    std::vector<std::vector<Vote>> parts(block_count(entries.size(), kVoteBlock));
    parallel_blocks(entries.size(), kVoteBlock,
                    [&](std::size_t begin, std::size_t end, std::size_t block) {
                      vote_block(rows, entries, shift, begin, end, parts[block]);
                    });
    append(votes, parts);
  }
  std::sort(votes.begin(), votes.end());
  votes.erase(std::unique(votes.begin(), votes.end()), votes.end());
  return votes;
}

struct Candidate {
  std::size_t begin;  // of its votes
  std::size_t end;
};

// Pairs with enough votes, the best kCandidatesMax of each picture, in the order of votes.
std::vector<Candidate> choose_candidates(const std::vector<Vote>& votes, std::size_t pictures) {
  std::vector<Candidate> all;
  for (std::size_t i = 0; i < votes.size();) {
    std::size_t end = i;
    while (end < votes.size() && votes[end].pair == votes[i].pair) ++end;
    if (end - i >= kVotesMin) all.push_back({i, end});
    i = end;
  }
  std::stable_sort(all.begin(), all.end(), [](const Candidate& x, const Candidate& y) {
    return x.end - x.begin > y.end - y.begin;
  });
  std::vector<std::size_t> taken(pictures, 0);
  std::vector<Candidate> chosen;
  for (const Candidate& c : all) {
    std::size_t& of_a = taken[votes[c.begin].pair >> 33];
    std::size_t& of_b = taken[(votes[c.begin].pair & 0x1ffffffffU) >> 1];
    if (of_a >= kCandidatesMax && of_b >= kCandidatesMax) continue;
    ++of_a;
    ++of_b;
    chosen.push_back(c);
  }
  std::sort(chosen.begin(), chosen.end(),
            [](const Candidate& x, const Candidate& y) { return x.begin < y.begin; });
  return chosen;
}

std::vector<Correspondence> rows_of(const std::vector<Vote>& votes, const Candidate& c) {
  std::vector<Correspondence> rows;
  for (std::size_t i = c.begin; i < c.end; ++i) rows.push_back(votes[i].rows);
  return rows;
}

// The better of two findings of one pair (upright and mirrored), which lie side by side.
void keep_better(std::vector<CopyPair>& pairs) {
  std::size_t kept = 0;
  for (CopyPair& pair : pairs) {
    if (kept > 0 && pairs[kept - 1].a == pair.a && pairs[kept - 1].b == pair.b) {
      if (pair.match.bits > pairs[kept - 1].match.bits) pairs[kept - 1] = pair;
    } else {
      pairs[kept++] = pair;
    }
  }
  pairs.resize(kept);
}

}  // namespace

std::vector<CopyPair> find_copy_pairs(std::span<const FeaturesView> pictures,
                                      LocalMatchCounts* counts) {
  const Rows rows(pictures);
  const std::vector<Vote> votes = all_votes(rows);
  const std::vector<Candidate> candidates = choose_candidates(votes, pictures.size());
  std::vector<std::optional<CopyMatch>> found(candidates.size());
  parallel_for(candidates.size(), [&](std::size_t i) {
    const uint64_t pair = votes[candidates[i].begin].pair;
    found[i] = find_arrangement(pictures[pair >> 33], pictures[(pair & 0x1ffffffffU) >> 1],
                                (pair & 1U) != 0, rows_of(votes, candidates[i]));
  });
  std::vector<CopyPair> pairs;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const uint64_t pair = votes[candidates[i].begin].pair;
    if (!found[i] || found[i]->bits < kCopyBitsMin) continue;
    pairs.push_back({static_cast<uint32_t>(pair >> 33),
                     static_cast<uint32_t>((pair & 0x1ffffffffU) >> 1), *found[i]});
  }
  keep_better(pairs);
  if (counts != nullptr) *counts = {rows.size(), votes.size(), candidates.size()};
  return pairs;
}

LocalIndex::LocalIndex(std::span<const FeaturesView> pictures)
    : pictures_(pictures), tables_(kTables) {
  Rows rows(pictures);
  parallel_for(kTables, [&](std::size_t table) {
    std::vector<uint64_t>& entries = tables_[table];
    entries.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
      entries[i] = substring_of(rows[i], table) << 32 | i;
    radix_sort(entries, 32);
  });
  owners_ = std::move(rows.owners);
  begins_ = std::move(rows.begins);
}

std::vector<CopyOf> LocalIndex::find(const FeaturesView& query) const {
  const int shift = 64 - prefix_bits(2 * owners_.size());
  std::vector<Vote> votes;  // a is 0: the query
  const auto probe = [&](const Descriptor& d, uint32_t row, bool mirrored) {
    for (std::size_t table = 0; table < kTables; ++table) {
      const std::vector<uint64_t>& entries = tables_[table];
      const uint64_t key = substring_of(d, table) << 32;
      auto at = std::lower_bound(entries.begin(), entries.end(), key >> shift << shift);
      for (std::size_t met = 0;
           met < kScanMax && at != entries.end() && *at >> shift == key >> shift; ++met, ++at) {
        const uint64_t stored = *at & 0xffffffffU;
        const uint32_t owner = owners_[stored];
        const auto local = static_cast<uint32_t>(stored - begins_[owner]);
        if (hamming_distance(d, pictures_[owner].descriptors[local]) > kVoteDistanceMax) continue;
        votes.push_back({pair_key(0, owner, mirrored), {row, local}});
      }
    }
  };
  for (uint32_t row = 0; row < query.descriptors.size(); ++row) {
    probe(query.descriptors[row], row, false);
    probe(query.descriptors[row].mirrored(), row, true);
  }
  std::sort(votes.begin(), votes.end());
  votes.erase(std::unique(votes.begin(), votes.end()), votes.end());
  std::vector<CopyPair> pairs;
  for (const Candidate& c : choose_candidates(votes, std::max<std::size_t>(1, pictures_.size()))) {
    const uint64_t pair = votes[c.begin].pair;
    const auto owner = static_cast<uint32_t>((pair & 0x1ffffffffU) >> 1);
    const auto match =
        find_arrangement(query, pictures_[owner], (pair & 1U) != 0, rows_of(votes, c));
    if (match && match->bits >= kCopyBitsMin) pairs.push_back({0, owner, *match});
  }
  keep_better(pairs);
  std::vector<CopyOf> copies;
  for (CopyPair& pair : pairs) copies.push_back({pair.b, pair.match});
  return copies;
}

}  // namespace maillon::link
