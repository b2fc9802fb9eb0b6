// A sentence about a pair of posts, in English and as data: which sentence it is, and what stands
// in it. The page and the report say the same in the reader's language
// (ui/i18n and report/document/texts: "said.NAME").
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json_writer.h"

namespace maillon::report {

struct Said {
  std::string name;  // "ceiling"; "plain": there is only the English text
  // What stands in it: names and values as they are, counts in digits.
  std::vector<std::pair<std::string, std::string>> values;
};

struct Sentence {
  std::string text;        // English
  std::vector<Said> said;  // the same; empty with an empty text
  bool empty() const { return text.empty(); }
};

// One that only the English text tells.
Sentence plain_sentence(std::string text);
// Both, parted by `between`; the other alone where one is empty.
Sentence joined(Sentence a, const char* between, Sentence b);

// [{"name":...,"values":{...}}]
void write_json(JsonWriter& json, const std::vector<Said>& said);

}  // namespace maillon::report
