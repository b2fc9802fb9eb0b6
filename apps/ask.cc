#include "ask.h"

#include <array>
#include <csignal>
#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace maillon::apps {

namespace {

// What the terminal was, for a signal that ends the program in the middle of the typing.
termios before{};

void end_with_echo(int signal) {
  tcsetattr(STDIN_FILENO, TCSANOW, &before);
  std::signal(signal, SIG_DFL);
  raise(signal);
}

// Hides what is typed, and shows it again in any case.
class HiddenTyping {
 public:
  HiddenTyping() : is_hidden_(is_asking_possible() && tcgetattr(STDIN_FILENO, &before) == 0) {
    if (!is_hidden_) return;
    struct sigaction action {};
    action.sa_handler = end_with_echo;
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &kept_[i]);
    termios hidden = before;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  ~HiddenTyping() {
    if (!is_hidden_) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &kept_[i], nullptr);
    std::cerr << "\n";
  }
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;
  bool is_hidden() const { return is_hidden_; }

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  bool is_hidden_;
  std::array<struct sigaction, kSignals.size()> kept_{};
};

}  // namespace

bool is_asking_possible() {
  return isatty(STDIN_FILENO) != 0;
}

Result<std::string> ask_secret(std::string_view prompt) {
  std::string secret;
  bool is_read = false;
  {
    const HiddenTyping typing;
    if (typing.is_hidden()) std::cerr << prompt << ": " << std::flush;
    is_read = static_cast<bool>(std::getline(std::cin, secret));
  }
  if (!is_read) return fail(Code::invalid_input, "nothing was typed for: " + std::string(prompt));
  return secret;
}

Result<std::string> ask_new_passphrase() {
  TRY(std::string first, ask_secret("new passphrase (12 characters or more)"));
  if (!is_asking_possible()) return first;
  TRY(const std::string second, ask_secret("the same again"));
  if (first != second) return fail(Code::invalid_input, "the two are not the same; try again");
  return first;
}

}  // namespace maillon::apps
