#include "tasks/text_match.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "extract/text/signals.h"
#include "link/wording_lookup.h"
#include "report/nouns.h"
#include "tasks/growth_step.h"
#include "tasks/shared_passage.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr int kOpenings = 5;  // of a case that is being linked

// Networks by how many of the rows are in each, the most first.
std::vector<NetworkShare> networks_of(const CaseData& data, std::span<const uint32_t> rows) {
  std::unordered_map<uint32_t, uint64_t> counts;
  for (const uint32_t row : rows) {
    if (const uint32_t number = data.networks.network[row]; number != 0) ++counts[number];
  }
  std::vector<std::pair<uint32_t, uint64_t>> order(counts.begin(), counts.end());
  std::sort(order.begin(), order.end(), [](const auto& x, const auto& y) {
    return x.second != y.second ? x.second > y.second : x.first < y.first;
  });
  std::vector<NetworkShare> shares;
  for (const auto& [number, posts] : order) shares.push_back({network_id(number), posts});
  return shares;
}

void name_first(std::vector<NetworkShare> all, std::vector<NetworkShare>& named, uint64_t& total) {
  total = all.size();
  if (all.size() > kNetworksNamed) all.resize(kNetworksNamed);
  named = std::move(all);
}

RecordBatch as_record(const AskedText& asked) {
  RecordBatch batch;
  batch.begin = batch.end = batch.line = {0};
  batch.posted_at = {kNoTime};
  for (StringColumn& column : batch.fields) column.push_back("");
  const auto set = [&](Field field, const std::string& text) {
    StringColumn column;
    column.push_back(text);
    batch.column(field) = std::move(column);
  };
  set(Field::title, asked.title);
  set(Field::body, asked.body);
  set(Field::country, asked.country);
  return batch;
}

}  // namespace

struct TextMatcher::State {
  OpenedCase opened;
  std::mutex mutex;                             // guards lookup and opened.reader
  std::unique_ptr<link::WordingLookup> lookup;  // null: a case with short records keeps none

  extract::Signals extract(const RecordBatch& record) const {
    const extract::ExtractSettings settings{opened.country};
    extract::Signals signals = extract::extract_signals(record, settings);
    extract::validate_phones(std::span(&signals, 1), settings);
    return signals;
  }

  TextMatch::Selector look_up(const SelectorTable& found, std::size_t i) const {
    const CaseData& data = opened.data;
    TextMatch::Selector out;
    out.kind = found.kind[i];
    out.service = found.service[i];
    out.value = found.value[i];
    out.field = found.field[i];
    out.begin = found.begin[i];
    out.end = found.end[i];
    // A phone is one number, whatever service it was written for.
    const Service service = out.kind == SelectorKind::phone ? Service::none : out.service;
    const auto s = data.selectors.find(out.kind, service, out.value);
    if (!s) return out;
    const auto carriers = data.selectors.carriers(*s);
    const Period period = period_of(data.posts, carriers);
    const report::SelectorLine line = selector_line(
        data, {*s, static_cast<uint32_t>(carriers.size()), period.first, period.last});
    out.id = line.id;
    out.note = line.note;
    out.bits = to_bits(data.selectors.bits[*s]);
    out.posts = carriers.size();
    out.first = period.first;
    out.last = period.last;
    name_first(networks_of(data, carriers), out.networks, out.networks_total);
    if (!is_followed(data.selectors, *s)) out.networks.clear();  // a hub says nothing of them
    return out;
  }

  Result<RecordBatch> read(uint32_t row) const {
    return opened.reader->read(place_of(opened.data.posts, row));
  }

  // Under the mutex.
  std::optional<CommonPassage> passage(std::string_view body, uint32_t row) const {
    const auto record = read(row);
    if (!record || record->size() == 0) return std::nullopt;
    const SharedPassage shared = find_shared_passage(body, record->field(Field::body, 0));
    if (shared.without_figures == 0) return std::nullopt;
    return CommonPassage{post_id(opened.data.posts, row), shared.begin_a, shared.end_a,
                         shared.begin_b, shared.end_b};
  }

