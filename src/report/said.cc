#include "report/said.h"

namespace maillon::report {

Sentence plain_sentence(std::string text) {
  if (text.empty()) return {};
  Said said{"plain", {{"text", text}}};
  return {std::move(text), {std::move(said)}};
}

Sentence joined(Sentence a, const char* between, Sentence b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  a.text += between + b.text;
  a.said.insert(a.said.end(), b.said.begin(), b.said.end());
  return a;
}

void write_json(JsonWriter& json, const std::vector<Said>& said) {
  json.begin_array();
  for (const Said& one : said) {
    json.begin_object().member("name", one.name).key("values").begin_object();
    for (const auto& [name, value] : one.values) json.member(name, value);
    json.end_object().end_object();
  }
  json.end_array();
}

}  // namespace maillon::report
