// Loads the match service with lookups by hash over keep-alive connections, and says how
// many were answered a second and how long they took.
//
//   http_load PORT [--connections N] [--seconds S | --requests N] [--rate R] [--hashes FILE]
//             [--token T] [--watch PID]
//
// Without --rate each connection asks again as soon as it was answered (closed loop): that
// gives the most the server can do, but not fair latencies, since a slow answer delays the
// next question. With --rate requests are due at fixed times whatever the server does,
// and a latency counts from when the request was due. Hashes come from FILE, one of 64
// hex digits a line; without one they are random and match nothing. One thread, epoll.
//
// --watch PID: does the server's memory grow? Its resident and its anonymous memory are read each
// second, and a line is laid through them by least squares: how many bytes a million requests add,
// with the standard error. The first tenth of the time is left out: caches and pools fill then.
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/hash.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  int port = 0, connections = 64;
  double seconds = 10, rate = 0;
  uint64_t requests = 0;  // 0: as many as there is time for
  int watch = 0;          // the server's process; 0: none
  std::string hashes, token;
};

bool read_options(int argc, char** argv, Options& options) {
  const auto number = [](const char* text, auto& to) {
    const auto [end, error] = std::from_chars(text, text + std::strlen(text), to);
    return error == std::errc{} && *end == '\0';
  };
  if (argc < 2 || !number(argv[1], options.port)) return false;
  for (int i = 2; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* value = argv[i + 1];
    bool good = true;
    if (name == "--connections") {
      good = number(value, options.connections);
    } else if (name == "--seconds") {
      good = number(value, options.seconds);
    } else if (name == "--requests") {
      good = number(value, options.requests);
    } else if (name == "--watch") {
      good = number(value, options.watch);
    } else if (name == "--rate") {
      good = number(value, options.rate);
    } else if (name == "--hashes") {
      options.hashes = value;
    } else if (name == "--token") {
      options.token = value;
    } else {
      good = false;
    }
    if (!good) return false;
  }
  return argc % 2 == 0;
}

std::vector<std::string> read_hashes(const Options& options) {
  std::vector<std::string> hashes;
  if (options.hashes.empty()) {
    for (uint64_t i = 0; i < 100'000; ++i) {
      std::array<uint64_t, 4> words{};
      for (uint64_t w = 0; w < words.size(); ++w) words[w] = maillon::mix64(i * 4 + w + 0x1234567);
      hashes.push_back(
          fmt::format("{:016x}{:016x}{:016x}{:016x}", words[0], words[1], words[2], words[3]));
    }
    return hashes;
  }
  std::ifstream file(options.hashes);
  for (std::string line; std::getline(file, line);) {
    if (line.size() >= 64) hashes.push_back(line.substr(0, 64));
  }
  return hashes;
}

// Memory of a process over the requests that it has answered.
class Watch {
 public:
  explicit Watch(int process) : path_(fmt::format("/proc/{}/status", process)) {}

  void look(uint64_t answered) {
    std::ifstream status(path_);
    Sample sample{static_cast<double>(answered), 0, 0};
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmRSS:")) sample.resident = kilobytes(line);
      if (line.starts_with("RssAnon:")) sample.anonymous = kilobytes(line);
    }
    if (sample.resident > 0) samples_.push_back(sample);
  }

  void report() const {
    const std::size_t first = samples_.size() / 10;
    if (samples_.size() < first + 3) return;
    for (const auto& [name, member] :
         {std::pair("resident", &Sample::resident), std::pair("anonymous", &Sample::anonymous)}) {
      const Line line = fit(first, member);
      fmt::print(
          "{}: {:.0f} kB at first, {:.0f} kB at a tenth, {:.0f} kB at the end; slope {:+.2f} kB a "
          "million requests (standard error {:.2f}), {} samples\n",
          name, samples_.front().*member, samples_[first].*member, samples_.back().*member,
          line.slope * 1e6, line.error * 1e6, samples_.size() - first);
    }
  }

 private:
  struct Sample {
    double answered, resident, anonymous;  // memory in kB
  };
  struct Line {
    double slope = 0, error = 0;  // kB a request
  };
  static double kilobytes(const std::string& line) {
    const std::size_t at = line.find_first_of("0123456789");
    double value = 0;
    if (at != line.npos) std::from_chars(line.data() + at, line.data() + line.size(), value);
    return value;
  }
  Line fit(std::size_t first, double Sample::*member) const {
    const auto n = static_cast<double>(samples_.size() - first);
    double mean_x = 0, mean_y = 0, xx = 0, xy = 0, rest = 0;
    for (std::size_t i = first; i < samples_.size(); ++i) {
      mean_x += samples_[i].answered / n;
      mean_y += samples_[i].*member / n;
    }
    for (std::size_t i = first; i < samples_.size(); ++i) {
      const double x = samples_[i].answered - mean_x;
      xx += x * x;
      xy += x * (samples_[i].*member - mean_y);
    }
    Line line;
    if (xx <= 0) return line;
    line.slope = xy / xx;
    for (std::size_t i = first; i < samples_.size(); ++i) {
      const double off =
          samples_[i].*member - mean_y - line.slope * (samples_[i].answered - mean_x);
      rest += off * off;
    }
    line.error = std::sqrt(rest / (n - 2) / xx);
    return line;
  }

  std::string path_;
  std::vector<Sample> samples_;
};

struct Connection {
  int fd = -1;
  bool waiting = false;
  Clock::time_point due;
  std::string answer;
};

