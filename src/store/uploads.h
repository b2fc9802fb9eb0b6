// Where files that were sent to the page wait for their import.
#pragma once

#include <string>

namespace maillon::store {

// CASE/uploads; of an encrypted case a folder in memory, where the system has files there, since
// what waits must not lie on the disk in plain.
std::string uploads_folder(const std::string& case_path);

}  // namespace maillon::store
