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
#include "rank/number_memo.h"
#include "rank/phrases.h"
#include "rank/sentence_memo.h"

namespace maillon::rank {

Matcher::Matcher(const Catalogue& catalogue) : phrases_(build_phrases(catalogue)) {}
Matcher::Matcher(std::unique_ptr<const Phrases> phrases) : phrases_(std::move(phrases)) {}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;

std::span<const PhraseOwner> Matcher::owners() const {
  return phrases_->owners;
}

namespace {

uint64_t mix_word(uint64_t hash, uint32_t word) {
  return (hash ^ word) * 0x9E3779B97F4A7C15ULL ^ hash >> 29;
}

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
  NumberMemo spellings;  // by the hash of a spelling: its set
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
  std::vector<uint32_t> shapes;  // of the words: their sets, and whether they are Chinese
  SentenceMemo memo;
  struct Sentence {
    uint32_t begin, end;  // words
    uint64_t hash;
  };
  std::vector<Sentence> sentences;
  std::vector<WordRange> kept_places;
  // Of the sentence. Keys that stand near each other find the same: it is cleared of that when it
  // has grown, as a sentence may have no end.
  std::vector<Match> found, gapped;
  std::vector<Keyed> keyed;  // to be tried
  std::size_t most_gapped = kMostGapped;
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
    shapes.resize(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i + kAhead < all.size()) spellings.prefetch(all[i + kAhead].hash);
      const Word& w = all[i];
      uint32_t& set = spellings.of(w.hash);
      if (set == NumberMemo::kUnknown) {
        phrases->nfa.symbols_of(reader.text_of(w), w, key, fresh);
        set = number_of_set();
      }
      words.push_back({sets[set].bits, set, w.sentence, w.han});
      shapes[i] = set << 1 | (w.han ? 1U : 0U);
    }
    words.push_back({0, 0, true, false});
    if (near.size() < all.size() + kNear) near.resize(all.size() + kNear);
    text = {std::span(words).first(all.size()), sets, near};
  }

  // near[i]: the filters of words i to i + 5 of the sentence, as three pairs.
  void look_around(uint32_t begin, uint32_t end) {
    static_assert(kNear == 6);
    for (std::size_t i = begin; i < end; ++i) near[i] = sets[words[i].set].filter;
    for (std::size_t i = end; i < end + std::size_t{kNear}; ++i) near[i] = {};
    for (std::size_t i = begin; i < end + std::size_t{4}; ++i) {
      near[i].add(near[i + 1]);
      if (i >= begin + std::size_t{4}) near[i - 4].add(near[i - 2]), near[i - 4].add(near[i]);
    }
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
      found.push_back(match);
    } else {
      joiner.add(match.owner - kFirstSide, {match.first, match.end, match.passed});
    }
  }

  // Fills `found` with what stands in a sentence, its words counted from the text's first.
  void look_into(uint32_t begin, uint32_t end) {
    look_around(begin, end);
    text.begin = begin, text.end = end;
    found.clear();
    for (uint32_t i = begin; i < end; ++i) {
      if (words[i].set != 0) walk_from(i);
      if (keyed.size() > kMostKeyed) try_keyed();
    }
    try_keyed();
    for (const Match& match : gapped) put(match);
    gapped.clear();
    most_gapped = kMostGapped;
    joiner.join(text, found);
    keep_longest(found);
  }

  void remember(const SentenceMemo::Shape& shape, uint32_t begin, std::size_t first_place) {
    std::vector<WordRange>& places = kept_places;
    places.assign(joiner.places().begin() + static_cast<std::ptrdiff_t>(first_place),
                  joiner.places().end());
    for (WordRange& place : places) {
      if (place.end != 0) place.first -= begin, place.end -= begin;
    }
    for (Match& match : found) {
      match.first -= begin, match.end -= begin;
      if (match.joint != Match::kNoJoint)
        match.joint -= static_cast<uint32_t>(first_place / kMostSides);
    }
    memo.keep(shape, {found, places});
  }

  void take(const SentenceMemo::Found& known, uint32_t begin) {
    const auto first_joint = static_cast<uint32_t>(joiner.places().size() / kMostSides);
    for (Match match : known.matches) {
      match.first += begin, match.end += begin;
      if (match.joint != Match::kNoJoint) match.joint += first_joint;
      matches.push_back(match);
    }
    joiner.put_back(known.places, begin);
  }

  void read_sentence(uint32_t begin, uint32_t end, uint64_t hash) {
    const SentenceMemo::Shape shape{std::span(shapes).subspan(begin, end - begin), hash};
    const bool is_short = end - begin <= SentenceMemo::kLongest;
    if (is_short) {
      if (const auto known = memo.find(shape)) return take(*known, begin);
    }
    const std::size_t first_place = joiner.places().size();
    look_into(begin, end);
    matches.insert(matches.end(), found.begin(), found.end());
    if (is_short) remember(shape, begin, first_place);
  }

  void run() {
    look_up_words();
    matches.clear(), joiner.clear();
    find_sentences();
    for (const Sentence& one : sentences) read_sentence(one.begin, one.end, one.hash);
  }

  // Those that hold a symbol; what is known of them is asked of the memory for all at once.
  void find_sentences() {
    sentences.clear();
    const auto size = static_cast<uint32_t>(text.words.size());
    for (uint32_t begin = 0, end = 0; begin < size; begin = end) {
      uint64_t hash = 0;
      uint32_t any = 0;
      do {
        hash = mix_word(hash, shapes[end]);
        any |= words[end].set;
      } while (!words[++end].sentence);
      if (any == 0) continue;
      sentences.push_back({begin, end, hash ^ hash >> 32});
      memo.prefetch(sentences.back().hash);
    }
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
