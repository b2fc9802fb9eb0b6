#include "tasks/explain.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <queue>
#include <unordered_map>

#include <fmt/format.h>

#include "extract/text/tokens.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

using link::SignalState;

constexpr std::size_t kQuotesEach = 2;
constexpr std::size_t kWordsCompared = 3000;
constexpr uint32_t kWordsQuoted = 3;

// What a state means for a pair, in words for the reader.
std::string state_note(SignalState state, bool counts) {
  switch (state) {
    case SignalState::hub:
      return "hub: shared by posts that have nothing else in common; not linked through";
    case SignalState::recycled:
      return counts ? "changed hands; both posts are of one tenure"
                    : "changed hands between these posts";
    case SignalState::contested:
      return counts ? "copied by others; both posts are on one side of that"
                    : "copied wording: one of them has lasting selectors of its own";
    default:
      return counts ? "" : "carries no weight here";
  }
}

// Places of the selector in the post, with the text as it stands there.
void add_quotes(const CaseData& data, uint32_t selector, uint32_t row, char name,
                const RecordBatch& record, std::vector<report::Quote>& quotes) {
  const Selectors& all = data.selectors;
  std::size_t added = 0;
  for (uint64_t hit = all.hit_offsets[row]; hit < all.hit_offsets[row + 1]; ++hit) {
    if (all.hit_selector[hit] != selector || added == kQuotesEach) continue;
    const auto field = static_cast<Field>(all.hit_field[hit]);
    const std::string_view text = record.field(field, 0);
    const uint32_t begin = all.hit_begin[hit], end = all.hit_end[hit];
    if (begin > end || end > text.size()) continue;
    quotes.push_back({name, field, begin, end, std::string(text.substr(begin, end - begin))});
    ++added;
  }
}

// The longest run of words that two texts share, as byte ranges.
struct SharedPassage {
  uint32_t words = 0;
  uint32_t begin_a = 0, end_a = 0, begin_b = 0, end_b = 0;
};

SharedPassage find_shared_passage(std::string_view text_a, std::string_view text_b) {
  std::vector<extract::TokenSpan> a = extract::find_tokens(text_a),
                                  b = extract::find_tokens(text_b);
  for (auto* words : {&a, &b}) {
    std::erase_if(*words, [](const auto& word) { return word.token == kSentenceBreak; });
    if (words->size() > kWordsCompared) words->resize(kWordsCompared);
  }
  SharedPassage best;
  std::vector<uint32_t> above(b.size() + 1), row(b.size() + 1);  // runs that end at (i, j)
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = a[i].token == b[j].token ? above[j] + 1 : 0;
      if (row[j + 1] <= best.words) continue;
      const std::size_t run = row[j + 1];
      best = {row[j + 1], a[i + 1 - run].begin, a[i].end, b[j + 1 - run].begin, b[j].end};
    }
    std::swap(above, row);
  }
  return best;
}

// The passage as it stands in each post, where it is long enough to tell something.
void quote_passage(const RecordBatch& a, const RecordBatch& b, std::vector<report::Quote>& quotes) {
  const std::string_view text_a = a.field(Field::body, 0), text_b = b.field(Field::body, 0);
  const SharedPassage passage = find_shared_passage(text_a, text_b);
  if (passage.words < kWordsQuoted) return;
  quotes.push_back({'a', Field::body, passage.begin_a, passage.end_a,
                    std::string(text_a.substr(passage.begin_a, passage.end_a - passage.begin_a))});
  quotes.push_back({'b', Field::body, passage.begin_b, passage.end_b,
                    std::string(text_b.substr(passage.begin_b, passage.end_b - passage.begin_b))});
}

std::string percent(double share) {
  std::string text = fmt::format("{:.2f}", share * 100);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text + " %";
}

report::LedgerItem make_item(const CaseData& data, const link::EvidenceItem& item) {
  const Selectors& selectors = data.selectors;
  report::LedgerItem made;
  made.of = data.posts.size();
  made.bits = to_bits(item.bits);
  if (item.uncapped > item.bits) made.bits_uncapped = to_bits(item.uncapped);
  SignalState state{};
  double ceiling = link::kWordingCeiling;
  if (item.signal < selectors.size()) {
    const auto kind = static_cast<SelectorKind>(selectors.kind[item.signal]);
    const auto service = static_cast<Service>(selectors.service[item.signal]);
    made.kind = to_name(kind);
    made.what = selectors.value[item.signal];
    if (service != Service::none) made.what = std::string(to_name(service)) + " " + made.what;
    made.df = selectors.carriers(item.signal).size();
    state = static_cast<SignalState>(selectors.state[item.signal]);
    ceiling = link::ceiling_of(kind, service);
  } else {
    const auto family = static_cast<uint32_t>(item.signal - selectors.size());
    made.kind = "text";
    made.what =
        std::string(data.families.id[family]) + " " + std::string(data.families.text[family]);
    made.df = data.families.members(family).size();
    state = static_cast<SignalState>(data.families.state[family]);
  }
  made.note = state_note(state, item.bits != 0);
  if (made.note.empty() && item.bits < item.uncapped)
    made.note = "at most " + percent(ceiling) + " alone";
  return made;
}

}  // namespace

