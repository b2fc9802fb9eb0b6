// A word of the text stands for few symbols of the catalogue, mostly for none; which ones is
// worked out once for a spelling and remembered in a small table, so that stemming is rare. From
// every word a walk goes through the automaton of all runs of words without a gap (lazy_dfa.h), one
// probe a word, until nothing goes on. What it finds is a phrase, a side of one (joint_sides.h), or
// the key of a phrase with gaps (gapped.h).
#include "rank/matcher.h"

#include <algorithm>
#include <map>
#include <utility>

#include "rank/lazy_dfa.h"
#include "rank/phrases.h"

namespace maillon::rank {

Matcher::Matcher(const Catalogue& catalogue) : phrases_(build_phrases(catalogue)) {}
Matcher::Matcher(std::unique_ptr<const Phrases> phrases) : phrases_(std::move(phrases)) {}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;

std::span<const PhraseOwner> Matcher::owners() const {
  return phrases_->owners;
}

namespace {

// The sets of spellings that were met, by their hashes. Once they are many the older make room; no
// choice of words makes a question long.
class Spellings {
 public:
  static constexpr uint32_t kUnknown = 0xffffffff;
  // Before set_of() is asked, so that the answer is in the cache by then.
  void prefetch(uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }
  // Of that spelling, to be filled if it is kUnknown. Valid until the next call.
  uint32_t& set_of(uint64_t hash) {
    if (count_ * 2 >= slots_.size() && slots_.size() < kMost) grow();
    for (std::size_t k = 0; k < kTries; ++k) {
      Slot& slot = slots_[(hash + k) & (slots_.size() - 1)];
      if (slot.set == kUnknown) {
        slot.hash = hash, ++count_;
        return slot.set;
      }
      if (slot.hash == hash) return slot.set;
    }
    Slot& first = slots_[hash & (slots_.size() - 1)];
    first = {hash, kUnknown};
    return first.set;
  }

 private:
  static constexpr std::size_t kMost = std::size_t{1} << 19, kTries = 8;
  struct Slot {
    uint64_t hash = 0;
    uint32_t set = kUnknown;
  };
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    count_ = 0;
    for (const Slot& one : old) {
      if (one.set != kUnknown) set_of(one.hash) = one.set;
    }
  }
  std::vector<Slot> slots_ = std::vector<Slot>(std::size_t{1} << 12);
  std::size_t count_ = 0;
};

}  // namespace

struct Scanner::State {
  static constexpr std::size_t kMostGapped = 4096, kMostKeyed = 256;
  // A key that stands at a word, and the phrase it is of.
  struct Keyed {
    const Gapped* phrase;
    uint32_t key;
  };
  const Phrases* phrases;
  WordReader reader;
  Spellings spellings;
  // The sets that there are follow from the catalogue, not from the texts. 0 is the empty one.
  std::map<std::vector<uint32_t>, uint32_t> set_number{{{}, 0}};
  std::vector<SymbolSet> sets{1};
  std::vector<uint32_t> fresh;
  std::string key;
  std::vector<SymbolWord> words;  // of the text, and one that ends the last sentence
  std::vector<SymbolBits> near;
  LazyDfa dfa;
  SideJoiner joiner;
  SymbolText text;
  std::vector<Match> matches;
  // Of the sentence. Keys that stand near each other find the same: it is cleared of that when it
  // has grown, as a sentence may have no end.
  std::vector<Match> gapped;
  std::vector<Keyed> keyed;  // to be tried
  std::size_t most_gapped = kMostGapped;
  uint32_t sentence = 0;  // its first word
  WordRange own;

  explicit State(const Phrases* of) : phrases(of), dfa(of->nfa), joiner(of->joints, of->nfa) {}

  uint32_t number_of_set() {
    const auto [at, is_new] = set_number.emplace(fresh, static_cast<uint32_t>(sets.size()));
    if (is_new) {
      SymbolSet set{at->first, bits_of(at->first), {}};
      for (const uint32_t symbol : set.symbols) set.filter.add(symbol);
      sets.push_back(set);
    }
    return at->second;
  }

