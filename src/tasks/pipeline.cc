// THE MAIN PATH: records -> signals -> families (of wording; of short records by
// their fields) -> weighed links -> networks -> indicators; beside it the index of words for
// `search`.
//
// Read link_case() from the top: one call per step. A step whose inputs, version
// and settings have not changed is skipped and its arrays are read back. Each
// barrier says what the steps after it may rely on.
//
// What a reader sees is whole at any time: the bundles of posts, wording, evidence and networks
// take their places together (publish_staged). Indicators and the index of words come after them,
// each kept by record segment and stamped with what it was made of: who stops a link there has the
// networks, and the next link goes on where this one stopped.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/parallel.h"
#include "link/evidence.h"
#include "link/families.h"
#include "link/knowledge.h"
#include "store/file_scratch.h"
#include "tasks/case_tokens.h"
#include "tasks/decisions.h"
#include "tasks/derived_io.h"
#include "tasks/evidence_input.h"
#include "tasks/freshness.h"
#include "tasks/growth_step.h"
#include "tasks/identify_step.h"
#include "tasks/indicators/indicator_step.h"
#include "tasks/network_step.h"
#include "tasks/pictures/copies.h"
#include "tasks/pictures/listings.h"
#include "tasks/posts.h"
#include "tasks/signals_step.h"
#include "tasks/step_tree.h"
#include "tasks/template_step.h"
#include "tasks/verbs.h"
#include "tasks/weights.h"
#include "tasks/word_step.h"

