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
#include "tasks/video/video_facts.h"

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
  if (facts.reason.empty() && facts.frames.empty()) set_pdq(query, facts.pdq, facts.quality);
  return query;
}

// A list that cannot be read must not let a picture pass as unknown: its thumbnail goes.
void note_failure(const Error& error, PhotoFacts& facts) {
  facts.thumbnail.clear();
  facts.is_restricted = true;
  facts.listed = "not looked up: " + error.message + "\n";
}

// The duty to report, and that nothing is shown, do not depend on how many entries are told.
void note_match(const ListMatch& match, const NamedList& list, std::string_view how, bool is_told,
                PhotoFacts& facts) {
  const bool is_restricted = match.entry.entry.restricted;
  if (is_restricted) {
    facts.thumbnail.clear();
    facts.is_restricted = true;
  }
  if (!is_told && !(is_restricted && facts.listed.find(kReportingDuty) == std::string::npos))
    return;
  facts.listed += fmt::format("{} list {}, entry {}: {} distance {}", list.list.settings().role,
                              list.name, match.entry.id, how, match.distance);
  if (is_restricted) facts.listed += fmt::format("; {}", kReportingDuty);
  facts.listed += '\n';
}

void look_up(std::vector<NamedList>& lists, std::span<const std::string> pictures,
             std::vector<PhotoFacts>& facts) {
  std::vector<HashQuery> queries;
  for (std::size_t i = 0; i < facts.size(); ++i)
    queries.push_back(query_of_photo(pictures[i], facts[i]));
  const auto matches = match_hashes(lists, queries, -1, 0);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!matches) {
      note_failure(matches.error(), facts[i]);
      continue;
    }
    std::size_t told = 0;
    for (const ListMatch& match : (*matches)[i].shown) {
      note_match(match, lists[match.list], share::to_name(match.kind), told++ < kListingsKept,
                 facts[i]);
    }
  }
}

// What any of its frames matches counts, as in `maillon match`.
void look_up_video(std::vector<NamedList>& lists, const VideoQuery& video, PhotoFacts& facts) {
  const auto matches = match_video(lists, video, -1, 0);
  if (!matches) return note_failure(matches.error(), facts);
  facts.listed.clear();  // the file's checksums are looked up again
  std::size_t told = 0;
  for (const VideoEntryMatch& found : matches->shown) {
    const std::string how = found.frames == 0
                                ? std::string(share::to_name(found.match.kind))
                                : fmt::format("{} of {} frames, the nearest at {:.1f} s, pdq",
                                              found.frames, video.frames.size(), found.timestamp);
    note_match(found.match, lists[found.match.list], how, told++ < kListingsKept, facts);
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
  std::vector<std::optional<VideoQuery>> videos(pictures.size());
  parallel_for(pictures.size(), [&](std::size_t i) {
    if (extract::sniff_video(pictures[i]) == extract::VideoFormat::unknown) {
      auto found = state_->pool.read(pictures[i], wishes);
      facts[i] = facts_of(pictures[i], found);
      if (found && found->text) pages[i] = *std::move(found->text);
      return;
    }
    HashedVideo video = hash_video(pictures[i]);
    facts[i] = std::move(video.facts);
    if (const auto& small = video.thumbnail)
      facts[i].thumbnail = extract::to_pgm(small->width, small->height, small->grey);
    videos[i] = std::move(video.looked_up);
  });
  if (!state_->lists.empty()) look_up(state_->lists, pictures, facts);
  for (std::size_t i = 0; i < pictures.size() && !state_->lists.empty(); ++i) {
    if (!videos[i]) continue;
    videos[i]->file = query_of_photo(pictures[i], facts[i]);
    look_up_video(state_->lists, *videos[i], facts[i]);
  }
  if (state_->reader) state_->read_texts(pages, facts);
  return facts;
}

}  // namespace maillon::tasks
