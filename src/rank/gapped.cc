#include "rank/gapped.h"

#include <algorithm>
#include <utility>

namespace maillon::rank {
namespace {

bool is_gap(const PhrasePart& part) {
  return part.kind == PhrasePart::gap;
}

bool is_optional(const PhraseItem& item) {
  return item.fewest_words == 0;
}

std::size_t most_words(const PhraseItem& item) {
  std::size_t most = 0;
  for (const PhraseWords& words : item.any) {
    std::size_t size = 0;
    for (const PhrasePart& part : words) size += is_gap(part) ? part.most : 1;
    most = std::max(most, size);
  }
  return most;
}

// So many words stand for items [from, to).
struct Span {
  int16_t least = 0, most = 0;
};
Span words_of(const PhraseItems& items, std::size_t from, std::size_t to) {
  std::size_t least = 0, most = 0;
  for (std::size_t i = from; i < to; ++i) {
    least += items[i]->fewest_words;
    most += most_words(*items[i]);
  }
  const auto bounded = [](std::size_t n) {
    constexpr std::size_t kFar = 30'000;  // and a gap more still fits
    return static_cast<int16_t>(std::min(n, kFar));
  };
  return {bounded(least), bounded(most)};
}

// So many words a gap can take before the item's first word.
int16_t most_skipped_first(const PhraseItem& item) {
  uint32_t most = 0;
  for (const PhraseWords& words : item.any) {
    uint32_t skipped = 0;
    for (const PhrasePart& part : words) {
      if (!is_gap(part)) break;
      skipped += part.most;
    }
    most = std::max(most, skipped);
  }
  return static_cast<int16_t>(most);
}

}  // namespace

bool has_gap(const PhraseItems& items) {
  return std::any_of(items.begin(), items.end(),
                     [](const auto& item) { return item->most_skipped > 0; });
}

// Its wordings up to their first gap.
std::shared_ptr<const PhraseItem> GappedPhrases::without_gaps(
    const std::shared_ptr<const PhraseItem>& item) {
  if (item->most_skipped == 0) return item;
  auto& made = cut_[item];
  if (made) return made;
  std::vector<PhraseWords> any = item->any;
  for (PhraseWords& words : any) {
    words.erase(words.begin(), std::find_if_not(words.begin(), words.end(), is_gap));
    words.erase(std::find_if(words.begin(), words.end(), is_gap), words.end());
  }
  return made = make_item(std::move(any));
}

double GappedPhrases::share_of(uint32_t item) {
  if (item >= shares_.size()) shares_.resize(item + 1, -1);
  if (shares_[item] < 0) shares_[item] = nfa_.share_of(item);
  return shares_[item];
}

double GappedPhrases::share_of(const PhraseItems& items) {
  double share = 1;
  for (const auto& item : items) {
    if (!is_optional(*item)) share *= share_of(nfa_.number_of(item));
  }
  return share;
}

std::vector<PhraseItems> split_wordings(const PhraseItems& items) {
  if (items.size() != 1 || items[0]->most_skipped == 0) return {items};
  std::vector<PhraseItems> out;
  std::vector<PhraseWords> others;
  for (const PhraseWords& words : items[0]->any) {
    if (std::none_of(words.begin(), words.end(), is_gap)) {
      others.push_back(words);
      continue;
    }
    out.emplace_back();
    for (const PhrasePart& part : words) out.back().push_back(make_item({{part}}));
    trim_gaps(out.back());
  }
  if (!others.empty()) out.push_back({make_item(std::move(others))});
  return out;
}

GappedPhrases::Key GappedPhrases::key_of(const PhraseItems& items) {
  Key best, run;
  double best_share = 2, share = 1;
  const auto end_run = [&](std::size_t to) {
    while (!run.items.empty() && is_optional(*run.items.back())) run.items.pop_back(), --to;
    run.to = to;
    if (!run.items.empty() && share < best_share) best = run, best_share = share;
    run.items.clear();
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = items[i];
    if (most_skipped_first(*item) > 0) end_run(i);
    if (run.items.empty()) run.from = i, share = 1;
    // An optional item with a gap may be left out or not: no run goes over it.
    if (is_optional(*item) && item->most_skipped > 0) {
      end_run(i);
      continue;
    }
    if (!is_optional(*item)) {
      run.items.push_back(without_gaps(item));
      share *= share_of(nfa_.number_of(run.items.back()));
    } else if (!run.items.empty()) {
      run.items.push_back(item);
    }
    if (item->most_skipped > 0) end_run(i + 1);
  }
  end_run(items.size());
  return best;
}

Gapped::Other GappedPhrases::other_of(const PhraseItems& items, const Key& key) {
  Gapped::Other best;
  double best_cost = 1e9;
  const int16_t skipped = most_skipped_first(*items[key.from]);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if ((i >= key.from && i < key.to) || is_optional(*items[i])) continue;
    if (most_skipped_first(*items[i]) > 0) continue;
    const Span between = words_of(items, std::min(i, key.from), std::max(i, key.from));
    const uint32_t number = nfa_.number_of(items[i]);
    const double cost = share_of(number) * (between.most - between.least + 1);
    if (cost >= best_cost) continue;
    best_cost = cost;
    best = {};
    best.root = nfa_.root_of(number);
    for (const uint32_t symbol : nfa_.first_symbols(number)) best.filter.add(symbol);
    const auto minus = [](int16_t a, int16_t b) { return static_cast<int16_t>(a - b); };
    if (i < key.from) {
      best.from = minus(minus(0, between.most), skipped), best.to = minus(0, between.least);
    } else {
      best.from = minus(between.least, skipped), best.to = between.most;
    }
  }
  return best;
}

