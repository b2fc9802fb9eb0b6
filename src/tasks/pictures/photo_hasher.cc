#include <map>
#include <optional>

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
      facts[i].is_restricted = true;
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
        facts[i].is_restricted = true;
      }
      facts[i].listed += '\n';
    }
  }
}

}  // namespace

struct PhotoHasher::State {
  PicturePool pool;
  std::vector<NamedList> lists;
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
    if (texts.try_emplace(facts[i].sha256).second) to_read.push_back(i);
  }
  parallel_for(to_read.size(), [&](std::size_t k) {
    PhotoFacts& one = facts[to_read[k]];
    if (auto text = reader->read(pages[to_read[k]])) {
      one.text = *std::move(text);
    } else {
      one.unread = std::move(text).error().message;
    }
  });
  for (const std::size_t i : to_read) texts[facts[i].sha256] = facts[i].text;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto found = texts.find(facts[i].sha256);
    if (found != texts.end() && !facts[i].is_restricted) facts[i].text = found->second;
  }
}

PhotoHasher::PhotoHasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
PhotoHasher::~PhotoHasher() = default;
PhotoHasher::PhotoHasher(PhotoHasher&&) noexcept = default;
PhotoHasher& PhotoHasher::operator=(PhotoHasher&&) noexcept = default;

Result<PhotoHasher> PhotoHasher::start(bool read_text) {
  auto state = std::make_unique<State>();
  TRY(state->lists, open_lists(default_lists_folder(), ""));
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
    auto found = state_->pool.read(pictures[i], wishes);
    facts[i] = facts_of(pictures[i], found);
    if (found && found->text) pages[i] = *std::move(found->text);
  });
  if (!state_->lists.empty()) look_up(state_->lists, pictures, facts);
  if (state_->reader) state_->read_texts(pages, facts);
  return facts;
}

}  // namespace maillon::tasks
