// What the reading verbs show of short records: a family as columns with slots, two
// records compared column by column.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "report/field_ledger.h"
#include "report/template_page.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

inline constexpr std::size_t kMembersOfPage = 400;  // posts read for the values of slots
inline constexpr std::size_t kFillsOfPage = 12;

// Which of the lines a page shows: those that have what is asked, else a sample.
std::vector<std::size_t> shown_fills(const std::vector<report::FillLine>& lines,
                                     const report::SlotValue& asked);

// A slot whose values are those, the most frequent first.
report::TemplateSlot to_slot(std::string kind, const std::map<std::string, uint64_t>& counts);

// Fills text, slots and fills of the page from the family's records.
void fill_record_page(const OpenedCase& from, const std::vector<uint32_t>& rows,
                      report::TemplatePage& page);
// Are these rows short records?
bool are_records(const OpenedCase& from, const std::vector<uint32_t>& rows);

// Empty if the two are not both short records, or what was learned about them is gone.
report::FieldLedger build_field_ledger(const OpenedCase& from, uint32_t a, uint32_t b);

}  // namespace maillon::tasks
