#include "store/verify.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "store/case_state.h"
#include "store/file.h"
#include "store/key_file.h"
#include "store/purge_state.h"
#include "store/signed_line.h"
#include "store/verify_log.h"

namespace maillon::store {

namespace {

constexpr std::string_view kRestore = "restore it from a copy of the case";
constexpr std::string_view kLink = "run `maillon link`, which rebuilds it";

struct Checker {
  const Case& from;
  const Case::State& state;
  Progress& progress;
  VerifyReport& report;
  uint64_t plain_files = 0;  // of an encrypted case

  void add(Severity severity, std::string where, std::string what, std::string_view advice) {
    report.findings.push_back({.severity = severity,
                               .what = std::move(what),
                               .where = std::move(where),
                               .advice = std::string(advice)});
  }
  Result<void> check_database();
  Result<void> check_originals(const std::vector<Import>& imports);
  Result<void> check_plain(const std::vector<Import>& imports);
  Result<void> check_segments(const std::vector<Import>& imports);
  Result<void> check_bundles();
  Result<void> check_leftovers();
  Result<Sha256> check_blocks(const BlockReader& file);
};

// The part of a message that comes after "path: ", which stands in `where` already.
std::string without_path(const Error& error) {
  const std::size_t at = error.message.find(": ");
  return at == std::string::npos ? error.message : error.message.substr(at + 2);
}

// Reads the whole file; Code::corrupt at its first damaged chunk.
Result<Sha256> Checker::check_blocks(const BlockReader& file) {
  if (state.key && !file.is_encrypted()) ++plain_files;
  Sha256Stream hash;
  TRY_OK(each_piece(file, 0, file.size(), [&](std::string_view bytes) -> Result<void> {
    hash.update(bytes);
    report.bytes += bytes.size();
    progress.advance(bytes.size());
    return {};
  }));
  return hash.finish();
}

Result<void> Checker::check_database() {
  progress.begin_step("case.db", 0, "");
  TRY(Statement rows, state.db.prepare("PRAGMA integrity_check(20)"));
  for (;;) {
    auto row = rows.step();
    if (!row && row.error().code != Code::corrupt) {
      return tl::unexpected<Error>(std::move(row).error());
    }
    if (!row) {
      add(Severity::damage, "case.db", "it cannot be read", kRestore);
      break;
    }
    if (!*row) break;
    if (rows.text(0) != "ok") {
      add(Severity::damage, "case.db", std::string(rows.text(0)), kRestore);
    }
  }
  TRY(Statement keys, state.db.prepare("PRAGMA foreign_key_check"));
  TRY(const bool broken, keys.step());
  if (broken) {
    add(Severity::damage, "case.db",
        "a row of " + std::string(keys.text(0)) + " belongs to nothing", kRestore);
  }
  progress.end_step();
  return {};
}

Result<void> Checker::check_originals(const std::vector<Import>& imports) {
  struct Wanted {
    Sha256 sha256{};
    uint64_t size = 0;
  };
  std::map<std::string, Wanted> wanted;
  uint64_t bytes = 0;
  for (const Import& import : imports) {
    if (import.purged) continue;
    for (const ImportedFile& file : import.files) {
      // Of a source that lost records the bytes that are kept since, by their own hash.
      TRY(const auto purged, purged_source(from, file.sha256));
      const Wanted one =
          purged ? Wanted{purged->kept, purged->size} : Wanted{file.sha256, file.raw_size};
      if (wanted.emplace(original_path(one.sha256), one).second) bytes += one.size;
    }
  }
  progress.begin_step("originals", bytes, "B");
  for (const auto& [path, file] : wanted) {
    ++report.originals;
    auto reader = BlockReader::open(state.path(path), state.key);
    if (!reader && reader.error().code == Code::not_found) {
      add(Severity::damage, path, "it is missing",
          "import the file again or restore it from a copy of the case");
      continue;
    }
    auto hash = reader ? check_blocks(*reader) : tl::unexpected<Error>(reader.error());
    if (!hash && hash.error().code == Code::io) return tl::unexpected<Error>(hash.error());
    if (!hash) {
      add(Severity::damage, path, without_path(hash.error()),
          "import the file again, which replaces it, or restore it from a copy of the case");
    } else if (*hash != file.sha256) {
      add(Severity::damage, path, "its bytes do not have the SHA-256 that it is named by",
          kRestore);
    } else if (reader->size() != file.size) {
      add(Severity::damage, path, "its size is not the one that was imported", kRestore);
    }
  }
  TRY(const auto names, list_directory(state.path("originals")));
  TRY(const bool purging, has_unfinished_purge(state.db));  // then they are named once, below
  std::set<std::string> gone;
  for (const PurgeAct& act : report.purges) {
    for (const Sha256& file : act.files) gone.insert(original_path(file));
    for (const PurgeAct::Range& range : act.ranges) gone.insert(original_path(range.source));
  }
  for (const std::string& name : names) {
    const std::string path = "originals/" + name;
    if (wanted.contains(path)) continue;
    if (gone.contains(path)) {
      if (!purging) add(Severity::damage, path, "it was purged and is there", "remove it");
    } else {
      add(Severity::warning, path, "no import knows it",
          "keep it if case.db was restored from an older copy; else remove it");
    }
  }
  progress.end_step();
  return {};
}

// Derived files that can be made again: what is wrong with them is said, with
// the way to mend it, and damage only where the bytes would be believed.
Result<void> Checker::check_plain(const std::vector<Import>& imports) {
  std::map<std::string, uint64_t> wanted;
  for (const Import& import : imports) {
    if (import.purged) continue;
    for (const ImportedFile& file : import.files) {
      TRY(const auto kept, kept_instead(state.db, file.sha256));
      if (file.has_plain && !kept) wanted[plain_path(file.sha256)] = file.plain_size;
    }
  }
  progress.begin_step("unpacked files", 0, "B");
  for (const auto& [path, size] : wanted) {
    auto reader = BlockReader::open(state.path(path), state.key);
    if (!reader && reader.error().code == Code::not_found) {
      add(Severity::note, path, "it is missing", kLink);
      continue;
    }
    auto hash = reader ? check_blocks(*reader) : tl::unexpected<Error>(reader.error());
    if (!hash && hash.error().code == Code::io) return tl::unexpected<Error>(hash.error());
    if (!hash || reader->size() != size) {
      add(Severity::damage, path, hash ? "its size is not right" : without_path(hash.error()),
          "remove it and run `maillon link`, which rebuilds it");
    }
  }
  TRY(const auto names, list_directory(state.path("derived/plain")));
  for (const std::string& name : names) {
    const std::string path = "derived/plain/" + name;
    if (!wanted.contains(path)) add(Severity::warning, path, "no import knows it", "remove it");
  }
  progress.end_step();
  return {};
}

Result<void> Checker::check_segments(const std::vector<Import>& imports) {
  std::set<std::string> wanted;
  progress.begin_step("records", 0, "B");
  for (const Import& import : imports) {
    if (import.purged) continue;
    for (uint32_t segment = 0; segment < import.segments; ++segment) {
      const std::string path = segment_path(import.id.value, segment);
      wanted.insert(path);
      auto bundle = BundleReader::open(state.path(path), state.key);
      if (!bundle && bundle.error().code == Code::not_found) {
        // Those of an undone import are not needed.
        if (import.active) add(Severity::note, path, "it is missing", kLink);
        continue;
      }
      ++report.bundles;
      auto hash = bundle ? check_blocks(bundle->file()) : tl::unexpected<Error>(bundle.error());
      if (!hash && hash.error().code == Code::io) return tl::unexpected<Error>(hash.error());
      if (!hash) {
        add(Severity::damage, path, without_path(hash.error()),
            "remove it and run `maillon link`, which rebuilds it");
      } else if (bundle->attribute("import") != std::to_string(import.id.value) ||
                 bundle->attribute("segment") != std::to_string(segment)) {
        add(Severity::damage, path, "it belongs to another import",
            "remove it and run `maillon link`, which rebuilds it");
      }
    }
  }
  TRY(const auto names, list_directory(state.path("derived/records")));
  for (const std::string& name : names) {
    const std::string path = "derived/records/" + name;
    if (!wanted.contains(path)) add(Severity::warning, path, "no import knows it", "remove it");
  }
  progress.end_step();
  return {};
}

Result<void> Checker::check_bundles() {
  progress.begin_step("derived arrays", 0, "B");
  auto stamps = from.stamps();
  if (!stamps) {
    add(Severity::damage, bundle_path("stamps"), without_path(stamps.error()),
        "remove derived/ and run `maillon link`, which rebuilds it");
    progress.end_step();
    return {};
  }
  std::set<std::string> stamped;
  for (const StepStamp& stamp : *stamps) {
    for (std::size_t i = 0; i < stamp.bundles.size(); ++i) {
      const std::string path = bundle_path(stamp.bundles[i]);
      stamped.insert(path);
      auto bundle = BundleReader::open(state.path(path), state.key);
      if (!bundle && bundle.error().code == Code::not_found) {
        add(Severity::note, path, "it is missing", kLink);
        continue;
      }
      ++report.bundles;
      auto hash = bundle ? check_blocks(bundle->file()) : tl::unexpected<Error>(bundle.error());
      if (!hash && hash.error().code == Code::io) return tl::unexpected<Error>(hash.error());
      if (!hash) {
        add(Severity::damage, path, without_path(hash.error()),
            "remove it and run `maillon link`, which rebuilds it");
      } else if (bundle->file().checksum() != stamp.checksums[i]) {
        add(Severity::damage, path, "it is not what the step " + stamp.step + " wrote",
            "remove it and run `maillon link`, which rebuilds it");
      }
    }
  }
  // Signals are kept before their step has its stamp: a link that was cut short goes on from
  // them. The index of words has none: it is made of single segments.
  for (const std::string folder : {"derived/signals/", "derived/words/"}) {
    TRY(const auto names, list_directory(state.path(folder)));
    for (const std::string& name : names) {
      const std::string path = folder + name;
      if (stamped.contains(path)) continue;
      ++report.bundles;
      auto bundle = BundleReader::open(state.path(path), state.key);
      auto hash = bundle ? check_blocks(bundle->file()) : tl::unexpected<Error>(bundle.error());
      if (!hash && hash.error().code == Code::io) return tl::unexpected<Error>(hash.error());
      if (!hash) {
        add(Severity::damage, path, without_path(hash.error()),
            "remove it and run `maillon link`, which rebuilds it");
      }
    }
  }
  progress.end_step();
  return {};
}

// What a killed process left. It does no harm; the next writer clears it.
Result<void> Checker::check_leftovers() {
  TRY(const auto keys, KeyFile::read(state.directory));
  if (plain_files > 0 || (keys && keys->is_converting())) {
    add(Severity::warning, "key", std::to_string(plain_files) + " of its files are not encrypted",
        "run `maillon encrypt` (or decrypt) on the case again, which goes on where it ended");
  }
  if (!state.writable) {
    // With the lock in other hands these are files of a running import.
    auto lock = CaseLock::acquire(state.directory);
    if (!lock) return {};
  }
  TRY(const auto names, list_directory(state.path("tmp")));
  for (const std::string& name : names) {
    add(Severity::warning, "tmp/" + name, "left over from a command that was cut short",
        "nothing: the next import or link removes it");
  }
  TRY(const bool purging, has_unfinished_purge(state.db));
  if (purging) {
    add(Severity::warning, "case.db", "a purge was cut short: what it takes away may still be here",
        "open the case for writing, as by an import or a link, which finishes it");
  }
  TRY(const int64_t pending, state.db.integer("SELECT count(*) FROM pending"));
  if (pending > 0) {
    add(Severity::warning, "case.db",
        "an import was cut short: " + std::to_string(pending) + " of its files may be left over",
        "nothing: the next import or link removes them");
  }
  return {};
}

}  // namespace

std::string_view to_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::damage:
      break;
  }
  return "damage";
}

