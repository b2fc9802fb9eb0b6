#include "tasks/template_step.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "extract/text/tokens.h"
#include "link/template.h"
#include "tasks/read_text.h"
#include "tasks/record_template.h"

namespace maillon::tasks {
namespace {

// Families are worked on in rounds, so that not all their texts are in memory at
// once. Each round reads over all originals, so there are few of them.
constexpr std::size_t kRoundTexts = 500'000;
constexpr std::size_t kMembersRead = 16;
constexpr std::size_t kBlockFamilies = 64;

// The rows that a family's template is made from.
void append_sample(const Families& families, uint32_t family, std::vector<uint32_t>& rows) {
  const auto members = families.members(family);
  const std::size_t count = std::min(members.size(), kMembersRead);
  for (std::size_t i = 0; i < count; ++i) rows.push_back(members[i * members.size() / count]);
}

void prefetch_bytes(const void* bytes, std::size_t size) {
  constexpr std::size_t kLine = 64, kEnough = 1024;  // the processor guesses the rest
  for (std::size_t at = 0; at < std::min(size, kEnough); at += kLine) {
    __builtin_prefetch(static_cast<const char*>(bytes) + at);
  }
}

// Posts' texts as templates see them, of one batch: title, a line break, body;
// with their words. Of short records: their columns.
class BatchTexts {
 public:
  void assign(RecordBatch&& records, extract::TokenFinder& finder);
  bool has_records() const { return !records_.empty(); }
  const RecordText& record(std::size_t i) const { return records_[i]; }
  link::MemberView view(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : word_end_[i - 1];
    return {texts_[i], std::span(words_).subspan(begin, word_end_[i] - begin), city_[i],
            author_[i]};
  }
  void prefetch(std::size_t i) const {
    if (has_records()) return;
    const link::MemberView member = view(i);
    prefetch_bytes(member.text.data(), member.text.size());
    prefetch_bytes(member.words.data(), member.words.size_bytes());
  }

 private:
  void add(std::string_view title, std::string_view body, extract::TokenFinder& finder);
  void add_words(std::string_view text, std::size_t at, extract::TokenFinder& finder);

  StringColumn texts_, city_, author_;
  std::vector<link::WordSpan> words_;
  std::vector<std::size_t> word_end_;
  std::vector<RecordText> records_;
};

void BatchTexts::add_words(std::string_view text, std::size_t at, extract::TokenFinder& finder) {
  for (const extract::TokenSpan& token : finder.find(text)) {
    words_.push_back({token.token, static_cast<uint32_t>(token.begin + at),
                      static_cast<uint32_t>(token.end + at)});
  }
}

void BatchTexts::add(std::string_view title, std::string_view body, extract::TokenFinder& finder) {
  const std::size_t first = words_.size();
  std::string& bytes = texts_.bytes;
  const std::size_t begin = bytes.size();
  bytes += title;
  if (!title.empty() && !body.empty()) bytes.push_back('\n');
  const std::size_t body_begin = bytes.size() - begin;
  bytes += body;
  texts_.ends.push_back(bytes.size());
  add_words(title, 0, finder);
  const auto border = static_cast<uint32_t>(title.size());
  if (words_.size() > first) words_.push_back({kSentenceBreak, border, border});
  add_words(body, body_begin, finder);
  word_end_.push_back(words_.size());
}

void BatchTexts::assign(RecordBatch&& records, extract::TokenFinder& finder) {
  if (!records.value_names.empty()) {
    for (std::size_t i = 0; i < records.size(); ++i) records_.push_back(to_record_text(records, i));
    return;
  }
  const StringColumn &title = records.column(Field::title), &body = records.column(Field::body);
  texts_.bytes.reserve(title.bytes.size() + body.bytes.size() + records.size());
  words_.reserve(texts_.bytes.capacity() / 4);  // what is not used costs no memory
  for (std::size_t i = 0; i < records.size(); ++i) add(title[i], body[i], finder);
  city_ = std::move(records.column(Field::city));
  author_ = std::move(records.column(Field::author));
}

// Token finders for whoever needs one: they remember how words of scripts without
// spaces were cut, so a few of them serve all batches.
class FinderPool {
 public:
  std::unique_ptr<extract::TokenFinder> take() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) return std::make_unique<extract::TokenFinder>();
    std::unique_ptr<extract::TokenFinder> finder = std::move(free_.back());
    free_.pop_back();
    return finder;
  }
  void give_back(std::unique_ptr<extract::TokenFinder> finder) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(finder));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<extract::TokenFinder>> free_;
};

