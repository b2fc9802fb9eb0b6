// JSON records: one object per line, or an array of objects.
#include <cstring>

#include <fmt/format.h>
#include <simdjson.h>

#include "collect/parser.h"
#include "collect/splitter.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kBlank = " \t\r\n";

class LinesSplitter : public Splitter {
 public:
  std::optional<Piece> next(std::string_view bytes, bool last) override {
    std::size_t line = bytes.find('\n', looked_);
    if (line == kNone) {
      if (!last || bytes.empty()) {
        looked_ = bytes.size();
        return std::nullopt;
      }
      line = bytes.size();
    }
    looked_ = 0;
    Piece piece{Piece::record, 0, line, std::min(line + 1, bytes.size()), {}};
    if (piece.end > 0 && bytes[piece.end - 1] == '\r') --piece.end;
    if (bytes.substr(0, piece.end).find_first_not_of(kBlank) == kNone) piece.kind = Piece::structure;
    return piece;
  }

 private:
  std::size_t looked_ = 0;  // bytes already searched without a line break
};

// The top-level elements of an array: brackets and quotes are counted, values are
// not looked into.
class ArraySplitter : public Splitter {
 public:
  std::optional<Piece> next(std::string_view bytes, bool last) override {
    const std::size_t begin = bytes.find_first_not_of(" \t\r\n[],\xEF\xBB\xBF");
    if (begin == kNone) {
      if (bytes.empty() || !last) return std::nullopt;
      return Piece{Piece::structure, 0, bytes.size(), bytes.size(), {}};
    }
    if (begin > 0) {
      at_ = depth_ = 0;
      in_string_ = false;
      return Piece{Piece::structure, 0, begin, begin, {}};
    }
    for (; at_ < bytes.size(); ++at_) {
      const char c = bytes[at_];
      if (in_string_) {
        if (c == '\\') {
          ++at_;
        } else if (c == '"') {
          in_string_ = false;
        }
        continue;
      }
      if (c == '"') in_string_ = true;
      if (c == '{' || c == '[') ++depth_;
      if (c == '}' || c == ']') --depth_;
      if (depth_ < 0 || (depth_ == 0 && (c == ',' || c == '}' || c == ']'))) return finish(bytes, c == '}' || (c == ']' && depth_ == 0) ? at_ + 1 : at_);
    }
    if (!last) return std::nullopt;
    Piece piece = finish(bytes, bytes.size());
    piece.kind = Piece::bad;
    piece.reason = "the array ends in the middle of this element";
    return piece;
  }

 private:
  Piece finish(std::string_view bytes, std::size_t end) {
    at_ = 0;
    depth_ = 0;
    in_string_ = false;
    end = std::max<std::size_t>(end, 1);
    end = std::min(end, bytes.size());
    return {Piece::record, 0, end, end, {}};
  }
  std::size_t at_ = 0;
  int depth_ = 0;
  bool in_string_ = false;
};

class JsonParser : public Parser {
 public:
  explicit JsonParser(const ReadPlan& plan) {
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      for (const std::string& name : plan.from[f]) takes_.emplace_back(name, static_cast<Field>(f));
    }
  }
  bool parse(std::string_view utf8, FieldValues& out, std::string& reason) override {
    out.clear();
    padded_.assign(utf8);
    padded_.reserve(utf8.size() + simdjson::SIMDJSON_PADDING);
    simdjson::dom::element element;
    if (const auto error = parser_.parse(padded_.data(), utf8.size(), false).get(element); error != simdjson::SUCCESS) {
      reason = fmt::format("not JSON: {}", simdjson::error_message(error));
      return false;
    }
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
      reason = "not a JSON object with names and values";
      return false;
    }
    take(object, "", out);
    return true;
  }

 private:
  void take(const simdjson::dom::object& object, const std::string& prefix, FieldValues& out) {
    for (const auto& [key, value] : object) {
      const std::string name = prefix.empty() ? std::string(key) : prefix + "." + std::string(key);
      if (value.is_object() && prefix.size() < 256) {
        take(value.get_object().value_unsafe(), name, out);
        continue;
      }
      for (const auto& [wanted, field] : takes_) {
        if (wanted == name) out.add(field, to_text(value, field));
      }
    }
  }
  static std::string to_text(const simdjson::dom::element& value, Field field) {
    if (value.is_string()) return std::string(value.get_string().value_unsafe());
    if (value.is_null()) return "";
    if (value.is_array() && field != Field::images) {
      std::string joined;
      for (const auto& item : value.get_array().value_unsafe()) {
        if (!joined.empty()) joined += ";";
        joined += to_text(item, field);
      }
      return joined;
    }
    return simdjson::minify(value);
  }

  std::vector<std::pair<std::string, Field>> takes_;
  simdjson::dom::parser parser_;
  std::string padded_;
};

}  // namespace

std::unique_ptr<Splitter> make_lines_splitter() {
  return std::make_unique<LinesSplitter>();
}
std::unique_ptr<Splitter> make_json_array_splitter() {
  return std::make_unique<ArraySplitter>();
}
std::unique_ptr<Parser> make_json_parser(const ReadPlan& plan) {
  return std::make_unique<JsonParser>(plan);
}

}  // namespace maillon::collect
