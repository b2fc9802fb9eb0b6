// Hands a case over to a writer of documents for other programs (share/exchange). The case is
// gone through once, network by network, so that a document is never held whole: what stands at
// its head (version, state of the case, source files), the hubs, then for each network its facts,
// its posts with the selectors that they name, and its links with what they rest on.
//
// What goes out is decided here and not by the writers, so that no format can leak what another
// holds back: no titles, texts or names of authors; nothing of a picture that a list classes as
// abuse of children, nor the addresses of a post that shows it (tasks/withheld.h); no level that
// indicators add up to. Identifiers follow from what they name (share/exchange/uuid.h), and the
// order is the case's own, so the same case gives the same bytes.
#include "tasks/export_exchange.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/version.h"
#include "report/style.h"
#include "share/exchange/uuid.h"
#include "tasks/annotations.h"
#include "tasks/coordinates.h"
#include "tasks/explain.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"
#include "tasks/indicators/show_signs.h"
#include "tasks/network_facts.h"
#include "tasks/pictures/listings.h"
#include "tasks/report_gather.h"
#include "tasks/show_lines.h"
#include "tasks/withheld.h"

namespace maillon::tasks {
namespace {

using share::ExchangeFormat;

std::string uuid_of_post(const Posts& posts, uint32_t row) {
  return share::exchange_uuid("post", {posts.word(posts.source, row), posts.id[row]});
}

// A network is named by its first post: it keeps its identifier when it grows, and is the same
// one in another case.
std::string uuid_of_network(const CaseData& data, uint32_t network) {
  return share::exchange_uuid("network",
                              {uuid_of_post(data.posts, data.networks.members(network).front())});
}

// A selector with the texts that its view needs.
struct HeldSelector {
  std::string id, uuid;
  share::ExchangeSelector view;  // without id and uuid: those move with this
};

class Exporter {
 public:
  Exporter(const OpenedCase& from, ExchangeFormat format, Output& out)
      : from_(from),
        data_(from.data),
        out_(out),
        writer_(share::make_exchange_writer(format)),
        withheld_(from.data),
        weigher_(from.data),
        facts_(gather_network_facts(from.data)),
        place_(from.data.posts.size()) {
    for (uint32_t p = 0; p < data_.pictures.count(); ++p) {
      if (data_.pictures.group[p] == p) pictures_.emplace(picture_id(data_.pictures, p), p);
    }
  }

  Result<LeftOut> write(std::optional<uint32_t> network) {
    if (network) {
      chosen_ = {*network};
    } else {
      for (uint32_t n = 0; n < data_.networks.size(); ++n) chosen_.push_back(n);
    }
    TRY(const std::vector<store::Import> imports, from_.file->imports());
    TRY(annotations_, AnnotationReader::open(*from_.file, data_));
    TRY_OK(begin(imports, network));
    if (writer_->uses_coordinates()) places_.emplace(from_, imports);
    write_selectors();
    for (const uint32_t n : chosen_) {
      write_network(n);
      if (!out_.is_open()) break;
    }
    writer_->end();
    out_.write(writer_->take());
    return left_out_;
  }

 private:
  Result<void> begin(const std::vector<store::Import>& imports, std::optional<uint32_t> network) {
    const std::filesystem::path path =
        std::filesystem::path(from_.file->directory()).lexically_normal();
    // The last name of the folder, so that a copy elsewhere gives the same bytes.
    const std::string name =
        path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
    share::ExchangeCase of;
    TRY(of.changed_at, time_of_latest_act(*from_.file));
    TRY(const Sha256 hash, from_.file->state_hash());
    const std::string state = to_hex(hash);
    std::string first_file;
    if (!imports.empty()) {
      of.begun_at = imports.front().time;
      if (!imports.front().files.empty()) first_file = to_hex(imports.front().files.front().sha256);
    }
    const std::string uuid = network ? uuid_of_network(data_, *network)
                                     : share::exchange_uuid("case", {name, first_file});
    of.name = name;
    of.version = kVersion;
    of.uuid = uuid;
    of.state = state;
    of.networks = chosen_.size();
    std::deque<std::string> hashes;
    const std::vector<share::ExchangeFile> files = files_of(imports, hashes);
    of.files = files;
    writer_->begin(of);
    return {};
  }