  // Under the mutex.
  void match_family(std::span<const uint32_t> tokens, std::string_view body, TextMatch& out) const {
    const auto found = lookup->find_family(tokens);
    if (!found) return;
    const CaseData& data = opened.data;
    const auto members = data.families.members(found->family);
    TextMatch::Wording wording;
    wording.id = data.families.id[found->family];
    wording.text = data.families.text[found->family];
    wording.bits = to_bits(static_cast<int32_t>(found->overlap.bits));
    wording.share = to_bits(found->overlap.share);
    wording.posts = members.size();
    wording.passage = passage(body, members.front());
    name_first(networks_of(data, members), wording.networks, wording.networks_total);
    out.wording = std::move(wording);
  }

  // Under the mutex.
  void match_posts(std::span<const uint32_t> tokens, std::string_view body, TextMatch& out) const {
    const CaseData& data = opened.data;
    std::vector<uint32_t> rows;
    std::vector<extract::Signals> signals;
    for (const uint32_t row : lookup->find_similar(tokens)) {
      const auto record = read(row);
      if (!record || record->size() == 0) continue;
      rows.push_back(row);
      signals.push_back(extract(*record));
    }
    std::vector<std::span<const uint32_t>> others;
    for (const extract::Signals& one : signals) others.emplace_back(one.tokens.token);
    for (const link::WordingMatch& match : lookup->find_alike(tokens, others)) {
      const uint32_t row = rows[match.family];
      TextMatch::Post post;
      post.id = post_id(data.posts, row);
      post.name = post_name(data.posts, row);
      post.network = network_of(data, row);
      post.wording = template_of(data, row);
      post.bits = to_bits(static_cast<int32_t>(match.overlap.bits));
      post.share = to_bits(match.overlap.share);
      post.passage = passage(body, row);
      out.alike.push_back(std::move(post));
    }
  }
};

namespace {

class NetworkReasons {
 public:
  void add(const std::string& network, const std::string& reason) {
    if (network.empty()) return;
    if (is_known_.insert({network, reason}).second) reasons_[network].push_back(reason);
  }
  std::vector<TextMatch::Network> list(const CaseData& data) const {
    std::vector<TextMatch::Network> out;
    for (const uint32_t number : data.networks.number) {
      const auto found = reasons_.find(network_id(number));
      if (found == reasons_.end()) continue;
      const auto index = data.networks.find(number);
      out.push_back(
          {found->first, index ? data.networks.members(*index).size() : 0, found->second});
    }
    // Ties stay in the order of rank.
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& x, const auto& y) { return x.by.size() > y.by.size(); });
    return out;
  }

 private:
  std::unordered_map<std::string, std::vector<std::string>> reasons_;
  std::set<std::pair<std::string, std::string>> is_known_;
};

std::vector<TextMatch::Network> list_networks(const CaseData& data, const TextMatch& match) {
  NetworkReasons networks;
  for (const TextMatch::Selector& selector : match.selectors) {
    for (const NetworkShare& share : selector.networks) {
      networks.add(share.network,
                   report::selector_name(selector.kind, selector.service, selector.value));
    }
  }
  if (match.wording) {
    for (const NetworkShare& share : match.wording->networks)
      networks.add(share.network, "text " + match.wording->id);
  }
  for (const TextMatch::Post& post : match.alike) networks.add(post.network, "post " + post.id);
  return networks.list(data);
}

}  // namespace

TextMatcher::TextMatcher(std::unique_ptr<State> state) : state_(std::move(state)) {}
TextMatcher::~TextMatcher() = default;
TextMatcher::TextMatcher(TextMatcher&&) noexcept = default;
TextMatcher& TextMatcher::operator=(TextMatcher&&) noexcept = default;

Result<TextMatcher> TextMatcher::open(const std::string& case_path) {
  for (int attempt = 0; attempt < kOpenings; ++attempt) {
    auto state = std::make_unique<State>();
    TRY(state->opened, open_linked(case_path));
    if (state->opened.file->has_bundle("fields")) return TextMatcher(std::move(state));
    auto knowledge = read_knowledge(*state->opened.file);
    if (!knowledge && knowledge.error().code == Code::not_found) {
      return fail(
          Code::not_found,
          fmt::format("{0} keeps nothing of its wording; run `maillon link {0}` first", case_path));
    }
    TRY(Knowledge kept, std::move(knowledge));
    // A link has put its own in place meanwhile.
    if (!kept.families.empty() && kept.families != state->opened.data.made.families) continue;
    state->lookup = std::make_unique<link::WordingLookup>(std::move(kept.wording));
    return TextMatcher(std::move(state));
  }
  return fail(Code::busy, case_path + " is being linked; try again in a moment");
}

