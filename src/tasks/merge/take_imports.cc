#include "tasks/merge/take_imports.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/printable.h"
#include "store/acquired.h"
#include "store/block_file.h"
#include "store/purge.h"
#include "tasks/pictures/archive.h"
#include "tasks/segments.h"

namespace maillon::tasks {

namespace {

// One import on its way. Names of pictures hold the number of the file that their record is in, so
// an import with pictures is taken whole; of others files that are there already are left away.
class ImportTaker {
 public:
  ImportTaker(const store::Case& from, store::Case& into, const store::Import& import,
              Progress& progress)
      : from_(from), into_(into), import_(import), progress_(progress) {}

  // Why nothing of it can be taken; "" if it can. Finds out what is there already.
  Result<std::string> why_not();
  bool is_known() const { return known_.has_value(); }
  // The imports here that have some of its files.
  const std::set<uint32_t>& all_known() const { return all_known_; }
  Result<store::ImportWriter> copy();

 private:
  Result<void> copy_file(std::size_t n, const std::string& acquired, store::ImportWriter& writer);
  Result<void> copy_bad_rows(std::size_t n, store::ImportWriter& writer);
  Result<void> copy_segments(store::ImportWriter& writer);

  const store::Case& from_;
  store::Case& into_;
  const store::Import& import_;
  Progress& progress_;
  std::vector<uint8_t> takes_;     // per file
  std::optional<ImportId> known_;  // the import here that has all of it
  std::set<uint32_t> all_known_;   // those that have some of it
};

Result<std::string> ImportTaker::why_not() {
  bool has_pictures = false, any_new = false, any_known = false;
  std::string purged_name;
  for (const store::ImportedFile& file : import_.files) {
    TRY(const auto purged_there, store::purged_source(from_, file.sha256));
    if (purged_there)
      return fmt::format(
          "posts of {} were purged there, and only the case itself can keep that proven; merge the "
          "other way round, into a copy of that case",
          printable(file.name));
    TRY(const auto purged_here, store::purged_source(into_, file.sha256));
    TRY(const auto known, into_.find_file(file.sha256, file.plan));
    if (purged_here && !known)
      return fmt::format("posts of {} were purged here, and it would bring them back",
                         printable(file.name));
    if (purged_here) purged_name = file.name;
    const bool is_pictures = is_picture_archive(file);
    has_pictures = has_pictures || is_pictures;
    takes_.push_back(!known);
    if (known && !is_pictures) known_ = known;
    if (known) all_known_.insert(known->value);
    any_known = any_known || known.has_value();
    any_new = any_new || !known;
  }
  // Pictures come with their records: all of such an import is taken, or nothing.
  if (any_new && has_pictures && !purged_name.empty())
    return fmt::format("posts of {} were purged here, and it would bring them back",
                       printable(purged_name));
  if (any_new) known_.reset();
  if (any_new && any_known && has_pictures) std::fill(takes_.begin(), takes_.end(), 1);
  return std::string();
}

Result<void> ImportTaker::copy_bad_rows(std::size_t n, store::ImportWriter& writer) {
  Result<void> added;
  const auto add = [&](const store::QuarantineEntry& entry) {
    if (entry.file == n) added = writer.add_quarantine(std::span(&entry.row, 1));
    return added.has_value();
  };
  TRY_OK(from_.quarantine(import_.id, add));
  return added;
}

Result<void> ImportTaker::copy_file(std::size_t n, const std::string& acquired,
                                    store::ImportWriter& writer) {
  const store::ImportedFile& file = import_.files[n];
  const Step step(progress_, "take " + file.name, file.raw_size, "B");
  TRY_OK(writer.begin_file(file.name));
  TRY(const store::BlockReader raw, from_.open_original(file.sha256));
  TRY_OK(store::each_piece(raw, 0, raw.size(), [&](std::string_view bytes) {
    progress_.advance(bytes.size());
    return writer.write_raw(bytes);
  }));
  if (file.has_plain) {
    TRY(const store::BlockReader plain, from_.open_plain(file.sha256));
    TRY_OK(store::each_piece(plain, 0, plain.size(),
                             [&](std::string_view bytes) { return writer.write_plain(bytes); }));
  }
  TRY_OK(copy_bad_rows(n, writer));
  store::set_acquired(into_, acquired);
  TRY(const Sha256 hash, writer.end_file(file.plan, file.records, file.notes));
  if (hash == file.sha256) return {};
  return fail(Code::corrupt,
              fmt::format("{}: {} is not what it was when it was imported; `maillon verify` says "
                          "what is damaged",
                          from_.directory(), printable(file.name)));
}

Result<void> ImportTaker::copy_segments(store::ImportWriter& writer) {
  std::vector<uint32_t> place;  // of each file here
  for (uint32_t next = 0; const uint8_t takes : takes_) place.push_back(takes != 0 ? next++ : 0);
  for (uint32_t n = 0; n < import_.segments; ++n) {
    TRY(const store::BundleReader bundle, from_.open_segment(import_.id, n));
    TRY(const Segment all, read_segment(bundle));
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < all.size(); ++row) {
      if (takes_[all.file[row]] != 0) rows.push_back(row);
    }
    if (rows.empty()) continue;
    Segment segment = all.select(rows);
    for (uint32_t& file : segment.file) file = place[file];
    TRY(store::BundleWriter to, writer.begin_segment(kSegmentVersion));
    TRY_OK(write_segment(to, segment));
    TRY_OK(writer.end_segment(std::move(to), segment.size()));
  }
  return {};
}

Result<store::ImportWriter> ImportTaker::copy() {
  TRY(store::ImportWriter writer, into_.begin_import());
  TRY(const std::vector<std::string> acquired, store::acquired_of(from_, import_.id));
  for (std::size_t n = 0; n < import_.files.size(); ++n) {
    if (takes_[n] != 0)
      TRY_OK(copy_file(n, n < acquired.size() ? acquired[n] : std::string(), writer));
  }
  TRY_OK(copy_segments(writer));
  return writer;
}

// Files here of which the other case purged something: a person has to look.
Result<void> tell_purged_there(const store::Case& from, const store::Case& into,
                               TakenImports& taken) {
  TRY(const std::vector<store::Import> imports, into.imports());
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    for (const store::ImportedFile& file : import.files) {
      TRY(const auto there, store::purged_source(from, file.sha256));
      TRY(const auto here, store::purged_source(into, file.sha256));
      if (!there || here) continue;
      ++taken.purged;
      taken.left_out.push_back(fmt::format(
          "purges: something of {} was purged there, and import {} here has it; if it has to go "
          "here, `maillon purge` takes it away",
          printable(file.name), import.id.value));
    }
  }
  return {};
}

}  // namespace