  // Each once; `hashes` keeps the texts. A folder's name is nobody's business elsewhere.
  static std::vector<share::ExchangeFile> files_of(const std::vector<store::Import>& imports,
                                                   std::deque<std::string>& hashes) {
    std::vector<share::ExchangeFile> files;
    std::set<std::pair<std::string_view, Sha256>> seen;
    for (const store::Import& import : imports) {
      if (!import.active) continue;
      for (const store::ImportedFile& file : import.files) {
        const std::string_view path = file.name;
        const std::string_view name = path.substr(path.find_last_of('/') + 1);
        if (!seen.emplace(name, file.sha256).second) continue;
        hashes.push_back(to_hex(file.sha256));
        files.push_back({name, hashes.back(), file.raw_size, import.time});
      }
    }
    return files;
  }

  HeldSelector hold(uint32_t s) const {
    const Selectors& selectors = data_.selectors;
    HeldSelector held;
    held.view.kind = static_cast<SelectorKind>(selectors.kind[s]);
    held.view.service = static_cast<Service>(selectors.service[s]);
    held.view.value = selectors.value[s];
    held.view.bits = to_bits(selectors.bits[s]);
    held.view.posts = selectors.carriers(s).size();
    held.view.is_hub = !is_followed(selectors, s);
    if (held.view.kind == SelectorKind::image) {
      const auto picture = pictures_.find(std::string(held.view.value));
      if (picture != pictures_.end()) held.view.sha256 = data_.pictures.sha256[picture->second];
    }
    held.id = selector_id(selectors, s);
    held.uuid = share::exchange_uuid(
        "selector", {to_name(held.view.kind), to_name(held.view.service), held.view.value});
    return held;
  }

  void write_selectors() {
    std::vector<uint8_t> is_named(data_.selectors.size());
    for (const uint32_t n : chosen_) {
      for (const uint32_t row : data_.networks.members(n)) {
        for (const uint32_t s : named_by(row)) is_named[s] = 1;
      }
    }
    for (const bool hubs : {false, true}) {
      for (uint32_t s = 0; s < is_named.size() && out_.is_open(); ++s) {
        if (is_named[s] == 0 || is_followed(data_.selectors, s) == hubs) continue;
        if (withheld_.has_selector(s)) {
          left_out_.pictures +=
              static_cast<SelectorKind>(data_.selectors.kind[s]) == SelectorKind::image;
        }
        if (stays_here(s)) continue;
        HeldSelector held = hold(s);
        held.view.id = held.id;
        held.view.uuid = held.uuid;
        writer_->add(held.view);
        pass_on();
      }
    }
  }

  // Withheld, or the name that an author signs with: as often a person's as an account's.
  bool stays_here(uint32_t s) const {
    return withheld_.has_selector(s) ||
           static_cast<Service>(data_.selectors.service[s]) == Service::account;
  }

  // Distinct, ascending.
  std::vector<uint32_t> named_by(uint32_t row) const {
    const Selectors& selectors = data_.selectors;
    std::vector<uint32_t> named(
        selectors.hit_selector.begin() + static_cast<std::ptrdiff_t>(selectors.hit_offsets[row]),
        selectors.hit_selector.begin() +
            static_cast<std::ptrdiff_t>(selectors.hit_offsets[row + 1]));
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    return named;
  }

