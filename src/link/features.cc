// A feature is a pair of words at distance one or two within a sentence, hashed
// to 32 bits. Most features of a heap of posts occur once (unique wording), so
// two passes are made over the tokens: the first marks in two bit tables which
// hashes were seen and which were seen again, the second keeps the latter only.
// What is left is sorted by feature and then by text, which gives both views of
// the table without a hash map. The bit tables are exact up to collisions, and a
// collision only lets a unique feature through, which then drops out after the
// sort because just one text has it.
#include "link/features.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <memory>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kBlock = 4096;  // texts
constexpr std::size_t kParts = 8;     // of the texts, each filled by one thread
constexpr std::size_t kLeastPart = 1U << 16;
constexpr std::size_t kLongList = 32;

uint32_t pair_hash(uint32_t left, uint32_t right, uint32_t distance) {
  return static_cast<uint32_t>(
      mix64((static_cast<uint64_t>(left) << 32 | right) + distance * 0x9e3779b97f4a7c15ULL) >> 32);
}

// One bit per hash, set by many threads; which thread came first does not show.
class BitTable {
 public:
  explicit BitTable(uint64_t bits)
      : words_(std::make_unique<std::atomic<uint64_t>[]>(bits / 64)), mask_(bits - 1) {}
  // Sets the bit; true if it was set before.
  bool set(uint32_t hash) {
    const uint64_t bit = mix(hash);
    const uint64_t flag = 1ULL << (bit & 63);
    std::atomic<uint64_t>& word = words_[bit >> 6];
    if ((word.load(std::memory_order_relaxed) & flag) != 0) return true;
    return (word.fetch_or(flag, std::memory_order_relaxed) & flag) != 0;
  }
  bool get(uint32_t hash) const {
    const uint64_t bit = mix(hash);
    return ((words_[bit >> 6].load(std::memory_order_relaxed) >> (bit & 63)) & 1) != 0;
  }
  void prefetch(uint32_t hash) const { __builtin_prefetch(&words_[mix(hash) >> 6]); }

 private:
  uint64_t mix(uint32_t hash) const { return (hash * 0x9e3779b97f4a7c15ULL >> 13) & mask_; }
  std::unique_ptr<std::atomic<uint64_t>[]> words_;
  uint64_t mask_;
};

uint64_t count_tokens(TokenRows tokens, std::span<const uint32_t> rows) {
  uint64_t count = 0;
  for (const uint32_t row : rows) count += tokens[row].size();
  return count;
}

class Builder {
 public:
  Builder(TokenRows tokens, std::span<const uint32_t> rows)
      : tokens_(tokens),
        rows_(rows),
        bits_(std::bit_ceil(
            std::clamp<uint64_t>(count_tokens(tokens, rows) * 8, 1U << 16, 1U << 31))),
        seen_(bits_),
        again_(bits_) {}

  FeatureTable build() {
    mark_shared();
    std::vector<uint64_t> keys = collect_shared();
    radix_sort(keys, 32);  // each hash's texts come in their order
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return to_table(keys);
  }

 private:
  std::span<const uint32_t> tokens_of(std::size_t t) const { return tokens_[rows_[t]]; }

