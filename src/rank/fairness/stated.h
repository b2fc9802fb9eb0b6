// What a text states of the people it speaks of, for reports on fairness and for nothing else:
// it is never kept with a post and never a feature of anything that ranks.
//
// A rough reading on purpose, by words (stated_words.h), the demonyms of the catalogue and simple
// patterns of ages. It finds what is said in plain words and misses the rest.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rank/catalogue.h"

namespace maillon::rank {

struct Stated {
  std::string sex;                       // "women", "men", "both"; "" = not stated
  std::string age;                       // as age_band; "" = not stated
  std::vector<std::string> sectors;      // sorted
  std::vector<std::string> nationality;  // sorted; one spelling of each, by language
};

// "under 18", "18-24", "25-34", "35-49", "50 and over".
std::string age_band(unsigned years);
// The lowest age that the text states in years of a person; 0 if none.
unsigned find_age(std::string_view text);

// One thread at a time.
class StatedReader {
 public:
  explicit StatedReader(const Catalogue& catalogue);
  ~StatedReader();
  StatedReader(StatedReader&&) noexcept;

  Stated read(std::string_view text);
  // The group of a nationality that somebody wrote by itself; the text if it is not known.
  std::string nationality_of(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon::rank
