// The Merkle tree of RFC 6962, section 2.1 (the same as RFC 9162, section 2.1,
// with SHA-256). Pure functions. A tree over n leaves is split at the largest
// power of two smaller than n; the hash of a complete subtree of 2^level leaves
// never changes once it is there, so those hashes can be kept and proofs cost
// O(log n).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace maillon::store {

Sha256 merkle_leaf(std::string_view data);                    // SHA-256(0x00 || data)
Sha256 merkle_node(const Sha256& left, const Sha256& right);  // SHA-256(0x01 || left || right)

// The hash of the complete subtree over leaves [index << level, (index+1) << level).
using MerkleNodes = std::function<Sha256(uint32_t level, uint64_t index)>;

// Root over the first `size` leaves; SHA-256 of nothing for an empty tree.
Sha256 merkle_root(uint64_t size, const MerkleNodes& nodes);
Sha256 merkle_root(std::span<const Sha256> leaves);

// Audit path of leaf `index` in the tree of `size` leaves (RFC 6962, 2.1.1).
// REQUIRES: index < size.
std::vector<Sha256> inclusion_proof(uint64_t index, uint64_t size, const MerkleNodes& nodes);
// Proof that the tree of `old_size` leaves is a prefix of the one of `size`
// leaves (RFC 6962, 2.1.2). REQUIRES: 0 < old_size <= size.
std::vector<Sha256> consistency_proof(uint64_t old_size, uint64_t size, const MerkleNodes& nodes);

// Checks of the proofs (RFC 9162, 2.1.3.2 and 2.1.4.2); false for any mismatch.
bool verify_inclusion(const Sha256& leaf, uint64_t index, uint64_t size,
                      std::span<const Sha256> proof, const Sha256& root);
bool verify_consistency(uint64_t old_size, uint64_t size, const Sha256& old_root,
                        const Sha256& root, std::span<const Sha256> proof);

// A complete subtree that came about.
struct MerkleNode {
  uint32_t level = 0;
  uint64_t index = 0;
  Sha256 hash{};
};
// The complete subtrees that appear when `leaf` is appended to a tree of `size`
// leaves: the leaf itself and at most log2(size)+1 above it.
std::vector<MerkleNode> merkle_append(uint64_t size, const Sha256& leaf, const MerkleNodes& nodes);

// A tree in memory that keeps only its frontier: O(log n) memory, O(1) amortised append.
class MerkleFrontier {
 public:
  void append(const Sha256& leaf);
  uint64_t size() const { return size_; }
  Sha256 root() const;

 private:
  uint64_t size_ = 0;
  std::vector<Sha256> frontier_;  // by level; only those of bits set in size_ count
};

}  // namespace maillon::store
