// The phrases are one automaton whose edges are symbols: a word's key, a prefix, a number, or a
// gap. The first words of all phrases share a trie; behind them each phrase has states of its own,
// where the alternatives of an item meet again, so that a phrase of many wordings is small. A
// text's word stands for few symbols, mostly for none; which ones is worked out once for a
// spelling and remembered in a small table, so that a word costs one probe and stemming is rare. A
// walk starts only at words that begin a phrase, and the longest phrase bounds it, so ten times
// the phrases cost hardly more.
#include "rank/matcher.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "rank/phrase.h"

namespace maillon::rank {
namespace {

constexpr uint32_t kNoNode = 0xffffffff;
constexpr uint32_t kNumberSymbol = 0;

struct GapEdge {
  uint32_t most, node;
  bool chains = false;  // another gap can follow at once
};
struct Node {
  std::vector<GapEdge> gaps;
  std::vector<uint32_t> owners;  // of the phrases that end here
  std::vector<uint32_t> jumps;   // states that are reached with this one
  uint64_t next = 0;             // see State
};

// (node, symbol) -> node, open addressing.
class Edges {
 public:
  void build(const std::unordered_map<uint64_t, uint32_t>& from) {
    std::size_t size = 16;
    while (size < from.size() * 2) size *= 2;
    mask_ = size - 1;
    slots_.assign(size, {0, kNoNode});
    for (const auto& [key, node] : from) {
      std::size_t at = place(key);
      while (slots_[at].node != kNoNode) at = (at + 1) & mask_;
      slots_[at] = {key, node};
    }
  }
  uint32_t find(uint32_t node, uint32_t symbol) const {
    const uint64_t key = uint64_t{node} << 32 | symbol;
    for (std::size_t at = place(key); slots_[at].node != kNoNode; at = (at + 1) & mask_) {
      if (slots_[at].key == key) return slots_[at].node;
    }
    return kNoNode;
  }

 private:
  struct Slot {
    uint64_t key;
    uint32_t node;
  };
  std::size_t place(uint64_t key) const {
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> 24) & mask_;
  }
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
};

// A state as the walk needs it: where its lists begin; they end where the next state's begin.
struct State {
  uint64_t next = 0;  // a bit for each symbol that may follow, see bit_of
  uint32_t owners = 0, jumps = 0, gaps = 0;
  bool alone = false;  // nothing but symbols: the next word decides
};
uint64_t bit_of(uint32_t symbol) { return uint64_t{1} << (symbol * 0x9E3779B1U >> 26); }

uint16_t pack_language(std::string_view code) {
  if (code.size() != 2) return 0;
  return static_cast<uint16_t>(static_cast<unsigned char>(code[0]) << 8 |
                               static_cast<unsigned char>(code[1]));
}

}  // namespace

// A phrase of several sides: all in one sentence, in any order.
struct Joint {
  uint32_t owner = 0;
  uint32_t sides = 0;  // bits
};
struct SideUse {
  uint32_t joint, side;
};
// Owners from here on are sides, shared by the joints that use them.
constexpr uint32_t kFirstSide = 0x80000000;

struct Matcher::Trie {
  std::vector<Joint> joints;
  std::vector<std::vector<SideUse>> sides;  // who uses side i
  std::unordered_map<std::string, uint32_t> side_number;  // by language and text
  std::vector<Node> nodes{1};
  Edges edges;
  std::vector<uint32_t> roots;  // per symbol: the node behind the root
  std::unordered_map<std::string, uint32_t> keys, prefixes;
  std::vector<uint32_t> prefix_sizes;  // bytes, ascending
  std::unordered_map<uint64_t, uint32_t> building;
  uint32_t symbols = 1;
  // The states, flat.
  std::vector<State> states;
  std::vector<uint32_t> owner_list, jump_list;
  std::vector<GapEdge> gap_list;