Result<void> check_imports(const store::Case& from) {
  TRY(const std::vector<store::Import> imports, from.imports());
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    bool is_whole = true;
    for (uint32_t n = 0; n < import.segments && is_whole; ++n)
      is_whole = from.has_segment(import.id, n);
    for (const store::ImportedFile& file : import.files)
      is_whole = is_whole && (!file.has_plain || from.open_plain(file.sha256).has_value());
    if (is_whole) continue;
    return fail(Code::invalid_input,
                fmt::format("{0}: what is made of import {1} is not there; run `maillon link {0}` "
                            "first",
                            printable(from.directory()), import.id.value));
  }
  return {};
}

Result<TakenImports> take_imports(const store::Case& from, store::Case& into,
                                  const Context& context) {
  TakenImports taken;
  TRY(const std::vector<store::Import> imports, from.imports());
  for (const store::Import& import : imports) {
    const std::string called = fmt::format("import {}", import.id.value);
    if (import.purged || !import.active) {
      taken.purged += import.purged ? 1 : 0;
      taken.left_out.push_back(
          fmt::format("{}: it was {} there", called, import.purged ? "purged" : "undone"));
      continue;
    }
    ImportTaker taker(from, into, import, *context.progress);
    TRY(const std::string refused, taker.why_not());
    if (!refused.empty()) {
      ++taken.purged;
      taken.left_out.push_back(fmt::format("{}: {}", called, refused));
      continue;
    }
    if (taker.is_known()) {
      ++taken.known;
      taken.number[import.id.value] = taker.all_known();
      continue;
    }
    TRY(store::ImportWriter writer, taker.copy());
    store::set_stated(into, fmt::format("\"import_there\":{}", import.id.value));
    TRY(const ImportId id, writer.commit(import.notes, {import.actor, import.time}));
    ++taken.imports;
    taken.records += import.records;
    taken.number[import.id.value] = taker.all_known();
    taken.number[import.id.value].insert(id.value);
  }
  TRY_OK(tell_purged_there(from, into, taken));
  return taken;
}

}  // namespace maillon::tasks
