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
#include <cmath>
#include <string_view>

#include "base/hash.h"
#include "link/align.h"
#include "link/consensus.h"
#include "link/sample.h"
#include "link/slot_kind.h"
#include "link/template.h"

namespace maillon::link {
namespace {

// Blanks and marks before a word are shown up to this length.
constexpr uint32_t kMaxLead = 32;

// Counts few distinct things; a linear search wins for a sample of this size.
template <class T>
struct Votes {
  std::vector<std::pair<T, uint32_t>> counts;

  void add(const T& value) {
    for (auto& [seen, count] : counts) {
      if (seen == value) {
        ++count;
        return;
      }
    }
    counts.emplace_back(value, 1);
  }
  uint32_t total() const {
    uint32_t sum = 0;
    for (const auto& [value, count] : counts) sum += count;
    return sum;
  }
  // The most common value, the smallest of equally common ones.
  std::pair<T, uint32_t> winner() const {
    std::pair<T, uint32_t> best{};
    for (const auto& vote : counts) {
      if (vote.second > best.second || (vote.second == best.second && vote.first < best.first)) {
        best = vote;
      }
    }
    return best;
  }
};

// What the sample has in each place of the consensus. Gap (s, k) stands before
// the k-th word of sentence s; there is one more after the last.
struct Observations {
  std::vector<Votes<uint64_t>> values;  // per word of the consensus
  std::vector<uint32_t> matched;        // per word
  std::vector<uint32_t> sentence_support;
  std::vector<uint32_t> gap_seen, gap_filled;  // per gap
  std::vector<uint32_t> between_filled;        // before sentence s; one more at the end
};

class Builder {
 public:
  explicit Builder(std::span<const MemberView> members);
  Template build();

 private:
  void observe();
  void observe_sentence(std::size_t m, const Sentence& sentence);
  void observe_run(std::size_t m, Sentence run, uint32_t low, uint32_t high, uint32_t sentence);
  uint64_t value_of(std::size_t m, uint32_t word) const;
  bool is_slot(uint32_t column) const;
  bool is_kept(uint32_t column) const;
  bool is_filled_gap(std::size_t gap) const;
  std::vector<bool> find_slots() const;
  void add_sites();
  void add_slot_site(uint32_t token, uint32_t sentence);
  void add_texts();
  void add_slot_texts();