namespace maillon::tasks {
namespace {

constexpr int32_t kAcceptedLogOdds = 4350;  // log2(0.95 / 0.05) in 1/1024: the default threshold

// What the first half makes: posts, their selectors and their families.
struct SignalArrays {
  Posts posts;
  Selectors selectors;
  Families families;
  bool grew = false;          // words were not weighed anew
  uint64_t fresh = 0;         // new posts, if so
  uint64_t not_compared = 0;  // pictures; see count_not_compared()
  uint64_t likes = 0;         // pictures that were found to show the same as restricted ones
  // Of the step, if it was made: to be set once all is published.
  std::optional<store::StepStamp> stamp;
};

Families to_families(const Posts& posts, const link::Families& found) {
  Families out;
  out.family = found.family;
  out.group.assign(posts.size(), kNone);
  std::vector<uint64_t> size(found.count + 1, 0);
  for (const uint32_t f : found.family) {
    if (f != link::kNoFamily) ++size[f + 1];
  }
  for (uint32_t f = 0; f < found.count; ++f) size[f + 1] += size[f];
  out.member_offsets = size;
  out.member.resize(size.back());
  for (uint32_t row = 0; row < posts.size(); ++row) {
    if (found.family[row] != link::kNoFamily) out.member[size[found.family[row]]++] = row;
  }
  out.state.assign(found.count, 0);
  out.bits.assign(found.count, 0);
  for (uint32_t f = 0; f < found.count; ++f) {
    out.id.push_back(fmt::format("T-{:08x}", posts.key_high[out.members(f).front()] >> 32));
  }
  for (const link::WordingPair& pair : found.near_misses) {
    out.near_a.push_back(pair.a);
    out.near_b.push_back(pair.b);
    out.near_bits.push_back(pair.bits);
    out.near_share.push_back(pair.share);
  }
  return out;
}

store::StepStamp stamp_of(const char* step, std::string input, std::string settings,
                          const char* version, std::vector<std::string> bundles,
                          const Context& context, uint64_t rows) {
  store::StepStamp stamp;
  stamp.step = step;
  stamp.input_hash = std::move(input);
  stamp.settings_hash = std::move(settings);
  stamp.version = version;
  stamp.bundles = std::move(bundles);
  stamp.time = context.by.time;
  stamp.rows = rows;
  return stamp;
}

// All words weighed, all families found.
Result<Growth> link_anew(const store::Case& open_case, const CollectedPosts& places, bool keep,
                         Progress& progress) {
  Growth out;
  out.knowledge.age.posts = places.segment.size();
  std::optional<CaseTokens> tokens;
  TRY(tokens, CaseTokens::read(open_case, places));
  store::FileScratch scratch(open_case);
  TRY(link::TextHeap heap, link::weigh_texts(tokens->rows(), scratch, progress));
  tokens.reset();
  out.families = link::find_families(heap, progress);
  if (!keep) return out;
  const Step learn(progress, "keep for growth");
  TRY(tokens, CaseTokens::read(open_case, places));
  out.knowledge.wording =
      link::learn_wording(heap.wording, heap.texts, tokens->rows(), out.families.family);
  return out;
}

// By what the last link knew; nothing if words are to be weighed anew.
Result<std::optional<Growth>> try_to_grow(const store::Case& open_case, const Posts& posts,
                                          const CollectedPosts& places, Progress& progress) {
  TRY(const CaseTokens tokens, CaseTokens::read(open_case, places));
  auto grown = grow(open_case, posts, tokens.rows(), progress);
  // What is damaged is made anew.
  if (!grown && grown.error().code == Code::corrupt) return std::optional<Growth>();
  return grown;
}

Result<void> stage_extracted(store::Case& open_case, const SignalArrays& arrays,
                             const CollectedPosts& collected, const Pictures& pictures) {
  TRY_OK(write_posts(open_case, arrays.posts));
  TRY_OK(write_post_records(open_case, collected));
  TRY_OK(write_selectors(open_case, arrays.selectors));
  if (pictures.count() == 0) {
    open_case.stage_drop("pictures");
    return {};
  }
  return write_pictures(open_case, pictures);
}

Result<SignalArrays> make_signals(store::Case& open_case, const StepInputs& inputs,
                                  const LinkSettings& settings, bool whole,
                                  const Context& context) {
  SignalArrays out;
  Progress& progress = *context.progress;
  Step collect(progress, "collect posts");
  TRY(CollectedPosts collected, collect_posts(open_case, progress));
  collect.end(collected.posts.size());

  Step extract(progress, "extract");
  TRY(Extracted extracted,
      extract_posts(open_case, inputs.country, settings.force, collected, progress));
  TRY(out.likes, keep_likes(open_case, extracted.pictures, context.by));
  StepInputs read = inputs;
  if (out.likes > 0) {
    // What was read in them goes.
    TRY(extracted, extract_posts(open_case, inputs.country, settings.force, collected, progress));
    TRY(read.restricted, state_of_restrictions(open_case));
  }
  out.posts = std::move(collected.posts);
  out.selectors = std::move(extracted.selectors);
  const bool has_pictures = extracted.pictures.count() > 0;
  TRY_OK(stage_extracted(open_case, out, collected, extracted.pictures));
  out.not_compared = count_not_compared(extracted.pictures);
  extracted.pictures = Pictures{};
  extract.end(out.selectors.hit_selector.size());
  // From here on rows are final: selectors, tokens and languages stand beside posts.

  Step wording(progress, "wording");
  std::optional<Growth> grown;
  // What is known of wording is kept for growth, and for texts that are asked about. Families of
  // short records come between those of texts, so then it could not be told which are which.
  const bool keeps = extracted.records.row.empty();
  const bool grows = keeps && out.posts.size() >= settings.grow_from;
  if (grows && whole && open_case.has_bundle("wording")) {
    TRY(grown, try_to_grow(open_case, out.posts, collected, progress));
  }
  out.grew = grown.has_value();
  if (!grown) {
    // Words need the memory: posts and selectors wait on disk.
    out.posts = Posts{};
    out.selectors = Selectors{};
    TRY(grown, link_anew(open_case, collected, keeps, progress));
    TRY(out.posts, read_posts(open_case));
    TRY(out.selectors, read_selectors(open_case));
  }
  out.fresh = grown->fresh;
  link::Families found = std::move(grown->families);
  wording.end(found.count);

  std::vector<std::string> bundles = std::move(extracted.bundles);
  bundles.insert(bundles.end(), {"posts", "rows", "selectors", "families"});
  if (has_pictures) bundles.emplace_back("pictures");
  if (keeps) bundles.emplace_back("wording");
  if (!extracted.records.row.empty()) {
    Step fields(progress, "fields");
    const std::size_t records = extracted.records.row.size();
    const link::FieldKnowledge knowledge = add_record_families(extracted.records, found, progress);
    extracted.records = RecordRows{};
    TRY_OK(write_fields(open_case, knowledge));
    bundles.emplace_back("fields");
    fields.end(records);
  }
  out.families = to_families(out.posts, found);

  Step templates(progress, "templates");
  TRY_OK(build_templates(open_case, out.posts, grown->template_text, out.families, progress));
  templates.end(out.families.size());

  const Step write(progress, "write signals");
  TRY_OK(write_families(open_case, out.families));
  if (keeps) {
    TRY_OK(keep_knowledge(open_case, grown->knowledge));
  } else {
    open_case.stage_drop("wording");
  }
  out.stamp = stamp_of("signals", read.of_signals(), inputs.country, kSignalsVersion, bundles,
                       context, out.posts.size());
  return out;
}

Result<SignalArrays> read_signals(const store::Case& open_case, Progress& progress) {
  Step read(progress, "read signals");
  SignalArrays arrays;
  TRY(arrays.posts, read_posts(open_case));
  TRY(arrays.selectors, read_selectors(open_case));
  TRY(arrays.families, read_families(open_case));
  read.end(arrays.posts.size());
  return arrays;
}

// Decisions name posts and selectors by their identifiers (P-..., S-...); those that
// are no longer in the case are passed over.
Result<PairDecisions> read_decisions(const store::Case& open_case, const CaseData& data,
                                     std::vector<uint8_t>& hubs) {
  PairDecisions pairs;
  hubs.assign(data.selectors.size(), 0);
  TRY(const std::vector<store::Decision> decisions, open_case.decisions());
  for (const store::Decision& d : decisions) {
    if (d.kind != "hub" && d.kind != "not_hub") continue;
    const std::vector<Target> found = find_target(data, d.a, "");
    if (found.empty() || found.front().kind != Target::selector) continue;
    hubs[found.front().index] = d.kind == "hub" ? 1 : 2;
  }
  for (DecidedSets& sets : decided_sets(data, decisions)) {
    if (!sets.same) {
      pairs.different.push_back({std::move(sets.a), std::move(sets.b)});
      continue;
    }
    const uint32_t first = sets.a.front();
    for (const auto* side : {&sets.a, &sets.b}) {
      for (const uint32_t row : *side) {
        if (row != first) pairs.same.emplace_back(first, row);
      }
    }
  }
  return pairs;
}

Links to_links(link::Links&& found, const std::vector<uint32_t>& community) {
  Links out;
  out.accepted.resize(found.a.size());
  for (std::size_t i = 0; i < found.a.size(); ++i) {
    out.accepted[i] =
        found.posterior[i] >= kAcceptedLogOdds && community[found.a[i]] == community[found.b[i]]
            ? 1
            : 0;
  }
  out.a = std::move(found.a);
  out.b = std::move(found.b);
  out.bits = std::move(found.bits);
  out.log_odds = std::move(found.posterior);
  out.kinds = std::move(found.kinds);
  return out;
}

// What the steps that follow do not ask for; where hits stand, the evidence still does.
void forget_details(Posts& posts, Selectors& selectors) {
  posts.id = posts.url = posts.price = StringColumn{};
  posts.import = posts.file = posts.sighting_import = posts.sighting_file = {};
  posts.begin = posts.end = posts.sighting_offsets = posts.sighting_begin = posts.sighting_end = {};
  posts.sighting_version = {};
  selectors.hit_service = {};
  selectors.hit_begin = selectors.hit_end = {};
}

// What was found of each signal, beside selectors and families.
void take_weights(const EvidenceColumns& columns, link::Signals&& signals, Selectors& selectors,
                  Families& families) {
  const std::size_t count = selectors.size();
  const auto middle = static_cast<std::ptrdiff_t>(count);
  selectors.bits.assign(signals.bits.begin(), signals.bits.begin() + middle);
  families.bits.assign(signals.bits.begin() + middle, signals.bits.end());
  selectors.state.resize(count);
  families.state.resize(signals.state.size() - count);
  for (std::size_t i = 0; i < signals.state.size(); ++i) {
    (i < count ? selectors.state[i] : families.state[i - count]) =
        static_cast<uint8_t>(signals.state[i]);
  }
  selectors.group = groups_of_all(selectors, columns, signals.selector_group);
  families.group = std::move(signals.family_group);
}

Result<void> make_networks(store::Case& open_case, SignalArrays&& arrays, const StepInputs& inputs,
                           const Context& context, LinkReport& report) {
  Progress& progress = *context.progress;
  Step weigh(progress, "weigh evidence");
  EvidenceColumns columns;
  CaseData data;
  data.posts = std::move(arrays.posts);
  data.selectors = std::move(arrays.selectors);
  data.families = std::move(arrays.families);
  TRY(const PairDecisions decisions, read_decisions(open_case, data, columns.hub_decision));
  forget_details(data.posts, data.selectors);
  arrays.posts = std::move(data.posts);
  arrays.selectors = std::move(data.selectors);
  arrays.families = std::move(data.families);
  fill_columns(arrays.posts, arrays.selectors, arrays.families, inputs.evidence, columns);
  arrays.selectors.hit_field = {};
  link::Signals signals = link::weigh_signals(columns.input, progress);
  Step pairs(progress, "pairs");
  link::Links links = link::weigh_links(columns.input, signals);
  pairs.end(links.a.size());
  weigh.end(links.a.size());
  // From here on weights are final.

  Step networks(progress, "networks");
  Step communities(progress, "communities");
  const std::vector<uint32_t> community =
      find_post_networks(columns.input, signals, links, decisions);
  communities.end();
  Links out_links = to_links(std::move(links), community);
  TRY(const std::vector<uint32_t> numbers, identify(open_case, arrays.posts, community, context));
  Step describe(progress, "describe");
  const Networks described =
      describe_networks(arrays.posts, arrays.selectors, out_links, community, numbers);
  describe.end();
  networks.end(described.size());

  Step write(progress, "write networks");
  const ClassWeights classes = to_class_weights(signals.classes);
  const int32_t prior = signals.prior;
  take_weights(columns, std::move(signals), arrays.selectors, arrays.families);
  TRY_OK(write_weights(open_case, arrays.selectors, arrays.families, classes, prior));
  TRY_OK(write_links(open_case, out_links));
  TRY_OK(write_networks(open_case, described));
  TRY_OK(open_case.publish_staged());
  if (arrays.stamp) TRY_OK(open_case.set_stamp(*std::move(arrays.stamp)));
  TRY_OK(open_case.set_stamp(stamp_of("networks", inputs.of_networks(), inputs.evidence,
                                      kNetworksVersion, {"weights", "links", "networks"}, context,
                                      described.size())));
  write.end();
  report.networks = described.size();
  report.network_posts = described.member.size();
  report.not_compared = arrays.not_compared;
  report.links =
      static_cast<uint64_t>(std::count(out_links.accepted.begin(), out_links.accepted.end(), 1));
  report.hubs =
      static_cast<uint64_t>(std::count(arrays.selectors.state.begin(), arrays.selectors.state.end(),
                                       static_cast<uint8_t>(link::SignalState::hub)));
  report.posts = arrays.posts.size();
  report.selectors = arrays.selectors.size();
  report.families = arrays.families.size();
  report.family_posts = arrays.families.member.size();
  return {};
}

}  // namespace

Result<LinkReport> link_case(const LinkSettings& settings, const Context& caller) {
  const ThreadLimit limit(settings.threads);
  StepTree steps("link", *caller.progress);
  Context context = caller;
  context.progress = &steps;
  TRY_OK(check_evidence(settings.evidence));
  TRY(store::Case open_case, store::Case::open(settings.case_path, store::Access::write));
  TRY(const std::optional<std::string> kept, open_case.setting("evidence"));
  if (!settings.evidence.empty() && settings.evidence != kept.value_or("")) {
    TRY_OK(open_case.set_setting("evidence", settings.evidence, context.by));
  }
  if (!settings.catalogue.empty()) {
    TRY_OK(keep_overlays(open_case, settings.catalogue, context.by));
  }
  LinkReport report;
  TRY(report.listings, look_up_pictures(open_case, context.by, *context.progress));
  TRY(const StepInputs inputs, read_inputs(open_case));
  TRY(const CaseState state, read_case_state(open_case, inputs));
  report.fresh = state.fresh() && !settings.force;

  SignalArrays arrays;
  if (state.signals.fresh() && !settings.force) {
    TRY(arrays, read_signals(open_case, *context.progress));
  } else {
    TRY(arrays,
        make_signals(open_case, inputs, settings, state.signals.whole && !settings.force, context));
  }
  if (arrays.likes > 0) {
    TRY(const ListingCounts counts, count_listed(open_case));
    report.listings.listed = counts.listed, report.listings.restricted = counts.restricted;
    report.listings.fresh += arrays.likes;
  }
  if (report.fresh) {
    TRY_OK(make_indicators(open_case, *context.progress));
    TRY_OK(index_words(open_case, *context.progress));
    TRY(const Networks networks, read_networks(open_case));
    report.posts = arrays.posts.size();
    report.networks = networks.size();
    report.network_posts = networks.member.size();
    report.families = arrays.families.size();
    report.family_posts = arrays.families.member.size();
    report.selectors = arrays.selectors.size();
    report.steps = steps.take(report.posts);
    return report;
  }
  report.grew = arrays.grew;
  report.new_posts = arrays.fresh;
  TRY_OK(make_networks(open_case, std::move(arrays), inputs, context, report));
  TRY_OK(open_case.log(
      "link", fmt::format(R"({{"posts":{},"networks":{}}})", report.posts, report.networks),
      context.by));
  // The networks stand by now: whoever stops this has them, and the next link goes on here.
  TRY_OK(make_indicators(open_case, *context.progress));
  TRY_OK(index_words(open_case, *context.progress));
  report.steps = steps.take(report.posts);
  return report;
}

}  // namespace maillon::tasks
