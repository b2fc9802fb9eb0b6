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
  uint32_t body = 0;  // where it begins in the text
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
    member.body = static_cast<uint32_t>(member.text.size());
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

// A range of a member's text as ranges of its fields.
void add_places(const Member& member, const link::SlotFill& fill,
                std::vector<report::SlotPlace>& places) {
  const uint32_t title = member.body == 0 ? 0 : member.body - 1;  // a line break parts them
  if (fill.begin < std::min(fill.end, title))
    places.push_back({fill.slot + 1, {Field::title, fill.begin, std::min(fill.end, title)}});
  const uint32_t begin = std::max(fill.begin, member.body);
  if (begin < fill.end) {
    places.push_back({fill.slot + 1, {Field::body, begin - member.body, fill.end - member.body}});
  }
}

report::FillLine fill_line(const link::TemplateAligner& aligner, const Member& member,
                           std::size_t slots) {
  report::FillLine line;
  line.fills.resize(slots);
  for (const link::SlotFill& fill : aligner.fill(member.view())) {
    if (fill.slot >= slots) continue;
    line.fills[fill.slot] = member.text.substr(fill.begin, fill.end - fill.begin);
    add_places(member, fill, line.places);
  }
  return line;
}

std::vector<report::TemplateSlot> count_slots(const link::Template& made,
                                              const std::vector<report::FillLine>& fills) {
  std::vector<report::TemplateSlot> slots;
  for (const uint32_t column : made.slot_columns()) {
    std::map<std::string, uint64_t> counts;
    for (const report::FillLine& line : fills) {
      if (const std::string& fill = line.fills[slots.size()]; !fill.empty()) ++counts[fill];
    }
    slots.push_back(to_slot(made.columns[column].kind, counts));
  }
  return slots;
}

void fill_text_page(const OpenedCase& from, const std::vector<uint32_t>& rows,
                    report::TemplatePage& page) {
  const std::vector<Member> members = read_members(from, rows);
  std::vector<link::MemberView> views;
  for (const Member& member : members) views.push_back(member.view());
  const link::Template made = link::build_template(views);
  if (made.columns.empty()) return;
  page.text = made.to_text();
  page.read = members.size();
  const link::TemplateAligner aligner(made);
  std::vector<report::FillLine> fills;
  for (const Member& member : members) fills.push_back(fill_line(aligner, member, made.slots()));
  page.slots = count_slots(made, fills);
  for (const std::size_t at : shown_fills(fills, page.asked)) {
    fills[at].post = post_line(from.data, members[at].row, from.reader.get());
    page.fills.push_back(std::move(fills[at]));
  }
}

}  // namespace

report::TemplatePage build_template_page(const OpenedCase& from, uint32_t family,
                                         const report::SlotValue& asked) {
  const CaseData& data = from.data;
  const std::vector<uint32_t> rows = by_time(data.posts, data.families.members(family));
  const Period period = period_of(data.posts, rows);
  report::TemplatePage page;
  page.asked = asked;
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
  } else {
    fill_text_page(from, rows, page);
  }
  return page;
}

}  // namespace maillon::tasks
