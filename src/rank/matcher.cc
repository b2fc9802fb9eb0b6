#include "rank/matcher.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <tuple>
#include <utility>

#include "rank/automaton.h"
#include "rank/phrase.h"

namespace maillon::rank {
namespace {

uint16_t pack_language(std::string_view code) {
  if (code.size() != 2) return 0;
  return static_cast<uint16_t>(static_cast<unsigned char>(code[0]) << 8 |
                               static_cast<unsigned char>(code[1]));
}

}  // namespace

Matcher::Matcher(const Catalogue& catalogue) {
  auto automaton = std::make_unique<PhraseAutomaton>();
  const auto add = [&](bool cue, std::size_t index, const std::vector<Phrase>& phrases) {
    for (const Phrase& phrase : phrases) {
      const std::vector<std::string_view> sides = split_sides(phrase.text);
      const auto items = parse_phrase(sides.front(), phrase.language);
      if (!items || sides.size() > kMostSides) continue;
      const PhraseOwner owner{cue, static_cast<uint32_t>(index), pack_language(phrase.language)};
      if (owners_.empty() || owners_.back().cue != cue || owners_.back().index != owner.index ||
          owners_.back().language != owner.language) {
        owners_.push_back(owner);
      }
      const auto number = static_cast<uint32_t>(owners_.size() - 1);
      if (sides.size() == 1) {
        automaton->add(*items, number);
      } else {
        automaton->add_joint(phrase, sides, number);
      }
    }
  };
  for (std::size_t i = 0; i < catalogue.indicators.size(); ++i) {
    add(false, i, catalogue.indicators[i].phrases);
  }
  for (std::size_t i = 0; i < catalogue.cues.size(); ++i) add(true, i, catalogue.cues[i].phrases);
  automaton->finish();
  automaton_ = std::move(automaton);
}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;

struct Scanner::State {
  // Spellings that were met, and the set of symbols that each stands for.
  static constexpr std::size_t kRemembered = 1U << 16;
  struct Spelling {
    uint64_t hash = 0;
    uint32_t set = 0;
    bool known = false;
  };
  // A set of symbols; 0 is the empty one.
  struct SymbolSet {
    uint32_t begin = 0, end = 0;  // in `symbols`
    uint64_t bits = 0;            // bit_of each
    bool starts = false;          // one of them begins a phrase
  };
  // Per joint: where its sides were seen last, and in which sentence.
  struct Seen {
    uint64_t sentence = 0;
    uint32_t sides = 0;
    std::array<WordRange, kMostSides> place{};
  };

  const PhraseAutomaton* automaton;
  WordReader reader;
  std::vector<Spelling> remembered{kRemembered};
  std::vector<SymbolSet> sets{1};
  std::vector<uint32_t> symbols, fresh;
  std::map<std::vector<uint32_t>, uint32_t> set_number;
  std::vector<uint32_t> of_word;  // the set of each word of the text
  std::vector<Match> matches, joined;
  std::string key;
  std::vector<Seen> seen;
  uint64_t sentences = 0;         // of all texts so far
  std::vector<WordRange> places;  // of the sides of joints, kMostSides each
  std::vector<uint32_t> side_counts;
  WordRange own;

  explicit State(const PhraseAutomaton* of) : automaton(of), seen(of->joints.size()) {}

  // The sets that there are follow from the catalogue, not from the texts.
  uint32_t number_of_set() {
    if (fresh.empty()) return 0;
    const auto [at, is_new] = set_number.emplace(fresh, static_cast<uint32_t>(sets.size()));
    if (is_new) {
      SymbolSet set;
      set.begin = static_cast<uint32_t>(symbols.size());
      for (const uint32_t symbol : fresh) {
        symbols.push_back(symbol);
        set.bits |= bit_of(symbol);
        set.starts = set.starts || automaton->roots[symbol] != kNoState;
      }
      set.end = static_cast<uint32_t>(symbols.size());
      sets.push_back(set);
    }
    return at->second;
  }

  void look_up_words() {
    of_word.clear();
    for (const Word& w : reader.words()) {
      Spelling& place = remembered[w.hash & (kRemembered - 1)];
      if (!place.known || place.hash != w.hash) {
        automaton->symbols_of(reader.text_of(w), w, key, fresh);
        place = {w.hash, number_of_set(), true};
      }
      of_word.push_back(place.set);
    }
  }

  bool ends_at(std::size_t at) const { return at >= of_word.size() || reader.words()[at].sentence; }

  // Bits [from, to), counted from the match's first word.
  static uint64_t bits_of(std::size_t from, std::size_t to) {
    const auto below = [](std::size_t n) {
      return n >= 64 ? ~uint64_t{0} : (uint64_t{1} << n) - 1;
    };
    return below(to) & ~below(from);
  }

