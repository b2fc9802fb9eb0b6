// Hash lists on disk (`maillon list import`) as banks that can be asked by many threads,
// and that follow the lists as they change.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"
#include "web/banks.h"

namespace maillon::web {

// The lists of a folder as they are now. Code::not_found if there is none.
Result<std::shared_ptr<const Banks>> open_list_banks(const std::string& folder);

// Looks every few seconds whether a list has changed, opens the lists anew beside the old
// ones, and gives the new ones to whoever asks from then on. If they cannot be opened it
// says so on standard error and keeps the old ones.
class ListBanks : public BankSource {
 public:
  static Result<std::unique_ptr<ListBanks>> open(const std::string& folder);
  ~ListBanks() override;

  std::shared_ptr<const Banks> current() const override;

 private:
  ListBanks(std::string folder, std::string stamp, std::shared_ptr<const Banks> banks);
  void watch();

  const std::string folder_;
  std::string stamp_;  // what the folder looked like when it was opened; of the watching thread
  mutable std::mutex mutex_;  // guards banks_ and done_
  std::condition_variable wake_;
  std::shared_ptr<const Banks> banks_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace maillon::web
