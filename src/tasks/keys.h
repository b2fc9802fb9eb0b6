// encrypt, decrypt, key: whether a case is encrypted, and who opens it.
#pragma once

#include <functional>
#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct KeySettings {
  std::string case_path;
  std::string action;        // of key: list, add, remove
  std::string name;          // of the slot; "" when a case is encrypted: who does it
  std::string new_key_file;  // made with a random key if it is not there; "" = ask
  std::function<Result<std::string>()> ask_new;  // a new passphrase
};

// The case must not be open anywhere else. A case that is not there is made, encrypted.
Result<Outcome> encrypt(const KeySettings& settings, const Context& context, Output& out);
Result<Outcome> decrypt(const KeySettings& settings, const Context& context, Output& out);
Result<Outcome> keys(const KeySettings& settings, const Context& context, Output& out);

// What a key file holds, without the end of its line. Code::not_found; Code::invalid_input if it
// is empty.
Result<std::string> read_key_file(const std::string& path);

}  // namespace maillon::tasks
