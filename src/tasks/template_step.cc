#include "tasks/template_step.h"

#include <algorithm>

#include "base/parallel.h"
#include "extract/text/tokens.h"
#include "tasks/read_text.h"

namespace maillon::tasks {
namespace {

// Families are worked on in rounds, so that not all their texts are in memory at once.
constexpr std::size_t kRoundTexts = 100'000;
constexpr std::size_t kSample = 16;

void append_words(std::string_view text, std::size_t at, std::vector<link::WordSpan>& words) {
  for (const extract::TokenSpan& token : extract::find_tokens(text)) {
    words.push_back({token.token, static_cast<uint32_t>(token.begin + at),
                     static_cast<uint32_t>(token.end + at)});
  }
}

// Of texts an alignment, of short records their columns.
std::string make_text(const std::vector<MemberText>& members, const std::vector<uint32_t>& place,
                      const std::vector<uint32_t>& rows) {
  std::vector<link::MemberView> views;
  std::vector<RecordText> records;
  for (const uint32_t row : rows) {
    const MemberText& member = members[place[row]];
    if (member.record.names.empty()) {
      views.push_back(member.view());
    } else {
      records.push_back(member.record);
    }
  }
  return records.empty() ? link::build_template(views).to_text()
                         : build_record_template(records).to_text();
}

}  // namespace

MemberText to_member_text(const RecordBatch& records, std::size_t row) {
  MemberText member;
  if (!records.value_names.empty()) {
    member.record = to_record_text(records, row);
    return member;
  }
  const std::string_view title = records.field(Field::title, row);
  const std::string_view body = records.field(Field::body, row);
  member.text.assign(title);
  if (!title.empty() && !body.empty()) member.text.push_back('\n');
  member.body_begin = member.text.size();
  member.text += body;
  member.city = records.field(Field::city, row);
  member.author = records.field(Field::author, row);
  append_words(title, 0, member.words);
  const auto border = static_cast<uint32_t>(title.size());
  if (!member.words.empty()) member.words.push_back({kSentenceBreak, border, border});
  append_words(body, member.body_begin, member.words);
  return member;
}

std::vector<uint32_t> template_sample(const Families& families, uint32_t family) {
  const auto members = families.members(family);
  const std::size_t count = std::min(members.size(), kSample);
  std::vector<uint32_t> rows(count);
  for (std::size_t i = 0; i < count; ++i) rows[i] = members[i * members.size() / count];
  return rows;
}

Result<void> build_templates(const store::Case& open_case, const Posts& posts, Families& families,
                             Progress& progress) {
  const Step step(progress, "templates", families.size(), "families");
  std::vector<std::string> texts(families.size());
  std::vector<uint32_t> place(posts.size(), kNone);
  for (uint32_t first = 0; first < families.size();) {
    std::vector<uint32_t> rows;
    uint32_t last = first;
    for (; last < families.size() && rows.size() < kRoundTexts; ++last) {
      for (const uint32_t row : template_sample(families, last)) {
        place[row] = static_cast<uint32_t>(rows.size());
        rows.push_back(row);
      }
    }
    std::vector<MemberText> members(rows.size());
    Progress quiet;
    Step read(progress, "read texts");
    TRY_OK(read_texts(
        open_case, places_of(posts), rows, [](std::size_t) {},
        [&](std::size_t, TextBatch&& batch) {
          for (std::size_t i = 0; i < batch.rows.size(); ++i) {
            members[place[batch.rows[i]]] = to_member_text(batch.records, i);
          }
        },
        quiet));
    read.end(rows.size());
    Step align(progress, "align");
    parallel_for(last - first, [&](std::size_t i) {
      const uint32_t family = first + static_cast<uint32_t>(i);
      texts[family] = make_text(members, place, template_sample(families, family));
    });
    align.end(last - first);
    progress.advance(last - first);
    first = last;
  }
  families.text.clear();
  for (const std::string& text : texts) families.text.push_back(text);
  return {};
}

}  // namespace maillon::tasks