PairWeigher::PairWeigher(const CaseData& data) : data_(data) {
  const Selectors& selectors = data.selectors;
  const Families& families = data.families;
  const std::size_t count = selectors.size();
  selectors_.resize(count);
  signals_.state.resize(count + families.size());
  signals_.bits.resize(count + families.size());
  signals_.posts.resize(count + families.size());
  for (uint32_t s = 0; s < count; ++s) {
    selectors_[s] = {static_cast<SelectorKind>(selectors.kind[s]),
                     static_cast<Service>(selectors.service[s])};
    signals_.state[s] = static_cast<SignalState>(selectors.state[s]);
    signals_.bits[s] = selectors.bits[s];
    signals_.posts[s] = static_cast<uint32_t>(selectors.carriers(s).size());
  }
  for (uint32_t f = 0; f < families.size(); ++f) {
    signals_.state[count + f] = static_cast<SignalState>(families.state[f]);
    signals_.bits[count + f] = families.bits[f];
    signals_.posts[count + f] = static_cast<uint32_t>(families.members(f).size());
  }
  signals_.prior = data.prior;
}

std::vector<link::Carried> PairWeigher::carried_by(uint32_t row) const {
  const Selectors& selectors = data_.selectors;
  std::vector<uint32_t> own;
  for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
    own.push_back(selectors.hit_selector[hit]);
  }
  std::sort(own.begin(), own.end());
  own.erase(std::unique(own.begin(), own.end()), own.end());
  std::vector<link::Carried> carried;
  for (const uint32_t s : own) {
    const auto carriers = selectors.carriers(s);
    const auto at = std::lower_bound(carriers.begin(), carriers.end(), row);
    if (at == carriers.end() || *at != row) continue;
    const auto index = selectors.carrier_offsets[s] + static_cast<uint64_t>(at - carriers.begin());
    carried.push_back({s, selectors.group[index]});
  }
  if (const uint32_t family = data_.families.family[row]; family != kNone) {
    carried.push_back(
        {static_cast<uint32_t>(selectors.size()) + family, data_.families.group[row]});
  }
  return carried;
}

link::PairEvidence PairWeigher::weigh(uint32_t a, uint32_t b) const {
  return link::weigh_pair(carried_by(a), carried_by(b), selectors_, signals_, data_.posts.size());
}

std::string PairWeigher::why(const link::PairEvidence& pair) const {
  std::string text;
  for (const link::EvidenceItem& item : pair.items) {
    if (item.bits == 0) continue;
    if (!text.empty()) text += "; ";
    text += signal_name(data_, item.signal);
  }
  return text;
}

// Dijkstra over -log2(posterior): the shortest way is the product of posteriors
// that is largest. A small toll for each step prefers fewer steps among equals.
std::vector<uint32_t> find_chain(const CaseData& data, uint32_t a, uint32_t b) {
  const uint32_t number = data.networks.network[a];
  if (number == 0 || number != data.networks.network[b]) return {};
  const Links& links = data.links;
  std::unordered_map<uint32_t, std::vector<std::pair<uint32_t, double>>> ties;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (links.accepted[i] == 0 || data.networks.network[links.a[i]] != number ||
        data.networks.network[links.b[i]] != number) {
      continue;
    }
    const double cost = 0.01 - std::log2(std::max(posterior_of(links.log_odds[i]), 1e-9));
    ties[links.a[i]].emplace_back(links.b[i], cost);
    ties[links.b[i]].emplace_back(links.a[i], cost);
  }
  using Entry = std::pair<double, uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  std::unordered_map<uint32_t, std::pair<double, uint32_t>> best;  // cost, from
  best[a] = {0, a};
  open.emplace(0, a);
  while (!open.empty()) {
    const auto [cost, at] = open.top();
    open.pop();
    if (at == b) break;
    if (cost > best[at].first) continue;
    for (const auto& [to, step] : ties[at]) {
      const auto found = best.find(to);
      if (found != best.end() && found->second.first <= cost + step) continue;
      best[to] = {cost + step, at};
      open.emplace(cost + step, to);
    }
  }
  if (!best.contains(b)) return {};
  std::vector<uint32_t> chain{b};
  while (chain.back() != a) chain.push_back(best[chain.back()].second);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

namespace {

void add_path(const CaseData& data, const PairWeigher& weigher, uint32_t a, uint32_t b,
              PostReader& reader, report::Ledger& ledger) {
  const std::vector<uint32_t> chain = find_chain(data, a, b);
  if (chain.size() <= 2) return;
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const link::PairEvidence step = weigher.weigh(chain[i - 1], chain[i]);
    ledger.path.push_back({post_line(data, chain[i], &reader), to_bits(step.bits),
                           posterior_of(step.log_odds), weigher.why(step)});
  }
}

