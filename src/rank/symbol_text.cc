#include "rank/symbol_text.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

namespace maillon::rank {
namespace {

// Tries one phrase at one word.
class Walk {
 public:
  Walk(const PhraseNfa& nfa, const SymbolText& text, uint32_t first, std::vector<Match>& out)
      : nfa_(nfa), text_(text), first_(first), out_(out) {}

  void begin(uint32_t step) { go(step, nfa_.steps[step].root, first_, 0, false); }

 private:
  void end(uint32_t step, std::size_t at, uint64_t passed) {
    if (at == first_) return;
    out_.push_back(
        {nfa_.steps[step].owner, first_, static_cast<uint32_t>(at), Match::kNoJoint, passed});
  }

  // The words up to `at` are read, of which gaps took `passed`; the last was one of them, or none,
  // if `after_gap`. A phrase does not end so.
  void go(uint32_t step, uint32_t node, std::size_t at, uint64_t passed, bool after_gap) {
    if (++calls_ > kPatience && !is_news({step, node, at, after_gap}, passed)) return;
    const PhraseNfa::Node& here = nfa_.nodes[node];
    if (here.accepts) {
      const PhraseNfa::Step& behind = nfa_.steps[step + 1];
      if (behind.may_end && !after_gap) end(step + 1, at, passed);
      if (behind.root != kNoNode) go(step + 1, behind.root, at, passed, after_gap);
    }
    if (!text_.ends_at(at) || at == first_) read(step, node, at, passed);
    for (uint32_t i = here.gaps; i < nfa_.nodes[node + 1].gaps; ++i) {
      const PhraseNfa::Gap& gap = nfa_.gaps[i];
      if (at == first_) {  // a gap before the first word means nothing
        go(step, gap.node, at, passed, false);
        continue;
      }
      // Nor does one behind all else: (fee|# ..1) at a phrase's end.
      const bool is_last = nfa_.nodes[gap.node].accepts && nfa_.steps[step + 1].may_end;
      if (is_last && !after_gap) end(step, at, passed);
      for (std::size_t skip = 0; skip <= gap.most && !text_.ends_at(at + skip); ++skip) {
        if (leads_on(step, gap.node, text_.words[at + skip].bits))
          go(step, gap.node, at + skip, passed | bits_of(at, at + skip), true);
      }
    }
  }

  // False where the word behind a gap goes on with nothing: most do not.
  bool leads_on(uint32_t step, uint32_t node, uint64_t bits) const {
    for (;;) {
      const PhraseNfa::Node& here = nfa_.nodes[node];
      if ((here.next & bits) != 0 || nfa_.nodes[node + 1].gaps != here.gaps) return true;
      node = here.accepts ? nfa_.steps[++step].root : kNoNode;
      if (node == kNoNode) return false;
    }
  }

  void read(uint32_t step, uint32_t node, std::size_t at, uint64_t passed) {
    const SymbolWord& word = text_.words[at];
    if ((nfa_.nodes[node].next & word.bits) == 0) return;
    for (const uint32_t symbol : text_.sets[word.set].symbols) {
      const uint32_t child = nfa_.edges.find(node, symbol);
      if (child != kNoNode) go(step, child, at + 1, passed, false);
    }
  }

  // Words [from, to), counted from the first of the match.
  uint64_t bits_of(std::size_t from, std::size_t to) const {
    const auto below = [](std::size_t n) {
      return n >= 64 ? ~uint64_t{0} : (uint64_t{1} << n) - 1;
    };
    return below(to - first_) & ~below(from - first_);
  }

  // Many gaps over words of one kind lead to the same place on exponentially many ways. All that
  // counts of them is what gaps took on each; `passed` becomes that.
  using Place = std::tuple<uint32_t, uint32_t, std::size_t, bool>;
  bool is_news(const Place& place, uint64_t& passed) {
    if (!been_) been_ = std::make_unique<std::map<Place, uint64_t>>();
    const auto [at, is_new] = been_->emplace(place, passed);
    if (is_new) return true;
    passed &= at->second;
    if (passed == at->second) return false;
    at->second = passed;
    return true;
  }

  static constexpr uint32_t kPatience = 500;
  uint32_t calls_ = 0;
  std::unique_ptr<std::map<Place, uint64_t>> been_;
  const PhraseNfa& nfa_;
  const SymbolText& text_;
  uint32_t first_;
  std::vector<Match>& out_;
};

// Of those in a row that are `same`, the first, unless they end alike: then what gaps took on both
// ways.
template <class Same>
void unite(std::vector<Match>& of, Same same) {
  if (of.size() < 2) return;
  std::sort(of.begin(), of.end(), [](const Match& a, const Match& b) {
    return std::tie(a.first, a.owner, b.end, a.joint) < std::tie(b.first, b.owner, a.end, b.joint);
  });
  std::size_t kept = 0;
  for (const Match& match : of) {
    Match* last = kept == 0 ? nullptr : &of[kept - 1];
    if (last != nullptr && same(*last, match)) {
      if (last->end == match.end) last->passed &= match.passed;
    } else {
      of[kept++] = match;
    }
  }
  of.resize(kept);
}

}  // namespace

void try_phrase(const PhraseNfa& nfa, const SymbolText& text, uint32_t step, uint32_t first,
                std::vector<Match>& out) {
  Walk(nfa, text, first, out).begin(step);
}

void keep_longest(std::vector<Match>& of) {
  unite(of,
        [](const Match& a, const Match& b) { return a.first == b.first && a.owner == b.owner; });
}

void keep_each_once(std::vector<Match>& of) {
  unite(of, [](const Match& a, const Match& b) {
    return a.first == b.first && a.owner == b.owner && a.end == b.end;
  });
}

}  // namespace maillon::rank
