// The longest passage that two posts have in common, as it stands in each.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "extract/text/tokens.h"
#include "report/ledger.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// The longest run of words that two texts share, as byte ranges. Figures are alike
// for the tokenizer, whatever they say, so they do not count for the length, and a run
// of nothing but figures is none. Of longer texts only the first 3,000 words are compared: the cost
// is the product of both.
struct SharedPassage {
  uint32_t words = 0, without_figures = 0;
  uint32_t begin_a = 0, end_a = 0, begin_b = 0, end_b = 0;
};
// Runs go through no phrase of `stock`: texts that have nothing to do with the two.
// What two of them say is a phrase of the site or of everybody.
SharedPassage find_shared_passage(std::string_view text_a, std::string_view text_b,
                                  const std::vector<std::string_view>& stock = {});

// Quotes passages for pairs of a case, passing over what other posts of the same
// sites say as well. Holds references to both.
class PassageQuoter {
 public:
  PassageQuoter(const CaseData& data, PostReader& reader) : data_(data), reader_(reader) {}
  // One quote of a and one of b, of their bodies; none where they share no passage
  // that is long enough to tell something.
  std::vector<report::Quote> quote(uint32_t a, uint32_t b);

 private:
  const std::string& body(uint32_t row);
  void add_others(uint32_t a, uint32_t b, uint32_t source, std::vector<uint32_t>& rows) const;

  const CaseData& data_;
  PostReader& reader_;
  std::map<uint32_t, std::string> bodies_;
};

}  // namespace maillon::tasks
