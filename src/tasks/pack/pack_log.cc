#include "tasks/pack/pack_log.h"

#include <algorithm>
#include <array>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "store/log_text.h"
#include "store/merkle.h"
#include "tasks/log_key.h"

namespace maillon::tasks {

namespace {

constexpr std::array<std::string_view, 4> kAboutProofs = {"pack", "sign", "prove", "log"};

bool names_any(const nlohmann::json& value, const Names& ids) {
  if (value.is_structured()) {
    for (const nlohmann::json& part : value) {
      if (names_any(part, ids)) return true;
    }
    return false;
  }
  if (!value.is_string()) return false;
  const std::string_view text = value.get_ref<const std::string&>();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" :", at), text.size());
    if (ids.contains(text.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

// Acts say no more than their digest and may be read by anyone who gets a pack; who looked at
// something else is nobody's business here.
bool belongs(const store::LogEntry& entry, const Names& ids) {
  const auto detail = nlohmann::json::parse(entry.detail, nullptr, false);
  return entry.action == "create" || (detail.is_object() && detail.contains("digest")) ||
         names_any(detail, ids);
}

Result<std::string> write_entry(store::Case& from, uint64_t seq, const store::TreeHead& head) {
  TRY(const store::LogText entry, store::read_log_text(from, seq));
  TRY(const std::vector<Sha256> path, from.log_tree().prove_inclusion(seq, head.size));
  if (!store::verify_inclusion(store::log_leaf(entry.salt, entry.text), seq, head.size, path,
                               head.root)) {
    return fail(Code::corrupt, "log entry " + std::to_string(seq) +
                                   " is not what the tree says; run `maillon verify`");
  }
  std::vector<std::string> hex;
  for (const Sha256& hash : path) hex.push_back(to_hex(hash));
  JsonWriter json;
  json.begin_object().member("leaf_index", seq).member("text", entry.text);
  json.member("salt",
              to_hex(reinterpret_cast<const uint8_t*>(entry.salt.data()), entry.salt.size()));
  json.member("audit_path", hex).end_object();
  return json.take() + "\n";
}

}  // namespace

Result<PackedLog> add_log(store::Case& from, const Names& ids, const store::SigningKey& key,
                          PackFiles& to) {
  uint64_t size = 0;
  int64_t time = 0;
  std::vector<uint64_t> chosen;
  TRY_OK(from.log_tree().read(0, [&](const store::LogEntry& entry) {
    const bool counts =
        std::find(kAboutProofs.begin(), kAboutProofs.end(), entry.action) == kAboutProofs.end();
    if (counts) {
      size = entry.seq + 1;
      time = entry.time;
    }
    if (belongs(entry, ids)) chosen.push_back(entry.seq);
    return true;
  }));
  PackedLog out;
  TRY(out.head, sign_log(from, size, time, key));
  std::string lines;
  for (const uint64_t seq : chosen) {
    if (seq >= size) break;
    TRY(const std::string line, write_entry(from, seq, out.head.head));
    lines += line;
    ++out.entries;
  }
  to.add("log/head.json", store::to_json(out.head));
  to.add("log/entries.jsonl", std::move(lines));
  return out;
}

}  // namespace maillon::tasks
