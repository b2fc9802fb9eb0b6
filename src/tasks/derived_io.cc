#include "tasks/derived_io.h"

#include <charconv>
#include <chrono>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "tasks/bundle_columns.h"

namespace maillon::tasks {
namespace {

// Each visitor names the columns once, for writing and reading. It stops at the
// first failure.
template <class P, class V>
void visit_posts(P& p, V& v) {
  v("key_high", p.key_high), v("key_low", p.key_low), v("posted_at", p.posted_at);
  v("import", p.import), v("file", p.file), v("begin", p.begin), v("end", p.end);
  v("language", p.language), v("source", p.source), v("city", p.city), v("country", p.country);
  v("author", p.author), v("words", p.words), v("id", p.id), v("url", p.url), v("price", p.price);
  v("sighting_offsets", p.sighting_offsets), v("sighting_import", p.sighting_import);
  v("sighting_file", p.sighting_file), v("sighting_begin", p.sighting_begin);
  v("sighting_end", p.sighting_end), v("sighting_version", p.sighting_version);
}

template <class S, class V>
void visit_selectors(S& s, V& v) {
  v("kind", s.kind), v("service", s.service), v("value", s.value);
  v("carrier_offsets", s.carrier_offsets), v("carrier", s.carrier);
  v("hit_offsets", s.hit_offsets), v("hit_selector", s.hit_selector),
      v("hit_service", s.hit_service);
  v("hit_field", s.hit_field), v("hit_begin", s.hit_begin), v("hit_end", s.hit_end);
}

template <class F, class V>
void visit_families(F& f, V& v) {
  v("family", f.family), v("id", f.id), v("text", f.text);
  v("member_offsets", f.member_offsets), v("member", f.member);
  v("near_a", f.near_a), v("near_b", f.near_b), v("near_bits", f.near_bits),
      v("near_share", f.near_share);
}

template <class C, class V>
void visit_classes(C& c, V& v) {
  v("class_posterior", c.posterior), v("class_same_share", c.same_share), v("class_m", c.m);
  v("class_u", c.u), v("class_pairs", c.pairs), v("class_estimated", c.estimated);
}

template <class K, class V>
void visit_fields(K& k, V& v) {
  v("name", k.name), v("kind", k.kind), v("bits", k.bits), v("prior", k.prior), v("rows", k.rows);
  v("value_offsets", k.value_offsets), v("value_hash", k.value_hash);
  v("value_rarity", k.value_rarity), v("value_count", k.value_count);
  v("word_offsets", k.word_offsets), v("word_hash", k.word_hash), v("word_weight", k.word_weight);
}

template <class S, class F, class V>
void visit_weights(S& s, F& f, V& v) {
  v("selector_state", s.state), v("selector_bits", s.bits), v("selector_group", s.group);
  v("family_state", f.state), v("family_bits", f.bits), v("family_group", f.group);
}

template <class L, class V>
void visit_links(L& l, V& v) {
  v("a", l.a), v("b", l.b), v("bits", l.bits), v("log_odds", l.log_odds), v("kinds", l.kinds);
  v("accepted", l.accepted);
}

template <class N, class V>
void visit_networks(N& n, V& v) {
  v("network", n.network), v("number", n.number), v("member_offsets", n.member_offsets);
  v("member", n.member), v("first_seen", n.first_seen), v("last_seen", n.last_seen);
  v("selectors", n.selectors), v("cities", n.cities), v("countries", n.countries),
      v("strength", n.strength);
}

template <class P, class V>
void visit_pictures(P& p, V& v) {
  v("sha256", p.sha256), v("pdq", p.pdq), v("import", p.import), v("photo", p.photo);
  v("name", p.name), v("begin", p.begin), v("size", p.size), v("quality", p.quality);
  v("width", p.width), v("height", p.height), v("group", p.group);
  v("near_a", p.near_a), v("near_b", p.near_b), v("near_distance", p.near_distance),
      v("near_mirrored", p.near_mirrored);
  v("copy_a", p.copy_a), v("copy_b", p.copy_b), v("copy_places", p.copy_places);
  v("copy_bits", p.copy_bits), v("copy_share_a", p.copy_share_a);
  v("copy_share_b", p.copy_share_b), v("copy_mirrored", p.copy_mirrored);
  v("frames", p.frames), v("video_a", p.video_a), v("video_b", p.video_b);
  v("video_matched_a", p.video_matched_a), v("video_matched_b", p.video_matched_b);
  v("video_distance", p.video_distance), v("frame_picture", p.frame_picture);
  v("frame_video", p.frame_video), v("frame_count", p.frame_count);
  v("frame_distance", p.frame_distance), v("compared", p.compared);
  v("row_offsets", p.row_offsets), v("picture", p.picture);
}

template <class R, class V>
void visit_post_records(R& r, V& v) {
  v("import", r.import), v("segment", r.segment);
  v("part", r.part), v("record", r.record);
}

constexpr std::string_view kPosts = "posts";

// Of which bundles each is made; what it holds counts their rows. A bundle without such a word is
// of a program that did not write it yet.
struct MadeOf {
  std::string_view name;
  std::vector<std::string_view> of;
};
const std::vector<MadeOf>& made_of() {
  static const std::vector<MadeOf> all = {
      {"rows", {kPosts}},
      {"selectors", {kPosts}},
      {"families", {kPosts}},
      {"pictures", {kPosts}},
      {"fields", {kPosts}},
      {"weights", {kPosts, "selectors", "families"}},
      {"links", {kPosts, "weights"}},
      {"networks", {kPosts, "links"}},
  };
  return all;
}
const std::vector<std::string_view>& made_of(std::string_view name) {
  static const std::vector<std::string_view> nothing;
  for (const MadeOf& each : made_of()) {
    if (each.name == name) return each.of;
  }
  return nothing;
}

template <class Visit>
Result<void> write(store::Case& to, std::string_view name, const Visit& visit_columns,
                   std::string_view prior = {}) {
  TRY(store::BundleWriter bundle, to.stage_bundle(name, kBundleVersion));
  if (!prior.empty()) bundle.set_attribute("prior", prior);
  for (const std::string_view of : made_of(name)) {
    TRY(const store::BundleReader other, to.read_staged(of));
    bundle.set_attribute(of, checksum_of(other));
  }
  ColumnWriter writer{std::move(bundle), {}};
  visit_columns(writer);
  TRY_OK(std::move(writer.done));
  return writer.bundle.publish();
}

template <class Visit>
Result<store::BundleReader> read(store::BundleReader bundle, const Visit& visit_columns) {
  if (bundle.version() != kBundleVersion)
    return fail(Code::not_found, "made by another version; run `maillon link`");
  ColumnReader reader{std::move(bundle), {}};
  visit_columns(reader);
  TRY_OK(std::move(reader.done));
  return std::move(reader.bundle);
}
template <class Visit>
Result<store::BundleReader> read(const store::Case& from, std::string_view name,
                                 const Visit& visit_columns) {
  TRY(store::BundleReader bundle, from.read_staged(name));
  return read(std::move(bundle), visit_columns);
}

// The prior.
Result<int32_t> read_weights(store::BundleReader from, Selectors& selectors, Families& families,
                             ClassWeights& classes) {
  TRY(const store::BundleReader bundle, read(std::move(from), [&](ColumnReader& r) {
        visit_weights(selectors, families, r);
        visit_classes(classes, r);
      }));
  const std::string text = bundle.attribute("prior");
  int32_t prior = 0;
  std::from_chars(text.data(), text.data() + text.size(), prior);
  return prior;
}

}  // namespace

std::string checksum_of(const store::BundleReader& bundle) {
  return fmt::format("{:016x}", bundle.file().checksum());
}

Result<void> write_posts(store::Case& to, const Posts& posts) {
  return write(to, kPosts, [&](ColumnWriter& w) { visit_posts(posts, w); });
}
Result<void> write_selectors(store::Case& to, const Selectors& selectors) {
  return write(to, "selectors", [&](ColumnWriter& w) { visit_selectors(selectors, w); });
}
Result<void> write_families(store::Case& to, const Families& families) {
  return write(to, "families", [&](ColumnWriter& w) { visit_families(families, w); });
}
Result<void> write_pictures(store::Case& to, const Pictures& pictures) {
  return write(to, "pictures", [&](ColumnWriter& w) { visit_pictures(pictures, w); });
}
Result<void> write_fields(store::Case& to, const link::FieldKnowledge& knowledge) {
  return write(to, "fields", [&](ColumnWriter& w) { visit_fields(knowledge, w); });
}
Result<void> write_weights(store::Case& to, const Selectors& selectors, const Families& families,
                           const ClassWeights& classes, int32_t prior) {
  return write(
      to, "weights",
      [&](ColumnWriter& w) {
        visit_weights(selectors, families, w);
        visit_classes(classes, w);
      },
      fmt::format("{}", prior));
}
Result<void> write_links(store::Case& to, const Links& links) {
  return write(to, "links", [&](ColumnWriter& w) { visit_links(links, w); });
}
Result<void> write_networks(store::Case& to, const Networks& networks) {
  return write(to, "networks", [&](ColumnWriter& w) { visit_networks(networks, w); });
}

Result<void> write_post_records(store::Case& to, const CollectedPosts& posts) {
  PostRecords records;
  for (const SegmentId& segment : posts.segments) {
    records.import.push_back(segment.import.value);
    records.segment.push_back(segment.number);
  }
  records.part = posts.segment;
  records.record = posts.record;
  return write(to, "rows", [&](ColumnWriter& w) { visit_post_records(records, w); });
}

namespace {

// A link puts its bundles in place one after the other, in no time unless the disk is busy.
constexpr std::chrono::milliseconds kBetweenLooks{20};
constexpr int kLooks = 3;  // where nobody is putting any in place

Result<OpenedBundles> open_as_they_are(const store::Case& from) {
  std::map<std::string_view, store::BundleReader> opened;
  for (const std::string_view name :
       {kPosts, std::string_view("selectors"), std::string_view("families"),
        std::string_view("weights"), std::string_view("links"), std::string_view("networks"),
        std::string_view("pictures")}) {
    if (name == "pictures" && !from.has_bundle(name)) continue;
    TRY(store::BundleReader bundle, from.read_bundle(name));
    opened.emplace(name, std::move(bundle));
  }
  for (const auto& [name, bundle] : opened) {
    if (bundle.version() != kBundleVersion) continue;  // says so when it is read
    for (const std::string_view of : made_of(name)) {
      const std::string stated = bundle.attribute(of);
      if (!stated.empty() && stated != checksum_of(opened.at(of)))
        return fail(Code::not_found,
                    fmt::format("{}: the last link was cut short; run `maillon link {}`",
                                from.directory(), from.directory()));
    }
  }
  const auto take = [&](std::string_view name) { return std::move(opened.at(name)); };
  OpenedBundles out{take(kPosts),  take("selectors"), take("families"), take("weights"),
                    take("links"), take("networks"),  std::nullopt};
  if (opened.contains("pictures")) out.pictures = take("pictures");
  return out;
}

}  // namespace

Result<OpenedBundles> open_bundles(const store::Case& from) {
  for (int left = kLooks;;) {
    Result<OpenedBundles> opened = open_as_they_are(from);
    if (opened || opened.error().code != Code::not_found) return opened;
    if (!from.is_publishing() && --left == 0) return opened;
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

Result<void> read_bundles(OpenedBundles bundles, CaseData& data) {
  data.made = {checksum_of(bundles.posts), checksum_of(bundles.families),
               checksum_of(bundles.networks)};
  TRY_OK(read(std::move(bundles.posts), [&](ColumnReader& r) { visit_posts(data.posts, r); }));
  TRY_OK(read(std::move(bundles.selectors),
              [&](ColumnReader& r) { visit_selectors(data.selectors, r); }));
  TRY_OK(read(std::move(bundles.families),
              [&](ColumnReader& r) { visit_families(data.families, r); }));
  if (bundles.pictures) {
    TRY_OK(read(*std::move(bundles.pictures),
                [&](ColumnReader& r) { visit_pictures(data.pictures, r); }));
  }
  TRY(data.prior,
      read_weights(std::move(bundles.weights), data.selectors, data.families, data.classes));
  TRY_OK(read(std::move(bundles.links), [&](ColumnReader& r) { visit_links(data.links, r); }));
  TRY_OK(read(std::move(bundles.networks),
              [&](ColumnReader& r) { visit_networks(data.networks, r); }));
  return {};
}

Result<Posts> read_posts(const store::Case& from) {
  Posts posts;
  TRY_OK(read(from, "posts", [&](ColumnReader& r) { visit_posts(posts, r); }));
  return posts;
}
Result<Selectors> read_selectors(const store::Case& from) {
  Selectors selectors;
  TRY_OK(read(from, "selectors", [&](ColumnReader& r) { visit_selectors(selectors, r); }));
  return selectors;
}
Result<Pictures> read_pictures(const store::Case& from) {
  Pictures pictures;
  if (!from.has_bundle("pictures")) return pictures;
  TRY_OK(read(from, "pictures", [&](ColumnReader& r) { visit_pictures(pictures, r); }));
  return pictures;
}
Result<std::optional<PostRecords>> read_post_records(const store::Case& from,
                                                     std::string_view posts) {
  if (!from.has_bundle("rows")) return std::optional<PostRecords>();
  std::string made_with(posts);
  if (posts.empty()) {
    TRY(const store::BundleReader there, from.read_bundle(kPosts));
    made_with = checksum_of(there);
  }
  PostRecords records;
  TRY(const store::BundleReader bundle,
      read(from, "rows", [&](ColumnReader& r) { visit_post_records(records, r); }));
  const std::size_t parts = records.import.size();
  if (bundle.attribute(kPosts) != made_with || records.segment.size() != parts ||
      records.part.size() != records.record.size() ||
      std::any_of(records.part.begin(), records.part.end(),
                  [&](uint32_t part) { return part >= parts; }))
    return std::optional<PostRecords>();
  return std::optional<PostRecords>(std::move(records));
}
Result<std::optional<PostRecord>> read_post_record(const store::Case& from, uint32_t row,
                                                   std::string_view posts) {
  if (!from.has_bundle("rows")) return std::optional<PostRecord>();
  TRY(const store::BundleReader bundle, from.read_bundle("rows"));
  if (bundle.version() != kBundleVersion || bundle.attribute(kPosts) != posts ||
      row >= bundle.count("part") || row >= bundle.count("record"))
    return std::optional<PostRecord>();
  TRY(const auto part, bundle.get_range<uint32_t>("part", row, 1));
  TRY(const auto record, bundle.get_range<uint32_t>("record", row, 1));
  TRY(const auto import, bundle.get_range<uint32_t>("import", part[0], 1));
  TRY(const auto segment, bundle.get_range<uint32_t>("segment", part[0], 1));
  return std::optional<PostRecord>({import[0], segment[0], record[0]});
}
Result<Families> read_families(const store::Case& from) {
  Families families;
  TRY_OK(read(from, "families", [&](ColumnReader& r) { visit_families(families, r); }));
  return families;
}
Result<link::FieldKnowledge> read_fields(const store::Case& from) {
  link::FieldKnowledge knowledge;
  TRY_OK(read(from, "fields", [&](ColumnReader& r) { visit_fields(knowledge, r); }));
  return knowledge;
}
Result<void> read_weights(const store::Case& from, Selectors& selectors, Families& families,
                          ClassWeights& classes, int32_t& prior) {
  TRY(store::BundleReader bundle, from.read_staged("weights"));
  TRY(prior, read_weights(std::move(bundle), selectors, families, classes));
  return {};
}
Result<ClassWeights> read_class_weights(const store::Case& from) {
  ClassWeights classes;
  TRY_OK(read(from, "weights", [&](ColumnReader& r) { visit_classes(classes, r); }));
  return classes;
}
Result<Links> read_links(const store::Case& from) {
  Links links;
  TRY_OK(read(from, "links", [&](ColumnReader& r) { visit_links(links, r); }));
  return links;
}
Result<Networks> read_networks(const store::Case& from) {
  Networks networks;
  TRY_OK(read(from, "networks", [&](ColumnReader& r) { visit_networks(networks, r); }));
  return networks;
}

}  // namespace maillon::tasks