  void mark_shared() {
    parallel_blocks(rows_.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
      std::vector<uint32_t> hashes;
      for (std::size_t t = begin; t < end; ++t) {
        list_features(tokens_of(t), hashes);
        for (const uint32_t h : hashes) seen_.prefetch(h);
        for (const uint32_t h : hashes) {
          if (seen_.set(h)) again_.set(h);
        }
      }
    });
  }

  std::vector<uint64_t> collect_shared() {
    unshared_.assign(rows_.size(), 0);
    std::vector<std::vector<uint64_t>> parts(block_count(rows_.size(), kBlock));
    parallel_blocks(rows_.size(), kBlock,
                    [&](std::size_t begin, std::size_t end, std::size_t block) {
                      std::vector<uint32_t> hashes;
                      for (std::size_t t = begin; t < end; ++t) {
                        list_features(tokens_of(t), hashes);
                        for (const uint32_t h : hashes) again_.prefetch(h);
                        for (const uint32_t h : hashes) {
                          if (again_.get(h)) {
                            parts[block].push_back(static_cast<uint64_t>(h) << 32 | t);
                          } else {
                            ++unshared_[t];
                          }
                        }
                      }
                    });
    std::size_t total = 0;
    for (const auto& part : parts) total += part.size();
    std::vector<uint64_t> keys;
    keys.reserve(total);
    for (auto& part : parts) {
      keys.insert(keys.end(), part.begin(), part.end());
      std::vector<uint64_t>().swap(part);
    }
    return keys;
  }

  FeatureTable to_table(const std::vector<uint64_t>& keys) {
    FeatureTable table;
    std::vector<uint64_t> count(rows_.size() + 1, 0);
    for (std::size_t i = 0; i < keys.size();) {
      std::size_t j = i + 1;
      while (j < keys.size() && keys[j] >> 32 == keys[i] >> 32) ++j;
      if (j - i >= 2) {
        for (std::size_t k = i; k < j; ++k) {
          const auto t = static_cast<uint32_t>(keys[k]);
          table.text.push_back(t);
          ++count[t + 1];
        }
        table.feature_offsets.push_back(table.text.size());
        table.hash.push_back(static_cast<uint32_t>(keys[i] >> 32));
      } else {
        ++unshared_[static_cast<uint32_t>(keys[i])];
      }
      i = j;
    }
    for (std::size_t t = 0; t < rows_.size(); ++t) count[t + 1] += count[t];
    table.text_offsets = count;
    table.feature.resize(table.text.size());
    list_by_text(table, count);
    table.unshared = std::move(unshared_);
    return table;
  }

  // The second view from the first. Each block of texts reads all lists and writes its own
  // part, which fits into a cache.
  static void list_by_text(FeatureTable& table, std::vector<uint64_t>& place) {
    const std::size_t texts = table.text_offsets.size() - 1;
    const std::size_t block = std::max(kLeastPart, texts / kParts + 1);
    parallel_blocks(texts, block, [&](std::size_t begin, std::size_t end, std::size_t) {
      for (uint32_t f = 0; f + 1 < table.feature_offsets.size(); ++f) {
        const auto in_text = table.texts_of(f);
        auto t = in_text.begin();
        if (in_text.size() > kLongList) t = std::lower_bound(t, in_text.end(), begin);
        for (; t != in_text.end() && *t < end; ++t) {
          if (*t >= begin) table.feature[place[*t]++] = f;
        }
      }
    });
  }

  TokenRows tokens_;
  std::span<const uint32_t> rows_;
  uint64_t bits_;
  BitTable seen_, again_;
  std::vector<uint32_t> unshared_;
};

}  // namespace

void list_features(std::span<const uint32_t> tokens, std::vector<uint32_t>& hashes) {
  hashes.clear();
  uint32_t before = kSentenceBreak;
  uint32_t last = kSentenceBreak;
  for (const uint32_t token : tokens) {
    if (token == kSentenceBreak) {
      before = last = kSentenceBreak;
      continue;
    }
    if (last != kSentenceBreak) hashes.push_back(pair_hash(last, token, 1));
    if (before != kSentenceBreak) hashes.push_back(pair_hash(before, token, 2));
    if (hashes.size() >= kMaxFeatures) return;
    before = last;
    last = token;
  }
}

void list_distinct_features(std::span<const uint32_t> tokens, std::vector<uint32_t>& hashes) {
  list_features(tokens, hashes);
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

FeatureTable build_features(TokenRows tokens, std::span<const uint32_t> rows) {
  return Builder(tokens, rows).build();
}

}  // namespace maillon::link
