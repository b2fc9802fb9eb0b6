#include "tasks/mappings.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/printable.h"
#include "collect/plan.h"
#include "report/style.h"
#include "tasks/decisions.h"
#include "tasks/mapping_file.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kMostMap = 4'000;

// The place of the first `wanted` that has no backslash before it, or the end.
std::size_t find_plain(std::string_view text, char wanted) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == wanted) {
      return i;
    }
  }
  return text.size();
}

Result<void> check_name(const store::Case& file, const std::string& name) {
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  const store::Decision* other = find_named(decisions, "mapping", name);
  if (other == nullptr) return {};
  return fail(Code::invalid_input,
              fmt::format("a mapping is called '{}' already (act {}); take another name, or "
                          "`maillon mappings {} --remove` that one first",
                          printable(name), other->id, file.directory()));
}

Result<void> check_words_of(const Mapping& mapping) {
  TRY_OK(check_words("the name", mapping.name, kMostName));
  TRY_OK(check_words("the mapping", mapping.map, kMostMap));
  TRY_OK(check_words("the source", mapping.source, kMostName));
  if (mapping.name.find_first_not_of(' ') == std::string::npos)
    return fail(Code::invalid_input, "the name of the mapping is empty; give it one");
  if (mapping.map.empty() && mapping.source.empty())
    return fail(Code::invalid_input, "there is no mapping to save; give one by --map or --source");
  TRY_OK(collect::parse_mapping(mapping.map, mapping.source));
  return {};
}

}  // namespace

std::vector<std::pair<std::string, std::string>> split_map(std::string_view map) {
  std::vector<std::pair<std::string, std::string>> items;
  while (!map.empty()) {
    const std::size_t comma = find_plain(map, ',');
    const std::string_view item = map.substr(0, comma);
    map.remove_prefix(std::min(comma + 1, map.size()));
    const std::size_t equals = find_plain(item, '=');
    items.emplace_back(item.substr(0, equals), item.substr(std::min(equals + 1, item.size())));
  }
  return items;
}

Result<std::vector<Mapping>> list_mappings(const store::Case& file) {
  std::vector<Mapping> mappings;
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  for (const store::Decision& d : decisions) {
    if (d.kind == "mapping") mappings.push_back({d.id, d.a, d.value, d.b});
  }
  return mappings;
}

Result<Mapping> find_mapping(const std::string& case_path, const std::string& name) {
  TRY(const store::Case file, store::Case::open(case_path, store::Access::read));
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  if (const store::Decision* d = find_named(decisions, "mapping", name))
    return Mapping{d->id, d->a, d->value, d->b};
  return fail(Code::not_found,
              fmt::format("no mapping is called '{}'; `maillon mappings {}` lists them",
                          printable(name, 60), case_path));
}

Result<void> check_mapping(const std::string& case_path, const Mapping& mapping) {
  TRY_OK(check_words_of(mapping));
  if (!store::Case::exists(case_path)) return {};
  TRY(const store::Case file, store::Case::open(case_path, store::Access::read));
  return check_name(file, mapping.name);
}

Result<store::ActId> save_mapping(const std::string& case_path, const Mapping& mapping,
                                  const Context& context) {
  TRY_OK(check_words_of(mapping));
  TRY(store::Case file, store::Case::open(case_path, store::Access::write));
  TRY_OK(check_name(file, mapping.name));
  store::Decision made;
  made.kind = "mapping";
  made.a = mapping.name;
  made.b = mapping.source;
  made.value = mapping.map;
  return file.decide(made, context.by);
}

void write_json(JsonWriter& json, const Mapping& mapping) {
  json.begin_object().member("name", mapping.name).key("map").begin_object();
  for (const auto& [field, columns] : split_map(mapping.map)) json.member(field, columns);
  json.end_object().member("source", mapping.source).member("act", mapping.id).end_object();
}

Result<Outcome> show_mappings(const MappingsSettings& settings, const Context& context,
                              Output& out) {
  if (!settings.remove.empty()) {
    TRY(const Mapping mapping, find_mapping(settings.case_path, settings.remove));
    TRY(store::Case file, store::Case::open(settings.case_path, store::Access::write));
    TRY_OK(file.undo(mapping.id, context.by));
    if (context.json) {
      JsonWriter json;
      json.begin_object().member("removed", mapping.id).end_object();
      out.write(json.take() + "\n");
    } else {
      out.write(fmt::format("removed; `maillon redo {} --act {}` gives it back\n",
                            printable(settings.case_path), mapping.id));
    }
    return Outcome::done;
  }
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
  if (!settings.to_export.empty()) {
    TRY(const Mapping mapping, find_mapping(settings.case_path, settings.to_export));
    TRY_OK(log_reading(file, "mappings", "1 exported", context.by));
    out.write(mapping_file_text(mapping));
    return Outcome::done;
  }
  TRY(const std::vector<Mapping> mappings, list_mappings(file));
  TRY_OK(log_reading(file, "mappings", std::to_string(mappings.size()) + " listed", context.by));
  if (context.json) {
    JsonWriter json;
    json.begin_object().key("mappings").begin_array();
    for (const Mapping& mapping : mappings) write_json(json, mapping);
    json.end_array().end_object();
    out.write(json.take() + "\n");
  } else if (!mappings.empty()) {
    using Align = report::TextTable::Align;
    report::TextTable table(
        {{"act", Align::right}, {"name", Align::left, 30}, {"source", Align::left, 24}, {"map"}});
    for (const Mapping& m : mappings)
      table.add_row({std::to_string(m.id), m.name, m.source, m.map});
    out.write(table.to_text({context.color, static_cast<std::size_t>(context.width)}));
  }
  if (!mappings.empty()) return Outcome::done;
  say("no mapping is kept with " + settings.case_path +
      "; `maillon import CASE FILE --map ... --save-map NAME` keeps one");
  return Outcome::empty;
}

}  // namespace maillon::tasks
