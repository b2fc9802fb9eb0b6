#include "tasks/video/match_video.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "tasks/file_hashes.h"

namespace maillon::tasks {

namespace {

std::string how(const VideoEntryMatch& found, std::size_t frames) {
  const ListMatch& match = found.match;
  if (found.frames == 0)
    return fmt::format("{} distance {}", share::to_name(match.kind), match.distance);
  return fmt::format("{} of {}, the nearest at {:.1f} s, pdq distance {}", found.frames,
                     report::count_of(frames, "frame", "frames"), found.timestamp, match.distance);
}

void print_text(const VideoQuery& query, const VideoMatches& matches,
                const std::vector<NamedList>& lists, Output& out) {
  const std::string name = printable(query.file.name, 100);
  for (const VideoEntryMatch& found : matches.shown) {
    out.write(
        name + "  " +
        describe_match(found.match, lists[found.match.list], how(found, query.frames.size())));
  }
  if (matches.total > matches.shown.size()) {
    out.write(fmt::format("{}  ... {} in all; --limit 0 shows them\n", name,
                          report::thousands(matches.total)));
  }
  if (matches.total == 0) {
    out.write(name + "  no match" +
              (query.frames.empty()
                   ? ""
                   : " of " + report::count_of(query.frames.size(), "frame", "frames")) +
              "\n");
  }
  if (query.frames.empty()) {
    out.write(
        fmt::format("{}  looked up by its checksums only: it has no frames of detail enough, or "
                    "cannot be decoded\n",
                    name));
  }
}

void print_json(const VideoQuery& query, const VideoMatches& matches,
                const std::vector<NamedList>& lists, Output& out) {
  JsonWriter json;
  json.begin_object().member("input", query.file.name).member("total", matches.total);
  json.member("frames", uint64_t{query.frames.size()}).key("matches").begin_array();
  for (const VideoEntryMatch& found : matches.shown) {
    json.begin_object().member("frames", found.frames).member("seconds", found.timestamp);
    write_match(json, found.match, lists[found.match.list]);
    json.end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

}  // namespace

VideoQuery video_query(const std::string& name, const std::vector<extract::VideoFrame>& frames) {
  VideoQuery query;
  query.file.name = name;
  std::set<extract::PdqHash> seen;
  for (const extract::VideoFrame& frame : frames) {
    if (frame.pdq.quality >= kLeastPdqQuality && seen.insert(frame.pdq.hash).second)
      query.frames.push_back(frame);
  }
  return query;
}

Result<VideoQuery> video_query(const std::string& path) {
  PicturePool pool;
  const FileHashes hashes = hash_file(path, {{}, VideoSettings{}}, pool);
  if (!hashes.read) return tl::unexpected<Error>(hashes.read.error());
  if (!hashes.video_facts) return fail(Code::unsupported, path + ": not a video any more");
  VideoQuery query;
  query.file.name = path;
  if (*hashes.video_facts) {
    query = video_query(path, (*hashes.video_facts)->frames);
  } else {
    say(printable(path + ": " + hashes.video_facts->error().message));
  }
  query.file = query_of(path, hashes.checksums);
  return query;
}

Result<VideoMatches> match_video(std::vector<NamedList>& lists, const VideoQuery& query, int radius,
                                 uint64_t limit) {
  std::vector<HashQuery> queries = {query.file};
  for (const extract::VideoFrame& frame : query.frames) {
    set_pdq(queries.emplace_back(), frame.pdq.hash, frame.pdq.quality);
  }
  TRY(std::vector<QueryMatches> found, match_hashes(lists, queries, radius, 0));
  // By list and entry; what the file itself matches is the first query.
  std::map<std::pair<std::size_t, uint64_t>, VideoEntryMatch> by_entry;
  for (std::size_t q = 0; q < found.size(); ++q) {
    for (ListMatch& match : found[q].shown) {
      const std::pair key(match.list, match.entry.id);
      const auto at = by_entry.find(key);
      if (at == by_entry.end()) {
        const double timestamp = q == 0 ? 0 : query.frames[q - 1].timestamp;
        by_entry.emplace(key, VideoEntryMatch{std::move(match), q == 0 ? 0U : 1U, timestamp});
      } else if (at->second.frames > 0) {
        VideoEntryMatch& known = at->second;
        ++known.frames;
        if (match.distance >= known.match.distance) continue;
        known.match = std::move(match);
        known.timestamp = query.frames[q - 1].timestamp;
      }
    }
  }
  VideoMatches matches;
  for (auto& [key, match] : by_entry) matches.shown.push_back(std::move(match));
  std::stable_sort(matches.shown.begin(), matches.shown.end(),
                   [](const VideoEntryMatch& a, const VideoEntryMatch& b) {
                     if ((a.frames == 0) != (b.frames == 0)) return a.frames == 0;
                     if (a.frames != b.frames) return a.frames > b.frames;
                     return a.match.distance < b.match.distance;
                   });
  matches.total = matches.shown.size();
  if (limit > 0 && matches.shown.size() > limit) matches.shown.resize(limit);
  return matches;
}

void print_video_matches(const VideoQuery& query, const VideoMatches& matches,
                         const std::vector<NamedList>& lists, bool json, Output& out) {
  if (json) {
    print_json(query, matches, lists, out);
  } else {
    print_text(query, matches, lists, out);
  }
}

}  // namespace maillon::tasks
