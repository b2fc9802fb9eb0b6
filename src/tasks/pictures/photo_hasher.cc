#include "base/parallel.h"
#include "tasks/picture_pool.h"
#include "tasks/pictures/photos.h"
#include "tasks/pictures/text_reader.h"

namespace maillon::tasks {
namespace {

Hash256 to_hash256(const extract::PdqHash& hash) {
  return {hash.words};
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
  // Any viewer opens a PGM, and it holds nothing but what it shows.
  if (const auto& small = found->thumbnail)
    facts.thumbnail = extract::to_pgm(small->width, small->height, small->grey);
  if (found->features) facts.features = extract::pack_features(*found->features);
  return facts;
}

}  // namespace

struct PhotoHasher::State {
  PicturePool pool;
  std::optional<TextReader> reader;
  extract::TextWish text = extract::TextWish::none;  // none without a reader
  std::string languages;
};

PhotoHasher::PhotoHasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
PhotoHasher::~PhotoHasher() = default;
PhotoHasher::PhotoHasher(PhotoHasher&&) noexcept = default;
PhotoHasher& PhotoHasher::operator=(PhotoHasher&&) noexcept = default;

Result<PhotoHasher> PhotoHasher::start(extract::TextWish text) {
  auto state = std::make_unique<State>();
  if (text != extract::TextWish::none) state->reader = TextReader::find();
  if (state->reader) {
    state->text = text;
    state->languages = state->reader->languages();
  }
  return PhotoHasher(std::move(state));
}

const std::string& PhotoHasher::text_languages() const {
  return state_->languages;
}

std::vector<PhotoFacts> PhotoHasher::hash(std::span<const std::string> pictures) {
  const extract::PictureWishes wishes{
      .forms = false, .thumbnail = true, .mirrored = true, .features = true, .text = state_->text};
  std::vector<PhotoFacts> facts(pictures.size());
  parallel_for(pictures.size(), [&](std::size_t i) {
    const auto found = state_->pool.read(pictures[i], wishes);
    facts[i] = facts_of(pictures[i], found);
    if (!found || !found->text || !state_->reader) return;
    if (auto text = state_->reader->read(*found->text)) {
      facts[i].text = *std::move(text);
    } else {
      facts[i].unread = std::move(text).error().message;
    }
  });
  return facts;
}

}  // namespace maillon::tasks
