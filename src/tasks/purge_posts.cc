#include "tasks/purge_posts.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/printable.h"
#include "collect/read_records.h"
#include "tasks/byte_sources.h"
#include "tasks/case_data.h"
#include "tasks/pictures/archive.h"
#include "tasks/pictures/names.h"
#include "tasks/posts.h"
#include "tasks/purged_records.h"
#include "tasks/rebuild_segments.h"
#include "tasks/segments.h"

namespace maillon::tasks {

namespace {

using Ranges = std::vector<store::ByteRange>;
using EachRecord = std::function<void(const Segment&, uint32_t row)>;

Result<void> each_record(store::Case& open_case, const store::Import& import,
                         const EachRecord& each) {
  for (uint32_t n = 0; n < import.segments; ++n) {
    if (!open_case.has_segment(import.id, n)) TRY_OK(rebuild_segments(open_case, import));
    TRY(const store::BundleReader bundle, open_case.open_segment(import.id, n));
    TRY(const Segment records, read_segment(bundle));
    for (uint32_t row = 0; row < records.size(); ++row) each(records, row);
  }
  return {};
}

bool is_called(const std::string& wanted, std::string_view source, std::string_view id,
               const Key128& key) {
  if (wanted.starts_with("P-")) return wanted == post_id(key);
  if (wanted.size() == source.size() + 1 + id.size() && wanted.starts_with(source) &&
      wanted.ends_with(id)) {
    const char between = wanted[source.size()];
    return between == ':' || between == '/';
  }
  return wanted.size() == id.size() + 1 && wanted.front() == ':' && wanted.ends_with(id);
}

tl::unexpected<Error> cannot_blank(const store::Import& import, const store::ImportedFile& file,
                                   std::string_view why) {
  return fail(Code::unsupported,
              fmt::format("{} (import {}): {}; `maillon purge CASE --import {}` takes the whole "
                          "import away",
                          printable(file.name), import.id.value, why, import.id.value));
}

// `record` is of one of them.
const store::Import& import_of(const DoomedRecord& record,
                               const std::vector<store::Import>& imports) {
  return *std::find_if(imports.begin(), imports.end(),
                       [&](const store::Import& i) { return i.id.value == record.import; });
}

// Ranges that are gone after this purge, by source file.
class Blanks {
 public:
  Blanks(const store::Case& open_case, const std::vector<store::Import>& imports)
      : case_(open_case), imports_(imports) {}

  Result<void> add(const Sha256& source, Ranges fresh) {
    std::sort(fresh.begin(), fresh.end());
    fresh.erase(std::unique(fresh.begin(), fresh.end()), fresh.end());
    TRY(const auto before, store::purged_source(case_, source));
    Ranges all = fresh;
    if (before) all.insert(all.end(), before->ranges.begin(), before->ranges.end());
    std::sort(all.begin(), all.end());
    all_[source] = std::move(all);
    fresh_[source] = std::move(fresh);
    return {};
  }
  const std::map<Sha256, Ranges>& fresh() const { return fresh_; }
  // Of a file: those that were blanked before, too.
  Result<Ranges> all(const Sha256& source) const {
    if (const auto at = all_.find(source); at != all_.end()) return at->second;
    TRY(const auto before, store::purged_source(case_, source));
    return before ? before->ranges : Ranges();
  }
  // The imports that have the file, each with the file's place in it.
  template <class Visit>
  Result<void> each_import(const Sha256& source, const Visit& visit) const {
    for (const store::Import& import : imports_) {
      if (import.purged) continue;
      for (uint32_t f = 0; f < import.files.size(); ++f) {
        if (import.files[f].sha256 == source) TRY_OK(visit(import, f));
      }
    }
    return {};
  }

 private:
  const store::Case& case_;
  const std::vector<store::Import>& imports_;
  std::map<Sha256, Ranges> fresh_, all_;
};

bool overlap(const Ranges& sorted) {
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].begin < sorted[i - 1].end) return true;
  }
  return false;
}

