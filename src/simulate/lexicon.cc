#include "simulate/lexicon.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace maillon::simulate {
namespace {

constexpr uint32_t kQuantiles = 4096;
constexpr uint32_t kMandelbrot = 8;  // flattens the head, as in real text
constexpr std::array<uint32_t, 4> kClassSizes = {16000, 6000, 6000, 1500};
constexpr uint32_t kShortWords = 400;  // the commonest have two syllables, the others three

// Consonants and vowels of which words are made. No vowel is among the
// consonants, so that different numbers give different words.
struct Sounds {
  std::array<std::string_view, 16> consonants;
  std::array<std::string_view, 5> vowels;
  std::array<std::string_view, 4> endings;  // noun, verb, adjective, adverb
};
constexpr std::array<Sounds, kTongueCount> kSounds = {{
    {{"b", "bl", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "st", "t", "w"},
     {"a", "e", "i", "o", "u"},
     {"n", "t", "sh", "ly"}},
    {{"b", "c", "d", "f", "g", "j", "l", "ll", "m", "n", "p", "qu", "r", "s", "t", "v"},
     {"a", "e", "i", "o", "u"},
     {"", "r", "do", "mente"}},
    {{"b", "bl", "c", "ch", "d", "f", "g", "j", "l", "m", "n", "p", "r", "s", "t", "v"},
     {"a", "é", "i", "o", "u"},
     {"ge", "nt", "x", "ment"}},
    {{"б", "в", "г", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "т", "х", "ч"},
     {"а", "е", "и", "о", "у"},
     {"н", "ть", "ный", "но"}},
    {{"b", "d", "f", "g", "h", "k", "l", "m", "n", "r", "s", "sch", "st", "t", "w", "z"},
     {"a", "e", "i", "o", "u"},
     {"ng", "n", "ig", "s"}},
}};

using Words = std::span<const std::string_view>;
constexpr std::string_view kArticles[kTongueCount][8] = {
    {"the", "a", "this", "our", "your", "each", "every", "some"},
    {"el", "la", "un", "una", "este", "nuestra", "cada", "los"},
    {"le", "la", "un", "une", "ce", "notre", "chaque", "les"},
    {"этот", "наш", "каждый", "весь", "один", "ваш", "та", "свой"},
    {"der", "die", "das", "ein", "eine", "unser", "jeder", "dieser"}};
constexpr std::string_view kPrepositions[kTongueCount][8] = {
    {"of", "in", "to", "for", "with", "on", "at", "from"},
    {"de", "en", "a", "para", "con", "por", "sobre", "desde"},
    {"de", "dans", "pour", "avec", "sur", "par", "chez", "sous"},
    {"в", "на", "с", "для", "от", "по", "из", "у"},
    {"von", "in", "mit", "für", "auf", "bei", "aus", "nach"}};
constexpr std::string_view kConjunctions[kTongueCount][4] = {{"and", "or", "but", "because"},
                                                             {"y", "o", "pero", "porque"},
                                                             {"et", "ou", "mais", "car"},
                                                             {"и", "или", "но", "что"},
                                                             {"und", "oder", "aber", "weil"}};
constexpr std::string_view kPronouns[kTongueCount][6] = {
    {"we", "you", "they", "it", "I", "who"},
    {"nosotros", "usted", "ellos", "yo", "quien", "ella"},
    {"nous", "vous", "ils", "je", "qui", "elle"},
    {"мы", "вы", "они", "я", "кто", "она"},
    {"wir", "Sie", "ich", "er", "wer", "sie"}};

// D article, N noun, A adjective, V verb, R adverb, P preposition, C conjunction, S pronoun.
constexpr std::string_view kPatterns[] = {
    "DNVPDN", "DANVDN",     "SVDNPN",   "SVRPDAN",    "DNPDNVR",     "PDNSVDN",   "SVDANPDN",
    "DNCNVR", "DNVDANPDNR", "SVNCVPDN", "DNVAPDACAN", "PDANSVRDNPN", "NVDNPDANCN"};

WordClass class_of(char letter) {
  switch (letter) {
    case 'D':
      return WordClass::article;
    case 'N':
      return WordClass::noun;
    case 'A':
      return WordClass::adjective;
    case 'V':
      return WordClass::verb;
    case 'R':
      return WordClass::adverb;
    case 'P':
      return WordClass::preposition;
    case 'C':
      return WordClass::conjunction;
    default:
      return WordClass::pronoun;
  }
}

Words function_words(Tongue tongue, WordClass word_class) {
  const auto t = static_cast<std::size_t>(tongue);
  switch (word_class) {
    case WordClass::article:
      return kArticles[t];
    case WordClass::preposition:
      return kPrepositions[t];
    case WordClass::conjunction:
      return kConjunctions[t];
    default:
      return kPronouns[t];
  }
}

// The ranks below which each 4096th of the text lies, in integers.
std::vector<uint32_t> make_quantiles(uint32_t size) {
  constexpr uint64_t kScale = uint64_t{1} << 40;
  uint64_t total = 0;
  for (uint32_t rank = 0; rank < size; ++rank) total += kScale / (rank + kMandelbrot);
  std::vector<uint32_t> quantiles{0};
  uint64_t sum = 0;
  for (uint32_t rank = 0; rank < size; ++rank) {
    sum += kScale / (rank + kMandelbrot);
    while (quantiles.size() < kQuantiles && sum >= total / kQuantiles * quantiles.size()) {
      quantiles.push_back(rank);
    }
  }
  quantiles.resize(kQuantiles + 1, size - 1);
  return quantiles;
}

}  // namespace

