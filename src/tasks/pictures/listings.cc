#include "tasks/pictures/listings.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/printable.h"
#include "store/file.h"
#include "store/listings.h"
#include "tasks/hash_lists.h"
#include "tasks/pictures/archive.h"
#include "tasks/pictures/likes.h"
#include "tasks/pictures/look_up.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {
namespace {

// Whose pictures were looked up, and by what was kept of them then.
using Covered = std::map<uint32_t, std::string>;

constexpr std::string_view kUnreadable = "cannot be read";
constexpr std::string_view kShowsSame = "it shows the same as a picture on a hash list, or a part";

// "1:0f3a… 4:9bc2…"
std::string pack(const Covered& imports) {
  std::string text;
  for (const auto& [number, version] : imports)
    text += fmt::format("{}{}:{}", text.empty() ? "" : " ", number, version);
  return text;
}

Covered unpack(std::string_view text) {
  Covered imports;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const std::size_t colon = std::min(one.find(':'), one.size());
    uint32_t number = 0;
    const auto [end, error] = std::from_chars(one.data(), one.data() + colon, number);
    if (error == std::errc{} && end == one.data() + colon && colon < one.size())
      imports[number] = one.substr(colon + 1);
  }
  return imports;
}

bool has_pictures(const store::Import& import) {
  return std::any_of(import.files.begin(), import.files.end(), is_picture_archive);
}

// What is left to do, and why.
struct Pending {
  store::Listings known;
  std::string lists;           // as they are now
  std::set<uint32_t> imports;  // whose pictures are to be looked up
  Covered covered;             // whose were, as far as that still holds
  std::string why;
};

Result<Pending> find_pending(const store::Case& open_case) {
  Pending out;
  TRY(out.known, store::read_listings(open_case));
  out.lists = state_of_lists();
  if (out.lists.empty()) return out;  // nobody to ask; what is known stays
  const Covered before = unpack(out.known.imports);
  const bool lists_changed = out.known.lists != out.lists;
  TRY(const std::vector<store::Import> imports, open_case.imports());
  for (const store::Import& import : imports) {
    if (!import.active || !has_pictures(import)) continue;
    const auto at = before.find(import.id.value);
    const std::string now = photo_texts_version(open_case, import.id);
    if (!lists_changed && at != before.end() && at->second == now) {
      out.covered.insert(*at);
    } else {
      out.imports.insert(import.id.value);
    }
  }
  if (out.imports.empty()) return out;
  out.why = out.lists.find(kUnreadable) != std::string::npos
                ? "hash lists cannot be read, and pictures that were not looked up are not shown"
            : lists_changed && !out.known.lists.empty()
                ? "hash lists were changed since pictures were looked up in them"
                : "pictures have not been looked up in the hash lists yet";
  return out;
}

