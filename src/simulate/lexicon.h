// A made-up vocabulary with real function words and Zipf-like frequencies, so
// that unrelated sentences share common words as real ones do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/random.h"

namespace maillon::simulate {

// Languages of the made-up sentences.
enum class Tongue : uint8_t { english, spanish, french, russian, german };
inline constexpr std::size_t kTongueCount = 5;

enum class WordClass : uint8_t {
  noun,
  verb,
  adjective,
  adverb,
  article,
  preposition,
  conjunction,
  pronoun
};

class Lexicon {
 public:
  // Builds about 150,000 words; the same ones always.
  Lexicon();

  // A word of the class, common ones more often: content words by
  // Zipf-Mandelbrot with 1 / (rank + 8), function words evenly. The view lives as
  // long as the lexicon.
  std::string_view draw(Tongue tongue, WordClass word_class, Random& random) const;
  // Any content word: what a changed word becomes.
  std::string_view draw_any(Tongue tongue, Random& random) const;
  // Appends the words of one sentence (6 to 11 words).
  void draw_sentence(Tongue tongue, Random& random, std::vector<std::string_view>& words) const;

 private:
  struct Class {
    std::vector<uint32_t> begins;     // rank -> place in bytes_, one more at the end
    std::vector<uint32_t> quantiles;  // rank at each 4096th of the frequency
  };
  void add_class(Tongue tongue, WordClass word_class, uint32_t size);

  std::string bytes_;
  Class classes_[kTongueCount][4];
};

}  // namespace maillon::simulate
