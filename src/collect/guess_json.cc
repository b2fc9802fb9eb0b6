#include "collect/guess_json.h"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/printable.h"
#include "collect/field_names.h"
#include "collect/splitter.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kMaxRecords = 400;
constexpr std::size_t kMaxColumns = 1000;
constexpr int kMaxGuessDepth = 16;

// What a walk over the brackets shows.
struct Outline {
  std::size_t objects = 0;   // that begin at the top level
  bool one_per_line = true;  // ... each within one line of its own
  bool top_array = false;
  bool top_text = false;   // the first object has a body or title of its own
  bool chat_keys = false;  // somewhere "date_unixtime", "from_id"
  std::map<std::string, std::size_t, std::less<>> arrays;  // key -> objects in such arrays
};

// Walks tokens; values are not looked at. Broken JSON gives whatever was seen.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}
  Outline run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  struct Level {
    char bracket;
    std::string key;  // under which it stands
  };

  void step() {
    const char c = text_[at_];
    if (c == '"') return take_string();
    if (c == '{' || c == '[') {
      open(c);
    } else if ((c == '}' || c == ']') && !levels_.empty()) {
      levels_.pop_back();
      after_object_ = levels_.empty() && c == '}';
    } else if (c == '\n') {
      if (!levels_.empty() && out_.objects > 0 && !out_.top_array) out_.one_per_line = false;
      after_object_ = false;
    }
    ++at_;
  }

  void open(char c) {
    if (levels_.empty()) {
      if (c == '[' && out_.objects == 0) out_.top_array = true;
      if (c == '{') {
        // Two objects in one line are no JSON lines.
        if (after_object_) out_.one_per_line = false;
        ++out_.objects;
      }
    } else if (c == '{' && levels_.back().bracket == '[' && !levels_.back().key.empty()) {
      ++out_.arrays[levels_.back().key];
    }
    if (levels_.size() < 1000) levels_.push_back({c, c == '[' ? key_ : ""});
    key_.clear();
  }

  void take_string() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) return;
    const std::string_view string = text_.substr(begin, std::min<std::size_t>(at_ - begin, 200));
    ++at_;
    std::size_t next = at_;
    while (next < text_.size() && (text_[next] == ' ' || text_[next] == '\t')) ++next;
    if (next >= text_.size() || text_[next] != ':') return;
    key_ = string;
    if (string == "date_unixtime" || string == "from_id") out_.chat_keys = true;
    if (levels_.size() == 1 && out_.objects == 1) {
      const auto field = find_named_field(string);
      ++next;
      while (next < text_.size() && text_[next] == ' ') ++next;
      const bool is_text = next < text_.size() && text_[next] == '"';
      if (field && is_text && (field->field == Field::body || field->field == Field::title)) {
        out_.top_text = true;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Level> levels_;
  std::string key_;
  bool after_object_ = false;
  Outline out_;
};

// Columns in the order in which they are met, and each record's values.
class Sampler {
 public:
  void add(const simdjson::dom::object& object) {
    values_.emplace_back();
    take(object, "", 0);
  }
  Sample finish() {
    Sample sample;
    sample.columns = std::move(columns_);
    for (auto& values : values_) {
      std::vector<std::string> row(sample.columns.size());
      for (auto& [column, text] : values) row[column] = std::move(text);
      sample.rows.push_back(std::move(row));
    }
    return sample;
  }

 private:
  void take(const simdjson::dom::object& object, const std::string& prefix, int depth) {
    for (const auto& [key, value] : object) {
      const std::string name =
          prefix.empty() ? std::string(key) : fmt::format("{}.{}", prefix, key);
      if (value.is_object() && depth < kMaxGuessDepth) {
        take(value.get_object().value_unsafe(), name, depth + 1);
        continue;
      }
      const auto known = index_.find(name);
      if (known == index_.end() && columns_.size() >= kMaxColumns) continue;
      const std::size_t column = known == index_.end() ? columns_.size() : known->second;
      if (known == index_.end()) {
        index_.emplace(name, column);
        columns_.push_back(name);
      }
      std::string text;
      if (value.is_string()) {
        text = std::string(value.get_string().value_unsafe());
      } else if (!value.is_null()) {
        text = simdjson::minify(value);
      }
      values_.back().emplace_back(column, std::move(text));
    }
  }

  std::vector<std::string> columns_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<std::vector<std::pair<std::size_t, std::string>>> values_;
};

}  // namespace

void guess_json_format(std::string_view head, bool cut, ReadPlan& plan) {
  const Outline outline = Walk(head).run();
  plan.array_key.clear();
  if (outline.top_array) {
    plan.format = Format::json_array;
    plan.notes.push_back("read as JSON: an array of objects");
    return;
  }
  // One object that holds an array of them, and is no post itself.
  if (outline.objects <= 1 && !outline.top_text && !outline.arrays.empty()) {
    const auto most =
        std::max_element(outline.arrays.begin(), outline.arrays.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    plan.array_key = most->first;
    if (outline.arrays.contains("messages") && outline.chat_keys) {
      plan.array_key = "messages";
      plan.format = Format::telegram;
      plan.notes.push_back("read as an export of Telegram Desktop (result.json)");
      return;
    }
    plan.format = Format::json_array;
    plan.notes.push_back(
        fmt::format("read as JSON: the objects of the array \"{}\"; the rest of "
                    "the file is not read",
                    printable(plan.array_key, 60)));
    return;
  }
  const bool lines = outline.one_per_line &&
                     (outline.objects > 1 || !cut || head.find('\n') != std::string_view::npos);
  plan.format = lines ? Format::json_lines : Format::json_array;
  plan.notes.push_back(lines ? "read as JSON lines: one object in each line"
                             : "read as JSON: objects one after another");
}

Sample sample_json(std::string_view head, bool cut, const ReadPlan& plan) {
  const std::unique_ptr<Splitter> splitter = make_splitter(plan);
  simdjson::dom::parser parser;
  Sampler sampler;
  std::size_t records = 0;
  while (!head.empty() && records < kMaxRecords) {
    const Piece piece = splitter->next(head, !cut);
    if (piece.kind == Piece::Kind::need_more) break;
    if (piece.kind == Piece::Kind::record) {
      simdjson::dom::object object;
      const auto error =
          parser.parse(head.data() + piece.begin, piece.end - piece.begin, true).get(object);
      if (error == simdjson::SUCCESS) {
        sampler.add(object);
        ++records;
      }
    }
    head.remove_prefix(piece.next);
  }
  return sampler.finish();
}

bool has_several_chats(std::string_view head) {
  return head.find("\"chats\"") != std::string_view::npos;
}

}  // namespace maillon::collect
