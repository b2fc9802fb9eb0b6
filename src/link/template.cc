#include "link/template.h"

#include <algorithm>
#include <optional>

#include "link/align.h"
#include "link/consensus.h"

namespace maillon::link {
namespace {

constexpr uint32_t kNoSlot = 0xFFFFFFFF;

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

std::vector<uint32_t> Template::slot_columns() const {
  std::vector<uint32_t> slots;
  for (uint32_t c = 0; c < columns.size(); ++c) {
    if (columns[c].slot) slots.push_back(c);
  }
  return slots;
}

uint32_t Template::slots() const {
  return static_cast<uint32_t>(std::count_if(
      columns.begin(), columns.end(), [](const TemplateColumn& column) { return column.slot; }));
}

std::string Template::to_text() const {
  std::string text;
  uint32_t slot = 0;
  for (const TemplateColumn& column : columns) {
    text += column.text;
    if (column.slot) text += "{" + std::to_string(++slot) + "}";
  }
  text += tail;
  const auto begin = std::find_if_not(text.begin(), text.end(), is_blank);
  const auto end = std::find_if_not(text.rbegin(), text.rend(), is_blank).base();
  return begin < end ? std::string(begin, end) : std::string();
}

// The template as sites in order, and one post being filled in.
struct TemplateAligner::State {
  explicit State(const Template& to);
  // Working state of one post.
  struct Post {
    const MemberView& member;
    FlatText flat;
    std::vector<uint32_t> site;   // per word, or kUnaligned
    std::vector<Sentence> fills;  // per slot, a range of words; empty if none
    Sentence sentence;            // of the post, the one at hand
    uint32_t next_sentence = 0;   // of the template: the one after the last met
  };
  std::vector<SlotFill> fill(const MemberView& member) const;
  void fill_sentence(Post& post) const;
  void fill_run(Post& post, Sentence run, uint32_t previous, uint32_t next) const;
  void deal_out(Post& post, Sentence run, Sentence between) const;
  void add(Post& post, uint32_t slot, Sentence words) const;
  bool has_slot(Sentence range) const {
    return std::any_of(slot_of.begin() + range.begin, slot_of.begin() + range.end,
                       [](uint32_t slot) { return slot != kNoSlot; });
  }

