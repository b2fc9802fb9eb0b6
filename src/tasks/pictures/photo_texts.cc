#include "tasks/pictures/photo_texts.h"

#include <unordered_set>

#include "tasks/pictures/archive.h"
#include "tasks/pictures/names.h"

namespace maillon::tasks {

PhotoTexts::PhotoTexts(const PhotoTable& photos) {
  add(photos.one_folder, photos.name, photos.text);
}

PhotoTexts PhotoTexts::read(const store::Case& from, ImportId import) {
  PhotoTexts texts;
  read_photo_texts(from, import,
                   [&](bool one_folder, const StringColumn& name, const StringColumn& text) {
                     texts.add(one_folder, name, text);
                   });
  return texts;
}

void PhotoTexts::add(bool one_folder, const StringColumn& name, const StringColumn& text) {
  one_folder_ = one_folder;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!text[i].empty()) text_.emplace(name[i], text[i]);
  }
}

std::string PhotoTexts::text_of(uint32_t file, std::string_view images) const {
  std::string text;
  std::unordered_set<std::string> seen;
  for (const PictureName& picture : read_picture_names(images)) {
    const auto found = text_.find(archive_name(one_folder_, file, picture.name));
    if (found == text_.end() || !seen.insert(found->first).second) continue;
    if (!text.empty()) text.push_back('\n');
    text += found->second;
  }
  return text;
}

void PhotoTexts::fill_rows(RecordBatch& records, std::span<const uint32_t> rows,
                           std::span<const uint32_t> file) const {
  if (text_.empty()) return;
  std::vector<uint32_t> of_row;
  of_row.reserve(rows.size());
  for (const uint32_t row : rows) of_row.push_back(file[row]);
  fill(records, of_row);
}

void PhotoTexts::fill(RecordBatch& records, std::span<const uint32_t> file) const {
  if (text_.empty()) return;
  StringColumn column;
  for (std::size_t row = 0; row < records.size(); ++row)
    column.push_back(text_of(file[row], records.field(Field::images, row)));
  records.column(Field::image_text) = std::move(column);
}

CasePhotoTexts::CasePhotoTexts(const store::Case& from, std::span<const uint32_t> imports) {
  for (const uint32_t import : imports) {
    if (texts_.find(import) == texts_.end())
      texts_.emplace(import, PhotoTexts::read(from, ImportId{import}));
  }
}

void CasePhotoTexts::fill_rows(RecordBatch& records, std::span<const uint32_t> rows,
                               std::span<const uint32_t> import,
                               std::span<const uint32_t> file) const {
  if (rows.empty()) return;
  const auto texts = texts_.find(import[rows.front()]);
  if (texts != texts_.end()) texts->second.fill_rows(records, rows, file);
}

}  // namespace maillon::tasks
