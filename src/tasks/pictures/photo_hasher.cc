#include <map>
#include <optional>

#include "base/checksums.h"
#include "base/parallel.h"
#include "extract/image/video_frames.h"
#include "store/listings.h"
#include "tasks/hash_lists.h"
#include "tasks/picture_pool.h"
#include "tasks/pictures/look_up.h"
#include "tasks/pictures/photos.h"
#include "tasks/pictures/text_reader.h"
#include "tasks/video/video_facts.h"

namespace maillon::tasks {
namespace {

PhotoFacts facts_of(const Result<extract::PictureFacts>& found) {
  PhotoFacts facts;
  if (!found) {
    facts.reason = found.error().message;
    return facts;
  }
  const extract::PdqResult& shown = found->upright ? *found->upright : found->pdq;
  facts.pdq = found->pdq.hash;
  facts.oriented = shown.hash;
  facts.mirrored = found->mirrored.value_or(shown.hash);
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

// Where lists cannot be read, nothing of these pictures is shown until they were looked up
// (listings.h); what is made of them is there then.
void look_up(std::vector<NamedList>& lists, std::vector<PhotoFacts>& facts) {
  std::vector<PhotoQuery> queries;
  for (const PhotoFacts& one : facts) queries.push_back(query_of(one));
  const auto listings = look_up_photos(lists, queries);
  for (std::size_t i = 0; i < facts.size(); ++i)
    facts[i].is_restricted = listings && (*listings)[i].is_restricted;
}

}  // namespace

struct PhotoHasher::State {
  PicturePool pool;
  std::vector<NamedList> lists;
  store::Listings known;  // of this case, from before
  std::optional<TextReader> reader;
  std::map<Sha256, std::string> texts;  // what was read, by SHA-256

  void read_texts(std::span<const extract::TextPage> pages, std::vector<PhotoFacts>& facts);
};

// Each distinct file once.
void PhotoHasher::State::read_texts(std::span<const extract::TextPage> pages,
                                    std::vector<PhotoFacts>& facts) {
  std::vector<std::size_t> to_read;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (pages[i].lines.empty() || facts[i].is_restricted) continue;
    if (texts.try_emplace(facts[i].checksums.sha256).second) to_read.push_back(i);
  }
  parallel_for(to_read.size(), [&](std::size_t k) {
    PhotoFacts& one = facts[to_read[k]];
    if (auto text = reader->read(pages[to_read[k]])) {
      one.text = *std::move(text);
    } else {
      one.unread = std::move(text).error().message;
    }
  });
  for (const std::size_t i : to_read) texts[facts[i].checksums.sha256] = facts[i].text;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto found = texts.find(facts[i].checksums.sha256);
    if (found != texts.end() && !facts[i].is_restricted) facts[i].text = found->second;
  }
}

PhotoHasher::PhotoHasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
PhotoHasher::~PhotoHasher() = default;
PhotoHasher::PhotoHasher(PhotoHasher&&) noexcept = default;
PhotoHasher& PhotoHasher::operator=(PhotoHasher&&) noexcept = default;

Result<PhotoHasher> PhotoHasher::start(const store::Case& open_case, bool read_text) {
  auto state = std::make_unique<State>();
  TRY(state->known, store::read_listings(open_case));
  if (auto lists = open_lists(default_lists_folder(), "")) state->lists = *std::move(lists);
  if (read_text) state->reader = TextReader::find();
  return PhotoHasher(std::move(state));
}

std::string PhotoHasher::text_languages() const {
  return state_->reader ? state_->reader->languages() : "";
}

std::vector<PhotoFacts> PhotoHasher::hash(std::span<const std::string> pictures) {
  const extract::PictureWishes wishes{.forms = false,
                                      .thumbnail = true,
                                      .mirrored = true,
                                      .features = true,
                                      .text = state_->reader.has_value()};
  std::vector<PhotoFacts> facts(pictures.size());
  std::vector<extract::TextPage> pages(pictures.size());
  parallel_for(pictures.size(), [&](std::size_t i) {
    if (extract::sniff_video(pictures[i]) == extract::VideoFormat::unknown) {
      auto found = state_->pool.read(pictures[i], wishes);
      facts[i] = facts_of(found);
      if (found && found->text) pages[i] = *std::move(found->text);
    } else {
      HashedVideo video = hash_video(pictures[i]);
      facts[i] = std::move(video.facts);
      if (const auto& small = video.thumbnail)
        facts[i].thumbnail = extract::to_pgm(small->width, small->height, small->grey);
    }
    ChecksumStream stream;
    stream.update(pictures[i]);
    facts[i].checksums = stream.finish();
  });
  if (!state_->lists.empty()) look_up(state_->lists, facts);
  for (PhotoFacts& one : facts) {
    const auto known = state_->known.pictures.find(one.checksums.sha256);
    if (known != state_->known.pictures.end() &&
        known->second.restriction != store::Restriction::none)
      one.is_restricted = true;
    if (one.is_restricted) one.thumbnail.clear();
  }
  if (state_->reader) state_->read_texts(pages, facts);
  return facts;
}

}  // namespace maillon::tasks
