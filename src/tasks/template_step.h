// Families of wording -> templates with slots, for people to read.
#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "link/template.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/record_template.h"

namespace maillon::tasks {

// Fills families.text from a sample of each family's texts, read once.
Result<void> build_templates(const store::Case& open_case, const Posts& posts, Families& families,
                             Progress& progress);

// A post's text as templates see it: title, a line break, body; with its words.
struct MemberText {
  std::string text, city, author;
  std::vector<link::WordSpan> words;
  std::size_t body_begin = 0;  // where the body starts in text
  RecordText record;           // of a short record: its columns
  link::MemberView view() const { return {text, words, city, author}; }
};
MemberText to_member_text(const RecordBatch& records, std::size_t row);

// The rows that a family's template is made from.
std::vector<uint32_t> template_sample(const Families& families, uint32_t family);

}  // namespace maillon::tasks
