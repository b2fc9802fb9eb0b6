// The keys of the encrypted cases that this process has opened: a person is asked once. Any thread.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "store/cipher.h"

namespace maillon::store {

// Asks for what opens the case: a passphrase, or the bytes of a key file. `attempt` counts from 0;
// an error ends the asking. Set by the program at its start; without it nothing is asked.
using AskSecret =
    std::function<Result<std::string>(const std::string& case_directory, int attempt)>;
void set_ask_secret(AskSecret ask);

// The key of the case, null if it is not encrypted. Asks unless the process knows it.
// Code::invalid_input: nothing that was given fits; corrupt: a damaged CASE/key.
Result<SharedKey> unlock_case(const std::string& case_directory);

// What a process that does work for another hands on, and takes: hexadecimal figures, "" for a
// case that is not encrypted or not opened here. Only ever through a pipe.
std::string key_to_hand_on(const std::string& case_directory);
void take_key(const std::string& hex);

}  // namespace maillon::store
