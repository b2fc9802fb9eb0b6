#include <fmt/format.h>

#include "base/checksums.h"
#include "base/parallel.h"
#include "tasks/hash_lists.h"
#include "tasks/match_hashes.h"
#include "tasks/picture_pool.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {
namespace {

constexpr uint64_t kListingsKept = 5;  // of one picture

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
  facts.pdq = found->pdq.hash;
  facts.oriented = shown.hash;
  facts.mirrored = found->mirrored.value_or(shown.hash);
  facts.quality = static_cast<uint8_t>(shown.quality);
  const bool on_its_side = found->orientation > 4;
  facts.width = on_its_side ? found->height : found->width;
  facts.height = on_its_side ? found->width : found->height;
  if (found->thumbnail) facts.thumbnail = to_pgm(*found->thumbnail);
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
  std::vector<NamedList> lists;
};

PhotoHasher::PhotoHasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
PhotoHasher::~PhotoHasher() = default;
PhotoHasher::PhotoHasher(PhotoHasher&&) noexcept = default;
PhotoHasher& PhotoHasher::operator=(PhotoHasher&&) noexcept = default;

Result<PhotoHasher> PhotoHasher::start() {
  auto state = std::make_unique<State>();
  TRY(state->lists, open_lists(default_lists_folder(), ""));
  return PhotoHasher(std::move(state));
}

std::vector<PhotoFacts> PhotoHasher::hash(std::span<const std::string> pictures) {
  constexpr extract::PictureWishes kWishes{
      .forms = false, .thumbnail = true, .mirrored = true, .features = true};
  std::vector<PhotoFacts> facts(pictures.size());
  parallel_for(pictures.size(), [&](std::size_t i) {
    facts[i] = facts_of(pictures[i], state_->pool.read(pictures[i], kWishes));
  });
  if (!state_->lists.empty()) look_up(state_->lists, pictures, facts);
  return facts;
}

}  // namespace maillon::tasks
