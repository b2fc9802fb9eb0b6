#include "simulate/world_pictures.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/hash.h"

namespace maillon::simulate {
namespace {

constexpr uint64_t kPostsPerFolder = 1000;
constexpr double kMissing = 0.006, kTruncated = 0.003, kEmpty = 0.001;

// Of a hundred pictures that are altered, in the order of Alteration from reencoded on.
using Shares = uint32_t[kAlterations - 1];
constexpr Shares kOfOperations = {36, 18, 9, 6, 9, 3, 4, 8, 3, 4};
constexpr Shares kOfCopiers = {24, 14, 10, 8, 16, 6, 5, 10, 2, 5};  // they hide where it is from
constexpr Shares kOfOthers = {58, 22, 8, 4, 3, 1, 1, 1, 1, 1};

Alteration draw_alteration(const Shares& shares, Random& random) {
  uint32_t at = random.below(100);
  for (std::size_t i = 0; i < std::size(shares); ++i) {
    if (at < shares[i]) return static_cast<Alteration>(i + 1);
    at -= shares[i];
  }
  return Alteration::reencoded;
}

FileState draw_state(Random& random) {
  const double at = random.unit();
  if (at < kMissing) return FileState::missing;
  if (at < kMissing + kTruncated) return FileState::truncated;
  return at < kMissing + kTruncated + kEmpty ? FileState::empty : FileState::whole;
}

std::string_view to_name(FileState state) {
  constexpr std::string_view kNames[] = {"whole", "missing", "truncated", "empty"};
  return kNames[static_cast<std::size_t>(state)];
}

double between(Random& random, double low, double high) {
  return low + (high - low) * random.unit();
}

uint32_t draw_count(Random& random) {
  constexpr uint32_t kCounts[] = {1, 1, 1, 1, 2, 2, 3};
  return random.pick(kCounts);
}

}  // namespace

std::string picture_bytes(const PostPicture& picture) {
  if (picture.state == FileState::missing || picture.state == FileState::empty) return "";
  std::string bytes = make_jpeg(picture.recipe);
  if (picture.state == FileState::truncated) {
    bytes.resize(bytes.size() * (10 + mix64(picture.recipe.seed) % 60) / 100);
  }
  return bytes;
}

std::string picture_row(const PostPicture& picture, std::string_view bytes) {
  const PictureRecipe& recipe = picture.recipe;
  const bool is_whole = picture.state == FileState::whole;
  const bool is_collage = is_whole && recipe.alteration == Alteration::collage;
  std::string row = picture.file;
  for (const std::string& cell :
       {picture.state == FileState::missing ? "" : to_hex(sha256(bytes)),
        is_whole ? fmt::format("{:016x}", recipe.scene) : "",
        is_collage ? fmt::format("{:016x}", recipe.second) : "",
        std::string(to_name(recipe.alteration)), picture.post, picture.owner,
        std::string(to_name(picture.state)), recipe.text}) {
    row.append(",").append(cell);
  }
  return row;
}

PictureRates draw_picture_rates(const WorldSettings& settings) {
  Random random = Random::of({settings.seed, kPictureRates});
  PictureRates rates{};
  rates.operations = between(random, 0.75, 0.95);
  rates.individuals = between(random, 0.45, 0.70);
  rates.stock = between(random, 0.04, 0.10);
  rates.unaltered = between(random, 0.15, 0.35);
  rates.stock_scenes = static_cast<uint32_t>(std::clamp<int64_t>(settings.posts / 1000, 4, 2000));
  return rates;
}

PictureChooser::PictureChooser(const Actors& actors, const WorldSettings& settings)
    : actors_(actors),
      rates_(draw_picture_rates(settings)),
      folders_(static_cast<uint64_t>(settings.posts) / kPostsPerFolder + 1) {}

bool PictureChooser::has_album(const Actor& operation) const {
  Random random = actors_.stream(kAlbum, operation.number);
  // Half of those that keep one kind of evidence would have another one by their pictures.
  return random.chance(rates_.operations * (operation.evidence == Evidence::all ? 1 : 0.5));
}

void PictureChooser::take_from_album(const Actor& operation, uint32_t member, Random& random,
                                     std::vector<Chosen>& out) const {
  Random album = actors_.stream(kAlbum, operation.number, 1);
  const auto size = static_cast<uint32_t>(album.between(2, 6));
  const auto period = static_cast<uint32_t>(album.between(15, 90));
  const uint32_t offset = album.below(period), first = random.below(size);
  const uint32_t count = std::min(draw_count(random), size);
  for (uint32_t i = 0; i < count; ++i) {
    // One place of the album after the other gets a new scene, never all at once.
    const uint32_t place = (first + i) % size;
    const uint32_t epoch = (member + offset + place * period / size) / period;
    Random scene = actors_.stream(kScene, operation.number, uint64_t{place} << 32 | epoch);
    out.push_back({scene.next(), label(operation)});
  }
}

void PictureChooser::take_own(const Actor& actor, uint32_t member, Random& random,
                              std::vector<Chosen>& out) const {
  Random habits = actors_.stream(kAlbum, actor.number, 2);
  if (!habits.chance(rates_.individuals) || !random.chance(0.9)) return;
  // Who repeats a text may repeat the picture with it.
  const bool keeps = habits.chance(actor.same_text ? 0.4 : 0.05);
  Random scenes = actors_.stream(kScene, actor.number, keeps ? 0 : member);
  const uint32_t count = draw_count(scenes);
  for (uint32_t i = 0; i < count; ++i) out.push_back({scenes.next(), label(actor)});
}

std::vector<PictureChooser::Chosen> PictureChooser::choose_scenes(const Actor& actor,
                                                                  uint32_t member,
                                                                  Random& random) const {
  std::vector<Chosen> out;
  if (actor.role == Role::operation) {
    if (has_album(actor) && random.chance(0.85)) take_from_album(actor, member, random, out);
  } else if (actor.role == Role::copier) {
    const Actor victim = actors_.actor(actor.victim);
    if (!has_album(victim)) {
      take_own(actor, member, random, out);
    } else if (random.chance(0.85)) {
      take_from_album(victim, actors_.first_member(victim, actor.victim_version), random, out);
    }
  } else {
    if (actor.role == Role::client && random.chance(0.7)) {
      Random scene = actors_.stream(kAgencyScene, actor.agency, random.chance(0.7) ? 0 : 1);
      out.push_back({scene.next(), "agency" + std::to_string(actor.agency)});
    }
    take_own(actor, member, random, out);
  }
  for (Chosen& chosen : out) {
    if (!random.chance(rates_.stock)) continue;
    const double at = random.unit();  // a few are everybody's favourites
    Random scene = actors_.stream(
        kStockScene, static_cast<uint64_t>(at * at * static_cast<double>(rates_.stock_scenes)));
    chosen = {scene.next(), "stock"};
  }
  return out;
}

// Its number of the day, or words.
std::string PictureChooser::painted_text(const Actor& actor, uint32_t member,
                                         Random& random) const {
  if (actor.has_phone && random.chance(0.6)) return actors_.phone(actor, member).e164();
  constexpr std::string_view kWords[] = {"CALL TODAY", "START NOW",   "NEW",         "GOOD PAY",
                                         "TOP OFFER",  "LAST PLACES", "WRITE TO US", "24 H"};
  return std::string(random.pick(kWords));
}

PostPicture PictureChooser::alter(const Actor& actor, uint32_t member, const Chosen& chosen,
                                  const std::vector<Chosen>& all, Random& random) const {
  PostPicture picture;
  picture.owner = chosen.owner;
  picture.recipe.scene = chosen.scene;
  picture.recipe.seed = random.next();
  picture.state = draw_state(random);
  if (random.chance(rates_.unaltered)) return picture;
  const Shares& shares = actor.role == Role::operation ? kOfOperations
                         : actor.role == Role::copier  ? kOfCopiers
                                                       : kOfOthers;
  picture.recipe.alteration = draw_alteration(shares, random);
  if (picture.recipe.alteration == Alteration::text) {
    picture.recipe.text = painted_text(actor, member, random);
  }
  if (picture.recipe.alteration == Alteration::collage) {
    const uint64_t other = random.pick(all).scene;
    if (other == chosen.scene) {
      picture.recipe.alteration = Alteration::reencoded;  // nothing to put beside it
    } else {
      picture.recipe.second = other;
    }
  }
  return picture;
}

std::vector<PostPicture> PictureChooser::choose(const Actor& actor, uint32_t member,
                                                std::string_view id) const {
  Random random = actors_.stream(kPicture, actor.number, member);
  const std::vector<Chosen> scenes = choose_scenes(actor, member, random);
  std::vector<PostPicture> pictures;
  const uint64_t folder = mix64(actor.number * 0x9e3779b97f4a7c15ULL + member) % folders_;
  for (const Chosen& chosen : scenes) {
    PostPicture& picture = pictures.emplace_back(alter(actor, member, chosen, scenes, random));
    picture.post = id;
    picture.file = fmt::format("{:04}/{}-{}.jpg", folder, id, pictures.size());
  }
  return pictures;
}

}  // namespace maillon::simulate
