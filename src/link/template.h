// Templates: the posts of one family of wording aligned into constant text and
// slots, and what each post has in each slot. Any language, no word lists.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"

namespace maillon::link {

// A word of a text: its token (as in TokenTable, kSentenceBreak between
// sentences) and its byte range in the text.
struct WordSpan {
  uint32_t token = 0, begin = 0, end = 0;
};

// One post of the family. Views: text and words belong to the caller; words
// ascend by `begin`, sentence breaks included, and lie inside the text. `city`
// and `author` are optional; slots filled with them are known as place and name.
struct MemberView {
  std::string_view text;
  std::span<const WordSpan> words;
  std::string_view city = {}, author = {};
};

// A constant word, or a slot.
struct TemplateColumn {
  bool slot = false;
  // A constant: the word as most members write it, with the blanks and marks
  // before it. A slot: the blanks and marks before it.
  std::string text;
  // Of a slot: phone, email, url, handle, number, price, date, wallet, place,
  // name, "name?" (looks like one) or text. "" for a constant.
  std::string kind;
  uint32_t support = 0;  // how many of the `aligned` members have it (a slot: filled)
};

// What alignment runs along: the constant words, and the anchors inside slots.
struct TemplateSite {
  uint32_t token = 0;     // the word; kSentenceBreak where anything may stand
  uint32_t sentence = 0;  // ascending, from 0
  uint32_t column = 0;    // the column it belongs to
};

struct Template {
  std::vector<TemplateColumn> columns;
  std::vector<TemplateSite> sites;  // in order; ascending by column
  std::string tail;                 // marks after the last column
  uint32_t members = 0;             // how many posts were given
  uint32_t aligned = 0;             // how many of them were aligned to make it

  uint32_t slots() const;
  // The columns that are slots, ascending: SlotFill::slot counts along this.
  std::vector<uint32_t> slot_columns() const;
  // One line per template: slots as {1}, {2} ... Line breaks are kept.
  std::string to_text() const;
};

// What stands in slot `slot` (from 0): a byte range of the member's text.
// begin == end: the post has nothing there.
struct SlotFill {
  uint32_t slot = 0;
  uint32_t begin = 0, end = 0;
  friend bool operator==(const SlotFill&, const SlotFill&) = default;
};

// At most this many members are aligned to make the template, and at most this
// many words of each are looked at. A family of 100,000 may be handed over
// whole, or as any fair sample of at least this many.
inline constexpr std::size_t kTemplateSample = 48;
inline constexpr std::size_t kTemplateWords = 4096;

// The template of the members, none of which need be alike. The same for any
// order of the members. Empty (no columns) if they have nothing in common.
// A word that few members write differently stays constant; identical members
// give no slots. Linear in the members' words.
Template build_template(std::span<const MemberView> members);

// build_template for one family after another. Most are two to five short texts:
// the memory that is kept between them is most of the cost. One thread at a time.
class TemplateBuilder {
 public:
  TemplateBuilder();
  ~TemplateBuilder();
  TemplateBuilder(TemplateBuilder&&) noexcept;
  Template build(std::span<const MemberView> members);

 private:
  class State;
  std::unique_ptr<State> state_;
};

// Aligns posts to one template; build it once per family. Thread-safe when const.
class TemplateAligner {
 public:
  explicit TemplateAligner(const Template& to);  // copies what it needs
  ~TemplateAligner();
  TemplateAligner(TemplateAligner&&) noexcept;
  // One entry per slot, ascending by slot. Ranges lie inside the text.
  std::vector<SlotFill> fill(const MemberView& member) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The same for one post.
std::vector<SlotFill> fill_template(const Template& to, const MemberView& member);

}  // namespace maillon::link
