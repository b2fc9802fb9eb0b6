// The pictures that the records of one import name: looked for on disk while the records
// pass, then kept as one archive and hashed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "base/records.h"
#include "base/result.h"
#include "store/import_writer.h"
#include "tasks/pictures/photos.h"
#include "tasks/pictures/picture_archives.h"

namespace maillon::tasks {

// A larger file is no picture that anybody posted.
inline constexpr uint64_t kMostPictureBytes = uint64_t{256} << 20;

class PictureImport {
 public:
  // `folder`: where all names lead from, or an archive that stands for one; "" = each from
  // where its file is. Code::invalid_input if it is neither.
  static Result<PictureImport> open(const std::string& folder, bool read_text);

  // The records that follow are of this file of the import ("-": standard input).
  void begin_file(const std::string& path, uint32_t file);
  // How many of the pictures that each record names are there.
  std::vector<uint32_t> add(const RecordBatch& batch);
  // Pictures that are missing, as rows of the quarantine, and what else there is to say.
  struct FileReport {
    std::vector<QuarantineRow> missing;
    std::vector<std::string> notes;
    uint64_t named = 0, found = 0;  // pictures that records name, and those of them that are there
    uint64_t web = 0;               // records that name web addresses
  };
  FileReport end_file();
  void drop_file();  // forgets the file begun last

  bool has_one_folder() const { return one_folder_; }
  bool empty() const {
    return found_.empty() && in_archives_.empty() && archives_.problems().empty();
  }
  // Reads the pictures, keeps them in the archive, which becomes a file of the import, and
  // hashes them, and reads the text in them; those that cannot be decoded go to the quarantine too.
  struct Packed {
    uint64_t pictures = 0, quarantined = 0;
    std::vector<std::string> notes;
  };
  Result<Packed> pack(store::Case& open_case, store::ImportWriter& writer, Progress& progress);

 private:
  struct Found {
    std::string path;
    uint32_t file = 0;
  };
  struct Member {
    PictureArchives::Place place;
    uint32_t file = 0;
  };
  class Packing;
  PictureImport() = default;
  void open_archives();
  // Nothing if it is in none, with the reason if there is one.
  PictureArchives::Answer look_in_archives(const std::string& name);
  Result<void> pack_members(Packing& packing) const;
  bool is_there(const std::string& name, const QuarantineRow& place);

  std::string root_;  // canonical folder that names may not lead out of
  bool one_folder_ = false, has_folder_ = false;
  bool read_text_ = false;
  uint32_t file_ = 0;
  std::map<std::string, Found> found_;             // by archive name
  std::unordered_map<std::string, bool> checked_;  // names of this file
  PictureArchives archives_;
  bool is_archive_ = false;                    // `folder` is one
  bool archives_are_open_ = false;             // those in the folder were looked for
  std::map<std::string, Member> in_archives_;  // by archive name
  FileReport report_;
  uint64_t named_ = 0, web_ = 0, there_ = 0;  // in this file
};

}  // namespace maillon::tasks