  void look_up_words() {
    constexpr std::size_t kAhead = 8;
    const std::vector<Word>& all = reader.words();
    words.clear(), words.reserve(all.size() + 1);
    if (near.size() < all.size() + kNear) near.resize(all.size() + kNear);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i + kAhead < all.size()) spellings.prefetch(all[i + kAhead].hash);
      const Word& w = all[i];
      uint32_t& set = spellings.set_of(w.hash);
      if (set == Spellings::kUnknown) {
        phrases->nfa.symbols_of(reader.text_of(w), w, key, fresh);
        set = number_of_set();
      }
      words.push_back({sets[set].bits, set, w.sentence, w.han});
      near[i] = sets[set].filter;
    }
    words.push_back({0, 0, true, false});
  }

  // near[i]: the filters of words i to i + 5, as three pairs.
  void look_around() {
    static_assert(kNear == 6);
    const std::size_t size = words.size() - 1;
    for (std::size_t i = size; i < size + kNear; ++i) near[i] = {};
    for (std::size_t i = 0; i < size + 4; ++i) {
      near[i].add(near[i + 1]);
      if (i >= 4) near[i - 4].add(near[i - 2]), near[i - 4].add(near[i]);
    }
    text = {std::span(words).first(size), sets, near};
  }

  void walk_from(uint32_t first) {
    LazyDfa::StateId at = dfa.begin(words[first].set, sets[words[first].set]);
    for (uint32_t end = first + 1; at != LazyDfa::kDead; ++end) {
      for (const uint32_t owner : dfa.endings(at)) {
        if (owner >= kFirstKey) {
          const Gapped& phrase = phrases->gapped[owner - kFirstKey];
          __builtin_prefetch(&phrase);
          keyed.push_back({&phrase, first});
        } else {
          put({owner, first, end, Match::kNoJoint, 0});
        }
      }
      // Both at once: neither can be foretold.
      const SymbolWord& next = words[end];
      if ((dfa.bits(at) & next.bits & (uint64_t{next.sentence} - 1)) == 0) return;
      at = dfa.next(at, next.set, sets[next.set]);
    }
  }

  // What is read next is asked of the memory for all of them before it is read of the first: they
  // lie far apart.
  void try_keyed() {
    const PhraseNfa& nfa = phrases->nfa;
    std::erase_if(keyed, [&](const Keyed& one) {
      if (!may_stand(nfa, text, *one.phrase, one.key)) return true;
      __builtin_prefetch(&nfa.steps[one.phrase->begin.step]);
      return false;
    });
    for (const Keyed& one : keyed)
      __builtin_prefetch(&nfa.nodes[nfa.steps[one.phrase->begin.step].root]);
    for (const Keyed& one : keyed) {
      try_gapped(nfa, text, *one.phrase, one.key, gapped);
      if (gapped.size() <= most_gapped) continue;
      keep_each_once(gapped);
      most_gapped = std::max(most_gapped, 2 * gapped.size());
    }
    keyed.clear();
  }

  void put(const Match& match) {
    if (match.owner < kFirstSide) {
      matches.push_back(match);
    } else {
      joiner.add(match.owner - kFirstSide, {match.first, match.end, match.passed});
    }
  }

  void end_sentence(uint32_t end) {
    try_keyed();
    for (const Match& match : gapped) put(match);
    gapped.clear();
    most_gapped = kMostGapped;
    joiner.join(text, sentence, end, matches);
    sentence = end;
  }

  void run() {
    look_up_words();
    look_around();
    matches.clear(), joiner.clear();
    sentence = 0;
    for (uint32_t i = 0; i < text.words.size(); ++i) {
      if (words[i].sentence) end_sentence(i);
      if (words[i].set != 0) walk_from(i);
      if (keyed.size() > kMostKeyed) try_keyed();
    }
    end_sentence(static_cast<uint32_t>(text.words.size()));
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
