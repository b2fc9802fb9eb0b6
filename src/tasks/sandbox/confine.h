// What a process gives up before it touches bytes of strangers. All of it binds the
// process that calls, for good, and what it starts.
#pragma once

#include <cstdint>
#include <string>

namespace maillon::tasks {

struct ProcessLimits {
  uint64_t memory_bytes = 2ULL << 30;  // of address space; not under a sanitizer
  uint64_t cpu_s = 60;
  uint64_t file_bytes = 0;  // of any file that it writes
  uint64_t files = 3;       // open at once
};

// Sets the limits, drops core dumps and the right to gain rights (no_new_privs), and
// closes all files but standard input, output and error. "" or what did not work.
std::string limit_process(const ProcessLimits& limits);

// From here on it may read and write what is open, ask for memory and end: no file can be
// opened, no program run, no connection made. "" or why the kernel refused the filter.
std::string forbid_all_but_computing();

// No network, no tracing of other processes, no new namespaces; for programs that need
// files and libraries. "" or why the kernel refused the filter.
std::string forbid_network();
// Nor making, changing or removing files, nor signals to others; for programs that print
// what they find.
std::string forbid_network_and_writing();

}  // namespace maillon::tasks