// A restriction is not taken back: what said so stands until something else says so.
store::ListedPicture widen(const Sha256& sha256, const store::ListedPicture* before,
                           const PhotoListing& now) {
  const auto classed = store::Restriction::classed, none = store::Restriction::none;
  store::ListedPicture out{sha256, now.is_restricted ? classed : none, now.says};
  if (before == nullptr || before->restriction == none || now.is_restricted) return out;
  out.restriction = before->restriction;
  out.says = before->says;
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

// What is new of it.
std::vector<store::ListedPicture> news_of(const store::Listings& known,
                                          const std::map<Sha256, PhotoListing>& found) {
  std::vector<store::ListedPicture> news;
  for (const auto& [sha256, says] : found) {
    const store::ListedPicture* before = find(known, sha256);
    store::ListedPicture now = widen(sha256, before, says);
    if (before == nullptr ? now.says.empty() : *before == now) continue;
    news.push_back(std::move(now));
  }
  return news;
}

// Restricted ones that were not before.
uint64_t count_fresh(const store::Listings& known, const std::vector<store::ListedPicture>& news) {
  const auto is_fresh = [&](const store::ListedPicture& now) {
    const store::ListedPicture* before = find(known, now.sha256);
    const auto none = store::Restriction::none;
    return now.restriction != none && (before == nullptr || before->restriction == none);
  };
  return static_cast<uint64_t>(std::count_if(news.begin(), news.end(), is_fresh));
}

// Thumbnails and texts of all that is restricted, before or now, go: of imports that were taken
// back, too, since they may be done again.
Result<void> withhold(store::Case& open_case, const store::Listings& known,
                      const std::vector<store::ListedPicture>& news) {
  std::set<Sha256> restricted;
  for (const auto& [sha256, picture] : known.pictures) {
    if (picture.restriction != store::Restriction::none) restricted.insert(sha256);
  }
  for (const store::ListedPicture& picture : news) {
    if (picture.restriction != store::Restriction::none) restricted.insert(picture.sha256);
  }
  if (restricted.empty()) return {};
  TRY(const std::vector<store::Import> imports, open_case.imports());
  for (const store::Import& import : imports) {
    if (has_pictures(import)) TRY_OK(withhold_photos(open_case, import.id, restricted));
  }
  return {};
}

std::vector<store::Restriction> restrictions_of(const store::Listings& known,
                                                const Pictures& pictures) {
  std::vector<store::Restriction> own(pictures.count(), store::Restriction::none);
  for (uint32_t p = 0; p < pictures.count() && !known.pictures.empty(); ++p) {
    const store::ListedPicture* picture = find(known, from_hex(pictures.sha256[p]));
    if (picture != nullptr) own[p] = picture->restriction;
  }
  return own;
}

// A line on what shows the same.
std::string like_line() {
  return fmt::format("{}; {}\n", kShowsSame, kReportingDuty);
}

// Of pictures that have yet to be looked up; `unknown`: why they cannot be.
void look_up_live(const store::Case& open_case, const Pending& pending, Pictures& pictures,
                  std::vector<PhotoListing>& listings, std::vector<std::string>& unknown) {
  std::map<uint32_t, std::optional<PhotoTable>> tables;
  Queries queries;
  std::vector<uint32_t> asked;
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    const uint32_t import = pictures.import[p];
    if (!pending.imports.contains(import)) continue;
    const auto [at, is_new] = tables.try_emplace(import);
    if (is_new) at->second = kept_photos(open_case, ImportId{import});
    const std::optional<PhotoTable>& table = at->second;
    if (!table || pictures.photo[p] >= table->count()) {
      unknown[p] = "what is kept of it is gone; run `maillon link`";
      continue;
    }
    queries.emplace(sha256_at(*table, pictures.photo[p]), query_of(*table, pictures.photo[p]));
    asked.push_back(p);
  }
  if (queries.empty()) return;
  const auto found = ask(queries);
  for (const uint32_t p : asked) {
    if (!found) {
      unknown[p] = found.error().message;
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
  if (!names) return fmt::format("{} {}\n", folder, kUnreadable);
  for (const std::string& name : *names) {
    const auto path = list_folder(folder, name);
    if (!path || !store::is_list(*path)) continue;
    const auto one = store::state_of_list(*path);
    state += fmt::format("{} {}\n", name, one ? std::string_view(*one) : kUnreadable);
  }
  return state;
}

Result<std::string> why_look_up(const store::Case& open_case) {
  TRY(Pending pending, find_pending(open_case));
  return std::move(pending.why);
}

Result<ListingCounts> look_up_pictures(store::Case& open_case, const store::By& by,
                                       Progress& progress) {
  TRY(Pending pending, find_pending(open_case));
  TRY(const std::vector<store::Import> imports, open_case.imports());
  Queries queries;
  for (const store::Import& import : imports) {
    if (!pending.imports.contains(import.id.value)) continue;
    TRY(const std::optional<PhotoTable> photos, load_photos(open_case, import, progress));
    for (uint32_t i = 0; photos && i < photos->count(); ++i)
      queries.try_emplace(sha256_at(*photos, i), query_of(*photos, i));
  }
  std::vector<store::ListedPicture> news;
  std::string problem;
  bool is_asked = false;
  if (!pending.imports.empty()) {
    Step step(progress, "look up in hash lists", queries.size(), "pictures");
    const auto found = ask(queries);
    is_asked = found.has_value();
    if (found) {
      news = news_of(pending.known, *found);
    } else {
      problem = found.error().message;
    }
    step.end(queries.size());
  }
  // What is hashed anew is withheld as it is hashed: a link that knows the same has done this.
  TRY(const std::string restrictions, state_of_restrictions(open_case));
  TRY(const auto signals, open_case.stamp("signals"));
  const bool is_done = signals && word_at(signals->input_hash, 2) == restrictions;
  if (!is_done || !news.empty()) TRY_OK(withhold(open_case, pending.known, news));
  if (is_asked) {
    // By what is kept now: to withhold has written it anew.
    for (const uint32_t import : pending.imports)
      pending.covered[import] = photo_texts_version(open_case, ImportId{import});
    TRY_OK(store::append_listing(open_case, {pending.lists, pack(pending.covered), news}, by));
  }
  TRY(ListingCounts counts, count_listed(open_case));
  counts.fresh = count_fresh(pending.known, news);
  counts.problem = std::move(problem);
  return counts;
}

Result<uint64_t> keep_likes(store::Case& open_case, const Pictures& grouped, const store::By& by) {
  TRY(const store::Listings known, store::read_listings(open_case));
  if (std::none_of(known.pictures.begin(), known.pictures.end(), [](const auto& one) {
        return one.second.restriction != store::Restriction::none;
      }))
    return uint64_t{0};
  Pictures pictures = grouped;
  pictures.restricted.assign(pictures.count(), 0);
  restrict_likes(restrictions_of(known, pictures), pictures);
  store::Listing listing{known.lists, known.imports, {}};
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    const Sha256 sha256 = from_hex(pictures.sha256[p]);
    const store::ListedPicture* before = find(known, sha256);
    if (pictures.restricted[p] == 0) continue;
    if (before != nullptr && before->restriction != store::Restriction::none) continue;
    listing.pictures.push_back(
        {sha256, store::Restriction::alike, (before != nullptr ? before->says : "") + like_line()});
  }
  if (listing.pictures.empty()) return uint64_t{0};
  TRY_OK(withhold(open_case, known, listing.pictures));
  Covered now;
  for (const auto& [import, version] : unpack(listing.imports))
    now[import] = photo_texts_version(open_case, ImportId{import});
  listing.imports = pack(now);
  TRY_OK(store::append_listing(open_case, listing, by));
  return uint64_t{listing.pictures.size()};
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
    counts.restricted += picture.restriction != store::Restriction::none ? 1 : 0;
  }
  return counts;
}