// The texts of some rows.
class Texts {
 public:
  explicit Texts(std::size_t posts) : place_(posts) {}

  // Forgets the rows before.
  Result<void> read(const store::Case& open_case, const Posts& posts,
                    std::span<const uint32_t> rows) {
    batches_.clear();
    for (const uint32_t row : rows) place_[row] = {};
    Progress quiet;
    return read_texts(
        open_case, places_of(posts), rows, [&](std::size_t n) { batches_.resize(n); },
        [&](std::size_t b, TextBatch&& batch) {
          for (uint32_t i = 0; i < batch.rows.size(); ++i) {
            place_[batch.rows[i]] = {static_cast<uint32_t>(b), i};
          }
          auto finder = finders_.take();
          batches_[b].assign(std::move(batch.records), *finder);
          finders_.give_back(std::move(finder));
        },
        quiet);
  }

  const RecordText* find_record(uint32_t row) const {
    const Place& place = place_[row];
    if (place.batch == kNone || !batches_[place.batch].has_records()) return nullptr;
    return &batches_[place.batch].record(place.index);
  }
  // Has the text come near, for view() soon.
  void prefetch(uint32_t row) const {
    const Place& place = place_[row];
    if (place.batch != kNone) batches_[place.batch].prefetch(place.index);
  }
  // Empty if the row's import is gone.
  link::MemberView view(uint32_t row) const {
    const Place& place = place_[row];
    return place.batch == kNone ? link::MemberView{} : batches_[place.batch].view(place.index);
  }

 private:
  struct Place {
    uint32_t batch = kNone, index = 0;
  };
  std::vector<Place> place_;  // per post
  std::vector<BatchTexts> batches_;
  FinderPool finders_;
};

// Makes templates one after another: of texts an alignment, of short records
// their columns.
class TemplateMaker {
 public:
  TemplateMaker(const Families& families, const Texts& texts)
      : families_(families), texts_(texts) {}

  // A family's texts stand far apart in memory, and waiting for them is a tenth of
  // the work: they are asked for one family ahead.
  void prefetch(uint32_t family) {
    rows_.clear();
    append_sample(families_, family, rows_);
    for (const uint32_t row : rows_) texts_.prefetch(row);
  }

  std::string make_text(uint32_t family) {
    rows_.clear();
    views_.clear();
    append_sample(families_, family, rows_);
    std::vector<RecordText> records;
    for (const uint32_t row : rows_) {
      if (const RecordText* record = texts_.find_record(row)) {
        records.push_back(*record);
      } else {
        views_.push_back(texts_.view(row));
      }
    }
    return records.empty() ? builder_.build(views_).to_text()
                           : build_record_template(records).to_text();
  }

 private:
  const Families& families_;
  const Texts& texts_;
  link::TemplateBuilder builder_;
  std::vector<uint32_t> rows_;
  std::vector<link::MemberView> views_;
};

}  // namespace

Result<void> build_templates(const store::Case& open_case, const Posts& posts,
                             std::span<const std::string> known, Families& families,
                             Progress& progress) {
  std::vector<std::string> made(families.size());
  std::vector<uint32_t> wanted;
  for (uint32_t f = 0; f < families.size(); ++f) {
    if (f < known.size() && !known[f].empty()) {
      made[f] = known[f];
    } else {
      wanted.push_back(f);
    }
  }
  Texts texts(posts.size());
  for (std::size_t first = 0; first < wanted.size();) {
    std::vector<uint32_t> rows;
    std::size_t last = first;
    for (; last < wanted.size() && rows.size() < kRoundTexts; ++last) {
      append_sample(families, wanted[last], rows);
    }
    Step read(progress, "read texts");
    TRY_OK(texts.read(open_case, posts, rows));
    read.end(rows.size());
    Step align(progress, "align", last - first, "families");
    parallel_blocks(last - first, kBlockFamilies,
                    [&](std::size_t begin, std::size_t end, std::size_t) {
                      TemplateMaker maker(families, texts);
                      for (std::size_t i = first + begin; i < first + end; ++i) {
                        if (i + 1 < first + end) maker.prefetch(wanted[i + 1]);
                        made[wanted[i]] = maker.make_text(wanted[i]);
                      }
                      progress.advance(end - begin);
                    });
    align.end(last - first);
    first = last;
  }
  families.text.clear();
  for (const std::string& text : made) families.text.push_back(text);
  return {};
}

}  // namespace maillon::tasks
