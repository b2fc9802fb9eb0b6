#include "store/tree_head.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "store/case_state.h"

namespace maillon::store {

namespace {

constexpr std::string_view kKind = "maillon signed tree head";
constexpr uint64_t kLatest = 253'402'300'799'000;  // the end of the year 9999, in ms
constexpr std::string_view kKeySetting = "log.public_key";

void append_u64(std::string& out, uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(number >> shift));
}

// Bytes in hex of a member; false if it is missing or no such text.
bool read_member(const nlohmann::json& json, const char* name, uint8_t* to, std::size_t size) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() &&
         parse_hex(at->get_ref<const std::string&>(), to, size);
}

}  // namespace

std::string signed_bytes(const TreeHead& head) {
  std::string bytes("\0\1", 2);  // Version v1, SignatureType tree_hash
  append_u64(bytes, static_cast<uint64_t>(head.time) * 1000);
  append_u64(bytes, head.size);
  bytes.append(reinterpret_cast<const char*>(head.root.data()), head.root.size());
  return bytes;
}

Result<SignedTreeHead> sign_head(const TreeHead& head, const SigningKey& key) {
  TRY(const Signature signature, key.sign(signed_bytes(head)));
  return SignedTreeHead{.head = head, .key = key.public_key(), .signature = signature};
}

bool is_signed(const SignedTreeHead& head) {
  return verify_signature(head.key, signed_bytes(head.head), head.signature);
}

std::string to_json(const SignedTreeHead& head) {
  JsonWriter json;
  json.begin_object().member("kind", kKind).member("version", 1);
  json.member("tree_size", head.head.size).member("timestamp", head.head.time * 1000);
  json.member("time", format_time(head.head.time));
  json.member("sha256_root_hash", to_hex(head.head.root));
  json.member("tree_head_signature", to_hex(head.signature));
  json.member("public_key", to_hex(head.key)).end_object();
  return json.take() + "\n";
}

Result<SignedTreeHead> read_tree_head(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const auto refuse = [](const std::string& why) {
    return fail(Code::invalid_input, why + "; `maillon log CASE --head` writes one");
  };
  if (!json.is_object() || json.value("kind", nlohmann::json()) != kKind) {
    return refuse("it is no signed tree head");
  }
  if (json.value("version", nlohmann::json()) != 1) {
    return fail(Code::unsupported, "it is a signed tree head of a newer Maillon");
  }
  const auto size = json.find("tree_size"), time = json.find("timestamp");
  SignedTreeHead out;
  if (size == json.end() || !size->is_number_unsigned() || time == json.end() ||
      !time->is_number_unsigned() || time->get<uint64_t>() % 1000 != 0 ||
      time->get<uint64_t>() > kLatest ||
      !read_member(json, "sha256_root_hash", out.head.root.data(), out.head.root.size()) ||
      !read_member(json, "tree_head_signature", out.signature.data(), out.signature.size()) ||
      !read_member(json, "public_key", out.key.data(), out.key.size())) {
    return refuse("the signed tree head lacks a member, or one is no number or no hex");
  }
  out.head.size = size->get<uint64_t>();
  out.head.time = static_cast<int64_t>(time->get<uint64_t>() / 1000);
  if (json.value("time", nlohmann::json()) != format_time(out.head.time)) {
    return refuse("the signed tree head has two times that differ");
  }
  return out;
}

Result<std::vector<PublicKey>> log_keys(const Case& from) {
  TRY(Statement rows,
      from.state().db.prepare("SELECT value FROM settings WHERE key=? ORDER BY act"));
  rows.bind(1, kKeySetting);
  std::vector<PublicKey> keys;
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return keys;
    PublicKey key{};
    if (!parse_hex(rows.text(0), key.data(), key.size())) {
      return fail(Code::corrupt, "a public key of the case is damaged; run `maillon verify`");
    }
    keys.push_back(key);
  }
}

Result<void> add_log_key(Case& to, const PublicKey& key, const By& by) {
  return to.set_setting(kKeySetting, to_hex(key), by);
}

}  // namespace maillon::store