  void write_network(uint32_t n) {
    const auto members = data_.networks.members(n);
    const std::string id = network_id(data_.networks.number[n]), uuid = uuid_of_network(data_, n);
    const std::string triage = annotations_->of(id).triage.state;
    const std::vector<report::Stay> route = route_of(data_.posts, members);
    const std::vector<share::ExchangeStay> stays = stays_of(route, members);
    const report::SignSummary summary = signs_of_network(data_, n);
    std::vector<share::ExchangeSign> signs;
    for (const report::SignLine& line : summary.seen)
      signs.push_back({line.id, line.label, line.strength, line.proposed, line.common, line.posts});
    share::ExchangeNetwork view;
    view.id = id;
    view.uuid = uuid;
    view.triage = triage;
    view.posts = members.size();
    view.first = data_.networks.first_seen[n];
    view.last = data_.networks.last_seen[n];
    view.stays = stays;
    view.signs = signs;
    writer_->begin_network(view);
    write_posts(n, members);
    writer_->end_network();
    pass_on();
  }

  std::vector<share::ExchangeStay> stays_of(const std::vector<report::Stay>& route,
                                            std::span<const uint32_t> members) {
    std::vector<share::ExchangeStay> stays;
    stays.reserve(route.size());
    for (const report::Stay& stay : route)
      stays.push_back({stay.city, stay.country, stay.first, stay.last, stay.posts, {}, {}});
    if (!places_) return stays;
    const auto found = places_->of(members);
    for (share::ExchangeStay& stay : stays) {
      const auto at = found.find({std::string(stay.city), std::string(stay.country)});
      if (at == found.end()) continue;
      stay.lat = at->second.lat;
      stay.lon = at->second.lon;
    }
    return stays;
  }

  void write_posts(uint32_t n, std::span<const uint32_t> members) {
    for (uint32_t m = 0; m < members.size(); ++m) place_[members[m]] = m;
    // Each link stands with the later of its two posts.
    std::vector<std::pair<uint32_t, uint32_t>> links;  // place of the later post, link
    for (const uint32_t i : facts_.links.of(n)) {
      links.emplace_back(std::max(place_[data_.links.a[i]], place_[data_.links.b[i]]), i);
    }
    std::sort(links.begin(), links.end());
    auto next = links.begin();
    for (uint32_t m = 0; m < members.size() && out_.is_open(); ++m) {
      std::vector<share::ExchangeLink> own;
      texts_.clear();
      for (; next != links.end() && next->first == m; ++next) {
        const uint32_t a = data_.links.a[next->second], b = data_.links.b[next->second];
        own.push_back(link_of(next->second, members[m], members[m] == a ? b : a));
      }
      write_post(members[m], own);
      pass_on();
    }
  }

  // A text that lives until the next post.
  std::string_view keep(std::string text) {
    return *texts_.emplace_back(std::make_unique<std::string>(std::move(text)));
  }

  share::ExchangeLink link_of(uint32_t i, uint32_t row, uint32_t other) {
    const Posts& posts = data_.posts;
    share::ExchangeLink link;
    link.to_id = keep(post_id(posts, other));
    link.to_uuid = keep(uuid_of_post(posts, other));
    const std::string own = uuid_of_post(posts, row);
    link.uuid = keep(share::exchange_uuid("link", {std::min<std::string_view>(own, link.to_uuid),
                                                   std::max<std::string_view>(own, link.to_uuid)}));
    link.bits = to_bits(data_.links.bits[i]);
    link.posterior = posterior_of(data_.links.log_odds[i]);
    const auto count = static_cast<uint32_t>(data_.selectors.size());
    for (const link::EvidenceItem& item : weigher_.weigh(row, other).items) {
      if (item.bits == 0) continue;
      if (item.signal >= count) {
        link.evidence.push_back(
            {"text", std::string(data_.families.id[item.signal - count]), to_bits(item.bits)});
      } else {
        link.evidence.push_back(
            {to_name(static_cast<SelectorKind>(data_.selectors.kind[item.signal])),
             stays_here(item.signal) ? "" : selector_id(data_.selectors, item.signal),
             to_bits(item.bits)});
      }
    }
    return link;
  }

