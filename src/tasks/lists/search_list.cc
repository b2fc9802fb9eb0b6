#include "tasks/lists/search_list.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "tasks/lists/selector_lists.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kListedNetworks = 20, kEntriesShown = 5;

void print(const CaseData& data, const std::vector<ListedHit>& hits, Output& out) {
  for (const ListedHit& hit : hits) {
    const std::string networks = fmt::format("{}", fmt::join(hit.networks, ", "));
    const bool is_hub = !is_followed(data.selectors, hit.selector);
    out.write(printable(fmt::format(
                  "{}  {} {}  {}{}{}{}", selector_id(data.selectors, hit.selector),
                  kind_words(*hit.listed.front()), data.selectors.value[hit.selector],
                  report::count_of(hit.posts, "post", "posts"), networks.empty() ? "" : "  ",
                  networks, is_hub ? "  (a hub: links nobody)" : "")) +
              "\n");
    for (std::size_t i = 0; i < std::min(hit.listed.size(), kEntriesShown); ++i)
      out.write("  " + printable(share::describe_listed(*hit.listed[i])) + "\n");
    if (hit.listed.size() > kEntriesShown)
      out.write(fmt::format("  and {} more\n", hit.listed.size() - kEntriesShown));
  }
}

void print_json(const CaseData& data, const std::vector<ListedHit>& hits,
                const NamedSelectorList& named, uint64_t distinct, Output& out) {
  JsonWriter json;
  json.begin_object().member("list", named.name).member("role", named.list.role);
  json.member("selectors", distinct).key("rows").begin_array();
  for (const ListedHit& hit : hits) {
    json.begin_object().member("id", selector_id(data.selectors, hit.selector));
    json.member("kind", to_name(static_cast<SelectorKind>(data.selectors.kind[hit.selector])));
    json.member("service", to_name(static_cast<Service>(data.selectors.service[hit.selector])));
    json.member("value", data.selectors.value[hit.selector]).member("posts", hit.posts);
    json.member("networks", hit.networks);
    json.member("is_hub", !is_followed(data.selectors, hit.selector)).key("listed").begin_array();
    for (const share::ListedSelector* entry : hit.listed) write_json(json, *entry);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

// Selectors, each once however many objects name it.
uint64_t count_distinct(const share::SelectorList& list) {
  uint64_t count = 0;
  const share::ListedSelector* last = nullptr;
  for (const share::ListedSelector& entry : list.entries) {
    const bool is_same = last != nullptr && last->kind == entry.kind &&
                         last->value == entry.value && last->service == entry.service;
    count += is_same ? 0 : 1;
    last = &entry;
  }
  return count;
}

}  // namespace

std::vector<ListedHit> find_in_case(const CaseData& data, const share::SelectorList& list) {
  std::vector<ListedHit> hits;
  for (uint32_t s = 0; s < data.selectors.size(); ++s) {
    const auto kind = static_cast<SelectorKind>(data.selectors.kind[s]);
    const auto service = static_cast<Service>(data.selectors.service[s]);
    ListedHit hit;
    hit.listed = list.find(kind, service, data.selectors.value[s]);
    if (hit.listed.empty()) continue;
    hit.selector = s;
    const auto carriers = data.selectors.carriers(s);
    hit.posts = carriers.size();
    hit.networks = network_names(data, {carriers.begin(), carriers.end()}, kListedNetworks);
    hits.push_back(std::move(hit));
  }
  return hits;
}

Result<Outcome> search_list(const SearchListSettings& settings, const Context& context,
                            Output& out) {
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  return search_list(opened, settings, context, out);
}

Result<Outcome> search_list(const OpenedCase& opened, const SearchListSettings& settings,
                            const Context& context, Output& out) {
  TRY(const std::vector<NamedSelectorList> named,
      open_selector_lists(settings.folder, settings.name));
  const std::vector<ListedHit> hits = find_in_case(opened.data, named.front().list);
  const uint64_t distinct = count_distinct(named.front().list);
  const std::string of = report::count_of(distinct, "selector", "selectors");
  TRY_OK(log_reading(*opened.file, "search", fmt::format("the list {} of {}", settings.name, of),
                     context.by));
  if (context.json) {
    print_json(opened.data, hits, named.front(), distinct, out);
  } else {
    print(opened.data, hits, out);
    out.write(
        fmt::format("{}{} of this case {} on the list {} (role {}, {})\n", hits.empty() ? "" : "\n",
                    report::count_of(hits.size(), "selector", "selectors"),
                    hits.size() == 1 ? "is" : "are", settings.name, named.front().list.role, of));
  }
  return hits.empty() ? Outcome::empty : Outcome::done;
}

}  // namespace maillon::tasks
