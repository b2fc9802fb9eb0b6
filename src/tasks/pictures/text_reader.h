// Text in pictures, read by the program tesseract in a sandbox. It gets the grey pixels that
// the sandboxed decoder made, never the file of a stranger.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extract/image/text_page.h"

namespace maillon::tasks {

class TextReader {
 public:
  struct Settings {
    std::string program;    // path of tesseract
    std::string languages;  // "eng+rus": what the first cannot read is given to the others
    int timeout_s = 30;     // for one picture
  };
  explicit TextReader(Settings settings) : settings_(std::move(settings)) {}

  // The one that is installed, for those of the six languages of the United Nations that it
  // has. Nothing if there is none. Runs it once.
  static std::optional<TextReader> find();

  // What it reads, as of extract::join_places(); "" if there is nothing. Code::io: it cannot be
  // run, takes too long or prints too much, said in words. Any thread may call.
  Result<std::string> read(const extract::TextPage& page) const;
  const std::string& languages() const { return settings_.languages; }

 private:
  Result<std::string> run(const extract::TextPage& page, const std::string& languages) const;

  Settings settings_;
};

// Of "tesseract --list-langs", those to read by, joined by '+'; "" = none.
std::string choose_languages(std::string_view listing);

// What an import says of the languages: "text in pictures is read in eng; ...", with the packages
// of those that are missing.
std::string language_note(std::string_view languages);

// What an import says where text is to be read and cannot be.
inline constexpr std::string_view kNoTextReader =
    "text in pictures is not read: install tesseract-ocr";

}  // namespace maillon::tasks
