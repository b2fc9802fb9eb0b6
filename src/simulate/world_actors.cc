#include "simulate/world_actors.h"

#include <algorithm>
#include <span>

#include "base/civil_time.h"
#include "simulate/places.h"

namespace maillon::simulate {
namespace {

constexpr uint32_t kSmallestOperation = 2, kLargestOperation = 400;
constexpr uint32_t kFarthestVictim = 4000;  // actors back
constexpr int kVictimTries = 300;
constexpr uint32_t kFewestVictimPosts = 6;

// Shares of the languages in a thousand, in their order.
constexpr uint32_t kLanguageShares[kLanguageCount] = {240, 140, 140, 110, 80, 70,
                                                      60,  60,  40,  30,  30};

Language draw_language(Random& random) {
  uint32_t at = random.below(1000);
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    if (at < kLanguageShares[i]) return static_cast<Language>(i);
    at -= kLanguageShares[i];
  }
  return Language::english;
}

double draw_between(Random& random, double low, double high) {
  return low + (high - low) * random.unit();
}

Service draw_handle_service(Random& random, Language language) {
  if (language == Language::chinese && random.chance(0.6)) return Service::wechat;
  return random.chance(0.65) ? Service::telegram : Service::instagram;
}

Service draw_chain(Random& random) {
  constexpr Service kChains[] = {Service::bitcoin, Service::bitcoin,  Service::ethereum,
                                 Service::tron,    Service::litecoin, Service::monero};
  return random.pick(kChains);
}

}  // namespace

std::string label(const Actor& actor) {
  constexpr char kLetters[] = {'o', 'i', 'c', 'a', 'r'};
  return kLetters[static_cast<std::size_t>(actor.role)] + std::to_string(actor.number);
}

WorldRates draw_rates(const WorldSettings& settings) {
  Random random = Random::of({settings.seed, kRates, 0, 0});
  WorldRates rates{};
  rates.operations = draw_between(random, 0.08, 0.15);
  rates.copiers = draw_between(random, 0.003, 0.010);
  rates.clients = draw_between(random, 0.03, 0.08);
  rates.recyclers = draw_between(random, 0.004, 0.015);
  rates.disguising = draw_between(random, 0.20, 0.50);
  rates.seen_again = draw_between(random, 0.01, 0.04);
  rates.single_kind = draw_between(random, 0.25, 0.45);
  rates.job_ads = draw_between(random, 0.35, 0.60);
  rates.sites = static_cast<uint32_t>(random.between(2, 4));
  rates.agencies = std::max<uint64_t>(1, static_cast<uint64_t>(settings.posts) / 2500);
  return rates;
}

Actors::Actors(const WorldSettings& settings) : settings_(settings), rates_(draw_rates(settings)) {
  for (uint64_t posts = 0; posts < static_cast<uint64_t>(settings.posts); ++size_) {
    Random random = stream(kActor, size_);
    Actor actor;
    draw_role(random, actor);
    posts += actor.posts;
  }
}

void Actors::draw_role(Random& random, Actor& actor) const {
  double at = random.unit();
  const auto takes = [&at](double share) {
    at -= share;
    return at < 0;
  };
  if (takes(rates_.operations)) {
    // P(posts >= s) is about 2 / s.
    actor.role = Role::operation;
    constexpr double kTail = double{kSmallestOperation} / kLargestOperation;
    const double share = kTail + (1 - kTail) * (1 - random.unit());
    actor.posts = static_cast<uint32_t>(kSmallestOperation / share);
    return;
  }
  if (takes(rates_.copiers)) {
    actor.role = Role::copier;
    actor.posts = static_cast<uint32_t>(random.between(3, 12));
    return;
  }
  actor.role = takes(rates_.clients)     ? Role::client
               : takes(rates_.recyclers) ? Role::recycler
                                         : Role::individual;
  constexpr uint32_t kPosts[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5, 6};
  actor.posts = random.pick(kPosts);
}

void Actors::draw_operation(Random& random, Actor& actor) const {
  actor.is_job = random.chance(0.85);
  actor.disguises = random.chance(rates_.disguising);
  actor.changed_words = draw_between(random, 0, 0.05);
  actor.phone_period = static_cast<uint32_t>(random.between(4, 40));
  actor.handle_period = static_cast<uint32_t>(random.between(10, 90));
  actor.wording_period = static_cast<uint32_t>(random.between(12, 120));
  actor.offset = random.below(1000);
  actor.route_towns = static_cast<uint32_t>(random.between(2, 8));
  actor.stay = static_cast<uint32_t>(random.between(1, 6));
  if (random.chance(0.12)) actor.second_language = draw_language(random);
  if (random.chance(rates_.single_kind)) {
    constexpr Evidence kKinds[] = {Evidence::wording, Evidence::wording, Evidence::phone,
                                   Evidence::phone,   Evidence::handle,  Evidence::email,
                                   Evidence::wallet,  Evidence::iban};
    actor.evidence = random.pick(kKinds);
    actor.has_phone = actor.evidence == Evidence::phone;
    actor.has_handle = actor.evidence == Evidence::handle;
    actor.has_email = actor.evidence == Evidence::email;
    actor.has_wallet = actor.evidence == Evidence::wallet;
    actor.has_iban = actor.evidence == Evidence::iban;
    actor.same_text = actor.evidence == Evidence::wording;
    // One kind that changed would leave nothing to link by.
    actor.phone_period = actor.handle_period = actor.wording_period = UINT32_MAX;
    actor.offset = 0;
    if (actor.same_text) actor.second_language = actor.language;
    return;
  }
  actor.has_phone = random.chance(0.92);
  actor.has_handle = random.chance(0.6) || !actor.has_phone;
  actor.has_email = random.chance(0.4);
  actor.has_wallet = random.chance(0.12);
  actor.has_iban = random.chance(0.15);
}

