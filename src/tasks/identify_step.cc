#include "tasks/identify_step.h"

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/json_writer.h"
#include "network/identify.h"

namespace maillon::tasks {
namespace {

std::string changes_json(const network::Identified& identified) {
  JsonWriter json;
  json.begin_object();
  const auto list = [&](std::string_view key,
                        const std::vector<std::pair<uint32_t, uint32_t>>& pairs) {
    json.key(key).begin_array();
    for (const auto& [from, to] : pairs) json.begin_array().value(from).value(to).end_array();
    json.end_array();
  };
  list("merges", identified.merges);
  list("splits", identified.splits);
  json.end_object();
  return json.take();
}

// The number of each post, and the last one of those that are not in the case now (their import is
// undone, and may be redone) or whose network has dissolved: when they are together again, it is
// under the number that people know and wrote notes on.
store::Identities numbers_to_keep(const store::Identities& before, const std::vector<Key128>& keys,
                                  const std::vector<uint32_t>& labels,
                                  const network::Identified& identified) {
  const std::unordered_set<uint32_t> given(identified.network.begin(), identified.network.end());
  store::Identities now;
  now.next_network = identified.next;
  const auto keep = [&](const Key128& key, uint32_t number) {
    now.key.push_back(key);
    now.network.push_back(number);
  };
  const auto remember = [&](std::size_t old) {
    keep(before.key[old], before.network[old] | store::kWasIn);
  };
  std::size_t b = 0;
  for (std::size_t row = 0; row < keys.size(); ++row) {
    for (; b < before.key.size() && before.key[b] < keys[row]; ++b) remember(b);
    const bool was_known = b < before.key.size() && before.key[b] == keys[row];
    if (labels[row] != network::kAlone) {
      keep(keys[row], identified.network[labels[row]]);
    } else if (was_known && !given.contains(before.network[b] & ~store::kWasIn)) {
      remember(b);
    }
    if (was_known) ++b;
  }
  for (; b < before.key.size(); ++b) remember(b);
  return now;
}

}  // namespace

Result<std::vector<uint32_t>> identify(store::Case& open_case, const Posts& posts,
                                       const std::vector<uint32_t>& community,
                                       const Context& context) {
  const Step step(*context.progress, "identify");
  TRY(const store::Identities before, open_case.load_identities());
  std::vector<network::Identity> previous(before.key.size());
  for (std::size_t i = 0; i < previous.size(); ++i)
    previous[i] = {before.key[i], before.network[i] & ~store::kWasIn};
  std::vector<uint32_t> size(posts.size(), 0);
  for (const uint32_t c : community) ++size[c];
  std::vector<uint32_t> labels(posts.size());
  std::vector<Key128> keys(posts.size());
  for (uint32_t row = 0; row < posts.size(); ++row) {
    keys[row] = posts.key(row);
    labels[row] = size[community[row]] < 2 ? network::kAlone : community[row];
  }
  network::Identified identified =
      network::identify_networks(previous, keys, labels, before.next_network);
  const store::Identities now = numbers_to_keep(before, keys, labels, identified);
  const bool changed = !identified.merges.empty() || !identified.splits.empty();
  TRY_OK(open_case.append_identities(now, changed ? changes_json(identified) : "", context.by));
  identified.network.resize(posts.size(), 0);
  return identified.network;
}

}  // namespace maillon::tasks
