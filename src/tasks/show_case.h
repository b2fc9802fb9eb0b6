// A case opened for the reading verbs: its file, the derived arrays, a reader of
// the original posts.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/lists/listed.h"
#include "tasks/prices.h"
#include "tasks/verbs.h"
#include "tasks/word_search.h"

namespace maillon::tasks {

struct OpenedCase {
  std::unique_ptr<store::Case> file;  // stays where it is: the reader points to it
  CaseData data;
  std::unique_ptr<PostReader> reader;
  std::unique_ptr<SharedWordSearch> words = std::make_unique<SharedWordSearch>();
  std::unique_ptr<SharedSelectorLists> lists = std::make_unique<SharedSelectorLists>();
  std::unique_ptr<SharedPrices> prices = std::make_unique<SharedPrices>();
  std::string country;  // kept with the case: for phones in national form; "" = none

  // The country that was asked for, else the case's.
  const std::string& country_or(const std::string& asked) const {
    return asked.empty() ? country : asked;
  }
};

// Opens the case and loads what the last link left. Says on standard error if it
// is stale. Fails as store::Case::open and load_case_data.
Result<OpenedCase> open_linked(const std::string& case_path);

// Notes in the log that somebody read: {"what":...}.
Result<void> log_reading(store::Case& from, std::string_view action, std::string_view what,
                         const store::By& by);

}  // namespace maillon::tasks
