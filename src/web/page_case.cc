#include "web/page_case.h"

#include <chrono>
#include <vector>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "store/case.h"

namespace maillon::web {

namespace {

int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Changes whenever a link has written anew.
Result<std::string> version_of(const store::Case& file) {
  TRY(const auto stamp, file.stamp("networks"));
  if (!stamp) return std::string("none");
  std::string text = fmt::format("{} {}", stamp->time, stamp->input_hash);
  for (const uint64_t sum : stamp->checksums) text += fmt::format(" {:x}", sum);
  TRY(const auto country, file.setting("country"));
  return text + " " + country.value_or("");
}

}  // namespace

struct PageCase::JobState {
  std::mutex starting;       // held by who starts one
  mutable std::mutex mutex;  // guards what follows
  uint64_t number = 0;
  bool running = false, failed = false;
  std::vector<std::string> phases;  // innermost last
  uint64_t done = 0, total = 0;
  std::string error;
  uint64_t networks = 0;
};

class PageCase::JobProgress : public Progress {
 public:
  explicit JobProgress(JobState& state) : state_(state) {}
  void begin_step(std::string_view name, uint64_t total, std::string_view /*unit*/) override {
    const std::lock_guard lock(state_.mutex);
    state_.phases.emplace_back(name);
    state_.done = 0;
    state_.total = total;
  }
  void advance(uint64_t units) override {
    const std::lock_guard lock(state_.mutex);
    state_.done += units;
  }
  void end_step() override {
    const std::lock_guard lock(state_.mutex);
    if (!state_.phases.empty()) state_.phases.pop_back();
  }

 private:
  JobState& state_;
};

PageCase::PageCase(std::string path, std::string actor)
    : path_(std::move(path)), actor_(std::move(actor)), job_(std::make_unique<JobState>()) {}

PageCase::~PageCase() {
  if (worker_.joinable()) worker_.join();
}

tasks::Context PageCase::context() {
  tasks::Context context;
  context.by = {actor_, now()};
  context.progress = &quiet_;
  context.json = true;
  return context;
}

Result<void> PageCase::refresh() {
  if (opened_) {
    TRY(const std::string version, version_of(*opened_->file));
    if (version == opened_as_) return {};
    opened_.reset();  // before the next, so that memory holds one case
  }
  TRY(tasks::OpenedCase opened, tasks::open_linked(path_));
  TRY(opened_as_, version_of(*opened.file));
  opened_ = std::make_unique<tasks::OpenedCase>(std::move(opened));
  return {};
}

Result<std::string> PageCase::with(const Use& use) {
  const std::lock_guard lock(case_mutex_);
  TRY_OK(refresh());
  return use(*opened_);
}

Result<uint64_t> PageCase::start_link() {
  const std::lock_guard starting(job_->starting);
  uint64_t number = 0;
  {
    const std::lock_guard lock(job_->mutex);
    if (job_->running) return fail(Code::busy, "a job is running; wait until it has ended");
    number = ++job_->number;
    job_->running = true;
    job_->failed = false;
    job_->phases.clear();
    job_->done = job_->total = 0;
    job_->error.clear();
  }
  if (worker_.joinable()) worker_.join();  // has ended
  worker_ = std::thread([this] {
    JobProgress progress(*job_);
    tasks::Context of_job = context();
    of_job.progress = &progress;
    tasks::LinkSettings settings;
    settings.case_path = path_;
    const Result<tasks::LinkReport> report = tasks::link_case(settings, of_job);
    const std::lock_guard lock(job_->mutex);
    job_->running = false;
    job_->failed = !report;
    if (report) {
      job_->networks = report->networks;
    } else {
      job_->error = report.error().message;
    }
  });
  return number;
}

std::string PageCase::job_json() const {
  const std::lock_guard lock(job_->mutex);
  if (job_->number == 0) return "null";
  JsonWriter json;
  json.begin_object().member("job", job_->number).member("kind", "link");
  json.member("state", job_->running ? "running" : job_->failed ? "failed" : "done");
  json.member("phase", job_->phases.empty() ? std::string_view() : job_->phases.back());
  json.member("done", job_->done).member("total", job_->total).member("error", job_->error);
  json.member("what_to_do", "").key("result");
  if (job_->running || job_->failed) {
    json.null();
  } else {
    json.begin_object().member("networks", job_->networks).end_object();
  }
  json.end_object();
  return json.take();
}

}  // namespace maillon::web
