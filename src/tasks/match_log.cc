#include "tasks/match_log.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/case.h"
#include "store/file.h"
#include "store/passwords.h"
#include "store/signed_line.h"
#include "tasks/log_key.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kRunDigits = 8;

std::string log_path(const std::string& lists_folder) {
  return lists_folder + "/log.jsonl";
}

std::string_view to_name(MatchState state) {
  return state == MatchState::begun      ? "begun"
         : state == MatchState::interval ? "interval"
                                         : "ended";
}

double to_ms(uint64_t microseconds) {
  return static_cast<double>(microseconds) / 1000;
}

// One line for people.
std::string in_words(MatchState state, const MatchInterval& interval, bool was_cut) {
  if (state == MatchState::begun) {
    return was_cut ? "match service begun; the run before was cut short, and what it was asked "
                     "after its last entry is not counted"
                   : "match service begun";
  }
  std::string text = report::count_of(interval.requests(), "request", "requests") + " since " +
                     format_time(interval.begin);
  for (const MatchInterval::List& list : interval.lists) {
    text += fmt::format("; {}: {} of {} matched", list.name.empty() ? "texts" : list.name,
                        report::thousands(list.matched),
                        report::thousands(list.matched + list.not_matched));
  }
  return state == MatchState::ended ? text + "; match service ended" : text;
}

void write_counts(JsonWriter& json, const MatchInterval& interval) {
  json.key("endpoints").begin_array();
  for (const MatchInterval::Endpoint& one : interval.endpoints) {
    json.begin_object().member("route", one.route).member("answered", one.answered);
    json.member("refused", one.refused).member("failed", one.failed);
    json.member("p50_ms", to_ms(one.p50_us)).member("p90_ms", to_ms(one.p90_us));
    json.member("p99_ms", to_ms(one.p99_us)).member("max_ms", to_ms(one.most_us)).end_object();
  }
  json.end_array().key("lists").begin_array();
  for (const MatchInterval::List& list : interval.lists) {
    json.begin_object().member("list", list.name).member("matched", list.matched);
    json.member("not_matched", list.not_matched).end_object();
  }
  json.end_array().key("clients").begin_array();
  for (const MatchInterval::Client& client : interval.clients) {
    json.begin_object().member("account", client.account).member("token", client.token);
    json.member("requests", client.requests);
    json.end_object();
  }
  json.end_array();
}

// What is known of a line of either log.
struct Told {
  std::string state, time, actor, action, what;
};
Told read_told(const std::string& text) {
  Told told;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return told;
  const auto get = [&](const char* name) {
    const auto at = json.find(name);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  return {get("state"), get("end"), get("actor"), get("action"), get("what")};
}

bool is_cut(const std::string& last_state) {
  return !last_state.empty() && last_state != to_name(MatchState::ended);
}

// The key that signs the lists' log: the one of its last signed line, if this machine has it, else
// a new one.
Result<store::SigningKey> lists_key(const std::optional<store::SignedLine>& last) {
  const auto path = [](const store::PublicKey& key) {
    return keys_folder() + "/" + to_hex(store::fingerprint(key)) + ".pem";
  };
  if (last && last->key) {
    auto known = store::SigningKey::read(path(*last->key));
    if (known || known.error().code != Code::not_found) return known;
  }
  TRY(store::SigningKey made, store::SigningKey::make());
  TRY_OK(store::make_private_directory(keys_folder()));
  TRY_OK(made.write(path(made.public_key())));
  return made;
}

Result<void> append_to_lists(const std::string& folder, const std::string& members) {
  return store::append_signed(
      log_path(folder), [&](const std::optional<store::SignedLine>& last) -> Result<std::string> {
        TRY(const store::SigningKey key, lists_key(last));
        return store::sign_line(members, last ? std::optional(last->hash()) : std::nullopt, &key);
      });
}

}  // namespace

uint64_t MatchInterval::requests() const {
  uint64_t all = 0;
  for (const Endpoint& one : endpoints) all += one.answered + one.refused + one.failed;
  return all;
}