bool VerifyReport::damaged() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.severity == Severity::damage; });
}

Result<VerifyReport> verify(const Case& from, Progress& progress, const SignedTreeHead* earlier) {
  VerifyReport report;
  Checker checker{.from = from, .state = from.state(), .progress = progress, .report = report};
  // A part of case.db that cannot be read is a finding; the other parts are still checked.
  const auto absorb = [&](Result<void> done) -> Result<void> {
    if (done || done.error().code != Code::corrupt) return done;
    checker.add(Severity::damage, "case.db", without_path(done.error()), kRestore);
    return {};
  };
  TRY_OK(absorb(checker.check_database()));
  TRY_OK(absorb(verify_log(from.state().db, report, progress, earlier)));
  TRY_OK(absorb(verify_acts(from.state(), report, progress)));
  TRY_OK(absorb(verify_digests(from, report)));
  if (earlier != nullptr) TRY_OK(absorb(verify_head(from, *earlier, report)));
  auto purges = purge_acts(from);
  if (purges) {
    report.purges = *std::move(purges);
  } else {
    TRY_OK(absorb(tl::unexpected<Error>(std::move(purges).error())));
  }
  auto imports = from.imports();
  if (!imports) {
    TRY_OK(absorb(tl::unexpected<Error>(std::move(imports).error())));
  } else {
    TRY_OK(checker.check_originals(*imports));
    TRY_OK(checker.check_plain(*imports));
    TRY_OK(checker.check_segments(*imports));
  }
  TRY_OK(checker.check_bundles());
  TRY_OK(checker.check_leftovers());
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) {
                     if (a.severity != b.severity) return a.severity > b.severity;
                     return a.where < b.where;
                   });
  return report;
}

}  // namespace maillon::store
