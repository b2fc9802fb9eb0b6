#include "store/merkle.h"

#include <bit>

#include "base/check.h"

namespace maillon::store {

namespace {

// The largest power of two smaller than n, for n > 1: where RFC 6962 splits.
uint64_t split_point(uint64_t n) {
  return std::bit_floor(n - 1);
}

uint32_t log2_floor(uint64_t n) {
  CHECK(n > 0);
  return static_cast<uint32_t>(std::bit_width(n) - 1);
}

// MTH of leaves [begin, begin + n). `begin` is a multiple of the next power of
// two >= n wherever the recursions below come from, so complete parts are nodes.
Sha256 subtree(uint64_t begin, uint64_t n, const MerkleNodes& nodes) {
  if (std::has_single_bit(n)) {
    const uint32_t level = log2_floor(n);
    return nodes(level, begin >> level);
  }
  const uint64_t k = split_point(n);
  return merkle_node(subtree(begin, k, nodes), subtree(begin + k, n - k, nodes));
}

// SUBPROOF(m, D[begin:begin+n], whole) of RFC 6962, 2.1.2.
void sub_proof(uint64_t m, uint64_t begin, uint64_t n, bool whole, const MerkleNodes& nodes,
               std::vector<Sha256>& out) {
  if (m == n) {
    if (!whole) out.push_back(subtree(begin, n, nodes));
    return;
  }
  const uint64_t k = split_point(n);
  if (m <= k) {
    sub_proof(m, begin, k, whole, nodes, out);
    out.push_back(subtree(begin + k, n - k, nodes));
  } else {
    sub_proof(m - k, begin + k, n - k, false, nodes, out);
    out.push_back(subtree(begin, k, nodes));
  }
}

// PATH(index, D[begin:begin+n]) of RFC 6962, 2.1.1.
void path(uint64_t index, uint64_t begin, uint64_t n, const MerkleNodes& nodes,
          std::vector<Sha256>& out) {
  if (n == 1) return;
  const uint64_t k = split_point(n);
  if (index < k) {
    path(index, begin, k, nodes, out);
    out.push_back(subtree(begin + k, n - k, nodes));
  } else {
    path(index - k, begin + k, n - k, nodes, out);
    out.push_back(subtree(begin, k, nodes));
  }
}

}  // namespace

Sha256 merkle_leaf(std::string_view data) {
  Sha256Stream stream;
  stream.update(std::string_view("\0", 1));
  stream.update(data);
  return stream.finish();
}

Sha256 merkle_node(const Sha256& left, const Sha256& right) {
  std::string bytes(1, '\1');
  bytes.append(reinterpret_cast<const char*>(left.data()), left.size());
  bytes.append(reinterpret_cast<const char*>(right.data()), right.size());
  return sha256(bytes);
}

Sha256 merkle_root(uint64_t size, const MerkleNodes& nodes) {
  return size == 0 ? sha256("") : subtree(0, size, nodes);
}

Sha256 merkle_root(std::span<const Sha256> leaves) {
  MerkleFrontier frontier;
  for (const Sha256& leaf : leaves) frontier.append(leaf);
  return frontier.root();
}

std::vector<Sha256> inclusion_proof(uint64_t index, uint64_t size, const MerkleNodes& nodes) {
  CHECK(index < size);
  std::vector<Sha256> out;
  path(index, 0, size, nodes, out);
  return out;
}

std::vector<Sha256> consistency_proof(uint64_t old_size, uint64_t size, const MerkleNodes& nodes) {
  CHECK(old_size > 0 && old_size <= size);
  std::vector<Sha256> out;
  sub_proof(old_size, 0, size, true, nodes, out);
  return out;
}

bool verify_inclusion(const Sha256& leaf, uint64_t index, uint64_t size,
                      std::span<const Sha256> proof, const Sha256& root) {
  if (index >= size) return false;
  uint64_t fn = index, sn = size - 1;
  Sha256 r = leaf;
  for (const Sha256& p : proof) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      r = merkle_node(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = merkle_node(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && r == root;
}

bool verify_consistency(uint64_t old_size, uint64_t size, const Sha256& old_root,
                        const Sha256& root, std::span<const Sha256> proof) {
  if (old_size == 0 || old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  // Where the old tree is complete, its root is the first node and is left out of the proof.
  std::vector<Sha256> nodes(proof.begin(), proof.end());
  if (std::has_single_bit(old_size)) nodes.insert(nodes.begin(), old_root);
  if (nodes.empty()) return false;
  uint64_t fn = old_size - 1, sn = size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  Sha256 fr = nodes.front(), sr = nodes.front();
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    const Sha256& c = nodes[i];
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      fr = merkle_node(c, fr);
      sr = merkle_node(c, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = merkle_node(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return fr == old_root && sr == root && sn == 0;
}

std::vector<MerkleNode> merkle_append(uint64_t size, const Sha256& leaf, const MerkleNodes& nodes) {
  std::vector<MerkleNode> out{{.level = 0, .index = size, .hash = leaf}};
  // Each trailing one bit of the size is a complete subtree that the leaf completes further.
  for (uint64_t rest = size; (rest & 1) != 0; rest >>= 1) {
    const MerkleNode below = out.back();
    out.push_back({.level = below.level + 1,
                   .index = below.index >> 1,
                   .hash = merkle_node(nodes(below.level, below.index - 1), below.hash)});
  }
  return out;
}

void MerkleFrontier::append(const Sha256& leaf) {
  Sha256 hash = leaf;
  std::size_t level = 0;
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1, ++level) {
    hash = merkle_node(frontier_[level], hash);
  }
  if (level >= frontier_.size()) frontier_.resize(level + 1);
  frontier_[level] = hash;
  ++size_;
}

Sha256 MerkleFrontier::root() const {
  if (size_ == 0) return sha256("");
  std::optional<Sha256> right;
  for (std::size_t level = 0; level < frontier_.size(); ++level) {
    if (((size_ >> level) & 1) == 0) continue;
    right = right ? merkle_node(frontier_[level], *right) : frontier_[level];
  }
  return *right;
}

}  // namespace maillon::store