Lexicon::Lexicon() {
  for (std::size_t t = 0; t < kTongueCount; ++t) {
    for (std::size_t c = 0; c < kClassSizes.size(); ++c) {
      add_class(static_cast<Tongue>(t), static_cast<WordClass>(c), kClassSizes[c]);
    }
  }
}

void Lexicon::add_class(Tongue tongue, WordClass word_class, uint32_t size) {
  const auto t = static_cast<std::size_t>(tongue), c = static_cast<std::size_t>(word_class);
  const Sounds& sounds = kSounds[t];
  constexpr uint32_t kSyllables = 16 * 5;
  Class& words = classes_[t][c];
  words.quantiles = make_quantiles(size);
  for (uint32_t rank = 0; rank < size; ++rank) {
    words.begins.push_back(static_cast<uint32_t>(bytes_.size()));
    // Both factors are coprime to 80, so the mapping is one to one.
    const bool is_short = rank < kShortWords;
    const uint64_t offset = rank + 1000 * c;
    uint64_t number = is_short ? offset * 3571 % (kSyllables * kSyllables)
                               : offset * 188417 % (kSyllables * kSyllables * kSyllables);
    for (int syllable = 0; syllable < (is_short ? 2 : 3); ++syllable, number /= kSyllables) {
      bytes_ += sounds.consonants[number % 16];
      bytes_ += sounds.vowels[number % kSyllables / 16];
    }
    bytes_ += sounds.endings[c];
  }
  words.begins.push_back(static_cast<uint32_t>(bytes_.size()));
}

std::string_view Lexicon::draw(Tongue tongue, WordClass word_class, Random& random) const {
  if (word_class > WordClass::adverb) return random.pick(function_words(tongue, word_class));
  const Class& words =
      classes_[static_cast<std::size_t>(tongue)][static_cast<std::size_t>(word_class)];
  const uint64_t number = random.next();
  const uint64_t at = number >> 52;  // 12 bits
  const uint32_t low = words.quantiles[at];
  const uint32_t width = words.quantiles[at + 1] - low + 1;
  const auto rank = low + static_cast<uint32_t>((number & 0xffffffff) * uint64_t{width} >> 32);
  return std::string_view(bytes_).substr(words.begins[rank],
                                         words.begins[rank + 1] - words.begins[rank]);
}

std::string_view Lexicon::draw_any(Tongue tongue, Random& random) const {
  const uint32_t which = random.below(8);
  return draw(tongue,
              which < 4   ? WordClass::noun
              : which < 6 ? WordClass::verb
                          : WordClass::adjective,
              random);
}

void Lexicon::draw_sentence(Tongue tongue, Random& random,
                            std::vector<std::string_view>& words) const {
  for (const char letter : random.pick(kPatterns)) {
    words.push_back(draw(tongue, class_of(letter), random));
  }
}

}  // namespace maillon::simulate
