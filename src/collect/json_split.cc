// JSON records in a stream: one per line, or the objects of arrays.
//
// The array splitter walks the brackets. Outside of records it keeps the stack of
// open brackets and the last key, so that it knows an array of records when it
// opens: at the top level, or under the plan's key at any depth. Within a record it
// pairs brackets and passes over strings, and looks at no value; whether it is good
// JSON is for the parser to say. The walk can stop at any byte and go on, so that a
// long record is not walked twice.
//
// A record that is cut or whose brackets do not pair cannot be told from what
// follows. It is set aside up to where the next record seems to begin: a '{' that
// begins a line and is indented no deeper, or one behind "},".
#include <algorithm>
#include <string>
#include <utility>

#include "collect/read_records.h"
#include "collect/splitter.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kOutside = std::string_view::npos;
constexpr std::size_t kMaxNesting = 1024;
constexpr std::size_t kMaxKey = 256;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skip_blank(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

class LinesSplitter : public Splitter {
 public:
  Piece next(std::string_view text, bool last) override {
    const std::size_t line = text.find('\n', looked_);
    if (line == kOutside && !last) {
      looked_ = text.size();
      return {};
    }
    looked_ = 0;
    std::size_t end = line == kOutside ? text.size() : line;
    if (end > kMaxRecordBytes) return {};
    Piece piece{Piece::Kind::record, 0, end, line == kOutside ? end : end + 1, {}};
    while (piece.end > 0 && is_blank(text[piece.end - 1])) --piece.end;
    while (piece.begin < piece.end && is_blank(text[piece.begin])) ++piece.begin;
    if (piece.begin == piece.end) piece.kind = Piece::Kind::structure;
    return piece;
  }
  std::size_t skip(std::string_view text, bool& done) override {
    looked_ = 0;
    const std::size_t line = text.find('\n');
    done = line != kOutside;
    return done ? line : text.size();
  }

 private:
  std::size_t looked_ = 0;  // bytes of the text known to have no line end
};

// Walks one element; can be fed piece by piece.
class ElementWalk {
 public:
  enum class State : unsigned char { inside, done, broken };

  void restart() {
    open_.clear();
    in_string_ = escaped_ = false;
    state_ = State::inside;
  }
  // Goes on at `at`; gives where it stopped: behind the element, at what broke it,
  // or at the end of the text.
  std::size_t walk(std::string_view text, std::size_t at) {
    while (at < text.size()) {
      if (in_string_) {
        at = walk_string(text, at);
        if (state_ == State::broken) return at;
        continue;
      }
      const char c = text[at];
      if (c == '"') {
        in_string_ = true;
      } else if (c == '{' || c == '[') {
        if (open_.size() >= kMaxNesting) return stop(at);
        open_.push_back(c);
      } else if (c == '}' || c == ']') {
        // ASCII: '}' is '{' + 2, ']' is '[' + 2.
        if (open_.empty() || open_.back() + 2 != c) return stop(at);
        open_.pop_back();
        if (open_.empty()) {
          state_ = State::done;
          return at + 1;
        }
      }
      ++at;
    }
    return at;
  }
  State state() const { return state_; }

 private:
  std::size_t walk_string(std::string_view text, std::size_t at) {
    if (escaped_) {
      escaped_ = false;
      return at + 1;
    }
    while (at < text.size()) {
      const char c = text[at];
      if (c == '"') {
        in_string_ = false;
        return at + 1;
      }
      if (c == '\\') {
        if (at + 1 < text.size()) {
          at += 2;
          continue;
        }
        escaped_ = true;
        return at + 1;
      }
      if (c == '\n') return stop(at);  // JSON has no line breaks in strings
      ++at;
    }
    return at;
  }
  std::size_t stop(std::size_t at) {
    state_ = State::broken;
    return at;
  }

  std::string open_;
  bool in_string_ = false, escaped_ = false;
  State state_ = State::inside;
};

class ArraySplitter : public Splitter {
 public:
  explicit ArraySplitter(const ReadPlan& plan) : key_(plan.array_key) {}

  Piece next(std::string_view text, bool last) override {
    Piece piece = in_element_ ? element(text, last) : outside(text, last);
    if (piece.kind != Piece::Kind::need_more) {
      budget_.consumed(piece.next);
      note_line(text.substr(0, piece.next));
    }
    return piece;
  }

  // A record that is too long: on to its end, or to the end of its line if it breaks.
  std::size_t skip(std::string_view text, bool& done) override {
    // The first text has been walked already, up to walked_.
    std::size_t end = std::exchange(walked_, 0);
    if (in_element_ && walk_.state() == ElementWalk::State::inside) end = walk_.walk(text, end);
    done = in_element_ && walk_.state() == ElementWalk::State::done;
    if (!done && (!in_element_ || walk_.state() == ElementWalk::State::broken)) {
      const std::size_t line = text.find('\n', end);
      done = line != kOutside;
      end = done ? line : text.size();
    }
    if (done) in_element_ = false;
    return end;
  }

 private:
  bool records_here() const {
    return key_.empty() ? stack_.size() <= 1 && stack_.find('{') == kOutside
                        : !stack_.empty() && stack_.back() == 'R';
  }

  // Between records.
  Piece outside(std::string_view text, bool last) {
    std::size_t at = 0;
    while (at < text.size()) {
      const char c = text[at];
      if (is_blank(c) || c == ',') {
        ++at;
        continue;
      }
      if (records_here()) {
        if (c != ']' && !(c == '[' && key_.empty() && stack_.empty())) break;
        if (c == '[') stack_.push_back('R');
        if (c == ']' && stack_.empty()) break;
        // After a broken record brackets mean little: stay among records.
        if (c == ']' && !broken_) stack_.pop_back();
        ++at;
        continue;
      }
      const std::size_t after = walk_structure(text, at, last);
      if (after == at) break;
      at = after;
    }
    if (at > 0) return {Piece::Kind::structure, 0, at, at, {}};
    if (!records_here()) return {};  // a key that goes on behind the text
    return begin_element(text, last);
  }

  // One token of the structure around the arrays of records; `at` again if the text
  // ends within it.
  std::size_t walk_structure(std::string_view text, std::size_t at, bool last) {
    const char c = text[at];
    if (c == '"') {
      std::size_t end = at + 1;
      while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
      if (end >= text.size()) {
        const bool too_long = text.size() - at >= kMaxRecordBytes;
        return last || too_long ? text.size() : at;
      }
      last_key_.assign(text.substr(at + 1, std::min(end - at - 1, kMaxKey)));
      return end + 1;
    }
    if (c == '[' && last_key_ == key_ && !stack_.empty() && stack_.back() == '{') {
      stack_.push_back('R');
    } else if (c == '[' || c == '{') {
      stack_.push_back(c);
      last_key_.clear();
    } else if ((c == ']' || c == '}') && !stack_.empty()) {
      stack_.pop_back();
    }
    return at + 1;
  }

  Piece begin_element(std::string_view text, bool last) {
    if (text[0] == '{' || text[0] == '[') {  // an array is one bad record, not many
      in_element_ = true;
      walk_.restart();
      walked_ = 0;
      return element(text, last);
    }
    return not_an_object(text, last);
  }

  // Numbers, texts, arrays and garbage where an object should stand.
  Piece not_an_object(std::string_view text, bool last) {
    std::size_t end = text[0] == '"' ? text.find('"', 1) : text.find_first_of(",]{\n", 1);
    if (text[0] == '"' && end != kOutside) ++end;
    if (end == kOutside) {
      walked_ = 0;
      if (!last) return {};
      end = text.size();
    }
    if (end > kMaxRecordBytes) end = kMaxRecordBytes;
    Piece piece{Piece::Kind::bad, 0, end, end, "no JSON object ({...}) stands here"};
    while (piece.end > 1 && is_blank(text[piece.end - 1])) --piece.end;
    return piece;
  }

  Piece element(std::string_view text, bool last) {
    if (walk_.state() == ElementWalk::State::inside) walked_ = walk_.walk(text, walked_);
    if (walk_.state() == ElementWalk::State::done) {
      if (walked_ > kMaxRecordBytes) return {};
      in_element_ = false;
      return {Piece::Kind::record, 0, walked_, walked_, {}};
    }
    const bool full = text.size() >= kMaxRecordBytes;
    if (walk_.state() == ElementWalk::State::inside && !last && !full) return {};
    // Broken, or the file ends within it. Where does the next one begin?
    const bool broke = walk_.state() == ElementWalk::State::broken;
    const std::size_t next = find_resync(text.substr(0, kMaxRecordBytes));
    if (next == kOutside) {
      if (full) return {};
      if (!last) return {};
      return set_aside(text, text.size(), broke);
    }
    return set_aside(text, next, broke);
  }

  Piece set_aside(std::string_view text, std::size_t next, bool broke) {
    in_element_ = false;
    broken_ = true;
    budget_.wasted(walked_ > next ? walked_ - next : 0);
    Piece piece{Piece::Kind::bad, 0, next, next, {}};
    while (piece.end > 1 && (is_blank(text[piece.end - 1]) || text[piece.end - 1] == ',')) {
      --piece.end;
    }
    piece.reason = broke ? "not valid JSON: a quotation mark or bracket is not closed"
                         : "the file ends in the middle of this record";
    return piece;
  }

  // Where the next '{' of an element seems to stand.
  std::size_t find_resync(std::string_view text) const {
    std::size_t line = text.find('\n');
    if (budget_.left()) {
      const std::string_view same_line = text.substr(0, line);
      for (std::size_t at = same_line.find('}', 1); at != kOutside;
           at = same_line.find('}', at + 1)) {
        std::size_t brace = skip_blank(same_line, at + 1);
        if (brace >= same_line.size() || same_line[brace] != ',') continue;
        brace = skip_blank(same_line, brace + 1);
        if (brace >= same_line.size() || same_line[brace] != '{') continue;
        const std::size_t quote = skip_blank(same_line, brace + 1);
        if (quote < same_line.size() && same_line[quote] == '"') return brace;
      }
    }
    for (; line != kOutside; line = text.find('\n', line + 1)) {
      std::size_t at = line + 1;
      while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
      if (at < text.size() && text[at] == '{' && at - line - 1 <= indent_) return at;
    }
    return kOutside;
  }

  // Keeps how far what follows is indented.
  void note_line(std::string_view passed) {
    const std::size_t line = passed.rfind('\n');
    if (line != kOutside) {
      indent_ = 0;
      only_blank_ = true;
      passed.remove_prefix(line + 1);
    }
    for (const char c : passed) {
      if (!only_blank_) break;
      if (c == ' ' || c == '\t') {
        ++indent_;
      } else if (c != '\r') {
        only_blank_ = false;
      }
    }
    if (!only_blank_) indent_ = kOutside;
  }

  std::string key_;
  std::string stack_;  // '{' and '[' of the structure, 'R' an array of records
  std::string last_key_;
  bool in_element_ = false;
  bool broken_ = false;
  ElementWalk walk_;
  std::size_t walked_ = 0;  // of the element at hand
  std::size_t indent_ = 0;
  bool only_blank_ = true;
  RescanBudget budget_;
};

}  // namespace

std::unique_ptr<Splitter> make_lines_splitter() {
  return std::make_unique<LinesSplitter>();
}
std::unique_ptr<Splitter> make_array_splitter(const ReadPlan& plan) {
  return std::make_unique<ArraySplitter>(plan);
}

}  // namespace maillon::collect
