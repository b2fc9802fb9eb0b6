// How a template is made: consensus, then constant against slot.
//
// 1. A sample of the members, spread evenly over their order by content, so that
//    it is fair and does not depend on the order in which they were given.
// 2. Their consensus (link/consensus.h): the words that most have, in sentences.
// 3. All of the sample is aligned to it. For each word of the consensus we then
//    know what the members write there (it, something else, nothing), and for
//    each gap between two words how often something stands in it.
// 4. Minimum description length decides. Telling the members' words by a constant
//    costs the word once and, for each deviating member, where it deviates (L
//    bits) and what it says (W bits). Telling them by a slot costs the slot (L),
//    each distinct value once (W) and for each member which of them it is (the
//    entropy). Unique deviations favour the constant: that is what changed words
//    look like. Deviations that come back favour the slot. Two bounds keep what a
//    reader expects: below a quarter of deviations it stays constant, and what
//    fewer than half write is no constant.
// 5. Neighbouring slots of free text are one slot, and so are numbers side by
//    side; other typed ones (a phone, a price) stay apart.
#include <algorithm>
#include <string_view>

#include "link/consensus.h"
#include "link/observations.h"
#include "link/sample.h"
#include "link/slot_fill.h"
#include "link/slot_kind.h"
#include "link/template.h"
#include "link/votes.h"

namespace maillon::link {
namespace {

// Blanks and marks before a word are shown up to this length.
constexpr uint32_t kMaxLead = 32;

// The blanks and marks before byte `begin` of a member's text, after byte `after`.
std::string_view lead_of(const MemberView& member, uint32_t after, uint32_t begin) {
  if (begin < after || begin - after > kMaxLead) return " ";
  return member.text.substr(after, begin - after);
}

// Where the word before ends; 0 if there is none.
uint32_t end_before(const MemberView& member, uint32_t begin) {
  auto word =
      std::partition_point(member.words.begin(), member.words.end(),
                           [&](const WordSpan& candidate) { return candidate.begin < begin; });
  while (word != member.words.begin()) {
    if ((--word)->token != kSentenceBreak && word->end > 0) return word->end;
  }
  return 0;
}

// Of each of `size` things, none counted yet.
template <class T>
void clear_votes(std::vector<Votes<T>>& votes, std::size_t size) {
  if (votes.size() < size) votes.resize(size);
  for (std::size_t i = 0; i < size; ++i) votes[i].clear();
}

}  // namespace

class TemplateBuilder::State {
 public:
  Template build(std::span<const MemberView> members);

 private:
  void read_sample(std::span<const MemberView> members);
  void find_slots();
  void add_sites();
  void add_between(std::size_t s, uint32_t& sentence);
  void add_slot_site(uint32_t token, uint32_t sentence);
  void add_texts();
  void find_places();
  void add_constant_text(uint32_t column);
  void add_tail();
  void add_slot_texts();
  void add_fill(const MemberView& member, const SlotFill& fill);

