#include "share/intake/json_view.h"

#include <algorithm>
#include <bit>
#include <vector>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/ascii.h"

namespace maillon::share {
namespace {

using simdjson::dom::element;

static_assert(sizeof(element) == sizeof(std::array<uint64_t, 2>));

element element_at(const std::array<uint64_t, 2>& at) {
  return std::bit_cast<element>(at);
}

}  // namespace

struct JsonParser::State {
  simdjson::dom::parser parser;
};

JsonParser::JsonParser() : state_(std::make_unique<State>()) {}
JsonParser::~JsonParser() = default;

Result<JsonView> JsonParser::parse(std::string_view bytes) {
  if (bytes.size() > kMostJson) {
    return fail(Code::invalid_input,
                fmt::format("one JSON document of more than {} MiB; ask its sender for it in parts",
                            kMostJson >> 20));
  }
  element root;
  const simdjson::error_code error = state_->parser.parse(bytes.data(), bytes.size()).get(root);
  if (error != simdjson::SUCCESS) {
    return fail(Code::corrupt,
                fmt::format("the JSON is damaged or breaks off ({}); fetch or export it again",
                            simdjson::error_message(error)));
  }
  JsonView view;
  view.at_ = std::bit_cast<std::array<uint64_t, 2>>(root);
  view.exists_ = true;
  return view;
}

bool JsonView::is_object() const {
  return exists_ && element_at(at_).is_object();
}

bool JsonView::is_array() const {
  return exists_ && element_at(at_).is_array();
}

bool JsonView::is_text() const {
  return exists_ && element_at(at_).is_string();
}

JsonView JsonView::operator[](std::string_view name) const {
  JsonView found;
  simdjson::dom::object object;
  element value;
  if (!exists_ || element_at(at_).get(object) != simdjson::SUCCESS ||
      object.at_key(name).get(value) != simdjson::SUCCESS)
    return found;
  found.at_ = std::bit_cast<std::array<uint64_t, 2>>(value);
  found.exists_ = true;
  return found;
}

std::string JsonView::text() const {
  if (!exists_) return "";
  const element value = element_at(at_);
  if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
  if (int64_t number = 0; value.get(number) == simdjson::SUCCESS) return std::to_string(number);
  if (uint64_t number = 0; value.get(number) == simdjson::SUCCESS) return std::to_string(number);
  if (bool yes = false; value.get(yes) == simdjson::SUCCESS) return yes ? "true" : "false";
  return "";
}

bool JsonView::is_true() const {
  const std::string said = to_lower(text());
  return said == "true" || said == "1";
}

void JsonView::for_each_item(const std::function<void(const JsonView&)>& fn) const {
  simdjson::dom::array items;
  if (!exists_ || element_at(at_).get(items) != simdjson::SUCCESS) return;
  for (const element item : items) {
    JsonView view;
    view.at_ = std::bit_cast<std::array<uint64_t, 2>>(item);
    view.exists_ = true;
    fn(view);
  }
}

void JsonView::for_each_member(
    const std::function<void(std::string_view, const JsonView&)>& fn) const {
  simdjson::dom::object members;
  if (!exists_ || element_at(at_).get(members) != simdjson::SUCCESS) return;
  for (const auto& member : members) {
    JsonView view;
    view.at_ = std::bit_cast<std::array<uint64_t, 2>>(member.value);
    view.exists_ = true;
    fn(member.key, view);
  }
}

bool JsonView::repeats_member() const {
  std::vector<std::string_view> names;
  for_each_member([&](std::string_view name, const JsonView&) { names.push_back(name); });
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

}  // namespace maillon::share