// The size of the first whole answer in `bytes`; 0: not there yet. Only what the service
// sends: a Content-Length in every answer.
std::size_t answer_size(std::string_view bytes) {
  const std::size_t head = bytes.find("\r\n\r\n");
  if (head == bytes.npos) return 0;
  constexpr std::string_view kLength = "Content-Length: ";
  const std::size_t at = bytes.find(kLength);
  std::size_t length = 0;
  if (at < head) std::from_chars(bytes.data() + at + kLength.size(), bytes.data() + head, length);
  return bytes.size() >= head + 4 + length ? head + 4 + length : 0;
}

class Load {
 public:
  explicit Load(const Options& options)
      : options_(options), hashes_(read_hashes(options)), epoll_(epoll_create1(0)) {
    if (!options.token.empty()) token_ = "Authorization: Bearer " + options.token + "\r\n";
  }

  bool connect_all() {
    connections_.resize(static_cast<std::size_t>(options_.connections));
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      sockaddr_in to{};
      to.sin_family = AF_INET;
      to.sin_port = htons(static_cast<uint16_t>(options_.port));
      to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      const int fd = socket(AF_INET, SOCK_STREAM, 0);
      if (fd < 0 || connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) return false;
      const int on = 1;
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
      connections_[i].fd = fd;
    }
    return !hashes_.empty();
  }

  void run() {
    start_ = Clock::now();
    const auto end = start_ + std::chrono::duration_cast<Clock::duration>(
                                  std::chrono::duration<double>(options_.seconds));
    next_due_ = start_;
    for (std::size_t i = 0; i < connections_.size(); ++i) idle_.push_back(i);
    Watch watch(options_.watch);
    auto look_at = start_;
    while (failed_ == 0 &&
           (options_.requests > 0 ? micros_.size() < options_.requests : Clock::now() < end)) {
      if (options_.watch > 0 && Clock::now() >= look_at) {
        watch.look(micros_.size());
        look_at += std::chrono::seconds(1);
      }
      ask_due();
      std::array<epoll_event, 256> events{};
      const int count = epoll_wait(epoll_, events.data(), events.size(), wait_ms());
      for (int i = 0; i < count; ++i) read(events[static_cast<std::size_t>(i)].data.u64);
    }
    took_ = std::chrono::duration<double>(Clock::now() - start_).count();
    watch.report();
  }

  void report() {
    std::sort(micros_.begin(), micros_.end());
    const auto at = [&](double share) {
      if (micros_.empty()) return 0.0;
      const auto i = static_cast<std::size_t>(share * static_cast<double>(micros_.size() - 1));
      return micros_[i] / 1000.0;
    };
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const double cpu = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                       static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    fmt::print(
        "{} requests in {:.2f} s: {:.0f} a second; {} with a match, {} not 200, {} broken off\n",
        micros_.size(), took_, static_cast<double>(micros_.size()) / took_, matched_, refused_,
        failed_);
    fmt::print(
        "ms: p50 {:.2f}  p90 {:.2f}  p99 {:.2f}  p99.9 {:.2f}  max {:.2f}; client CPU {:.2f} s\n",
        at(0.5), at(0.9), at(0.99), at(0.999), at(1), cpu);
  }

  bool is_good() const { return failed_ == 0 && refused_ == 0 && !micros_.empty(); }

 private:
  int wait_ms() const {
    if (options_.rate <= 0 || idle_.empty()) return 100;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(next_due_ - Clock::now());
    return std::clamp(static_cast<int>(left.count()), 0, 100);
  }

  // Questions that are due, as far as connections are free.
  void ask_due() {
    while (!idle_.empty()) {
      const auto now = Clock::now();
      if (options_.rate > 0 && now < next_due_) return;
      Connection& connection = connections_[idle_.back()];
      idle_.pop_back();
      connection.due = options_.rate > 0 ? next_due_ : now;
      if (options_.rate > 0)
        next_due_ += std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(1 / options_.rate));
      ask(connection);
    }
  }

  void ask(Connection& connection) {
    const std::string request = fmt::format(
        "GET /m/lookup?signal={}&signal_type=pdq HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}\r\n",
        hashes_[asked_++ % hashes_.size()], options_.port, token_);
    // Far smaller than a socket's buffer, so it goes at once.
    if (send(connection.fd, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
      ++failed_;
  }

  void read(std::size_t i) {
    Connection& connection = connections_[i];
    std::array<char, 16384> bytes{};
    const ssize_t size = recv(connection.fd, bytes.data(), bytes.size(), 0);
    if (size <= 0) {
      ++failed_;
      return;
    }
    connection.answer.append(bytes.data(), static_cast<std::size_t>(size));
    const std::size_t whole = answer_size(connection.answer);
    if (whole == 0) return;
    micros_.push_back(
        std::chrono::duration<float, std::micro>(Clock::now() - connection.due).count());
    if (!connection.answer.starts_with("HTTP/1.1 200 ")) ++refused_;
    if (connection.answer.find("bank_content_id") != connection.answer.npos) ++matched_;
    connection.answer.erase(0, whole);
    idle_.push_back(i);
  }

  const Options options_;
  std::vector<std::string> hashes_;
  std::string token_;
  int epoll_;
  std::vector<Connection> connections_;
  std::vector<std::size_t> idle_;
  std::vector<float> micros_;
  uint64_t asked_ = 0, matched_ = 0, refused_ = 0, failed_ = 0;
  Clock::time_point start_, next_due_;
  double took_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options)) {
    fmt::print(stderr,
               "usage: http_load PORT [--connections N] [--seconds S | --requests N] [--rate R] "
               "[--hashes FILE] [--token T] [--watch PID]\n");
    return 2;
  }
  Load load(options);
  if (!load.connect_all()) {
    fmt::print(stderr, "http_load: nobody listens on 127.0.0.1:{}, or there are no hashes\n",
               options.port);
    return 2;
  }
  load.run();
  load.report();
  return load.is_good() ? 0 : 1;
}
