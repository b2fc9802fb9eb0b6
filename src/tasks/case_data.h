// The derived arrays of a case, as `maillon link` leaves them and as every
// command that reads them gets them. One row is one post, in canonical order: by
// the hash of (source, id).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/columns.h"
#include "base/hash.h"
#include "base/records.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/indicators/indicators.h"
#include "tasks/ranking/ranking.h"

namespace maillon::tasks {

inline constexpr uint32_t kNone = 0xffffffff;

// Where a record stands.
struct RecordPlace {
  uint32_t import = 0;          // ImportId
  uint32_t file = 0;            // index into that import's files
  uint64_t begin = 0, end = 0;  // in the decompressed source
};

struct Posts {
  std::vector<uint64_t> key_high, key_low;  // ascending
  std::vector<int64_t> posted_at;
  std::vector<uint32_t> import, file;  // of the current version
  std::vector<uint64_t> begin, end;
  std::vector<uint16_t> language;                       // packed ISO 639-1, 0 = unknown
  std::vector<uint32_t> source, city, country, author;  // numbers of `words`
  StringColumn words;                                   // word 0 is ""
  StringColumn id, url, price;
  // All sightings of post r, the current one included: sighting_offsets[r] .. [r+1].
  std::vector<uint64_t> sighting_offsets{0};
  std::vector<uint32_t> sighting_import, sighting_file;
  std::vector<uint64_t> sighting_begin, sighting_end;
  std::vector<uint8_t> sighting_version;  // 0 = the body of the current version, 1 = another body

  std::size_t size() const { return key_high.size(); }
  Key128 key(uint32_t row) const { return {key_high[row], key_low[row]}; }
  std::string_view word(const std::vector<uint32_t>& column, uint32_t row) const {
    return words[column[row]];
  }
};

struct Selectors {
  // Distinct selectors, by (kind, service, value).
  std::vector<uint8_t> kind, service, state;  // state: link::SignalState
  std::vector<int32_t> bits;                  // 1/1024
  StringColumn value;
  // Carriers of selector s: carrier[carrier_offsets[s] ..), ascending rows, each once.
  std::vector<uint64_t> carrier_offsets{0};
  std::vector<uint32_t> carrier;
  std::vector<uint32_t> group;  // beside carrier: link::Signals::selector_group
  // Every hit, by (row, field, begin): hits of row r are hit_offsets[r] .. [r+1].
  std::vector<uint64_t> hit_offsets{0};
  std::vector<uint32_t> hit_selector;
  std::vector<uint8_t> hit_service;  // as written at this place (a phone by WhatsApp)
  std::vector<uint8_t> hit_field;
  std::vector<uint32_t> hit_begin, hit_end;

  std::size_t size() const { return kind.size(); }
  std::span<const uint32_t> carriers(uint32_t s) const {
    return std::span(carrier).subspan(carrier_offsets[s],
                                      carrier_offsets[s + 1] - carrier_offsets[s]);
  }
  std::optional<uint32_t> find(SelectorKind k, Service s, std::string_view v) const;
};

struct Families {
  std::vector<uint32_t> family;             // per row, or kNone
  std::vector<uint32_t> group;              // per row: link::Signals::family_group
  std::vector<uint8_t> state;               // per family: link::SignalState
  std::vector<int32_t> bits;                // per family, 1/1024: what sharing the wording is worth
  StringColumn id;                          // per family: "T-4f09c2"
  StringColumn text;                        // per family: the template, slots as {1} {2} ...
  std::vector<uint64_t> member_offsets{0};  // rows of family f, ascending
  std::vector<uint32_t> member;
  // Compared and alike, but not of one family: for a person to look at.
  std::vector<uint32_t> near_a, near_b;
  std::vector<int32_t> near_bits, near_share;  // 1/1024

