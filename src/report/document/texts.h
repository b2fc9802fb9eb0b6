// The texts of the report in its six languages, from texts/*.txt, compiled in.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace maillon::report {

// What was compiled in: "en" and the text of texts/en.txt.
struct LanguageFile {
  std::string_view code, text;
};
std::span<const LanguageFile> language_files();

class Texts {
 public:
  // Nothing if there is no such language.
  static std::optional<Texts> of(std::string_view code);
  // Lines of "key = text"; empty lines and those that begin with # are left out.
  static Texts parse(std::string_view code, std::string_view file);

  const std::string& code() const { return code_; }
  bool right_to_left() const { return get("language.direction") == "rtl"; }
  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

  // The text of the key; the key itself if there is none (a test holds the keys complete).
  std::string_view get(std::string_view key) const;

  // As people of that language write them: 1,234; 15.4; 95.3 %.
  std::string number(uint64_t value) const;
  std::string bits(double bits) const;
  std::string percent(double share) const;

 private:
  std::string localized(std::string_view english) const;
  std::string code_;
  std::map<std::string, std::string, std::less<>> texts_;
};

// `text` with {1}, {2} ... replaced; what is not given stays as it is.
std::string fill_in(std::string_view text, std::initializer_list<std::string_view> values);

}  // namespace maillon::report
