// A signed tree head: what the log of a case was at a time, in the words of its key. The bytes
// that are signed are those of RFC 6962, section 3.5; docs/formats/tree-head.md draws them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "store/case.h"
#include "store/signing.h"

namespace maillon::store {

struct TreeHead {
  uint64_t size = 0;  // entries
  int64_t time = 0;   // seconds since 1970 UTC; signed as milliseconds
  Sha256 root{};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

struct SignedTreeHead {
  TreeHead head;
  PublicKey key{};
  Signature signature{};
  friend bool operator==(const SignedTreeHead&, const SignedTreeHead&) = default;
};

// The 50 bytes of TreeHeadSignature: 0, 1, u64 time in ms, u64 size, root; big-endian.
std::string signed_bytes(const TreeHead& head);
Result<SignedTreeHead> sign_head(const TreeHead& head, const SigningKey& key);
bool is_signed(const SignedTreeHead& head);

// One line of JSON with a line break: a file that is kept elsewhere.
std::string to_json(const SignedTreeHead& head);
// Code::invalid_input if it is no such document, or one whose members contradict each other. The
// signature is not checked: is_signed.
Result<SignedTreeHead> read_tree_head(std::string_view json);

// The public keys that a case has had, oldest first; the last one signs. A key is a setting of the
// case, so it is an act with its entry in the log.
Result<std::vector<PublicKey>> log_keys(const Case& from);
Result<void> add_log_key(Case& to, const PublicKey& key, const By& by);  // REQUIRES Access::write

}  // namespace maillon::store
