#include "rank/combine.h"

#include <algorithm>
#include <string>
#include <utility>

namespace maillon::rank {
namespace {

bool has(const Indicator& indicator, Palermo element) {
  return (indicator.elements >> static_cast<unsigned>(element) & 1U) != 0;
}

void add(StrengthCount& to, Strength strength) {
  switch (strength) {
    case Strength::strong:
      ++to.strong;
      break;
    case Strength::medium:
      ++to.medium;
      break;
    case Strength::weak:
      ++to.weak;
      break;
    case Strength::none:
      ++to.unweighed;
      break;
  }
}

struct Weighed {
  const Indicator* indicator;
  Strength strength;
  bool proposal;
};

Weighed weigh(const Indicator& indicator, Form form, bool child) {
  const auto f = static_cast<std::size_t>(form);
  const Strength given =
      child && indicator.child[f] != Strength::none ? indicator.child[f] : indicator.adult[f];
  if (given != Strength::none) return {&indicator, given, false};
  return {&indicator, indicator.proposed, indicator.proposed != Strength::none};
}

// Of indicators that stand for one and the same of the published list, the strongest.
void keep_strongest(std::vector<Weighed>& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const Weighed& a, const Weighed& b) { return a.strength > b.strength; });
  std::vector<Weighed> kept;
  for (const Weighed& w : list) {
    const auto same = [&](const Weighed& other) {
      return !w.indicator->ilo.empty() && w.indicator->ilo == other.indicator->ilo &&
             w.indicator->id.substr(0, 2) != other.indicator->id.substr(0, 2);
    };
    if (std::none_of(kept.begin(), kept.end(), same)) kept.push_back(w);
  }
  list = std::move(kept);
}

void sum(Combination& out, std::vector<Weighed>& list) {
  keep_strongest(list);
  StrengthCount recruitment, destination;
  for (const Weighed& w : list) {
    const Dimension d = w.indicator->dimension;
    out.proposals += w.proposal ? 1 : 0;
    if (d == Dimension::none) continue;
    add(out.dimensions[static_cast<std::size_t>(d)], w.strength);
    const bool early = d <= Dimension::recruitment_abuse_of_vulnerability;
    add(early ? recruitment : destination, w.strength);
  }
  uint32_t positive = 0;
  for (std::size_t d = 1; d < kDimensions; ++d) {
    if (!is_positive(out.dimensions[d])) continue;
    out.positive |= static_cast<uint8_t>(1U << d);
    ++positive;
  }
  out.recruitment = is_positive(recruitment);
  out.destination = is_positive(destination);
  if (list.empty()) return;
  // Two strong signs are two strong signs, whichever phase each is of.
  const bool any = positive > 0 || out.recruitment || out.destination ||
                   recruitment.strong + destination.strong >= 2;
  const bool several = positive > 1 || (out.recruitment && out.destination);
  // Most lawful posts have one of the signs that are common in lawful posts: they are no level.
  const bool telling = std::any_of(list.begin(), list.end(), [](const Weighed& w) {
    return !w.indicator->common_in_lawful || w.strength >= Strength::strong;
  });
  if (!any) {
    out.level = telling ? Level::low : Level::none;
  } else {
    out.level = several || out.child ? Level::high : Level::medium;
  }
}

}  // namespace

std::string_view to_name(Element element) {
  constexpr std::array<std::string_view, 3> names = {"not_stated", "denied", "seen"};
  return names[static_cast<std::size_t>(element)];
}

std::string_view to_name(Level level) {
  constexpr std::array<std::string_view, 4> names = {"none", "low", "medium", "high"};
  return names[static_cast<std::size_t>(level)];
}

bool is_positive(const StrengthCount& c) {
  return c.strong >= 2 || (c.strong >= 1 && c.medium + c.weak >= 1) || c.medium >= 3 ||
         (c.medium >= 2 && c.weak >= 1);
}