uint64_t TextMatcher::posts() const {
  return state_->opened.data.posts.size();
}

TextMatch TextMatcher::match(const AskedText& asked) const {
  const extract::Signals signals = state_->extract(as_record(asked));
  TextMatch out;
  for (std::size_t i = 0; i < signals.selectors.size(); ++i)
    out.selectors.push_back(state_->look_up(signals.selectors, i));
  const std::span<const uint32_t> tokens = signals.tokens.token;
  if (state_->lookup != nullptr) {
    const std::lock_guard lock(state_->mutex);
    state_->match_family(tokens, asked.body, out);
    if (!out.wording) state_->match_posts(tokens, asked.body, out);
  }
  out.networks = list_networks(state_->opened.data, out);
  return out;
}

// ---- JSON ---------------------------------------------------------------------

namespace {

void write_shares(JsonWriter& json, const std::vector<NetworkShare>& shares, uint64_t total) {
  json.key("networks").begin_array();
  for (const NetworkShare& share : shares)
    json.begin_object().member("network", share.network).member("posts", share.posts).end_object();
  json.end_array().member("networks_total", total);
}

void write_passage(JsonWriter& json, const std::optional<CommonPassage>& passage) {
  if (!passage) return;
  json.key("passage").begin_object().member("begin", passage->begin).member("end", passage->end);
  json.member("post", passage->post).member("post_begin", passage->post_begin);
  json.member("post_end", passage->post_end).end_object();
}

void write_selector(JsonWriter& json, const TextMatch::Selector& selector) {
  json.begin_object().member("kind", to_name(selector.kind));
  json.member("service", to_name(selector.service)).member("value", selector.value);
  json.member("field", to_name(selector.field));
  json.member("begin", selector.begin).member("end", selector.end);
  json.member("known", !selector.id.empty());
  if (!selector.id.empty()) {
    json.member("id", selector.id).member("note", selector.note).member("bits", selector.bits);
    json.member("posts", selector.posts).member("first_seen", format_date(selector.first));
    json.member("last_seen", format_date(selector.last));
    write_shares(json, selector.networks, selector.networks_total);
  }
  json.key("listed").begin_array();
  for (const ListName& on : selector.listed)
    json.begin_object().member("list", on.list).member("role", on.role).end_object();
  json.end_array().end_object();
}

void write_wording(JsonWriter& json, const TextMatch::Wording& wording) {
  json.begin_object().member("template", wording.id).member("text", wording.text);
  json.member("posts", wording.posts).member("bits", wording.bits).member("share", wording.share);
  write_passage(json, wording.passage);
  write_shares(json, wording.networks, wording.networks_total);
  json.end_object();
}

void write_post(JsonWriter& json, const TextMatch::Post& post) {
  json.begin_object().member("post", post.id).member("name", post.name);
  json.member("network", post.network).member("template", post.wording);
  json.member("bits", post.bits).member("share", post.share);
  write_passage(json, post.passage);
  json.end_object();
}

}  // namespace

std::string to_json(const TextMatch& match) {
  JsonWriter json;
  json.begin_object().key("networks").begin_array();
  for (const TextMatch::Network& network : match.networks) {
    json.begin_object().member("network", network.id).member("posts", network.posts);
    json.member("by", network.by).end_object();
  }
  json.end_array().key("selectors").begin_array();
  for (const TextMatch::Selector& selector : match.selectors) write_selector(json, selector);
  json.end_array().key("wording");
  if (match.wording) {
    write_wording(json, *match.wording);
  } else {
    json.null();
  }
  json.key("alike").begin_array();
  for (const TextMatch::Post& post : match.alike) write_post(json, post);
  json.end_array().end_object();
  return json.take();
}

bool has_match(const TextMatch& found) {
  return found.wording || !found.alike.empty() ||
         std::any_of(found.selectors.begin(), found.selectors.end(),
                     [](const TextMatch::Selector& s) { return !s.id.empty(); });
}

}  // namespace maillon::tasks
