#include "tasks/show_graph.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "base/json_writer.h"
#include "network/graph.h"
#include "network/layout.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kPairsOfPost = 16;  // signals of a post that are joined pairwise
constexpr uint64_t kExpanded = 25, kExpandedMost = 1000;
constexpr double kSpacing = 40;

struct Node {
  std::string id, kind, label, place, network;
  uint64_t posts = 0;
  bool is_hub = false;
  double bits = 0;
  std::vector<uint32_t> rows;       // of a signal: its posts here, by time
  uint64_t hidden = 0;              // of those
  std::vector<uint32_t> elsewhere;  // of a signal: the other networks that have it, ascending
  uint64_t unseen = 0;              // of those
  network::Point at;
};

struct Edge {
  uint32_t a = 0, b = 0;
  std::string kind;
  double bits = 0;
};

// "S-1a2b3c4d5e6f:post:25".
struct ExpandStep {
  std::string id, kind;
  uint64_t count = kExpanded;
};

ExpandStep read_step(const std::string& text) {
  const std::size_t colon = text.find(':');
  ExpandStep step{text.substr(0, colon), "post"};
  if (colon == text.npos) return step;
  const std::size_t last = text.find(':', colon + 1);
  step.kind = text.substr(colon + 1, last == text.npos ? last : last - colon - 1);
  if (last != text.npos)
    std::from_chars(text.data() + last + 1, text.data() + text.size(), step.count);
  step.count = std::min(step.count, kExpandedMost);
  return step;
}

class GraphMaker {
 public:
  GraphMaker(const OpenedCase& from, const GraphSettings& settings, std::vector<uint32_t> rows)
      : data_(from.data), settings_(settings), rows_(by_time(from.data.posts, rows)) {}

  std::string make() {
    add_signals();
    find_elsewhere();
    for (const std::string& id : settings_.collapse) collapsed_.insert(id);
    if (nodes_.size() + rows_.size() <= settings_.cap) add_posts(rows_);
    const std::size_t before = nodes_.size();
    const std::vector<Edge> base = edges();
    place(base);
    expand(before);
    return json(nodes_.size() == before ? base : edges());
  }

 private:
  // Hubs and wordings that several use lead out of what is shown.
  void find_elsewhere() {
    const Networks& networks = data_.networks;
    // By stable number: the node that met it last, and its place; none for those of here.
    uint32_t most = 0;
    for (const uint32_t number : networks.number) most = std::max(most, number);
    for (const uint32_t number : networks.network) most = std::max(most, number);
    std::vector<uint32_t> met(most + std::size_t{1}, kNone);
    std::vector<uint32_t> index(met.size(), kNone);
    for (uint32_t n = 0; n < networks.size(); ++n) index[networks.number[n]] = n;
    for (const uint32_t row : rows_) index[networks.network[row]] = kNone;
    for (const auto& [signal, n] : node_of_) {
      std::vector<uint32_t>& others = nodes_[n].elsewhere;
      for (const uint32_t row : rows_of_signal(signal)) {
        const uint32_t number = networks.network[row];
        if (index[number] == kNone || met[number] == n) continue;
        met[number] = n;
        others.push_back(index[number]);
      }
      std::sort(others.begin(), others.end());
      nodes_[n].unseen = others.size();
    }
  }

  std::span<const uint32_t> rows_of_signal(uint32_t signal) const {
    const auto selectors = static_cast<uint32_t>(data_.selectors.size());
    return rows_of(data_, signal < selectors ? Target{Target::selector, signal}
                                             : Target{Target::family, signal - selectors});
  }

  void add_signals() {
    std::unordered_map<uint32_t, uint32_t>& place = node_of_;
    for (const SelectorUse& use : selectors_of(data_, rows_)) {
      const uint32_t s = use.selector;
      if (nodes_.size() >= settings_.cap) {
        ++omitted_[std::string(to_name(static_cast<SelectorKind>(data_.selectors.kind[s])))];
        continue;
      }
      place[s] = static_cast<uint32_t>(nodes_.size());
      Node node;
      node.id = selector_id(data_.selectors, s);
      node.kind = to_name(static_cast<SelectorKind>(data_.selectors.kind[s]));
      node.label = short_label(data_.selectors.value[s]);
      node.is_hub = !is_followed(data_.selectors, s);
      node.bits = node.is_hub ? 0 : to_bits(std::max(data_.selectors.bits[s], 0));
      nodes_.push_back(std::move(node));
    }
    const auto selectors = static_cast<uint32_t>(data_.selectors.size());
    for (const uint32_t row : rows_) {
      const uint32_t family = data_.families.family[row];
      if (family != kNone) add_family(selectors + family, family, place);
      for (uint64_t h = data_.selectors.hit_offsets[row]; h < data_.selectors.hit_offsets[row + 1];
           ++h)
        tie(place, data_.selectors.hit_selector[h], row);
      if (family != kNone) tie(place, selectors + family, row);
    }
    for (Node& node : nodes_) node.posts = node.hidden = node.rows.size();
  }

