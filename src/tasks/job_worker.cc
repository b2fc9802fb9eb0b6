#include "tasks/job_worker.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "store/keyring.h"
#include "tasks/config.h"
#include "tasks/fairness/fairness_verb.h"
#include "tasks/output.h"
#include "tasks/ranking/rank_verb.h"
#include "tasks/replay.h"
#include "tasks/sandbox/hidden_verbs.h"
#include "tasks/sandbox/program.h"
#include "tasks/verify_case.h"

namespace maillon::tasks {

namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenNews{200};
constexpr int kFailed = 2;

std::string to_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json to_json(const JobSpec& spec) {
  return {{"actor", spec.by.actor},
          {"time", spec.by.time},
          {"case", spec.link.case_path},
          {"key", store::key_to_hand_on(spec.link.case_path)},
          {"files", spec.import.files},
          {"names", spec.import.names},
          {"map", spec.import.map},
          {"source", spec.import.source},
          {"images", spec.import.images},
          {"image_text", spec.import.read_image_text},
          {"purpose", spec.import.purpose},
          {"legal_basis", spec.import.legal_basis},
          {"kind", spec.kind},
          {"evidence", spec.link.evidence},
          {"force", spec.link.force},
          {"country", spec.country},
          {"next", spec.next},
          {"purge_imports", spec.purge.imports},
          {"purge_posts", spec.purge.posts},
          {"reason", spec.purge.reason},
          {"yes", spec.purge.yes},
          {"across", spec.across.cases},
          {"hubs", spec.across.with_hubs},
          {"copy_to", spec.copy.to},
          {"copy_reason", spec.copy.reason},
          {"merge_from", spec.merge.from},
          {"merge_reason", spec.merge.reason},
          {"list_folder", spec.list.folder},
          {"list", spec.list.name},
          {"list_file", spec.list.file},
          {"list_called", spec.list.called},
          {"list_role", spec.list.role},
          {"list_radius", spec.list.radius},
          {"list_restricted", spec.list.restricted},
          {"list_replace", spec.list.replace},
          {"list_country", spec.list.country}};
}

JobSpec parse_spec(const Json& json) {
  JobSpec spec;
  spec.by = {json.value("actor", ""), json.value("time", int64_t{0})};
  store::take_key(json.value("key", ""));
  spec.link.case_path = json.value("case", "");
  spec.import.case_path = spec.purge.case_path = spec.link.case_path;
  spec.copy.case_path = spec.merge.into = spec.link.case_path;
  spec.import.files = json.value("files", std::vector<std::string>());
  spec.import.names = json.value("names", std::vector<std::string>());
  spec.import.map = json.value("map", "");
  spec.import.source = json.value("source", "");
  spec.import.images = json.value("images", "");
  spec.import.read_image_text = json.value("image_text", true);
  spec.import.purpose = json.value("purpose", "");
  spec.import.legal_basis = json.value("legal_basis", "");
  spec.kind = json.value("kind", JobKind::link);
  spec.link.evidence = json.value("evidence", "");
  spec.link.force = json.value("force", false);
  spec.country = json.value("country", "");
  spec.next = json.value("next", uint32_t{0});
  spec.purge.imports = json.value("purge_imports", std::vector<uint32_t>());
  spec.purge.posts = json.value("purge_posts", std::vector<std::string>());
  spec.purge.reason = json.value("reason", "");
  spec.purge.yes = json.value("yes", false);
  spec.across.cases = json.value("across", std::vector<std::string>());
  spec.across.with_hubs = json.value("hubs", false);
  spec.copy.to = json.value("copy_to", "");
  spec.copy.reason = json.value("copy_reason", "");
  spec.merge.from = json.value("merge_from", std::vector<std::string>());
  spec.merge.reason = json.value("merge_reason", "");
  spec.list.folder = json.value("list_folder", "");
  spec.list.name = json.value("list", "");
  spec.list.file = json.value("list_file", "");
  spec.list.called = json.value("list_called", "");
  spec.list.role = json.value("list_role", "");
  spec.list.radius = json.value("list_radius", -1);
  spec.list.restricted = json.value("list_restricted", false);
  spec.list.replace = json.value("list_replace", false);
  spec.list.country = json.value("list_country", "");
  return spec;
}

// One line, whole, so that lines of several threads do not mix.
void tell(const Json& news) {
  const std::string line = to_text(news) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t put = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;  // nobody listens; the job goes on
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
}

class ToldProgress : public Progress {
 public:
  void begin_step(std::string_view name, uint64_t total, std::string_view /*unit*/) override {
    const std::lock_guard lock(mutex_);
    steps_.push_back({std::string(name), total, done_.exchange(0)});
    tell_step();
  }
  void advance(uint64_t units) override {
    done_.fetch_add(units, std::memory_order_relaxed);
    const auto now = Clock::now().time_since_epoch().count();
    auto due = due_.load(std::memory_order_relaxed);
    if (now < due || !due_.compare_exchange_strong(due, now + kBetweenNews.count() * 1'000'000))
      return;
    const std::lock_guard lock(mutex_);
    tell_step();
  }
  void end_step() override {
    const std::lock_guard lock(mutex_);
    if (steps_.empty()) return;
    done_ = steps_.back().done_before;
    steps_.pop_back();
  }

