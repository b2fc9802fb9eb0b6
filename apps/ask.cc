#include "ask.h"

#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace maillon::apps {

bool is_asking_possible() {
  return isatty(STDIN_FILENO) != 0;
}

Result<std::string> ask_secret(std::string_view prompt) {
  termios shown{};
  const bool is_terminal = is_asking_possible() && tcgetattr(STDIN_FILENO, &shown) == 0;
  if (is_terminal) {
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    std::cerr << prompt << ": " << std::flush;
  }
  std::string secret;
  const bool is_read = static_cast<bool>(std::getline(std::cin, secret));
  if (is_terminal) {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    std::cerr << "\n";
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
