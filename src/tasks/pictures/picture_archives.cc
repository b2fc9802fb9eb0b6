#include "tasks/pictures/picture_archives.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/printable.h"
#include "report/style.h"
#include "tasks/byte_sources.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kProblemsTold = 1000;
constexpr std::size_t kNameShown = 200;

// "photos/" if all the names lie in that folder; "" if not.
std::string common_folder(const std::unordered_map<std::string, uint32_t>& members) {
  std::string top;
  for (const auto& [name, index] : members) {
    const std::string first = name.substr(0, name.find('/') + 1);
    if (first.empty() || (!top.empty() && first != top)) return "";
    top = first;
  }
  return top;
}

}  // namespace

std::optional<std::size_t> archive_in_name(const std::string& name) {
  for (std::size_t at = name.find('/'); at != std::string::npos; at = name.find('/', at + 1)) {
    if (collect::is_archive_name(std::string_view(name).substr(0, at))) return at;
  }
  return std::nullopt;
}

void PictureArchives::note(Archive& archive, const std::string& member,
                           const std::string& reason) const {
  if (archive.problems.size() == kProblemsTold) {
    ++archive.problems_left_out;
    return;
  }
  archive.problems.push_back(member.empty() ? fmt::format("archive '{}': {}", archive.shown, reason)
                                            : fmt::format("'{}' in the archive '{}' {}",
                                                          printable(member, kNameShown),
                                                          archive.shown, reason));
  if (!member.empty()) archive.refused.emplace(member, reason);
}

uint32_t PictureArchives::add(const std::string& path, const std::string& shown) {
  const auto [known, is_new] = by_path_.emplace(path, static_cast<uint32_t>(archives_.size()));
  if (!is_new) return known->second;
  by_shown_.emplace(shown, known->second);
  Archive& archive = archives_.emplace_back();
  archive.path = path;
  archive.shown = shown;
  const Result<ArchiveListing> listing = list_archive(path);
  if (!listing) {
    note(archive, "", listing.error().message);
    return known->second;
  }
  for (const collect::ArchiveMember& member : listing->members) {
    if (!member.reason.empty()) {
      note(archive, member.name, member.reason);
    } else if (!archive.member.emplace(member.name, member.index).second) {
      note(archive, member.name, "is there twice; the first is read");
      archive.refused.erase(member.name);
    }
  }
  if (!listing->ended.empty()) note(archive, "", listing->ended);
  archive.top = common_folder(archive.member);
  return known->second;
}

void PictureArchives::open_name(const std::string& name, Place place) {
  const auto [known, is_new] = open_.emplace(name, Open{place, place.archive});
  if (!is_new && known->second.place.archive != place.archive) known->second.other = place.archive;
}

void PictureArchives::add_open(const std::string& path, const std::string& shown,
                               const std::string& folder) {
  const uint32_t number = add(path, shown);
  const Archive& archive = archives_[number];
  for (const auto& [name, index] : archive.member) {
    open_name(folder + name, {number, index});
    if (!archive.top.empty()) open_name(folder + name.substr(archive.top.size()), {number, index});
  }
  for (const auto& [name, reason] : archive.refused) open_refused_.emplace(folder + name, reason);
}

PictureArchives::Answer PictureArchives::find_in(uint32_t number, const std::string& member) const {
  const Archive& archive = archives_[number];
  for (const std::string& name : {member, archive.top + member}) {
    if (const auto at = archive.member.find(name); at != archive.member.end())
      return {Place{number, at->second}, ""};
    if (const auto at = archive.refused.find(name); at != archive.refused.end())
      return {std::nullopt, at->second};
  }
  return {std::nullopt, fmt::format("is not in the archive '{}'", archive.shown)};
}

PictureArchives::Answer PictureArchives::find(const std::string& name) const {
  if (const auto at = open_.find(name); at != open_.end()) {
    const Open& open = at->second;
    if (open.other == open.place.archive) return {open.place, ""};
    const std::string& first = archives_[std::min(open.place.archive, open.other)].shown;
    const std::string& second = archives_[std::max(open.place.archive, open.other)].shown;
    return {std::nullopt, fmt::format("is in '{}' and in '{}'; name it with its archive, {}/...",
                                      first, second, first)};
  }
  if (const auto at = open_refused_.find(name); at != open_refused_.end())
    return {std::nullopt, at->second};
  const auto end = archive_in_name(name);
  if (!end) return {};
  const auto at = by_shown_.find(name.substr(0, *end));
  return at == by_shown_.end() ? Answer{} : find_in(at->second, name.substr(*end + 1));
}

std::vector<std::string> PictureArchives::problems() const {
  std::vector<std::string> all;
  for (const Archive& archive : archives_) {
    all.insert(all.end(), archive.problems.begin(), archive.problems.end());
    if (archive.problems_left_out > 0) {
      all.push_back(fmt::format("archive '{}': {} more of its entries are not read", archive.shown,
                                archive.problems_left_out));
    }
  }
  return all;
}

std::string PictureArchives::describe(uint32_t number, uint64_t kept) const {
  const Archive& archive = archives_[number];
  const Result<Sha256> hash = hash_source(archive.path);
  return fmt::format("archive '{}', SHA-256 {}: {} of its {} kept", archive.shown,
                     hash ? to_hex(*hash) : "unknown, it cannot be read again", kept,
                     report::count_of(archive.member.size(), "file is", "files are"));
}

Result<void> PictureArchives::read(const std::vector<Place>& places, const Sink& sink) const {
  for (auto first = places.begin(); first != places.end();) {
    const uint32_t number = first->archive;
    std::vector<uint32_t> wanted;
    for (; first != places.end() && first->archive == number; ++first)
      wanted.push_back(first->index);
    TRY_OK(read_archive(archives_[number].path, wanted,
                        [&](uint32_t index, Result<std::string> bytes) {
                          return sink({number, index}, std::move(bytes));
                        }));
  }
  return {};
}

}  // namespace maillon::tasks
