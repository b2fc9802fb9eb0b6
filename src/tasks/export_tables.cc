#include "tasks/export_tables.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"
#include "tasks/indicators/show_signs.h"
#include "tasks/near_misses.h"
#include "tasks/pictures/listings.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

using report::RowWriter;

// Hands rows on in pieces and stops when nobody reads any more.
class Writer {
 public:
  Writer(report::Table table, const report::TableOptions& options, Output& out)
      : rows_(report::table_columns(table), options), out_(out) {}
  ~Writer() { out_.write(rows_.take()); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  template <class Row>
  bool add(const Row& row) {
    report::write_row(rows_, row);
    if (rows_.size() > kOutputPiece) out_.write(rows_.take());
    return out_.is_open();
  }

 private:
  RowWriter rows_;
  Output& out_;
};

void write_posts(const CaseData& data, Writer& to) {
  const Posts& posts = data.posts;
  for (uint32_t row = 0; row < posts.size(); ++row) {
    const std::string network = network_of(data, row), family = template_of(data, row),
                      language = language_of(posts, row);
    report::PostRowView view;
    view.id = posts.id[row];
    view.source = posts.word(posts.source, row);
    view.network = network;
    view.template_id = family;
    view.posted_at = posts.posted_at[row];
    view.city = posts.word(posts.city, row);
    view.country = posts.word(posts.country, row);
    view.language = language;
    std::vector<std::string> indicators;
    if (!data.indicators.empty()) {
      indicators = sign_ids(data.indicators, data.indicators.post[row]);
      view.kind = kind_of(data.indicators, data.indicators.post, row);
      view.level = level_of(data.indicators, data.indicators.post, row);
    }
    view.indicators = indicators;
    if (!to.add(view)) return;
  }
}

void write_selectors(const CaseData& data, Writer& to) {
  const Posts& posts = data.posts;
  const Selectors& selectors = data.selectors;
  for (uint32_t row = 0; row < posts.size(); ++row) {
    for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
      const uint32_t s = selectors.hit_selector[hit];
      if (static_cast<SelectorKind>(selectors.kind[s]) == SelectorKind::image) continue;
      report::SelectorRowView view;
      view.id = posts.id[row];
      view.source = posts.word(posts.source, row);
      view.kind = static_cast<SelectorKind>(selectors.kind[s]);
      view.service = static_cast<Service>(selectors.service[s]);
      view.value = selectors.value[s];
      view.field = static_cast<Field>(selectors.hit_field[hit]);
      view.begin = selectors.hit_begin[hit];
      view.end = selectors.hit_end[hit];
      if (!to.add(view)) return;
    }
  }
}

// "text;phone" for the bits of Links::kinds.
std::string kinds_text(uint8_t kinds) {
  std::string text = (kinds & 1U) != 0 ? "text" : "";
  for (uint8_t kind = 1; kind < 8; ++kind) {
    if ((kinds >> kind & 1U) == 0) continue;
    if (!text.empty()) text += ';';
    text += to_name(static_cast<SelectorKind>(kind));
  }
  return text;
}

void write_links(const CaseData& data, Writer& to) {
  const Links& links = data.links;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    const std::string a = post_name(data.posts, links.a[i]), b = post_name(data.posts, links.b[i]),
                      kinds = kinds_text(links.kinds[i]);
    report::LinkRowView view;
    view.a = a;
    view.b = b;
    view.bits = to_bits(links.bits[i]);
    view.posterior = posterior_of(links.log_odds[i]);
    view.kinds = kinds;
    view.accepted = links.accepted[i] != 0;
    if (!to.add(view)) return;
  }
}

std::vector<std::string> names_of(const std::vector<report::Tally>& tallies) {
  std::vector<std::string> names;
  for (const report::Tally& tally : tallies) names.push_back(tally.what);
  return names;
}

