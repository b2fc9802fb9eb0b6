// The field `image_text` of records: what was read in their pictures. It stands in no original,
// so it is filled in wherever records are read to be searched for selectors or to be quoted.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/id.h"
#include "base/records.h"
#include "store/case.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {

// The texts of one import's pictures.
class PhotoTexts {
 public:
  PhotoTexts() = default;
  explicit PhotoTexts(const PhotoTable& photos);
  // Of the tables that are kept; empty if they are gone.
  static PhotoTexts read(const store::Case& from, ImportId import);

  // Fills Field::image_text: of each record the texts of its pictures, in their order, with a
  // line break between two. `file` has the file of the import that each record is in.
  void fill(RecordBatch& records, std::span<const uint32_t> file) const;
  // The same of records of which `rows` are the rows in a table with the column `file`.
  void fill_rows(RecordBatch& records, std::span<const uint32_t> rows,
                 std::span<const uint32_t> file) const;

 private:
  void add(bool one_folder, const StringColumn& name, const StringColumn& text);
  std::string text_of(uint32_t file, std::string_view images) const;

  bool one_folder_ = false;
  std::unordered_map<std::string, std::string> text_;  // by archive name; those with a text
};

// The texts of the pictures of several imports.
class CasePhotoTexts {
 public:
  // `imports` may name one several times. Keeps all of their texts in memory.
  CasePhotoTexts(const store::Case& from, std::span<const uint32_t> imports);

  // As PhotoTexts::fill_rows; the rows are of one import, as those of a TextBatch are.
  void fill_rows(RecordBatch& records, std::span<const uint32_t> rows,
                 std::span<const uint32_t> import, std::span<const uint32_t> file) const;

 private:
  std::map<uint32_t, PhotoTexts> texts_;  // by import
};

}  // namespace maillon::tasks
