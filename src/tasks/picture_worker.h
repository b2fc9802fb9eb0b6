// Pictures of strangers are decoded in a process of their own: this program again, which
// gives up all rights but to compute and then answers one request after another. What a
// hostile file can do there is to end that process; the next file gets a new one.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "extract/image/facts.h"
#include "tasks/sandbox/worker_channel.h"

namespace maillon::tasks {

struct PictureSettings {
  extract::PictureLimits limits{};
  int timeout_s = 30;  // for one picture
  std::string program = kOwnProgram;
};

// The parent's side of one worker. One thread at a time.
class PictureWorker {
 public:
  // Code::io: the process cannot be started.
  static Result<PictureWorker> start(const PictureSettings& settings);

  // Errors of the file are as of decode_picture(). Code::io: the decoder crashed, took too
  // long or answered nonsense, said in words; then is_running() is false.
  Result<extract::PictureFacts> read(std::string_view file, const extract::PictureWishes& wishes);

  bool is_running() const { return channel_.is_running(); }
  // True after so much work that a fresh process is due.
  bool is_worn() const;
  // "" or what this machine lacks of the sandbox.
  const std::string& note() const { return channel_.note(); }
  pid_t pid() const { return channel_.pid(); }

 private:
  PictureWorker() = default;

  PictureSettings settings_;
  WorkerChannel channel_;
  int pictures_ = 0;
  double busy_s_ = 0;
};

// The other side: serves requests on standard input until it ends. The exit code.
int run_picture_worker();

}  // namespace maillon::tasks
