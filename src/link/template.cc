#include "link/template.h"

#include <algorithm>

#include "link/consensus.h"
#include "link/slot_fill.h"

namespace maillon::link {
namespace {

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

struct TemplateAligner::State {
  Vocabulary vocabulary;
  SlotFiller filler;
};

TemplateAligner::TemplateAligner(const Template& to) : state_(std::make_unique<State>()) {
  state_->filler.assign(to, state_->vocabulary);
}
TemplateAligner::~TemplateAligner() = default;
TemplateAligner::TemplateAligner(TemplateAligner&&) noexcept = default;

std::vector<SlotFill> TemplateAligner::fill(const MemberView& member) const {
  FlatText flat;
  flatten_known(member.words, state_->vocabulary, flat);
  const FlatText& reference = state_->filler.reference();
  ReferenceAligner aligner;
  aligner.assign(reference.words, reference.sentences, state_->vocabulary.size());
  std::vector<uint32_t> to;
  aligner.align(flat.words, flat.sentences, to);
  std::vector<SlotFill> fills;
  SlotFiller::Scratch scratch;
  state_->filler.fill(member, flat, to, scratch, fills);
  return fills;
}

std::vector<SlotFill> fill_template(const Template& to, const MemberView& member) {
  return TemplateAligner(to).fill(member);
}

}  // namespace maillon::link
