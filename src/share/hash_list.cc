#include "share/hash_list.h"

#include <algorithm>

#include "base/ascii.h"

namespace maillon::share {
namespace {

constexpr std::size_t kBase64Digits = 4;  // of three bytes

// Lower case without blanks and punctuation: "SHA-1" and "sha_1" are sha1.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const char low = to_lower(c);
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) out.push_back(low);
  }
  return out;
}

bool all_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return hex_value(c) >= 0; });
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(hex_value(hex[i]) * 16 + hex_value(hex[i + 1])));
  return bytes;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::optional<std::string> from_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<uint32_t>(digit)) & 0xFFFFU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count & 0xFFU));
  }
  return bytes;
}

bool is_abuse_class(std::string_view classification) {
  const std::string c = bare(classification);
  return c == "a1" || c == "a2" || c == "b1" || c == "b2";
}

bool is_abuse_tag(std::string_view tag) {
  static constexpr std::string_view kTags[] = {"csam",
                                               "csem",
                                               "csea",
                                               "csai",
                                               "csa",
                                               "cse",
                                               "cam",
                                               "cei",
                                               "childabuse",
                                               "childsexualabuse",
                                               "childsexualabusematerial",
                                               "childsexualexploitation",
                                               "childexploitation",
                                               "childpornography",
                                               "mediatypecsam"};
  const std::string t = bare(tag);
  return is_abuse_class(t) || std::find(std::begin(kTags), std::end(kTags), t) != std::end(kTags);
}

}  // namespace

std::string_view to_name(HashKind kind) {
  switch (kind) {
    case HashKind::pdq:
      return "pdq";
    case HashKind::md5:
      return "md5";
    case HashKind::sha1:
      return "sha1";
    case HashKind::sha256:
      return "sha256";
  }
  return "";
}

std::optional<HashKind> parse_hash_kind(std::string_view name) {
  std::string kind = bare(name);
  for (const std::string_view prefix : {"hash", "video", "image", "photo"}) {
    if (kind.size() > prefix.size() && kind.starts_with(prefix)) kind.erase(0, prefix.size());
  }
  if (kind.size() > 4 && kind.ends_with("hash")) kind.resize(kind.size() - 4);
  for (const HashKind known : kHashKinds) {
    if (kind == to_name(known)) return known;
  }
  return std::nullopt;
}

std::size_t hash_bytes(HashKind kind) {
  return kind == HashKind::md5 ? 16 : kind == HashKind::sha1 ? 20 : 32;
}

std::optional<std::string> parse_hash(HashKind kind, std::string_view text) {
  const std::size_t size = hash_bytes(kind);
  if (text.size() == 2 * size && all_hex(text)) return from_hex(text);
  if (kind == HashKind::pdq || text.size() != (size + 2) / 3 * kBase64Digits) return std::nullopt;
  auto bytes = from_base64(text);
  if (!bytes || bytes->size() != size) return std::nullopt;
  return bytes;
}

std::optional<HashKind> guess_hash_kind(std::string_view hex, HashKind kind_of_64) {
  if (!all_hex(hex)) return std::nullopt;
  switch (hex.size()) {
    case 32:
      return HashKind::md5;
    case 40:
      return HashKind::sha1;
    case 64:
      return kind_of_64;
    default:
      return std::nullopt;
  }
}

Key128 entry_key(const ListEntry& entry) {
  // ThreatExchange's ids are one space for all members, and a withdrawal names no member.
  if (!entry.id.empty())
    return post_key(entry.scheme == "threatexchange" ? "" : entry.member, entry.id);
  std::string all;
  for (const HashKind kind : kHashKinds) all += entry.of(kind) + '\0';
  for (const NamedText& other : entry.other) {
    // An entry that has nothing to be matched by is known by its other hashes.
    if (all.size() == kHashKinds.size()) all += other.name + '\0' + other.value + '\0';
  }
  return post_key("hashes", all);
}

bool is_restricted(const ListEntry& entry, const RestrictionRule& rule) {
  if (rule.all) return true;
  const bool harmless = std::find(rule.harmless.begin(), rule.harmless.end(),
                                  entry.classification) != rule.harmless.end() &&
                        !entry.classification.empty();
  if (entry.scheme == "ncmec") return true;
  if (std::any_of(entry.tags.begin(), entry.tags.end(), is_abuse_tag)) return true;
  if (harmless) return false;
  return entry.scheme == "vics" || is_abuse_tag(entry.classification);
}

}  // namespace maillon::share
