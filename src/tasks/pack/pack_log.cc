#include "tasks/pack/pack_log.h"

#include <algorithm>
#include <array>
#include <vector>

#include <nlohmann/json.hpp>

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
    TRY(const std::string line, proven_entry(from, seq, out.head.head));
    lines += line + "\n";
    ++out.entries;
  }
  to.add("log/head.json", store::to_json(out.head));
  to.add("log/entries.jsonl", std::move(lines));
  return out;
}

}  // namespace maillon::tasks