SideBegin begin_of(const PhraseItems& items, uint32_t owner, PhraseNfa& nfa) {
  SideBegin out{{0, nfa.add(items, owner, false)}, {}};
  for (const auto& item : items) {
    for (const uint32_t symbol : nfa.first_symbols(nfa.number_of(item))) {
      out.coarse.bits |= bit_of(symbol);
      out.symbols.add(symbol);
    }
    if (!is_optional(*item)) break;
  }
  return out;
}

Gapped GappedPhrases::add(const PhraseItems& items, uint32_t owner, uint32_t key_owner) {
  const Key key = key_of(items);
  const Span before = words_of(items, 0, key.from);
  Gapped out;
  out.begin = begin_of(items, owner, nfa_).coarse;
  out.other = other_of(items, key);
  out.least_before = before.least;
  out.most_before = static_cast<int16_t>(before.most + most_skipped_first(*items[key.from]));
  nfa_.add(key.items, key_owner, true);
  return out;
}

// One of the words can be the other item's first.
bool may_stand(const PhraseNfa& nfa, const SymbolText& text, const Gapped& phrase, uint32_t key) {
  const Gapped::Other& item = phrase.other;
  if (item.root == kNoNode) return true;
  const int64_t to = std::min(int64_t{key} + item.to, int64_t{text.end} - 1);
  const int64_t begin = std::max(int64_t{key} + item.from, int64_t{text.begin});
  for (int64_t from = begin; from <= to; from += kNear) {
    if (!text.near[static_cast<std::size_t>(from)].may_share(item.filter)) continue;
    for (int64_t at = from; at <= std::min(to, from + kNear - 1); ++at) {
      const SymbolSet& set = text.sets[text.words[static_cast<std::size_t>(at)].set];
      if (!set.filter.may_share(item.filter)) continue;
      for (const uint32_t symbol : set.symbols) {
        if (nfa.edges.find(item.root, symbol) != kNoNode) return true;
      }
    }
  }
  return false;
}

void try_gapped(const PhraseNfa& nfa, const SymbolText& text, const Gapped& phrase, uint32_t key,
                std::vector<Match>& out) {
  for (uint32_t before = 0;; ++before) {
    const uint32_t first = key - before;
    if (before >= static_cast<uint32_t>(phrase.least_before) &&
        (text.words[first].bits & phrase.begin.bits) != 0) {
      try_phrase(nfa, text, phrase.begin.step, first, out);
    }
    if (text.words[first].sentence || before == static_cast<uint32_t>(phrase.most_before)) return;
  }
}

}  // namespace maillon::rank
