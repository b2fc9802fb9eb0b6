#include "tasks/record_pages.h"

#include <algorithm>
#include <map>

#include "link/fields/compare.h"
#include "tasks/derived_io.h"
#include "tasks/record_step.h"
#include "tasks/record_template.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {
namespace {

std::vector<std::pair<uint32_t, RecordText>> read_members(const OpenedCase& from,
                                                          const std::vector<uint32_t>& rows) {
  std::vector<std::pair<uint32_t, RecordText>> members;
  const std::size_t count = std::min(kMembersOfPage, rows.size());
  for (std::size_t i = 0; i < count; ++i) {
    const uint32_t row = rows[i * rows.size() / count];
    const auto record = from.reader->read(place_of(from.data.posts, row));
    if (record && record->size() == 1) members.emplace_back(row, to_record_text(*record, 0));
  }
  return members;
}

report::TemplateSlot count_slot(std::string kind,
                                const std::vector<std::pair<uint32_t, RecordText>>& members) {
  std::map<std::string, uint64_t> counts;
  for (const auto& [row, record] : members) {
    if (const std::string value = value_of(record, kind); !value.empty()) ++counts[value];
  }
  return to_slot(std::move(kind), counts);
}

// A record under the columns that were compared.
struct Compared {
  std::vector<std::string> names, stated, folded;  // "" where nothing is stated
};

Compared under_columns(const link::FieldKnowledge& known, const RecordText& record) {
  Compared out{std::vector<std::string>(known.size()), std::vector<std::string>(known.size()),
               std::vector<std::string>(known.size())};
  for (std::size_t c = 0; c < known.size(); ++c) {
    const auto at =
        std::find_if(record.names.begin(), record.names.end(),
                     [&](const std::string& name) { return fold_column(name) == known.name[c]; });
    if (at == record.names.end()) continue;
    const std::string& value = record.values[static_cast<std::size_t>(at - record.names.begin())];
    out.names[c] = *at;
    out.folded[c] = fold_value(value);
    if (states_value(value)) out.stated[c] = value;
  }
  return out;
}

}  // namespace

report::TemplateSlot to_slot(std::string kind, const std::map<std::string, uint64_t>& counts) {
  report::TemplateSlot slot;
  slot.kind = std::move(kind);
  for (const auto& [value, posts] : counts) {
    slot.values.push_back({value, posts});
    slot.filled += posts;
  }
  slot.distinct = counts.size();
  std::stable_sort(slot.values.begin(), slot.values.end(),
                   [](const auto& x, const auto& y) { return x.posts > y.posts; });
  return slot;
}

std::vector<std::size_t> shown_fills(const std::vector<report::FillLine>& lines,
                                     const report::SlotValue& asked) {
  std::vector<std::size_t> shown;
  if (asked.slot > 0) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto& fills = lines[i].fills;
      if (asked.slot <= fills.size() && fills[asked.slot - 1] == asked.value) shown.push_back(i);
    }
    return shown;
  }
  const std::size_t count = std::min(kFillsOfPage, lines.size());
  for (std::size_t i = 0; i < count; ++i) shown.push_back(i * lines.size() / count);
  return shown;
}

bool are_records(const OpenedCase& from, const std::vector<uint32_t>& rows) {
  if (rows.empty()) return false;
  const auto record = from.reader->read(place_of(from.data.posts, rows.front()));
  return record && !record->value_names.empty();
}

void fill_record_page(const OpenedCase& from, const std::vector<uint32_t>& rows,
                      report::TemplatePage& page) {
  const auto members = read_members(from, rows);
  std::vector<RecordText> texts;
  for (const auto& [row, record] : members) texts.push_back(record);
  const RecordTemplate made = build_record_template(texts);
  page.text = made.to_text();
  std::vector<std::string> slots;
  for (const RecordTemplate::Column& column : made.columns) {
    if (column.value.empty()) slots.push_back(column.name);
  }
  for (const std::string& name : slots) page.slots.push_back(count_slot(name, members));
  page.read = members.size();
  std::vector<report::FillLine> lines(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (const std::string& name : slots)
      lines[i].fills.push_back(value_of(members[i].second, name));
  }
  for (const std::size_t at : shown_fills(lines, page.asked)) {
    lines[at].post = post_line(from.data, members[at].first, from.reader.get());
    page.fills.push_back(std::move(lines[at]));
  }
}

report::FieldLedger build_field_ledger(const OpenedCase& from, uint32_t a, uint32_t b) {
  report::FieldLedger ledger;
  const auto record_a = from.reader->read(place_of(from.data.posts, a));
  const auto record_b = from.reader->read(place_of(from.data.posts, b));
  if (!record_a || !record_b || record_a->value_names.empty() || record_b->value_names.empty())
    return ledger;
  const auto known = read_fields(*from.file);
  if (!known || known->prior.empty()) return ledger;
  const Compared left = under_columns(*known, to_record_text(*record_a, 0));
  const Compared right = under_columns(*known, to_record_text(*record_b, 0));
  int32_t sum = known->prior[0];
  for (const link::FieldEvidence& item :
       link::weigh_two_records(*known, left.folded, right.folded)) {
    const std::size_t c = item.column;
    sum += item.bits;
    ledger.lines.push_back({left.names[c].empty() ? right.names[c] : left.names[c], left.stated[c],
                            right.stated[c], std::string(link::to_level_name(item.level)),
                            item.shared_by, to_bits(item.bits)});
  }
  ledger.prior_bits = to_bits(known->prior[0]);
  ledger.sum_bits = to_bits(sum);
  const auto& family = from.data.families.family;
  ledger.one_family = family[a] != kNone && family[a] == family[b];
  return ledger;
}

}  // namespace maillon::tasks
