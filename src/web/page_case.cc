#include "web/page_case.h"

#include <fmt/format.h>

#include "store/case.h"
#include "tasks/pictures/listings.h"

namespace maillon::web {

Result<std::string> version_of_links(const store::Case& file) {
  TRY(const auto stamp, file.stamp("networks"));
  if (!stamp) return std::string("none");
  std::string text = fmt::format("{} {}", stamp->time, stamp->input_hash);
  for (const uint64_t sum : stamp->checksums) text += fmt::format(" {:x}", sum);
  for (const char* name : {"indicators", "ranking"}) {
    if (!file.has_bundle(name)) continue;
    const auto bundle = file.read_bundle(name);
    text += bundle ? fmt::format(" {:x}", bundle->file().checksum()) : " none";
  }
  TRY(const std::string restricted, tasks::state_of_restrictions(file));
  text += " " + restricted;
  TRY(const auto country, file.setting("country"));
  return text + " " + country.value_or("");
}

PageCase::PageCase(std::string path, std::string actor, Clock clock)
    : path_(std::move(path)), actor_(std::move(actor)), clock_(std::move(clock)) {}

namespace {

// One request is answered by one thread; the name need not pass through every handler.
thread_local std::string person_of_request;

}  // namespace

void PageCase::set_person(const std::string& name) {
  person_of_request = name;
}

const std::string& PageCase::actor() const {
  return person_of_request.empty() ? actor_ : person_of_request;
}

tasks::Context PageCase::context() {
  tasks::Context context;
  context.by = {actor(), clock_()};
  context.progress = &quiet_;
  context.json = true;
  return context;
}

Result<void> PageCase::refresh() {
  const std::string lists = tasks::state_of_lists();
  if (opened_) {
    TRY(const std::string version, version_of_links(*opened_->file));
    if (version == opened_as_ && lists == lists_) return {};
    weigher_.reset();
    opened_.reset();  // before the next, so that memory holds one case
  }
  // Asked first: what a link puts in place while the case is read is seen with the next request.
  TRY(const store::Case file, store::Case::open(path_, store::Access::read));
  TRY(std::string version, version_of_links(file));
  TRY(tasks::OpenedCase opened, tasks::open_linked(path_));
  opened_as_ = std::move(version);
  lists_ = lists;
  opened_ = std::make_unique<tasks::OpenedCase>(std::move(opened));
  // The first search shall not wait for it. What fails here fails, and is told, there again.
  static_cast<void>(opened_->words->get(*opened_->file, opened_->data.made.posts));
  facts_ = tasks::gather_network_facts(opened_->data);
  weigher_ = std::make_unique<tasks::PairWeigher>(opened_->data);
  ++generation_;
  return {};
}

Result<std::string> PageCase::with(const Use& use) {
  const std::lock_guard lock(mutex_);
  TRY_OK(refresh());
  return use({*opened_, facts_, *weigher_, generation_});
}

Result<std::string> PageCase::start_job(tasks::JobSpec spec, std::function<void()> when_done) {
  spec.by = context().by;
  spec.link.case_path = path_;
  TRY(const uint64_t job, jobs_.start(spec, std::move(when_done)));
  return "{\"job\":" + std::to_string(job) + "}";
}

void PageCase::reopen() {
  const std::lock_guard lock(mutex_);
  opened_as_.clear();
}

bool PageCase::is_linked() const {
  const auto file = store::Case::open(path_, store::Access::read);
  return file && file->has_bundle("networks");
}

}  // namespace maillon::web
