#include "link/fields/table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/hash.h"
#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr double kNumberShare = 0.8;  // of values are mostly digits
constexpr double kNameWords = 2.6;    // words of a name on average, at most
constexpr double kNameLength = 26;
constexpr double kLeastFilled = 0.01;  // of rows state a value

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// Ways of writing that nothing is stated.
bool is_void(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kVoid = {"na",  "n a", "null",   "none",
                                                            "nan", "nil", "unknown"};
  return std::find(kVoid.begin(), kVoid.end(), text) != kVoid.end();
}

std::string words_of(std::string_view folded) {
  std::string out;
  bool gap = false;
  for (const char c : folded) {
    if (!is_digit(c) && !is_letter(c)) {
      gap = !out.empty() || gap;
      continue;
    }
    if (gap && !out.empty()) out.push_back(' ');
    gap = false;
    out.push_back(c);
  }
  return is_void(out) ? "" : out;
}

std::string digits_of(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (is_digit(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out.empty() ? std::string(words) : out;
}

// What the column's values look like.
FieldKind kind_of(const StringColumn& values) {
  double numbers = 0, words = 0, length = 0, stated = 0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    const std::string text = words_of(values[row]);
    if (text.empty()) continue;
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    const auto letters = std::count_if(text.begin(), text.end(), is_letter);
    stated += 1;
    numbers += digits > 0 && digits >= letters ? 1 : 0;
    words += 1 + static_cast<double>(std::count(text.begin(), text.end(), ' '));
    length += static_cast<double>(text.size());
  }
  if (numbers >= kNumberShare * stated) return FieldKind::number;
  return words <= kNameWords * stated && length <= kNameLength * stated ? FieldKind::name
                                                                        : FieldKind::text;
}

// Numbers the distinct values in the order of their text.
void number_values(const StringColumn& values, FieldColumn& column) {
  const std::size_t rows = values.size();
  std::vector<std::string> text(rows);
  parallel_blocks(rows, 4096, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) text[i] = normalise_value(values[i], column.kind);
  });
  std::vector<uint32_t> order;
  for (uint32_t row = 0; row < rows; ++row) {
    if (!text[row].empty()) order.push_back(row);
  }
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return text[a] != text[b] ? text[a] < text[b] : a < b; });
  column.value.assign(rows, kNoValue);
  column.stated = order.size();
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || text[order[i]] != text[order[i - 1]]) {
      column.text.push_back(text[order[i]]);
      column.count.push_back(0);
    }
    ++column.count.back();
    column.value[order[i]] = static_cast<uint32_t>(column.count.size() - 1);
  }
}

void number_words(FieldColumn& column) {
  const auto values = static_cast<uint32_t>(column.count.size());
  std::vector<std::pair<std::string_view, uint32_t>> uses;
  for (uint32_t v = 0; v < values; ++v) {
    std::vector<std::string_view> words = cut_words(column.text[v]);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const std::string_view word : words) uses.emplace_back(word, v);
    column.word_offsets.push_back(uses.size());
  }
  std::sort(uses.begin(), uses.end());
  column.words.resize(uses.size());
  std::vector<uint64_t> at(column.word_offsets.begin(), column.word_offsets.end() - 1);
  for (std::size_t i = 0; i < uses.size();) {
    std::size_t j = i;
    while (j < uses.size() && uses[j].first == uses[i].first) ++j;
    const auto number = static_cast<uint32_t>(column.word_count.size());
    column.word.push_back(uses[i].first);
    column.word_count.push_back(static_cast<uint32_t>(j - i));
    const FieldWord word{uses[i].first, letters_of(uses[i].first), number,
                         word_weight(values, j - i)};
    for (; i < j; ++i) column.words[at[uses[i].second]++] = word;
  }
  for (uint32_t v = 0; v < values; ++v) {
    const std::string_view text = column.text[v];
    const std::size_t first = column.word_offsets[v];
    column.views.push_back(make_view(
        text, std::span(column.words).subspan(first, column.word_offsets[v + 1] - first)));
  }
}

// How much a column tells: bits of its values, by how often it is filled.
double worth(const FieldColumn& column, std::size_t rows) {
  double bits = 0;
  for (const uint32_t n : column.count) {
    bits += n * std::log2(static_cast<double>(column.stated) / n);
  }
  return bits / static_cast<double>(std::max<std::size_t>(rows, 1));
}

}  // namespace

std::string_view to_name(FieldKind kind) {
  constexpr std::array<std::string_view, 3> kNames = {"name", "number", "text"};
  return kNames[static_cast<std::size_t>(kind)];
}

FieldValueView make_view(std::string_view text, std::span<const FieldWord> words) {
  FieldValueView view;
  view.text = text;
  std::copy_n(text.data(), std::min(text.size(), view.head.size()), view.head.begin());
  view.hash = hash64(text);
  view.letters = letters_of(text);
  view.first_word = words.data();
  view.word_count = static_cast<uint32_t>(words.size());
  for (const FieldWord& word : words) view.weight += word.weight;
  return view;
}

std::vector<std::string_view> cut_words(std::string_view normalised) {
  std::vector<std::string_view> words;
  while (!normalised.empty() && words.size() < kMaxWords) {
    const std::size_t blank = std::min(normalised.find(' '), normalised.size());
    words.push_back(normalised.substr(0, blank));
    normalised.remove_prefix(std::min(blank + 1, normalised.size()));
  }
  return words;
}

int32_t word_weight(uint64_t values, uint64_t holders) {
  const double rarity = std::log2((static_cast<double>(values) + 1) /
                                  static_cast<double>(std::max<uint64_t>(holders, 1)));
  return std::max(static_cast<int32_t>(std::lround(rarity * 64)), 8);
}

uint64_t letters_of(std::string_view text) {
  uint64_t set = 0;
  for (const char c : text) {
    if (c != ' ') set |= uint64_t{1} << (static_cast<unsigned char>(c) % 64);
  }
  return set;
}

std::string normalise_value(std::string_view folded, FieldKind kind) {
  std::string words = words_of(folded);
  return kind == FieldKind::number ? digits_of(words) : words;
}

Fields prepare_fields(const RecordTable& table) {
  Fields fields;
  fields.rows = table.rows();
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    FieldColumn column;
    column.name = table.names[c];
    column.kind = kind_of(table.columns[c]);
    number_values(table.columns[c], column);
    if (column.count.size() < 2) continue;
    if (static_cast<double>(column.stated) < kLeastFilled * static_cast<double>(fields.rows)) {
      continue;
    }
    fields.columns.push_back(std::move(column));
  }
  while (fields.columns.size() > kMaxFields) {
    std::size_t least = 0;
    for (std::size_t c = 1; c < fields.columns.size(); ++c) {
      if (worth(fields.columns[c], fields.rows) < worth(fields.columns[least], fields.rows)) {
        least = c;
      }
    }
    fields.columns.erase(fields.columns.begin() + static_cast<std::ptrdiff_t>(least));
  }
  // Words are views into their column, so columns do not move from here on.
  for (FieldColumn& column : fields.columns) number_words(column);
  for (std::size_t row = 0; row < fields.rows; ++row) {
    for (const FieldColumn& column : fields.columns) fields.by_row.push_back(column.value[row]);
  }
  return fields;
}

}  // namespace maillon::link
