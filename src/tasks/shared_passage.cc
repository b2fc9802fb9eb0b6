#include "tasks/shared_passage.h"

#include <algorithm>
#include <string>
#include <utility>

namespace maillon::tasks {

namespace {

constexpr std::size_t kWordsCompared = 3000, kStockWordsCompared = 600;
constexpr uint32_t kWordsQuoted = 3, kWithoutFigures = 2;
constexpr uint32_t kPhraseWords = 4;  // so many in a row are a phrase of the site ...
constexpr uint8_t kPhraseTexts = 2;   // ... if so many of the others say it
constexpr std::size_t kOthers = 12;   // of each site

using Words = std::vector<extract::TokenSpan>;

Words words_of(std::string_view text, std::size_t limit) {
  Words words = extract::find_tokens(text);
  std::erase_if(words, [](const auto& word) { return word.token == kSentenceBreak; });
  if (words.size() > limit) words.resize(limit);
  return words;
}

// Calls visit(i, j, run) for each pair of equal words, with the length of the run of
// equal words that ends there.
template <class Visit>
void visit_runs(const Words& a, const Words& b, const Visit& visit) {
  std::vector<uint32_t> above(b.size() + 1), row(b.size() + 1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = a[i].token == b[j].token ? above[j] + 1 : 0;
      if (row[j + 1] > 0) visit(i, j, row[j + 1]);
    }
    std::swap(above, row);
  }
}

// How many of the others say the phrase that each word stands in.
std::vector<uint8_t> count_phrases(const Words& words, const std::vector<std::string_view>& stock) {
  std::vector<uint8_t> said(words.size(), 0);
  for (const std::string_view text : stock) {
    std::vector<bool> here(words.size(), false);
    visit_runs(words, words_of(text, kStockWordsCompared),
               [&](std::size_t i, std::size_t, uint32_t run) {
                 for (uint32_t back = 0; run >= kPhraseWords && back < kPhraseWords; ++back)
                   here[i - back] = true;
               });
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (here[i] && said[i] < kPhraseTexts) ++said[i];
    }
  }
  return said;
}

bool is_figure(std::string_view text, const extract::TokenSpan& word) {
  const std::string_view written = text.substr(word.begin, word.end - word.begin);
  return std::any_of(written.begin(), written.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

SharedPassage find_shared_passage(std::string_view text_a, std::string_view text_b,
                                  const std::vector<std::string_view>& stock) {
  const Words a = words_of(text_a, kWordsCompared), b = words_of(text_b, kWordsCompared);
  const std::vector<uint8_t> said = count_phrases(a, stock);
  // Words of the text up to each place, and up to the latest phrase that is passed over.
  std::vector<uint32_t> counted(a.size() + 1, 0);
  std::vector<std::size_t> free_from(a.size(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    counted[i + 1] = counted[i] + (is_figure(text_a, a[i]) ? 0 : 1);
    free_from[i] = said[i] >= kPhraseTexts ? i + 1 : (i > 0 ? free_from[i - 1] : 0);
  }
  SharedPassage best;
  visit_runs(a, b, [&](std::size_t i, std::size_t j, uint32_t run) {
    const std::size_t first = std::max(i + 1 - run, free_from[i]);
    if (first > i) return;
    const uint32_t without_figures = counted[i + 1] - counted[first];
    if (without_figures <= best.without_figures) return;
    const std::size_t length = i + 1 - first;
    best = {static_cast<uint32_t>(length), without_figures, a[first].begin, a[i].end,
            b[j + 1 - length].begin,       b[j].end};
  });
  return best;
}

const std::string& PassageQuoter::body(uint32_t row) {
  const auto [at, is_new] = bodies_.try_emplace(row);
  if (is_new) {
    const auto record = reader_.read(place_of(data_.posts, row));
    if (record && record->size() > 0) at->second = record->field(Field::body, 0);
  }
  return at->second;
}

// Rows are in the order of a hash, so the first ones are as good as drawn.
void PassageQuoter::add_others(uint32_t a, uint32_t b, uint32_t source,
                               std::vector<uint32_t>& rows) const {
  const auto is_of = [&](uint32_t row, uint32_t post) {
    const uint32_t family = data_.families.family[post], network = data_.networks.network[post];
    return row == post || (family != kNone && data_.families.family[row] == family) ||
           (network != 0 && data_.networks.network[row] == network);
  };
  std::size_t found = 0;
  for (uint32_t row = 0; row < data_.posts.size() && found < kOthers; ++row) {
    if (data_.posts.source[row] != source || is_of(row, a) || is_of(row, b)) continue;
    rows.push_back(row);
    ++found;
  }
}

std::vector<report::Quote> PassageQuoter::quote(uint32_t a, uint32_t b) {
  const uint32_t source_a = data_.posts.source[a], source_b = data_.posts.source[b];
  std::vector<uint32_t> others;
  add_others(a, b, source_a, others);
  if (source_b != source_a) add_others(a, b, source_b, others);
  std::vector<std::string_view> stock;
  for (const uint32_t row : others) stock.push_back(body(row));
  const std::string &text_a = body(a), &text_b = body(b);
  const SharedPassage passage = find_shared_passage(text_a, text_b, stock);
  if (passage.words < kWordsQuoted || passage.without_figures < kWithoutFigures) return {};
  return {{'a', Field::body, passage.begin_a, passage.end_a,
           text_a.substr(passage.begin_a, passage.end_a - passage.begin_a)},
          {'b', Field::body, passage.begin_b, passage.end_b,
           text_b.substr(passage.begin_b, passage.end_b - passage.begin_b)}};
}

}  // namespace maillon::tasks
