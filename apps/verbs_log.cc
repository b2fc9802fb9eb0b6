// log, pack: evidence that stands on its own.
#include <algorithm>
#include <memory>
#include <string_view>

#include "program.h"
#include "tasks/log_verb.h"
#include "tasks/pack/pack_verb.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr VerbText kLog{
    "log", "Care for a case", "Who did and saw what, and proofs of it",
    "maillon log my-case                                  the latest entries\n"
    "maillon log my-case --action reveal,export --since 2026-01-01\n"
    "maillon log my-case --head > head.json               a signed head, to be kept elsewhere\n"
    "maillon log my-case --consistent-with head.json      does the log continue it?\n"
    "maillon log my-case --prove 12                       that entry 12 is in the log",
    "A signed head fixes all entries before it: whoever has one notices if an entry is changed, "
    "taken out or put in later. The private key stays on this machine, outside the case. Exit 2 if "
    "the log does not continue the head, 1 if no entry fits."};

constexpr VerbText kPack{
    "pack", "Read a case", "Networks with their evidence, signed, for a court",
    "maillon pack my-case N-17 --to n17.zip\n"
    "maillon pack my-case N-17 N-4 --originals --to pack.zip    with the source files whole\n"
    "maillon pack my-case N-17 --disclosure --to defence.zip    and what speaks against\n"
    "python3 verify_pack.py n17.zip --key FINGERPRINT           checked without this program",
    "The report, the bytes of each post, the log entries with their proofs, and a manifest of all "
    "SHA-256, signed. The same case gives the same bytes. What a list classes as abuse of children "
    "is never in it."};

struct LogWords {
  std::string action, actor, since, until, consistent_with, timestamp_request, timestamp_response,
      ca;
  std::vector<uint64_t> prove;
  bool head = false, new_key = false;
};

// "a,b" -> a, b
std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (end > 0) parts.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

Result<Outcome> run(tasks::LogSettings& s, const LogWords& words, const Context& context,
                    Output& out) {
  const bool head = words.head || words.new_key;
  const int asked = (head ? 1 : 0) + (words.prove.empty() ? 0 : 1) +
                    (words.consistent_with.empty() ? 0 : 1) +
                    (words.timestamp_response.empty() ? 0 : 1);
  if (asked > 1) {
    return fail(Code::invalid_input,
                "ask for one of --head, --prove, --consistent-with and --timestamp-response");
  }
  if (!head && !words.timestamp_request.empty())
    return fail(Code::invalid_input, "--timestamp-request is for a head: give --head too");
  if (words.timestamp_response.empty() != words.ca.empty())
    return fail(
        Code::invalid_input,
        "--timestamp-response FILE and --ca FILE, the authority's certificates, go together");
  if (head) {
    return tasks::write_head({s.case_path, words.new_key, words.timestamp_request}, context, out);
  }
  if (!words.timestamp_response.empty()) {
    return tasks::keep_timestamp(s.case_path, words.timestamp_response, words.ca, context, out);
  }
  if (!words.prove.empty()) {
    return tasks::prove_entry(s.case_path, words.prove.front(), context, out);
  }
  if (!words.consistent_with.empty()) {
    return tasks::prove_continued(s.case_path, words.consistent_with, context, out);
  }
  s.actions = split(words.action);
  s.actors = split(words.actor);
  if (!words.since.empty()) s.since = parse_day(words.since);
  if (!words.until.empty()) s.until = parse_day(words.until);
  return tasks::list_log(s, context, out);
}

void add_log(Program& program) {
  auto s = std::make_shared<tasks::LogSettings>();
  auto words = std::make_shared<LogWords>();
  CLI::App* verb = program.add_verb(
      kLog, [=](const Context& context, Output& out) { return run(*s, *words, context, out); });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("--action", words->action, "Only these, as in reveal,export")
      ->type_name("WORDS")
      ->capture_default_str();
  verb->add_option("--actor", words->actor, "Only what these people did")
      ->type_name("NAMES")
      ->capture_default_str();
  verb->add_option("--since", words->since, "On that day or later")
      ->type_name("DAY")
      ->check(kDay)
      ->capture_default_str();
  verb->add_option("--until", words->until, "Before that day")
      ->type_name("DAY")
      ->check(kDay)
      ->capture_default_str();
  verb->add_option("--limit", s->limit, "The latest so many; 0 = all")
      ->type_name("N")
      ->capture_default_str();
  verb->add_flag("--head", words->head, "Sign the log as it is now; prints the signed head")
      ->configurable(false);
  verb->add_flag("--new-key", words->new_key, "The same, with a new key from now on")
      ->configurable(false);
  verb->add_option("--prove", words->prove, "Prove that this entry is in the log")
      ->type_name("ENTRY")
      ->expected(1)
      ->configurable(false);
  verb->add_option("--consistent-with", words->consistent_with,
                   "Does the log still continue this signed head?")
      ->type_name("FILE")
      ->configurable(false);
  verb->add_option("--timestamp-request", words->timestamp_request,
                   "With --head: write a request (RFC 3161) to have it stamped")
      ->type_name("FILE")
      ->configurable(false);
  verb->add_option("--timestamp-response", words->timestamp_response,
                   "Check an authority's response, and keep it in the log")
      ->type_name("FILE")
      ->configurable(false);
  verb->add_option("--ca", words->ca, "The certificates that the authority's leads to, as PEM")
      ->type_name("FILE")
      ->configurable(false);
}

void add_pack(Program& program) {
  auto s = std::make_shared<tasks::PackSettings>();
  CLI::App* verb = program.add_verb(kPack, [=](const Context& context, Output& out) {
    return tasks::make_pack(*s, context, out);
  });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("N", s->networks, "The networks, as N-17")->required()->configurable(false);
  verb->add_option("--to", s->to, "FILE.zip, or a folder that is not there yet")
      ->type_name("PATH")
      ->required()
      ->configurable(false);
  verb->add_flag("--originals", s->originals, "With the source files, whole");
  verb->add_flag("--disclosure", s->disclosure,
                 "With notes, labels, all decisions, rejected links and near misses");
  verb->add_option("--language", s->language, "Of the report: en, fr, es, ar, ru or zh")
      ->type_name("LL")
      ->check(one_of({"en", "fr", "es", "ar", "ru", "zh"}))
      ->capture_default_str();
  verb->add_flag("--pdf", s->pdf, "With a PDF of each report; two are never the same bytes");
  add_reason(verb, s->reason);
}

}  // namespace

void add_log_verbs(Program& program) {
  add_log(program);
  add_pack(program);
}

}  // namespace maillon::apps