  uint32_t symbol_of(const PhrasePart& part) {
    if (part.kind == PhrasePart::number) return kNumberSymbol;
    auto& table = part.kind == PhrasePart::prefix ? prefixes : keys;
    const auto [at, is_new] = table.emplace(part.text, symbols);
    if (is_new) ++symbols;
    return at->second;
  }

  uint32_t child(uint32_t node, const PhrasePart& part) {
    if (part.kind == PhrasePart::gap) {
      for (const GapEdge& gap : nodes[node].gaps) {
        if (gap.most == part.most) return gap.node;
      }
      const auto made = static_cast<uint32_t>(nodes.size());
      nodes[node].gaps.push_back({part.most, made});
      nodes.emplace_back();
      return made;
    }
    const uint64_t key = uint64_t{node} << 32 | symbol_of(part);
    const auto [at, is_new] = building.emplace(key, static_cast<uint32_t>(nodes.size()));
    nodes[node].next |= bit_of(static_cast<uint32_t>(key));
    if (is_new) nodes.emplace_back();
    return at->second;
  }

  static void put(std::vector<uint32_t>& list, uint32_t value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
  }

  uint32_t follow(uint32_t node, std::span<const PhrasePart> words) {
    for (const PhrasePart& part : words) node = child(node, part);
    return node;
  }

  // How many items are multiplied out into the trie: until each wording has two words, or there
  // are many.
  static std::size_t head_items(const PhraseItems& items, std::vector<PhraseWords>& heads) {
    constexpr std::size_t kMostHeads = 256;
    heads.assign(1, {});
    std::size_t told = 0, taken = 0;
    for (const PhraseItem& item : items) {
      if (told >= 2 || (told >= 1 && heads.size() * item.any.size() > kMostHeads)) break;
      std::vector<PhraseWords> longer;
      for (const PhraseWords& head : heads) {
        for (const PhraseWords& words : item.any) {
          longer.push_back(head);
          longer.back().insert(longer.back().end(), words.begin(), words.end());
        }
      }
      heads = std::move(longer);
      told += fewest_words(item);
      ++taken;
    }
    return taken;
  }

  // The number of a side, made if it is new.
  uint32_t side_of(std::string_view text, const std::string& language, const PhraseItems& items) {
    const auto [at, is_new] =
        side_number.emplace(language + " " + std::string(text), static_cast<uint32_t>(sides.size()));
    if (is_new) {
      sides.emplace_back();
      add(items, kFirstSide + at->second);
    }
    return at->second;
  }

  void add_joint(const Phrase& phrase, std::span<const std::string_view> texts, uint32_t owner) {
    const auto joint = static_cast<uint32_t>(joints.size());
    joints.push_back({owner, (1U << texts.size()) - 1});
    for (uint32_t s = 0; s < texts.size(); ++s) {
      const auto items = parse_phrase(texts[s], phrase.language);
      if (items) sides[side_of(texts[s], phrase.language, *items)].push_back({joint, s});
    }
  }

  void add(const PhraseItems& items, uint32_t owner) {
    std::vector<PhraseWords> heads;
    const std::size_t taken = head_items(items, heads);
    // States before item i, from the last; where all that follows may be missing, the phrase ends.
    uint32_t next = 0;
    bool may_end = true;
    for (std::size_t i = items.size(); i > taken; --i) {
      const auto state = static_cast<uint32_t>(nodes.size());
      nodes.emplace_back();
      for (const PhraseWords& words : items[i - 1].any) {
        const uint32_t end = follow(state, words);
        if (i == items.size()) {
          put(nodes[end].owners, owner);
        } else {
          put(nodes[end].jumps, next);
        }
      }
      may_end = may_end && fewest_words(items[i - 1]) == 0;
      if (may_end) put(nodes[state].owners, owner);
      next = state;
    }
    for (const PhraseWords& head : heads) {
      std::span<const PhrasePart> words = head;
      while (!words.empty() && words.front().kind == PhrasePart::gap) words = words.subspan(1);
      while (taken == items.size() && !words.empty() && words.back().kind == PhrasePart::gap) {
        words = words.first(words.size() - 1);
      }
      const uint32_t end = follow(0, words);
      if (next == 0) {
        put(nodes[end].owners, owner);
      } else {
        put(nodes[end].jumps, next);
      }
    }
  }