Combination combine(const Catalogue& catalogue, const SeenSigns& signs) {
  std::vector<const Indicator*> standing;
  bool means_or_child = signs.child;
  for (const uint32_t i : signs.seen) {
    const Indicator& indicator = catalogue.indicators[i];
    if (!stands(catalogue, indicator, signs.seen)) continue;
    standing.push_back(&indicator);
    means_or_child = means_or_child || has(indicator, Palermo::child) ||
                     (has(indicator, Palermo::means) && !indicator.common_in_lawful);
  }
  Combination best;
  for (std::size_t f = 0; f < kForms; ++f) {
    Combination out;
    out.form = static_cast<Form>(f);
    out.child = signs.child;
    std::vector<Weighed> list;
    for (const Indicator* indicator : standing) {
      if ((indicator->forms >> f & 1U) == 0) continue;
      list.push_back(weigh(*indicator, out.form, signs.child));
    }
    sum(out, list);
    if (f == 0 || out.level > best.level) best = out;
  }
  for (const Palermo element : {Palermo::act, Palermo::means, Palermo::purpose, Palermo::child}) {
    Element& to = best.palermo[static_cast<std::size_t>(element)];
    for (const uint32_t i : signs.denied) {
      if (has(catalogue.indicators[i], element)) to = Element::denied;
    }
    for (const Indicator* indicator : standing) {
      if (has(*indicator, element)) to = Element::seen;
    }
  }
  if (signs.child) best.palermo[static_cast<std::size_t>(Palermo::child)] = Element::seen;
  // A child who is offered: act and purpose are enough, whatever else the text says (Palermo
  // Protocol, art. 3(c)). Children who are spoken of in a lawful offer have an act beside them.
  const bool child_offered =
      signs.child && std::any_of(standing.begin(), standing.end(), [](const Indicator* i) {
        return has(*i, Palermo::child) && !has(*i, Palermo::act) && i->dimension == Dimension::none;
      });
  if (child_offered) {
    best.level = Level::high;
    best.child = true;
    return best;
  }
  if (signs.adult_independent && !means_or_child && best.level > Level::low) {
    best.level = Level::low;
    best.capped = true;
  }
  if (signs.wording == Wording::ordinary && best.level > Level::low) {
    best.level = Level::low;
    best.ordinary = true;
  }
  const bool alike =
      signs.wording == Wording::deceptive_offer || signs.wording == Wording::coercion;
  if (alike && best.level == Level::none) best.level = Level::low;
  return best;
}

Combination combine(const Catalogue& catalogue, const TextReading& reading, Wording wording) {
  std::vector<uint32_t> seen, denied;
  for (const SignHit& hit : reading.hits) {
    if (hit.state == HitState::seen) seen.push_back(hit.indicator);
    if (hit.state == HitState::denied) denied.push_back(hit.indicator);
  }
  for (auto* list : {&seen, &denied}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  SeenSigns signs{seen, denied, reading.has(CueKind::child_age),
                  reading.has(CueKind::adult_independent), wording};
  signs.child = signs.child && reading.stance == Stance::plain;
  return combine(catalogue, signs);
}

std::string_view to_name(Wording wording) {
  constexpr std::array<std::string_view, 5> names = {"agrees", "ordinary", "deceptive_offer",
                                                     "coercion", "stance"};
  return names[static_cast<std::size_t>(wording)];
}

std::string_view to_name(PostKind kind) {
  constexpr std::array<std::string_view, kPostKinds> names = {
      "plain", "deceptive_offer", "coercion", "awareness", "news", "help_seeking"};
  return names[static_cast<std::size_t>(kind)];
}

Stance stance_of(PostKind kind) {
  switch (kind) {
    case PostKind::awareness:
      return Stance::awareness;
    case PostKind::news:
      return Stance::news;
    case PostKind::help_seeking:
      return Stance::help_seeking;
    default:
      return Stance::plain;
  }
}

PostKind kind_of(Stance stance, const Combination& combination, Wording wording) {
  switch (stance) {
    case Stance::awareness:
      return PostKind::awareness;
    case Stance::news:
      return PostKind::news;
    case Stance::help_seeking:
      return PostKind::help_seeking;
    case Stance::plain:
      break;
  }
  if (wording == Wording::deceptive_offer) return PostKind::deceptive_offer;
  if (wording == Wording::coercion) return PostKind::coercion;
  if (combination.level <= Level::low) return PostKind::plain;
  const bool controls = combination.destination || !combination.recruitment ||
                        combination.is_positive(Dimension::coercive_recruitment);
  if (!controls) return PostKind::deceptive_offer;
  // An advert that names a debt and papers besides is still an advert.
  uint32_t early = 0, late = 0;
  for (std::size_t d = 1; d < kDimensions; ++d) {
    (d <= static_cast<std::size_t>(Dimension::recruitment_abuse_of_vulnerability) ? early : late) +=
        combination.dimensions[d].total();
  }
  return combination.recruitment && early > late ? PostKind::deceptive_offer : PostKind::coercion;
}

}  // namespace maillon::rank
