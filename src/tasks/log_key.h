// The key that signs the log of a case. The public key is in the case; the private one is in a
// folder of the machine, so that whoever has a copy of the case cannot sign it anew.
#pragma once

#include <string>

#include "base/result.h"
#include "store/case.h"
#include "store/tree_head.h"

namespace maillon::tasks {

// $MAILLON_KEYS, else $XDG_DATA_HOME/maillon/keys, else ~/.local/share/maillon/keys.
std::string keys_folder();

// The private key of the case. If the case has none yet, makes one, keeps it in keys_folder() and
// its public part in the case (Code::busy while another process writes there). Code::not_found if
// this machine does not have it.
Result<store::SigningKey> case_key(const std::string& case_path, const store::By& by);
// A new key that signs from now on.
Result<store::SigningKey> new_case_key(const std::string& case_path, const store::By& by);

// The head of the log as it was after `size` entries, signed.
Result<store::SignedTreeHead> sign_log(store::Case& from, uint64_t size, int64_t time,
                                       const store::SigningKey& key);

// An entry of the log with the path from its leaf to the root of the head, as a JSON object:
// leaf_index, text, salt, audit_path. Code::corrupt if they do not belong together.
Result<std::string> proven_entry(store::Case& from, uint64_t seq, const store::TreeHead& head);

// A head from a file; the message names the file.
Result<store::SignedTreeHead> read_head_file(const std::string& path);

}  // namespace maillon::tasks