  std::vector<MemberView> sample_;
  std::vector<FlatText> texts_;
  FlatText consensus_;
  std::vector<uint32_t> sentence_of_;      // per word of the consensus
  std::vector<std::vector<uint32_t>> to_;  // per member, per word
  Observations seen_;
  double word_bits_ = 0, place_bits_ = 0;
  std::vector<uint32_t> column_of_;  // per word of the consensus, or kUnaligned
  Template made_;
};

Builder::Builder(std::span<const MemberView> members) : sample_(choose_sample(members)) {
  std::vector<uint32_t> vocabulary;
  for (const MemberView& member : sample_) {
    texts_.push_back(flatten(member.words));
    vocabulary.insert(vocabulary.end(), texts_.back().tokens.begin(), texts_.back().tokens.end());
  }
  std::sort(vocabulary.begin(), vocabulary.end());
  const auto distinct = std::unique(vocabulary.begin(), vocabulary.end()) - vocabulary.begin();
  consensus_ = build_consensus(texts_);
  word_bits_ = 1 + std::log2(static_cast<double>(distinct) + 16);
  place_bits_ = 1 + std::log2(static_cast<double>(consensus_.tokens.size()) + 2);
  made_.members = static_cast<uint32_t>(members.size());
  made_.aligned = static_cast<uint32_t>(sample_.size());
}

// Typed words are one token whatever they say, so their value is what they say.
uint64_t Builder::value_of(std::size_t m, uint32_t word) const {
  const uint32_t token = texts_[m].tokens[word];
  if (token >= kFirstWordToken) return token;
  const WordSpan& span = sample_[m].words[texts_[m].word[word]];
  return hash64(sample_[m].text.substr(span.begin, span.end - span.begin)) | uint64_t{1} << 63;
}

void Builder::observe() {
  const std::size_t words = consensus_.tokens.size(), sentences = consensus_.sentences.size();
  sentence_of_.resize(words);
  for (uint32_t s = 0; s < sentences; ++s) {
    const Sentence& sentence = consensus_.sentences[s];
    std::fill(sentence_of_.begin() + sentence.begin, sentence_of_.begin() + sentence.end, s);
  }
  seen_.values.resize(words);
  seen_.matched.assign(words, 0);
  seen_.sentence_support.assign(sentences, 0);
  seen_.gap_seen.assign(words + sentences, 0);
  seen_.gap_filled.assign(words + sentences, 0);
  seen_.between_filled.assign(sentences + 1, 0);
  const ReferenceAligner aligner(consensus_.tokens, consensus_.sentences);
  for (std::size_t m = 0; m < texts_.size(); ++m) {
    to_.push_back(aligner.align(texts_[m].tokens, texts_[m].sentences));
    std::vector<bool> met(sentences), filled(sentences + 1);
    uint32_t next = 0;
    for (const Sentence& sentence : texts_[m].sentences) {
      observe_sentence(m, sentence);
      bool free = true;
      for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
        if (to_[m][i] == kUnaligned) continue;
        free = false;
        next = sentence_of_[to_[m][i]] + 1;
        met[next - 1] = true;
      }
      if (free) filled[next] = true;
    }
    for (std::size_t s = 0; s < sentences; ++s) seen_.sentence_support[s] += met[s] ? 1 : 0;
    for (std::size_t s = 0; s <= sentences; ++s) seen_.between_filled[s] += filled[s] ? 1 : 0;
  }
}

// Walks one sentence of a member: aligned words, and the runs between them. The
// edges of the consensus' sentence count as aligned words.
void Builder::observe_sentence(std::size_t m, const Sentence& sentence) {
  const std::vector<uint32_t>& to = to_[m];
  uint32_t run_begin = sentence.begin, previous = kUnaligned;
  for (uint32_t i = sentence.begin; i <= sentence.end; ++i) {
    const bool at_end = i == sentence.end;
    if (!at_end && to[i] == kUnaligned) continue;
    const uint32_t next = at_end ? kUnaligned : to[i];
    if (next != kUnaligned) {
      ++seen_.matched[next];
      seen_.values[next].add(value_of(m, i));
    }
    const Sentence run{run_begin, i};
    if (previous != kUnaligned &&
        (next == kUnaligned || sentence_of_[next] != sentence_of_[previous])) {
      const uint32_t s = sentence_of_[previous];
      observe_run(m, run, previous + 1, consensus_.sentences[s].end, s);
    } else if (previous == kUnaligned && next != kUnaligned) {
      const uint32_t s = sentence_of_[next];
      observe_run(m, run, consensus_.sentences[s].begin, next, s);
    } else if (previous != kUnaligned && previous < next) {
      observe_run(m, run, previous + 1, next, sentence_of_[next]);
    }
    previous = next;
    run_begin = i + 1;
  }
}

// The run stands where the consensus has the words [low, high): more than none of
// them makes it a substitution, none of them an insertion.
void Builder::observe_run(std::size_t m, Sentence run, uint32_t low, uint32_t high,
                          uint32_t sentence) {
  const uint32_t words = run.end - run.begin, skipped = high - low;
  if (skipped == 0) {
    const std::size_t gap = std::size_t{low} + sentence;
    ++seen_.gap_seen[gap];
    if (words > 0) ++seen_.gap_filled[gap];
    return;
  }
  for (uint32_t i = 0; i < std::min(words, skipped); ++i) {
    uint64_t value = value_of(m, run.begin + i);
    for (uint32_t k = run.begin + i + 1; i + 1 == skipped && k < run.end; ++k) {
      value = mix64(value ^ value_of(m, k)) | uint64_t{1} << 63;
    }
    seen_.values[low + i].add(value);
  }
}

// False: most members that have the sentence have nothing here.
bool Builder::is_kept(uint32_t column) const {
  const std::size_t support = seen_.sentence_support[sentence_of_[column]];
  return support >= std::min<std::size_t>(sample_.size(), 2) && support * 3 >= sample_.size() &&
         seen_.values[column].total() * 2 > support && seen_.matched[column] > 0;
}

bool Builder::is_slot(uint32_t column) const {
  const Votes<uint64_t>& values = seen_.values[column];
  const uint32_t total = values.total(), same = values.winner().second;
  const uint32_t others = total - same, token = consensus_.tokens[column];
  if (others * 4 < total) return false;
  if (same * 2 <= total) return true;
  if (token >= kFirstWordToken && values.winner().first != token) return true;
  double as_slot = place_bits_ + word_bits_ * static_cast<double>(values.counts.size());
  for (const auto& [value, count] : values.counts) {
    as_slot += count * std::log2(static_cast<double>(total) / count);
  }
  const double as_constant = word_bits_ + others * (place_bits_ + word_bits_);
  return as_slot < as_constant;
}

bool Builder::is_filled_gap(std::size_t gap) const {
  const uint32_t filled = seen_.gap_filled[gap];
  return filled >= 2 && filled * 4 > seen_.gap_seen[gap];
}

void Builder::add_slot_site(uint32_t token, uint32_t sentence) {
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
std::vector<bool> Builder::find_slots() const {
  const std::vector<uint32_t>& tokens = consensus_.tokens;
  std::vector<bool> slots(tokens.size());
  for (const Sentence& sentence : consensus_.sentences) {
    for (uint32_t begin = sentence.begin, end = begin; begin < sentence.end; begin = end) {
      bool any = false;
      do {
        any = any || (is_kept(end) && is_slot(end));
        ++end;
      } while (end < sentence.end && tokens[end] == kNumberToken && tokens[begin] == kNumberToken);
      std::fill(slots.begin() + begin, slots.begin() + end, any);
    }
  }
  return slots;
}

void Builder::add_sites() {
  const std::vector<bool> slots = find_slots();
  column_of_.assign(consensus_.tokens.size(), kUnaligned);
  uint32_t sentence = 0;
  const auto end_sentence = [&] {
    if (!made_.sites.empty()) sentence = made_.sites.back().sentence + 1;
  };
  const auto add_between = [&](std::size_t s) {
    const uint32_t filled = seen_.between_filled[s];
    if (filled < 2 || filled * 2 <= sample_.size()) return;
    add_slot_site(kSentenceBreak, sentence);
    end_sentence();
  };
  for (uint32_t s = 0; s < consensus_.sentences.size(); ++s) {
    add_between(s);
    const Sentence& words = consensus_.sentences[s];
    for (uint32_t i = words.begin; i <= words.end; ++i) {
      if (is_filled_gap(std::size_t{i} + s)) add_slot_site(kSentenceBreak, sentence);
      if (i == words.end || !is_kept(i)) continue;
      const uint32_t token = consensus_.tokens[i];
      if (slots[i]) {
        add_slot_site(token, sentence);
      } else {
        made_.columns.push_back({.slot = false, .text = {}, .kind = {}, .support = 0});
        const auto column = static_cast<uint32_t>(made_.columns.size() - 1);
        made_.sites.push_back({token, sentence, column});
        column_of_[i] = column;
      }
    }
    end_sentence();
  }
  add_between(consensus_.sentences.size());
}

// The blanks and marks before byte `begin` of a member's text, after byte `after`.
std::string_view lead_of(const MemberView& member, uint32_t after, uint32_t begin) {
  if (begin < after || begin - after > kMaxLead) return " ";
  return member.text.substr(after, begin - after);
}

void Builder::add_texts() {
  std::vector<Votes<std::string_view>> words(made_.columns.size()), leads(made_.columns.size());
  Votes<std::string_view> tails;
  for (std::size_t m = 0; m < texts_.size(); ++m) {
    const MemberView& member = sample_[m];
    uint32_t after = 0, last_column = kUnaligned;  // `after` is 0 at the first word
    for (std::size_t i = 0; i < texts_[m].tokens.size(); ++i) {
      const WordSpan& span = member.words[texts_[m].word[i]];
      const uint32_t column = to_[m][i] == kUnaligned ? kUnaligned : column_of_[to_[m][i]];
      if (column != kUnaligned) {
        words[column].add(member.text.substr(span.begin, span.end - span.begin));
        // A sentence that was moved to the front has lost what stood before it.
        if ((after == 0) == (column == 0)) leads[column].add(lead_of(member, after, span.begin));
      }
      after = span.end;
      last_column = column;
    }
    const auto size = static_cast<uint32_t>(member.text.size());
    if (last_column == made_.columns.size() - 1) tails.add(lead_of(member, after, size));
  }
  for (std::size_t c = 0; c < made_.columns.size(); ++c) {
    TemplateColumn& column = made_.columns[c];
    if (column.slot) continue;
    column.text = std::string(leads[c].winner().first) + std::string(words[c].winner().first);
    column.support = words[c].total();
  }
  made_.tail = std::string(tails.winner().first);
}

void Builder::add_slot_texts() {
  const std::vector<uint32_t> slots = made_.slot_columns();
  std::vector<Votes<std::string_view>> leads(slots.size());
  std::vector<Votes<std::string>> kinds(slots.size());
  Votes<std::string_view> tails;
  const TemplateAligner aligner(made_);
  for (const MemberView& member : sample_) {
    for (const SlotFill& fill : aligner.fill(member)) {
      if (fill.begin == fill.end) continue;
      const auto first =
          std::partition_point(member.words.begin(), member.words.end(),
                               [&](const WordSpan& word) { return word.begin < fill.begin; });
      uint32_t after = 0;
      for (auto word = first; word != member.words.begin() && after == 0;) {
        if ((--word)->token != kSentenceBreak) after = word->end;
      }
      if ((after == 0) == (slots[fill.slot] == 0)) {
        leads[fill.slot].add(lead_of(member, after, fill.begin));
      }
      ++made_.columns[slots[fill.slot]].support;
      kinds[fill.slot].add(find_slot_kind(member, fill));
      const bool ends = made_.columns.back().slot && fill.slot + 1 == slots.size();
      const auto size = static_cast<uint32_t>(member.text.size());
      if (ends && size - fill.end <= kMaxLead) tails.add(member.text.substr(fill.end));
    }
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    TemplateColumn& column = made_.columns[slots[i]];
    column.text = std::string(leads[i].winner().first);
    const auto [kind, votes] = kinds[i].winner();
    column.kind = votes * 2 > column.support ? kind : "text";
  }
  if (!slots.empty() && made_.columns.back().slot) made_.tail = std::string(tails.winner().first);
}

Template Builder::build() {
  observe();
  add_sites();
  const bool has_constants = std::any_of(made_.columns.begin(), made_.columns.end(),
                                         [](const TemplateColumn& column) { return !column.slot; });
  if (!has_constants) {
    made_.columns.clear();
    made_.sites.clear();
    return std::move(made_);
  }
  add_texts();
  if (made_.slots() > 0) add_slot_texts();
  return std::move(made_);
}

}  // namespace

Template build_template(std::span<const MemberView> members) {
  return members.empty() ? Template{} : Builder(members).build();
}

}  // namespace maillon::link
