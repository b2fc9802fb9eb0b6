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
};
struct Node {
  std::vector<GapEdge> gaps;
  std::vector<uint32_t> owners;  // of the phrases that end here
  std::vector<uint32_t> jumps;   // states that are reached with this one
  bool leaf = true;              // no symbol edge
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

// What a word stands for.
struct Symbols {
  static constexpr std::size_t kMost = 6;
  uint64_t hash = 0;
  std::array<uint32_t, kMost> symbol{};
  uint8_t count = 0;
  bool known = false;
  bool starts = false;  // one of them begins a phrase

  std::span<const uint32_t> all() const { return {symbol.data(), count}; }
  void add(uint32_t s) {
    if (count < kMost) symbol[count++] = s;
  }
};

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
    nodes[node].leaf = false;
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
  }

  Symbols symbols_of(std::string_view folded, const Word& word, std::string& key) const {
    Symbols out;
    out.hash = word.hash;
    out.known = true;
    if (word.number) {
      out.add(kNumberSymbol);
      key.assign(folded);
    } else {
      to_word_key(folded, key);
    }
    if (const auto at = keys.find(key); at != keys.end()) out.add(at->second);
    for (const uint32_t size : prefix_sizes) {
      if (size > folded.size()) break;
      key.assign(folded.substr(0, size));
      if (const auto at = prefixes.find(key); at != prefixes.end()) out.add(at->second);
    }
    for (const uint32_t s : out.all()) out.starts = out.starts || roots[s] != kNoNode;
    return out;
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
  static constexpr std::size_t kRemembered = 1U << 14;

  const Matcher::Trie* trie;
  WordReader reader;
  std::vector<Symbols> remembered{kRemembered};
  std::vector<Match> matches;
  std::string key;
  // Per joint: where its sides were seen last, and in which sentence.
  struct Seen {
    uint32_t sentence = 0xffffffff, sides = 0;
    std::array<WordRange, kMostSides> place{};
  };
  std::vector<Seen> seen;
  std::vector<WordRange> places;  // of the sides of joints, kMostSides each; 
  std::vector<uint32_t> side_counts;
  WordRange own;

  explicit State(const Matcher::Trie* of) : trie(of) {}

  const Symbols& symbols_at(std::size_t i) {
    const Word& w = reader.words()[i];
    Symbols& place = remembered[w.hash & (kRemembered - 1)];
    if (!place.known || place.hash != w.hash) {
      place = trie->symbols_of(reader.text_of(w), w, key);
    }
    return place;
  }

  // In state `node`, with the words up to `at` read. A gap has been skipped just before: nothing
  // ends here.
  void walk(uint32_t node, std::size_t first, std::size_t at, bool after_gap = false) {
    const Node& here = trie->nodes[node];
    if (!after_gap) {
      for (const uint32_t owner : here.owners) {
        matches.push_back({owner, static_cast<uint32_t>(first), static_cast<uint32_t>(at)});
      }
    }
    for (const uint32_t jump : here.jumps) walk(jump, first, at, after_gap);
    if (!here.leaf) step(node, first, at);
    for (const GapEdge& gap : here.gaps) {
      for (std::size_t skip = 0; skip <= gap.most && at + skip < reader.words().size(); ++skip) {
        if (reader.words()[at + skip].sentence) break;
        walk(gap.node, first, at + skip, true);
      }
    }
  }

  void step(uint32_t node, std::size_t first, std::size_t at) {
    if (at >= reader.words().size() || reader.words()[at].sentence) return;
    const Symbols here = symbols_at(at);  // a copy: the place may be needed again below
    for (const uint32_t symbol : here.all()) {
      const uint32_t next = trie->edges.find(node, symbol);
      if (next != kNoNode) walk(next, first, at + 1);
    }
  }

  void join_sides();

  void run() {
    matches.clear();
    for (std::size_t i = 0; i < reader.words().size(); ++i) {
      const Symbols& found = symbols_at(i);
      if (!found.starts) continue;
      const Symbols here = found;
      for (const uint32_t symbol : here.all()) {
        if (trie->roots[symbol] != kNoNode) walk(trie->roots[symbol], i, i + 1);
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
  seen.assign(trie->joints.size(), {});
  places.clear(), side_counts.clear();
  std::size_t kept = 0, word = 0;
  uint32_t sentence = 0;
  std::vector<Match> joined;
  for (const Match& match : matches) {
    if (match.owner < kFirstSide) {
      matches[kept++] = match;
      continue;
    }
    for (; word <= match.first; ++word) {
      if (reader.words()[word].sentence) sentence = static_cast<uint32_t>(word);
    }
    for (const SideUse& use : trie->sides[match.owner - kFirstSide]) {
      Seen& at = seen[use.joint];
      if (at.sentence != sentence) at = {sentence, 0, {}};
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
