// Whether two pictures show the same thing in the same arrangement: a turned, scaled,
// slightly stretched or mirrored copy of one, or of a part of it, within the other.
//
// Correspondences of single features suggest where the copy lies (each gives a turn, a
// size and a shift, as in Lowe 2004); the best suggestions are refined and then tested on
// all features: how many find their like where the transform says it must be, against how
// many would by chance (an a contrario test: Desolneux, Moisan, Morel 2000).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/keypoints.h"
#include "link/photos/transform.h"

namespace maillon::link {

// Row `a` of one picture's features and row `b` of another's look alike.
struct Correspondence {
  uint32_t a = 0;
  uint32_t b = 0;
  friend bool operator==(const Correspondence&, const Correspondence&) = default;
};

// A picture's area in kAreaCells x kAreaCells equal cells; bit x of row y is one cell.
inline constexpr int kAreaCells = 32;
struct AreaMask {
  std::array<uint32_t, kAreaCells> rows{};
  double share() const;  // of the cells that are set, 0 to 1
};

struct CopyMatch {
  bool mirrored = false;
  // From a's bounded picture to b's, in pixels; its determinant is negative if mirrored.
  Transform a_to_b;
  int places = 0;   // distinct places that agree
  int tested = 0;   // places that could have agreed
  double bits = 0;  // -log2 of the chance that unrelated pictures agree so well
  AreaMask area_a;  // where they agree, in a
  AreaMask area_b;  // and in b
};

// Evidence below this many bits is chance. Calibrated on unrelated pairs of the tuning
// pictures, whose best reached 37: docs/photographs.md.
inline constexpr double kCopyBitsMin = 40;
// Where less than this share of both pictures agrees, they have a part in common: a
// watermark, a logo, a caption, the buttons of a page.
inline constexpr double kCopyShareMin = 0.1;

enum class Relation : uint8_t { unrelated, shared_part, copy };
Relation relation_of(const CopyMatch& match);

// Each feature of `a` with its nearest in `b`, where that is near and clearly nearer than
// the next one elsewhere. Quadratic: for one pair of pictures.
std::vector<Correspondence> nearest_correspondences(const FeaturesView& a, const FeaturesView& b,
                                                    bool mirrored);

// The best arrangement that the correspondences suggest, whatever its bits; nothing if none
// stands. `mirrored` says that a's mirror image is compared. Symmetric up to rounding;
// never more than kHypothesesMax refinements, whatever the input.
inline constexpr int kHypothesesMax = 8;
std::optional<CopyMatch> find_arrangement(const FeaturesView& a, const FeaturesView& b,
                                          bool mirrored,
                                          std::span<const Correspondence> correspondences);

}  // namespace maillon::link