std::string verdict_note(const CaseData& data, const report::Ledger& ledger, uint32_t a,
                         uint32_t b) {
  const std::string in_a = network_of(data, a), in_b = network_of(data, b);
  if (!in_a.empty() && in_a == in_b) {
    if (ledger.linked) return "both are in network " + in_a;
    if (ledger.path.empty()) return "both are in network " + in_a + " all the same";
    return "both are in network " + in_a + " all the same, through " +
           std::to_string(ledger.path.size() - 1) + " other posts";
  }
  if (!ledger.linked) return "";
  return "not in one network all the same: the rest of their networks speaks against it, or a "
         "person decided so";
}

}  // namespace

report::Ledger build_ledger(const CaseData& data, uint32_t a, uint32_t b, PostReader& reader) {
  const PairWeigher weigher(data);
  const link::PairEvidence pair = weigher.weigh(a, b);
  report::Ledger ledger;
  ledger.a = post_line(data, a, &reader);
  ledger.b = post_line(data, b, &reader);
  const auto text_a = reader.read(place_of(data.posts, a));
  const auto text_b = reader.read(place_of(data.posts, b));
  for (const link::EvidenceItem& item : pair.items) {
    report::LedgerItem made = make_item(data, item);
    if (text_a && text_b && item.signal < data.selectors.size()) {
      add_quotes(data, item.signal, a, 'a', *text_a, made.quotes);
      add_quotes(data, item.signal, b, 'b', *text_b, made.quotes);
    } else if (text_a && text_b) {
      quote_passage(*text_a, *text_b, made.quotes);
    }
    ledger.items.push_back(std::move(made));
  }
  ledger.prior_bits = to_bits(data.prior);
  ledger.sum_bits = to_bits(pair.log_odds);
  ledger.posterior = posterior_of(pair.log_odds);
  ledger.threshold = posterior_of(kThreshold);
  ledger.linked = pair.log_odds >= kThreshold;
  add_path(data, weigher, a, b, reader, ledger);
  if (pair.items.empty())
    ledger.notes.push_back("The two posts have no selector and no wording in common.");
  if (pair.log_odds < data.prior + pair.bits) {
    ledger.notes.push_back("The sum is held at " + percent(link::kJointCeiling) +
                           ": however much comes together, all of it may be copied.");
  }
  ledger.verdict_note = verdict_note(data, ledger, a, b);
  return ledger;
}

namespace {

// What a person decided about the two.
void add_decisions(const store::Case& file, const CaseData& data, uint32_t a, uint32_t b,
                   report::Ledger& ledger) {
  const auto decisions = file.decisions();
  if (!decisions) return;
  const std::string id_a = post_id(data.posts, a), id_b = post_id(data.posts, b);
  for (const store::Decision& decision : *decisions) {
    const bool about_them =
        (decision.a == id_a && decision.b == id_b) || (decision.a == id_b && decision.b == id_a);
    if (!about_them) continue;
    std::string note = decision.actor + " decided: " + decision.kind;
    if (!decision.reason.empty()) note += " (" + decision.reason + ")";
    ledger.notes.push_back(note);
  }
}

// The post that is meant, or why there is none; empty: nothing of that name.
Result<std::optional<uint32_t>> find_post(const CaseData& data, const std::string& text,
                                          const std::string& country) {
  const std::vector<Target> targets = find_target(data, text, country);
  for (const Target& target : targets) {
    if (target.kind == Target::post) return std::optional(target.index);
  }
  if (!targets.empty()) {
    return fail(Code::invalid_input,
                "'" + text +
                    "' is no post; explain takes two posts, as P-... or source:id "
                    "(`maillon show` lists the posts of a network or selector)");
  }
  return std::optional<uint32_t>();
}

}  // namespace

Result<Outcome> explain(const ExplainSettings& settings, const Context& context, Output& out) {
  TRY(OpenedCase opened, open_linked(settings.case_path));
  const CaseData& data = opened.data;
  uint32_t rows[2];
  const std::string* names[2] = {&settings.a, &settings.b};
  for (int i = 0; i < 2; ++i) {
    TRY(const std::optional<uint32_t> row,
        find_post(data, *names[i], opened.country_or(settings.country)));
    if (!row) {
      say("no post '" + *names[i] + "' in this case; posts are named P-... or source:id");
      return Outcome::empty;
    }
    rows[i] = *row;
  }
  if (rows[0] == rows[1]) {
    return fail(Code::invalid_input,
                "both names are the same post, " + post_name(data.posts, rows[0]));
  }
  report::Ledger ledger = build_ledger(data, rows[0], rows[1], *opened.reader);
  add_decisions(*opened.file, data, rows[0], rows[1], ledger);
  out.write(context.json ? report::to_json(ledger) + "\n"
                         : report::to_text(
                               ledger, {context.color, static_cast<std::size_t>(context.width)}));
  TRY_OK(log_reading(*opened.file, "explain", ledger.a.id + " " + ledger.b.id, context.by));
  return Outcome::done;
}

}  // namespace maillon::tasks
