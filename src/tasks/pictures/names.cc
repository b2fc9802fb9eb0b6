#include "tasks/pictures/names.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace maillon::tasks {
namespace {

constexpr std::string_view kSeparators = ";|\n\r";
constexpr std::string_view kBlank = " \t";

bool is_web_address(std::string_view name) {
  return name.find("://") != std::string_view::npos || name.starts_with("//") ||
         name.starts_with("data:");
}

std::string tidy(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '\\', '/');
  while (out.starts_with("./")) out.erase(0, 2);
  return out;
}

void add(std::string_view name, std::size_t begin, std::size_t end, std::vector<PictureName>& out) {
  if (name.empty() || is_web_address(name)) return;
  out.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), tidy(name)});
}

// The texts of a JSON array, each at the place between its quotation marks.
std::vector<PictureName> read_array(std::string_view field) {
  std::vector<PictureName> out;
  for (std::size_t at = field.find('"'); at != std::string_view::npos; at = field.find('"', at)) {
    std::size_t end = at + 1;
    while (end < field.size() && field[end] != '"') end += field[end] == '\\' ? 2 : 1;
    if (end >= field.size()) break;
    const auto text = nlohmann::json::parse(field.substr(at, end + 1 - at), nullptr, false);
    if (text.is_string()) add(text.get_ref<const std::string&>(), at + 1, end, out);
    at = end + 1;
  }
  return out;
}

}  // namespace

std::vector<PictureName> read_picture_names(std::string_view field) {
  const std::size_t first = field.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  if (field[first] == '[') return read_array(field);
  std::vector<PictureName> out;
  for (std::size_t at = 0; at < field.size();) {
    const std::size_t end = std::min(field.find_first_of(kSeparators, at), field.size());
    const std::size_t begin = field.find_first_not_of(kBlank, at);
    if (begin < end) {
      const std::size_t last = field.find_last_not_of(kBlank, end - 1);
      add(field.substr(begin, last + 1 - begin), begin, last + 1, out);
    }
    at = end + 1;
  }
  return out;
}

bool names_web_address(std::string_view field) {
  return field.find("://") != std::string_view::npos;
}

}  // namespace maillon::tasks
