// How a post is made.
//
// A family is a list of sentences, each either one of the shared stock phrases or
// a sentence drawn from its own seed, some with slots (name, price, town, phone).
// A member of the family writes the sentences out, fills the slots with its own
// values and changes words; at the higher levels some members are reordered,
// lengthened, obfuscated or cut. An unrelated post is made like a family of one.
// The order of the posts is a permutation computed from the seed, so that post
// number i can be made alone, and nothing but the families' sizes is held.
#include "simulate/families.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "simulate/disguise.h"
#include "simulate/lexicon.h"
#include "simulate/phones.h"
#include "simulate/random.h"
#include "simulate/stock.h"

namespace maillon::simulate {
namespace {

constexpr double kNoiseShare = 0.70;
constexpr double kStockShare = 0.35;
constexpr uint32_t kSmallestFamily = 3, kLargestFamily = 300;
constexpr int kFewestSentences = 3, kMostSentences = 5;
constexpr int kOwnSentences = 2;           // at least so many of a family are its own
constexpr double kSiblingShare = 0.4;      // of a sibling's sentences, those of the other family
constexpr double kDisguisedWords = 0.35;   // of an obfuscated post
constexpr int64_t kFirstDay = 1704067200;  // 2024-01-01
constexpr uint32_t kDays = 365;

// What the level asks for, as shares.
struct Rates {
  double changed_words, rearranged, truncated, siblings;
};
constexpr Rates rates_of(Level level) {
  switch (level) {
    case Level::easy:
      return {0.01, 0, 0, 0};
    case Level::medium:
      return {0.05, 0.10, 0.05, 0};
    case Level::hard:
      break;
  }
  return {0.12, 0.25, 0.10, 0.20};
}

enum Slot : uint8_t { kNoSlot, kName, kPrice, kTown, kPhone };
constexpr std::size_t kSlotCount = 4;

// One sentence of a template: a stock phrase, or drawn from `seed`.
struct Sentence {
  uint64_t seed = 0;
  int stock = -1;     // index of the phrase
  uint8_t slots = 0;  // bit 1 << (slot - 1)
};
struct Template {
  Tongue tongue;
  std::vector<Sentence> sentences;
};

struct Word {
  std::string_view text;
  Slot slot = kNoSlot;
};

enum class Stream : uint64_t { sizes = 1, family, member, noise, order, sentence, sibling, extra };

Random stream(uint64_t seed, Stream what, uint64_t a = 0, uint64_t b = 0) {
  return Random::of({seed, static_cast<uint64_t>(what), a, b});
}

// Turns stock phrases into sentences of its own until there are `least` of those.
void make_own(std::span<Sentence> sentences, int least) {
  int own = 0;
  for (const Sentence& sentence : sentences) own += sentence.stock < 0 ? 1 : 0;
  for (Sentence& sentence : sentences) {
    if (own >= least) return;
    if (sentence.stock < 0) continue;
    sentence.stock = -1;
    ++own;
  }
}

// Puts each slot into one of the own sentences, with the probability.
void place_slots(Template& plan, Random& random, double probability) {
  const auto size = static_cast<uint32_t>(plan.sentences.size());
  for (std::size_t slot = 0; slot < kSlotCount; ++slot) {
    const uint32_t from = random.below(size);
    if (!random.chance(probability)) continue;
    for (uint32_t i = 0; i < size; ++i) {
      Sentence& sentence = plan.sentences[(from + i) % size];
      if (sentence.stock >= 0) continue;
      sentence.slots = static_cast<uint8_t>(sentence.slots | 1U << slot);
      break;
    }
  }
}

class Families {
 public:
  explicit Families(const FamiliesSettings& settings)
      : settings_(settings),
        rates_(rates_of(settings.level)),
        order_(static_cast<uint64_t>(settings.posts), mix64(settings.seed + 0x6f72646572ULL)) {
    plan_sizes();
  }

  void make(uint64_t number);
  const std::string& json() const { return json_; }
  const std::string& csv() const { return csv_; }

 private:
  void plan_sizes();
  bool is_sibling(uint64_t family) const;
  Template family_template(uint64_t family, bool alone) const;
  Template draw_template(Random& random, int own_sentences) const;
  void add_sentence(const Template& plan, const Sentence& sentence);
  void fill_slots(Tongue tongue, Random& random);
  void rearrange(const Template& plan, Random& random);
  void lengthen(const Template& plan, Random& random);
  void write_body(Tongue tongue, Random& random);
  void write_lines(uint64_t number, Tongue tongue, Random& random, int64_t family);

  FamiliesSettings settings_;
  Rates rates_;
  Permutation order_;
  Lexicon lexicon_;
  std::vector<uint64_t> ends_;  // of the families' places before the permutation

