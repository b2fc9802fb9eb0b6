#include "tasks/indicators/indicators.h"

#include <algorithm>

#include "rank/combine.h"
#include "tasks/bundle_columns.h"
#include "tasks/derived_io.h"

namespace maillon::tasks {
namespace {

constexpr const char* kName = "indicators";
constexpr uint32_t kVersion = 2;  // 2: hotlines

template <class I, class V>
void visit_indicators(I& i, V& v) {
  v("id", i.table.id), v("label", i.table.label), v("meaning", i.table.meaning);
  v("against", i.table.against), v("sources", i.table.sources);
  v("dimension", i.table.dimension), v("elements", i.table.elements);
  v("strength", i.table.strength), v("common", i.table.common);
  v("posts_seen", i.table.posts_seen), v("posts_denied", i.table.posts_denied);
  v("wordings_seen", i.table.wordings_seen);
  v("hotline_country", i.table.hotlines.country), v("hotline_name", i.table.hotlines.name);
  v("hotline_phone", i.table.hotlines.phone), v("hotline_url", i.table.hotlines.url);
  v("hotline_verified_on", i.table.hotlines.verified_on);
  v("profile_kind", i.profiles.kind), v("profile_level", i.profiles.level);
  v("profile_form", i.profiles.form), v("profile_positive", i.profiles.positive);
  v("profile_flags", i.profiles.flags), v("profile_palermo", i.profiles.palermo);
  v("seen_ends", i.profiles.seen_ends), v("denied_ends", i.profiles.denied_ends);
  v("seen", i.profiles.seen), v("denied", i.profiles.denied);
  v("post", i.post), v("network", i.network);
  v("network_ends", i.network_ends), v("network_posts", i.network_posts);
}

bool ends_at(const std::vector<uint64_t>& ends, std::size_t count, std::size_t size) {
  return ends.size() == count && std::is_sorted(ends.begin(), ends.end()) &&
         (ends.empty() ? size == 0 : ends.back() == size);
}

// Checksums tell damage; this tells a program that wrote something else.
bool is_sound(const Indicators& i, std::size_t posts, std::size_t networks) {
  const std::size_t n = i.table.size(), p = i.profiles.size();
  const bool table =
      i.table.label.size() == n * kLabelLanguages.size() && i.table.meaning.size() == n &&
      i.table.against.size() == n && i.table.sources.size() == n && i.table.dimension.size() == n &&
      i.table.elements.size() == n && i.table.strength.size() == n && i.table.common.size() == n &&
      i.table.posts_seen.size() == n && i.table.posts_denied.size() == n &&
      i.table.wordings_seen.size() == n && all_below(i.table.dimension, rank::kDimensions);
  const Hotlines& h = i.table.hotlines;
  const bool hotlines = h.name.size() == h.size() && h.phone.size() == h.size() &&
                        h.url.size() == h.size() && h.verified_on.size() == h.size();
  const bool profiles = i.profiles.level.size() == p && i.profiles.form.size() == p &&
                        i.profiles.positive.size() == p && i.profiles.flags.size() == p &&
                        i.profiles.palermo.size() == p &&
                        ends_at(i.profiles.seen_ends, p, i.profiles.seen.size()) &&
                        ends_at(i.profiles.denied_ends, p, i.profiles.denied.size()) &&
                        all_below(i.profiles.seen, n) && all_below(i.profiles.denied, n) &&
                        all_below(i.profiles.kind, rank::kPostKinds) &&
                        all_below(i.profiles.level, 4) && all_below(i.profiles.form, rank::kForms);
  if (!table || !hotlines || !profiles || i.post.size() != posts || i.network.size() != networks ||
      !all_below(i.post, p) || !all_below(i.network, p) ||
      !ends_at(i.network_ends, networks, i.network_posts.size()))
    return false;
  for (uint32_t k = 0; k < networks; ++k) {
    if (i.posts_of(k).size() != i.profiles.seen_of(i.network[k]).size()) return false;
  }
  return true;
}

}  // namespace

std::string_view IndicatorTable::label_in(std::size_t i, std::string_view language) const {
  const auto* at = std::find(kLabelLanguages.begin(), kLabelLanguages.end(), language);
  const auto l =
      at == kLabelLanguages.end() ? 0 : static_cast<std::size_t>(at - kLabelLanguages.begin());
  const std::string_view text = label[i * kLabelLanguages.size() + l];
  return text.empty() ? label[i * kLabelLanguages.size()] : text;
}

std::string IndicatorTable::strength_of(std::size_t i) const {
  const auto given = static_cast<rank::Strength>(strength[i] & 3U);
  return given == rank::Strength::none ? "" : std::string(1, rank::to_letter(given));
}

std::optional<uint32_t> IndicatorTable::find(std::string_view which) const {
  for (uint32_t i = 0; i < size(); ++i) {
    if (id[i] == which) return i;
  }
  return std::nullopt;
}

Result<void> write_indicators(store::Case& to, const Indicators& indicators,
                              const std::string& made_with) {
  TRY(store::BundleWriter bundle, to.write_bundle(kName, kVersion));
  bundle.set_attribute("made_with", made_with);
  bundle.set_attribute("edition", indicators.edition);
  TRY(const store::BundleReader networks, to.read_bundle("networks"));
  bundle.set_attribute("networks", checksum_of(networks));
  ColumnWriter writer{std::move(bundle), {}};
  visit_indicators(indicators, writer);
  TRY_OK(std::move(writer.done));
  return writer.bundle.publish();
}

Indicators read_indicators(const store::Case& from, std::size_t posts, std::size_t networks,
                           std::string_view made_networks) {
  if (!from.has_bundle(kName)) return {};
  auto bundle = from.read_bundle(kName);
  if (!bundle || bundle->version() != kVersion || bundle->attribute("networks") != made_networks)
    return {};
  Indicators out;
  out.edition = bundle->attribute("edition");
  ColumnReader reader{*std::move(bundle), {}};
  visit_indicators(out, reader);
  if (!reader.done || !is_sound(out, posts, networks)) return {};
  return out;
}

std::string indicators_made_with(const store::Case& from) {
  if (!from.has_bundle(kName)) return "";
  const auto bundle = from.read_bundle(kName);
  return bundle && bundle->version() == kVersion ? bundle->attribute("made_with") : "";
}

}  // namespace maillon::tasks