 private:
  struct Step {
    std::string name;
    uint64_t total = 0, done_before = 0;
  };
  void tell_step() {
    if (steps_.empty()) return;
    tell({{"phase", steps_.back().name}, {"done", done_.load()}, {"total", steps_.back().total}});
  }

  std::mutex mutex_;  // guards steps_
  std::vector<Step> steps_;
  std::atomic<uint64_t> done_{0};
  std::atomic<Clock::rep> due_{0};
};

// A file of which nothing could be read is no success, whatever is printed.
Result<Outcome> read_list(const ListImportSettings& settings, const Context& context, Output& out) {
  TRY(const Outcome outcome, import_list(settings, context, out));
  if (outcome == Outcome::damaged)
    return fail(Code::invalid_input, settings.file_name() +
                                         ": no record of it could be read; look at what kind of "
                                         "file it is");
  return outcome;
}

// What the kinds print that are a verb with --json.
Result<Outcome> run_verb(const JobSpec& spec, const Context& context, Output& out) {
  switch (spec.kind) {
    case JobKind::verify:
      return verify_case(spec.link.case_path, "", context, out);
    case JobKind::rank:
      return rank_case({spec.link.case_path, spec.next, spec.link.force}, context, out);
    case JobKind::purge:
      return purge_case(spec.purge, context, out);
    case JobKind::replay:
      return replay_case({spec.link.case_path, ""}, context, out);
    case JobKind::fairness:
      return report_fairness({spec.link.case_path, "", {}, {}}, context, out);
    case JobKind::across:
      return across_cases(spec.across, context, out);
    case JobKind::copy:
      return copy_case(spec.copy, context, out);
    case JobKind::merge:
      return merge_cases(spec.merge, context, out);
    case JobKind::list:
      return read_list(spec.list, context, out);
    case JobKind::import:
    case JobKind::link:
      break;
  }
  return Outcome::done;
}

Result<void> print_verb(const JobSpec& spec, Context context) {
  context.json = true;
  std::string text;
  Output out = Output::text(text);
  TRY_OK(run_verb(spec, context, out));
  TRY_OK(out.finish());
  if (text.empty()) return fail(Code::busy, "it waits for a second person; see what waits");
  tell({{"printed", text}});
  return {};
}

Result<void> do_job(const JobSpec& spec) {
  ToldProgress progress;
  Context context;
  context.by = spec.by;
  context.progress = &progress;
  if (spec.kind != JobKind::import && spec.kind != JobKind::link) return print_verb(spec, context);
  if (spec.kind == JobKind::import) {
    TRY(const ImportReport report, import_files(spec.import, context));
    tell({{"import", report.import},
          {"records", report.records},
          {"quarantined", report.quarantined},
          {"pictures", report.pictures},
          {"pictures_quarantined", report.pictures_quarantined},
          {"notes", report.notes}});
  }
  if (!spec.country.empty()) TRY_OK(keep_country(spec.link.case_path, spec.country, context));
  TRY(const LinkReport report, link_case(spec.link, context));
  tell({{"networks", report.networks},
        {"pictures_listed", report.listings.listed},
        {"pictures_restricted", report.listings.restricted}});
  return {};
}

void read_news(const Json& news, JobReport& report) {
  const auto take = [&](const char* name, auto& to) {
    if (const auto at = news.find(name); at != news.end()) at->get_to(to);
  };
  const auto take_number = [&](const char* name, std::optional<uint64_t>& to) {
    if (const auto at = news.find(name); at != news.end()) to = at->get<uint64_t>();
  };
  take("phase", report.phase);
  take("done", report.done);
  take("total", report.total);
  take("error", report.error);
  take_number("import", report.import);
  take_number("records", report.records);
  take_number("quarantined", report.quarantined);
  take_number("pictures", report.pictures);
  take_number("pictures_quarantined", report.pictures_quarantined);
  take("notes", report.notes);
  take("printed", report.printed);
  take_number("networks", report.networks);
  take_number("pictures_listed", report.pictures_listed);
  take_number("pictures_restricted", report.pictures_restricted);
}

}  // namespace

