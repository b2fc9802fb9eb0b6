#include <fmt/format.h>

#include "base/checksums.h"
#include "base/parallel.h"
#include "tasks/hash_lists.h"
#include "tasks/match_hashes.h"
#include "tasks/picture_pool.h"
#include "tasks/pictures/photos.h"
#include "tasks/pictures/text_reader.h"

namespace maillon::tasks {
namespace {

constexpr uint64_t kListingsKept = 5;  // of one picture

PhotoFacts facts_of(std::string_view bytes, const Result<extract::PictureFacts>& found) {
  PhotoFacts facts;
  facts.sha256 = sha256(bytes);
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

HashQuery query_of_photo(std::string_view bytes, const PhotoFacts& facts) {
  ChecksumStream stream;
  stream.update(bytes);
  HashQuery query = query_of("", stream.finish());
  if (facts.reason.empty()) set_pdq(query, facts.pdq, facts.quality);
  return query;
}

// A list that cannot be read must not let a picture pass as unknown: its thumbnail goes.
void look_up(std::vector<NamedList>& lists, std::span<const std::string> pictures,
             std::vector<PhotoFacts>& facts) {
  std::vector<HashQuery> queries;
  for (std::size_t i = 0; i < facts.size(); ++i)
    queries.push_back(query_of_photo(pictures[i], facts[i]));
  const auto matches = match_hashes(lists, queries, -1, kListingsKept);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!matches) {
      facts[i].thumbnail.clear();
      facts[i].listed = "not looked up: " + matches.error().message + "\n";
      continue;
    }
    for (const ListMatch& match : (*matches)[i].shown) {
      const NamedList& list = lists[match.list];
      facts[i].listed +=
          fmt::format("{} list {}, entry {}: {} distance {}", list.list.settings().role, list.name,
                      match.entry.id, share::to_name(match.kind), match.distance);
      if (match.entry.entry.restricted) {
        facts[i].listed += fmt::format("; {}", kReportingDuty);
        facts[i].thumbnail.clear();
      }
      facts[i].listed += '\n';
    }
  }
}

}  // namespace

struct PhotoHasher::State {
  PicturePool pool;
  std::optional<TextReader> reader;
  extract::TextWish text = extract::TextWish::none;  // none without a reader
  std::string languages;
  std::vector<NamedList> lists;
};

PhotoHasher::PhotoHasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
PhotoHasher::~PhotoHasher() = default;
PhotoHasher::PhotoHasher(PhotoHasher&&) noexcept = default;
PhotoHasher& PhotoHasher::operator=(PhotoHasher&&) noexcept = default;

Result<PhotoHasher> PhotoHasher::start(extract::TextWish text) {
  auto state = std::make_unique<State>();
  TRY(state->lists, open_lists(default_lists_folder(), ""));
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
  if (!state_->lists.empty()) look_up(state_->lists, pictures, facts);
  return facts;
}

}  // namespace maillon::tasks
