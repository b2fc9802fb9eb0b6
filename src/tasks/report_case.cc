#include "tasks/report_case.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/json_writer.h"
#include "base/version.h"
#include "link/evidence.h"
#include "tasks/case_terms.h"
#include "tasks/explain.h"
#include "tasks/freshness.h"
#include "tasks/near_misses.h"
#include "tasks/pictures/listings.h"
#include "tasks/report_gather.h"
#include "tasks/show_lines.h"
#include "tasks/show_network.h"
#include "tasks/show_template.h"
#include "tasks/withheld.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kHoldingShown = 25, kNearShown = 25, kWordingsShown = 6, kPicturesShown = 60;

// Leaves the bits of a ledger, and takes away what quotes the posts or names their addresses.
void silence(report::Ledger& ledger) {
  const auto is_quote = [](std::string_view kind) { return kind == "url" || kind == "text"; };
  for (report::LedgerItem& item : ledger.items) {
    item.quotes.clear();
    item.said.clear();
    if (is_quote(item.kind)) item.what = "(withheld)";
  }
  for (report::LedgerFact& fact : ledger.against) {
    fact.said.clear();
    if (is_quote(fact.kind)) fact.what = "(withheld)";
  }
  for (report::LedgerStep& step : ledger.path) step.why.clear();
  std::erase_if(ledger.breaks, [&](const report::LedgerBreak& b) {
    return is_quote(b.without.substr(0, b.without.find(' ')));
  });
}

class Gatherer {
 public:
  Gatherer(const OpenedCase& from, uint32_t network)
      : from_(from),
        data_(from.data),
        network_(network),
        members_(from.data.networks.members(network)),
        pictures_(from),
        posts_(from, pictures_) {}

  Result<void> gather(const ReportOptions& options, report::NetworkReport& to) {
    TRY_OK(may_leave(*from_.file));
    to.wishes = options.wishes;
    TRY_OK(add_case(options, to));
    TRY(const std::vector<store::Decision> decisions, from_.file->decisions());
    TRY(const std::vector<store::Decision> all, from_.file->all_decisions());
    decided_ = decided_pairs(data_, decisions);
    to.page = build_network_page(from_, network_, options.as_of);
    to.posts_in_case = data_.posts.size();
    add_times(to);
    add_wordings(to);
    add_links(to);
    add_near_misses(to);
    to.pictures = pictures_.of(members_, kPicturesShown, to.pictures_total);
    to.decisions = decisions_about(data_, network_, all);
    add_weights(to);
    to.files = posts_.files_of(members_);
    hold_withheld(to);
    choose_annex(to);
    if (options.wishes.mask) {
      std::vector<uint32_t> rows(members_.begin(), members_.end());
      rows.insert(rows.end(), others_.begin(), others_.end());
      to.secrets = secrets_of(data_, rows);
    }
    return {};
  }

  report::ReportPost post(uint64_t i) { return posts_.read(annex_[i]); }

 private:
  Result<void> add_case(const ReportOptions& options, report::NetworkReport& to) {
    to.case_name = case_name(*from_.file);
    to.maker = options.maker;
    TRY(const CaseTerms terms, read_terms(*from_.file, {}));
    to.purpose = terms.purpose.text;
    to.legal_basis = terms.legal_basis.text;
    to.version = kVersion;
    to.as_of = options.as_of;
    if (to.as_of == kNoTime) {
      TRY(to.as_of, time_of_latest_act(*from_.file));
    }
    TRY(const Sha256 state, from_.file->state_hash());
    to.state_hash = to_hex(state);
    TRY(const std::string stale, why_stale(*from_.file));
    to.stale = !stale.empty();
    return {};
  }

  void add_times(report::NetworkReport& to) const {
    for (const uint32_t row : members_) {
      if (data_.posts.posted_at[row] != kNoTime) to.times.push_back(data_.posts.posted_at[row]);
    }
    std::sort(to.times.begin(), to.times.end());
  }

