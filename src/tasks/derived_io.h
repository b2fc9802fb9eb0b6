// Derived arrays to and from bundles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "link/fields/families.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/posts.h"

namespace maillon::tasks {

// Of the derived bundles; raised when their columns change.
inline constexpr uint32_t kBundleVersion = 4;  // 4: videos; 3: pictures; bundles name their posts

// As MadeBundles and the bundles themselves name a bundle.
std::string checksum_of(const store::BundleReader& bundle);

// Writing stages a bundle: Case::publish_staged() makes it seen. Posts come first.
// Bundles "posts", "selectors", "families", "fields", "links", "networks". A bundle of
// another version is Code::not_found: it is to be made anew.
Result<void> write_posts(store::Case& to, const Posts& posts);
Result<void> write_selectors(store::Case& to, const Selectors& selectors);
Result<void> write_families(store::Case& to, const Families& families);
Result<void> write_weights(store::Case& to, const Selectors& selectors, const Families& families,
                           const ClassWeights& classes, int32_t prior);
Result<void> write_fields(store::Case& to, const link::FieldKnowledge& knowledge);
Result<void> write_links(store::Case& to, const Links& links);
Result<void> write_networks(store::Case& to, const Networks& networks);

Result<void> write_pictures(store::Case& to, const Pictures& pictures);

// Where the current version of each post stands among the records, by row.
struct PostRecords {
  std::vector<uint32_t> import, segment;  // the record segments: ImportId, number in it
  std::vector<uint32_t> part, record;     // per row: which of them, record there
};
Result<void> write_post_records(store::Case& to, const CollectedPosts& posts);
// Nothing if there are none for these posts (MadeBundles::posts); "": for those that are there,
// for whoever holds the case's lock.
Result<std::optional<PostRecords>> read_post_records(const store::Case& from,
                                                     std::string_view posts = {});

// Of one post alone, without reading the others.
struct PostRecord {
  uint32_t import = 0, segment = 0, record = 0;
};
Result<std::optional<PostRecord>> read_post_record(const store::Case& from, uint32_t row,
                                                   std::string_view posts);

// The bundles of one link, opened so that they are of one state of the case, whatever another
// process puts in their places meanwhile. Each names those that it was made of.
struct OpenedBundles {
  store::BundleReader posts, selectors, families, weights, links, networks;
  std::optional<store::BundleReader> pictures;
};
// Waits a moment for a link that is putting them in place. Code::not_found if there are none, or
// those of two states of the case, which a link that was cut short has left.
Result<OpenedBundles> open_bundles(const store::Case& from);
// All that they hold. Fills `data` but for its indicators and its ranking.
Result<void> read_bundles(OpenedBundles bundles, CaseData& data);

// What this link has staged so far, else what is there: for whoever holds the case's lock.
Result<Posts> read_posts(const store::Case& from);
Result<Selectors> read_selectors(const store::Case& from);  // without what weights hold
Result<Families> read_families(const store::Case& from);    // without what weights hold
Result<Pictures> read_pictures(const store::Case& from);    // none: no such bundle
Result<void> read_weights(const store::Case& from, Selectors& selectors, Families& families,
                          ClassWeights& classes, int32_t& prior);
Result<ClassWeights> read_class_weights(const store::Case& from);  // without the rest
Result<link::FieldKnowledge> read_fields(const store::Case& from);
Result<Links> read_links(const store::Case& from);
Result<Networks> read_networks(const store::Case& from);

}  // namespace maillon::tasks