  // In state `node`, with the words up to `at` read, of which gaps took `passed`. A gap has been
  // skipped just before: nothing ends here.
  void walk(uint32_t node, std::size_t first, std::size_t at, uint64_t passed,
            bool after_gap = false) {
    const rank::State& here = automaton->states[node];
    const rank::State& next = automaton->states[node + 1];
    if (!after_gap) {
      for (uint32_t i = here.owners; i < next.owners; ++i) {
        matches.push_back({automaton->owner_list[i], static_cast<uint32_t>(first),
                           static_cast<uint32_t>(at), Match::kNoJoint, passed});
      }
    }
    const uint64_t bits = ends_at(at) ? 0 : sets[of_word[at]].bits;
    for (uint32_t i = here.jumps; i < next.jumps; ++i) {
      const Jump& jump = automaton->jump_list[i];
      if (jump.waits && (jump.reach & bits) == 0) continue;
      walk(jump.state, first, at, passed, after_gap);
    }
    if ((here.next & bits) != 0) step(node, first, at, passed);
    for (uint32_t i = here.gaps; i < next.gaps; ++i) {
      const GapEdge& gap = automaton->gap_list[i];
      for (std::size_t skip = 0; skip <= gap.most && !ends_at(at + skip); ++skip) {
        if (!gap.chains && (sets[of_word[at + skip]].bits & gap.reach) == 0) continue;
        walk(gap.state, first, at + skip, passed | bits_of(at - first, at + skip - first), true);
      }
    }
  }

  void step(uint32_t node, std::size_t first, std::size_t at, uint64_t passed) {
    const SymbolSet& set = sets[of_word[at]];
    const uint64_t may_follow = automaton->states[node].next;
    for (uint32_t i = set.begin; i < set.end; ++i) {
      if ((bit_of(symbols[i]) & may_follow) == 0) continue;
      const uint32_t next = automaton->edges.find(node, symbols[i]);
      if (next != kNoState) walk(next, first, at + 1, passed);
    }
  }

  void join_sides();

  void run() {
    look_up_words();
    matches.clear();
    for (std::size_t i = 0; i < of_word.size(); ++i) {
      const SymbolSet& set = sets[of_word[i]];
      if (!set.starts) continue;
      for (uint32_t k = set.begin; k < set.end; ++k) {
        const uint32_t root = automaton->roots[symbols[k]];
        if (root == kNoState) continue;
        const rank::State& state = automaton->states[root];
        if (state.alone && (ends_at(i + 1) || (sets[of_word[i + 1]].bits & state.next) == 0))
          continue;
        walk(root, i, i + 1, 0);
      }
    }
    join_sides();
    std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      return std::tie(a.first, a.owner, b.end) < std::tie(b.first, b.owner, a.end);
    });
    keep_longest();
  }

  // A word that one of the owner's phrases names is no gap's, whatever the others pass over.
  void keep_longest() {
    std::size_t kept = 0;
    for (const Match& match : matches) {
      Match* last = kept == 0 ? nullptr : &matches[kept - 1];
      if (last != nullptr && last->first == match.first && last->owner == match.owner) {
        if (last->end == match.end) last->passed &= match.passed;
      } else {
        matches[kept++] = match;
      }
    }
    matches.resize(kept);
  }
};

// Matches come in the order of their first words.
void Scanner::State::join_sides() {
  places.clear(), side_counts.clear(), joined.clear();
  std::size_t kept = 0, word = 0;
  ++sentences;  // whatever was seen in the text before is over
  for (const Match& match : matches) {
    if (match.owner < kFirstSide) {
      matches[kept++] = match;
      continue;
    }
    for (; word <= match.first; ++word) {
      if (reader.words()[word].sentence) ++sentences;
    }
    for (const SideUse& use : automaton->sides[match.owner - kFirstSide]) {
      Seen& at = seen[use.joint];
      if (at.sentence != sentences) at.sentence = sentences, at.sides = 0;
      at.sides |= 1U << use.side;
      at.place[use.side] = {match.first, match.end, match.passed};
      const Joint& joint = automaton->joints[use.joint];
      if (at.sides != joint.sides) continue;
      uint32_t first = match.first, end = match.end;
      for (uint32_t s = 0; (joint.sides >> s & 1U) != 0; ++s) {
        first = std::min(first, at.place[s].first);
        end = std::max(end, at.place[s].end);
      }
      const uint32_t window = reader.words()[first].han ? 2 * kJointWindow : kJointWindow;
      if (end - first > window) continue;
      joined.push_back({joint.owner, first, end, static_cast<uint32_t>(side_counts.size()), 0});
      places.insert(places.end(), at.place.begin(), at.place.end());
      side_counts.push_back(static_cast<uint32_t>(std::popcount(joint.sides)));
      at.sides = 0;
    }
  }
  matches.resize(kept);
  matches.insert(matches.end(), joined.begin(), joined.end());
}

Scanner::Scanner(const Matcher& matcher)
    : state_(std::make_unique<State>(matcher.automaton_.get())) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;

std::span<const Match> Scanner::find(std::string_view text) {
  state_->reader.read(text);
  state_->run();
  return state_->matches;
}

std::span<const WordRange> Scanner::sides(const Match& match) const {
  if (match.joint == Match::kNoJoint) {
    state_->own = {match.first, match.end, match.passed};
    return {&state_->own, 1};
  }
  return std::span(state_->places)
      .subspan(std::size_t{match.joint} * kMostSides, state_->side_counts[match.joint]);
}

const WordReader& Scanner::words() const {
  return state_->reader;
}

}  // namespace maillon::rank
