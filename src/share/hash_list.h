// Hash lists, as platforms, hotlines and police exchange them: what an entry holds,
// whatever the format it came in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace maillon::share {

// Hashes that can be matched. Stored: add at the end, never renumber.
enum class HashKind : uint8_t { pdq = 1, md5, sha1, sha256 };
inline constexpr std::array kHashKinds = {HashKind::pdq, HashKind::md5, HashKind::sha1,
                                          HashKind::sha256};
std::string_view to_name(HashKind kind);
// By any spelling that lists use: "PDQ", "SHA-1", "HASH_MD5", "video_md5", "sha256".
std::optional<HashKind> parse_hash_kind(std::string_view name);
std::size_t hash_bytes(HashKind kind);  // 32, 16, 20, 32

// Hex digits of either case (or Base64, which some VICS files hold for MD5 and SHA-1) to
// the bytes of a hash of this kind; nothing if it is not one.
std::optional<std::string> parse_hash(HashKind kind, std::string_view text);
// By the number of hex digits alone: 32 is MD5, 40 SHA-1; 64 is PDQ or SHA-256, as
// `kind_of_64` says. Nothing if it is no such number of hex digits.
std::optional<HashKind> guess_hash_kind(std::string_view hex, HashKind kind_of_64);

struct NamedText {
  std::string name, value;
  friend bool operator==(const NamedText&, const NamedText&) = default;
};

// What a classification's words mean is the scheme's business, and differs from country
// to country: nothing here depends on the meaning of a VICS category.
struct ListEntry {
  std::string id;                                   // the source's own; "" if it gives none
  std::string member;                               // who contributed it, as the source names them
  std::array<std::string, kHashKinds.size()> hash;  // by kind, as bytes; "" = none
  std::vector<NamedText> other;  // kept, not matched: hashes of other kinds, more fields
  int quality = -1;              // of the PDQ hash, 0 to 100; -1 = not stated
  std::string file;
  std::string classification;  // as written: A1, a VICS category
  std::string scheme;          // of the classification: ncmec, vics, threatexchange or ""
  std::string country;         // VICS: whose categories they are (US, UK ...); "" = not stated
  std::vector<std::string> tags;
  std::string timestamp;    // as written
  std::string status;       // as written
  bool deleted = false;     // the source withdraws it
  bool restricted = false;  // classed as abuse of children: is_restricted()

  std::string& of(HashKind kind) { return hash[static_cast<std::size_t>(kind) - 1]; }
  const std::string& of(HashKind kind) const { return hash[static_cast<std::size_t>(kind) - 1]; }
  friend bool operator==(const ListEntry&, const ListEntry&) = default;
};

// By what an entry is known again in the next version of its list: member and id, or
// where the source gives no id, its hashes.
Key128 entry_key(const ListEntry& entry);

// What of a list counts as abuse of children.
struct RestrictionRule {
  bool all = false;  // the list holds nothing else
  // Classifications that the list's own scheme says are not ("0", "4" ...).
  std::vector<std::string> harmless;
};
// True unless it is known otherwise: any entry of NCMEC's and of a VICS list but those
// that the rule names harmless; elsewhere those with a
// classification or tag that says so (A1, A2, B1, B2, csam, csem, csea, csai, child_abuse ...).
bool is_restricted(const ListEntry& entry, const RestrictionRule& rule);

}  // namespace maillon::share
