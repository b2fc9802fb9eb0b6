// Files that were sent to the page and are not imported yet, in CASE/uploads; those of an encrypted
// case in memory, where the system has files there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "web/http.h"

namespace maillon::web {

struct Upload {
  std::string handle;  // 48 hex digits, which nobody guesses
  std::string name;    // as the person's machine calls it: a label, never a path
  std::string path;    // where it is
  uint64_t bytes = 0;
  std::string sha256;  // hex
};

class PageUploads {
 public:
  // What an earlier run left and is older than a week is removed.
  explicit PageUploads(const std::string& case_path);

  // Takes the bytes of one file. Code::invalid_input if the name is empty or too long;
  // Code::io if the disk is full: then nothing is left of it.
  Result<std::unique_ptr<BodySink>> receive(std::string_view name) const;
  // After its body has come: it is kept until forget().
  static Result<Upload> keep(BodySink& sink);

  // Code::not_found: it was imported, was never there, or is no handle.
  Result<Upload> find(const std::string& handle) const;
  void forget(const std::vector<std::string>& handles) const;

  // A folder, new and to be removed by who asked, in which these files lie by their names.
  // Code::invalid_input if two of them have one name.
  struct Folder {
    std::string handle, path;
  };
  Result<Folder> gather(const std::vector<Upload>& uploads) const;

 private:
  std::string folder_;
};

}  // namespace maillon::web
