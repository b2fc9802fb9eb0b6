#include "web/page_jobs.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "web/page_json.h"

namespace maillon::web {

PageJobs::~PageJobs() {
  stop();
  if (thread_.joinable()) thread_.join();
}

Result<uint64_t> PageJobs::start(const tasks::JobSpec& spec, std::function<void()> when_done) {
  const std::lock_guard starting(starting_);
  {
    const std::lock_guard lock(mutex_);
    if (running_) return fail(Code::busy, "a job is running; wait until it has ended, or stop it");
  }
  if (thread_.joinable()) thread_.join();  // has ended
  TRY(tasks::JobProcess process, tasks::JobProcess::start(spec));
  const std::lock_guard lock(mutex_);
  kind_ = spec.kind;
  running_ = true;
  stopped_ = false;
  report_ = {};
  process_.emplace(std::move(process));
  thread_ = std::thread([this, done = std::move(when_done)] { follow(done); });
  return ++number_;
}

namespace {

const char* why_it_ended(tasks::JobKind kind, bool was_stopped, const tasks::JobReport& report) {
  if (!was_stopped) return "the job ended by itself; see what `maillon serve` has printed";
  if (kind == tasks::JobKind::copy)
    return "the copy was stopped; what is there of it is no case, take the folder away";
  if (kind == tasks::JobKind::merge)
    return "the merge was stopped; what it has taken is here, the same again takes the rest";
  if (report.import)
    return "the link was stopped; the import is in the case, link it when you like";
  return "the job was stopped; nothing of it was kept";
}

}  // namespace

void PageJobs::follow(const std::function<void()>& when_done) {
  tasks::JobReport news;
  while (process_->next(news)) {
    const std::lock_guard lock(mutex_);
    report_ = news;
  }
  const bool is_done = news.error.empty() && (news.networks || !news.printed.empty());
  if (is_done) when_done();
  const std::lock_guard lock(mutex_);
  process_.reset();
  running_ = false;
  if (!is_done && report_.error.empty()) report_.error = why_it_ended(kind_, stopped_, report_);
}

bool PageJobs::stop() {
  const std::lock_guard lock(mutex_);
  if (!running_) return false;
  stopped_ = true;
  process_->stop();
  return true;
}

bool PageJobs::is_running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

std::string PageJobs::json() const {
  const std::lock_guard lock(mutex_);
  if (number_ == 0) return "null";
  const std::size_t cut = std::min(report_.error.find("; "), report_.error.size());
  const bool failed = !running_ && !report_.error.empty();
  Json json = {{"job", number_}, {"kind", tasks::to_name(kind_)}};
  json["state"] = running_ ? "running" : failed ? "failed" : "done";
  json["phase"] = report_.phase;
  json["done"] = report_.done;
  json["total"] = report_.total;
  json["error"] = report_.error.substr(0, cut);
  json["what_to_do"] = report_.error.substr(std::min(cut + 2, report_.error.size()));
  Json& result = json["result"] = Json::object();
  const auto number = [&](const char* name, const std::optional<uint64_t>& value) {
    if (value) result[name] = *value;
  };
  number("import", report_.import);
  number("records", report_.records);
  number("quarantined", report_.quarantined);
  number("pictures", report_.pictures);
  number("pictures_quarantined", report_.pictures_quarantined);
  number("networks", report_.networks);
  number("pictures_listed", report_.pictures_listed);
  number("pictures_restricted", report_.pictures_restricted);
  if (report_.import) result["notes"] = report_.notes;
  if (!report_.printed.empty())
    result[tasks::to_name(kind_)] = Json::parse(report_.printed, nullptr, false);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace maillon::web
