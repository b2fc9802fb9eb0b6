#include "rank/phrases.h"

#include <utility>

#include "extract/text/language.h"
#include "rank/phrase.h"

namespace maillon::rank {
namespace {

extract::LanguageCode code_of(std::string_view language) {
  return language.size() == 2 ? extract::pack_language(language[0], language[1]) : 0;
}

// Reads the phrases, then puts them in: keys want to know all of them.
class Builder {
 public:
  explicit Builder(Phrases& to) : to_(to) {}

  void read(const Phrase& phrase, uint32_t owner) {
    const std::vector<std::string_view> texts = split_sides(phrase.text);
    std::vector<PhraseItems> sides;
    for (const std::string_view text : texts) {
      auto items = parser_.parse(text, phrase.language);
      if (!items || texts.size() > kMostSides) return;
      sides.push_back(std::move(*items));
    }
    if (texts.size() == 1) {
      take(std::move(sides[0]), owner);
      return;
    }
    std::vector<uint32_t> numbers;
    for (std::size_t s = 0; s < texts.size(); ++s) {
      const auto [number, is_new] = to_.joints.side_of(texts[s], phrase.language);
      if (is_new) take(std::move(sides[s]), kFirstSide + number);
      numbers.push_back(number);
    }
    to_.joints.add(numbers, owner);
  }

  void finish() {
    to_.nfa.end_counting();
    find_key_sides();
    for (const auto& [items, owner] : all_) {
      if (owner >= kFirstSide && to_.joints.keyed_at(owner - kFirstSide).empty()) continue;
      for (const PhraseItems& one : split_wordings(items)) put_in(one, owner);
    }
    to_.nfa.finish();
  }

 private:
  void put_in(const PhraseItems& items, uint32_t owner) {
    if (!has_gap(items)) {
      to_.nfa.add(items, owner, true);
    } else {
      const auto key = kFirstKey + static_cast<uint32_t>(to_.gapped.size());
      to_.gapped.push_back(gapped_.add(items, owner, key));
    }
  }

  void find_key_sides() {
    std::vector<double> shares;
    for (const auto& [items, owner] : all_) {
      if (owner < kFirstSide) continue;
      to_.joints.begins.push_back(begin_of(items, owner, to_.nfa));
      shares.push_back(gapped_.share_of(items));
    }
    to_.joints.finish(shares);
  }

  void take(PhraseItems items, uint32_t owner) {
    for (const auto& item : items) to_.nfa.number_of(item);
    all_.emplace_back(std::move(items), owner);
  }

  Phrases& to_;
  PhraseParser parser_;
  GappedPhrases gapped_{to_.nfa};
  std::vector<std::pair<PhraseItems, uint32_t>> all_;
};

}  // namespace

std::unique_ptr<Phrases> build_phrases(const Catalogue& catalogue) {
  auto made = std::make_unique<Phrases>();
  Builder builder(*made);
  const auto add = [&](bool cue, std::size_t index, const std::vector<Phrase>& phrases) {
    for (const Phrase& phrase : phrases) {
      const PhraseOwner owner{cue, static_cast<uint32_t>(index), code_of(phrase.language)};
      std::vector<PhraseOwner>& owners = made->owners;
      if (owners.empty() || owners.back().cue != cue || owners.back().index != owner.index ||
          owners.back().language != owner.language) {
        owners.push_back(owner);
      }
      builder.read(phrase, static_cast<uint32_t>(owners.size() - 1));
    }
  };
  for (std::size_t i = 0; i < catalogue.indicators.size(); ++i) {
    add(false, i, catalogue.indicators[i].phrases);
  }
  for (std::size_t i = 0; i < catalogue.cues.size(); ++i) add(true, i, catalogue.cues[i].phrases);
  builder.finish();
  return made;
}

}  // namespace maillon::rank
