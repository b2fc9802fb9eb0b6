#include "tasks/growth_step.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "link/growth.h"
#include "tasks/bundle_columns.h"
#include "tasks/derived_io.h"

namespace maillon::tasks {
namespace {

constexpr const char* kBundle = "wording";

template <class K, class V>
void visit_columns(K& k, V& v) {
  v("hash", k.hash), v("weight", k.weight), v("rarity", k.rarity), v("phrase", k.phrase);
  v("phrase_bits", k.phrase_bits), v("family", k.family);
  v("profile_offsets", k.profile_offsets), v("profile_feature", k.profile_feature);
  v("single", k.single), v("bin_offsets", k.bin_offsets), v("bin_value", k.bin_value);
  v("bin_single", k.bin_single);
}

uint64_t number_of(const store::BundleReader& bundle, std::string_view attribute) {
  const std::string text = bundle.attribute(attribute);
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

KnowledgeAge age_of(const store::BundleReader& bundle) {
  return {number_of(bundle, "posts"), number_of(bundle, "grown"), number_of(bundle, "gone")};
}

// Rows of the last link and of this one.
struct RowMap {
  std::vector<uint32_t> now;    // per old row: its row now, or kNone: gone, or another text
  std::vector<uint32_t> fresh;  // rows now without an old one
  uint64_t gone = 0;            // old rows without one now
};

// Where the current version of each old post stood: enough to tell that its text is the same.
struct OldPosts {
  std::vector<uint64_t> key_high, key_low, begin;
  std::vector<uint32_t> import, file;
};
template <class P, class V>
void visit_old(P& p, V& v) {
  v("key_high", p.key_high), v("key_low", p.key_low), v("begin", p.begin);
  v("import", p.import), v("file", p.file);
}

Result<RowMap> map_rows(const store::Case& from, const Posts& posts) {
  TRY(store::BundleReader bundle, from.read_bundle("posts"));
  OldPosts old;
  ColumnReader reader{std::move(bundle), {}};
  visit_old(old, reader);
  TRY_OK(std::move(reader.done));
  RowMap map;
  map.now.assign(old.key_high.size(), kNone);
  std::size_t o = 0;
  for (uint32_t row = 0; row < posts.size(); ++row) {
    const Key128 key = posts.key(row);
    while (o < map.now.size() && Key128{old.key_high[o], old.key_low[o]} < key) ++o;
    const bool same = o < map.now.size() && Key128{old.key_high[o], old.key_low[o]} == key &&
                      old.import[o] == posts.import[row] && old.file[o] == posts.file[row] &&
                      old.begin[o] == posts.begin[row];
    if (same) {
      map.now[o] = row;
    } else {
      map.fresh.push_back(row);
    }
  }
  map.gone = map.now.size() - (posts.size() - map.fresh.size());
  return map;
}

// Families numbered by their smallest row; those of one post are none.
struct Renumbered {
  std::vector<uint32_t> number;  // per family as it was; kNone: none now
  uint32_t count = 0;
  std::vector<uint32_t> left_alone;  // rows that have lost their family
};

Renumbered renumber(std::vector<uint32_t>& family, uint32_t count) {
  std::vector<uint32_t> members(count, 0);
  for (const uint32_t f : family) {
    if (f != kNone) ++members[f];
  }
  Renumbered out;
  out.number.assign(count, kNone);
  for (uint32_t row = 0; row < family.size(); ++row) {
    uint32_t& f = family[row];
    if (f == kNone) continue;
    if (members[f] < 2) {
      out.left_alone.push_back(row);
      f = kNone;
      continue;
    }
    if (out.number[f] == kNone) out.number[f] = out.count++;
    f = out.number[f];
  }
  return out;
}

// Texts that lost their family, and families without a profile whose indexed post is gone, are
// to be found by new posts all the same.
void index_what_lost_its_place(TokenRows tokens, const std::vector<uint32_t>& family,
                               const Renumbered& renumbered, link::WordingKnowledge& wording) {
  std::vector<bool> found = link::have_profile(wording, renumbered.count);
  std::vector<bool> indexed(family.size(), false);
  for (const uint32_t row : wording.single) {
    indexed[row] = true;
    if (family[row] != kNone) found[family[row]] = true;
  }
  std::vector<uint32_t> rows;
  for (const uint32_t row : renumbered.left_alone) {
    if (!indexed[row] && !tokens[row].empty()) rows.push_back(row);
  }
  for (uint32_t row = 0; row < family.size(); ++row) {
    if (family[row] == kNone || found[family[row]]) continue;
    found[family[row]] = true;
    rows.push_back(row);
  }
  if (!rows.empty()) link::index_singles(wording, tokens, rows);
}

// The texts of templates whose families have the posts that they had.
std::vector<std::string> keep_templates(const Families& old, const RowMap& map,
                                        const std::vector<uint32_t>& family,
                                        const Renumbered& renumbered) {
  std::vector<uint32_t> size(renumbered.count, 0);
  for (const uint32_t f : family) {
    if (f != kNone) ++size[f];
  }
  std::vector<std::string> text(renumbered.count);
  for (uint32_t f = 0; f < old.size(); ++f) {
    const uint32_t number = renumbered.number[f];
    if (number == kNone || size[number] != old.members(f).size()) continue;
    const auto stays = [&](uint32_t row) {
      return map.now[row] != kNone && family[map.now[row]] == number;
    };
    if (std::all_of(old.members(f).begin(), old.members(f).end(), stays))
      text[number] = old.text[f];
  }
  return text;
}

std::vector<link::WordingPair> keep_near_misses(const Families& old, const RowMap& map,
                                                const std::vector<uint32_t>& family) {
  std::vector<link::WordingPair> kept;
  for (std::size_t i = 0; i < old.near_a.size(); ++i) {
    const uint32_t a = map.now[old.near_a[i]];
    const uint32_t b = map.now[old.near_b[i]];
    if (a == kNone || b == kNone || (family[a] == family[b] && family[a] != kNone)) continue;
    kept.push_back({std::min(a, b), std::max(a, b), old.near_bits[i], old.near_share[i]});
  }
  return kept;
}

}  // namespace

KnowledgeAge read_knowledge_age(const store::Case& from) {
  const auto bundle = from.read_bundle(kBundle);
  return bundle ? age_of(*bundle) : KnowledgeAge{};
}

Result<Knowledge> read_knowledge(const store::Case& from) {
  TRY(store::BundleReader bundle, from.read_bundle(kBundle));
  Knowledge knowledge;
  knowledge.wording.heap = number_of(bundle, "heap");
  knowledge.age = age_of(bundle);
  knowledge.families = bundle.attribute("families");
  ColumnReader reader{std::move(bundle), {}};
  visit_columns(knowledge.wording, reader);
  TRY_OK(std::move(reader.done));
  return knowledge;
}

Result<void> keep_knowledge(store::Case& to, const Knowledge& knowledge) {
  TRY(store::BundleWriter bundle, to.stage_bundle(kBundle, kBundleVersion));
  bundle.set_attribute("heap", fmt::format("{}", knowledge.wording.heap));
  bundle.set_attribute("posts", fmt::format("{}", knowledge.age.posts));
  bundle.set_attribute("grown", fmt::format("{}", knowledge.age.grown));
  bundle.set_attribute("gone", fmt::format("{}", knowledge.age.gone));
  TRY(const store::BundleReader families, to.read_staged("families"));
  bundle.set_attribute("families", checksum_of(families));
  ColumnWriter writer{std::move(bundle), {}};
  visit_columns(knowledge.wording, writer);
  TRY_OK(std::move(writer.done));
  return writer.bundle.publish();
}

Result<std::optional<Growth>> grow(const store::Case& open_case, const Posts& posts,
                                   TokenRows tokens, Progress& progress) {
  Step read(progress, "read what is known");
  TRY(const RowMap map, map_rows(open_case, posts));
  Growth out;
  TRY(out.knowledge, read_knowledge(open_case));
  KnowledgeAge& age = out.knowledge.age;
  // What a post brought together by growth must not outlive it.
  if (map.gone > 0 && age.grown > 0) return std::optional<Growth>();
  out.fresh = map.fresh.size();
  age.grown += map.fresh.size();
  age.gone += map.gone;
  if ((age.grown + age.gone) * kWeighAnew > age.posts) return std::optional<Growth>();
  TRY(const Families old, read_families(open_case));
  read.end(posts.size());

  link::WordingKnowledge& wording = out.knowledge.wording;
  std::vector<uint32_t>& family = out.families.family;
  family.assign(posts.size(), kNone);
  for (std::size_t row = 0; row < map.now.size(); ++row) {
    if (map.now[row] != kNone) family[map.now[row]] = old.family[row];
  }
  std::vector<uint32_t> single = wording.single;
  for (uint32_t& row : single) row = map.now[row];
  link::move_singles(wording, single);
  auto count = static_cast<uint32_t>(old.size());
  const std::vector<link::WordingPair> found =
      link::grow_families(wording, tokens, map.fresh, family, count, progress);

  const Renumbered renumbered = renumber(family, count);
  out.families.count = renumbered.count;
  link::renumber_profiles(wording, renumbered.number);
  index_what_lost_its_place(tokens, family, renumbered, wording);
  out.families.near_misses = keep_near_misses(old, map, family);
  out.families.near_misses.insert(out.families.near_misses.end(), found.begin(), found.end());
  std::sort(out.families.near_misses.begin(), out.families.near_misses.end(),
            [](const auto& x, const auto& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  out.template_text = keep_templates(old, map, family, renumbered);
  return std::optional<Growth>(std::move(out));
}

}  // namespace maillon::tasks