  void add_wordings(report::NetworkReport& to) const {
    std::map<std::string, uint32_t, std::less<>> families;
    for (const uint32_t row : members_) {
      if (const uint32_t f = data_.families.family[row]; f != kNone) {
        families.emplace(data_.families.id[f], f);
      }
    }
    for (const report::TemplateLine& line : to.page.templates) {
      if (to.wordings.size() == kWordingsShown) break;
      const auto found = families.find(line.id);
      if (found == families.end()) continue;
      to.wordings.push_back({build_template_page(from_, found->second), line.posts});
    }
  }

  void add_links(report::NetworkReport& to) {
    const std::vector<LinkIndex> holding = find_holding_links(data_, network_);
    to.holding_total = holding.size();
    to.rejected_inside = count_rejected_inside(data_, network_);
    to.page.weakest.reset();
    const PairWeigher weigher(data_);
    for (std::size_t i = 0; i < std::min(kHoldingShown, holding.size()); ++i) {
      const uint32_t a = data_.links.a[holding[i]], b = data_.links.b[holding[i]];
      const link::PairEvidence pair = weigher.weigh(a, b);
      to.holding.push_back({post_line(data_, a, nullptr), post_line(data_, b, nullptr),
                            to_bits(pair.bits), posterior_of(pair.log_odds), weigher.why(pair)});
      mark(a, b);
    }
    if (holding.empty()) return;
    to.page.weakest = to.holding.front();
    to.weakest = ledger(holding.front());
    if (holding.size() > 1) {
      to.strongest = ledger(holding.back());
      mark(data_.links.a[holding.back()], data_.links.b[holding.back()]);
    }
  }

  report::Ledger ledger(LinkIndex i) const {
    return build_ledger(data_, decided_, data_.links.a[i], data_.links.b[i], *from_.reader);
  }

  void add_near_misses(report::NetworkReport& to) {
    report::NearMissesTable near =
        near_misses_around(from_, decided_, {Target::network, network_}, kNearShown);
    to.page.near_misses.pairs = near.pairs;
    to.page.near_misses.groups = near.groups;
    to.near_misses = std::move(near.near_misses);
    for (const report::NearMiss& miss : to.near_misses) {
      for (const report::PostLine* line : {&miss.a, &miss.b}) {
        for (const Target& target : find_target(data_, line->id, "")) {
          if (target.kind != Target::post) continue;
          const bool own = data_.networks.network[target.index] == data_.networks.number[network_];
          (own ? key_rows_ : others_).insert(target.index);
        }
      }
    }
  }

