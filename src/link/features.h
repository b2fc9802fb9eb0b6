// Wording features of posts: pairs of words that stand close together in a
// sentence. What two posts of one template share, in any order of sentences.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/records.h"
#include "base/spool.h"

namespace maillon::link {

// The features that at least two texts share, as two views of one table.
// Features are numbered in a fixed order (by hash), texts as given.
struct FeatureTable {
  // Text t has features feature[text_offsets[t] .. text_offsets[t+1]), ascending.
  std::vector<uint64_t> text_offsets{0};
  std::vector<uint32_t> feature;
  // Feature f stands in texts text[feature_offsets[f] .. feature_offsets[f+1]), ascending.
  std::vector<uint64_t> feature_offsets{0};
  std::span<const uint32_t> text;
  std::shared_ptr<Spool> text_spool;  // what `text` stands in
  std::vector<uint32_t> hash;         // per feature, ascending: what names it beyond this table
  // How many features of text t no other text has.
  std::vector<uint32_t> unshared;

  std::size_t texts() const { return text_offsets.size() - 1; }
  std::size_t features() const { return feature_offsets.size() - 1; }
  std::span<const uint32_t> features_of(uint32_t t) const {
    return std::span(feature).subspan(text_offsets[t], text_offsets[t + 1] - text_offsets[t]);
  }
  std::span<const uint32_t> texts_of(uint32_t f) const {
    return text.subspan(feature_offsets[f], feature_offsets[f + 1] - feature_offsets[f]);
  }
  // The lists of features [from, to) will not be read for a while.
  void release_lists(std::size_t from, std::size_t to) const {
    text_spool->release(std::as_bytes(
        text.subspan(feature_offsets[from], feature_offsets[to] - feature_offsets[from])));
  }
};

// At most this many features are taken from one text; a longer text is known by
// its beginning.
inline constexpr std::size_t kMaxFeatures = 2048;

// Hashes of the features of one text: as they stand in it, with repeats, and ascending,
// each once.
void list_features(std::span<const uint32_t> tokens, std::vector<uint32_t>& hashes);
void list_distinct_features(std::span<const uint32_t> tokens, std::vector<uint32_t>& hashes);

// Keys (8 bytes, twice) that are in memory at once while a table is built.
inline constexpr std::size_t kMostKeys = std::size_t{1} << 27;

// Builds the table for the texts (rows of `tokens`) listed in `rows`: text t is
// row rows[t]. Adjacent words and words with one between them, within a
// sentence. Linear in the number of tokens. The same table for any `most_keys`: fewer take
// less memory and more time.
FeatureTable build_features(TokenRows tokens, std::span<const uint32_t> rows,
                            std::size_t most_keys = kMostKeys);
// The same, with the lists in scratch. Fails as a Spool does.
Result<FeatureTable> build_features(TokenRows tokens, std::span<const uint32_t> rows,
                                    Scratch& scratch, std::size_t most_keys = kMostKeys);

}  // namespace maillon::link
