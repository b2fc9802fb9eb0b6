// The pictures of one import as one original: a tar archive (POSIX.1-2001, ustar with pax
// headers for long names), so that any program can take them out again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/records.h"
#include "base/result.h"
#include "store/block_file.h"
#include "store/case.h"

namespace maillon::tasks {

// The name and the read plan by which an import's files tell it from sources of records.
inline constexpr std::string_view kPictureArchiveName = "pictures";
struct PicturePlan {
  bool one_folder = false;  // all names lead from one folder
  bool read_text = true;
  std::string to_json() const;
};
std::optional<PicturePlan> parse_picture_plan(std::string_view json);  // nothing: of records
inline bool is_picture_archive(const store::ImportedFile& file) {
  return parse_picture_plan(file.plan).has_value();
}

// The name of a picture within the archive: as the record has it, if all names lead from
// one folder; else beside the number of the file that the record is in.
std::string archive_name(bool one_folder, uint32_t file, const std::string& name);

// A member's header, and the zero bytes after its content. Time and owner are left out: the
// same pictures make the same archive.
std::string archive_header(std::string_view name, uint64_t size);
std::string archive_padding(uint64_t size);
std::string archive_end();

struct ArchiveMember {
  std::string name;
  uint64_t begin = 0, size = 0;  // its bytes in the archive
  uint64_t first = 0, last = 0;  // with its headers and padding
};

// The members of an archive that archive_header() made, in their order. Code::corrupt if it
// is another file.
Result<std::vector<ArchiveMember>> list_members(const store::BlockReader& archive);

// Overwrites a member, from `first` to `last`, by a comment of the same size, which readers of
// archives pass over.
void blank_member(std::string& bytes);

// The pictures that are kept with an import, by name.
class KeptPictures {
 public:
  static Result<KeptPictures> list(const store::Case& open_case, const store::Import& import);
  // How many of the pictures that each record names; the records are of that file.
  std::vector<uint32_t> count(const RecordBatch& batch, uint32_t file) const;

 private:
  bool one_folder_ = false;
  std::unordered_set<std::string> names_;
};

}  // namespace maillon::tasks
