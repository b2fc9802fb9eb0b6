#include "tasks/simulate_files.h"

#include <optional>

#include "simulate/world.h"
#include "store/file.h"
#include "tasks/simulate_pictures.h"

namespace maillon::tasks {

namespace {

constexpr int64_t kMaxPosts = 10'000'000;
constexpr uint64_t kProgressPosts = 1024;

class FileSink : public simulate::TextSink {
 public:
  FileSink(Output posts, Output truth, std::optional<PictureFiles> pictures, Progress& progress)
      : posts_(std::move(posts)),
        truth_(std::move(truth)),
        pictures_(std::move(pictures)),
        progress_(progress) {}
  void post(std::string_view json_line) override {
    posts_.write(json_line);
    posts_.write("\n");
    bytes_ += json_line.size() + 1;
    if (++count_ % kProgressPosts == 0) progress_.advance(kProgressPosts);
  }
  void truth(std::string_view csv_line) override {
    truth_.write(csv_line);
    truth_.write("\n");
  }
  void picture(const simulate::PostPicture& picture) override { pictures_->add(picture); }
  bool is_open() const override {
    return posts_.is_open() && truth_.is_open() && (!pictures_ || pictures_->is_open());
  }
  Result<void> finish() {
    if (pictures_) TRY_OK(pictures_->finish());
    TRY_OK(posts_.finish());
    return truth_.finish();
  }
  uint64_t count() const { return count_; }
  uint64_t bytes() const { return bytes_; }
  const std::optional<PictureFiles>& pictures() const { return pictures_; }

 private:
  Output posts_, truth_;
  std::optional<PictureFiles> pictures_;
  Progress& progress_;
  uint64_t count_ = 0, bytes_ = 0;
};

}  // namespace

Result<SimulateReport> simulate_files(const SimulateSettings& settings, const Context& context) {
  if (settings.posts < 1 || settings.posts > kMaxPosts) {
    return fail(Code::invalid_input, "--posts takes a number from 1 to 10000000");
  }
  if (settings.images && settings.families) {
    return fail(Code::invalid_input,
                "--images goes with a world; families of wording have no photographs");
  }
  TRY_OK(store::make_directory(settings.directory));
  SimulateReport report;
  report.posts_path = settings.directory + "/posts.jsonl";
  report.truth_path = settings.directory + "/truth.csv";
  TRY(Output posts, Output::file(report.posts_path));
  TRY(Output truth, Output::file(report.truth_path));
  std::optional<PictureFiles> pictures;
  if (settings.images) {
    TRY(pictures, PictureFiles::start(settings.directory, settings.posts));
  }
  FileSink sink(std::move(posts), std::move(truth), std::move(pictures), *context.progress);
  context.progress->begin_step("simulate", static_cast<uint64_t>(settings.posts), "posts");
  if (settings.families) {
    simulate::simulate_families({settings.posts, settings.seed, *settings.families}, sink);
  } else {
    simulate::WorldSettings world;
    world.posts = settings.posts;
    world.seed = settings.seed;
    world.days = settings.days;
    world.pictures = settings.images;
    simulate::simulate_world(world, sink);
  }
  context.progress->end_step();
  TRY_OK(sink.finish());
  report.posts = sink.count();
  report.bytes = sink.bytes();
  if (sink.pictures()) {
    report.images_path = settings.directory + "/images";
    report.pictures_path = sink.pictures()->table_path();
    report.pictures = sink.pictures()->count();
    report.picture_bytes = sink.pictures()->bytes();
  }
  return report;
}

}  // namespace maillon::tasks