// The records of a file in an import that stay, as its segments have them.
Result<Ranges> staying(const store::Case& from, const store::Import& import, uint32_t file,
                       const Ranges& gone) {
  Ranges ranges;
  for (uint32_t n = 0; n < import.segments; ++n) {
    TRY(const store::BundleReader bundle, from.open_segment(import.id, n));
    TRY(const Segment records, read_segment(bundle));
    for (uint32_t row = 0; row < records.size(); ++row) {
      if (records.file[row] != file) continue;
      const store::ByteRange place{records.begin[row], records.end[row]};
      if (!std::binary_search(gone.begin(), gone.end(), place)) ranges.push_back(place);
    }
  }
  return ranges;
}

// Blanks the ranges of a source of records, and makes sure that all others are read as before.
Result<void> blank_source(const store::Case& from, const Blanks& blanks, const Sha256& source,
                          store::PurgeWriter& purge) {
  const Ranges& fresh = blanks.fresh().at(source);
  TRY(const Ranges all, blanks.all(source));
  std::optional<collect::ReadPlan> plan;
  TRY_OK(blanks.each_import(source, [&](const store::Import& import, uint32_t f) -> Result<void> {
    const store::ImportedFile& file = import.files[f];
    TRY(collect::ReadPlan read, collect::ReadPlan::from_json(file.plan));
    if (!can_blank(read)) {
      return cannot_blank(import, file,
                          "a single post of a chat or a saved page cannot be blanked");
    }
    if (overlap(all))
      return cannot_blank(import, file, "it was read in two ways that cut it differently");
    plan = std::move(read);
    return {};
  }));
  TRY(const store::BlockReader kept,
      purge.blank(source, fresh, [&](std::string& bytes) { blank_record(*plan, bytes); }));
  return blanks.each_import(source, [&](const store::Import& import, uint32_t f) -> Result<void> {
    TRY(const collect::ReadPlan read, collect::ReadPlan::from_json(import.files[f].plan));
    TRY(const Ranges before, staying(from, import, f, all));
    TRY(const Ranges after, list_ranges(kept, read, all));
    if (before == after) return {};
    return cannot_blank(import, import.files[f], "its other records would not be read as before");
  });
}

// The names of pictures that the records of an import have, of those that go or of the others.
Result<void> add_picture_names(const store::Case& from, const store::Import& import,
                               const Blanks& blanks, bool one_folder, bool of_gone,
                               std::set<std::string>& names) {
  for (uint32_t f = 0; f < import.files.size(); ++f) {
    const store::ImportedFile& file = import.files[f];
    if (is_picture_archive(file)) continue;
    const bool has_fresh = blanks.fresh().contains(file.sha256);
    if (of_gone && !has_fresh) continue;
    TRY(const collect::ReadPlan plan, collect::ReadPlan::from_json(file.plan));
    TRY(const Ranges gone, blanks.all(file.sha256));
    TRY(const store::BlockReader plain, from.open_plain(file.sha256));
    BlockSource source(plain);
    TRY_OK(collect::read_records(
        source, plan_of_kept(plan),
        [&](RecordBatch&& batch, std::vector<QuarantineRow>&&) -> Result<void> {
          for (std::size_t row = 0; row < batch.size(); ++row) {
            const store::ByteRange place{batch.begin[row], batch.end[row]};
            if (std::binary_search(gone.begin(), gone.end(), place) != of_gone) continue;
            for (const PictureName& p : read_picture_names(batch.field(Field::images, row)))
              names.insert(archive_name(one_folder, f, p.name));
          }
          return {};
        }));
  }
  return {};
}