  // The post at hand.
  std::vector<std::vector<Word>> sentences_;
  std::vector<std::string_view> drawn_;
  std::array<std::string, kSlotCount> slots_;
  std::string e164_;
  bool has_phone_ = false, obfuscated_ = false;
  std::string body_, json_, csv_;
};

// P(size >= s) is about 3 / s: heavy-tailed, with a mean of about 13.
void Families::plan_sizes() {
  Random random = stream(settings_.seed, Stream::sizes);
  const auto posts =
      static_cast<uint64_t>(std::llround(static_cast<double>(settings_.posts) * (1 - kNoiseShare)));
  uint64_t placed = 0;
  while (posts - placed >= kSmallestFamily) {
    constexpr double kTail = double{kSmallestFamily} / kLargestFamily;
    const double share = kTail + (1 - kTail) * (1 - random.unit());
    const auto size = static_cast<uint64_t>(kSmallestFamily / share);
    placed += std::min(size, posts - placed);
    ends_.push_back(placed);
  }
}

bool Families::is_sibling(uint64_t family) const {
  return family > 0 && stream(settings_.seed, Stream::sibling, family).chance(rates_.siblings);
}

Template Families::draw_template(Random& random, int own_sentences) const {
  // Tongues in proportion to their stock phrases, so that each phrase is as common.
  constexpr std::array<Tongue, 15> kTongues = {
      Tongue::english, Tongue::english, Tongue::english, Tongue::english, Tongue::english,
      Tongue::english, Tongue::spanish, Tongue::spanish, Tongue::spanish, Tongue::french,
      Tongue::french,  Tongue::french,  Tongue::russian, Tongue::russian, Tongue::german};
  Template plan{random.pick(kTongues), {}};
  plan.sentences.resize(static_cast<std::size_t>(random.between(kFewestSentences, kMostSentences)));
  const auto phrases = static_cast<uint32_t>(stock_phrases(plan.tongue).size());
  for (Sentence& sentence : plan.sentences) {
    sentence.seed = random.next();
    if (random.chance(kStockShare)) sentence.stock = static_cast<int>(random.below(phrases));
  }
  make_own(plan.sentences, own_sentences);
  return plan;
}

// `alone`: without what it takes from another family.
Template Families::family_template(uint64_t family, bool alone) const {
  Random random = stream(settings_.seed, Stream::family, family);
  Template plan = draw_template(random, kOwnSentences);
  place_slots(plan, random, 1);
  if (alone || !is_sibling(family)) return plan;
  const Template other = family_template(random.next() % family, true);
  plan.tongue = other.tongue;
  const auto phrases = static_cast<uint32_t>(stock_phrases(plan.tongue).size());
  for (Sentence& sentence : plan.sentences) {
    if (sentence.stock >= 0) sentence.stock = static_cast<int>(random.below(phrases));
  }
  const auto shared = static_cast<std::size_t>(
      std::llround(kSiblingShare * static_cast<double>(plan.sentences.size())));
  for (std::size_t i = 0; i < shared; ++i) {
    plan.sentences[plan.sentences.size() - 1 - i] = other.sentences[i % other.sentences.size()];
  }
  make_own(std::span(plan.sentences).first(plan.sentences.size() - shared), kOwnSentences);
  return plan;
}

void Families::add_sentence(const Template& plan, const Sentence& sentence) {
  std::vector<Word>& words = sentences_.emplace_back();
  if (sentence.stock >= 0) {
    std::string_view rest = stock_phrases(plan.tongue)[static_cast<std::size_t>(sentence.stock)];
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      words.push_back({rest.substr(0, end)});
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return;
  }
  Random random(sentence.seed);
  drawn_.clear();
  lexicon_.draw_sentence(plan.tongue, random, drawn_);
  for (const std::string_view word : drawn_) words.push_back({word});
  for (std::size_t slot = 0; slot < kSlotCount; ++slot) {
    if ((sentence.slots >> slot & 1) == 0) continue;
    const auto at = 1 + random.below(static_cast<uint32_t>(words.size()));
    words.insert(words.begin() + at, {slots_[slot], static_cast<Slot>(slot + 1)});
  }
}

void Families::fill_slots(Tongue tongue, Random& random) {
  slots_[0] = random.pick(slot_names(tongue));
  slots_[1] = std::to_string(random.between(2, 60) * 5) + (tongue == Tongue::english ? " £" : " €");
  slots_[2] = random.pick(slot_towns(tongue));
  const Phone phone = make_phone(tongue_country(tongue), random);
  slots_[3] = write_international(phone, random);
  e164_ = phone.e164();
}

// One to three sentences of its own before or after.
void Families::lengthen(const Template& plan, Random& random) {
  const int more = random.between(1, 3);
  const bool before = random.chance(0.5);
  for (int i = 0; i < more; ++i) {
    add_sentence(plan, Sentence{random.next()});
  }
  if (before) std::rotate(sentences_.begin(), sentences_.end() - more, sentences_.end());
}

void Families::rearrange(const Template& plan, Random& random) {
  if (random.chance(rates_.rearranged)) {
    switch (random.below(3)) {
      case 0:
        for (std::size_t i = sentences_.size(); i > 1; --i) {
          std::swap(sentences_[i - 1], sentences_[random.below(static_cast<uint32_t>(i))]);
        }
        break;
      case 1:
        lengthen(plan, random);
        break;
      default:
        obfuscated_ = true;
    }
  }
  if (!random.chance(rates_.truncated)) return;
  std::size_t words = 0;
  for (const auto& sentence : sentences_) words += sentence.size();
  auto keep = static_cast<std::size_t>(static_cast<double>(words) * (0.4 + 0.4 * random.unit()));
  for (auto& sentence : sentences_) {
    if (sentence.size() > keep) sentence.resize(keep);
    keep -= sentence.size();
  }
}

void Families::write_body(Tongue tongue, Random& random) {
  body_.clear();
  has_phone_ = false;
  const char end = random.chance(0.2) ? '!' : '.';
  for (const auto& sentence : sentences_) {
    bool first = true;
    for (const auto& [text, slot] : sentence) {
      std::string_view word = text;
      std::string_view extra;
      if (slot == kPhone) has_phone_ = true;
      if (slot == kNoSlot && random.chance(rates_.changed_words)) {
        const uint32_t how = random.below(10);
        if (how == 0) continue;  // left out
        (how == 1 ? extra : word) = lexicon_.draw_any(tongue, random);
      }
      if (!body_.empty()) body_ += ' ';
      if (obfuscated_ && slot == kNoSlot && random.chance(kDisguisedWords)) {
        append_disguised(body_, word, random);
      } else if (first) {
        append_capitalised(body_, word);
      } else {
        body_ += word;
      }
      if (!extra.empty()) body_.append(" ").append(extra);
      first = false;
    }
    if (!first) body_ += end;
  }
}

void Families::write_lines(uint64_t number, Tongue tongue, Random& random, int64_t family) {
  const std::string id = std::to_string(number + 1);
  json_ = "{\"id\":\"";
  json_.append(id).append("\",\"source\":\"families\",\"posted_at\":\"");
  json_ += format_time(kFirstDay + random.below(kDays * 86400));
  json_.append("\",\"language\":\"").append(tongue_code(tongue)).append("\",\"body\":");
  append_json_string(json_, body_);
  json_ += '}';
  csv_ = id;
  if (family < 0) {
    csv_.append(",x").append(id).append(",,");
  } else {
    const std::string label = "t" + std::to_string(family + 1);
    csv_.append(",").append(label).append(",").append(label).append(",");
  }
  if (has_phone_) csv_ += e164_;
  csv_ += ",,,,";
}

void Families::make(uint64_t number) {
  const uint64_t place = order_(number);
  const auto family =
      static_cast<uint64_t>(std::upper_bound(ends_.begin(), ends_.end(), place) - ends_.begin());
  const bool is_member = family < ends_.size();
  Random random = stream(settings_.seed, is_member ? Stream::member : Stream::noise, place);
  Template plan;
  if (is_member) {
    plan = family_template(family, false);
  } else {
    plan = draw_template(random, 0);
    place_slots(plan, random, 0.6);
  }
  fill_slots(plan.tongue, random);
  sentences_.clear();
  obfuscated_ = false;
  for (const Sentence& sentence : plan.sentences) add_sentence(plan, sentence);
  rearrange(plan, random);
  write_body(plan.tongue, random);
  write_lines(number, plan.tongue, random, is_member ? static_cast<int64_t>(family) : -1);
}

}  // namespace

std::optional<Level> parse_level(std::string_view name) {
  if (name == "easy") return Level::easy;
  if (name == "medium") return Level::medium;
  if (name == "hard") return Level::hard;
  return std::nullopt;
}

void simulate_families(const FamiliesSettings& settings, TextSink& sink) {
  sink.truth("id,operator,template,phones,emails,handles,wallets,ibans");
  if (settings.posts <= 0) return;
  Families families(settings);
  for (uint64_t i = 0; i < static_cast<uint64_t>(settings.posts) && sink.is_open(); ++i) {
    families.make(i);
    sink.post(families.json());
    sink.truth(families.csv());
  }
}

}  // namespace maillon::simulate