void Actors::draw_individual(Random& random, Actor& actor) const {
  actor.is_job = random.chance(rates_.job_ads);
  actor.disguises = random.chance(rates_.disguising * 0.2);
  actor.phone_period = actor.handle_period = actor.wording_period = UINT32_MAX;
  actor.same_text = random.chance(0.6);
  const double contact = random.unit();
  actor.has_phone = contact < 0.70;
  actor.has_email = contact >= 0.60 && contact < 0.82;
  actor.has_handle = contact >= 0.78 && contact < 0.93;
  if (actor.role == Role::copier) {
    actor.has_phone = actor.same_text = true;
    actor.changed_words = draw_between(random, 0, 0.04);
  }
  if (actor.role == Role::recycler) actor.has_phone = true;
  if (actor.role == Role::client && random.chance(0.5)) {
    actor.has_phone = actor.has_email = actor.has_handle = false;  // the agency's line only
  }
  // Without a selector, only the repeated text says that it is one person.
  if (!actor.has_phone && !actor.has_email && !actor.has_handle) actor.same_text = true;
}

Actor Actors::without_victim(uint64_t number) const {
  Random random = stream(kActor, number);
  Actor actor;
  actor.number = number;
  draw_role(random, actor);
  const int64_t span = int64_t{settings_.days} * kDay;
  const int64_t step = std::max<int64_t>(1, span / static_cast<int64_t>(size_));
  const auto at = static_cast<double>(number) / static_cast<double>(size_);
  actor.begin = settings_.start + static_cast<int64_t>(at * static_cast<double>(span)) +
                static_cast<int64_t>(random.unit() * static_cast<double>(step));
  const int days = actor.role == Role::operation ? random.between(10, 250) : random.between(1, 60);
  actor.duration = std::min(days * kDay, settings_.start + span - actor.begin);
  actor.duration = std::max<int64_t>(actor.duration, 3600);
  actor.language = draw_language(random);
  if (actor.role == Role::client) {
    actor.agency = random.next() % rates_.agencies;
    actor.language = agency_language(actor.agency);
  }
  actor.second_language = actor.language;
  actor.trade = random.below(kTrades);
  actor.site = random.below(rates_.sites);
  actor.home = random.pick(towns(actor.language)).country;
  actor.handle_service = draw_handle_service(random, actor.language);
  actor.chain = draw_chain(random);
  if (actor.role == Role::operation) {
    draw_operation(random, actor);
  } else {
    draw_individual(random, actor);
  }
  return actor;
}

bool Actors::find_victim(Random& random, Actor& actor) const {
  const auto back = static_cast<uint32_t>(std::min<uint64_t>(actor.number, kFarthestVictim));
  if (back == 0) return false;
  for (int i = 0; i < kVictimTries; ++i) {
    const uint64_t number = actor.number - 1 - random.below(back);
    Random role = stream(kActor, number);
    Actor other;
    draw_role(role, other);
    if (other.role != Role::operation || other.posts < kFewestVictimPosts) continue;
    other = without_victim(number);
    if (actor.role == Role::copier) {
      if (!other.same_text) continue;
      actor.victim_version = version(other, random.below(other.posts));
      actor.language = actor.second_language = language(other, actor.victim_version);
      actor.is_job = other.is_job;
      actor.trade = other.trade;
      actor.home = random.pick(towns(actor.language)).country;
    } else {
      // The operation has given the number up by the time that the other gets it.
      if (!other.has_phone || other.begin + other.duration > actor.begin) continue;
      actor.language = actor.second_language = other.language;
      actor.home = other.home;
    }
    actor.victim = number;
    return true;
  }
  return false;
}

Actor Actors::actor(uint64_t number) const {
  Actor actor = without_victim(number);
  if (actor.role != Role::copier && actor.role != Role::recycler) return actor;
  Random random = stream(kVictim, number);
  if (!find_victim(random, actor)) actor.role = Role::individual;
  return actor;
}

uint32_t Actors::version(const Actor& actor, uint32_t member) const {
  if (actor.role == Role::copier) return actor.victim_version;
  if (!actor.same_text) return member;
  return (member + actor.offset % actor.wording_period) / actor.wording_period;
}

Language Actors::language(const Actor& actor, uint32_t version) const {
  return version % 2 == 0 ? actor.language : actor.second_language;
}

uint32_t Actors::first_member(const Actor& actor, uint32_t version) const {
  if (!actor.same_text) return version;
  const uint64_t begin = uint64_t{version} * actor.wording_period;
  const uint64_t offset = actor.offset % actor.wording_period;
  return static_cast<uint32_t>(begin > offset ? begin - offset : 0);
}

Phone Actors::phone(const Actor& actor, uint32_t member) const {
  if (actor.role == Role::recycler) {
    Random random = stream(kPhone, actor.victim, 0);
    return make_phone(actor.home, random);
  }
  // Another part of the offset than the wording's, so that not all changes at once.
  const uint32_t offset = actor.offset / 7 % actor.phone_period;
  Random random = stream(kPhone, actor.number, (member + offset) / actor.phone_period);
  return make_phone(actor.home, random);
}

Phone Actors::agency_phone(uint64_t agency, std::string_view country) const {
  Random random = stream(kAgency, agency, 1);
  return make_phone(country, random);
}

Language Actors::agency_language(uint64_t agency) const {
  Random random = stream(kAgency, agency);
  return draw_language(random);
}

}  // namespace maillon::simulate
