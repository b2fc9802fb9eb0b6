#include "tasks/pack/pack_records.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "report/style.h"
#include "store/purge.h"
#include "tasks/withheld.h"

namespace maillon::tasks {

namespace {

// A source file: import and place in it.
using SourceKey = std::pair<uint32_t, uint32_t>;

class RecordPacker {
 public:
  RecordPacker(const OpenedCase& from, PackFiles& to)
      : from_(from), posts_(from.data.posts), withheld_(from.data), to_(to) {}

  Result<void> add_network(uint32_t network) {
    for (const uint32_t row : from_.data.networks.members(network)) {
      if (withheld_.has_post(row)) {
        ++withheld_posts_;
        continue;
      }
      for (uint64_t i = posts_.sighting_offsets[row]; i < posts_.sighting_offsets[row + 1]; ++i) {
        TRY_OK(add_sighting(network, row, i));
      }
    }
    return {};
  }

  void finish() {
    to_.add("records/records.jsonl", std::move(lines_));
    for (auto& [hash, bytes] : bytes_) to_.add("records/" + hash + ".bytes", std::move(bytes));
  }

  Result<void> add_originals(std::vector<std::string>& left_out) {
    const std::set<SourceKey> held = sources_withheld();
    std::set<Sha256> done;
    uint64_t left = 0, purged = 0;
    for (const auto& [key, file] : sources_) {
      TRY(const auto kept, store::purged_source(*from_.file, file->sha256));
      if (held.contains(key)) {
        ++left;
      } else if (kept) {
        ++purged;
      } else if (done.insert(file->sha256).second) {
        TRY_OK(to_.add("originals/" + to_hex(file->sha256), maker_of(file->sha256)));
      }
    }
    if (left > 0) {
      left_out.push_back(report::count_of(left, "source file", "source files") +
                         " with posts that show what a list classes as abuse of children");
    }
    if (purged > 0) {
      left_out.push_back(report::count_of(purged, "source file", "source files") +
                         " of which posts were purged, so that it is not there as it came");
    }
    return {};
  }

  uint64_t withheld_posts() const { return withheld_posts_; }

 private:
  Result<const store::ImportedFile*> source_of(const SourceKey& key) {
    auto& import = imports_[key.first];
    if (!import) {
      TRY(store::Import found, from_.file->import({key.first}));
      import = std::make_unique<store::Import>(std::move(found));
    }
    if (key.second >= import->files.size())
      return fail(Code::corrupt,
                  "a post names a file that is not in the case; run `maillon verify`");
    return &import->files[key.second];
  }

  Result<void> add_sighting(uint32_t network, uint32_t row, uint64_t i) {
    const SourceKey key{posts_.sighting_import[i], posts_.sighting_file[i]};
    TRY(const store::ImportedFile* source, source_of(key));
    sources_.emplace(key, source);
    auto& reader = readers_[source->sha256];
    if (!reader) {
      TRY(store::BlockReader opened, from_.file->open_plain(source->sha256));
      reader = std::make_unique<store::BlockReader>(std::move(opened));
    }
    const uint64_t begin = posts_.sighting_begin[i], end = posts_.sighting_end[i];
    TRY(const std::string bytes, reader->read(begin, static_cast<std::size_t>(end - begin)));
    std::string& all = bytes_[to_hex(source->sha256)];
    JsonWriter json;
    json.begin_object().member("post", post_id(posts_, row));
    json.member("name", post_name(posts_, row));
    json.member("network", network_id(from_.data.networks.number[network]));
    json.member("import", key.first).member("file", source->name);
    json.member("file_sha256", to_hex(source->sha256)).member("packed", source->has_plain);
    json.member("begin", begin).member("end", end);
    json.member("at", uint64_t{all.size()}).member("sha256", to_hex(sha256(bytes))).end_object();
    lines_ += json.take() + "\n";
    all += bytes;
    return {};
  }

  // Of the whole case: another network's post may stand in the same file.
  std::set<SourceKey> sources_withheld() const {
    std::set<SourceKey> held;
    for (const uint32_t row : withheld_.posts()) {
      for (uint64_t i = posts_.sighting_offsets[row]; i < posts_.sighting_offsets[row + 1]; ++i)
        held.emplace(posts_.sighting_import[i], posts_.sighting_file[i]);
    }
    return held;
  }

  ByteMaker maker_of(const Sha256& hash) const {
    const store::Case& file = *from_.file;
    return [&file, hash](const ByteSink& sink) -> Result<void> {
      TRY(store::BlockReader original, file.open_original(hash));
      store::BlockStream stream(std::move(original));
      std::string piece(1 << 20, '\0');
      for (;;) {
        TRY(const std::size_t n, stream.read(piece.data(), piece.size()));
        if (n == 0) return {};
        sink(std::string_view(piece).substr(0, n));
      }
    };
  }

  const OpenedCase& from_;
  const Posts& posts_;
  Withheld withheld_;
  PackFiles& to_;
  std::string lines_;
  std::map<std::string, std::string> bytes_;  // by SHA-256 of the source
  std::map<SourceKey, const store::ImportedFile*> sources_;
  std::map<uint32_t, std::unique_ptr<store::Import>> imports_;
  std::map<Sha256, std::unique_ptr<store::BlockReader>> readers_;
  uint64_t withheld_posts_ = 0;
};

}  // namespace

Result<void> add_records(const OpenedCase& from, std::span<const uint32_t> networks, bool whole,
                         PackFiles& to, std::vector<std::string>& left_out) {
  RecordPacker packer(from, to);
  for (const uint32_t network : networks) TRY_OK(packer.add_network(network));
  packer.finish();
  if (packer.withheld_posts() > 0) {
    left_out.push_back("bytes and text of " +
                       report::count_of(packer.withheld_posts(), "post", "posts") +
                       " that show what a list classes as abuse of children");
  }
  return whole ? packer.add_originals(left_out) : Result<void>();
}

}  // namespace maillon::tasks
