#include "share/selector_list.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/civil_time.h"

namespace maillon::share {
namespace {

constexpr std::array<std::string_view, 5> kMarkings = {"clear", "green", "amber", "amber+strict",
                                                       "red"};

constexpr uint64_t kImportsWithRejects = 10;

auto key_of(const ListedSelector& entry) {
  return std::tie(entry.kind, entry.value, entry.service, entry.format, entry.object);
}

bool key_less(const ListedSelector& a, const ListedSelector& b) {
  return key_of(a) < key_of(b);
}

bool same_facts(const ListedSelector& a, ListedSelector b) {
  b.import = a.import;
  return a == b;
}

// Objects of different formats are different ones.
std::string object_key(const ListedSelector& entry) {
  return entry.format + ' ' + entry.object;
}

// What a list has of each object, and its newest version.
class Known {
 public:
  explicit Known(const SelectorList& list) : newest_(list.gone.begin(), list.gone.end()) {
    for (const ListedSelector& entry : list.entries) {
      int64_t& newest = newest_.try_emplace(object_key(entry), kNoTime).first->second;
      newest = std::max(newest, entry.modified);
    }
  }
  bool is_older(const std::string& object, int64_t modified) const {
    const auto known = newest_.find(object);
    return known != newest_.end() && modified != kNoTime && known->second > modified;
  }

 private:
  std::unordered_map<std::string, int64_t> newest_;
};

// The objects that an update names, and their versions.
std::unordered_map<std::string, int64_t> versions_of(const SelectorUpdate& update) {
  std::unordered_map<std::string, int64_t> versions;
  for (const auto* part : {&update.selectors, &update.withdrawn}) {
    for (const ListedSelector& entry : *part) {
      int64_t& newest = versions.try_emplace(object_key(entry), kNoTime).first->second;
      newest = std::max(newest, entry.modified);
    }
  }
  return versions;
}

// Notes which objects are withdrawn, and forgets those that are back: true if that changed.
bool remember_gone(SelectorList& list, const SelectorUpdate& update) {
  bool changed = false;
  for (const ListedSelector& entry : update.selectors) {
    const auto gone = list.gone.find(object_key(entry));
    if (gone == list.gone.end() || entry.modified < gone->second) continue;
    list.gone.erase(gone);
    changed = true;
  }
  for (const ListedSelector& entry : update.withdrawn) {
    if (entry.modified == kNoTime) continue;
    int64_t& version = list.gone.try_emplace(object_key(entry), kNoTime).first->second;
    changed = changed || version < entry.modified;
    version = std::max(version, entry.modified);
  }
  return changed;
}

}  // namespace

std::string describe_listed(const ListedSelector& listed) {
  std::string out = listed.format;
  const auto add = [&](std::string_view before, std::string_view text) {
    if (!text.empty()) out.append(", ").append(before).append(text);
  };
  add("by ", listed.source);
  add("", listed.label);
  add("", listed.comment);
  add("TLP:", to_upper(listed.tlp));
  add("to_ids ", listed.to_ids);
  if (listed.first_seen != kNoTime || listed.last_seen != kNoTime) {
    const std::string first = format_date(listed.first_seen), last = format_date(listed.last_seen);
    out += fmt::format(", seen {}{}{}", first, !first.empty() && !last.empty() ? " to " : "", last);
  }
  add("of ", format_date(listed.modified));
  add("", listed.object);
  return out;
}

const std::string& stricter_tlp(const std::string& a, const std::string& b) {
  const auto rank = [](const std::string& tlp) {  // not in the list: behind all of it
    return tlp.empty() ? -1
                       : std::find(kMarkings.begin(), kMarkings.end(), tlp) - kMarkings.begin();
  };
  return rank(b) > rank(a) ? b : a;
}

SelectorImport SelectorList::apply(SelectorUpdate update, bool replace) {
  SelectorImport about = std::move(update.about);
  about.id = imports.empty() ? 1 : imports.back().id + 1;
  about.replaced = replace;
  const Known known(*this);
  const auto named = versions_of(update);
  const auto did = [&](const ListedSelector& entry) -> SelectorCounts& {
    return about.did[std::string(to_name(entry.kind))];
  };
  std::stable_sort(update.selectors.begin(), update.selectors.end(), key_less);
  bool touched = remember_gone(*this, update);
  std::vector<ListedSelector> next;
  auto old = entries.begin();
  // An entry of the list that the update does not name.
  const auto pass = [&](ListedSelector& entry) {
    const auto object = named.find(object_key(entry));
    const bool is_gone =
        object == named.end() ? replace : !known.is_older(object->first, object->second);
    if (is_gone) ++did(entry).removed;
    touched = touched || is_gone;
    if (!is_gone) next.push_back(std::move(entry));
  };
  const ListedSelector* last = nullptr;
  for (ListedSelector& entry : update.selectors) {
    if (last != nullptr && key_of(*last) == key_of(entry)) {
      ++did(entry).repeated;
      continue;
    }
    last = &entry;
    for (; old != entries.end() && key_less(*old, entry); ++old) pass(*old);
    const bool there = old != entries.end() && key_of(*old) == key_of(entry);
    const std::string object = object_key(entry);
    if (known.is_older(object, named.at(object))) {
      ++did(entry).older;
      if (there) next.push_back(std::move(*old));
    } else if (there && same_facts(*old, entry)) {
      ++did(entry).unchanged;
      next.push_back(std::move(*old));
    } else {
      ++(there ? did(entry).updated : did(entry).added);
      next.push_back(entry);
      next.back().import = about.id;
      touched = true;
    }
    if (there) ++old;
  }
  for (; old != entries.end(); ++old) pass(*old);
  entries = std::move(next);
  const bool is_new = std::none_of(imports.begin(), imports.end(), [&](const SelectorImport& one) {
    return one.sha256 == about.sha256;
  });
  if (!touched && !(is_new && about.rejected > 0)) {
    about.id = 0;
    return about;
  }
  for (SelectorReject& reject : update.rejects) {
    reject.import = about.id;
    rejects.push_back(std::move(reject));
  }
  imports.push_back(about);
  // Where of older documents something stood that is no selector is of no use any more.
  const uint64_t oldest = about.id - std::min(about.id, kImportsWithRejects);
  std::erase_if(rejects, [&](const SelectorReject& one) { return one.import <= oldest; });
  return about;
}

std::vector<const ListedSelector*> SelectorList::find(SelectorKind kind, Service service,
                                                      std::string_view value) const {
  std::vector<const ListedSelector*> found;
  const auto begin =
      std::lower_bound(entries.begin(), entries.end(), std::pair(kind, value),
                       [](const auto& entry, const auto& at) {
                         return std::pair(entry.kind, std::string_view(entry.value)) < at;
                       });
  for (auto at = begin; at != entries.end() && at->kind == kind && at->value == value; ++at) {
    const bool any =
        at->service == Service::none || service == Service::none || kind == SelectorKind::phone;
    if (any || at->service == service) found.push_back(&*at);
  }
  return found;
}

}  // namespace maillon::share
