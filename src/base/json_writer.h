// Writes JSON. Keys and values in order; commas and escapes are its business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon {

// Use: JsonWriter w; w.begin_object(); w.key("bits"); w.value(18.25); w.end_object(); w.take();
// Bytes that are not UTF-8 come out as U+FFFD. NaN and infinity come out as null.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(bool yes);
  JsonWriter& value(int64_t number);
  JsonWriter& value(uint64_t number);
  JsonWriter& value(int number) { return value(static_cast<int64_t>(number)); }
  JsonWriter& value(uint32_t number) { return value(static_cast<uint64_t>(number)); }
  JsonWriter& value(const std::vector<std::string>& texts);  // an array of them
  JsonWriter& value(double number);  // shortest form that reads back the same
  JsonWriter& null();
  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }

  const std::string& text() const { return out_; }
  std::string take();  // the text so far; the writer starts anew
  // The same of an object, without its braces: members to be put into another one.
  std::string take_members();

 private:
  void before_value();
  std::string out_;
  std::vector<bool> has_items_;
  bool after_key_ = false;
};

// Appends the text as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view utf8_text);

}  // namespace maillon
