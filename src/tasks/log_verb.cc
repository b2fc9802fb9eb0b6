#include "tasks/log_verb.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/file.h"
#include "store/merkle.h"
#include "store/signed_line.h"
#include "store/timestamp.h"
#include "tasks/log_key.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kMostResponse = 1 << 20;

bool is_among(const std::vector<std::string>& wanted, const std::string& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool fits(const LogSettings& s, const store::LogEntry& entry) {
  return entry.seq < s.below && is_among(s.actions, entry.action) &&
         is_among(s.actors, entry.actor) && (s.since == kNoTime || entry.time >= s.since) &&
         (s.until == kNoTime || entry.time < s.until);
}

// The members of the detail in words. Digests are for programs.
std::string describe(const store::LogEntry& entry) {
  const std::string& detail = entry.detail;
  const auto json = nlohmann::ordered_json::parse(detail, nullptr, false);
  if (!json.is_object()) return detail;
  // A digest says in words what its counts are.
  if (entry.action == store::kMatchDigest && json.contains("what") && json["what"].is_string())
    return json["what"].get<std::string>();
  std::string out;
  for (const auto& [name, value] : json.items()) {
    if (name == "digest" || name == "response") continue;
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    if (!out.empty()) out += ", ";
    if (name != "what") out.append(name).append(" ");
    out += text;
  }
  return out;
}

void print_json(const std::deque<store::LogEntry>& entries, uint64_t total, Output& out) {
  JsonWriter json;
  json.begin_object().member("total", total).key("entries").begin_array();
  out.write(json.take());
  // The detail is JSON already: put in as it stands, which is what the leaf commits to.
  for (std::size_t i = 0; i < entries.size(); ++i) {
    out.write((i == 0 ? "" : ",") + store::canonical_text(entries[i]));
  }
  out.write("]}\n");
}

void print_text(const std::deque<store::LogEntry>& entries, uint64_t total, const Context& context,
                Output& out) {
  using Align = report::TextTable::Align;
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  report::TextTable table(
      {{"entry", Align::right}, {"when"}, {"who"}, {"did"}, {"what", Align::left, 200}});
  for (const store::LogEntry& entry : entries) {
    table.add_row({std::to_string(entry.seq), format_time(entry.time), printable(entry.actor),
                   printable(entry.action), printable(describe(entry))});
  }
  out.write(table.to_text(style));
  if (entries.size() < total) {
    out.write(
        fmt::format("the latest {} of {} entries; --limit 0 shows all\n", entries.size(), total));
  }
}

// A head's document inside another one.
std::string embedded(const store::SignedTreeHead& head) {
  std::string text = store::to_json(head);
  text.pop_back();
  return text;
}

// The entry about a head that was signed, after it: the head cannot contain itself.
Result<void> log_head(store::Case& to, const store::SignedTreeHead& head, const Context& context) {
  return to.log("sign", "{\"head\":" + embedded(head) + "}", context.by);
}

}  // namespace

void print_log(const std::deque<store::LogEntry>& entries, uint64_t total, const Context& context,
               Output& out) {
  if (context.json) {
    print_json(entries, total, out);
  } else {
    print_text(entries, total, context, out);
  }
}

Result<Outcome> list_log(const LogSettings& settings, const Context& context, Output& out) {
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
  std::deque<store::LogEntry> entries;
  uint64_t total = 0;
  TRY_OK(file.log_tree().read(0, [&](const store::LogEntry& entry) {
    if (!fits(settings, entry)) return true;
    ++total;
    entries.push_back(entry);
    if (settings.limit != 0 && entries.size() > settings.limit) entries.pop_front();
    return true;
  }));
  print_log(entries, total, context, out);
  TRY_OK(log_reading(file, "log", std::to_string(entries.size()) + " listed", context.by));
  return entries.empty() ? Outcome::empty : Outcome::done;
}

Result<Outcome> write_head(const HeadSettings& settings, const Context& context, Output& out) {
  const std::string& path = settings.case_path;
  TRY(const store::SigningKey key,
      settings.new_key ? new_case_key(path, context.by) : case_key(path, context.by));
  TRY(store::Case file, store::Case::open(path, store::Access::read));
  TRY(const uint64_t size, file.log_tree().size());
  TRY(const store::SignedTreeHead head, sign_log(file, size, context.by.time, key));
  const std::string document = store::to_json(head);
  if (!settings.timestamp_request.empty()) {
    TRY(const std::string request, store::timestamp_request(sha256(document)));
    TRY(Output to, Output::file(settings.timestamp_request));
    to.write(request);
    TRY_OK(to.finish());
  }
  TRY_OK(log_head(file, head, context));
  out.write(document);
  return Outcome::done;
}

