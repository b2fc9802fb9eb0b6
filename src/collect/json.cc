// A JSON object -> fields, with simdjson's on-demand parser: only the keys that
// the plan names are looked into, the rest is skipped at the speed of brackets.
#include <vector>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/ascii.h"
#include "collect/json_text.h"
#include "collect/parser.h"

namespace maillon::collect {
namespace {

using simdjson::ondemand::json_type;

constexpr std::size_t kMaxDepth = 16;  // of dotted names

class JsonParser : public Parser {
 public:
  explicit JsonParser(const ReadPlan& plan)
      : plan_(plan), chat_(plan.format == Format::telegram), values_(plan.columns.size()) {
    is_image_.resize(plan.columns.size());
    for (const uint32_t column : plan.field(Field::images)) is_image_[column] = true;
    for (const std::string& column : plan.columns) {
      for (std::size_t dot = column.find('.'); dot != std::string::npos;
           dot = column.find('.', dot + 1)) {
        prefixes_.push_back(column.substr(0, dot));
      }
    }
  }

  bool parse(std::string_view text, FieldTexts& out, std::string& reason) override {
    out.clear();
    scratch_.clear();
    // Values and their separators never need more than the text and its escapes'
    // stand-ins (\u12 34: six bytes for three).
    if (scratch_.capacity() < 2 * text.size() + 16) scratch_.reserve(2 * text.size() + 16);
    std::fill(values_.begin(), values_.end(), std::string_view());
    const char* problem = read(text);
    if (problem != nullptr) {
      reason = problem;
      return false;
    }
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      for (const uint32_t column : plan_.fields[f]) out.add(static_cast<Field>(f), values_[column]);
    }
    for (const uint32_t column : plan_.record) out.add_value(values_[column]);
    return true;
  }

 private:
  // Nothing, or what is wrong.
  const char* read(std::string_view text) {
    simdjson::ondemand::document document;
    const simdjson::padded_string_view view(text.data(), text.size(), text.size() + kTextPadding);
    if (const auto error = parser_.iterate(view).get(document)) return explain(error);
    simdjson::ondemand::object object;
    if (const auto error = document.get_object().get(object)) {
      return error == simdjson::INCORRECT_TYPE ? "not a JSON object ({...})" : explain(error);
    }
    if (const char* problem = read_object(object, "", 0)) return problem;
    const char* rest = nullptr;
    if (document.current_location().get(rest) == simdjson::SUCCESS) {
      return "text follows the end of the JSON object";
    }
    return nullptr;
  }

  static const char* explain(simdjson::error_code error) {
    switch (error) {
      case simdjson::UNCLOSED_STRING:
        return "not valid JSON: a text is not closed by a quotation mark";
      case simdjson::UNESCAPED_CHARS:
        return "not valid JSON: a text holds a raw line break or control character";
      case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
        return "not valid JSON: a bracket is not closed";
      case simdjson::STRING_ERROR:
        return "not valid JSON: a text holds an unknown escape";
      case simdjson::UTF8_ERROR:
        return "bad UTF-8; export the file again as UTF-8";
      default:
        return "not valid JSON; check commas, quotation marks and brackets";
    }
  }

  const char* read_object(simdjson::ondemand::object object, std::string_view prefix,
                          std::size_t depth) {
    for (auto item : object) {
      // On the result and not on the field: simdjson 3.6 wants an argument there that 3.0 lacks.
      std::string_view key;
      if (const auto error = item.unescaped_key().get(key)) return explain(error);
      simdjson::ondemand::value value;
      if (const auto error = item.value().get(value)) return explain(error);
      if (const char* problem = read_member(key, prefix, value, depth)) return problem;
    }
    return nullptr;
  }

  const char* read_member(std::string_view key, std::string_view prefix,
                          simdjson::ondemand::value value, std::size_t depth) {
    std::string joined;
    if (!prefix.empty()) {
      joined = fmt::format("{}.{}", prefix, key);
      key = joined;
    }
    for (std::size_t column = 0; column < plan_.columns.size(); ++column) {
      if (plan_.columns[column] == key) {
        in_chat_text_ = chat_ && key == "text";
        return read_value(value, is_image_[column], values_[column]);
      }
    }
    for (const std::string& known : prefixes_) {
      if (known != key || depth >= kMaxDepth) continue;
      json_type type{};
      if (const auto error = value.type().get(type)) return explain(error);
      if (type != json_type::object) return nullptr;
      simdjson::ondemand::object object;
      if (const auto error = value.get_object().get(object)) return explain(error);
      return read_object(object, key, depth + 1);
    }
    return nullptr;
  }

