// What the program does, one function a verb. apps/ turns words into these
// settings and draws the progress; each prints its result to `out`.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "store/log.h"
#include "tasks/step_tree.h"

namespace maillon::tasks {

// What every verb gets.
struct Context {
  store::By by;                  // who and when
  Progress* progress = nullptr;  // never null
  bool json = false;             // results as JSON
  bool color = false;
  int width = 100;  // terminal columns
};

struct ImportSettings {
  std::string case_path;
  std::vector<std::string> files;  // files, folders, "-"
  std::vector<std::string> names;  // what they are called, one for each; none: by their paths
  std::string map, source;
  std::string images;  // folder of the pictures that records name; "" = beside each file
  bool read_image_text = true;
  std::string purpose, legal_basis;  // of the case; "" = as they were stated before
  bool dry_run = false;  // say what was guessed and show the first records; change nothing
};
// What a case holds that hash lists name; pictures are counted once, by their bytes.
struct ListingCounts {
  uint64_t listed = 0;
  uint64_t restricted = 0;  // classed as abuse of children
  uint64_t fresh = 0;       // restricted ones that were not known to be before
  std::string problem;      // why lists could not be asked; pictures are not shown until they can
};

struct ImportReport {
  uint32_t import = 0;  // 0: nothing was added
  uint64_t files = 0, files_known = 0, records = 0, quarantined = 0, new_posts = 0, seen_again = 0;
  uint64_t pictures = 0, pictures_quarantined = 0;  // kept; named but missing or not decoded
  ListingCounts listings;                           // of the case, once it is imported
  std::vector<std::string> notes;
};
Result<ImportReport> import_files(const ImportSettings& settings, const Context& context);

// Smaller cases are linked anew in seconds.
inline constexpr uint64_t kGrowFrom = 50'000;
struct LinkSettings {
  std::string case_path;
  std::string evidence;  // "text,selector"; "" = as kept with the case
  // Overlays of the catalogue of indicators, files or folders; none = as kept with the case, "none"
  // = the built-in catalogue alone.
  std::vector<std::string> catalogue;
  int threads = 0;
  bool perf = false;
  bool force = false;  // even if everything is fresh; weighs words anew
  // From so many posts on, new posts are linked with the weights of words that are known.
  uint64_t grow_from = kGrowFrom;
};
struct LinkReport {
  bool fresh = false;  // nothing to do
  uint64_t posts = 0, selectors = 0, hubs = 0, families = 0, family_posts = 0, links = 0,
           networks = 0, network_posts = 0;
  bool grew = false;          // by what was known of words: they were not weighed anew
  uint64_t new_posts = 0;     // if it grew
  uint64_t not_compared = 0;  // pictures that PDQ compares only: there are too many
  ListingCounts listings;
  std::vector<StepTime> steps;  // the tree, each before those in it
};
Result<LinkReport> link_case(const LinkSettings& settings, const Context& context);

}  // namespace maillon::tasks
