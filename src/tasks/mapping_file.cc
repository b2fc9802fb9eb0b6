#include "tasks/mapping_file.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/printable.h"
#include "collect/plan.h"
#include "store/file.h"

namespace maillon::tasks {

namespace {

using Json = nlohmann::ordered_json;  // fields in the order of the file

constexpr int kVersion = 1;
constexpr std::size_t kMostBytes = 1U << 18;

std::string words_of(const Json& map) {
  std::string words;
  for (const auto& [field, columns] : map.items()) {
    if (!columns.is_string()) continue;
    words += (words.empty() ? "" : ",") + field + "=" + columns.get<std::string>();
  }
  return words;
}

std::string text_of(const Json& file, const char* name) {
  const auto at = file.find(name);
  return at != file.end() && at->is_string() ? at->get<std::string>() : "";
}

}  // namespace

std::string map_words(std::string_view object) {
  const Json map = Json::parse(object, nullptr, false);
  return map.is_object() ? words_of(map) : "";
}

std::string mapping_file_text(const Mapping& mapping) {
  Json map = Json::object();
  for (const auto& [field, columns] : split_map(mapping.map)) map[field] = columns;
  const Json file = {{"maillon_mapping", kVersion},
                     {"name", mapping.name},
                     {"map", std::move(map)},
                     {"source", mapping.source}};
  return file.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Mapping> parse_mapping_file(std::string_view text) {
  const Json file = Json::parse(text, nullptr, false);
  const auto refuse = [](const std::string& why) {
    return fail(Code::invalid_input,
                why + "; `maillon mappings CASE --export NAME` and the page's import write one");
  };
  if (!file.is_object() || !file.contains("maillon_mapping"))
    return refuse("this is no mapping of columns: a JSON object with \"maillon_mapping\"");
  if (file["maillon_mapping"] != kVersion)
    return refuse(
        fmt::format("this mapping is of another version than {}, by a newer program", kVersion));
  const auto map = file.find("map");
  if (map == file.end() || !map->is_object())
    return refuse("this mapping has no \"map\": an object of fields and their columns");
  for (const auto& [field, columns] : map->items()) {
    if (!columns.is_string())
      return refuse(fmt::format("the columns of '{}' are no text such as \"title+text\"",
                                printable(field, 40)));
  }
  Mapping mapping{0, text_of(file, "name"), words_of(*map), text_of(file, "source")};
  TRY_OK(collect::parse_mapping(mapping.map, mapping.source));
  return mapping;
}

Result<Mapping> read_mapping_file(const std::string& path) {
  TRY(const std::string text, store::read_up_to(path, kMostBytes + 1));
  if (text.size() > kMostBytes)
    return fail(Code::invalid_input,
                path + " is larger than 256 KiB, and so no mapping of columns");
  Result<Mapping> mapping = parse_mapping_file(text);
  if (!mapping) return tl::unexpected<Error>(Error(mapping.error()).with_context(path));
  return mapping;
}

}  // namespace maillon::tasks
