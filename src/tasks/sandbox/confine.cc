#include "tasks/sandbox/confine.h"

#include <cerrno>
#include <initializer_list>
#include <memory>
#include <system_error>

#include <fcntl.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace maillon::tasks {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
constexpr bool kIsSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kIsSanitized = false;
#endif

std::string reason(int error) {
  return std::generic_category().message(error);
}

bool limit(__rlimit_resource what, uint64_t most) {
  // The soft limit of CPU time comes a second earlier, with a signal of its own.
  const rlim_t value = most;
  const rlimit both{value, what == RLIMIT_CPU ? value + 1 : value};
  return setrlimit(what, &both) == 0;
}

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

// False if one was refused. A call that this architecture lacks is none.
bool add_rules(const Filter& filter, uint32_t action, std::initializer_list<int> calls) {
  bool all = true;
  for (const int call : calls) {
    if (call < 0) continue;
    all = seccomp_rule_add(filter.get(), action, call, 0) == 0 && all;
  }
  return all;
}

std::string load_filter(const Filter& filter, bool is_complete) {
  if (!is_complete) return "libseccomp does not know a system call";
  const int error = seccomp_load(filter.get());
  return error == 0 ? "" : reason(-error);
}

// Memory that holds code is not among what a decoder needs.
bool allow_memory(const Filter& filter) {
  constexpr uint64_t kExec = 4;  // PROT_EXEC
  bool all = true;
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    all = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1,
                           SCMP_A2(SCMP_CMP_MASKED_EQ, kExec, 0)) == 0 &&
          all;
  }
  return all && add_rules(filter, SCMP_ACT_ALLOW,
                          {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise)});
}

bool refuse_reaching_out(const Filter& filter) {
  return add_rules(filter, SCMP_ACT_ERRNO(EPERM),
                   {SCMP_SYS(socket),
                    SCMP_SYS(connect),
                    SCMP_SYS(bind),
                    SCMP_SYS(listen),
                    SCMP_SYS(accept),
                    SCMP_SYS(accept4),
                    SCMP_SYS(sendto),
                    SCMP_SYS(sendmsg),
                    SCMP_SYS(ptrace),
                    SCMP_SYS(process_vm_readv),
                    SCMP_SYS(process_vm_writev),
                    SCMP_SYS(io_uring_setup),
                    SCMP_SYS(unshare),
                    SCMP_SYS(setns),
                    SCMP_SYS(mount),
                    SCMP_SYS(keyctl),
                    SCMP_SYS(add_key),
                    SCMP_SYS(request_key),
                    SCMP_SYS(bpf),
                    SCMP_SYS(perf_event_open),
                    SCMP_SYS(userfaultfd)});
}

bool refuse_writing(const Filter& filter) {
  bool all = true;
  for (const uint64_t flag : {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC}) {
    all = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1,
                           SCMP_A2(SCMP_CMP_MASKED_EQ, flag, flag)) == 0 &&
          all;
    if (SCMP_SYS(open) < 0) continue;
    all = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1,
                           SCMP_A1(SCMP_CMP_MASKED_EQ, flag, flag)) == 0 &&
          all;
  }
  // openat2 has its flags in memory, where a filter cannot look.
  all = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0) == 0 && all;
  return all && add_rules(filter, SCMP_ACT_ERRNO(EPERM),
                          {SCMP_SYS(creat),       SCMP_SYS(unlink),   SCMP_SYS(unlinkat),
                           SCMP_SYS(rename),      SCMP_SYS(renameat), SCMP_SYS(renameat2),
                           SCMP_SYS(link),        SCMP_SYS(linkat),   SCMP_SYS(symlink),
                           SCMP_SYS(symlinkat),   SCMP_SYS(mkdir),    SCMP_SYS(mkdirat),
                           SCMP_SYS(rmdir),       SCMP_SYS(mknod),    SCMP_SYS(mknodat),
                           SCMP_SYS(truncate),    SCMP_SYS(chmod),    SCMP_SYS(fchmodat),
                           SCMP_SYS(chown),       SCMP_SYS(lchown),   SCMP_SYS(fchownat),
                           SCMP_SYS(utimensat),   SCMP_SYS(setxattr), SCMP_SYS(lsetxattr),
                           SCMP_SYS(kill),        SCMP_SYS(tkill),    SCMP_SYS(pidfd_send_signal),
                           SCMP_SYS(memfd_create)});
}

}  // namespace

std::string limit_process(const ProcessLimits& limits) {
  bool all = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  all = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && all;
  // Not in every C library's headers under this name.
  if (syscall(SYS_close_range, 3U, ~0U, 0U) != 0) {
    for (int fd = 3; fd < 1024; ++fd) close(fd);
  }
  all = limit(RLIMIT_CORE, 0) && all;
  all = limit(RLIMIT_FSIZE, limits.file_bytes) && all;
  all = limit(RLIMIT_NOFILE, limits.files) && all;
  all = limit(RLIMIT_CPU, limits.cpu_s) && all;
  if (!kIsSanitized) all = limit(RLIMIT_AS, limits.memory_bytes) && all;
  return all ? "" : "a limit could not be set: " + reason(errno);
}

std::string forbid_all_but_computing() {
  const Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
  if (filter == nullptr) return "no memory for it";
  bool all = allow_memory(filter);
  all = add_rules(filter, SCMP_ACT_ALLOW,
                  {SCMP_SYS(read),           SCMP_SYS(write),          SCMP_SYS(close),
                   SCMP_SYS(fstat),          SCMP_SYS(lseek),          SCMP_SYS(futex),
                   SCMP_SYS(exit),           SCMP_SYS(exit_group),     SCMP_SYS(rt_sigreturn),
                   SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),   SCMP_SYS(sigaltstack),
                   SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday),   SCMP_SYS(getrandom),
                   SCMP_SYS(getpid),         SCMP_SYS(gettid),         SCMP_SYS(tgkill),
                   SCMP_SYS(sched_yield),    SCMP_SYS(restart_syscall)}) &&
        all;
  // What only somebody who has taken over the process would try ends it.
  all = add_rules(filter, SCMP_ACT_KILL_PROCESS,
                  {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(socket),
                   SCMP_SYS(connect), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone),
                   SCMP_SYS(clone3)}) &&
        all;
  return load_filter(filter, all);
}

std::string forbid_network() {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
  if (filter == nullptr) return "no memory for it";
  const bool all = refuse_reaching_out(filter);
  return load_filter(filter, all);
}

std::string forbid_network_and_writing() {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
  if (filter == nullptr) return "no memory for it";
  const bool all = refuse_reaching_out(filter) && refuse_writing(filter);
  return load_filter(filter, all);
}

}  // namespace maillon::tasks
