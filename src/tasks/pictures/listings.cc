#include "tasks/pictures/listings.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/hash.h"
#include "store/file.h"
#include "store/listings.h"
#include "tasks/hash_lists.h"
#include "tasks/pictures/archive.h"
#include "tasks/pictures/copies.h"
#include "tasks/pictures/look_up.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {
namespace {

using ImportNumbers = std::set<uint32_t>;

constexpr std::string_view kShowsSame = "it shows the same as a picture on a hash list, or a part";

std::string pack(const ImportNumbers& imports) {
  return fmt::format("{}", fmt::join(imports, " "));
}

ImportNumbers unpack(std::string_view text) {
  ImportNumbers imports;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    uint32_t number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error == std::errc{}) imports.insert(number);
    at = error == std::errc{} ? next : at + 1;
  }
  return imports;
}

bool has_pictures(const store::Import& import) {
  return std::any_of(import.files.begin(), import.files.end(), is_picture_archive);
}

// What is left to do, and why.
struct Pending {
  store::Listings known;
  std::string lists;      // as they are now
  ImportNumbers imports;  // whose pictures are to be looked up
  ImportNumbers covered;  // those that then are
  std::string why;
};

Result<Pending> find_pending(const store::Case& open_case) {
  Pending out;
  TRY(out.known, store::read_listings(open_case));
  out.lists = state_of_lists();
  if (out.lists.empty()) return out;  // nobody to ask; what is known stays
  if (out.known.lists == out.lists) out.covered = unpack(out.known.imports);
  const bool lists_changed = out.known.lists != out.lists;
  TRY(const std::vector<store::Import> imports, open_case.imports());
  for (const store::Import& import : imports) {
    if (!import.active || !has_pictures(import)) continue;
    if (out.covered.insert(import.id.value).second) out.imports.insert(import.id.value);
  }
  if (out.imports.empty()) return out;
  out.why = lists_changed && !out.known.lists.empty()
                ? "hash lists were changed since pictures were looked up in them"
                : "pictures have not been looked up in the hash lists yet";
  return out;
}

// A restriction is not taken back: what said so stands beside what is said now.
store::ListedPicture widen(const Sha256& sha256, const store::ListedPicture* before,
                           const PhotoListing& now) {
  store::ListedPicture out{sha256, now.is_restricted, now.says};
  if (before == nullptr || !before->restricted || now.is_restricted) return out;
  out.restricted = true;
  if (out.says.find(kReportingDuty) == std::string::npos) out.says = before->says;
  return out;
}

const store::ListedPicture* find(const store::Listings& known, const Sha256& sha256) {
  const auto at = known.pictures.find(sha256);
  return at == known.pictures.end() ? nullptr : &at->second;
}

Sha256 from_hex(std::string_view hex) {
  Sha256 sum{};
  for (std::size_t i = 0; i < sum.size() && 2 * i + 2 <= hex.size(); ++i)
    std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, sum[i], 16);
  return sum;
}

// Distinct pictures, with what is looked up of each.
using Queries = std::map<Sha256, PhotoQuery>;

Result<std::map<Sha256, PhotoListing>> ask(const Queries& queries) {
  std::map<Sha256, PhotoListing> found;
  TRY(std::vector<NamedList> lists, open_lists(default_lists_folder(), ""));
  std::vector<PhotoQuery> flat;
  for (const auto& [sha256, query] : queries) flat.push_back(query);
  TRY(std::vector<PhotoListing> listings, look_up_photos(lists, flat));
  std::size_t i = 0;
  for (const auto& [sha256, query] : queries) found[sha256] = std::move(listings[i++]);
  return found;
}

// Appends what is new of it; how many pictures are restricted that were not before.
Result<uint64_t> keep_found(store::Case& open_case, const Pending& pending,
                            const std::map<Sha256, PhotoListing>& found, const store::By& by) {
  store::Listing listing{pending.lists, pack(pending.covered), {}};
  uint64_t fresh = 0;
  for (const auto& [sha256, says] : found) {
    const store::ListedPicture* before = find(pending.known, sha256);
    store::ListedPicture now = widen(sha256, before, says);
    if (before == nullptr ? now.says.empty() : *before == now) continue;
    fresh += now.restricted && (before == nullptr || !before->restricted) ? 1 : 0;
    listing.pictures.push_back(std::move(now));
  }
  TRY_OK(store::append_listing(open_case, listing, by));
  return fresh;
}

