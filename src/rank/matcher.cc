// A word of the text stands for few symbols of the catalogue, mostly for none; which ones is
// worked out once for a spelling and remembered in a small table, so that stemming is rare. From
// every word a walk goes through the automaton of all runs of words without a gap (lazy_dfa.h), one
// probe a word, until nothing goes on. What it finds is a phrase, a side of one (joint_sides.h), or
// the key of a phrase with gaps (gapped.h).
#include "rank/matcher.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "rank/gapped.h"
#include "rank/joint_sides.h"
#include "rank/lazy_dfa.h"
#include "rank/phrase.h"
#include "rank/phrase_nfa.h"

namespace maillon::rank {
namespace {

// Owners of the automaton from here on are sides of phrases of `&`, and keys of phrases with gaps.
constexpr uint32_t kFirstSide = 0x40000000, kFirstKey = 0x80000000;

uint16_t pack_language(std::string_view code) {
  if (code.size() != 2) return 0;
  return static_cast<uint16_t>(static_cast<unsigned char>(code[0]) << 8 |
                               static_cast<unsigned char>(code[1]));
}

}  // namespace

struct Phrases {
  PhraseNfa nfa;
  Joints joints;
  std::vector<Gapped> gapped;
};

namespace {

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
    to_.joints.add(std::move(numbers), owner);
  }

  void finish() {
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

Matcher::Matcher(const Catalogue& catalogue) {
  auto made = std::make_unique<Phrases>();
  Builder builder(*made);
  const auto add = [&](bool cue, std::size_t index, const std::vector<Phrase>& phrases) {
    for (const Phrase& phrase : phrases) {
      const PhraseOwner owner{cue, static_cast<uint32_t>(index), pack_language(phrase.language)};
      if (owners_.empty() || owners_.back().cue != cue || owners_.back().index != owner.index ||
          owners_.back().language != owner.language) {
        owners_.push_back(owner);
      }
      builder.read(phrase, static_cast<uint32_t>(owners_.size() - 1));
    }
  };
  for (std::size_t i = 0; i < catalogue.indicators.size(); ++i) {
    add(false, i, catalogue.indicators[i].phrases);
  }
  for (std::size_t i = 0; i < catalogue.cues.size(); ++i) add(true, i, catalogue.cues[i].phrases);
  builder.finish();
  phrases_ = std::move(made);
}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;

namespace {

// The sets of spellings that were met, by their hashes; forgotten, all at once, when they grow
// many.
class Spellings {
 public:
  static constexpr uint32_t kUnknown = 0xffffffff;
  // Of that spelling, to be filled if it is kUnknown. Valid until the next call.
  uint32_t& set_of(uint64_t hash) {
    if (count_ * 2 >= slots_.size()) grow();
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].set != kUnknown && slots_[at].hash != hash) {
      at = (at + 1) & (slots_.size() - 1);
    }
    if (slots_[at].set == kUnknown) slots_[at].hash = hash, ++count_;
    return slots_[at].set;
  }

 private:
  static constexpr std::size_t kMost = std::size_t{1} << 20;
  struct Slot {
    uint64_t hash = 0;
    uint32_t set = kUnknown;
  };
  void grow() {
    std::vector<Slot> old(std::min(slots_.size() * 2, kMost));
    old.swap(slots_);
    count_ = 0;
    if (old.size() == kMost) return;
    for (const Slot& one : old) {
      if (one.set != kUnknown) set_of(one.hash) = one.set;
    }
  }
  std::vector<Slot> slots_ = std::vector<Slot>(std::size_t{1} << 12);
  std::size_t count_ = 0;
};

}  // namespace