  void add_family(uint32_t signal, uint32_t family, std::unordered_map<uint32_t, uint32_t>& place) {
    if (place.contains(signal)) return;
    if (nodes_.size() >= settings_.cap) {
      if (families_left_out_.insert(family).second) ++omitted_["template"];
      return;
    }
    place[signal] = static_cast<uint32_t>(nodes_.size());
    Node node;
    node.id = data_.families.id[family];
    node.kind = "template";
    node.label = short_label(data_.families.text[family]);
    node.bits = to_bits(std::max(data_.families.bits[family], 0));
    nodes_.push_back(std::move(node));
  }

  void tie(const std::unordered_map<uint32_t, uint32_t>& place, uint32_t signal, uint32_t row) {
    const auto at = place.find(signal);
    if (at == place.end()) return;
    std::vector<uint32_t>& rows = nodes_[at->second].rows;
    if (rows.empty() || rows.back() != row) {
      rows.push_back(row);
      signals_of_[row].push_back(at->second);
    }
  }

  // A post stays away if all that holds it is collapsed.
  bool is_collapsed(uint32_t row) const {
    const auto at = signals_of_.find(row);
    if (at == signals_of_.end() || collapsed_.empty()) return false;
    return std::all_of(at->second.begin(), at->second.end(), [&](uint32_t n) {
      return nodes_[n].is_hub || collapsed_.contains(nodes_[n].id);
    });
  }

  std::vector<uint32_t> add_posts(std::span<const uint32_t> rows) {
    std::vector<uint32_t> added;
    for (const uint32_t row : rows) {
      if (place_of_.contains(row) || is_collapsed(row)) continue;
      added.push_back(place_of_[row] = static_cast<uint32_t>(nodes_.size()));
      Node node;
      node.id = post_id(data_.posts, row);
      node.kind = "post";
      node.label = short_label(post_name(data_.posts, row));
      node.posts = 1;
      node.network = network_of(data_, row);
      node.place = report::place_name(data_.posts.word(data_.posts.city, row),
                                      data_.posts.word(data_.posts.country, row));
      nodes_.push_back(std::move(node));
      for (const uint32_t n : signals_of_[row]) --nodes_[n].hidden;
    }
    return added;
  }

  std::vector<uint32_t> add_networks(std::span<const uint32_t> networks) {
    std::vector<uint32_t> added;
    for (const uint32_t network : networks) {
      const auto [at, is_new] = place_of_network_.emplace(network, nodes_.size());
      if (!is_new) continue;
      added.push_back(at->second);
      Node node;
      node.id = node.label = node.network = target_id(data_, {Target::network, network});
      node.kind = "network";
      node.posts = rows_of(data_, {Target::network, network}).size();
      nodes_.push_back(std::move(node));
    }
    for (Node& node : nodes_) {
      node.unseen = static_cast<uint64_t>(
          std::count_if(node.elsewhere.begin(), node.elsewhere.end(),
                        [&](uint32_t network) { return !place_of_network_.contains(network); }));
    }
    return added;
  }

  // What is expanded stands around what it hangs on; what was there stays.
  void expand(std::size_t before) {
    for (const std::string& text : settings_.expand) {
      const ExpandStep step = read_step(text);
      const auto anchor = std::find_if(nodes_.begin(), nodes_.begin() + static_cast<long>(before),
                                       [&](const Node& node) { return node.id == step.id; });
      if (anchor == nodes_.begin() + static_cast<long>(before)) continue;
      const network::Point center = anchor->at;
      const auto first = [&](const std::vector<uint32_t>& all, const auto& shown) {
        std::vector<uint32_t> wanted;
        for (const uint32_t one : all) {
          if (wanted.size() < step.count && !shown.contains(one)) wanted.push_back(one);
        }
        return wanted;
      };
      const std::vector<uint32_t> added =
          step.kind == "network" ? add_networks(first(anchor->elsewhere, place_of_network_))
                                 : add_posts(first(anchor->rows, place_of_));
      // Networks are large.
      const double step_apart = step.kind == "network" ? kSpacing : kSpacing / 2;
      const auto places = network::place_around(center, added.size(), step_apart);
      for (std::size_t i = 0; i < added.size(); ++i) nodes_[added[i]].at = places[i];
    }
  }

