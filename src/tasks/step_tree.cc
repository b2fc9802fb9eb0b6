#include "tasks/step_tree.h"

#include <ctime>
#include <utility>

#include <sys/resource.h>

namespace maillon::tasks {
namespace {

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

uint64_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace

StepTree::StepTree(std::string root, Progress& around) : around_(around) {
  nodes_.emplace_back();
  nodes_.front().time.name = std::move(root);
  open(0);
}

void StepTree::open(uint32_t node) {
  open_.push_back({node, seconds_of(CLOCK_MONOTONIC), seconds_of(CLOCK_PROCESS_CPUTIME_ID), 0});
}

void StepTree::close() {
  const Open& step = open_.back();
  StepTime& time = nodes_[step.node].time;
  time.wall_seconds += seconds_of(CLOCK_MONOTONIC) - step.wall;
  time.cpu_seconds += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - step.cpu;
  time.peak_bytes = peak_memory();
  open_.pop_back();
}

uint32_t StepTree::node_inside(uint32_t parent, std::string_view name) {
  for (const uint32_t node : nodes_[parent].inside) {
    if (nodes_[node].time.name == name) return node;
  }
  const auto node = static_cast<uint32_t>(nodes_.size());
  nodes_.emplace_back();
  nodes_.back().time.name = name;
  nodes_.back().time.depth = nodes_[parent].time.depth + 1;
  nodes_[parent].inside.push_back(node);
  return node;
}

void StepTree::begin_step(std::string_view name, uint64_t total, std::string_view unit) {
  const std::scoped_lock lock(mutex_);
  if (open_.empty()) return;  // after take()
  if (nodes_[open_.back().node].time.name == name && open_.size() > 1) {
    // Drawn anew, now that the total is known.
    ++open_.back().again;
    around_.end_step();
  } else {
    open(node_inside(open_.back().node, name));
  }
  around_.begin_step(name, total, unit);
}

void StepTree::count_rows(uint64_t rows) {
  const std::scoped_lock lock(mutex_);
  if (!open_.empty()) nodes_[open_.back().node].time.rows += rows;
}

void StepTree::end_step() {
  const std::scoped_lock lock(mutex_);
  if (open_.size() < 2) return;
  if (open_.back().again > 0) {
    --open_.back().again;
    return;
  }
  close();
  around_.end_step();
}

void StepTree::list(uint32_t node, std::vector<StepTime>& out) const {
  out.push_back(nodes_[node].time);
  for (const uint32_t inside : nodes_[node].inside) list(inside, out);
}

std::vector<StepTime> StepTree::take(uint64_t rows) {
  const std::scoped_lock lock(mutex_);
  for (; open_.size() > 1; around_.end_step()) close();
  if (!open_.empty()) close();
  nodes_.front().time.rows = rows;
  std::vector<StepTime> out;
  list(0, out);
  return out;
}

}  // namespace maillon::tasks
