#include "tasks/explain.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <queue>
#include <unordered_map>

#include <fmt/format.h>

#include "base/printable.h"
#include "tasks/acts.h"
#include "tasks/against.h"
#include "tasks/evidence_input.h"
#include "tasks/pictures/same_picture.h"
#include "tasks/record_pages.h"
#include "tasks/shared_passage.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"
#include "tasks/strongest_pair.h"
#include "tasks/weights.h"

namespace maillon::tasks {

namespace {

using link::SignalState;

constexpr std::size_t kQuotesEach = 2;

// What a state means for a pair, in words for the reader.
report::Sentence state_note(SignalState state, bool counts) {
  switch (state) {
    case SignalState::hub:
      return {"hub: shared by posts that have nothing else in common; not linked through",
              {{"hub", {}}}};
    case SignalState::recycled:
      if (counts) return {"changed hands; both posts are of one tenure", {{"one_tenure", {}}}};
      return {"changed hands between these posts", {{"changed_hands", {}}}};
    case SignalState::contested:
      if (counts)
        return {"copied by others; both posts are on one side of that", {{"one_side", {}}}};
      return {"copied wording: one of them has lasting selectors of its own", {{"copied", {}}}};
    case SignalState::divided:
      if (counts) return {};
      return {"shared by strangers: too little else in common to link these posts",
              {{"divided", {}}}};
    default:
      if (counts) return {};
      return {"carries no weight here", {{"no_weight", {}}}};
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

std::string percent(double share) {
  std::string text = fmt::format("{:.2f}", share * 100);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text + " %";
}

report::LedgerItem make_item(const CaseData& data, const link::EvidenceItem& item, uint32_t a,
                             uint32_t b) {
  const Selectors& selectors = data.selectors;
  report::LedgerItem made;
  made.of = data.posts.size();
  made.bits = to_bits(item.bits);
  if (item.uncapped > item.bits) made.bits_uncapped = to_bits(item.uncapped);
  SignalState state{};
  auto signal_class = link::SignalClass::wording;
  if (item.signal < selectors.size()) {
    const auto kind = static_cast<SelectorKind>(selectors.kind[item.signal]);
    const auto service = static_cast<Service>(selectors.service[item.signal]);
    made.kind = to_name(kind);
    made.what = selectors.value[item.signal];
    if (service != Service::none) made.what = std::string(to_name(service)) + " " + made.what;
    made.df = selectors.carriers(item.signal).size();
    state = static_cast<SignalState>(selectors.state[item.signal]);
    signal_class = link::class_of({kind, service});
  } else {
    const auto family = static_cast<uint32_t>(item.signal - selectors.size());
    made.kind = "text";
    made.what =
        std::string(data.families.id[family]) + " " + std::string(data.families.text[family]);
    made.df = data.families.members(family).size();
    state = static_cast<SignalState>(data.families.state[family]);
  }
  report::Sentence note;
  if (item.is_implied) {
    note = {"not counted: whoever took one picture can have taken this one too", {{"implied", {}}}};
  } else {
    note = state_note(state, item.bits != 0);
  }
  if (note.empty() && item.is_read) note = reading_note(signal_class);
  if (note.empty() && item.bits < item.uncapped) note = class_note(data.classes, signal_class);
  if (signal_class == link::SignalClass::image)
    note = report::joined(how_same(data, item.signal, a, b), "; ", std::move(note));
  made.note = std::move(note.text);
  made.said = std::move(note.said);
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
    carried.push_back({s, selectors.group[index], is_only_read(selectors, s, row)});
  }
  if (const uint32_t family = data_.families.family[row]; family != kNone) {
    carried.push_back(
        {static_cast<uint32_t>(selectors.size()) + family, data_.families.group[row]});
  }
  return carried;
}

link::PairEvidence PairWeigher::weigh(uint32_t a, uint32_t b, uint32_t without) const {
  std::vector<link::Carried> of_a = carried_by(a);
  std::erase_if(of_a, [&](const link::Carried& carried) { return carried.signal == without; });
  return link::weigh_pair(of_a, carried_by(b), selectors_, signals_, data_.posts.size());
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

bool one_network(const CaseData& data, uint32_t a, uint32_t b) {
  return data.networks.network[a] != 0 && data.networks.network[a] == data.networks.network[b];
}

void add_breaks(const CaseData& data, const PairWeigher& weigher, const link::PairEvidence& pair,
                uint32_t a, uint32_t b, report::Ledger& ledger) {
  for (const link::EvidenceItem& item : pair.items) {
    if (item.bits == 0) continue;
    const link::PairEvidence rest = weigher.weigh(a, b, item.signal);
    ledger.breaks.push_back({signal_name(data, item.signal), to_bits(rest.log_odds),
                             posterior_of(rest.log_odds), rest.log_odds >= kThreshold});
  }
}

// What a person decided on this pair; of several the latest.
void add_decided(std::span<const DecidedPair> decided, uint32_t a, uint32_t b,
                 report::Ledger& ledger) {
  for (const DecidedPair& pair : decided) {
    if (!pair.covers(a, b)) continue;
    ActLine act = act_line(*pair.decision);
    ledger.decision = {act.id, act.time, act.actor, act.kind, act.what, act.subjects};
  }
}

void add_note(report::Ledger& ledger, std::string text, report::Said said) {
  ledger.notes.push_back(std::move(text));
  ledger.notes_said.push_back(std::move(said));
}

// What the items do not say of the wording.
void add_wording_note(const CaseData& data, const link::PairEvidence& pair, uint32_t a, uint32_t b,
                      report::Ledger& ledger) {
  const Families& families = data.families;
  for (std::size_t i = 0; i < families.near_a.size(); ++i) {
    if (std::minmax(families.near_a[i], families.near_b[i]) != std::minmax(a, b)) continue;
    const std::string share = report::format_percent(families.near_share[i] / 1024.0);
    add_note(ledger,
             "They are alike by wording, but not one family, so it does not count: " + share +
                 " of the lighter text is in both.",
             {"near_wording", {{"share", share}}});
    return;
  }
  if (pair.items.empty())
    add_note(ledger, "The two posts have no selector and no wording in common.",
             {"nothing_common", {}});
}

// That a person decided "same"; "different" stands among what speaks against.
void add_decisions(std::span<const DecidedPair> decided, uint32_t a, uint32_t b,
                   report::Ledger& ledger) {
  for (const DecidedPair& pair : decided) {
    if (!pair.same || !pair.covers(a, b)) continue;
    std::string note = pair.actor + " decided: same";
    if (!pair.reason.empty()) note += " (" + pair.reason + ")";
    add_note(ledger, std::move(note),
             {"decided_same", {{"who", pair.actor}, {"reason", pair.reason}}});
  }
}

report::Sentence verdict_note(const CaseData& data, std::span<const DecidedPair> decided,
                              const report::Ledger& ledger, uint32_t a, uint32_t b) {
  const std::string in_a = network_of(data, a), in_b = network_of(data, b);
  if (!in_a.empty() && in_a == in_b) {
    const std::string both = "both are in network " + in_a;
    if (ledger.linked) return {both, {{"same_network", {{"network", in_a}}}}};
    if (ledger.path.empty())
      return {both + " all the same", {{"same_network_still", {{"network", in_a}}}}};
    const std::string through = std::to_string(ledger.path.size() - 1);
    return {both + " all the same, through " + through + " other posts",
            {{"same_network_through", {{"network", in_a}, {"posts", through}}}}};
  }
  if (!ledger.linked) return {};
  return report::joined({"not in one network", {{"not_one_network", {}}}}, ": ",
                        why_refused(data, decided, a, b));
}

}  // namespace

report::Ledger build_ledger(const CaseData& data, std::span<const DecidedPair> decided, uint32_t a,
                            uint32_t b, PostReader& reader) {
  const PairWeigher weigher(data);
  const link::PairEvidence pair = weigher.weigh(a, b);
  report::Ledger ledger;
  ledger.a = post_line(data, a, &reader);
  ledger.b = post_line(data, b, &reader);
  const auto text_a = reader.read(place_of(data.posts, a));
  const auto text_b = reader.read(place_of(data.posts, b));
  for (const link::EvidenceItem& item : pair.items) {
    report::LedgerItem made = make_item(data, item, a, b);
    if (text_a && text_b && item.signal < data.selectors.size()) {
      add_quotes(data, item.signal, a, 'a', *text_a, made.quotes);
      add_quotes(data, item.signal, b, 'b', *text_b, made.quotes);
    } else if (text_a && text_b) {
      made.quotes = PassageQuoter(data, reader).quote(a, b);
    }
    ledger.items.push_back(std::move(made));
  }
  ledger.against =
      find_against(data, decided, a, b, text_a ? &*text_a : nullptr, text_b ? &*text_b : nullptr);
  ledger.prior_bits = to_bits(data.prior);
  ledger.sum_bits = to_bits(pair.log_odds);
  ledger.posterior = posterior_of(pair.log_odds);
  ledger.threshold = posterior_of(kThreshold);
  ledger.linked = pair.log_odds >= kThreshold;
  ledger.refused = ledger.linked && !one_network(data, a, b);
  add_path(data, weigher, a, b, reader, ledger);
  add_wording_note(data, pair, a, b, ledger);
  if (pair.log_odds < data.prior + pair.bits) {
    const std::string share = percent(link::kJointCeiling);
    add_note(
        ledger,
        "The sum is held at " + share + ": however much comes together, all of it may be copied.",
        {"held", {{"share", share}}});
  }
  report::Sentence verdict = verdict_note(data, decided, ledger, a, b);
  ledger.verdict_note = std::move(verdict.text);
  ledger.verdict_said = std::move(verdict.said);
  add_decisions(decided, a, b, ledger);
  add_breaks(data, weigher, pair, a, b, ledger);
  add_decided(decided, a, b, ledger);
  return ledger;
}

Result<Outcome> explain(const ExplainSettings& settings, const Context& context, Output& out) {
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  return explain(opened, settings, context, out);
}

Result<Outcome> explain(const OpenedCase& opened, const ExplainSettings& settings,
                        const Context& context, Output& out) {
  const CaseData& data = opened.data;
  ExplainSide sides[2];
  const std::string* names[2] = {&settings.a, &settings.b};
  for (int i = 0; i < 2; ++i) {
    TRY(sides[i], find_side(data, *names[i], opened.country_or(settings.country)));
    if (!sides[i].rows.empty()) continue;
    say("nothing is called '" + printable(*names[i], 60) +
        "' in this case; posts are named P-... or source:id, networks N-..., selectors as in a "
        "post");
    return Outcome::empty;
  }
  TRY(const ExplainPair question, choose_pair(data, sides[0], sides[1]));
  const uint32_t rows[2] = {question.a, question.b};
  TRY(const std::vector<store::Decision> decisions, opened.file->decisions());
  report::Ledger ledger =
      build_ledger(data, decided_pairs(data, decisions), rows[0], rows[1], *opened.reader);
  ledger.fields = build_field_ledger(opened, rows[0], rows[1]);
  if (!question.note.empty()) {
    ledger.notes.insert(ledger.notes.begin(), question.note.text);
    ledger.notes_said.insert(ledger.notes_said.begin(), question.note.said.front());
  }
  out.write(context.json ? report::to_json(ledger) + "\n"
                         : report::to_text(
                               ledger, {context.color, static_cast<std::size_t>(context.width)}));
  TRY_OK(log_reading(*opened.file, "explain", ledger.a.id + " " + ledger.b.id, context.by));
  return Outcome::done;
}

}  // namespace maillon::tasks
