// `show P-12`: one post with its selectors marked, where it came from, and its
// neighbours with the reason.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/records.h"
#include "report/annotations.h"
#include "report/learned.h"
#include "report/listed.h"
#include "report/nouns.h"
#include "report/origin.h"
#include "report/signs.h"
#include "report/style.h"

namespace maillon::report {

// Where a selector stands in a field of the post.
struct Mark {
  Field field = Field::body;
  uint32_t begin = 0, end = 0;
  SelectorKind kind = SelectorKind::phone;
  Service service = Service::none;
  std::string value;
};

// The post was seen in this file, at this place.
struct Sighting {
  std::string file;             // name as imported
  std::string sha256;           // hex
  uint64_t begin = 0, end = 0;  // bytes of the decompressed file
  uint64_t line = 0;
  int64_t imported_at = kNoTime;
  uint32_t version = 1;  // of the post: another body under the same id is a new version
};

struct Neighbor {
  PostLine post;
  double bits = 0, posterior = 0;
  std::string why;
};

struct PostPage {
  PostLine post;
  std::array<std::string, kFieldCount> fields;  // as stated
  std::string language, template_id;
  std::vector<Mark> marks;          // by field and begin; may overlap
  std::vector<Origin> origins;      // of the fields, in their order
  std::vector<Sighting> sightings;  // newest last
  std::vector<Neighbor> neighbors;  // strongest first
  uint64_t neighbors_total = 0;
  // Texts that are not all in Latin letters, transliterated by a machine; where it was asked for.
  std::vector<std::pair<Field, std::string>> latin;
  bool has_latin = false;  // it was
  SignSummary signs;
  LearnedScore learned;
  Annotations annotations;
  PictureMarks pictures;
};

std::string to_text(const PostPage& page, const Style& style);
std::string to_json(const PostPage& page);

}  // namespace maillon::report
