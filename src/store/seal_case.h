// A case as a whole from plain to encrypted, and back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/progress.h"
#include "base/result.h"
#include "store/cipher.h"

namespace maillon::store {

struct Converted {
  uint64_t files = 0, bytes = 0;  // of block files that were written anew
};

// Encrypts each file of the case in place. `secret` opens it from then on, under `name`. Killed at
// any moment, the case opens with the secret, and the same call goes on where it ended. A directory
// that has no case yet gets the key only: what is made in it is encrypted.
// Code::invalid_input: a bad name or secret, encrypted already; Code::busy: another process has the
// case open. What stood on the disk before may still be there: no program can wipe it for sure.
Result<Converted> encrypt_case(const std::string& directory, std::string_view name,
                               std::string_view secret, Progress& progress);

// The reverse; the key is asked for as when the case is opened.
Result<Converted> decrypt_case(const std::string& directory, Progress& progress);

// Lets another open the case, or no longer. Asks for the key as opening does.
Result<void> add_key(const std::string& directory, std::string_view name, std::string_view secret);
Result<void> remove_key(const std::string& directory, std::string_view name);

}  // namespace maillon::store
