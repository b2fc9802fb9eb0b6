// The case that the page shows: opened once, kept in memory, read again when a link has
// changed it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "tasks/explain.h"
#include "tasks/network_facts.h"
#include "tasks/show_case.h"
#include "tasks/verbs.h"
#include "web/page_jobs.h"

namespace maillon::web {

// What a reader gets: valid during the call.
struct PageData {
  const tasks::OpenedCase& opened;
  const tasks::NetworkFacts& facts;
  const tasks::PairWeigher& weigher;
  uint64_t generation;  // grows when the case was opened anew: what was made of it before is old
};

// Another whenever a link has written anew, has read for indicators (which it does when networks
// stand), or a ranking was learned. Ask it before what is kept under it is read: what comes in
// between is then seen as new.
Result<std::string> version_of_links(const store::Case& file);

class PageCase {
 public:
  using Clock = std::function<int64_t()>;  // Unix seconds
  PageCase(std::string path, std::string actor, Clock clock);

  const std::string& path() const { return path_; }
  const std::string& actor() const;
  PageJobs& jobs() { return jobs_; }

  // What the verbs get: the person, now, results as JSON. The person is who started the server
  // or, with accounts, whose request this thread answers.
  tasks::Context context();
  static void set_person(const std::string& name);  // "": who started the server

  // True once a link has made networks.
  bool is_linked() const;

  // Calls `use` with what the last link left; one caller at a time, since the readers of a
  // case are not for several threads. Code::not_found if nothing has been linked.
  using Use = std::function<Result<std::string>(const PageData&)>;
  Result<std::string> with(const Use& use);
  // Starts a job of the case for the person: {"job":7}. Fails as PageJobs::start.
  Result<std::string> start_job(tasks::JobSpec spec, std::function<void()> when_done);
  // What is open is read anew by who asks next.
  void reopen();

 private:
  Result<void> refresh();

  const std::string path_, actor_;
  const Clock clock_;
  Progress quiet_;
  std::mutex mutex_;  // guards what follows
  std::unique_ptr<tasks::OpenedCase> opened_;
  tasks::NetworkFacts facts_;
  std::unique_ptr<tasks::PairWeigher> weigher_;  // of opened_
  uint64_t generation_ = 0;
  std::string opened_as_;
  std::string lists_;  // hash lists, as they were asked when it was opened
  PageJobs jobs_;      // ends first
};

}  // namespace maillon::web
