#include "store/hash_index.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "base/hash.h"
#include "store/file.h"

namespace maillon::store {
namespace {

constexpr std::string_view kManifestMagic = "MLNHMANI";
constexpr uint64_t kManifestVersion = 1;
constexpr std::size_t kHeadWords = 5;     // magic, version, generation, mark, segments
constexpr std::size_t kSegmentWords = 5;  // number, size, checksum, rows, deleted
constexpr int kAttempts = 100;

std::string manifest_path(const std::string& folder) {
  return folder + "/manifest";
}

std::string segment_name(uint64_t number) {
  return "segment-" + std::to_string(number) + ".mhash";
}

std::string segment_path(const std::string& folder, uint64_t number) {
  return folder + "/" + segment_name(number);
}

std::string pack(const HashManifest& manifest) {
  std::vector<uint64_t> words(1);
  std::memcpy(words.data(), kManifestMagic.data(), kManifestMagic.size());
  words.insert(words.end(),
               {kManifestVersion, manifest.generation, manifest.mark, manifest.segments.size()});
  for (const auto& [number, stamp] : manifest.segments)
    words.insert(words.end(), {number, stamp.size, stamp.checksum, stamp.rows, stamp.deleted});
  std::string bytes(reinterpret_cast<const char*>(words.data()), words.size() * sizeof(uint64_t));
  const uint64_t sum = hash64(bytes);
  bytes.append(reinterpret_cast<const char*>(&sum), sizeof(sum));
  return bytes;
}

Result<HashManifest> unpack(const std::string& bytes, const std::string& path) {
  const auto damaged = [&] {
    return fail(Code::corrupt, path +
                                   ": the manifest is damaged; remove the folder it is in and "
                                   "import the list again, or take both from a backup");
  };
  std::vector<uint64_t> words(bytes.size() / sizeof(uint64_t));
  if (bytes.size() % sizeof(uint64_t) != 0 || words.size() < kHeadWords + 1) return damaged();
  std::memcpy(words.data(), bytes.data(), bytes.size());
  if (std::memcmp(words.data(), kManifestMagic.data(), kManifestMagic.size()) != 0)
    return damaged();
  if (hash64(std::string_view(bytes).substr(0, bytes.size() - sizeof(uint64_t))) != words.back()) {
    return damaged();
  }
  if (words[1] != kManifestVersion) {
    return fail(Code::unsupported, path + ": made by a newer maillon; use that one");
  }
  if ((words.size() - kHeadWords - 1) / kSegmentWords != words[4] ||
      (words.size() - kHeadWords - 1) % kSegmentWords != 0) {
    return damaged();
  }
  HashManifest manifest{words[2], words[3], {}};
  for (std::size_t at = kHeadWords; at + 1 < words.size(); at += kSegmentWords) {
    const uint64_t* w = words.data() + at;
    manifest.segments.push_back({w[0], {w[1], w[2], w[3], w[4]}});
  }
  return manifest;
}

// An empty manifest if there is none.
Result<HashManifest> read_manifest(const std::string& folder) {
  const std::string path = manifest_path(folder);
  auto file = MappedFile::open(path, Load::copy);
  if (!file && file.error().code == Code::not_found) return HashManifest{};
  if (!file) return tl::unexpected<Error>(std::move(file).error());
  return unpack(std::string(file->bytes()), path);
}

std::vector<uint64_t> merged(std::span<const uint64_t> a, std::span<const uint64_t> b) {
  std::vector<uint64_t> all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

}  // namespace

// ---- Reading ----------------------------------------------------------------

Result<HashIndex> HashIndex::open(const std::string& folder, Load load) {
  for (int attempt = 1;; ++attempt) {
    HashIndex index;
    TRY(index.manifest_, read_manifest(folder));
    std::optional<Error> gone;
    for (const auto& [number, stamp] : index.manifest_.segments) {
      auto segment = HashSegment::open(segment_path(folder, number), stamp, load);
      if (!segment) {
        // A writer may have merged it away since the manifest was read.
        gone = std::move(segment).error();
        break;
      }
      index.segments_.push_back(*std::move(segment));
    }
    if (gone) {
      TRY(const HashManifest now, read_manifest(folder));
      if (now.generation == index.manifest_.generation || attempt == kAttempts) {
        if (gone->code == Code::not_found) gone->code = Code::corrupt;
        return tl::unexpected<Error>(std::move(*gone));
      }
      continue;
    }
    index.deleted_.resize(index.segments_.size());
    for (std::size_t i = index.segments_.size(); i-- > 1;)
      index.deleted_[i - 1] = merged(index.deleted_[i], index.segments_[i].deleted());
    return index;
  }
}

HashIndex HashIndex::of_rows(std::span<const HashValue> rows, uint64_t mark) {
  HashIndex index;
  index.manifest_.mark = mark;
  index.segments_.push_back(HashSegment::of_rows(rows));
  index.deleted_.resize(1);
  return index;
}

bool HashIndex::is_deleted(std::size_t segment, uint64_t value) const {
  return std::binary_search(deleted_[segment].begin(), deleted_[segment].end(), value);
}

std::vector<HashValue> HashIndex::rows() const {
  std::vector<HashValue> rows;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const auto begin = static_cast<std::ptrdiff_t>(rows.size());
    segments_[i].append_rows(rows);
    rows.erase(std::remove_if(rows.begin() + begin, rows.end(),
                              [&](const HashValue& row) { return is_deleted(i, row.value); }),
               rows.end());
  }
  return rows;
}

uint64_t HashIndex::stored_rows() const {
  uint64_t rows = 0;
  for (const HashManifest::Segment& segment : manifest_.segments) rows += segment.stamp.rows;
  return rows;
}

HashSearch::HashSearch(const HashIndex& index, uint32_t radius, link::Simd simd) : index_(&index) {
  for (const HashSegment& segment : index.segments_)
    searches_.emplace_back(segment.index(), radius, simd);
}

std::vector<HashMatch> HashSearch::find(const Hash256& query) {
  std::vector<HashMatch> matches;
  for (std::size_t i = 0; i < searches_.size(); ++i) {
    const HashSegment& segment = index_->segments_[i];
    for (const link::Near& near : searches_[i].find_places(query)) {
      const auto [begin, end] = segment.index().range_of(near.place);
      for (std::size_t row = begin; row < end; ++row) {
        const uint64_t value = segment.values()[row];
        if (!index_->is_deleted(i, value)) matches.push_back({value, near.distance});
      }
    }
  }
  std::sort(matches.begin(), matches.end());
  matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
  return matches;
}

// ---- Writing ----------------------------------------------------------------

Result<HashIndexWriter> HashIndexWriter::open(const std::string& folder) {
  HashIndexWriter writer;
  writer.folder_ = folder;
  TRY_OK(make_private_directory(folder));
  TRY(writer.lock_, CaseLock::acquire(folder));
  TRY(writer.manifest_, read_manifest(folder));
  TRY_OK(writer.remove_strays());
  return writer;
}

Result<void> HashIndexWriter::remove_strays() const {
  TRY(const std::vector<std::string> names, list_directory(folder_));
  for (const std::string& name : names) {
    const bool counts =
        std::any_of(manifest_.segments.begin(), manifest_.segments.end(),
                    [&](const HashManifest::Segment& s) { return segment_name(s.number) == name; });
    const bool ours = name.starts_with("segment-") || name == "manifest.tmp";
    if (ours && !counts) TRY_OK(remove_file(folder_ + "/" + name));
  }
  return {};
}

Result<void> HashIndexWriter::commit(HashManifest next) {
  next.generation = manifest_.generation + 1;
  TRY(File file, File::create(manifest_path(folder_) + ".tmp"));
  TRY_OK(file.write(pack(next)));
  TRY_OK(publish(file, manifest_path(folder_)));
  manifest_ = std::move(next);
  return remove_strays();
}

// The first segment to be merged with a change of so many rows: each that is kept
// before it is more than twice as large as all that follow. So there are at most some
// thirty segments, and each row is written again about as often at most.
std::size_t HashIndexWriter::merge_from(uint64_t rows) const {
  std::size_t first = manifest_.segments.size();
  while (first > 0) {
    const SegmentStamp& last = manifest_.segments[first - 1].stamp;
    if (last.rows + last.deleted > 2 * rows) break;
    rows += last.rows + last.deleted;
    --first;
  }
  return first;
}

Result<void> HashIndexWriter::apply(std::span<const HashValue> added, std::vector<uint64_t> deleted,
                                    uint64_t mark) {
  std::sort(deleted.begin(), deleted.end());
  deleted.erase(std::unique(deleted.begin(), deleted.end()), deleted.end());
  const std::size_t first = merge_from(added.size() + deleted.size());
  HashManifest next = manifest_;
  next.mark = mark;
  next.segments.resize(first);
  std::vector<HashValue> rows;
  for (std::size_t i = manifest_.segments.size(); i-- > first;) {
    const auto& [number, stamp] = manifest_.segments[i];
    TRY(const HashSegment segment,
        HashSegment::open(segment_path(folder_, number), stamp, Load::map));
    const auto begin = static_cast<std::ptrdiff_t>(rows.size());
    segment.append_rows(rows);
    const auto is_deleted = [&](const HashValue& row) {
      return std::binary_search(deleted.begin(), deleted.end(), row.value);
    };
    rows.erase(std::remove_if(rows.begin() + begin, rows.end(), is_deleted), rows.end());
    deleted = merged(deleted, segment.deleted());
  }
  rows.insert(rows.end(), added.begin(), added.end());
  if (first == 0) deleted.clear();  // nothing older is left that they could hide
  if (!rows.empty() || !deleted.empty()) {
    // A number that no earlier manifest has used: a reader may still open by it.
    uint64_t number = manifest_.generation + 1;
    TRY(const SegmentStamp stamp, write_segment(segment_path(folder_, number), rows, deleted));
    next.segments.push_back({number, stamp});
  }
  return commit(std::move(next));
}

Result<void> HashIndexWriter::replace(std::span<const HashValue> rows, uint64_t mark) {
  HashManifest next;
  next.mark = mark;
  if (!rows.empty()) {
    const uint64_t number = manifest_.generation + 1;
    TRY(const SegmentStamp stamp, write_segment(segment_path(folder_, number), rows, {}));
    next.segments.push_back({number, stamp});
  }
  return commit(std::move(next));
}

}  // namespace maillon::store
