// What the selector lists of this machine say of selectors, for all who read a case.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "report/listed.h"
#include "report/nouns.h"
#include "tasks/lists/selector_lists.h"
#include "tasks/text_match.h"

namespace maillon::tasks {

// Opened when the first one asks, and anew when a list has changed. For any number of threads.
class SharedSelectorLists {
 public:
  // Of the folder where lists are if nobody says. A list that cannot be opened is told on standard
  // error, and left out.
  SharedSelectorLists();
  explicit SharedSelectorLists(std::string folder) : folder_(std::move(folder)) {}

  // Entries that name one of these, at most `most`, in their order, then by list.
  std::vector<report::ListedLine> find(const std::vector<report::SelectorLine>& selectors,
                                       std::size_t most);
  // Which lists name it, by name.
  std::vector<ListName> names_of(SelectorKind kind, Service service, std::string_view value);
  using Lists = std::shared_ptr<const std::vector<NamedSelectorList>>;  // shared by those who read
  Lists current();

 private:
  const std::string folder_;
  std::mutex mutex_;  // guards what follows
  std::string stamp_;
  Lists lists_;
};

}  // namespace maillon::tasks