// Blanks those pictures of an archive that only records name that go.
Result<void> blank_pictures(const store::Case& from, const Blanks& blanks, const Sha256& archive,
                            store::PurgeWriter& purge) {
  std::set<std::string> gone, named;
  TRY_OK(blanks.each_import(archive, [&](const store::Import& import, uint32_t f) -> Result<void> {
    const auto plan = parse_picture_plan(import.files[f].plan);
    if (!plan) return {};
    TRY_OK(add_picture_names(from, import, blanks, plan->one_folder, true, gone));
    return add_picture_names(from, import, blanks, plan->one_folder, false, named);
  }));
  TRY(const store::BlockReader bytes, from.open_original(archive));
  TRY(const std::vector<ArchiveMember> members, list_members(bytes));
  Ranges ranges;
  for (const ArchiveMember& member : members) {
    if (gone.contains(member.name) && !named.contains(member.name))
      ranges.push_back({member.first, member.last});
  }
  if (ranges.empty()) return {};
  TRY(const store::BlockReader kept, purge.blank(archive, ranges, blank_member));
  TRY(const std::vector<ArchiveMember> left, list_members(kept));
  if (left.size() + ranges.size() != members.size())
    return fail(Code::corrupt, "an archive of pictures cannot be blanked; run `maillon verify`");
  return {};
}

}  // namespace

Result<std::vector<Key128>> list_posts(store::Case& open_case,
                                       const std::vector<store::Import>& imports) {
  std::vector<Key128> keys;
  for (const store::Import& import : imports) {
    if (import.purged) continue;
    TRY_OK(each_record(open_case, import, [&](const Segment& records, uint32_t row) {
      keys.push_back(post_key(records.source[row], record_id(records, row, import)));
    }));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

Result<DoomedPosts> find_doomed(store::Case& open_case, const std::vector<store::Import>& imports,
                                const std::vector<std::string>& wanted, Progress& progress) {
  DoomedPosts found;
  std::vector<std::optional<Key128>> keys(wanted.size());
  found.names.resize(wanted.size());
  std::optional<std::string> ambiguous;
  const Step step(progress, "find posts", imports.size(), "imports");
  for (const store::Import& import : imports) {
    progress.advance(1);
    if (import.purged) continue;
    TRY_OK(each_record(open_case, import, [&](const Segment& records, uint32_t row) {
      const std::string id = record_id(records, row, import);
      const Key128 key = post_key(records.source[row], id);
      bool is_doomed = false;
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!is_called(wanted[i], records.source[row], id, key)) continue;
        if (keys[i] && *keys[i] != key) ambiguous = wanted[i];
        keys[i] = key;
        found.names[i] = fmt::format("{}:{}", records.source[row], id);
        is_doomed = true;
      }
      if (is_doomed) {
        found.records.push_back({import.id.value,
                                 records.file[row],
                                 {records.begin[row], records.end[row]},
                                 records.pictures[row] > 0});
      }
    }));
  }
  if (ambiguous) {
    return fail(Code::invalid_input, fmt::format("'{}' is the name of several posts; name one as "
                                                 "SOURCE:ID",
                                                 printable(*ambiguous)));
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!keys[i]) {
      return fail(
          Code::not_found,
          fmt::format("no post '{}' in this case; name it as `maillon show` does, SOURCE:ID "
                      "or P-...",
                      printable(wanted[i])));
    }
    found.keys.push_back(*keys[i]);
  }
  return found;
}

std::set<Sha256> sources_of(const DoomedPosts& posts, const std::vector<store::Import>& imports) {
  std::set<Sha256> sources;
  for (const DoomedRecord& record : posts.records)
    sources.insert(import_of(record, imports).files[record.file].sha256);
  return sources;
}

Result<void> blank_posts(const store::Case& open_case, const std::vector<store::Import>& imports,
                         const DoomedPosts& posts, store::PurgeWriter& purge) {
  std::map<Sha256, Ranges> by_source;
  std::set<Sha256> archives;
  for (const DoomedRecord& record : posts.records) {
    const store::Import& import = import_of(record, imports);
    by_source[import.files[record.file].sha256].push_back(record.place);
    if (!record.has_pictures) continue;
    for (const store::ImportedFile& file : import.files) {
      if (is_picture_archive(file)) archives.insert(file.sha256);
    }
  }
  Blanks blanks(open_case, imports);
  for (auto& [source, ranges] : by_source) TRY_OK(blanks.add(source, std::move(ranges)));
  for (const auto& [source, ranges] : blanks.fresh())
    TRY_OK(blank_source(open_case, blanks, source, purge));
  for (const Sha256& archive : archives) TRY_OK(blank_pictures(open_case, blanks, archive, purge));
  return {};
}

}  // namespace maillon::tasks
