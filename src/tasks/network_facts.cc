#include "tasks/network_facts.h"

#include <algorithm>

#include "base/parallel.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kBlock = 256;  // networks

// `collect(network, to)` appends the values of one network, in any order and repeated.
template <class Collect>
PerNetwork gather_distinct(std::size_t networks, const Collect& collect) {
  std::vector<std::vector<uint32_t>> blocks(block_count(networks, kBlock));
  PerNetwork all;
  all.offsets.assign(networks + 1, 0);
  parallel_blocks(networks, kBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
    std::vector<uint32_t> values;
    for (std::size_t n = begin; n < end; ++n) {
      values.clear();
      collect(static_cast<uint32_t>(n), values);
      std::sort(values.begin(), values.end());
      values.erase(std::unique(values.begin(), values.end()), values.end());
      if (!values.empty() && values.front() == 0) values.erase(values.begin());  // not stated
      all.offsets[n + 1] = values.size();
      blocks[block].insert(blocks[block].end(), values.begin(), values.end());
    }
  });
  for (std::size_t n = 0; n < networks; ++n) all.offsets[n + 1] += all.offsets[n];
  for (const auto& block : blocks) all.values.insert(all.values.end(), block.begin(), block.end());
  return all;
}

PerNetwork gather_words(const CaseData& data, const std::vector<uint32_t>& column) {
  return gather_distinct(data.networks.size(), [&](uint32_t n, std::vector<uint32_t>& to) {
    for (const uint32_t row : data.networks.members(n)) to.push_back(column[row]);
  });
}

std::vector<uint32_t> gather_kinds(const CaseData& data) {
  std::vector<uint32_t> kinds(data.networks.size(), 0);
  parallel_blocks(kinds.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t n = begin; n < end; ++n) {
      for (const uint32_t row : data.networks.members(static_cast<uint32_t>(n))) {
        for (uint64_t h = data.selectors.hit_offsets[row]; h < data.selectors.hit_offsets[row + 1];
             ++h)
          kinds[n] |= 1U << data.selectors.kind[data.selectors.hit_selector[h]];
      }
    }
  });
  return kinds;
}

PerNetwork gather_links(const CaseData& data) {
  const Links& links = data.links;
  std::vector<uint32_t> index_of;  // by a network's number
  for (uint32_t n = 0; n < data.networks.size(); ++n) {
    const uint32_t number = data.networks.number[n];
    if (number >= index_of.size()) index_of.resize(number + 1, kNone);
    index_of[number] = n;
  }
  const auto network_of_link = [&](std::size_t i) {
    const uint32_t number = data.networks.network[links.a[i]];
    if (links.accepted[i] == 0 || number == 0 || number != data.networks.network[links.b[i]])
      return kNone;
    return number < index_of.size() ? index_of[number] : kNone;
  };
  PerNetwork all;
  all.offsets.assign(data.networks.size() + 1, 0);
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (const uint32_t n = network_of_link(i); n != kNone) ++all.offsets[n + 1];
  }
  for (std::size_t n = 0; n < data.networks.size(); ++n) all.offsets[n + 1] += all.offsets[n];
  std::vector<uint64_t> next(all.offsets.begin(), all.offsets.end() - 1);
  all.values.resize(all.offsets.back());
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (const uint32_t n = network_of_link(i); n != kNone)
      all.values[next[n]++] = static_cast<uint32_t>(i);
  }
  parallel_blocks(
      data.networks.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t n = begin; n < end; ++n) {
          std::stable_sort(
              all.values.begin() + static_cast<std::ptrdiff_t>(all.offsets[n]),
              all.values.begin() + static_cast<std::ptrdiff_t>(all.offsets[n + 1]),
              [&](uint32_t x, uint32_t y) { return links.log_odds[x] < links.log_odds[y]; });
        }
      });
  return all;
}

}  // namespace

NetworkFacts gather_network_facts(const CaseData& data) {
  NetworkFacts facts;
  facts.links = gather_links(data);
  facts.countries = gather_words(data, data.posts.country);
  facts.cities = gather_words(data, data.posts.city);
  facts.languages =
      gather_distinct(data.networks.size(), [&](uint32_t n, std::vector<uint32_t>& to) {
        for (const uint32_t row : data.networks.members(n)) to.push_back(data.posts.language[row]);
      });
  facts.kinds = gather_kinds(data);
  return facts;
}

}  // namespace maillon::tasks
