// A request is the limits (three numbers of 8 bytes), the wishes (8), the file's size (8)
// and its bytes; an answer is what encode_facts() makes.
#include "tasks/picture_worker.h"

#include <new>

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include "tasks/sandbox/hidden_verbs.h"

namespace maillon::tasks {

namespace {

using Clock = std::chrono::steady_clock;

constexpr uint32_t kLargestAnswer = 16 << 20;
constexpr int kPicturesOfALife = 2000;
constexpr double kSecondsOfALife = 300;
constexpr int kKeptBytes = 1 << 30;

struct Request {
  uint64_t limit_bytes = 0, limit_pixels = 0, limit_side = 0, wishes = 0, size = 0;
};

std::string_view bytes_of(const Request& request) {
  return {reinterpret_cast<const char*>(&request), sizeof request};
}

Result<extract::PictureFacts> read_picture(extract::PictureReader& reader, std::string_view file,
                                           const Request& request) {
  const extract::PictureLimits limits{request.limit_bytes, request.limit_pixels,
                                      static_cast<uint32_t>(request.limit_side)};
  const auto wishes = extract::decode_wishes(static_cast<uint8_t>(request.wishes));
  try {
    return reader.read(file, wishes, limits);
  } catch (const std::bad_alloc&) {
    return fail(Code::unsupported, "the picture needs more memory than a decoder may take");
  }
}

// Serves until the input ends; the exit code.
int serve() {
  std::string file;
  extract::PictureReader reader;
  for (;;) {
    Request request;
    if (!read_request(reinterpret_cast<char*>(&request), sizeof request)) return 0;
    if (request.size > request.limit_bytes) return 1;
    file.resize(request.size);
    if (!read_request(file.data(), file.size())) return 0;
    const auto facts = read_picture(reader, file, request);
    if (!write_answer(extract::encode_facts(facts))) return 1;
  }
}

}  // namespace

Result<PictureWorker> PictureWorker::start(const PictureSettings& settings) {
  PictureWorker worker;
  worker.settings_ = settings;
  TRY(worker.channel_, WorkerChannel::start(settings.program, kPictureWorkerVerb, "decoder"));
  return worker;
}

bool PictureWorker::is_worn() const {
  return pictures_ >= kPicturesOfALife || busy_s_ >= kSecondsOfALife;
}

Result<extract::PictureFacts> PictureWorker::read(std::string_view file,
                                                  const extract::PictureWishes& wishes) {
  if (file.size() > settings_.limits.bytes) {
    return fail(Code::unsupported, fmt::format("the file is larger than the limit of {} MB",
                                               settings_.limits.bytes >> 20));
  }
  const auto begun = Clock::now();
  const Deadline deadline = begun + std::chrono::seconds(settings_.timeout_s);
  const Request request{settings_.limits.bytes, settings_.limits.pixels, settings_.limits.side,
                        extract::encode_wishes(wishes), file.size()};
  std::string answer;
  if (!channel_.send(bytes_of(request), deadline) || !channel_.send(file, deadline) ||
      !channel_.receive_answer(answer, kLargestAnswer, deadline)) {
    return channel_.end(milliseconds_left(deadline) == 0
                            ? fmt::format("decoding took longer than {} s", settings_.timeout_s)
                            : "the decoder does not answer");
  }
  ++pictures_;
  busy_s_ += std::chrono::duration<double>(Clock::now() - begun).count();
  return extract::decode_facts(answer);
}

int run_picture_worker() {
  // Room for pixels and coefficients is kept from picture to picture: to give it back and
  // have it cleared again takes the kernel a seventh of all time.
  // There is one thread.
  mallopt(M_MMAP_THRESHOLD, kKeptBytes);  // NOLINT(concurrency-mt-unsafe)
  mallopt(M_TRIM_THRESHOLD, kKeptBytes);  // NOLINT(concurrency-mt-unsafe)
  if (!enter_sandbox(static_cast<uint64_t>(kSecondsOfALife) * 2)) return 1;
  // Not exit(): what the program does at its end is not the worker's to do.
  _exit(serve());
}

}  // namespace maillon::tasks
