#include "store/merkle.h"

#include <string>

#include <gtest/gtest.h>

namespace maillon::store {
namespace {

// The eight leaves and the roots that implementations of Certificate Transparency test against.
const std::vector<std::string>& known_leaves() {
  using namespace std::string_literals;
  static const std::vector<std::string> kLeaves = {
      ""s,
      "\x00"s,
      "\x10"s,
      "\x20\x21"s,
      "\x30\x31"s,
      "\x40\x41\x42\x43"s,
      "\x50\x51\x52\x53\x54\x55\x56\x57"s,
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s,
  };
  return kLeaves;
}

constexpr const char* kKnownRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

std::vector<Sha256> hash_leaves(std::size_t n) {
  std::vector<Sha256> leaves;
  for (std::size_t i = 0; i < n; ++i) {
    leaves.push_back(merkle_leaf(i < 8 ? known_leaves()[i] : "leaf " + std::to_string(i)));
  }
  return leaves;
}

// The definition of RFC 6962, 2.1, word for word and slow.
Sha256 slow_root(std::span<const Sha256> leaves) {
  if (leaves.empty()) return sha256("");
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  return merkle_node(slow_root(leaves.first(k)), slow_root(leaves.subspan(k)));
}

MerkleNodes nodes_of(const std::vector<Sha256>& leaves) {
  return [&leaves](uint32_t level, uint64_t index) {
    const uint64_t n = uint64_t{1} << level;
    EXPECT_LE((index + 1) * n, leaves.size()) << "asked for a subtree that is not complete";
    return slow_root(std::span(leaves).subspan(index * n, n));
  };
}

TEST(Merkle, RootsAreThePublishedOnes) {
  for (std::size_t n = 0; n <= 8; ++n) {
    SCOPED_TRACE(n);
    const auto leaves = hash_leaves(n);
    EXPECT_EQ(to_hex(merkle_root(leaves)), kKnownRoots[n]);
    EXPECT_EQ(to_hex(merkle_root(n, nodes_of(leaves))), kKnownRoots[n]);
  }
}

std::vector<std::string> hex_of(const std::vector<Sha256>& hashes) {
  std::vector<std::string> out;
  for (const Sha256& hash : hashes) out.push_back(to_hex(hash));
  return out;
}

TEST(Merkle, ProofsAreThePublishedOnes) {
  const auto leaves = hash_leaves(8);
  // Of the same test vectors: path of leaf 5 (counted from 0) of 8, and of leaf 2 of 3.
  EXPECT_EQ(hex_of(inclusion_proof(5, 8, nodes_of(leaves))),
            (std::vector<std::string>{
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex_of(inclusion_proof(2, 3, nodes_of(leaves))),
            (std::vector<std::string>{
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}));
  EXPECT_EQ(hex_of(consistency_proof(6, 8, nodes_of(leaves))),
            (std::vector<std::string>{
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex_of(consistency_proof(2, 5, nodes_of(leaves))),
            (std::vector<std::string>{
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST(Merkle, FastPathsAgreeWithTheDefinition) {
  const auto all = hash_leaves(70);
  MerkleFrontier frontier;
  for (std::size_t n = 0; n <= all.size(); ++n) {
    SCOPED_TRACE(n);
    const std::vector<Sha256> leaves(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n));
    EXPECT_EQ(frontier.root(), slow_root(leaves));
    EXPECT_EQ(merkle_root(n, nodes_of(leaves)), slow_root(leaves));
    if (n == all.size()) break;
    for (const MerkleNode& node : merkle_append(n, all[n], nodes_of(leaves))) {
      const uint64_t size = uint64_t{1} << node.level;
      EXPECT_EQ(node.hash, slow_root(std::span(all).subspan(node.index * size, size)));
    }
    frontier.append(all[n]);
  }
}

TEST(Merkle, EveryProofIsAcceptedAndNoOtherOne) {
  for (std::size_t n = 1; n <= 20; ++n) {
    const auto leaves = hash_leaves(n);
    const Sha256 root = slow_root(leaves);
    for (uint64_t i = 0; i < n; ++i) {
      SCOPED_TRACE(std::to_string(i) + " of " + std::to_string(n));
      auto proof = inclusion_proof(i, n, nodes_of(leaves));
      EXPECT_TRUE(verify_inclusion(leaves[i], i, n, proof, root));
      EXPECT_FALSE(verify_inclusion(leaves[i], i + 1, n, proof, root));
      EXPECT_FALSE(verify_inclusion(merkle_leaf("other"), i, n, proof, root));
      if (!proof.empty()) {
        proof.back()[3] ^= 1;
        EXPECT_FALSE(verify_inclusion(leaves[i], i, n, proof, root));
        proof.pop_back();
        EXPECT_FALSE(verify_inclusion(leaves[i], i, n, proof, root));
      }
    }
    for (uint64_t old = 1; old <= n; ++old) {
      SCOPED_TRACE(std::to_string(old) + " to " + std::to_string(n));
      const Sha256 old_root = slow_root(std::span(leaves).first(old));
      auto proof = consistency_proof(old, n, nodes_of(leaves));
      EXPECT_TRUE(verify_consistency(old, n, old_root, root, proof));
      EXPECT_FALSE(verify_consistency(old, n, merkle_leaf("other"), root, proof));
      EXPECT_FALSE(verify_consistency(old, n, old_root, merkle_leaf("other"), proof));
      if (!proof.empty()) {
        proof.front()[0] ^= 1;
        EXPECT_FALSE(verify_consistency(old, n, old_root, root, proof));
      }
    }
  }
}

TEST(Merkle, ProofsOfNothingAreRefused) {
  const Sha256 empty = sha256("");
  EXPECT_FALSE(verify_inclusion(empty, 0, 0, {}, empty));
  EXPECT_FALSE(verify_consistency(0, 5, empty, empty, {}));
  EXPECT_FALSE(verify_consistency(3, 5, empty, empty, {}));
  EXPECT_FALSE(verify_consistency(5, 3, empty, empty, {}));
}

}  // namespace
}  // namespace maillon::store