// ---- What shows the same ------------------------------------------------------------------

// A group as a whole; and what a part of it, or it a part of, was found to show.
void restrict_likes(Pictures& pictures) {
  std::vector<uint8_t> is_group(pictures.count(), 0);
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    if (pictures.restricted[p] != 0) is_group[pictures.group[p]] = 1;
  }
  std::vector<uint8_t> reached = is_group;
  const auto reach = [&](uint32_t a, uint32_t b) {
    const uint32_t left = pictures.group[a], right = pictures.group[b];
    if (is_group[left] != 0) reached[right] = 1;
    if (is_group[right] != 0) reached[left] = 1;
  };
  const auto reach_all = [&](const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) reach(a[i], b[i]);
  };
  for (std::size_t i = 0; i < pictures.copy_a.size(); ++i) {
    if (pictures.copy_bits[i] >= kLinkingBits) reach(pictures.copy_a[i], pictures.copy_b[i]);
  }
  reach_all(pictures.near_a, pictures.near_b);
  reach_all(pictures.video_a, pictures.video_b);
  reach_all(pictures.frame_picture, pictures.frame_video);
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    if (reached[pictures.group[p]] != 0) pictures.restricted[p] = 1;
  }
}

// Of pictures that have yet to be looked up.
void look_up_live(const store::Case& open_case, const Pending& pending, Pictures& pictures,
                  std::vector<PhotoListing>& listings) {
  std::unordered_map<uint32_t, std::optional<PhotoTable>> tables;
  Queries queries;
  std::vector<uint32_t> asked;
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    const uint32_t import = pictures.import[p];
    if (!pending.imports.contains(import)) continue;
    const auto [at, is_new] = tables.try_emplace(import);
    if (is_new) at->second = kept_photos(open_case, ImportId{import});
    const std::optional<PhotoTable>& table = at->second;
    if (!table || pictures.photo[p] >= table->count()) {
      listings[p] = {true, "not looked up: what is kept of it is gone; run `maillon link`\n"};
      continue;
    }
    queries.emplace(sha256_at(*table, pictures.photo[p]), query_of(*table, pictures.photo[p]));
    asked.push_back(p);
  }
  if (queries.empty()) return;
  const auto found = ask(queries);
  for (const uint32_t p : asked) {
    if (!found) {
      listings[p] = {true, "not looked up: " + found.error().message + "\n"};
      continue;
    }
    listings[p] = found->at(from_hex(pictures.sha256[p]));
  }
}

}  // namespace

std::string state_of_lists() {
  const std::string folder = default_lists_folder();
  std::string state;
  const auto names = store::list_directory(folder);
  if (!names) return state;
  for (const std::string& name : *names) {
    const auto path = list_folder(folder, name);
    if (!path || !store::is_list(*path)) continue;
    const auto one = store::state_of_list(*path);
    state += fmt::format("{} {}\n", name, one ? *one : "cannot be read");
  }
  return state;
}

Result<std::string> why_look_up(const store::Case& open_case) {
  TRY(Pending pending, find_pending(open_case));
  return std::move(pending.why);
}

Result<ListingCounts> look_up_pictures(store::Case& open_case, const store::By& by,
                                       Progress& progress) {
  TRY(const Pending pending, find_pending(open_case));
  TRY(const std::vector<store::Import> imports, open_case.imports());
  Queries queries;
  for (const store::Import& import : imports) {
    if (!pending.imports.contains(import.id.value)) continue;
    TRY(const std::optional<PhotoTable> photos, load_photos(open_case, import, progress));
    for (uint32_t i = 0; photos && i < photos->count(); ++i)
      queries.try_emplace(sha256_at(*photos, i), query_of(*photos, i));
  }
  uint64_t fresh = 0;
  std::string problem;
  if (!pending.imports.empty()) {
    Step step(progress, "look up in hash lists", queries.size(), "pictures");
    const auto found = ask(queries);
    if (found) {
      TRY(fresh, keep_found(open_case, pending, *found, by));
    } else {
      problem = found.error().message;
    }
    step.end(queries.size());
  }
  std::set<Sha256> restricted;
  TRY(const store::Listings known, store::read_listings(open_case));
  for (const auto& [sha256, picture] : known.pictures) {
    if (picture.restricted) restricted.insert(sha256);
  }
  for (const store::Import& import : imports) {
    if (!restricted.empty() && import.active && has_pictures(import))
      TRY_OK(withhold_photos(open_case, import.id, restricted));
  }
  TRY(ListingCounts counts, count_listed(open_case));
  counts.fresh = fresh;
  counts.problem = std::move(problem);
  return counts;
}

