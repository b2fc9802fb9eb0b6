#include "base/parallel.h"
#include "tasks/picture_pool.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {
namespace {

Hash256 to_hash256(const extract::PdqHash& hash) {
  return {hash.words};
}

// A PGM (netpbm): any viewer opens it, and it holds nothing but what it shows.
std::string to_pgm(const extract::Thumbnail& thumbnail) {
  std::string pgm =
      "P5\n" + std::to_string(thumbnail.width) + " " + std::to_string(thumbnail.height) + "\n255\n";
  pgm.append(thumbnail.grey.begin(), thumbnail.grey.end());
  return pgm;
}

PhotoFacts facts_of(std::string_view bytes, const Result<extract::PictureFacts>& found) {
  PhotoFacts facts;
  facts.sha256 = sha256(bytes);
  if (!found) {
    facts.reason = found.error().message;
    return facts;
  }
  const extract::PdqResult& shown = found->upright ? *found->upright : found->pdq;
  facts.pdq = to_hash256(found->pdq.hash);
  facts.oriented = to_hash256(shown.hash);
  facts.mirrored = to_hash256(found->mirrored.value_or(shown.hash));
  facts.quality = static_cast<uint8_t>(shown.quality);
  const bool on_its_side = found->orientation > 4;
  facts.width = on_its_side ? found->height : found->width;
  facts.height = on_its_side ? found->width : found->height;
  if (found->thumbnail) facts.thumbnail = to_pgm(*found->thumbnail);
  if (found->features) facts.features = extract::pack_features(*found->features);
  return facts;
}

}  // namespace

struct PhotoHasher::State {
  PicturePool pool;
};

PhotoHasher::PhotoHasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
PhotoHasher::~PhotoHasher() = default;
PhotoHasher::PhotoHasher(PhotoHasher&&) noexcept = default;
PhotoHasher& PhotoHasher::operator=(PhotoHasher&&) noexcept = default;

Result<PhotoHasher> PhotoHasher::start() {
  return PhotoHasher(std::make_unique<State>());
}

std::vector<PhotoFacts> PhotoHasher::hash(std::span<const std::string> pictures) {
  constexpr extract::PictureWishes kWishes{
      .forms = false, .thumbnail = true, .mirrored = true, .features = true};
  std::vector<PhotoFacts> facts(pictures.size());
  parallel_for(pictures.size(), [&](std::size_t i) {
    facts[i] = facts_of(pictures[i], state_->pool.read(pictures[i], kWishes));
  });
  return facts;
}

}  // namespace maillon::tasks
