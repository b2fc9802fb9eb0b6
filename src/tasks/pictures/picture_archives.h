// Archives in which the pictures of posts lie: what is in them, by the names that records
// have. Their bytes are read in a sandbox (tasks/archive_worker.h) and never lie on disk.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "tasks/archive_worker.h"

namespace maillon::tasks {

class PictureArchives {
 public:
  struct Place {
    uint32_t archive = 0, index = 0;  // which archive; which entry of it
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  // Nothing, and then why if there is anything to say.
  struct Answer {
    std::optional<Place> place;
    std::string reason;
  };

  // Lists an archive that names may lead into without naming it, as if its members lay in
  // `folder` (a prefix of names: "" or "sub/") in its stead. `shown` is its name to the user
  // and in records. If all members lie in one folder, names may leave that out.
  void add_open(const std::string& path, const std::string& shown, const std::string& folder);
  // The archive's number; lists it when it is asked for first.
  uint32_t add(const std::string& path, const std::string& shown);

  // A name that leads into one of the archives of add_open(), or "photos.zip/a.jpg".
  Answer find(const std::string& name) const;
  Answer find_in(uint32_t archive, const std::string& member) const;

  // Rows for the quarantine: members that are not read and archives that are damaged, of
  // each archive at most a thousand, then how many more.
  std::vector<std::string> problems() const;
  const std::string& shown(uint32_t archive) const { return archives_[archive].shown; }
  // "archive 'photos.zip', SHA-256 ...: 3 of its 12 files are kept": where pictures came from,
  // since the archive itself is not kept.
  std::string describe(uint32_t archive, uint64_t kept) const;

  // The bytes of members (`places`: ascending), or why they are not there, each once.
  using Sink = std::function<Result<void>(Place place, Result<std::string> bytes)>;
  Result<void> read(const std::vector<Place>& places, const Sink& sink) const;

 private:
  struct Archive {
    std::string path, shown, top;                      // top: "photos/" if all lie in it
    std::unordered_map<std::string, uint32_t> member;  // by name
    std::unordered_map<std::string, std::string> refused;
    std::vector<std::string> problems;
    uint64_t problems_left_out = 0;
  };
  struct Open {
    Place place;
    uint32_t other = 0;  // another archive that has the name; the same: there is none
  };
  void note(Archive& archive, const std::string& member, const std::string& reason) const;
  void open_name(const std::string& name, Place place);

  std::vector<Archive> archives_;
  std::unordered_map<std::string, uint32_t> by_path_, by_shown_;
  std::unordered_map<std::string, Open> open_;                 // by name
  std::unordered_map<std::string, std::string> open_refused_;  // why, by name
};

// Where the name of an archive ends in a name such as "sub/photos.zip/a.jpg": before the
// slash. Nothing if it names none.
std::optional<std::size_t> archive_in_name(const std::string& name);

}  // namespace maillon::tasks