  std::vector<Edge> edges() const {
    std::vector<Edge> made;
    std::map<std::pair<uint32_t, uint32_t>, uint64_t> shared;
    for (const uint32_t row : rows_) {
      const auto at = signals_of_.find(row);
      if (at == signals_of_.end()) continue;
      const std::vector<uint32_t>& signals = at->second;
      if (const auto post = place_of_.find(row); post != place_of_.end()) {
        for (const uint32_t n : signals)
          made.push_back({n, post->second, nodes_[n].kind, nodes_[n].bits});
        continue;
      }
      const std::size_t most = std::min(signals.size(), kPairsOfPost);
      for (std::size_t i = 0; i < most; ++i) {
        for (std::size_t j = i + 1; j < most; ++j) ++shared[std::minmax(signals[i], signals[j])];
      }
    }
    for (uint32_t n = 0; n < nodes_.size(); ++n) {
      for (const uint32_t network : nodes_[n].elsewhere) {
        if (const auto at = place_of_network_.find(network); at != place_of_network_.end())
          made.push_back({n, at->second, nodes_[n].kind, nodes_[n].bits});
      }
    }
    for (const auto& [pair, posts] : shared) {
      const bool counts = !nodes_[pair.first].is_hub && !nodes_[pair.second].is_hub;
      const double bits = std::round(100 * std::log2(static_cast<double>(posts) + 1)) / 100;
      made.push_back({pair.first, pair.second, "post", counts ? bits : 0});
    }
    return made;
  }

  // Hubs stand in a column beside the rest, since they hold nothing together.
  void place(const std::vector<Edge>& edges) {
    std::vector<uint32_t> a, b;
    std::vector<int32_t> weight;
    std::vector<uint32_t> number(nodes_.size(), kNone);
    uint32_t count = 0;
    for (uint32_t n = 0; n < nodes_.size(); ++n) {
      if (!nodes_[n].is_hub) number[n] = count++;
    }
    for (const Edge& edge : edges) {
      if (number[edge.a] == kNone || number[edge.b] == kNone) continue;
      a.push_back(number[edge.a]);
      b.push_back(number[edge.b]);
      weight.push_back(1);
    }
    network::LayoutSettings how;
    how.spacing = kSpacing;
    how.seed = hash64(settings_.id, 0);
    const auto places = network::lay_out(network::build_graph(count, a, b, weight), how);
    double right = 0, top = 0;
    for (const network::Point& p : places) {
      right = std::max(right, p.x);
      top = std::min(top, p.y);
    }
    double y = top;
    for (uint32_t n = 0; n < nodes_.size(); ++n) {
      if (number[n] != kNone) {
        nodes_[n].at = places[number[n]];
      } else {
        nodes_[n].at = {std::round(right + 2 * kSpacing), y};
        y += kSpacing;
      }
    }
  }

  std::string json(const std::vector<Edge>& edges) {
    if (place_of_.size() < rows_.size()) omitted_["post"] = rows_.size() - place_of_.size();
    JsonWriter json;
    json.begin_object().key("nodes").begin_array();
    for (const Node& node : nodes_) {
      json.begin_object().member("id", node.id).member("kind", node.kind);
      json.member("label", node.label).member("posts", node.posts);
      json.member("x", node.at.x).member("y", node.at.y).member("hub", node.is_hub);
      json.member("network", node.network).member("place", node.place);
      json.key("hidden").begin_object();
      if (node.unseen > 0) json.member("network", node.unseen);
      if (node.hidden > 0) json.member("post", node.hidden);
      json.end_object().end_object();
    }
    json.end_array().key("edges").begin_array();
    for (const Edge& edge : edges) {
      json.begin_object().member("a", edge.a).member("b", edge.b).member("kind", edge.kind);
      json.member("bits", edge.bits).end_object();
    }
    json.end_array().key("omitted").begin_object();
    for (const auto& [kind, count] : omitted_) json.member(kind, count);
    json.end_object().end_object();
    return json.take();
  }

  const CaseData& data_;
  const GraphSettings& settings_;
  std::vector<uint32_t> rows_;
  std::vector<Node> nodes_;
  std::unordered_map<uint32_t, std::vector<uint32_t>> signals_of_;  // by row: nodes
  std::unordered_map<uint32_t, uint32_t> node_of_;                  // signal -> node
  std::unordered_map<uint32_t, uint32_t> place_of_;                 // row -> node
  std::unordered_map<uint32_t, uint32_t> place_of_network_;         // other network -> node
  std::unordered_set<std::string> collapsed_;
  std::unordered_set<uint32_t> families_left_out_;
  std::map<std::string, uint64_t> omitted_;
};

}  // namespace

std::string short_label(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  std::size_t end = std::min(text.size(), kLabelBytes);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    --end;
  return std::string(text.substr(0, end));
}

Result<std::vector<uint32_t>> rows_about(const CaseData& data, const std::string& id) {
  const std::vector<Target> targets = find_target(data, id, "");
  if (targets.empty()) return fail(Code::not_found, "nothing in this case is called '" + id + "'");
  Target target = targets.front();
  if (target.kind == Target::post) {  // with its network
    const auto own = data.networks.find(data.networks.network[target.index]);
    if (own) target = {Target::network, *own};
  }
  const std::span<const uint32_t> rows = rows_of(data, target);
  return std::vector<uint32_t>(rows.begin(), rows.end());
}

Result<std::string> graph_json(const OpenedCase& from, const GraphSettings& settings) {
  TRY(std::vector<uint32_t> rows, rows_about(from.data, settings.id));
  return GraphMaker(from, settings, std::move(rows)).make();
}

}  // namespace maillon::tasks