  std::size_t size() const { return id.size(); }
  std::span<const uint32_t> members(uint32_t f) const {
    return std::span(member).subspan(member_offsets[f], member_offsets[f + 1] - member_offsets[f]);
  }
};

// The wording of a post, as it counts once: its family, or itself.
inline uint64_t wording_of(const Families& families, uint32_t row) {
  const uint32_t family = families.family[row];
  return family == kNone ? uint64_t{1} << 32 | row : family;
}

// Distinct pictures of the posts, by their SHA-256.
struct Pictures {
  StringColumn sha256;  // hex, ascending
  StringColumn pdq;     // hex, of the pixels as stored
  std::vector<uint32_t> import,
      photo;                          // where it was first seen: ImportId, place in its PhotoTable
  StringColumn name;                  // its name there, in the import's archive ...
  std::vector<uint64_t> begin, size;  // ... and its bytes in it
  std::vector<uint8_t> quality;       // of the PDQ hash, 0 to 100
  std::vector<uint32_t> width, height;
  // The first of the pictures that show the same: its picture_id() is the selector's value.
  std::vector<uint32_t> group;
  // Pairs within the radius of PDQ, a < b, sorted: why they are one group.
  std::vector<uint32_t> near_a, near_b;
  std::vector<uint16_t> near_distance;
  std::vector<uint8_t> near_mirrored;  // one is the other's mirror image
  // Pairs of different groups, or joined by it: copies by local features, a < b, sorted.
  std::vector<uint32_t> copy_a, copy_b;
  std::vector<uint32_t> copy_places;                // that agree
  std::vector<int32_t> copy_bits;                   // 1/1024: -log2 of the chance of it
  std::vector<uint8_t> copy_share_a, copy_share_b;  // per cent of each picture that they cover
  std::vector<uint8_t> copy_mirrored;
  // Of a video: how many of its frames are compared; 0 of a picture.
  std::vector<uint32_t> frames;
  // Pairs of videos that are the same or one cut out of the other, a < b, sorted: how many
  // frames of each are in the other, and the least distance of two.
  std::vector<uint32_t> video_a, video_b, video_matched_a, video_matched_b;
  std::vector<uint16_t> video_distance;
  // Pictures that are a frame of a video, by picture, then video: how many of its frames are
  // like it, and the distance of the nearest.
  std::vector<uint32_t> frame_picture, frame_video, frame_count;
  std::vector<uint16_t> frame_distance;
  std::vector<uint8_t> compared;  // per picture: copies of it were looked for
  // What hash lists say of it, a line each, as of when the case was opened (listings.h).
  StringColumn listed;
  // Not 0: it is not shown to anybody, and does not leave the case. A list classes it, or what
  // shows the same, as abuse of children; or the lists cannot be asked.
  static constexpr uint8_t kNeverShown = 1, kNotLookedUp = 2;
  std::vector<uint8_t> restricted;
  // The pictures of post r, as its field `images` names them: picture[row_offsets[r] .. [r+1]).
  std::vector<uint64_t> row_offsets{0};
  std::vector<uint32_t> picture;

  std::size_t count() const { return sha256.size(); }
  std::span<const uint32_t> of(uint32_t row) const {  // none if the case has no pictures
    if (row + 1 >= row_offsets.size()) return {};
    return std::span(picture).subspan(row_offsets[row], row_offsets[row + 1] - row_offsets[row]);
  }
};
// "I-" + 12 hex digits of its SHA-256.
std::string picture_id(const Pictures& pictures, uint32_t picture);
// The pictures [first, last) whose SHA-256 begins with these digits (lower case).
std::pair<uint32_t, uint32_t> pictures_of_digits(const Pictures& pictures, std::string_view digits);

struct Links {
  std::vector<uint32_t> a, b;           // rows, a < b, sorted
  std::vector<int32_t> bits, log_odds;  // 1/1024
  std::vector<uint8_t> kinds;           // bit 0 wording, bit k SelectorKind k
  std::vector<uint8_t> accepted;
};

struct Networks {
  std::vector<uint32_t> network;  // per row: stable number (N-17), or 0 for none
  // The networks in order of rank (leads first), with their numbers.
  std::vector<uint32_t> number;
  std::vector<uint64_t> member_offsets{0};
  std::vector<uint32_t> member;  // rows, by time then row
  std::vector<int64_t> first_seen, last_seen;
  std::vector<uint32_t> selectors;  // distinct ones that link it
  std::vector<uint32_t> cities, countries;
  std::vector<int32_t> strength;  // 1/1024: mean log odds of the links inside