  void add_weights(report::NetworkReport& to) const {
    const ClassWeights& classes = data_.classes;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (classes.pairs[i] == 0) continue;
      const auto c = static_cast<link::SignalClass>(i);
      const std::string_view name = link::to_name(c);
      to.weights.push_back(
          {std::string(name == "wording" ? "text" : name),
           std::min(link::from_millionths(classes.posterior[i]), link::ceiling_of(c)),
           classes.estimated[i] != 0, classes.pairs[i]});
    }
    to.prior_bits = to_bits(data_.prior);
    to.prior = posterior_of(data_.prior);
    to.threshold = posterior_of(kThreshold);
  }

  void mark(uint32_t a, uint32_t b) { key_rows_.insert({a, b}); }

  void hold_withheld(report::NetworkReport& to) {
    const Withheld withheld(data_);
    std::set<std::string, std::less<>> posts, selectors;
    for (const uint32_t row : withheld.posts()) {
      posts.insert(post_id(data_.posts, row));
      held_.insert(row);
    }
    if (posts.empty()) return;
    for (uint32_t s = 0; s < data_.selectors.size(); ++s) {
      if (withheld.has_selector(s)) selectors.insert(selector_id(data_.selectors, s));
    }
    const auto is_selector = [&](const report::SelectorLine& s) {
      return selectors.contains(s.id);
    };
    const auto is_of = [&](const auto& pair) {
      return posts.contains(pair.a.id) || posts.contains(pair.b.id);
    };
    std::erase_if(to.page.selectors, is_selector);
    std::erase_if(to.page.hubs, is_selector);
    std::erase_if(to.near_misses, is_of);
    for (report::NetworkLink& link : to.holding) {
      if (is_of(link)) link.why.clear();
    }
    if (to.page.weakest && is_of(*to.page.weakest)) to.page.weakest->why.clear();
    if (to.weakest && is_of(*to.weakest)) silence(*to.weakest);
    if (to.strongest && is_of(*to.strongest)) silence(*to.strongest);
    std::erase_if(to.page.splits,
                  [](const report::Split& split) { return split.what.starts_with("url "); });
    // A family's text quotes its posts.
    std::erase_if(to.wordings, [&](const report::ReportWording& wording) {
      return std::any_of(held_.begin(), held_.end(),
                         [&](uint32_t row) { return template_of(data_, row) == wording.page.id; });
    });
  }

  // The posts that the links shown rest on, and of the others as many as there is room
  // for, spread evenly over time.
  void choose_annex(report::NetworkReport& to) {
    const report::Annex annex = to.wishes.annex;
    if (annex == report::Annex::none) return;
    std::vector<uint32_t> others;
    for (const uint32_t row : by_time(data_.posts, members_)) {
      if (!key_rows_.contains(row) && !held_.contains(row)) others.push_back(row);
    }
    std::vector<uint32_t> chosen(key_rows_.begin(), key_rows_.end());
    std::erase_if(chosen, [&](uint32_t row) { return held_.contains(row); });
    if (annex == report::Annex::all) {
      const std::size_t room =
          kAnnexPostsMost - std::min<std::size_t>(kAnnexPostsMost, chosen.size());
      const std::size_t take = std::min(room, others.size());
      for (std::size_t i = 0; i < take; ++i) chosen.push_back(others[i * others.size() / take]);
      to.capped = take < others.size();
    }
    annex_ = by_time(data_.posts, chosen);
    to.annex_posts = annex_.size();
  }

  const OpenedCase& from_;
  const CaseData& data_;
  uint32_t network_;
  std::span<const uint32_t> members_;
  ReportPictures pictures_;
  ReportPosts posts_;
  std::vector<DecidedPair> decided_;
  std::set<uint32_t> key_rows_, others_;
  std::set<uint32_t> held_;  // no annex shows them
  std::vector<uint32_t> annex_;
};

}  // namespace

std::string case_name(const store::Case& file) {
  const std::filesystem::path path = std::filesystem::path(file.directory()).lexically_normal();
  return path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
}

Result<report::ReportMade> write_report(const OpenedCase& from, uint32_t network,
                                        const ReportOptions& options, const report::Sink& sink,
                                        Progress& progress) {
  const auto texts = report::Texts::of(options.language);
  if (!texts) {
    return fail(Code::invalid_input,
                "no report in '" + options.language + "'; languages are en, fr, es, ar, ru, zh");
  }
  report::NetworkReport gathered;
  Gatherer gatherer(from, network);
  {
    const Step step(progress, "gather");
    TRY_OK(gatherer.gather(options, gathered));
  }
  const Step step(progress, "write", gathered.annex_posts, "posts");
  return report::write_document(
      gathered, *texts,
      [&](uint64_t i) {
        progress.advance(1);
        return gatherer.post(i);
      },
      sink);
}

Result<void> log_report(store::Case& to, std::string_view network, const report::ReportMade& made,
                        const store::By& by) {
  JsonWriter detail;
  detail.begin_object().member("what", network).member("posts", made.posts);
  detail.member("sha256", to_hex(made.hash)).end_object();
  return to.log("report", detail.text(), by);
}

Result<bool> is_report_logged(store::Case& from, std::string_view hash) {
  bool found = false;
  const std::string member = "\"sha256\":\"" + std::string(hash) + "\"";
  TRY_OK(from.log_tree().read(0, [&](const store::LogEntry& entry) {
    found = (entry.action == "report" || entry.action == "pack") &&
            entry.detail.find(member) != entry.detail.npos;
    return !found;
  }));
  return found;
}

}  // namespace maillon::tasks
