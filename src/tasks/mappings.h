// Mappings of columns that are kept with the case under a name, as acts: what `import --map` and
// `--source` take, for the next file of the same kind.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "store/case.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct Mapping {
  store::ActId id = 0;
  std::string name, map, source;  // map: "body=title+text,id=ad_id"
};

Result<std::vector<Mapping>> list_mappings(const store::Case& file);  // those in force, by age
// Code::not_found: none of that name; the message says how to list them.
Result<Mapping> find_mapping(const std::string& case_path, const std::string& name);
// Would save_mapping() take it? The case need not be there yet. Code::invalid_input: the mapping
// is not understood or empty, the name is taken or not fit.
Result<void> check_mapping(const std::string& case_path, const Mapping& mapping);
Result<store::ActId> save_mapping(const std::string& case_path, const Mapping& mapping,
                                  const Context& context);
// "body=title+text,id=ad" -> body and title+text, id and ad; as written, backslashes and all.
std::vector<std::pair<std::string, std::string>> split_map(std::string_view map);
// {"name","map":{"body":"title+text"},"source","act"}
void write_json(JsonWriter& json, const Mapping& mapping);

// `mappings CASE [--remove NAME | --export NAME]`: that one as a file (mapping_file.h).
struct MappingsSettings {
  std::string case_path, remove, to_export;
};
Result<Outcome> show_mappings(const MappingsSettings& settings, const Context& context,
                              Output& out);

}  // namespace maillon::tasks
