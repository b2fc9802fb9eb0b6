// Is a video on a list? As a file by its checksums, and frame by frame by PDQ.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "extract/image/video_frames.h"
#include "tasks/match_hashes.h"
#include "tasks/output.h"

namespace maillon::tasks {

struct VideoQuery {
  HashQuery file;                           // its name, and its checksums if they are known
  std::vector<extract::VideoFrame> frames;  // of quality enough, of equal hashes the first
};

// An entry of a list, and by how much of the video it is matched.
struct VideoEntryMatch {
  ListMatch match;       // by the file itself, or by the nearest of its frames
  uint32_t frames = 0;   // of the query that match; 0: by the file itself
  double timestamp = 0;  // of the nearest, in seconds
};
struct VideoMatches {
  std::vector<VideoEntryMatch> shown;  // by the file first; then by the number of frames
  uint64_t total = 0;                  // with those beyond the limit
};

// The frames that are looked up, and the checksums, of a video file; of one that cannot be decoded,
// which is said on standard error, the checksums. An error if it cannot be read at all.
Result<VideoQuery> video_query(const std::string& path);
// Of frames alone, as `maillon hash --video-frames` and the reference write them.
VideoQuery video_query(const std::string& name, const std::vector<extract::VideoFrame>& frames);

Result<VideoMatches> match_video(std::vector<NamedList>& lists, const VideoQuery& query, int radius,
                                 uint64_t limit);
void print_video_matches(const VideoQuery& query, const VideoMatches& matches,
                         const std::vector<NamedList>& lists, bool json, Output& out);

}  // namespace maillon::tasks
