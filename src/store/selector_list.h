// A selector list on disk: one file in the list's folder, beside the hash list of the same name,
// replaced whole by a rename. A process killed at any moment leaves the old list or the new one.
//
//     FOLDER/selectors.jsonl   share/selector_list.h writes and reads it
//     FOLDER/lock              held by the one writer of it
#pragma once

#include <string>

#include "base/result.h"
#include "share/selector_list.h"
#include "store/case_lock.h"

namespace maillon::store {

// The file of a list's folder.
std::string selectors_path(const std::string& folder);
bool is_selector_list(const std::string& folder);

// Code::not_found if there is none; Code::corrupt with what to do.
Result<share::SelectorList> open_selector_list(const std::string& folder);

// The one writer of a list.
class SelectorListWriter {
 public:
  // Makes the folder if it is not there, and an empty list. Code::busy if another process writes.
  static Result<SelectorListWriter> open(const std::string& folder);

  share::SelectorList list;
  // Readers see the list as it is now from here on.
  Result<void> save();

 private:
  SelectorListWriter(std::string folder, CaseLock lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}
  std::string folder_;
  CaseLock lock_;
};

}  // namespace maillon::store