  std::size_t size() const { return number.size(); }
  std::span<const uint32_t> members(uint32_t n) const {
    return std::span(member).subspan(member_offsets[n], member_offsets[n + 1] - member_offsets[n]);
  }
  std::optional<uint32_t> find(uint32_t stable_number) const;  // index
};

// What each class of signals was found to prove: link::ClassWeight, by SignalClass.
struct ClassWeights {
  std::vector<uint32_t> posterior, same_share, m, u, pairs;  // shares in millionths
  std::vector<uint8_t> estimated;

  std::size_t size() const { return posterior.size(); }
};

// Which bundles were read, by their checksums: what is read later must be made of the same ones.
struct MadeBundles {
  std::string posts, families, networks;
};

// Everything that reading commands need.
struct CaseData {
  Posts posts;
  Selectors selectors;
  Families families;
  Pictures pictures;
  Links links;
  Networks networks;
  Indicators indicators;  // empty where the case has not been read for them
  Ranking ranking;        // empty where nothing has been learned from its decisions
  int32_t prior = 0;      // log2 odds, 1/1024
  ClassWeights classes;
  MadeBundles made;
};

// Do all rows, selectors and places that its arrays name exist? Checksums tell damage; this tells a
// program, or a person, that wrote something else.
bool is_sound(const CaseData& data);

// Loads what the last link left. Code::not_found with "run `maillon link CASE`
// first" if nothing has been linked; stale data is loaded all the same and
// `stale` says why ("2 imports since") if not null.
Result<CaseData> load_case_data(const store::Case& open_case, std::string* stale);

// Reads single posts' fields again from the originals, and what their pictures say from what is
// kept of them.
class PostReader {
 public:
  explicit PostReader(const store::Case& open_case);
  ~PostReader();
  // The record at that place, one row. Code::corrupt, Code::not_found as in store.
  Result<RecordBatch> read(const RecordPlace& place);

 private:
  struct State;
  std::unique_ptr<State> state_;
};
inline RecordPlace place_of(const Posts& posts, uint32_t row) {
  return {posts.import[row], posts.file[row], posts.begin[row], posts.end[row]};
}

// ---- Identifiers as people type and read them --------------------------------

std::string post_id(const Key128& key);  // "P-" + 12 hex digits of it
std::string post_id(const Posts& posts, uint32_t row);
std::string post_name(const Posts& posts, uint32_t row);      // "source:id"
std::string network_id(uint32_t number);                      // "N-17"
std::string selector_id(const Selectors& s, uint32_t index);  // "S-" + 12 hex digits of its hash

struct Target {
  enum Kind { post, selector, family, network } kind = post;
  uint32_t index = 0;  // row, selector, family, or index into Networks
};
// The posts that it is about: of a post itself (within `target`, which must live as long).
std::span<const uint32_t> rows_of(const CaseData& data, const Target& target);
// Its identifier: P-..., S-..., T-... or N-...
std::string target_id(const CaseData& data, const Target& target);
// What a person means by ID: P-, S-, T-, N- (any case; of P-, S- and T- the first
// six digits or more will do), else source:id (or a bare id that only one post has),
// else a selector in any spelling. Several answers: all of them, the likeliest first.
// Empty: nothing of that name.
// A phone in national form without a country that says whose is each phone of the case that it
// may be.
std::vector<Target> find_target(const CaseData& data, std::string_view text,
                                std::string_view country);
// The phones of the case of which the text is the national form, in whatever country. Ascending.
std::vector<uint32_t> find_national(const Selectors& selectors, std::string_view text);
// Is it a part of such an identifier, "S-1a2b3c", and not the whole?
bool is_short_id(std::string_view text);

}  // namespace maillon::tasks