  // The value as a text: strings as they are, numbers and booleans as they are
  // written, arrays of such joined by ';' (pictures and nested things stay JSON).
  const char* read_value(simdjson::ondemand::value value, bool keep_json, std::string_view& out) {
    json_type type{};
    if (const auto error = value.type().get(type)) return explain(error);
    switch (type) {
      case json_type::string:
        return read_string(value, out);
      case json_type::array:
        return keep_json ? read_raw(value, out) : read_array(value, out);
      case json_type::object:
        return read_raw(value, out);
      default:
        return read_scalar(value, out);
    }
  }

  const char* read_string(simdjson::ondemand::value value, std::string_view& out) {
    const std::string_view token = trimmed(value.raw_json_token(), " \n\r\t");
    const auto error = value.get_string().get(out);
    if (error == simdjson::SUCCESS) {
      return out.find('\0') == std::string_view::npos ? nullptr : "a text holds a NUL character";
    }
    if (error != simdjson::STRING_ERROR || token.size() < 2) return explain(error);
    const std::size_t begin = scratch_.size();
    if (!unescape_json(token.substr(1, token.size() - 2), scratch_)) return explain(error);
    out = std::string_view(scratch_).substr(begin);
    return out.find('\0') == std::string_view::npos ? nullptr : "a text holds a NUL character";
  }

  static const char* read_scalar(simdjson::ondemand::value value, std::string_view& out) {
    const std::string_view token = trimmed(value.raw_json_token(), " \n\r\t");
    // Looks the token up so that the parser goes on behind it.
    if (token == "null") {
      out = {};
      return nullptr;
    }
    if (token != "true" && token != "false" && !is_json_number(token)) {
      return "not valid JSON: a value is neither text, number, true, false nor null";
    }
    out = token;
    return nullptr;
  }

  const char* read_raw(simdjson::ondemand::value value, std::string_view& out) {
    std::string_view raw;
    if (const auto error = simdjson::to_json_string(value).get(raw)) return explain(error);
    out = trimmed(raw, " \n\r\t");
    return nullptr;
  }

  const char* read_array(simdjson::ondemand::value value, std::string_view& out) {
    simdjson::ondemand::array array;
    if (const auto error = value.get_array().get(array)) return explain(error);
    const std::size_t begin = scratch_.size();
    for (auto element : array) {
      simdjson::ondemand::value item;
      if (const auto error = element.get(item)) return explain(error);
      if (!in_chat_text_ && scratch_.size() > begin) scratch_.push_back(';');
      if (const char* problem = append_item(item)) return problem;
    }
    out = std::string_view(scratch_).substr(begin);
    return nullptr;
  }

  // A piece of a chat's text is {"type": "link", "text": "..."} where it is no string.
  const char* append_item(simdjson::ondemand::value item) {
    json_type type{};
    if (const auto error = item.type().get(type)) return explain(error);
    std::string_view text;
    if (in_chat_text_ && type == json_type::object) {
      simdjson::ondemand::object object;
      if (const auto error = item.get_object().get(object)) return explain(error);
      simdjson::ondemand::value inner;
      const auto error = object.find_field_unordered("text").get(inner);
      if (error == simdjson::NO_SUCH_FIELD) return nullptr;
      if (error != simdjson::SUCCESS) return explain(error);
      if (const char* problem = read_value(inner, true, text)) return problem;
    } else if (const char* problem = read_value(item, true, text)) {
      return problem;
    }
    // The text may stand in scratch_ already, which has room for all.
    if (!text.empty() && text.data() >= scratch_.data() &&
        text.data() <= scratch_.data() + scratch_.size()) {
      return nullptr;
    }
    scratch_.append(text);
    return nullptr;
  }

  const ReadPlan plan_;
  bool chat_;
  bool in_chat_text_ = false;          // the pieces of a chat message make one text
  std::vector<std::string> prefixes_;  // objects that hold wanted values
  std::vector<bool> is_image_;
  std::vector<std::string_view> values_;
  std::string scratch_;
  simdjson::ondemand::parser parser_;
};

}  // namespace

std::unique_ptr<Parser> make_json_parser(const ReadPlan& plan) {
  return std::make_unique<JsonParser>(plan);
}

}  // namespace maillon::collect