  std::vector<uint32_t> slot_of;            // per site; kNoSlot for a constant
  std::vector<bool> is_free;                // per slot: of kind text, name or place
  std::vector<uint32_t> sentence_of;        // per site
  std::vector<Sentence> sentences;          // ranges of sites
  std::vector<bool> anchored;               // per sentence: has a word to align with
  std::vector<uint32_t> site_of;            // per word of the reference
  std::optional<ReferenceAligner> aligner;  // always there
};

TemplateAligner::State::State(const Template& to) {
  std::vector<uint32_t> slot_of_column(to.columns.size(), kNoSlot);
  for (const uint32_t column : to.slot_columns()) {
    slot_of_column[column] = static_cast<uint32_t>(is_free.size());
    const std::string& kind = to.columns[column].kind;
    is_free.push_back(kind == "text" || kind == "name?" || kind == "name" || kind == "place");
  }
  std::vector<uint32_t> tokens;
  std::vector<Sentence> reference;  // ranges of tokens
  for (uint32_t i = 0; i < to.sites.size(); ++i) {
    const TemplateSite& site = to.sites[i];
    slot_of.push_back(slot_of_column[site.column]);
    if (i == 0 || site.sentence != to.sites[i - 1].sentence) {
      sentences.push_back({i, i});
      anchored.push_back(false);
      const auto begin = static_cast<uint32_t>(tokens.size());
      if (reference.empty() || reference.back().begin < begin) reference.push_back({begin, begin});
    }
    sentence_of.push_back(static_cast<uint32_t>(sentences.size() - 1));
    sentences.back().end = i + 1;
    if (site.token == kSentenceBreak) continue;
    anchored.back() = true;
    tokens.push_back(site.token);
    site_of.push_back(i);
    reference.back().end = static_cast<uint32_t>(tokens.size());
  }
  aligner.emplace(tokens, reference);
}

void TemplateAligner::State::add(Post& post, uint32_t slot, Sentence words) const {
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
void TemplateAligner::State::deal_out(Post& post, Sentence run, Sentence between) const {
  std::vector<uint32_t> count(between.end - between.begin, 0);
  std::vector<bool> is_slot(count.size());
  uint32_t needed = 0, first_slot = kNoSlot, first_free = kNoSlot, last_column = kNoSlot;
  for (uint32_t i = 0; i < count.size(); ++i) {
    const uint32_t slot = slot_of[between.begin + i];
    is_slot[i] = slot != kNoSlot;
    if (is_slot[i] && slot == last_column) continue;  // several sites of one slot
    last_column = slot;
    count[i] = 1;
    ++needed;
    if (!is_slot[i]) continue;
    if (first_slot == kNoSlot) first_slot = i;
    if (first_free == kNoSlot && is_free[slot]) first_free = i;
  }
  uint32_t words = run.end - run.begin;
  for (const bool slots : {false, true}) {
    for (std::size_t i = count.size(); i > 0 && needed > words; --i) {
      if (is_slot[i - 1] != slots || count[i - 1] == 0) continue;
      count[i - 1] = 0;
      --needed;
    }
  }
  if (words > needed) count[first_free != kNoSlot ? first_free : first_slot] += words - needed;
  uint32_t at = run.begin;
  for (uint32_t i = 0; i < count.size(); ++i) {
    if (is_slot[i] && count[i] > 0) add(post, slot_of[between.begin + i], {at, at + count[i]});
    at += count[i];
  }
}

// `previous` and `next` are the sites of the aligned words around the run.
void TemplateAligner::State::fill_run(Post& post, Sentence run, uint32_t previous,
                                      uint32_t next) const {
  const bool left = previous != kUnaligned, right = next != kUnaligned;
  if (left && right && previous < next && sentence_of[previous] == sentence_of[next]) {
    if (has_slot({previous + 1, next})) deal_out(post, run, {previous + 1, next});
    return;
  }
  if (left) {
    const Sentence rest{previous + 1, sentences[sentence_of[previous]].end};
    if (has_slot(rest)) return deal_out(post, run, rest);
  }
  if (right) {
    const Sentence rest{sentences[sentence_of[next]].begin, next};
    if (has_slot(rest)) deal_out(post, run, rest);
  }
}

void TemplateAligner::State::fill_sentence(Post& post) const {
  uint32_t previous = kUnaligned;
  for (uint32_t i = post.sentence.begin; i < post.sentence.end;) {
    if (post.site[i] != kUnaligned) {
      previous = post.site[i];
      if (slot_of[previous] != kNoSlot) add(post, slot_of[previous], {i, i + 1});
      ++i;
      continue;
    }
    const uint32_t begin = i;
    while (i < post.sentence.end && post.site[i] == kUnaligned) ++i;
    const uint32_t next = i < post.sentence.end ? post.site[i] : kUnaligned;
    if (previous != kUnaligned || next != kUnaligned) {
      fill_run(post, {begin, i}, previous, next);
    } else if (post.next_sentence < sentences.size() && !anchored[post.next_sentence]) {
      // A sentence of its own where the template has room for one.
      const uint32_t slot = slot_of[sentences[post.next_sentence].begin];
      Sentence& fill = post.fills[slot];
      const bool follows = fill.end == begin && fill.begin < fill.end;
      fill = follows ? Sentence{fill.begin, i} : Sentence{begin, i};
    }
  }
  if (previous != kUnaligned) post.next_sentence = sentence_of[previous] + 1;
}

std::vector<SlotFill> TemplateAligner::State::fill(const MemberView& member) const {
  Post post{member, flatten(member.words), {}, {}, {}, 0};
  post.fills.assign(is_free.size(), {0, 0});
  post.site = aligner->align(post.flat.tokens, post.flat.sentences);
  for (uint32_t& site : post.site) {
    if (site != kUnaligned) site = site_of[site];
  }
  for (const Sentence& sentence : post.flat.sentences) {
    post.sentence = sentence;
    fill_sentence(post);
  }
  std::vector<SlotFill> fills;
  for (uint32_t slot = 0; slot < post.fills.size(); ++slot) {
    const Sentence& words = post.fills[slot];
    SlotFill fill{slot, 0, 0};
    if (words.begin < words.end) {
      fill.begin = member.words[post.flat.word[words.begin]].begin;
      fill.end = member.words[post.flat.word[words.end - 1]].end;
    }
    fills.push_back(fill);
  }
  return fills;
}

TemplateAligner::TemplateAligner(const Template& to) : state_(std::make_unique<State>(to)) {}
TemplateAligner::~TemplateAligner() = default;
TemplateAligner::TemplateAligner(TemplateAligner&&) noexcept = default;

std::vector<SlotFill> TemplateAligner::fill(const MemberView& member) const {
  return state_->fill(member);
}

std::vector<SlotFill> fill_template(const Template& to, const MemberView& member) {
  return TemplateAligner(to).fill(member);
}

}  // namespace maillon::link