  std::vector<MemberView> members_;
  Vocabulary vocabulary_;
  std::vector<FlatText> texts_;  // beside members_; there may be more
  ConsensusBuilder consensus_;
  Sample sample_;
  Observations seen_;
  std::vector<uint8_t> slots_;       // per word of the consensus
  std::vector<uint32_t> column_of_;  // per word of the consensus, or kUnaligned
  std::vector<uint32_t> place_of_;   // per column and member: its word + 1, or 0
  std::vector<uint32_t> slot_columns_;
  Votes<std::string_view> words_, leads_, tails_;
  std::vector<Votes<std::string_view>> slot_leads_;
  std::vector<Votes<std::string>> slot_kinds_;
  SlotFiller filler_;
  Alignment to_template_;
  SlotFiller::Scratch post_;
  std::vector<SlotFill> fills_;
  Template made_;
};

void TemplateBuilder::State::read_sample(std::span<const MemberView> members) {
  members_ = choose_sample(members);
  vocabulary_.clear();
  if (texts_.size() < members_.size()) texts_.resize(members_.size());
  for (std::size_t m = 0; m < members_.size(); ++m) {
    flatten(members_[m].words, vocabulary_, texts_[m]);
  }
  const auto texts = std::span<const FlatText>(texts_).first(members_.size());
  consensus_.build(texts, vocabulary_);
  sample_ = {members_, texts, &vocabulary_, &consensus_.consensus(), &consensus_.alignment()};
  made_ = {};
  made_.members = static_cast<uint32_t>(members.size());
  made_.aligned = static_cast<uint32_t>(members_.size());
}

void TemplateBuilder::State::add_slot_site(uint32_t token, uint32_t sentence) {
  const bool typed = token != kSentenceBreak && token < kFirstWordToken;
  const TemplateSite* last = made_.sites.empty() ? nullptr : &made_.sites.back();
  const bool follows_slot =
      last != nullptr && last->sentence == sentence && made_.columns[last->column].slot;
  const bool follows_text =
      follows_slot && (last->token == kSentenceBreak || last->token >= kFirstWordToken);
  const bool joins =
      typed ? token == kNumberToken && follows_slot && last->token == token : follows_text;
  if (!joins) {
    made_.columns.push_back({.slot = true, .text = {}, .kind = {}, .support = 0});
  }
  made_.sites.push_back({token, sentence, static_cast<uint32_t>(made_.columns.size() - 1)});
}

// The words that become slots. Numbers side by side (775 555 0100) are one thing:
// a slot if one of them is.
void TemplateBuilder::State::find_slots() {
  const FlatText& consensus = *sample_.consensus;
  slots_.assign(consensus.words.size(), 0);
  for (const Sentence& sentence : consensus.sentences) {
    for (uint32_t begin = sentence.begin, end = begin; begin < sentence.end; begin = end) {
      bool any = false;
      do {
        any = any || (seen_.is_kept(end) && seen_.is_slot(end));
        ++end;
      } while (end < sentence.end && sample_.token(end) == kNumberToken &&
               sample_.token(begin) == kNumberToken);
      std::fill(slots_.begin() + begin, slots_.begin() + end, any ? 1 : 0);
    }
  }
}

// A sentence of its own where most members have one that the others do not have.
void TemplateBuilder::State::add_between(std::size_t s, uint32_t& sentence) {
  if (!seen_.is_filled_between(s)) return;
  add_slot_site(kSentenceBreak, sentence);
  sentence = made_.sites.back().sentence + 1;
}

void TemplateBuilder::State::add_sites() {
  find_slots();
  const FlatText& consensus = *sample_.consensus;
  column_of_.assign(consensus.words.size(), kUnaligned);
  made_.columns.reserve(consensus.words.size());
  made_.sites.reserve(consensus.words.size());
  uint32_t sentence = 0;
  for (uint32_t s = 0; s < consensus.sentences.size(); ++s) {
    add_between(s, sentence);
    const Sentence& words = consensus.sentences[s];
    for (uint32_t i = words.begin; i <= words.end; ++i) {
      if (seen_.is_filled_gap(std::size_t{i} + s)) add_slot_site(kSentenceBreak, sentence);
      if (i == words.end || !seen_.is_kept(i)) continue;
      const uint32_t token = sample_.token(i);
      if (slots_[i] != 0) {
        add_slot_site(token, sentence);
      } else {
        made_.columns.push_back({.slot = false, .text = {}, .kind = {}, .support = 0});
        column_of_[i] = static_cast<uint32_t>(made_.columns.size() - 1);
        made_.sites.push_back({token, sentence, column_of_[i]});
      }
    }
    if (!made_.sites.empty()) sentence = made_.sites.back().sentence + 1;
  }
  add_between(consensus.sentences.size(), sentence);
}

// Where each member has each column.
void TemplateBuilder::State::find_places() {
  const std::size_t members = members_.size();
  place_of_.assign(made_.columns.size() * members, 0);
  for (std::size_t m = 0; m < members; ++m) {
    const std::span<const uint32_t> to = sample_.alignment->to(m);
    for (uint32_t i = 0; i < to.size(); ++i) {
      if (to[i] == kUnaligned || column_of_[to[i]] == kUnaligned) continue;
      place_of_[column_of_[to[i]] * members + m] = i + 1;
    }
  }
}

void TemplateBuilder::State::add_constant_text(uint32_t column) {
  words_.clear();
  leads_.clear();
  for (std::size_t m = 0; m < members_.size(); ++m) {
    const uint32_t place = place_of_[column * members_.size() + m];
    if (place == 0) continue;
    const WordSpan& span = sample_.span(m, place - 1);
    const uint32_t after = place > 1 ? sample_.span(m, place - 2).end : 0;
    words_.add(members_[m].text.substr(span.begin, span.end - span.begin));
    // A sentence that was moved to the front has lost what stood before it.
    if ((after == 0) == (column == 0)) leads_.add(lead_of(members_[m], after, span.begin));
  }
  const std::string_view lead = leads_.winner().first, word = words_.winner().first;
  TemplateColumn& to = made_.columns[column];
  to.text.reserve(lead.size() + word.size());
  to.text.append(lead).append(word);
  to.support = words_.total();
}

// What members that end with the last constant have behind it.
void TemplateBuilder::State::add_tail() {
  tails_.clear();
  for (std::size_t m = 0; m < members_.size(); ++m) {
    const std::span<const uint32_t> to = sample_.alignment->to(m);
    if (to.empty() || to.back() == kUnaligned) continue;
    if (column_of_[to.back()] != made_.columns.size() - 1) continue;
    const auto last = static_cast<uint32_t>(to.size() - 1);
    const auto size = static_cast<uint32_t>(members_[m].text.size());
    tails_.add(lead_of(members_[m], sample_.span(m, last).end, size));
  }
  made_.tail = std::string(tails_.winner().first);
}

void TemplateBuilder::State::add_texts() {
  find_places();
  for (uint32_t c = 0; c < made_.columns.size(); ++c) {
    if (!made_.columns[c].slot) add_constant_text(c);
  }
  add_tail();
}

void TemplateBuilder::State::add_fill(const MemberView& member, const SlotFill& fill) {
  const uint32_t column = slot_columns_[fill.slot];
  const uint32_t after = end_before(member, fill.begin);
  if ((after == 0) == (column == 0)) {
    slot_leads_[fill.slot].add(lead_of(member, after, fill.begin));
  }
  ++made_.columns[column].support;
  slot_kinds_[fill.slot].add(find_slot_kind(member, fill));
  const bool ends = made_.columns.back().slot && fill.slot + 1 == slot_columns_.size();
  const auto size = static_cast<uint32_t>(member.text.size());
  if (ends && size - fill.end <= kMaxLead) tails_.add(member.text.substr(fill.end));
}

// If the template kept all of the consensus, the members are aligned to it already.
void TemplateBuilder::State::add_slot_texts() {
  filler_.assign(made_, vocabulary_);
  const FlatText &reference = filler_.reference(), &consensus = *sample_.consensus;
  const bool all = reference.words == consensus.words && reference.sentences == consensus.sentences;
  if (!all) to_template_.align(reference, sample_.texts, vocabulary_.size());
  const Alignment& alignment = all ? *sample_.alignment : to_template_;
  clear_votes(slot_leads_, slot_columns_.size());
  clear_votes(slot_kinds_, slot_columns_.size());
  tails_.clear();
  for (std::size_t m = 0; m < members_.size(); ++m) {
    filler_.fill(members_[m], texts_[m], alignment.to(m), post_, fills_);
    for (const SlotFill& fill : fills_) {
      if (fill.begin < fill.end) add_fill(members_[m], fill);
    }
  }
  for (std::size_t i = 0; i < slot_columns_.size(); ++i) {
    TemplateColumn& column = made_.columns[slot_columns_[i]];
    column.text = std::string(slot_leads_[i].winner().first);
    const auto [kind, votes] = slot_kinds_[i].winner();
    column.kind = votes * 2 > column.support ? kind : "text";
  }
  if (made_.columns.back().slot) made_.tail = std::string(tails_.winner().first);
}

Template TemplateBuilder::State::build(std::span<const MemberView> members) {
  if (members.empty()) return {};
  read_sample(members);
  seen_.observe(sample_);
  add_sites();
  const bool has_constants = std::any_of(made_.columns.begin(), made_.columns.end(),
                                         [](const TemplateColumn& column) { return !column.slot; });
  if (!has_constants) {
    made_.columns.clear();
    made_.sites.clear();
    return std::move(made_);
  }
  add_texts();
  slot_columns_ = made_.slot_columns();
  if (!slot_columns_.empty()) add_slot_texts();
  return std::move(made_);
}

TemplateBuilder::TemplateBuilder() : state_(std::make_unique<State>()) {}
TemplateBuilder::~TemplateBuilder() = default;
TemplateBuilder::TemplateBuilder(TemplateBuilder&&) noexcept = default;

Template TemplateBuilder::build(std::span<const MemberView> members) {
  return state_->build(members);
}

Template build_template(std::span<const MemberView> members) {
  return TemplateBuilder().build(members);
}

}  // namespace maillon::link
