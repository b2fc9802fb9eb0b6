#include "link/slot_fill.h"

#include <algorithm>

namespace maillon::link {
namespace {

constexpr uint32_t kNoSlot = 0xFFFFFFFF;

}  // namespace

void SlotFiller::assign(const Template& to, Vocabulary& vocabulary) {
  slot_of_.clear();
  is_free_.clear();
  sentence_of_.clear();
  sentences_.clear();
  anchored_.clear();
  site_of_.clear();
  reference_.words.clear();
  reference_.sentences.clear();
  slot_of_column_.assign(to.columns.size(), kNoSlot);
  for (uint32_t c = 0; c < to.columns.size(); ++c) {
    if (!to.columns[c].slot) continue;
    slot_of_column_[c] = static_cast<uint32_t>(is_free_.size());
    const std::string& kind = to.columns[c].kind;
    const bool free = kind == "text" || kind == "name?" || kind == "name" || kind == "place";
    is_free_.push_back(free ? 1 : 0);
  }
  for (uint32_t i = 0; i < to.sites.size(); ++i) {
    const TemplateSite& site = to.sites[i];
    slot_of_.push_back(slot_of_column_[site.column]);
    if (i == 0 || site.sentence != to.sites[i - 1].sentence) {
      sentences_.push_back({i, i});
      anchored_.push_back(0);
    }
    sentence_of_.push_back(static_cast<uint32_t>(sentences_.size() - 1));
    sentences_.back().end = i + 1;
    if (site.token == kSentenceBreak) continue;
    const auto at = static_cast<uint32_t>(reference_.words.size());
    if (anchored_.back() == 0) reference_.sentences.push_back({at, at});
    anchored_.back() = 1;
    reference_.words.push_back(vocabulary.add(site.token));
    site_of_.push_back(i);
    reference_.sentences.back().end = at + 1;
  }
}

bool SlotFiller::has_slot(Sentence range) const {
  return std::any_of(slot_of_.begin() + range.begin, slot_of_.begin() + range.end,
                     [](uint32_t slot) { return slot != kNoSlot; });
}

void SlotFiller::add(Scratch& post, uint32_t slot, Sentence words) const {
  Sentence& fill = post.fills[slot];
  if (fill.begin == fill.end) {
    fill = words;
  } else if (fill.begin >= post.sentence.begin && fill.end <= post.sentence.end) {
    fill = {std::min(fill.begin, words.begin), std::max(fill.end, words.end)};
  } else if (words.end - words.begin > fill.end - fill.begin) {
    fill = words;  // the rest stands elsewhere: a range can hold one of the two
  }
}

// One word per site. Too few words: constants go without first (they were left
// out), from the right, then slots. Too many: the first slot of free text has them.
void SlotFiller::deal_out(Scratch& post, Sentence run, Sentence between) const {
  std::vector<uint32_t>& count = post.count;
  std::vector<uint8_t>& is_slot = post.is_slot;
  count.assign(between.end - between.begin, 0);
  is_slot.assign(count.size(), 0);
  uint32_t needed = 0, first_slot = kNoSlot, first_free = kNoSlot, last_column = kNoSlot;
  for (uint32_t i = 0; i < count.size(); ++i) {
    const uint32_t slot = slot_of_[between.begin + i];
    is_slot[i] = slot != kNoSlot ? 1 : 0;
    if (is_slot[i] != 0 && slot == last_column) continue;  // several sites of one slot
    last_column = slot;
    count[i] = 1;
    ++needed;
    if (is_slot[i] == 0) continue;
    if (first_slot == kNoSlot) first_slot = i;
    if (first_free == kNoSlot && is_free_[slot] != 0) first_free = i;
  }
  uint32_t words = run.end - run.begin;
  for (const bool slots : {false, true}) {
    for (std::size_t i = count.size(); i > 0 && needed > words; --i) {
      if ((is_slot[i - 1] != 0) != slots || count[i - 1] == 0) continue;
      count[i - 1] = 0;
      --needed;
    }
  }
  if (words > needed) count[first_free != kNoSlot ? first_free : first_slot] += words - needed;
  uint32_t at = run.begin;
  for (uint32_t i = 0; i < count.size(); ++i) {
    if (is_slot[i] != 0 && count[i] > 0)
      add(post, slot_of_[between.begin + i], {at, at + count[i]});
    at += count[i];
  }
}

// `previous` and `next` are the sites of the aligned words around the run.
void SlotFiller::fill_run(Scratch& post, Sentence run, uint32_t previous, uint32_t next) const {
  const bool left = previous != kUnaligned, right = next != kUnaligned;
  if (left && right && previous < next && sentence_of_[previous] == sentence_of_[next]) {
    if (has_slot({previous + 1, next})) deal_out(post, run, {previous + 1, next});
    return;
  }
  if (left) {
    const Sentence rest{previous + 1, sentences_[sentence_of_[previous]].end};
    if (has_slot(rest)) return deal_out(post, run, rest);
  }
  if (right) {
    const Sentence rest{sentences_[sentence_of_[next]].begin, next};
    if (has_slot(rest)) deal_out(post, run, rest);
  }
}

void SlotFiller::fill_sentence(Scratch& post) const {
  uint32_t previous = kUnaligned;
  for (uint32_t i = post.sentence.begin; i < post.sentence.end;) {
    if (post.to[i] != kUnaligned) {
      previous = post.to[i];
      if (slot_of_[previous] != kNoSlot) add(post, slot_of_[previous], {i, i + 1});
      ++i;
      continue;
    }
    const uint32_t begin = i;
    while (i < post.sentence.end && post.to[i] == kUnaligned) ++i;
    const uint32_t next = i < post.sentence.end ? post.to[i] : kUnaligned;
    if (previous != kUnaligned || next != kUnaligned) {
      fill_run(post, {begin, i}, previous, next);
    } else if (post.next_sentence < sentences_.size() && anchored_[post.next_sentence] == 0) {
      // A sentence of its own where the template has room for one.
      const uint32_t slot = slot_of_[sentences_[post.next_sentence].begin];
      Sentence& fill = post.fills[slot];
      const bool follows = fill.end == begin && fill.begin < fill.end;
      fill = follows ? Sentence{fill.begin, i} : Sentence{begin, i};
    }
  }
  if (previous != kUnaligned) post.next_sentence = sentence_of_[previous] + 1;
}

void SlotFiller::fill(const MemberView& member, const FlatText& flat, std::span<const uint32_t> to,
                      Scratch& post, std::vector<SlotFill>& fills) const {
  post.fills.assign(is_free_.size(), {0, 0});
  post.next_sentence = 0;
  post.to.assign(to.begin(), to.end());
  for (uint32_t& site : post.to) {
    if (site != kUnaligned) site = site_of_[site];
  }
  for (const Sentence& sentence : flat.sentences) {
    post.sentence = sentence;
    fill_sentence(post);
  }
  fills.clear();
  for (uint32_t slot = 0; slot < post.fills.size(); ++slot) {
    const Sentence& words = post.fills[slot];
    SlotFill fill{slot, 0, 0};
    if (words.begin < words.end) {
      fill.begin = member.words[flat.place[words.begin]].begin;
      fill.end = member.words[flat.place[words.end - 1]].end;
    }
    fills.push_back(fill);
  }
}

}  // namespace maillon::link
