// XML as events, with expat, and without what makes XML dangerous.
#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace maillon::collect {

// XML as events, with expat. Names come without their namespace. Document types
// are refused (entities that grow), and so is a tag of more than 16 MiB.
class XmlReader {
 public:
  using Attributes = std::vector<std::pair<std::string_view, std::string_view>>;
  struct Handler {
    virtual ~Handler() = default;
    virtual void begin(std::string_view name, const Attributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view text) = 0;
  };
  // What a message says of the file, and what to do.
  struct Words {
    std::string_view file = "the XLSX file";
    std::string_view hostile =
        "that no spreadsheet program writes; save the sheet as CSV and "
        "import that";
    std::string_view damaged = "save it again in a spreadsheet program";
  };
  explicit XmlReader(Handler& handler) : XmlReader(handler, Words{}) {}
  XmlReader(Handler& handler, Words words);  // the words must outlive the reader
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;
  Result<void> feed(std::string_view bytes, bool last);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string_view find_attribute(const XmlReader::Attributes& attributes, std::string_view name);

}  // namespace maillon::collect
