// Where the result of a verb goes: standard output, a file that appears whole, or a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::tasks {

// How a verb that ran to its end came out: the program's exit code.
enum class Outcome : uint8_t {
  done = 0,
  empty = 1,    // a question with an empty answer
  damaged = 2,  // verify found damage, every row was quarantined, no file could be hashed
};

// Bytes that are worth passing on: who makes text may keep less to itself.
inline constexpr std::size_t kOutputPiece = 1U << 16;

// Collects bytes and passes them on in large pieces. Failures are kept until
// finish(), so that printing code need not look after each piece.
class Output {
 public:
  static Output standard();
  // Written beside `path`; takes that name in finish(). Dropped before: no trace.
  static Result<Output> file(const std::string& path);
  // Into `to`, which must outlive it; all is there after flush() or finish().
  static Output text(std::string& to);
  ~Output();
  Output(Output&&) noexcept;
  Output& operator=(Output&&) noexcept;

  void write(std::string_view bytes);
  // Passes on what has been collected so far.
  void flush();
  // False: nobody takes any more (a closed pipe, a full disk); stop early.
  bool is_open() const;
  // A closed pipe is no failure: who reads may stop.
  Result<void> finish();

 private:
  struct State;
  explicit Output(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// One line for the user on standard error: "maillon: ...".
void say(std::string_view message);

}  // namespace maillon::tasks