Result<Outcome> keep_timestamp(const std::string& case_path, const std::string& response_file,
                               const std::string& ca_file, const Context& context, Output& out) {
  TRY(const std::string response, store::read_up_to(response_file, kMostResponse));
  auto stamp = store::read_timestamp(response);
  if (!stamp) return tl::unexpected<Error>(std::move(stamp).error().with_context(response_file));
  TRY_OK(store::check_timestamp(response, ca_file));
  TRY(store::Case file, store::Case::open(case_path, store::Access::read));
  std::optional<uint64_t> size;
  TRY_OK(file.log_tree().read(0, [&](const store::LogEntry& entry) {
    if (entry.action != "sign") return true;
    const auto detail = nlohmann::json::parse(entry.detail, nullptr, false);
    if (!detail.is_object() || !detail.contains("head")) return true;
    const auto head = store::read_tree_head(detail["head"].dump());
    if (head && sha256(store::to_json(*head)) == stamp->hash) size = head->head.size;
    return !size.has_value();
  }));
  if (!size) {
    return fail(Code::invalid_input,
                response_file +
                    ": stamps no head that this case has signed; ask for one by "
                    "`maillon log CASE --head --timestamp-request FILE`");
  }
  JsonWriter detail;
  detail.begin_object().member("tree_size", *size).member("stamped", format_time(stamp->time));
  detail.member("serial", stamp->serial);
  detail.member("response", to_hex(response));
  TRY_OK(file.log("timestamp", detail.end_object().take(), context.by));
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("tree_size", *size).member("time", format_time(stamp->time));
    out.write(json.member("serial", stamp->serial).end_object().take() + "\n");
  } else {
    out.write(
        fmt::format("the head of {} entries was there at {}, says the authority; its stamp is "
                    "in the log\n",
                    *size, format_time(stamp->time)));
  }
  return Outcome::done;
}

Result<Outcome> prove_entry(const std::string& case_path, uint64_t seq, const Context& context,
                            Output& out) {
  TRY(const store::SigningKey key, case_key(case_path, context.by));
  TRY(store::Case file, store::Case::open(case_path, store::Access::read));
  TRY(const uint64_t size, file.log_tree().size());
  TRY(const store::SignedTreeHead head, sign_log(file, size, context.by.time, key));
  TRY(std::string entry, proven_entry(file, seq, head.head));
  entry.pop_back();  // the brace
  out.write(entry + ",\"head\":" + embedded(head) + "}\n");
  TRY_OK(log_reading(file, "prove", std::to_string(seq), context.by));
  return Outcome::done;
}

Result<Outcome> prove_continued(const std::string& case_path, const std::string& head_file,
                                const Context& context, Output& out) {
  TRY(const store::SignedTreeHead earlier, read_head_file(head_file));
  TRY(store::Case file, store::Case::open(case_path, store::Access::read));
  store::Log& log = file.log_tree();
  TRY(const uint64_t size, log.size());
  TRY(const Sha256 root, log.root_at(size));
  TRY(const std::vector<store::PublicKey> keys, store::log_keys(file));
  std::vector<Sha256> proof;
  std::string problem;
  if (!store::is_signed(earlier)) {
    problem = "the signature of the head is not of its key and content";
  } else if (std::find(keys.begin(), keys.end(), earlier.key) == keys.end()) {
    problem = "the head is signed by a key that this case never had";
  } else if (earlier.head.size > size) {
    problem = fmt::format("the log has {} entries, and had {} when the head was signed", size,
                          earlier.head.size);
  } else if (earlier.head.size > 0) {
    TRY(proof, log.prove_consistency(earlier.head.size, size));
    if (!store::verify_consistency(earlier.head.size, size, earlier.head.root, root, proof)) {
      problem =
          fmt::format("its first {} entries are not those that were signed", earlier.head.size);
    }
  }
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("continues", problem.empty()).member("problem", problem);
    json.member("old_size", earlier.head.size).member("old_root", to_hex(earlier.head.root));
    json.member("size", size).member("root", to_hex(root));
    std::vector<std::string> hex;
    for (const Sha256& hash : proof) hex.push_back(to_hex(hash));
    json.member("consistency", hex).end_object();
    out.write(json.take() + "\n");
  } else if (problem.empty()) {
    out.write(
        fmt::format("the log continues what was signed at {}: its first {} entries are "
                    "unchanged, {} came after\n",
                    format_time(earlier.head.time), earlier.head.size, size - earlier.head.size));
  } else {
    out.write("the log does NOT continue what was signed at " + format_time(earlier.head.time) +
              ": " + problem + "\n");
  }
  TRY_OK(log_reading(file, "prove", "consistency with " + std::to_string(earlier.head.size),
                     context.by));
  return problem.empty() ? Outcome::done : Outcome::damaged;
}

}  // namespace maillon::tasks
