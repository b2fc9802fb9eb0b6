#include "tasks/pictures/photos.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "tasks/bundle_columns.h"
#include "tasks/derived_io.h"
#include "tasks/pictures/archive.h"
#include "tasks/pictures/text_reader.h"

namespace maillon::tasks {
namespace {

// Raised when hashing, local features or reading find something else in the same picture.
constexpr std::string_view kMadeWith = "4";
constexpr std::size_t kReadAtOnce = 128;
constexpr uint64_t kReadBytes = uint64_t{64} << 20;
constexpr std::size_t kMd5Bytes = 16, kSha1Bytes = 20;

template <class P, class V>
void visit_photos(P& p, V& v) {
  v("name", p.name), v("begin", p.begin), v("size", p.size), v("sha256", p.sha256);
  v("pdq", p.pdq), v("oriented", p.oriented), v("mirrored", p.mirrored);
  v("quality", p.quality), v("width", p.width), v("height", p.height), v("reason", p.reason);
  v("text", p.text);
  v("frames", p.frames);
  v("md5", p.md5), v("sha1", p.sha1);
}

std::string shard_name(ImportId import, uint32_t shard) {
  return fmt::format("photos/{}-{}", import.value, shard);
}

template <class T>
void append_all(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}
void append_all(StringColumn& to, const StringColumn& from) {
  to.append(from);
}

template <std::size_t N>
std::string_view as_bytes(const std::array<uint8_t, N>& sum) {
  return {reinterpret_cast<const char*>(sum.data()), N};
}

void append(std::vector<uint64_t>& to, const Hash256& hash) {
  to.insert(to.end(), hash.word.begin(), hash.word.end());
}

// Checksums tell damage; this tells a program that wrote something else.
bool is_consistent(const PhotoTable& p) {
  const std::size_t n = p.count();
  if (p.sha256.size() != n || p.frames.size() != n || p.md5.size() != n || p.sha1.size() != n)
    return false;
  for (std::size_t i = 0; i < n; ++i) {
    if (p.sha256[i].size() != sizeof(Sha256)) return false;
    if (p.md5[i].size() != kMd5Bytes || p.sha1[i].size() != kSha1Bytes) return false;
    if (p.frames[i].size() % sizeof(Hash256) != 0) return false;
  }
  return p.begin.size() == n && p.size.size() == n && p.pdq.size() == 4 * n &&
         p.oriented.size() == 4 * n && p.mirrored.size() == 4 * n && p.quality.size() == n &&
         p.width.size() == n && p.height.size() == n && p.reason.size() == n && p.text.size() == n;
}

std::optional<store::BundleReader> open_shard(const store::Case& from, ImportId import,
                                              uint32_t shard) {
  const std::string name = shard_name(import, shard);
  if (!from.has_bundle(name)) return std::nullopt;
  auto bundle = from.read_bundle(name);
  if (!bundle || bundle->version() != kBundleVersion || bundle->attribute("made_with") != kMadeWith)
    return std::nullopt;
  return *std::move(bundle);
}

// The kept tables of an import in their order, until one is gone or `use` gives false.
template <class Use>
void for_each_shard(const store::Case& from, ImportId import, const Use& use) {
  for (uint32_t shard = 0;; ++shard) {
    const auto bundle = open_shard(from, import, shard);
    if (!bundle || !use(*bundle) || bundle->attribute("last") == "yes") return;
  }
}

// One table whole, as it is kept.
struct Shard {
  PhotoTable photos;
  StringColumn thumbnail, features;
  std::string text_languages;
  bool is_last = false;
};

Result<void> write_shard(store::Case& to, ImportId import, uint32_t number, const Shard& shard) {
  TRY(store::BundleWriter bundle, to.write_bundle(shard_name(import, number), kBundleVersion));
  bundle.set_attribute("made_with", kMadeWith);
  bundle.set_attribute("folders", shard.photos.one_folder ? "one" : "each");
  bundle.set_attribute("last", shard.is_last ? "yes" : "no");
  bundle.set_attribute("text_languages", shard.text_languages);
  ColumnWriter writer{std::move(bundle), {}};
  visit_photos(shard.photos, writer);
  writer("thumbnail", shard.thumbnail), writer("features", shard.features);
  TRY_OK(std::move(writer.done));
  return writer.bundle.publish();
}

Result<Shard> read_shard(store::BundleReader bundle) {
  Shard shard;
  shard.text_languages = bundle.attribute("text_languages");
  shard.is_last = bundle.attribute("last") == "yes";
  shard.photos.one_folder = bundle.attribute("folders") == "one";
  ColumnReader reader{std::move(bundle), {}};
  visit_photos(shard.photos, reader);
  reader("thumbnail", shard.thumbnail), reader("features", shard.features);
  TRY_OK(std::move(reader.done));
  const std::size_t n = shard.photos.count();
  if (is_consistent(shard.photos) && shard.thumbnail.size() == n) return shard;
  return fail(Code::corrupt,
              "derived/photos: a table does not fit together; remove the folder "
              "`derived` and run `maillon link`");
}

// Takes the likeness of these pictures, and what was read in them, away. False if none has any.
bool withhold(const std::set<Sha256>& pictures, Shard& shard) {
  StringColumn thumbnail, text;
  bool changes = false;
  for (uint32_t i = 0; i < shard.photos.count(); ++i) {
    const bool goes = pictures.contains(sha256_at(shard.photos, i));
    changes = changes || (goes && !(shard.thumbnail[i].empty() && shard.photos.text[i].empty()));
    thumbnail.push_back(goes ? std::string_view() : shard.thumbnail[i]);
    text.push_back(goes ? std::string_view() : shard.photos.text[i]);
  }
  shard.thumbnail = std::move(thumbnail);
  shard.photos.text = std::move(text);
  return changes;
}

struct KeptPhotos {
  PhotoTable photos;
  bool has_text = false;  // a program was there to read it
};

std::optional<KeptPhotos> read_kept(const store::Case& from, ImportId import) {
  KeptPhotos kept;
  PhotoTable& all = kept.photos;
  for (uint32_t shard = 0;; ++shard) {
    std::optional<store::BundleReader> bundle = open_shard(from, import, shard);
    if (!bundle) return std::nullopt;
    PhotoTable photos;
    ColumnReader reader{*std::move(bundle), {}};
    visit_photos(photos, reader);
    if (!reader.done || !is_consistent(photos)) return std::nullopt;
    all.one_folder = reader.bundle.attribute("folders") == "one";
    all.append(photos);
    kept.has_text = !reader.bundle.attribute("text_languages").empty();
    if (reader.bundle.attribute("last") == "yes") return kept;
  }
}

Result<void> make_anew(store::Case& open_case, ImportId import, const store::ImportedFile& file,
                       const PicturePlan& plan, Progress& progress) {
  TRY(const store::BlockReader archive, open_case.open_original(file.sha256));
  TRY(const std::vector<ArchiveMember> members, list_members(archive));
  TRY(PhotoHasher hasher, PhotoHasher::start(open_case, plan.read_text));
  Step step(progress, hashing_step(hasher), members.size(), "pictures");
  TRY(PhotoWriter writer,
      PhotoWriter::start(open_case, import, plan.one_folder, hasher.text_languages()));
  for (std::size_t i = 0; i < members.size();) {
    std::vector<std::string> bytes;
    uint64_t size = 0;
    const std::size_t first = i;
    for (; i < members.size() && i - first < kReadAtOnce && size < kReadBytes; ++i) {
      TRY(bytes.emplace_back(), archive.read(members[i].begin, members[i].size));
      size += members[i].size;
    }
    const std::vector<PhotoFacts> facts = hasher.hash(bytes);
    for (std::size_t k = 0; k < facts.size(); ++k) {
      const ArchiveMember& m = members[first + k];
      TRY_OK(writer.add(m.name, m.begin, m.size, facts[k]));
    }
    progress.advance(facts.size());
  }
  step.end(members.size());
  return writer.finish();
}

}  // namespace

void PhotoTable::append(const PhotoTable& other) {
  append_all(name, other.name);
  append_all(begin, other.begin);
  append_all(size, other.size);
  append_all(sha256, other.sha256);
  append_all(pdq, other.pdq);
  append_all(oriented, other.oriented);
  append_all(mirrored, other.mirrored);
  append_all(quality, other.quality);
  append_all(width, other.width);
  append_all(height, other.height);
  append_all(reason, other.reason);
  append_all(text, other.text);
  append_all(frames, other.frames);
  append_all(md5, other.md5);
  append_all(sha1, other.sha1);
}

Result<PhotoWriter> PhotoWriter::start(store::Case& to, ImportId import, bool one_folder,
                                       std::string_view text_languages) {
  for (uint32_t shard = 0; to.has_bundle(shard_name(import, shard)); ++shard)
    TRY_OK(to.drop_derived(shard_name(import, shard)));
  PhotoWriter writer(to, import);
  writer.photos_.one_folder = one_folder;
  writer.text_languages_ = text_languages;
  return writer;
}

Result<void> PhotoWriter::add(std::string_view name, uint64_t begin, uint64_t size,
                              const PhotoFacts& facts) {
  if (photos_.count() == kShardPictures) TRY_OK(flush(false));
  photos_.name.push_back(name);
  photos_.begin.push_back(begin);
  photos_.size.push_back(size);
  photos_.sha256.push_back(as_bytes(facts.checksums.sha256));
  photos_.md5.push_back(as_bytes(facts.checksums.md5));
  photos_.sha1.push_back(as_bytes(facts.checksums.sha1));
  append(photos_.pdq, facts.pdq);
  append(photos_.oriented, facts.oriented);
  append(photos_.mirrored, facts.mirrored);
  photos_.quality.push_back(facts.quality);
  photos_.width.push_back(facts.width);
  photos_.height.push_back(facts.height);
  photos_.reason.push_back(facts.reason);
  photos_.text.push_back(facts.text);
  photos_.frames.push_back(facts.frames);
  thumbnail_.push_back(facts.thumbnail);
  features_.push_back(facts.features);
  return {};
}

Result<void> PhotoWriter::flush(bool last) {
  Shard shard{std::move(photos_), std::move(thumbnail_), std::move(features_), text_languages_,
              last};
  TRY_OK(write_shard(*to_, import_, shard_++, shard));
  photos_ = {};
  photos_.one_folder = shard.photos.one_folder;
  thumbnail_ = features_ = {};
  return {};
}

Result<void> PhotoWriter::finish() {
  return flush(true);
}

Sha256 sha256_at(const PhotoTable& photos, uint32_t index) {
  Sha256 sum{};
  if (photos.sha256[index].size() == sum.size())
    std::memcpy(sum.data(), photos.sha256[index].data(), sum.size());
  return sum;
}

Result<std::optional<PhotoTable>> load_photos(store::Case& open_case, const store::Import& import,
                                              Progress& progress) {
  const auto archive = std::find_if(import.files.begin(), import.files.end(), is_picture_archive);
  if (archive == import.files.end()) return std::optional<PhotoTable>();
  const PicturePlan plan = parse_picture_plan(archive->plan).value_or(PicturePlan{});
  if (std::optional<KeptPhotos> kept = read_kept(open_case, import.id)) {
    const bool lacks_text = plan.read_text && !kept->has_text;
    if (!lacks_text || !TextReader::find()) return std::move(kept->photos);
  }
  TRY_OK(make_anew(open_case, import.id, *archive, plan, progress));
  std::optional<KeptPhotos> made = read_kept(open_case, import.id);
  if (!made) return fail(Code::io, "derived/photos: what was written cannot be read again");
  return std::move(made->photos);
}

std::optional<PhotoTable> kept_photos(const store::Case& from, ImportId import) {
  std::optional<KeptPhotos> kept = read_kept(from, import);
  return kept ? std::optional(std::move(kept->photos)) : std::nullopt;
}

Result<void> withhold_photos(store::Case& open_case, ImportId import,
                             const std::set<Sha256>& pictures) {
  for (uint32_t shard = 0;; ++shard) {
    std::optional<store::BundleReader> bundle = open_shard(open_case, import, shard);
    if (!bundle) return {};
    TRY(Shard kept, read_shard(*std::move(bundle)));
    if (withhold(pictures, kept)) TRY_OK(write_shard(open_case, import, shard, kept));
    if (kept.is_last) return {};
  }
}

void read_photo_texts(const store::Case& from, ImportId import,
                      const std::function<void(bool one_folder, const StringColumn& name,
                                               const StringColumn& text)>& use) {
  for_each_shard(from, import, [&](const store::BundleReader& bundle) {
    const auto name = bundle.get_strings("name"), text = bundle.get_strings("text");
    if (!name || !text || name->size() != text->size()) return false;
    use(bundle.attribute("folders") == "one", *name, *text);
    return true;
  });
}

std::string photo_texts_version(const store::Case& from, ImportId import) {
  uint64_t checksums = 0;
  bool any = false;
  for_each_shard(from, import, [&](const store::BundleReader& bundle) {
    any = true;
    checksums = hash64(fmt::format("{:016x}", bundle.file().checksum()), checksums);
    return true;
  });
  return any ? fmt::format("{:016x}", checksums) : "-";
}

std::string read_thumbnail(const store::Case& from, ImportId import, uint32_t picture) {
  const auto bundle = open_shard(from, import, picture / kShardPictures);
  if (!bundle) return "";
  const auto one = bundle->get_strings("thumbnail", picture % kShardPictures, 1);
  return one ? std::string((*one)[0]) : "";
}

Result<StringColumn> read_features(const store::Case& from, ImportId import, uint32_t shard) {
  const auto bundle = open_shard(from, import, shard);
  if (!bundle)
    return fail(Code::not_found, shard_name(import, shard) + " is not there; run `maillon link`");
  return bundle->get_strings("features");
}

PhotoNames::PhotoNames(const PhotoTable& photos, const std::set<Sha256>& always)
    : one_folder_(photos.one_folder != 0) {
  for (uint32_t i = 0; i < photos.count(); ++i) {
    if (!is_recognisable(photos, i) && !always.contains(sha256_at(photos, i))) continue;
    const auto* hash = reinterpret_cast<const uint8_t*>(photos.sha256[i].data());
    sha256_.emplace(photos.name[i], to_hex(hash, sizeof(Sha256)));
  }
}

std::optional<std::string> PhotoNames::find(uint32_t file, const std::string& name) const {
  const auto at = sha256_.find(archive_name(one_folder_, file, name));
  return at == sha256_.end() ? std::nullopt : std::optional(at->second);
}

std::string photo_version(const PhotoTable& photos, const std::set<Sha256>& always) {
  uint64_t texts = 0;
  for (uint32_t i = 0; i < photos.count(); ++i) {
    texts = hash64(photos.text[i], texts);
    if (!is_recognisable(photos, i) && always.contains(sha256_at(photos, i)))
      texts = hash64(photos.sha256[i], texts);
  }
  return fmt::format("{}-{:016x}", kMadeWith, texts);
}

}  // namespace maillon::tasks