Result<ListingCounts> count_listed(const store::Case& open_case) {
  ListingCounts counts;
  TRY(const store::Listings known, store::read_listings(open_case));
  if (known.pictures.empty()) return counts;
  std::set<Sha256> here;
  TRY(const std::vector<store::Import> imports, open_case.imports());
  for (const store::Import& import : imports) {
    if (!import.active || !has_pictures(import)) continue;
    const std::optional<PhotoTable> photos = kept_photos(open_case, import.id);
    for (uint32_t i = 0; photos && i < photos->count(); ++i) here.insert(sha256_at(*photos, i));
  }
  for (const auto& [sha256, picture] : known.pictures) {
    if (!here.contains(sha256)) continue;
    counts.listed += picture.says.empty() ? 0 : 1;
    counts.restricted += picture.restricted ? 1 : 0;
  }
  return counts;
}

Result<void> take_listings(const store::Case& from, store::Case& into, const store::By& by) {
  TRY(const store::Listings there, store::read_listings(from));
  TRY(const store::Listings here, store::read_listings(into));
  store::Listing listing;
  for (const auto& [sha256, picture] : there.pictures) {
    const store::ListedPicture* before = find(here, sha256);
    if (before != nullptr && (before->restricted || !picture.restricted)) continue;
    if (picture.restricted || !picture.says.empty()) listing.pictures.push_back(picture);
  }
  if (listing.pictures.empty()) return {};
  TRY_OK(store::append_listing(into, listing, by));
  return {};
}

Result<std::string> state_of_restrictions(const store::Case& open_case) {
  TRY(const store::Listings known, store::read_listings(open_case));
  std::string all;
  for (const auto& [sha256, picture] : known.pictures) {
    if (picture.restricted) all += to_hex(sha256);
  }
  return all.empty() ? all : to_hex(sha256(all)).substr(0, 16);
}

std::vector<std::string> listed_lines(const Pictures& pictures, uint32_t picture) {
  std::vector<std::string> lines;
  std::string_view says = pictures.listed[picture];
  for (std::size_t end = says.find('\n'); end != says.npos; end = says.find('\n')) {
    lines.emplace_back(says.substr(0, end));
    says.remove_prefix(end + 1);
  }
  return lines;
}

Result<void> mark_listed(const store::Case& open_case, Pictures& pictures) {
  pictures.listed = {};
  pictures.restricted.assign(pictures.count(), 0);
  if (pictures.count() == 0) return {};
  TRY(const Pending pending, find_pending(open_case));
  std::vector<PhotoListing> asked(pictures.count());
  if (!pending.imports.empty()) look_up_live(open_case, pending, pictures, asked);
  std::vector<std::string> says(pictures.count());
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    const Sha256 sha256 = from_hex(pictures.sha256[p]);
    const store::ListedPicture* known = find(pending.known, sha256);
    const bool is_asked = pending.imports.contains(pictures.import[p]);
    store::ListedPicture now = known != nullptr ? *known : store::ListedPicture{};
    if (is_asked) now = widen(sha256, known, asked[p]);
    says[p] = std::move(now.says);
    pictures.restricted[p] = now.restricted ? 1 : 0;
  }
  const std::vector<uint8_t> own = pictures.restricted;
  restrict_likes(pictures);
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    if (own[p] != pictures.restricted[p])
      says[p] += fmt::format("{}; {}\n", kShowsSame, kReportingDuty);
    pictures.listed.push_back(says[p]);
  }
  return {};
}

}  // namespace maillon::tasks
