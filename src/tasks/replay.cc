#include "tasks/replay.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/case_copy.h"
#include "store/file.h"
#include "tasks/freshness.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {

namespace {

namespace fs = std::filesystem;

// What was made again and compared.
struct ComparedPart {
  std::string name;
  uint64_t bytes = 0;
  bool is_same = false;
};

// Of all that it holds, as it is when the file is unpacked and decrypted.
Result<Sha256> hash_content(const store::BlockReader& file) {
  Sha256Stream hash;
  hash.update(file.metadata());
  TRY_OK(store::each_piece(file, 0, file.size(), [&](std::string_view bytes) -> Result<void> {
    hash.update(bytes);
    return {};
  }));
  return hash.finish();
}

// The bundles of the whole case: posts, selectors, families, links, networks ... Those of single
// imports hold how the work was cut, and the stamps when it was done.
std::vector<std::string> result_names(const std::string& derived) {
  constexpr std::string_view kEnding = ".mbun";
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(derived, error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kEnding) && name != "stamps.mbun")
      names.push_back(name.substr(0, name.size() - kEnding.size()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<ComparedPart>> compare(const store::Case& left, const store::Case& right,
                                          Progress& progress) {
  std::vector<std::string> names = result_names(left.directory() + "/derived");
  for (const std::string& name : result_names(right.directory() + "/derived")) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  const Step step(progress, "compare", names.size(), "parts");
  std::vector<ComparedPart> all;
  for (const std::string& name : names) {
    ComparedPart one{name};
    if (left.has_bundle(name) && right.has_bundle(name)) {
      TRY(const store::BundleReader before, left.read_bundle(name));
      TRY(const store::BundleReader again, right.read_bundle(name));
      TRY(const Sha256 hash_before, hash_content(before.file()));
      TRY(const Sha256 hash_again, hash_content(again.file()));
      one.bytes = before.file().stored_size();
      one.is_same = hash_before == hash_again;
    }
    all.push_back(std::move(one));
    progress.advance(1);
  }
  return all;
}

struct Replay {
  std::string folder;  // where it is kept; "": it is gone
  std::size_t imports = 0, decisions = 0, links = 0, originals = 0;
  std::vector<ComparedPart> parts;
  // Link acts that the replay had to add: networks got other numbers or posts.
  std::size_t new_links = 0;
  bool is_same() const {
    return new_links == 0 && !parts.empty() &&
           std::all_of(parts.begin(), parts.end(), [](const ComparedPart& c) { return c.is_same; });
  }
};

void print_json(const Replay& replay, Output& out) {
  JsonWriter json;
  json.begin_object().member("same", replay.is_same());
  json.member("imports", uint64_t{replay.imports}).member("decisions", uint64_t{replay.decisions});
  json.member("links", uint64_t{replay.links}).member("originals", uint64_t{replay.originals});
  json.member("networks_changed", replay.new_links > 0).member("folder", replay.folder);
  json.key("parts").begin_array();
  for (const ComparedPart& part : replay.parts) {
    json.begin_object().member("name", part.name).member("bytes", part.bytes);
    json.member("same", part.is_same).end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

void print_text(const Replay& replay, const Context& context, Output& out) {
  using Align = report::TextTable::Align;
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  out.write(fmt::format("replayed {}, {} and {} from {}\n\n",
                        report::count_of(replay.imports, "import", "imports"),
                        report::count_of(replay.decisions, "decision", "decisions"),
                        report::count_of(replay.links, "link act", "link acts"),
                        report::count_of(replay.originals, "original", "originals")));
  report::TextTable table({{"part"}, {"size", Align::right}, {"result"}});
  for (const ComparedPart& part : replay.parts)
    table.add_row(
        {part.name, report::format_size(part.bytes), part.is_same ? "the same" : "DIFFERS"});
  out.write(table.to_text(style) + "\n");
  if (!replay.folder.empty()) out.write("kept in " + printable(replay.folder) + "\n");
  if (replay.is_same()) {
    out.write("the same networks, byte for byte\n");
    return;
  }
  out.write(
      "not the same. Was the case linked by another version of this program, or did it grow and is "
      "linked by what was known of words? `maillon link CASE --force` makes all anew, after which "
      "a "
      "replay must agree; if it does not, `maillon verify CASE` tells whether bytes were "
      "changed\n");
}

Result<Replay> run_replay(const store::Case& file, const std::string& folder,
                          const Context& context) {
  Replay replay;
  TRY(const std::vector<store::Import> imports, file.imports());
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    ++replay.imports;
    replay.originals += import.files.size();
  }
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  replay.decisions = decisions.size();
  TRY(const std::vector<store::IdentityAct> before, file.identity_acts());
  replay.links = before.size();
  {
    const Step step(*context.progress, "copy originals and acts");
    TRY_OK(store::copy_case(file, folder));
  }
  LinkSettings link;
  link.case_path = folder;
  TRY(const LinkReport made, link_case(link, context));
  TRY(const store::Case again, store::Case::open(folder, store::Access::read));
  TRY(const std::vector<store::IdentityAct> after, again.identity_acts());
  replay.new_links = after.size() - std::min(after.size(), before.size());
  TRY(replay.parts, compare(file, again, *context.progress));
  return replay;
}

}  // namespace

Result<Outcome> replay_case(const ReplaySettings& settings, const Context& context, Output& out) {
  TRY(const store::Case file, store::Case::open(settings.case_path, store::Access::read));
  TRY(const std::string stale, why_stale(file));
  if (!stale.empty()) {
    return fail(Code::invalid_input,
                fmt::format("{}: there is nothing to compare with, since {}; run `maillon link` "
                            "first",
                            settings.case_path, stale));
  }
  std::optional<PrivateFolder> temporary;
  std::string folder = settings.to;
  if (folder.empty()) {
    TRY(temporary, PrivateFolder::make());
    folder = temporary->path() + "/case";
  }
  TRY(Replay replay, run_replay(file, folder, context));
  if (!temporary) replay.folder = folder;
  if (context.json) {
    print_json(replay, out);
  } else {
    print_text(replay, context, out);
  }
  return replay.is_same() ? Outcome::done : Outcome::empty;
}

}  // namespace maillon::tasks
