// What is known of the pictures of an import: hashes, a thumbnail, local features. Made in
// sandboxed workers at import, kept in derived/, made anew from the original if it is gone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/checksums.h"
#include "base/columns.h"
#include "base/hash.h"
#include "base/hash256.h"
#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"

namespace maillon::tasks {

// Of one picture, or one video, whose hashes are those of its key frame. The hashes are PDQ.
struct PhotoFacts {
  std::string reason;   // why it cannot be decoded, or not to its end; "" = it can
  Checksums checksums;  // of its bytes
  Hash256 pdq{};        // as stored
  Hash256 oriented{};   // turned as its EXIF data says; the same without
  Hash256 mirrored{};   // of the oriented one, left and right exchanged
  uint8_t quality = 0;
  uint32_t width = 0, height = 0;  // oriented
  std::string thumbnail;           // small, blurred, grey: a PGM
  std::string features;            // extract::pack_features; "" = none
  std::string text;                // that was read in it; "" = none
  std::string unread;              // why its text could not be read; "" = it could
  std::string frames;              // of a video: pack_frames() (tasks/video/video_facts.h)
  bool is_restricted = false;      // as hash lists say, or said
};

// Of the pictures of one import, in the order of its archive.
struct PhotoTable {
  bool one_folder = false;            // the names lead from one folder: see archive_name()
  StringColumn name;                  // in the archive
  std::vector<uint64_t> begin, size;  // its bytes there
  StringColumn sha256, md5, sha1;     // 32, 16 and 20 bytes each
  std::vector<uint64_t> pdq, oriented, mirrored;  // four words each
  std::vector<uint8_t> quality;
  std::vector<uint32_t> width, height;
  StringColumn reason, text, frames;

  std::size_t count() const { return name.size(); }
  void append(const PhotoTable& other);
};

// Hashes pictures in worker processes, one for each thread of the pool, and reads the text in
// them if that is wanted and a program for it is installed; of videos one frame a second.
class PhotoHasher {
 public:
  static Result<PhotoHasher> start(const store::Case& open_case, bool read_text);
  ~PhotoHasher();
  PhotoHasher(PhotoHasher&&) noexcept;
  PhotoHasher& operator=(PhotoHasher&&) noexcept;
  // Beside `pictures`. A picture that cannot be decoded, or that kills its worker, has a
  // reason and its checksums. All are looked up in the hash lists of this machine; one that a list
  // classes as abuse of children, or did before (store/listings.h), has no thumbnail, and its text
  // is not read.
  std::vector<PhotoFacts> hash(std::span<const std::string> pictures);
  // The languages that text is read in ("eng+rus"); "" = it is not read.
  std::string text_languages() const;

 private:
  struct State;
  explicit PhotoHasher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The name of the step that it does.
inline std::string_view hashing_step(const PhotoHasher& hasher) {
  return hasher.text_languages().empty() ? "hash pictures" : "hash pictures, read text in them";
}

// Keeps what was found in bundles of a few thousand pictures, so that memory is bounded.
class PhotoWriter {
 public:
  // Drops what an import of that number, if it was cut short, has left.
  // `text_languages`: as of the hasher.
  static Result<PhotoWriter> start(store::Case& to, ImportId import, bool one_folder,
                                   std::string_view text_languages);
  Result<void> add(std::string_view name, uint64_t begin, uint64_t size, const PhotoFacts& facts);
  Result<void> finish();

 private:
  PhotoWriter(store::Case& to, ImportId import) : to_(&to), import_(import) {}
  Result<void> flush(bool last);
  store::Case* to_;
  ImportId import_;
  uint32_t shard_ = 0;
  std::string text_languages_;
  PhotoTable photos_;
  StringColumn thumbnail_, features_;
};

// What is kept of an import's pictures, or made anew: also if their text was not read for want
// of a program and there is one now. Nothing if it has none.
Result<std::optional<PhotoTable>> load_photos(store::Case& open_case, const store::Import& import,
                                              Progress& progress);
// What is kept of an import's pictures; nothing if it is gone or of another version.
std::optional<PhotoTable> kept_photos(const store::Case& from, ImportId import);
// Takes thumbnails and texts of these pictures, by SHA-256, away from what is kept.
Result<void> withhold_photos(store::Case& open_case, ImportId import,
                             const std::set<Sha256>& pictures);
// Of one picture of an import, by its place in the table; "" if it has none or is gone.
std::string read_thumbnail(const store::Case& from, ImportId import, uint32_t picture);
// The names and texts of those pictures, in pieces; nothing where tables are gone.
void read_photo_texts(const store::Case& from, ImportId import,
                      const std::function<void(bool one_folder, const StringColumn& name,
                                               const StringColumn& text)>& use);
// What those texts depend on, from the checksums of their tables; "-" if there are none.
std::string photo_texts_version(const store::Case& from, ImportId import);
// The features of pictures [shard * kShardPictures, ...), one text each.
inline constexpr uint32_t kShardPictures = 4096;
Result<StringColumn> read_features(const store::Case& from, ImportId import, uint32_t shard);

// Hash `index` of a column of four words each.
inline Hash256 hash_at(const std::vector<uint64_t>& words, uint32_t index) {
  Hash256 hash;
  for (std::size_t w = 0; w < hash.word.size(); ++w) hash.word[w] = words[4 * index + w];
  return hash;
}

Sha256 sha256_at(const PhotoTable& photos, uint32_t index);

// A picture without anything to be recognised (of one colour) links nobody.
inline bool is_recognisable(const PhotoTable& photos, uint32_t index) {
  return photos.quality[index] > 0;
}

// The pictures of an import by the names that its records have.
class PhotoNames {
 public:
  // `always`: pictures, by SHA-256, that are found though nothing in them can be recognised.
  PhotoNames(const PhotoTable& photos, const std::set<Sha256>& always);
  // One that can be recognised, of a record in file `file` of the import: its SHA-256 in hex.
  std::optional<std::string> find(uint32_t file, const std::string& name) const;

 private:
  bool one_folder_ = false;
  std::unordered_map<std::string, std::string> sha256_;
};

// What the result of find(), and the texts, depend on beside the archive.
std::string photo_version(const PhotoTable& photos, const std::set<Sha256>& always);

}  // namespace maillon::tasks
