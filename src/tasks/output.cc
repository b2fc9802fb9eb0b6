#include "tasks/output.h"

#include <cerrno>
#include <cstdio>
#include <optional>
#include <string>
#include <system_error>

#include <unistd.h>

#include "base/printable.h"
#include "store/file.h"

namespace maillon::tasks {

struct Output::State {
  std::string buffer;
  std::optional<store::File> file;  // neither this nor `text`: standard output
  std::string* text = nullptr;
  std::string path;
  std::string tmp_path;
  std::optional<Error> error;
  bool reader_gone = false;
};

namespace {}  // namespace

Output::Output(std::unique_ptr<State> state) : state_(std::move(state)) {}
Output::Output(Output&&) noexcept = default;
Output& Output::operator=(Output&&) noexcept = default;

Output::~Output() {
  if (state_ && state_->file) {
    state_->file->close();
    // Best effort: what stays is a *.tmp that nobody takes for a result.
    (void)store::remove_file(state_->tmp_path);
  }
}

Output Output::standard() {
  return Output(std::make_unique<State>());
}

Result<Output> Output::file(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->tmp_path = path + ".tmp";
  auto file = store::File::create(state->tmp_path);
  if (!file && file.error().code == Code::not_found) {
    return fail(Code::not_found, path + ": cannot be written; make its folder first");
  }
  TRY(state->file, std::move(file));
  return Output(std::move(state));
}

Output Output::text(std::string& to) {
  auto state = std::make_unique<State>();
  state->text = &to;
  return Output(std::move(state));
}

void Output::write(std::string_view bytes) {
  if (!is_open()) return;
  state_->buffer.append(bytes);
  if (state_->buffer.size() >= kOutputPiece) flush();
}

void Output::flush() {
  std::string_view rest = state_->buffer;
  if (state_->file) {
    if (!rest.empty() && is_open()) {
      if (auto done = state_->file->write(rest); !done) state_->error = std::move(done).error();
    }
    rest = {};
  } else if (state_->text != nullptr) {
    state_->text->append(rest);
    rest = {};
  }
  while (!rest.empty() && is_open()) {
    const ssize_t put = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (put >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(put));
    } else if (errno == EPIPE) {
      state_->reader_gone = true;
    } else if (errno != EINTR) {
      state_->error = Error{
          Code::io, "cannot write to standard output: " + std::generic_category().message(errno)};
    }
  }
  state_->buffer.clear();
}

bool Output::is_open() const {
  return !state_->error && !state_->reader_gone;
}

Result<void> Output::finish() {
  flush();
  if (state_->error) return tl::unexpected<Error>(*state_->error);
  if (state_->file) {
    TRY_OK(store::publish(*state_->file, state_->path));
    state_->file.reset();
  }
  return {};
}

void say(std::string_view message) {
  std::string line = "maillon: ";
  line += printable(message);
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace maillon::tasks
