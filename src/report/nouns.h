// What several pages show: a place on a route, a selector with its counts, a post.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/records.h"
#include "report/said.h"
#include "report/style.h"

namespace maillon::report {

// A stay in one place, on the way of a route: consecutive posts of one town.
struct Stay {
  std::string city, country;
  int64_t first = kNoTime, last = kNoTime;
  uint64_t posts = 0;
};

// Where something stands, for people: "body", "read from a picture".
std::string_view field_words(Field field);

struct SelectorLine {
  std::string id;  // "S-12"
  SelectorKind kind = SelectorKind::phone;
  Service service = Service::none;
  std::string value;
  uint64_t posts = 0;  // of the page's subject that carry it
  uint64_t posts_in_case = 0;
  int64_t first = kNoTime, last = kNoTime;
  std::string note;          // "hub: not linked through", "also in N-12" ...
  std::vector<Said> said{};  // the note
};

// A name, language, site or price and how many posts have it.
struct Tally {
  std::string what;
  uint64_t posts = 0;
};

struct PostLine {
  std::string id;    // "P-12"
  std::string name;  // source:id
  int64_t posted_at = kNoTime;
  std::string city, country, title, network;
};

// A template with its slots, in short.
struct TemplateLine {
  std::string id;  // "T-12"
  std::string text;
  uint64_t posts = 0;
};

// Posts that are alike and were not joined, around the page's subject.
struct NearCount {
  uint64_t pairs = 0, groups = 0;
  std::string command;  // that lists them
};

// ---- Shared pieces of pages -----------------------------------------------
// Text pieces end with a line break, or are empty when there is nothing to show.

std::string stays_text(const std::vector<Stay>& stays, const Style& style, std::size_t indent);
// "Reno, US"; "" if neither is stated. Not yet printable().
std::string place_name(std::string_view city, std::string_view country);
// At most `limit` rows, then "... and 12 more".
std::string selectors_text(const std::vector<SelectorLine>& lines, const Style& style,
                           std::size_t indent, std::size_t limit);
std::string posts_text(const std::vector<PostLine>& lines, uint64_t of, const Style& style,
                       std::size_t indent);
// A heading, after an empty line.
std::string heading(std::string_view text, const Style& style);
// "seen       2026-01-03 to 2026-04-01", labels aligned, long values wrapped;
// facts without a value are left out. Values must be printable.
struct Fact {
  std::string_view label;
  std::string value;
};
std::string facts_text(const std::vector<Fact>& facts, const Style& style);
// A template's text, wrapped, its slots coloured.
std::string template_text(std::string_view text, const Style& style, std::size_t indent);
// "Anna 12, Maria 4, … 3 more"
std::string tallies_text(const std::vector<Tally>& tallies, std::size_t limit);
// "12 pairs in 3 groups: `maillon near-misses my-case N-3`"; "" if there are none.
std::string near_text(const NearCount& near);
// "phone +1775…", "telegram handle x", "bitcoin wallet 1A…"
std::string selector_name(SelectorKind kind, Service service, std::string_view value);

// Members of a JSON object or items of an array; times as RFC 3339 or null.
void write_json(JsonWriter& json, const Stay& stay);
void write_json(JsonWriter& json, const SelectorLine& line);
void write_json(JsonWriter& json, const Tally& tally);
void write_json(JsonWriter& json, const PostLine& line);
void write_json(JsonWriter& json, const TemplateLine& line);
void write_json(JsonWriter& json, const NearCount& near);
void write_time(JsonWriter& json, std::string_view key, int64_t unix_seconds);

template <class T>
void write_list(JsonWriter& json, std::string_view key, const std::vector<T>& items) {
  json.key(key).begin_array();
  for (const T& item : items) write_json(json, item);
  json.end_array();
}

}  // namespace maillon::report
