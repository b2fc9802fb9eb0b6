#include "tasks/look_up_picture.h"

#include <vector>

#include "base/hash.h"
#include "base/json_writer.h"
#include "tasks/hash_lists.h"
#include "tasks/match_hashes.h"
#include "tasks/match_pictures.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kMatchesShown = 20;

}  // namespace

Result<Outcome> look_up_picture(const std::string& path, const std::string& lists_folder,
                                const Context& context, Output& out) {
  if (!is_picture_input(path)) {
    return fail(Code::invalid_input,
                "this is no picture of a format that is read; JPEG, PNG, WebP, GIF, BMP and HEIC "
                "are (a video: `maillon match`)");
  }
  const std::vector<HashQuery> queries = hash_queries({path}, *context.progress);
  const share::ListEntry& hashes = queries.front().hashes;
  const std::string& pdq = hashes.of(share::HashKind::pdq);
  if (pdq.empty())
    return fail(Code::invalid_input, "the picture cannot be decoded; it may be cut or damaged");
  TRY(std::vector<NamedList> lists, open_lists(lists_folder, ""));
  TRY(const std::vector<QueryMatches> matches, match_hashes(lists, queries, -1, kMatchesShown));
  JsonWriter json;
  json.begin_object().member("pdq", to_hex(pdq)).member("quality", hashes.quality);
  json.member("md5", to_hex(hashes.of(share::HashKind::md5)));
  json.member("sha1", to_hex(hashes.of(share::HashKind::sha1)));
  json.member("sha256", to_hex(hashes.of(share::HashKind::sha256)));
  json.member("total", matches.front().total).member("too_plain", matches.front().too_plain);
  json.key("matches").begin_array();
  for (const ListMatch& match : matches.front().shown) {
    json.begin_object();
    write_match(json, match, lists[match.list]);
    json.end_object();
  }
  json.end_array().end_object();
  out.write(json.take());
  return Outcome::done;
}

}  // namespace maillon::tasks