struct Scanner::State {
  const Phrases* phrases;
  WordReader reader;
  Spellings spellings;
  // The sets that there are follow from the catalogue, not from the texts. 0 is the empty one.
  std::map<std::vector<uint32_t>, uint32_t> set_number{{{}, 0}};
  std::vector<SymbolSet> sets{1};
  std::vector<uint32_t> fresh;
  std::string key;
  std::vector<SymbolWord> words;  // of the text
  std::vector<SymbolBits> near;
  LazyDfa dfa;
  SideJoiner joiner;
  SymbolText text;
  std::vector<Match> matches;
  std::vector<Match> gapped;  // of the sentence
  uint32_t sentence = 0;      // its first word
  WordRange own;

  explicit State(const Phrases* of) : phrases(of), dfa(of->nfa), joiner(of->joints, of->nfa) {}

  uint32_t number_of_set() {
    const auto [at, is_new] = set_number.emplace(fresh, static_cast<uint32_t>(sets.size()));
    if (is_new) {
      SymbolSet set{at->first, 0, {}};
      for (const uint32_t symbol : set.symbols) set.bits |= bit_of(symbol), set.filter.add(symbol);
      sets.push_back(set);
    }
    return at->second;
  }

  void look_up_words() {
    words.clear();
    for (const Word& w : reader.words()) {
      uint32_t& set = spellings.set_of(w.hash);
      if (set == Spellings::kUnknown) {
        phrases->nfa.symbols_of(reader.text_of(w), w, key, fresh);
        set = number_of_set();
      }
      words.push_back({sets[set].bits, set, w.sentence, w.han});
    }
  }

  void look_around() {
    const std::size_t size = words.size();
    near.assign(size + kNear, {});
    for (std::size_t i = 0; i < size; ++i) near[i] = sets[words[i].set].filter;
    static_assert(kNear == 6);  // pairs, then three of them
    for (std::size_t i = 0; i < size; ++i) near[i].add(near[i + 1]);
    for (std::size_t i = 0; i < size; ++i) near[i].add(near[i + 2]), near[i].add(near[i + 4]);
    text = {words, sets, near};
  }

  void walk_from(uint32_t first) {
    LazyDfa::StateId at = dfa.begin(words[first].set, sets[words[first].set]);
    for (uint32_t end = first + 1; at != LazyDfa::kDead; ++end) {
      for (const uint32_t owner : dfa.endings(at)) {
        if (owner >= kFirstKey) {
          try_gapped(phrases->nfa, text, phrases->gapped[owner - kFirstKey], first, gapped);
        } else {
          put({owner, first, end, Match::kNoJoint, 0});
        }
      }
      if (text.ends_at(end)) return;
      at = dfa.next(at, words[end].set, sets[words[end].set]);
    }
  }

  void put(const Match& match) {
    if (match.owner < kFirstSide) {
      matches.push_back(match);
    } else {
      joiner.add(match.owner - kFirstSide, {match.first, match.end, match.passed});
    }
  }

  void end_sentence(uint32_t end) {
    for (const Match& match : gapped) put(match);
    gapped.clear();
    joiner.join(text, sentence, end, matches);
    sentence = end;
  }

  void run() {
    look_up_words();
    look_around();
    matches.clear(), joiner.clear();
    sentence = 0;
    for (uint32_t i = 0; i < words.size(); ++i) {
      if (words[i].sentence) end_sentence(i);
      if (words[i].set != 0) walk_from(i);
    }
    end_sentence(static_cast<uint32_t>(words.size()));
    keep_longest(matches);
  }
};

Scanner::Scanner(const Matcher& matcher)
    : state_(std::make_unique<State>(matcher.phrases_.get())) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;

std::span<const Match> Scanner::find(std::string_view text) {
  state_->reader.read(text);
  state_->run();
  return state_->matches;
}

std::span<const WordRange> Scanner::sides(const Match& match) const {
  if (match.joint != Match::kNoJoint) return state_->joiner.places_of(match.joint);
  state_->own = {match.first, match.end, match.passed};
  return {&state_->own, 1};
}

const WordReader& Scanner::words() const {
  return state_->reader;
}

}  // namespace maillon::rank