Result<MatchLog> MatchLog::open(const std::string& case_path, const std::string& lists_folder,
                                const std::string& actor) {
  MatchLog log;
  log.case_path_ = case_path;
  log.lists_folder_ = lists_folder;
  log.actor_ = actor;
  TRY(const std::string random, store::make_key());
  log.run_ = to_hex(sha256(random)).substr(0, kRunDigits);
  std::string state;
  if (case_path.empty()) {
    TRY(const std::vector<store::LineOfFile> lines, store::check_lines(log_path(lists_folder)));
    for (const store::LineOfFile& line : lines) {
      if (std::string now = read_told(line.text).state; !now.empty()) state = std::move(now);
    }
  } else if (store::Case::exists(case_path)) {
    TRY(store::Case file, store::Case::open(case_path, store::Access::read));
    TRY_OK(file.log_tree().read(0, [&](const store::LogEntry& entry) {
      if (entry.action != store::kMatchDigest) return true;
      state = read_told(entry.detail).state;
      log.previous_ = sha256(entry.detail);
      return true;
    }));
  }
  log.was_cut_ = is_cut(state);
  return log;
}

Result<void> MatchLog::append(MatchState state, const MatchInterval& interval) {
  JsonWriter json;
  json.begin_object().member("what", in_words(state, interval, was_cut_));
  if (case_path_.empty()) json.member("action", store::kMatchDigest).member("actor", actor_);
  json.member("run", run_).member("state", to_name(state));
  json.member("begin", format_time(interval.begin)).member("end", format_time(interval.end));
  if (state == MatchState::begun) {
    json.member("cut_before", was_cut_);
  } else {
    write_counts(json, interval);
  }
  const std::string members = json.take();
  return case_path_.empty() ? append_to_lists(lists_folder_, members)
                            : append_to_case(members, interval.end);
}

Result<void> MatchLog::append_to_case(const std::string& members, int64_t now) {
  const store::By by{actor_, now};
  const auto key = case_key(case_path_, by);
  // Busy: a link or an import has the case, and the key is yet to be made. Later, then.
  if (!key && key.error().code != Code::not_found) return tl::unexpected<Error>(key.error());
  TRY(const std::string line, store::sign_line(members, previous_, key ? &*key : nullptr));
  TRY(store::Case file, store::Case::open(case_path_, store::Access::read));
  TRY_OK(file.log(store::kMatchDigest, line, by));
  previous_ = sha256(line);
  return {};
}

Result<void> log_list_export(const std::string& lists_folder, const std::string& list,
                             const std::string& format, uint64_t entries, const store::By& by) {
  JsonWriter json;
  json.begin_object();
  json.member("what", fmt::format("list {} as {}, {}", list, format,
                                  report::count_of(entries, "entry", "entries")));
  json.member("action", "export").member("actor", by.actor).member("end", format_time(by.time));
  json.member("list", list).member("format", format).member("entries", entries);
  auto done = append_to_lists(lists_folder, json.take());
  if (!done)
    return tl::unexpected<Error>(
        std::move(done).error().with_context("an export of a list is noted beside it"));
  return {};
}

Result<Outcome> show_list_log(const ListLogSettings& settings, const Context& context,
                              Output& out) {
  TRY(const std::vector<store::LineOfFile> lines, store::check_lines(log_path(settings.folder)));
  const std::size_t shown =
      settings.limit == 0 ? lines.size() : std::min<std::size_t>(settings.limit, lines.size());
  std::size_t problems = 0;
  for (const store::LineOfFile& line : lines) problems += line.problem.empty() ? 0 : 1;
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("total", uint64_t{lines.size()}).member("problems", problems);
    json.key("entries").begin_array();
    for (std::size_t i = lines.size() - shown; i < lines.size(); ++i) {
      json.begin_object().member("line", uint64_t{i + 1}).member("problem", lines[i].problem);
      json.member("text", lines[i].text).end_object();
    }
    json.end_array().end_object();
    out.write(json.take() + "\n");
  } else {
    const report::Style style{context.color, static_cast<std::size_t>(context.width)};
    report::TextTable table({{"line", report::TextTable::Align::right},
                             {"when"},
                             {"who"},
                             {"did"},
                             {"what", report::TextTable::Align::left, 200}});
    for (std::size_t i = lines.size() - shown; i < lines.size(); ++i) {
      const Told told = read_told(lines[i].text);
      table.add_row({std::to_string(i + 1), told.time, printable(told.actor),
                     printable(told.action), printable(told.what)});
    }
    if (shown > 0) out.write(table.to_text(style));
    if (shown < lines.size())
      out.write(
          fmt::format("the latest {} of {} lines; --limit 0 shows all\n", shown, lines.size()));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!lines[i].problem.empty())
        out.write(fmt::format("line {}: {}\n", i + 1, lines[i].problem));
    }
    if (!lines.empty() && problems == 0) out.write("each is signed and follows the one before\n");
  }
  if (problems > 0) return Outcome::damaged;
  return lines.empty() ? Outcome::empty : Outcome::done;
}

}  // namespace maillon::tasks
