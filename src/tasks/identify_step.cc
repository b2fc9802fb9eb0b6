#include "tasks/identify_step.h"

#include <string>
#include <string_view>
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

}  // namespace

Result<std::vector<uint32_t>> identify(store::Case& open_case, const Posts& posts,
                                       const std::vector<uint32_t>& community,
                                       const Context& context) {
  const Step step(*context.progress, "identify");
  TRY(const store::Identities before, open_case.load_identities());
  std::vector<network::Identity> previous(before.key.size());
  for (std::size_t i = 0; i < previous.size(); ++i)
    previous[i] = {before.key[i], before.network[i]};
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
  store::Identities now;
  for (uint32_t row = 0; row < posts.size(); ++row) {
    if (labels[row] == network::kAlone) continue;
    now.key.push_back(keys[row]);
    now.network.push_back(identified.network[labels[row]]);
  }
  now.next_network = identified.next;
  const bool changed = !identified.merges.empty() || !identified.splits.empty();
  TRY_OK(open_case.append_identities(now, changed ? changes_json(identified) : "", context.by));
  identified.network.resize(posts.size(), 0);
  return identified.network;
}

}  // namespace maillon::tasks
