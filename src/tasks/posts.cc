#include "tasks/posts.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "tasks/import.h"
#include "tasks/segments.h"

namespace maillon::tasks {
namespace {

struct LoadedSegment {
  uint32_t import = 0;
  Segment records;
};

// A record of some segment, to be sorted into posts.
struct Sighting {
  Key128 key;
  int64_t posted_at = 0;
  uint64_t body_hash = 0;
  uint32_t segment = 0, row = 0;
};

// The current version first; sightings of one version in the order of their import.
bool comes_before(const Sighting& a, const Sighting& b) {
  if (a.key != b.key) return a.key < b.key;
  if (a.posted_at != b.posted_at) return a.posted_at > b.posted_at;
  if (a.body_hash != b.body_hash) return a.body_hash > b.body_hash;
  return a.segment != b.segment ? a.segment < b.segment : a.row < b.row;
}

Result<std::vector<LoadedSegment>> load_segments(store::Case& open_case,
                                                 const std::vector<store::Import>& imports) {
  std::vector<LoadedSegment> segments;
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    for (uint32_t n = 0; n < import.segments; ++n) {
      if (!open_case.has_segment(import.id, n)) {
        TRY_OK(rebuild_segments(open_case, import));
      }
      TRY(const store::BundleReader bundle, open_case.open_segment(import.id, n));
      TRY(Segment records, read_segment(bundle));
      segments.push_back({import.id.value, std::move(records)});
    }
  }
  return segments;
}

// Words (towns, sites, names) as numbers; numbered in order of the text.
class Dictionary {
 public:
  uint32_t add(std::string_view word) {
    const auto [at, added] =
        index_.try_emplace(std::string(word), static_cast<uint32_t>(words_.size()));
    if (added) words_.push_back(at->first);
    return at->second;
  }
  // Renumbers by text, so that the numbers do not depend on the order of rows.
  StringColumn sort(std::initializer_list<std::vector<uint32_t>*> columns) {
    std::vector<uint32_t> order(words_.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](uint32_t a, uint32_t b) { return words_[a] < words_[b]; });
    std::vector<uint32_t> renumbered(order.size());
    StringColumn sorted;
    for (uint32_t i = 0; i < order.size(); ++i) {
      renumbered[order[i]] = i;
      sorted.push_back(words_[order[i]]);
    }
    for (std::vector<uint32_t>* column : columns) {
      for (uint32_t& word : *column) word = renumbered[word];
    }
    return sorted;
  }

 private:
  std::unordered_map<std::string, uint32_t> index_{{"", 0}};
  std::vector<std::string> words_{""};
};

std::vector<Sighting> list_sightings(const std::vector<LoadedSegment>& segments,
                                     const std::vector<store::Import>& imports) {
  std::unordered_map<uint32_t, const store::Import*> by_id;
  for (const store::Import& import : imports) by_id[import.id.value] = &import;
  std::vector<Sighting> sightings;
  for (uint32_t s = 0; s < segments.size(); ++s) {
    const Segment& records = segments[s].records;
    const std::size_t first = sightings.size();
    sightings.resize(first + records.size());
    parallel_blocks(records.size(), 1U << 14, [&](std::size_t begin, std::size_t end, std::size_t) {
      for (std::size_t i = begin; i < end; ++i) {
        const auto row = static_cast<uint32_t>(i);
        const std::string id = record_id(records, row, *by_id.at(segments[s].import));
        sightings[first + i] = {post_key(records.source[i], id), records.posted_at[i],
                                records.body_hash[i], s, row};
      }
    });
  }
  return sightings;
}

void append_post(const Segment& records, uint32_t row, const store::Import& import,
                 Dictionary& words, Posts& posts) {
  posts.posted_at.push_back(records.posted_at[row]);
  posts.import.push_back(import.id.value);
  posts.file.push_back(records.file[row]);
  posts.begin.push_back(records.begin[row]);
  posts.end.push_back(records.end[row]);
  posts.language.push_back(0);
  posts.source.push_back(words.add(records.source[row]));
  posts.city.push_back(words.add(records.city[row]));
  posts.country.push_back(words.add(records.country[row]));
  posts.author.push_back(words.add(records.author[row]));
  posts.id.push_back(record_id(records, row, import));
  posts.url.push_back(records.url[row]);
  posts.price.push_back(records.price[row]);
}

}  // namespace

std::string record_id(const Segment& records, uint32_t row, const store::Import& import) {
  if (!records.id[row].empty()) return std::string(records.id[row]);
  const Sha256& hash = import.files[records.file[row]].sha256;
  return fmt::format("{}-{}", to_hex(hash.data(), 6), records.number[row] + 1);
}

Result<Posts> collect_posts(store::Case& open_case, Progress& progress) {
  TRY(const std::vector<store::Import> imports, open_case.imports());
  Step load(progress, "load records");
  TRY(const std::vector<LoadedSegment> segments, load_segments(open_case, imports));
  std::vector<Sighting> sightings = list_sightings(segments, imports);
  load.end(sightings.size());
  Step order(progress, "order them");
  std::sort(sightings.begin(), sightings.end(), comes_before);
  std::unordered_map<uint32_t, const store::Import*> by_id;
  for (const store::Import& import : imports) by_id[import.id.value] = &import;

  Posts posts;
  Dictionary words;
  for (std::size_t i = 0; i < sightings.size();) {
    const Sighting& current = sightings[i];
    const LoadedSegment& home = segments[current.segment];
    posts.key_high.push_back(current.key.high);
    posts.key_low.push_back(current.key.low);
    append_post(home.records, current.row, *by_id.at(home.import), words, posts);
    for (; i < sightings.size() && sightings[i].key == current.key; ++i) {
      const LoadedSegment& from = segments[sightings[i].segment];
      posts.sighting_import.push_back(from.import);
      posts.sighting_file.push_back(from.records.file[sightings[i].row]);
      posts.sighting_begin.push_back(from.records.begin[sightings[i].row]);
      posts.sighting_end.push_back(from.records.end[sightings[i].row]);
      posts.sighting_version.push_back(sightings[i].body_hash == current.body_hash ? 0 : 1);
    }
    posts.sighting_offsets.push_back(posts.sighting_import.size());
  }
  posts.words = words.sort({&posts.source, &posts.city, &posts.country, &posts.author});
  order.end(posts.size());
  return posts;
}

}  // namespace maillon::tasks
