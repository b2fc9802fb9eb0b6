// Combination, not counting: what the indicators that were seen say together, by the rule of the
// ILO/EC operational indicators (2009): a dimension is positive with two strong indicators; one
// strong and one medium or weak; three medium; or two medium and one weak.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "rank/catalogue.h"
#include "rank/reading.h"

namespace maillon::rank {

struct StrengthCount {
  uint32_t strong = 0, medium = 0, weak = 0;
  uint32_t unweighed = 0;  // seen, but neither a source nor this project gives a strength
  uint32_t total() const { return strong + medium + weak + unweighed; }
};
// The rule above.
bool is_positive(const StrengthCount& count);

// An element of the Palermo Protocol's definition in what was read.
enum class Element : uint8_t { not_stated, denied, seen };
std::string_view to_name(Element element);

// How pressing, for the order of leads. Never a verdict.
//   none    nothing is seen, or only what is common in lawful posts
//   low     something else is seen, no rule is met; or the wording alone is like such posts'
//   medium  one rule is met, or two strong indicators are seen in different dimensions
//   high    rules of two dimensions are met, or one and a child is spoken of; or a child is offered
enum class Level : uint8_t { none, low, medium, high };
std::string_view to_name(Level level);

struct Combination {
  Level level = Level::none;
  Form form = Form::labour;  // for which it was reached: the first of those with the highest level
  bool child = false;        // the strengths for children were used
  std::array<StrengthCount, kDimensions> dimensions{};  // for that form; [none] counts nothing
  uint8_t positive = 0;                                 // bits of Dimension
  // The rule over all dimensions of a phase together is this project's own: an advert shows
  // little of each dimension.
  bool recruitment = false;  // deceptive, coercive, abuse of vulnerability
  bool destination = false;  // exploitation, coercion, abuse of vulnerability
  bool capped = false;       // adult work without a sign of means or of a child: low at most
  bool ordinary = false;     // a rule is met, but the wording is an ordinary post's: low at most
  uint32_t proposals = 0;    // strengths that are this project's own
  std::array<Element, 4> palermo{};  // by Palermo

  bool is_positive(Dimension d) const { return (positive >> static_cast<unsigned>(d) & 1U) != 0; }
};

// What the wording of a post as a whole says where its phrases say something else
// (wording/post_reader.h).
enum class Wording : uint8_t { agrees, ordinary, deceptive_offer, coercion, stance };
std::string_view to_name(Wording wording);

struct SeenSigns {
  // Distinct indicators, ascending (Catalogue::indicators).
  std::span<const uint32_t> seen, denied;
  bool child = false;              // an age under 18, or children are called to
  bool adult_independent = false;  // words of independent adult workers
  Wording wording = Wording::agrees;
};

// An indicator whose `with` names others that were not seen counts nothing. Indicators that map
// to the same indicator of the published list count once, with the greatest strength.
Combination combine(const Catalogue& catalogue, const SeenSigns& signs);

// What a text shows by itself: combine() over the hits that are seen and denied.
Combination combine(const Catalogue& catalogue, const TextReading& reading,
                    Wording wording = Wording::agrees);

// One word for what a post is, as lists sort it.
enum class PostKind : uint8_t { plain, deceptive_offer, coercion, awareness, news, help_seeking };
inline constexpr std::size_t kPostKinds = 6;
std::string_view to_name(PostKind kind);
Stance stance_of(PostKind kind);
PostKind kind_of(Stance stance, const Combination& combination, Wording wording = Wording::agrees);

}  // namespace maillon::rank
