#include "tasks/show_template.h"

#include <algorithm>
#include <map>

#include "extract/text/tokens.h"
#include "link/template.h"
#include "tasks/annotations.h"
#include "tasks/near_misses.h"
#include "tasks/record_pages.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// A post with its words, as templates want it.
struct Member {
  uint32_t row = 0;
  std::string text, city, author;
  std::vector<link::WordSpan> words;

  link::MemberView view() const { return {text, words, city, author}; }
};

std::vector<Member> read_members(const OpenedCase& from, std::span<const uint32_t> rows) {
  std::vector<Member> members;
  const std::size_t count = std::min(kMembersOfPage, rows.size());
  for (std::size_t i = 0; i < count; ++i) {
    Member member;
    member.row = rows[i * rows.size() / count];
    const auto record = from.reader->read(place_of(from.data.posts, member.row));
    if (!record || record->size() == 0) continue;
    member.text = record->field(Field::title, 0);
    if (!member.text.empty()) member.text += '\n';
    member.text += record->field(Field::body, 0);
    member.city = record->field(Field::city, 0);
    member.author = record->field(Field::author, 0);
    for (const extract::TokenSpan& span : extract::find_tokens(member.text)) {
      member.words.push_back({span.token, span.begin, span.end});
    }
    members.push_back(std::move(member));
  }
  return members;
}

std::vector<std::string> fills_of(const link::TemplateAligner& aligner, const Member& member,
                                  std::size_t slots) {
  std::vector<std::string> fills(slots);
  for (const link::SlotFill& fill : aligner.fill(member.view())) {
    if (fill.slot < slots) fills[fill.slot] = member.text.substr(fill.begin, fill.end - fill.begin);
  }
  return fills;
}

std::vector<report::TemplateSlot> count_slots(const link::Template& made,
                                              const std::vector<std::vector<std::string>>& fills) {
  std::vector<report::TemplateSlot> slots;
  for (const uint32_t column : made.slot_columns()) {
    std::map<std::string, uint64_t> counts;
    for (const auto& row : fills) {
      if (const std::string& fill = row[slots.size()]; !fill.empty()) ++counts[fill];
    }
    slots.push_back(to_slot(made.columns[column].kind, counts));
  }
  return slots;
}

}  // namespace

report::TemplatePage build_template_page(const OpenedCase& from, uint32_t family) {
  const CaseData& data = from.data;
  const std::vector<uint32_t> rows = by_time(data.posts, data.families.members(family));
  const Period period = period_of(data.posts, rows);
  report::TemplatePage page;
  page.id = data.families.id[family];
  page.text = data.families.text[family];
  page.posts = rows.size();
  page.first = period.first;
  page.last = period.last;
  page.networks = tally_networks(data, rows);
  page.near_misses = count_near_misses(data, *from.file, {Target::family, family}, page.id);
  page.annotations = annotations_of(*from.file, data, page.id);

  if (are_records(from, rows)) {
    fill_record_page(from, rows, page);
    return page;
  }
  const std::vector<Member> members = read_members(from, rows);
  std::vector<link::MemberView> views;
  for (const Member& member : members) views.push_back(member.view());
  const link::Template made = link::build_template(views);
  if (made.columns.empty()) return page;
  page.text = made.to_text();
  const link::TemplateAligner aligner(made);
  std::vector<std::vector<std::string>> fills;
  for (const Member& member : members) fills.push_back(fills_of(aligner, member, made.slots()));
  page.slots = count_slots(made, fills);
  const std::size_t shown = std::min(kFillsOfPage, members.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const std::size_t at = i * members.size() / shown;
    page.fills.push_back({post_line(data, members[at].row, from.reader.get()), fills[at]});
  }
  return page;
}

}  // namespace maillon::tasks