  bool has_gap(uint32_t node) const {
    if (!nodes[node].gaps.empty()) return true;
    return std::any_of(nodes[node].jumps.begin(), nodes[node].jumps.end(),
                       [&](uint32_t jump) { return has_gap(jump); });
  }

  void finish() {
    edges.build(building);
    roots.assign(symbols, kNoNode);
    for (const auto& [key, node] : building) {
      if (key >> 32 == 0) roots[static_cast<uint32_t>(key)] = node;
    }
    building.clear();
    for (const auto& [text, symbol] : prefixes) {
      prefix_sizes.push_back(static_cast<uint32_t>(text.size()));
    }
    std::sort(prefix_sizes.begin(), prefix_sizes.end());
    prefix_sizes.erase(std::unique(prefix_sizes.begin(), prefix_sizes.end()), prefix_sizes.end());
    for (Node& node : nodes) {
      for (GapEdge& gap : node.gaps) gap.chains = has_gap(gap.node);
    }
    for (const Node& node : nodes) {
      states.push_back({node.next, static_cast<uint32_t>(owner_list.size()),
                        static_cast<uint32_t>(jump_list.size()),
                        static_cast<uint32_t>(gap_list.size()),
                        node.owners.empty() && node.jumps.empty() && node.gaps.empty()});
      owner_list.insert(owner_list.end(), node.owners.begin(), node.owners.end());
      jump_list.insert(jump_list.end(), node.jumps.begin(), node.jumps.end());
      gap_list.insert(gap_list.end(), node.gaps.begin(), node.gaps.end());
    }
    states.push_back({0, static_cast<uint32_t>(owner_list.size()),
                      static_cast<uint32_t>(jump_list.size()),
                      static_cast<uint32_t>(gap_list.size()), false});
    nodes = {};
  }

  // What a word stands for, ascending.
  void symbols_of(std::string_view folded, const Word& word, std::string& key,
                  std::vector<uint32_t>& out) const {
    out.clear();
    if (word.number) {
      out.push_back(kNumberSymbol);
      key.assign(folded);
    } else {
      to_word_key(folded, key);
    }
    if (const auto at = keys.find(key); at != keys.end()) out.push_back(at->second);
    for (const uint32_t size : prefix_sizes) {
      if (size > folded.size()) break;
      key.assign(folded.substr(0, size));
      if (const auto at = prefixes.find(key); at != prefixes.end()) out.push_back(at->second);
    }
  }
};

Matcher::Matcher(const Catalogue& catalogue) {
  auto trie = std::make_unique<Trie>();
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
        trie->add(*items, number);
      } else {
        trie->add_joint(phrase, sides, number);
      }
    }
  };
  for (std::size_t i = 0; i < catalogue.indicators.size(); ++i) {
    add(false, i, catalogue.indicators[i].phrases);
  }
  for (std::size_t i = 0; i < catalogue.cues.size(); ++i) add(true, i, catalogue.cues[i].phrases);
  trie->finish();
  trie_ = std::move(trie);
}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;

struct Scanner::State {
  // Spellings that were met, and the set of symbols that each stands for.
  static constexpr std::size_t kRemembered = 1U << 15;
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

  const Matcher::Trie* trie;
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

