// `match`: is this picture, known by its hashes, on a list?
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checksums.h"
#include "base/hash256.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "share/hash_list.h"
#include "tasks/hash_lists.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// What is asked about: hashes of one file. Whoever hashes pictures makes these.
struct HashQuery {
  std::string name;         // the file, or the hash as it was typed
  share::ListEntry hashes;  // its hashes, and the quality of the PDQ hash
  // The PDQ hash of the picture as it is shown, where its EXIF data turn it: looked up, too.
  std::optional<Hash256> upright{};
};

// Of a file: its checksums; and of a picture its PDQ hash too.
HashQuery query_of(std::string name, const Checksums& checksums);
void set_pdq(HashQuery& query, const Hash256& pdq, int quality);

struct ListMatch {
  std::size_t list = 0;  // which of the lists
  store::StoredEntry entry;
  share::HashKind kind = share::HashKind::pdq;  // of the hash that matched
  uint32_t distance = 0;                        // 0 but for PDQ
};

struct QueryMatches {
  std::vector<ListMatch> shown;  // the nearest, then by list and entry
  uint64_t total = 0;            // with those beyond the limit
  bool too_plain = false;        // its PDQ hash is of so low a quality that it was not looked up
};

// Matches of each query, beside the queries: PDQ within a list's radius (`radius` >= 0:
// within that), the other kinds exactly. Of each query at most `limit` are read (0: all).
// On all threads; the same for any number of them.
Result<std::vector<QueryMatches>> match_hashes(std::vector<NamedList>& lists,
                                               const std::vector<HashQuery>& queries, int radius,
                                               uint64_t limit);

// A match in words, "block spam  entry 7  pdq distance 4  id s1" and the duty that comes with
// it, as lines; and the members of its JSON object.
std::string describe_match(const ListMatch& match, const NamedList& list, std::string_view how);
void write_match(JsonWriter& json, const ListMatch& match, const NamedList& list);

struct MatchSettings {
  std::string folder, list;  // list "": all of the folder
  // Pictures, folders, hashes, tables of `maillon hash`, videos, the lines of their frames; "-" for
  // one but a video.
  std::vector<std::string> inputs;
  int radius = -1;      // -1 = each list's own
  uint64_t limit = 20;  // per input; 0 = all
};
// Outcome::empty if nothing matches.
Result<Outcome> match_inputs(const MatchSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