  void write_post(uint32_t row, const std::vector<share::ExchangeLink>& links) {
    const Posts& posts = data_.posts;
    const std::string id = post_id(posts, row), uuid = uuid_of_post(posts, row),
                      name = post_name(posts, row), language = language_of(posts, row),
                      family = template_of(data_, row);
    std::vector<HeldSelector> held;
    for (const uint32_t s : named_by(row)) {
      if (is_followed(data_.selectors, s) && !stays_here(s)) held.push_back(hold(s));
    }
    std::vector<share::ExchangeSelector> named;
    for (HeldSelector& one : held) {
      one.view.id = one.id;
      one.view.uuid = one.uuid;
      named.push_back(one.view);
    }
    share::ExchangePost view;
    view.id = id;
    view.uuid = uuid;
    view.name = name;
    view.source = posts.word(posts.source, row);
    if (withheld_.has_post(row)) {
      ++left_out_.posts;
    } else {
      view.url = posts.url[row];
    }
    view.posted_at = posts.posted_at[row];
    view.city = posts.word(posts.city, row);
    view.country = posts.word(posts.country, row);
    view.language = language;
    view.price = posts.price[row];
    view.template_id = family;
    view.selectors = named;
    view.links = links;
    writer_->add(view);
  }

  void pass_on() {
    if (writer_->size() > kOutputPiece) out_.write(writer_->take());
  }

  const OpenedCase& from_;
  const CaseData& data_;
  Output& out_;
  std::unique_ptr<share::ExchangeWriter> writer_;
  Withheld withheld_;
  PairWeigher weigher_;
  NetworkFacts facts_;
  std::vector<uint32_t> place_;   // of a post among the members of its network
  std::vector<uint32_t> chosen_;  // networks
  std::unordered_map<std::string, uint32_t> pictures_;
  std::optional<StatedPlaces> places_;
  std::optional<AnnotationReader> annotations_;
  std::vector<std::unique_ptr<std::string>> texts_;
  LeftOut left_out_;
};

void say_what_was_left_out(const LeftOut& left) {
  if (left.pictures == 0 && left.posts == 0) return;
  say(
      fmt::format("a list classes {} as abuse of children: left out, with the addresses of {} that "
                  "show them",
                  report::count_of(left.pictures, "picture", "pictures"),
                  report::count_of(left.posts, "post", "posts")));
}

}  // namespace

Result<LeftOut> write_exchange(const OpenedCase& from, std::optional<uint32_t> network,
                               ExchangeFormat format, Output& out) {
  return Exporter(from, format, out).write(network);
}

Result<Outcome> export_exchange(const ExchangeSettings& settings, const Context& context,
                                Output& out) {
  TRY(const bool may, second_person_agrees(settings.case_path, wanted_of(settings), context.by));
  if (!may) return Outcome::empty;
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  return export_exchange(opened, settings, context, out);
}

Result<Outcome> export_exchange(const OpenedCase& opened, const ExchangeSettings& settings,
                                const Context& context, Output& out) {
  TRY_OK(may_leave(*opened.file));
  std::optional<uint32_t> network;
  std::string what(share::to_name(settings.format));
  if (!settings.network.empty()) {
    for (const Target& target : find_target(opened.data, settings.network, opened.country)) {
      if (target.kind == Target::network && !network) network = target.index;
    }
    if (!network) {
      say("no network '" + settings.network + "' in this case; `maillon networks` lists them");
      return Outcome::empty;
    }
    what += " " + network_id(opened.data.networks.number[*network]);
  }
  TRY_OK(log_reading(*opened.file, "export", what, context.by));
  TRY(const LeftOut left, write_exchange(opened, network, settings.format, out));
  say_what_was_left_out(left);
  return Outcome::done;
}

}  // namespace maillon::tasks