  explicit State(const Matcher::Trie* of) : trie(of), seen(of->joints.size()) {}

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
        set.starts = set.starts || trie->roots[symbol] != kNoNode;
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
        trie->symbols_of(reader.text_of(w), w, key, fresh);
        place = {w.hash, number_of_set(), true};
      }
      of_word.push_back(place.set);
    }
  }

  bool ends_at(std::size_t at) const {
    return at >= of_word.size() || reader.words()[at].sentence;
  }

  // In state `node`, with the words up to `at` read. A gap has been skipped just before: nothing
  // ends here.
  void walk(uint32_t node, std::size_t first, std::size_t at, bool after_gap = false) {
    const maillon::rank::State& here = trie->states[node];
    const maillon::rank::State& next = trie->states[node + 1];
    if (!after_gap) {
      for (uint32_t i = here.owners; i < next.owners; ++i) {
        matches.push_back(
            {trie->owner_list[i], static_cast<uint32_t>(first), static_cast<uint32_t>(at)});
      }
    }
    for (uint32_t i = here.jumps; i < next.jumps; ++i) {
      walk(trie->jump_list[i], first, at, after_gap);
    }
    if (here.next != 0 && !ends_at(at)) step(node, first, at);
    for (uint32_t i = here.gaps; i < next.gaps; ++i) {
      const GapEdge& gap = trie->gap_list[i];
      for (std::size_t skip = 0; skip <= gap.most && !ends_at(at + skip); ++skip) {
        if (gap.chains || of_word[at + skip] != 0) walk(gap.node, first, at + skip, true);
      }
    }
  }

  void step(uint32_t node, std::size_t first, std::size_t at) {
    const SymbolSet& set = sets[of_word[at]];
    const uint64_t may_follow = trie->states[node].next;
    if ((set.bits & may_follow) == 0) return;
    for (uint32_t i = set.begin; i < set.end; ++i) {
      if ((bit_of(symbols[i]) & may_follow) == 0) continue;
      const uint32_t next = trie->edges.find(node, symbols[i]);
      if (next != kNoNode) walk(next, first, at + 1);
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
        const uint32_t root = trie->roots[symbols[k]];
        if (root == kNoNode) continue;
        const maillon::rank::State& state = trie->states[root];
        if (state.alone &&
            (ends_at(i + 1) || (sets[of_word[i + 1]].bits & state.next) == 0))
          continue;
        walk(root, i, i + 1);
      }
    }
    join_sides();
    std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      return std::tie(a.first, a.owner, b.end) < std::tie(b.first, b.owner, a.end);
    });
    matches.erase(std::unique(matches.begin(), matches.end(),
                              [](const Match& a, const Match& b) {
                                return a.first == b.first && a.owner == b.owner;
                              }),
                  matches.end());
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
    for (const SideUse& use : trie->sides[match.owner - kFirstSide]) {
      Seen& at = seen[use.joint];
      if (at.sentence != sentences) at.sentence = sentences, at.sides = 0;
      at.sides |= 1U << use.side;
      at.place[use.side] = {match.first, match.end};
      const Joint& joint = trie->joints[use.joint];
      if (at.sides != joint.sides) continue;
      uint32_t first = match.first, end = match.end;
      for (uint32_t s = 0; (joint.sides >> s & 1U) != 0; ++s) {
        first = std::min(first, at.place[s].first);
        end = std::max(end, at.place[s].end);
      }
      const uint32_t window = reader.words()[first].han ? 2 * kJointWindow : kJointWindow;
      if (end - first > window) continue;
      joined.push_back({joint.owner, first, end, static_cast<uint32_t>(side_counts.size())});
      places.insert(places.end(), at.place.begin(), at.place.end());
      side_counts.push_back(static_cast<uint32_t>(std::popcount(joint.sides)));
      at.sides = 0;
    }
  }
  matches.resize(kept);
  matches.insert(matches.end(), joined.begin(), joined.end());
}

Scanner::Scanner(const Matcher& matcher) : state_(std::make_unique<State>(matcher.trie_.get())) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;

std::span<const Match> Scanner::find(std::string_view text) {
  state_->reader.read(text);
  state_->run();
  return state_->matches;
}

std::span<const WordRange> Scanner::sides(const Match& match) const {
  if (match.joint == Match::kNoJoint) {
    state_->own = {match.first, match.end};
    return {&state_->own, 1};
  }
  return std::span(state_->places)
      .subspan(std::size_t{match.joint} * kMostSides, state_->side_counts[match.joint]);
}

const WordReader& Scanner::words() const { return state_->reader; }

}  // namespace maillon::rank
