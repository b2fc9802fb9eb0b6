// All that is learned from one file of a picture, and how it is written down on its way
// out of the sandboxed worker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/keypoints.h"
#include "base/result.h"
#include "extract/image/pdq.h"
#include "extract/image/picture.h"
#include "extract/image/text_page.h"
#include "extract/image/thumbnail.h"

namespace maillon::extract {

// What is asked for besides the hash. A new kind of fact adds a flag here, a field below
// and a section in facts.cc.
struct PictureWishes {
  bool forms = false;  // the eight dihedral hashes
  bool thumbnail = false;
  bool mirrored = false;
  bool features = false;
  bool text = false;
};

struct PictureFacts {
  PictureFormat format = PictureFormat::unknown;
  uint32_t width = 0, height = 0;         // as stored
  int orientation = 1;                    // Exif's, 1..8
  PdqResult pdq;                          // of the picture as stored, as the reference does
  std::optional<PdqResult> upright;       // of the picture as shown, where that is another
  std::optional<PdqForms> forms;          // of the picture as stored
  std::optional<Thumbnail> thumbnail;     // of the picture as shown
  std::optional<PdqHash> mirrored;        // of the picture as shown, left and right exchanged
  std::optional<LocalFeatures> features;  // of the picture as shown
  // Of the picture as shown, for a program that reads text; if it may have some.
  std::optional<TextPage> text;
};

// Decodes files one after another, keeping its buffers. One thread at a time.
class PictureReader {
 public:
  // Errors as of decode_picture().
  Result<PictureFacts> read(std::string_view file, const PictureWishes& wishes,
                            const PictureLimits& limits);

 private:
  Picture picture_;
  PdqHasher hasher_;
  std::vector<uint8_t> luma_;
};

// Local features as bytes, and back; Code::corrupt if they are no such bytes.
std::string pack_features(const LocalFeatures& features);
Result<LocalFeatures> unpack_features(std::string_view bytes);

// One byte of flags.
uint8_t encode_wishes(const PictureWishes& wishes);
PictureWishes decode_wishes(uint8_t flags);

// Sections of a tag, a size and bytes, all numbers little-endian. Who reads skips the tags
// that it does not know. An error is written as one too.
std::string encode_facts(const Result<PictureFacts>& facts);
// Code::corrupt if the bytes are no such answer: the worker may have been taken over by
// the file that it decoded, so nothing in them is believed unchecked.
Result<PictureFacts> decode_facts(std::string_view bytes);

}  // namespace maillon::extract
