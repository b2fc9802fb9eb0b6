#include "tasks/lists/listed.h"

#include <filesystem>

#include <fmt/format.h>

#include "store/file.h"
#include "store/selector_list.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

// Names, sizes and times of the lists' files: equal if nothing was written meanwhile.
std::string stamp_of_lists(const std::string& folder, std::vector<std::string>& names) {
  std::string stamp;
  const auto all = store::list_directory(folder);
  if (!all) return stamp;
  for (const std::string& name : *all) {
    if (!has_selector_list(folder, name)) continue;
    std::error_code error;
    const fs::path file = store::selectors_path((fs::path(folder) / name).string());
    const auto time = fs::last_write_time(file, error).time_since_epoch().count();
    const auto size = fs::file_size(file, error);
    stamp += fmt::format("{} {} {}\n", name, size, time);
    names.push_back(name);
  }
  return stamp;
}

}  // namespace

SharedSelectorLists::SharedSelectorLists() : SharedSelectorLists(default_lists_folder()) {}

SharedSelectorLists::Lists SharedSelectorLists::current() {
  std::vector<std::string> names;
  const std::string stamp = stamp_of_lists(folder_, names);
  const std::lock_guard lock(mutex_);
  if (lists_ != nullptr && stamp == stamp_) return lists_;
  std::vector<NamedSelectorList> opened;
  for (const std::string& name : names) {
    auto one = open_selector_lists(folder_, name);
    if (one) {
      opened.push_back(std::move(one->front()));
    } else {
      say(one.error().message);
    }
  }
  lists_ = std::make_shared<const std::vector<NamedSelectorList>>(std::move(opened));
  stamp_ = stamp;
  return lists_;
}

std::vector<report::ListedLine> SharedSelectorLists::find(
    const std::vector<report::SelectorLine>& selectors, std::size_t most) {
  std::vector<report::ListedLine> lines;
  const Lists lists = current();
  if (lists->empty()) return lines;
  for (const report::SelectorLine& selector : selectors) {
    for (const NamedSelectorList& named : *lists) {
      for (const share::ListedSelector* entry :
           named.list.find(selector.kind, selector.service, selector.value)) {
        if (lines.size() == most) return lines;
        lines.push_back({selector.id, selector.kind, named.name, named.list.role,
                         share::describe_listed(*entry)});
      }
    }
  }
  return lines;
}

std::vector<ListName> SharedSelectorLists::names_of(SelectorKind kind, Service service,
                                                    std::string_view value) {
  std::vector<ListName> names;
  const Lists lists = current();
  for (const NamedSelectorList& named : *lists) {
    if (!named.list.find(kind, service, value).empty())
      names.push_back({named.name, named.list.role});
  }
  return names;
}

}  // namespace maillon::tasks
