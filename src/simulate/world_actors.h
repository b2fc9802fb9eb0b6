// Who posts in a made-up world: drawn from the seed and the actor's number alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/records.h"
#include "simulate/grammar.h"
#include "simulate/phones.h"
#include "simulate/random.h"
#include "simulate/world.h"

namespace maillon::simulate {

// The rates of one world, drawn from ranges by its seed.
struct WorldRates {
  double operations, copiers, clients, recyclers;  // shares of the actors; the rest: individuals
  double disguising;                               // operations that hide their selectors
  double seen_again;                               // posts that come a second time
  double single_kind;                              // operations that keep one kind of evidence only
  double job_ads;                                  // individuals who offer work rather than things
  uint32_t sites;                                  // 2 to 4
  uint64_t agencies;
};
WorldRates draw_rates(const WorldSettings& settings);

enum class Role : uint8_t { operation, individual, copier, client, recycler };
enum class Evidence : uint8_t { all, wording, phone, handle, email, wallet, iban };

struct Actor {
  uint64_t number = 0;
  Role role = Role::individual;
  uint32_t posts = 1;
  int64_t begin = 0, duration = 0;  // seconds

  Evidence evidence = Evidence::all;
  Language language = Language::english, second_language = Language::english;
  std::string_view home;  // country of its phones and accounts
  bool is_job = true;
  uint32_t trade = 0;
  bool same_text = true;  // posts follow a wording; false: each has its own
  bool disguises = false;
  double changed_words = 0;
  uint32_t site = 0;  // individuals stay on one
  bool has_phone = true, has_handle = false, has_email = false, has_wallet = false,
       has_iban = false;
  Service handle_service = Service::telegram, chain = Service::bitcoin;
  // After how many posts it changes its phone, handle, wording; and where it begins.
  uint32_t phone_period = 1, handle_period = 1, wording_period = 1, offset = 0;
  uint32_t route_towns = 1, stay = 1;
  uint64_t victim = 0;  // copier: whose wording; recycler: whose phone
  uint32_t victim_version = 0;
  uint64_t agency = 0;  // client
};

// As the truth names it: a letter of the role, and the number.
std::string label(const Actor& actor);

class Actors {
 public:
  explicit Actors(const WorldSettings& settings);

  const WorldRates& rates() const { return rates_; }
  uint64_t size() const { return size_; }
  // Actor `number` < size(). Actors begin in the order of their numbers.
  Actor actor(uint64_t number) const;
  // The number that the actor has at its post `member`.
  Phone phone(const Actor& actor, uint32_t member) const;
  Phone agency_phone(uint64_t agency, std::string_view country) const;
  Language agency_language(uint64_t agency) const;
  // Which wording the post follows, and in which language.
  uint32_t version(const Actor& actor, uint32_t member) const;
  Language language(const Actor& actor, uint32_t version) const;
  // The first post that follows the wording.
  uint32_t first_member(const Actor& actor, uint32_t version) const;

  Random stream(uint64_t what, uint64_t a = 0, uint64_t b = 0) const {
    return Random::of({settings_.seed, what, a, b});
  }

 private:
  void draw_role(Random& random, Actor& actor) const;
  Actor without_victim(uint64_t number) const;
  void draw_operation(Random& random, Actor& actor) const;
  void draw_individual(Random& random, Actor& actor) const;
  bool find_victim(Random& random, Actor& actor) const;

  WorldSettings settings_;
  WorldRates rates_;
  uint64_t size_ = 0;
};

// Names of streams of random numbers; numbers are kept, so that worlds stay as they are.
enum Stream : uint64_t {
  kRates = 100,
  kActor,
  kPhone,
  kHandle,
  kEmail,
  kWallet,
  kIban,
  kWording,
  kPost,
  kSite,
  kAgency,
  kRoute,
  kVictim,
  kSeenAgain,
  kNames,
  kTime,
  kPictureRates,
  kPicture,
  kAlbum,
  kScene,
  kAgencyScene,
  kStockScene,
};

}  // namespace maillon::simulate
