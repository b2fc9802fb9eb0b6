#include "tasks/hash_lists.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/ascii.h"
#include "store/file.h"
#include "tasks/data_folder.h"

namespace maillon::tasks {

const char* const kReportingDuty =
    "classed as abuse of children: do not view, copy or pass on the file; report it as your law "
    "requires (a hotline of inhope.org, in the USA NCMEC's CyberTipline) and keep the record";

namespace {

constexpr const char* kListsVariable = "MAILLON_LISTS";

}  // namespace

std::string default_lists_folder() {
  return data_folder(kListsVariable, "lists");
}

void set_lists_folder(const std::string& folder) {
  std::error_code error;
  const std::string whole = std::filesystem::absolute(folder, error).string();
  ::setenv(kListsVariable, error ? folder.c_str() : whole.c_str(), 1);
}

Result<std::string> list_folder(const std::string& folder, const std::string& name) {
  if (!is_plain_name(name, "-_")) {
    return fail(Code::invalid_input,
                "a list's name has 1 to 64 letters, digits, - and _, as in --list ncii-2026");
  }
  return folder + "/" + name;
}

Result<std::vector<NamedList>> open_lists(const std::string& folder, const std::string& only) {
  std::vector<std::string> names{only};
  if (only.empty()) {
    TRY(names, store::list_directory(folder));
  }
  std::vector<NamedList> lists;
  for (const std::string& name : names) {
    const auto path = list_folder(folder, name);
    if (only.empty() && (!path || !store::is_list(*path))) continue;
    if (!path) return tl::unexpected<Error>(path.error());
    if (!store::is_list(*path)) {
      return fail(
          Code::not_found,
          fmt::format("there is no list '{}' in {}; `maillon list show` names those that are", name,
                      folder));
    }
    TRY(store::HashList list, store::HashList::open(*path));
    lists.push_back({name, std::move(list)});
  }
  return lists;
}

std::string describe_entry(const store::StoredEntry& stored) {
  const share::ListEntry& e = stored.entry;
  std::string out;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    if (!out.empty()) out += ", ";
    out.append(name);
    out += name.empty() ? "" : " ";
    out += value;
  };
  std::string classed = e.classification;
  if (!classed.empty() && !e.scheme.empty()) classed += " (" + e.scheme;
  if (!classed.empty() && !e.scheme.empty())
    classed += e.country.empty() ? ")" : " " + e.country + ")";
  add("class", classed);
  add("id", e.id);
  add("by", e.member);
  for (const std::string& tag : e.tags) add("tag", tag);
  add("status", e.status);
  add("of", e.timestamp);
  return out;
}

}  // namespace maillon::tasks
