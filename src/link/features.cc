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
#include <numeric>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kRowBlock = 4096;  // texts
constexpr std::size_t kParts = 8;        // of the texts, each filled by one thread
constexpr std::size_t kLeastPart = 1U << 16;
constexpr std::size_t kLongList = 32;
constexpr std::size_t kSpooled = 1U << 20;  // texts in lists that are appended at once
constexpr uint32_t kReleased = 1U << 12;    // features whose lists are released at once

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
  Builder(TokenRows tokens, std::span<const uint32_t> rows, std::size_t most_keys)
      : tokens_(tokens),
        rows_(rows),
        most_keys_(most_keys),
        bits_(std::bit_ceil(
            std::clamp<uint64_t>(count_tokens(tokens, rows) * 8, 1U << 16, 1U << 31))),
        seen_(bits_),
        again_(bits_) {}

  Result<FeatureTable> build(std::unique_ptr<Spool> spool) {
    mark_shared();
    FeatureTable table;
    table.text_spool = std::move(spool);
    table.text_offsets.assign(rows_.size() + 1, 0);
    unshared_.assign(rows_.size(), 0);
    // A word has two features at most. Hashes are even, so a slice of their range has its
    // part of the keys; each costs another walk over the tokens.
    const uint64_t slices = 1 + 2 * count_tokens(tokens_, rows_) / most_keys_;
    const uint64_t width = (uint64_t{1} << 32) / slices + 1;
    for (uint64_t slice = 0; slice < slices; ++slice) {
      std::vector<uint64_t> keys = collect_shared(slice * width, (slice + 1) * width);
      radix_sort(keys, 32);  // each hash's texts come in their order
      keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
      TRY_OK(append_features(keys, table));
    }
    TRY(const std::span<const std::byte> lists, table.text_spool->seal());
    table.text = {reinterpret_cast<const uint32_t*>(lists.data()), lists.size() / 4};
    std::partial_sum(table.text_offsets.begin(), table.text_offsets.end(),
                     table.text_offsets.begin());
    table.feature.resize(table.text.size());
    list_by_text(table);
    table.unshared = std::move(unshared_);
    return table;
  }

 private:
  std::span<const uint32_t> tokens_of(std::size_t t) const { return tokens_[rows_[t]]; }

  void mark_shared() {
    parallel_blocks(rows_.size(), kRowBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
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

  // hash << 32 | text for the shared features with hashes in [from, to).
  std::vector<uint64_t> collect_shared(uint64_t from, uint64_t to) {
    std::vector<std::vector<uint64_t>> parts(block_count(rows_.size(), kRowBlock));
    parallel_blocks(rows_.size(), kRowBlock,
                    [&](std::size_t begin, std::size_t end, std::size_t block) {
                      std::vector<uint32_t> hashes;
                      for (std::size_t t = begin; t < end; ++t) {
                        list_features(tokens_of(t), hashes);
                        std::erase_if(hashes, [&](uint32_t h) { return h < from || h >= to; });
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

  // The lists of the features of a slice, and how many more features each text has.
  Result<void> append_features(const std::vector<uint64_t>& keys, FeatureTable& table) {
    std::vector<uint32_t> text;
    const auto flush = [&]() -> Result<void> {
      TRY_OK(table.text_spool->append(std::as_bytes(std::span(text))));
      text.clear();
      return {};
    };
    uint64_t listed = table.feature_offsets.back();
    for (std::size_t i = 0; i < keys.size();) {
      std::size_t j = i + 1;
      while (j < keys.size() && keys[j] >> 32 == keys[i] >> 32) ++j;
      if (j - i >= 2) {
        for (std::size_t k = i; k < j; ++k) {
          const auto t = static_cast<uint32_t>(keys[k]);
          text.push_back(t);
          ++table.text_offsets[t + 1];
        }
        listed += j - i;
        table.feature_offsets.push_back(listed);
        table.hash.push_back(static_cast<uint32_t>(keys[i] >> 32));
        if (text.size() >= kSpooled) TRY_OK(flush());
      } else {
        ++unshared_[static_cast<uint32_t>(keys[i])];
      }
      i = j;
    }
    return flush();
  }

  // The second view from the first. Each block of texts reads all lists and writes its own
  // part, which fits into a cache.
  static void list_by_text(FeatureTable& table) {
    std::vector<uint64_t> place(table.text_offsets);
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
        if (f % kReleased == 0 && f > 0) table.release_lists(f - kReleased, f);
      }
    });
  }

  TokenRows tokens_;
  std::span<const uint32_t> rows_;
  std::size_t most_keys_;
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

FeatureTable build_features(TokenRows tokens, std::span<const uint32_t> rows,
                            std::size_t most_keys) {
  MemoryScratch memory;
  return *build_features(tokens, rows, memory, most_keys);
}

Result<FeatureTable> build_features(TokenRows tokens, std::span<const uint32_t> rows,
                                    Scratch& scratch, std::size_t most_keys) {
  return Builder(tokens, rows, most_keys).build(scratch.spool());
}

}  // namespace maillon::link
