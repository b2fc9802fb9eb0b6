// Single posts to be purged: where they stand in every import, and the blanking of those places in
// the source files, with their pictures that no other record names.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "store/purge.h"

namespace maillon::tasks {

// A record of a post that is to go.
struct DoomedRecord {
  uint32_t import = 0, file = 0;  // index of the file in its import
  store::ByteRange place;
  bool has_pictures = false;
};

struct DoomedPosts {
  std::vector<std::string> names;  // SOURCE:ID of each post asked for
  std::vector<Key128> keys;        // beside names
  std::vector<DoomedRecord> records;
};

// The source files in which they stand.
std::set<Sha256> sources_of(const DoomedPosts& posts, const std::vector<store::Import>& imports);

// All posts that records of these imports make, by key, each once, sorted. Makes segments anew that
// are gone; imports that are purged are passed over.
Result<std::vector<Key128>> list_posts(store::Case& open_case,
                                       const std::vector<store::Import>& imports);

// `wanted`: SOURCE:ID, SOURCE/ID, :ID or P-... Searched in undone imports, too. Code::not_found;
// Code::invalid_input if a name is that of several posts.
Result<DoomedPosts> find_doomed(store::Case& open_case, const std::vector<store::Import>& imports,
                                const std::vector<std::string>& wanted, Progress& progress);

// Blanks them. Code::unsupported for a kind of file in which a record cannot be blanked by itself.
Result<void> blank_posts(const store::Case& open_case, const std::vector<store::Import>& imports,
                         const DoomedPosts& posts, store::PurgeWriter& purge);

}  // namespace maillon::tasks
