// Turns one record's text into fields.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "collect/plan.h"

namespace maillon::collect {

// The texts of one record's fields. Views belong to the record's text, to the
// parser, or to this; they are good until the next parse.
class FieldTexts {
 public:
  void clear();
  // A second text of a field is joined to the first by a line break.
  void add(Field field, std::string_view text);
  // Of a short record: its next value, in the order of plan.record.
  void add_value(std::string_view text) { values_.push_back(text); }
  const std::vector<std::string_view>& values() const { return values_; }
  std::string_view get(Field field) const { return views_[static_cast<std::size_t>(field)]; }

 private:
  std::array<std::string_view, kFieldCount> views_;
  std::array<std::string, kFieldCount> joined_;
  std::vector<std::string_view> values_;
};

// Bytes that must be readable after a text that is given to parse() (simdjson
// reads ahead in whole vectors).
inline constexpr std::size_t kTextPadding = 64;

class Parser {
 public:
  virtual ~Parser() = default;
  // Fills `out` from a record's text (UTF-8, without NUL, padded). Nothing else is
  // looked at. False: it is no record, `reason` says why.
  virtual bool parse(std::string_view text, FieldTexts& out, std::string& reason) = 0;
};

std::unique_ptr<Parser> make_parser(const ReadPlan& plan);

std::unique_ptr<Parser> make_csv_parser(const ReadPlan& plan);
std::unique_ptr<Parser> make_json_parser(const ReadPlan& plan);
std::unique_ptr<Parser> make_chat_parser(const ReadPlan& plan);
std::unique_ptr<Parser> make_page_parser(const ReadPlan& plan);

}  // namespace maillon::collect
