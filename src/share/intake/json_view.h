// JSON of strangers, read whole: a value within a parsed document. What is missing or of another
// type is an empty text, no member, no item: readers need not ask before they look.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::share {

// Views into a document: the parser that made it must live, and parse nothing else meanwhile.
class JsonView {
 public:
  JsonView() = default;  // nothing

  bool exists() const { return exists_; }
  bool is_object() const;
  bool is_array() const;
  bool is_text() const;
  // The first member of that name; nothing if there is none.
  JsonView operator[](std::string_view name) const;
  // Strings as they are, whole numbers and truth values as written; "" for all else.
  std::string text() const;
  std::string text(std::string_view member) const { return (*this)[member].text(); }
  bool is_true() const;  // true, 1, "1", "true" in any case
  // Of an array; nothing else has items.
  void for_each_item(const std::function<void(const JsonView&)>& fn) const;
  // Of an object; nothing else has members.
  void for_each_member(const std::function<void(std::string_view, const JsonView&)>& fn) const;
  // Does an object name one member twice? Then programs differ in what it says.
  bool repeats_member() const;

 private:
  friend class JsonParser;
  std::array<uint64_t, 2> at_{};  // an element of the library that parses
  bool exists_ = false;
};

// More bytes than that in one document need more memory than a reader may take.
inline constexpr std::size_t kMostJson = std::size_t{128} << 20;

class JsonParser {
 public:
  JsonParser();
  ~JsonParser();
  JsonParser(const JsonParser&) = delete;
  JsonParser& operator=(const JsonParser&) = delete;
  // Code::corrupt: damaged, or nested more than 1,000 deep; Code::invalid_input: too large.
  // Either way with what to do.
  Result<JsonView> parse(std::string_view bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon::share