Result<void> take_listings(const store::Case& from, store::Case& into, const store::By& by) {
  TRY(const store::Listings there, store::read_listings(from));
  TRY(const store::Listings here, store::read_listings(into));
  store::Listing listing;
  for (const auto& [sha256, picture] : there.pictures) {
    const store::ListedPicture* before = find(here, sha256);
    const bool restricts = picture.restriction != store::Restriction::none;
    if (before != nullptr && (before->restriction != store::Restriction::none || !restricts))
      continue;
    if (restricts || !picture.says.empty()) listing.pictures.push_back(picture);
  }
  if (listing.pictures.empty()) return {};
  TRY_OK(store::append_listing(into, listing, by));
  return {};
}

Result<std::string> state_of_restrictions(const store::Case& open_case) {
  TRY(const store::Listings known, store::read_listings(open_case));
  std::string all;
  for (const auto& [sha256, picture] : known.pictures) {
    if (picture.restriction != store::Restriction::none) all += to_hex(sha256);
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
  std::vector<std::string> unknown(pictures.count()), says(pictures.count());
  if (!pending.imports.empty()) look_up_live(open_case, pending, pictures, asked, unknown);
  std::vector<store::Restriction> own = restrictions_of(pending.known, pictures);
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    const Sha256 sha256 = from_hex(pictures.sha256[p]);
    const store::ListedPicture* known = find(pending.known, sha256);
    store::ListedPicture now = known != nullptr ? *known : store::ListedPicture{};
    if (pending.imports.contains(pictures.import[p]) && unknown[p].empty())
      now = widen(sha256, known, asked[p]);
    says[p] = std::move(now.says);
    own[p] = now.restriction;
  }
  restrict_likes(own, pictures);
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    if (pictures.restricted[p] != 0 && own[p] == store::Restriction::none) says[p] += like_line();
    if (pictures.restricted[p] == 0 && !unknown[p].empty()) {
      pictures.restricted[p] = Pictures::kNotLookedUp;
      says[p] = "not looked up in hash lists: " + unknown[p] + "\n";
    }
    pictures.listed.push_back(says[p]);
  }
  return {};
}

Result<void> may_leave(const store::Case& open_case) {
  TRY(const std::string why, why_look_up(open_case));
  if (why.empty()) return {};
  return fail(Code::invalid_input,
              fmt::format("{}: {}, so nothing leaves the case; run `maillon link {}` first",
                          printable(open_case.directory()), why, printable(open_case.directory())));
}

}  // namespace maillon::tasks
