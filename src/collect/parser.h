// Turns one record's bytes into fields.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/records.h"
#include "collect/plan.h"

namespace maillon::collect {

// The values of one record by field; views or texts stay valid until the next parse.
class FieldValues {
 public:
  void clear();
  // Joins by a line break if the field has a value already.
  void add(Field field, std::string_view text);
  std::string_view get(Field field) const { return texts_[static_cast<std::size_t>(field)]; }

 private:
  std::array<std::string, kFieldCount> texts_;
};

class Parser {
 public:
  virtual ~Parser() = default;
  // Fills `out` from a record's UTF-8 text. False: `reason` says why not.
  virtual bool parse(std::string_view utf8, FieldValues& out, std::string& reason) = 0;
};

std::unique_ptr<Parser> make_parser(const ReadPlan& plan);

std::unique_ptr<Parser> make_csv_parser(const ReadPlan& plan);
std::unique_ptr<Parser> make_json_parser(const ReadPlan& plan);

}  // namespace maillon::collect
