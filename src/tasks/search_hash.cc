#include "tasks/search_hash.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/checksums.h"
#include "base/hash.h"
#include "base/hash256.h"
#include "base/printable.h"
#include "link/photos/hamming_search.h"
#include "tasks/pictures/archive.h"
#include "tasks/show_case.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kPicturesNamed = 3;  // of one hash

// "i-19dd41b0f693", or its first six digits or more.
bool is_picture_id(std::string_view text) {
  constexpr std::size_t kLeast = 6, kMost = 12;
  return text.starts_with("i-") && text.size() >= 2 + kLeast && text.size() <= 2 + kMost &&
         text.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

// The hash, or a picture's identifier, in lower case; "" if the text is none.
std::string parse_hash(std::string_view text) {
  std::string hex = to_lower(text);
  const bool is_hex = hex.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (is_picture_id(hex)) return hex;
  const bool fits = hex.size() == 32 || hex.size() == 40 || hex.size() == 64;
  return is_hex && fits ? hex : "";
}

std::string_view hash_name(std::size_t digits) {
  return digits == 32 ? "MD5" : digits == 40 ? "SHA-1" : "SHA-256 or PDQ hash";
}

template <std::size_t kSize>
bool is_hex_of(const std::array<uint8_t, kSize>& bytes, std::string_view hex) {
  return to_hex(bytes.data(), kSize) == hex;
}

class HashFinder {
 public:
  HashFinder(const OpenedCase& from, std::string hash) : from_(from), hash_(std::move(hash)) {}

  Result<FoundPosts> run(Progress& progress) {
    if (is_picture_id(hash_)) {
      add_pictures_of_id();
    } else if (hash_.size() == 64) {
      TRY_OK(add_files());
      add_kept_pictures();
    } else {
      TRY_OK(add_read_pictures(progress));
    }
    add_rows_of_pictures();
    if (pictures_.size() > kPicturesNamed)
      found_.understood += fmt::format(" or {} more pictures", pictures_.size() - kPicturesNamed);
    if (found_.understood.empty() && is_picture_id(hash_)) {
      found_.understood = fmt::format("picture I-{}, which is not in the case", hash_.substr(2));
      found_.terms = {{"selector", std::string(to_name(SelectorKind::image)), hash_}};
    } else if (found_.understood.empty()) {
      found_.understood =
          fmt::format("{} {}, which is of no {} of the case", hash_name(hash_.size()), hash_,
                      hash_.size() == 64 ? "file or picture" : "picture");
      found_.terms = {{"sha256", "", hash_}};
    }
    return std::move(found_);
  }

 private:
  void say(const std::string& what, SearchTerm term) {
    found_.understood += (found_.understood.empty() ? "posts " : " or ") + what;
    if (!found_.terms.empty()) found_.terms.push_back({"or"});
    found_.terms.push_back(std::move(term));
  }

  Result<void> add_files() {
    const Posts& posts = from_.data.posts;
    TRY(const std::vector<store::Import> imports, from_.file->imports());
    for (const store::Import& import : imports) {
      for (uint32_t f = 0; import.active && f < import.files.size(); ++f) {
        if (!is_hex_of(import.files[f].sha256, hash_)) continue;
        say("of the file " + printable(import.files[f].name, 80) + ", SHA-256 " + hash_,
            {"sha256", "", hash_});
        for (uint32_t row = 0; row < posts.size(); ++row) {
          for (uint64_t s = posts.sighting_offsets[row]; s < posts.sighting_offsets[row + 1]; ++s) {
            if (posts.sighting_import[s] == import.id.value && posts.sighting_file[s] == f)
              found_.rows.push_back(row);
          }
        }
      }
    }
    return {};
  }

  void add_picture(uint32_t picture, const std::string& how) {
    pictures_.push_back(picture);
    if (pictures_.size() > kPicturesNamed) return;
    const Pictures& pictures = from_.data.pictures;
    const std::string id = picture_id(pictures, picture);
    SearchTerm term{"selector", std::string(to_name(SelectorKind::image)), hash_};
    const auto s = from_.data.selectors.find(SelectorKind::image, Service::none,
                                             picture_id(pictures, pictures.group[picture]));
    if (s) term.id = selector_id(from_.data.selectors, *s);
    say(fmt::format("with the picture {}, {}", id, how), std::move(term));
  }

  void add_pictures_of_id() {
    const Pictures& pictures = from_.data.pictures;
    const auto [first, last] = pictures_of_digits(pictures, std::string_view(hash_).substr(2));
    for (uint32_t p = first; p < last; ++p)
      add_picture(p, "SHA-256 " + std::string(pictures.sha256[p]));
  }

  void add_kept_pictures() {
    const Pictures& pictures = from_.data.pictures;
    const auto wanted = parse_hash256(hash_);
    for (uint32_t p = 0; wanted && p < pictures.count(); ++p) {
      if (pictures.sha256[p] == hash_) {
        add_picture(p, "SHA-256 " + hash_);
        continue;
      }
      const auto own = parse_hash256(pictures.pdq[p]);
      if (!own) continue;
      const uint32_t distance = hamming_distance(*own, *wanted);
      const bool has_detail = pictures.quality[p] >= kLeastPdqQuality;
      if (distance == 0 || (has_detail && distance <= link::kPdqRadius))
        add_picture(p, fmt::format("PDQ distance {}", distance));
    }
  }

  Result<void> add_read_pictures(Progress& progress) {
    const Pictures& pictures = from_.data.pictures;
    std::map<uint32_t, std::vector<uint32_t>> of_import;
    for (uint32_t p = 0; p < pictures.count(); ++p) of_import[pictures.import[p]].push_back(p);
    const Step step(progress, "read pictures", pictures.count(), "pictures");
    for (const auto& [import, wanted] : of_import) {
      TRY_OK(read_import(ImportId{import}, wanted, progress));
    }
    return {};
  }

  Result<void> read_import(ImportId id, const std::vector<uint32_t>& wanted, Progress& progress) {
    const Pictures& pictures = from_.data.pictures;
    TRY(const store::Import import, from_.file->import(id));
    const auto file = std::find_if(import.files.begin(), import.files.end(), is_picture_archive);
    if (file == import.files.end()) return {};
    TRY(const store::BlockReader archive, from_.file->open_original(file->sha256));
    for (const uint32_t p : wanted) {
      TRY(const std::string bytes, archive.read(pictures.begin[p], pictures.size[p]));
      ChecksumStream stream;
      stream.update(bytes);
      const Checksums sums = stream.finish();
      if (is_hex_of(sums.md5, hash_)) add_picture(p, "MD5 " + hash_);
      if (is_hex_of(sums.sha1, hash_)) add_picture(p, "SHA-1 " + hash_);
      progress.advance(1);
    }
    return {};
  }

  void add_rows_of_pictures() {
    for (uint32_t row = 0; !pictures_.empty() && row < from_.data.posts.size(); ++row) {
      for (const uint32_t p : from_.data.pictures.of(row)) {
        if (std::find(pictures_.begin(), pictures_.end(), p) != pictures_.end())
          found_.rows.push_back(row);
      }
    }
  }

  const OpenedCase& from_;
  std::string hash_;
  FoundPosts found_;
  std::vector<uint32_t> pictures_;
};

}  // namespace

Result<std::optional<FoundPosts>> find_posts_of_hash(const OpenedCase& from, std::string_view text,
                                                     Progress& progress) {
  const std::string hash = parse_hash(text);
  if (hash.empty()) return std::optional<FoundPosts>();
  TRY(FoundPosts found, HashFinder(from, hash).run(progress));
  return std::optional<FoundPosts>(std::move(found));
}

}  // namespace maillon::tasks
