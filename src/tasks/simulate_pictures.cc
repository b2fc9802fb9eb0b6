#include "tasks/simulate_pictures.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/file.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kPicturesAtOnce = 256;
// Reserved for a post of a world, those without pictures included. One world of 4,000 posts
// took 21 kB a post.
constexpr uint64_t kBytesPerPost = 32'000;

struct Written {
  Result<void> done;
  uint64_t bytes = 0;
  std::string row;  // of the table
};

Written write_picture(const std::string& folder, const simulate::PostPicture& picture) {
  const std::string bytes = simulate::picture_bytes(picture);
  Written written{{}, bytes.size(), simulate::picture_row(picture, bytes)};
  if (picture.state == simulate::FileState::missing) return written;
  Result<store::File> file = store::File::create(folder + "/" + picture.file);
  if (file) {
    written.done = file->write(bytes);
  } else {
    written.done = tl::unexpected<Error>(std::move(file).error());
  }
  return written;
}

Result<void> check_room(const std::string& folder, int64_t posts) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  const uint64_t needed = static_cast<uint64_t>(posts) * kBytesPerPost;
  if (error || space.available >= needed) return {};
  return fail(Code::io, fmt::format("the pictures of {} take about {}, and {} are free in {}; make "
                                    "room, ask for fewer posts, or leave out --images",
                                    report::count_of(static_cast<uint64_t>(posts), "post", "posts"),
                                    report::format_size(needed),
                                    report::format_size(space.available), printable(folder)));
}

}  // namespace

PictureFiles::PictureFiles(std::string folder, std::string table_path, Output table)
    : folder_(std::move(folder)), table_path_(std::move(table_path)), table_(std::move(table)) {
  table_.write(simulate::kPictureHeader);
  table_.write("\n");
}

Result<PictureFiles> PictureFiles::start(const std::string& directory, int64_t posts) {
  const std::string folder = directory + "/images";
  TRY_OK(store::make_directory(folder));
  TRY(const auto names, store::list_directory(folder));
  if (!names.empty()) {
    return fail(Code::invalid_input,
                fmt::format("{} holds files already, and pictures of two worlds must not mix; "
                            "give another directory, or remove that folder",
                            printable(folder)));
  }
  TRY_OK(check_room(folder, posts));
  std::string table_path = directory + "/pictures.csv";
  TRY(Output table, Output::file(table_path));
  return PictureFiles(folder, std::move(table_path), std::move(table));
}

void PictureFiles::add(const simulate::PostPicture& picture) {
  waiting_.push_back(picture);
  if (picture.state != simulate::FileState::missing) ++count_;
  if (waiting_.size() >= kPicturesAtOnce) write_batch();
}

void PictureFiles::make_folders() {
  for (const simulate::PostPicture& picture : waiting_) {
    std::string name = picture.file.substr(0, picture.file.find('/'));
    if (folders_.contains(name)) continue;
    if (auto made = store::make_directory(folder_ + "/" + name); !made) {
      failed_.push_back(std::move(made).error());
      return;
    }
    folders_.insert(std::move(name));
  }
}

void PictureFiles::write_batch() {
  if (is_open()) make_folders();
  if (is_open()) {
    std::vector<Written> written(waiting_.size());
    parallel_for(waiting_.size(),
                 [&](std::size_t i) { written[i] = write_picture(folder_, waiting_[i]); });
    for (Written& one : written) {
      if (!one.done && failed_.empty()) failed_.push_back(std::move(one.done).error());
      bytes_ += one.bytes;
      table_.write(one.row);
      table_.write("\n");
    }
  }
  waiting_.clear();
}

Result<void> PictureFiles::finish() {
  write_batch();
  if (!failed_.empty()) return tl::unexpected<Error>(failed_.front());
  return table_.finish();
}

}  // namespace maillon::tasks