void write_networks(const CaseData& data, Writer& to) {
  const Networks& networks = data.networks;
  const Posts& posts = data.posts;
  for (uint32_t n = 0; n < networks.size(); ++n) {
    const auto rows = networks.members(n);
    const std::string id = network_id(networks.number[n]);
    const std::vector<std::string> countries = names_of(tally_words(posts, posts.country, rows)),
                                   cities = names_of(tally_words(posts, posts.city, rows));
    report::NetworkRowView view;
    view.network = id;
    view.posts = rows.size();
    view.first_seen = networks.first_seen[n];
    view.last_seen = networks.last_seen[n];
    view.countries = countries;
    view.cities = cities;
    view.selectors = networks.selectors[n];
    std::vector<std::string> indicators;
    if (!data.indicators.empty()) {
      indicators = sign_ids(data.indicators, data.indicators.network[n]);
      view.kind = kind_of(data.indicators, data.indicators.network, n);
      view.level = level_of(data.indicators, data.indicators.network, n);
    }
    view.indicators = indicators;
    if (!to.add(view)) return;
  }
}

void write_templates(const CaseData& data, Writer& to) {
  const Families& families = data.families;
  for (uint32_t f = 0; f < families.size(); ++f) {
    report::TemplateRowView view;
    view.template_id = families.id[f];
    view.posts = families.members(f).size();
    view.text = families.text[f];
    if (!to.add(view)) return;
  }
}

void write_pictures(const CaseData& data, Writer& to) {
  const Pictures& pictures = data.pictures;
  for (uint32_t row = 0; row < data.posts.size(); ++row) {
    for (const uint32_t p : pictures.of(row)) {
      const std::string id = picture_id(pictures, p);
      const std::string group = picture_id(pictures, pictures.group[p]);
      report::PictureRowView view;
      view.id = data.posts.id[row];
      view.source = data.posts.word(data.posts.source, row);
      view.picture = id;
      view.group = group;
      view.name = pictures.name[p];
      view.width = pictures.width[p];
      view.height = pictures.height[p];
      view.quality = pictures.quality[p];
      const std::string listed = fmt::format("{}", fmt::join(listed_lines(pictures, p), " | "));
      view.listed = listed;
      view.restricted = pictures.restricted[p] != 0;
      if (!view.restricted) view.pdq = pictures.pdq[p];
      view.sha256 = pictures.sha256[p];
      view.frames = pictures.frames[p];
      if (!to.add(view)) return;
    }
  }
}

void write_near_misses(const CaseData& data, std::span<const DecidedPair> decided, Writer& to) {
  for (const NearPair& pair : find_near_pairs(data, decided, {})) {
    const std::string a = post_name(data.posts, pair.a), b = post_name(data.posts, pair.b);
    const bool by_wording = pair.reason == NearReason::wording;
    report::NearMissRowView view;
    view.a = a;
    view.b = b;
    view.bits = to_bits(by_wording ? pair.wording_bits : pair.evidence_bits);
    if (pair.share >= 0) view.share = pair.share / 1024.0;
    view.reason = to_name(pair.reason);
    if (!by_wording) view.posterior = posterior_of(pair.log_odds);
    if (!to.add(view)) return;
  }
}

}  // namespace

void write_table(const CaseData& data, report::Table table, const report::TableOptions& options,
                 Output& out, std::span<const DecidedPair> decided) {
  Writer to(table, options, out);
  switch (table) {
    case report::Table::posts:
      return write_posts(data, to);
    case report::Table::selectors:
      return write_selectors(data, to);
    case report::Table::links:
      return write_links(data, to);
    case report::Table::networks:
      return write_networks(data, to);
    case report::Table::templates:
      return write_templates(data, to);
    case report::Table::pictures:
      return write_pictures(data, to);
    case report::Table::near_misses:
      return write_near_misses(data, decided, to);
  }
}

Result<Outcome> export_table(const ExportSettings& settings, const Context& context, Output& out) {
  TRY(const bool may, second_person_agrees(settings.case_path, wanted_of(settings), context.by));
  if (!may) return Outcome::empty;
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  return export_table(opened, settings, context, out);
}

Result<Outcome> export_table(const OpenedCase& opened, const ExportSettings& settings,
                             const Context& context, Output& out) {
  TRY_OK(log_reading(*opened.file, "export", report::to_name(settings.table), context.by));
  TRY(const std::vector<store::Decision> decisions, opened.file->decisions());
  write_table(opened.data, settings.table, settings.options, out,
              decided_pairs(opened.data, decisions));
  return Outcome::done;
}

}  // namespace maillon::tasks
