// Tests that are killed: a disabled test of this same program, run in a process of its own.
#pragma once

#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

namespace maillon::store {

inline std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

inline int64_t number(const char* name) {
  const std::string text = variable(name);
  int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// `settings`: NAME=value, the child's whole environment.
inline pid_t start_disabled_test(const std::string& filter,
                                 const std::vector<std::string>& settings) {
  std::vector<char*> environment;
  for (const std::string& s : settings) environment.push_back(const_cast<char*>(s.c_str()));
  environment.push_back(nullptr);
  std::vector<std::string> arguments = {"store_tests", "--gtest_filter=" + filter,
                                        "--gtest_also_run_disabled_tests", "--gtest_brief=1"};
  std::vector<char*> argv;
  for (std::string& a : arguments) argv.push_back(a.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t process = 0;
  EXPECT_EQ(
      ::posix_spawn(&process, "/proc/self/exe", &actions, nullptr, argv.data(), environment.data()),
      0);
  ::posix_spawn_file_actions_destroy(&actions);
  return process;
}

// True if it was killed, false if it came to its end without a failure.
inline bool was_killed(pid_t process) {
  int status = 0;
  EXPECT_EQ(::waitpid(process, &status, 0), process);
  if (WIFSIGNALED(status)) {
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
    return true;
  }
  EXPECT_EQ(WEXITSTATUS(status), 0) << "the child failed by itself";
  return false;
}

}  // namespace maillon::store
