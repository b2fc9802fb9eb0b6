// For tests: what is found in a text, as one line that is easy to read in a table.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extract/text/signals.h"

namespace maillon::extract {

// A batch of one record with these fields.
inline RecordBatch one_record(std::string_view body, std::string_view country = {},
                              std::string_view title = {}, std::string_view author = {}) {
  RecordBatch batch;
  batch.begin.push_back(0);
  batch.end.push_back(body.size());
  batch.line.push_back(1);
  batch.posted_at.push_back(kNoTime);
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    const auto field = static_cast<Field>(f);
    batch.fields[f].push_back(field == Field::body      ? body
                              : field == Field::country ? country
                              : field == Field::title   ? title
                              : field == Field::author  ? author
                                                        : std::string_view());
  }
  return batch;
}

inline Signals signals_of(const RecordBatch& batch, std::string_view default_country = {}) {
  std::vector<Signals> signals;
  const ExtractSettings settings{std::string(default_country)};
  signals.push_back(extract_signals(batch, settings));
  validate_phones(signals, settings);
  return std::move(signals.front());
}

// "phone +33612345678, handle:telegram anna_92", in order of place; of one kind
// only if `kind` is given, and then only the values (with the service).
inline std::string found(std::string_view body, std::string_view country = {},
                         std::string_view kind = {}) {
  const Signals signals = signals_of(one_record(body, country));
  const SelectorTable& table = signals.selectors;
  std::string out;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (!kind.empty() && to_name(table.kind[i]) != kind) continue;
    if (!out.empty()) out += ", ";
    if (kind.empty()) out += to_name(table.kind[i]);
    if (table.service[i] != Service::none) out += ":" + std::string(to_name(table.service[i]));
    if (!out.empty() && out.back() != ' ') out += ' ';
    out += table.value[i];
  }
  while (out.starts_with(' ')) out.erase(0, 1);
  return out;
}

}  // namespace maillon::extract