std::string_view to_name(JobKind kind) {
  switch (kind) {
    case JobKind::import:
      return "import";
    case JobKind::link:
      return "link";
    case JobKind::verify:
      return "verify";
    case JobKind::rank:
      return "rank";
    case JobKind::purge:
      return "purge";
    case JobKind::replay:
      return "replay";
    case JobKind::fairness:
      return "fairness";
    case JobKind::across:
      return "across";
    case JobKind::copy:
      return "copy";
    case JobKind::merge:
      return "merge";
    case JobKind::list:
      return "list";
  }
  return "";
}

Result<JobProcess> JobProcess::start(const JobSpec& spec) {
  TRY(const Fd in, file_in_memory(to_text(to_json(spec))));
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return fail(Code::io, "no pipe to a job; try again");
  JobProcess job;
  job.news_ = Fd(ends[0]);
  const Fd write_end(ends[1]);
  TRY(job.child_, Child::start({kOwnProgram, std::string(kJobWorkerVerb)}, in.get(),
                               write_end.get(), STDERR_FILENO, Child::Environment::ours));
  return job;
}

bool JobProcess::next(JobReport& report) {
  for (;;) {
    if (const std::size_t end = buffer_.find('\n'); end != buffer_.npos) {
      const Json news = Json::parse(buffer_.substr(0, end), nullptr, false);
      buffer_.erase(0, end + 1);
      if (!news.is_object()) continue;
      read_news(news, report);
      return true;
    }
    std::array<char, 4096> piece;
    const ssize_t got = ::read(news_.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    buffer_.append(piece.data(), static_cast<std::size_t>(got));
  }
}

void JobProcess::stop() const {
  // Not reaped: the number stays this process's own.
  if (child_.is_running()) ::kill(child_.pid(), SIGKILL);
}

int run_job_worker() {
  std::signal(SIGPIPE, SIG_IGN);
  std::string text;
  std::array<char, 4096> piece;
  for (ssize_t got = 0; (got = ::read(STDIN_FILENO, piece.data(), piece.size())) > 0;)
    text.append(piece.data(), static_cast<std::size_t>(got));
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    say("job-worker reads what to do from its standard input");
    return kFailed;
  }
  const Result<void> done = do_job(parse_spec(json));
  if (done) return 0;
  tell({{"error", done.error().message}});
  return kFailed;
}

}  // namespace maillon::tasks
