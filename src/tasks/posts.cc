#include "tasks/posts.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
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
  SegmentId id;
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
      segments.push_back({{import.id, n}, std::move(records)});
    }
  }
  return segments;
}

// Words (towns, sites, names) as numbers; numbered in order of the text.
class Dictionary {
 public:
  uint32_t add(std::string_view word) {
    const auto known = index_.find(word);
    if (known != index_.end()) return known->second;
    const auto number = static_cast<uint32_t>(words_.size());
    index_.emplace(word, number);
    words_.emplace_back(word);
    return number;
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
  // Looked up by views, so that a known word costs no memory.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return hash64(word); }
  };
  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> index_{{"", 0}};
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
        const std::string id = record_id(records, row, *by_id.at(segments[s].id.import.value));
        sightings[first + i] = {post_key(records.source[i], id), records.posted_at[i],
                                records.body_hash[i], s, row};
      }
    });
  }
  return sightings;
}

// Keys are hashes, so their first byte deals them out evenly: each part is sorted by itself.
void sort_sightings(std::vector<Sighting>& sightings) {
  constexpr std::size_t kParts = 256;
  const auto part_of = [](const Sighting& s) { return static_cast<std::size_t>(s.key.high >> 56); };
  std::array<std::size_t, kParts + 1> start{};
  for (const Sighting& s : sightings) ++start[part_of(s) + 1];
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<Sighting> dealt(sightings.size());
  std::array<std::size_t, kParts + 1> place = start;
  for (const Sighting& s : sightings) dealt[place[part_of(s)]++] = s;
  parallel_for(kParts, [&](std::size_t part) {
    const auto at = [&](std::size_t i) { return dealt.begin() + static_cast<std::ptrdiff_t>(i); };
    std::sort(at(start[part]), at(start[part + 1]), comes_before);
  });
  sightings = std::move(dealt);
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

Result<CollectedPosts> collect_posts(store::Case& open_case, Progress& progress) {
  TRY(const std::vector<store::Import> imports, open_case.imports());
  Step load(progress, "load records");
  TRY(const std::vector<LoadedSegment> segments, load_segments(open_case, imports));
  std::vector<Sighting> sightings = list_sightings(segments, imports);
  load.end(sightings.size());
  Step order(progress, "order them");
  sort_sightings(sightings);
  std::unordered_map<uint32_t, const store::Import*> by_id;
  for (const store::Import& import : imports) by_id[import.id.value] = &import;

  CollectedPosts out;
  for (const LoadedSegment& segment : segments) out.segments.push_back(segment.id);
  Posts& posts = out.posts;
  Dictionary words;
  for (std::size_t i = 0; i < sightings.size();) {
    const Sighting& current = sightings[i];
    const LoadedSegment& home = segments[current.segment];
    posts.key_high.push_back(current.key.high);
    posts.key_low.push_back(current.key.low);
    append_post(home.records, current.row, *by_id.at(home.id.import.value), words, posts);
    out.segment.push_back(current.segment);
    out.record.push_back(current.row);
    for (; i < sightings.size() && sightings[i].key == current.key; ++i) {
      const LoadedSegment& from = segments[sightings[i].segment];
      posts.sighting_import.push_back(from.id.import.value);
      posts.sighting_file.push_back(from.records.file[sightings[i].row]);
      posts.sighting_begin.push_back(from.records.begin[sightings[i].row]);
      posts.sighting_end.push_back(from.records.end[sightings[i].row]);
      posts.sighting_version.push_back(sightings[i].body_hash == current.body_hash ? 0 : 1);
    }
    posts.sighting_offsets.push_back(posts.sighting_import.size());
  }
  posts.words = words.sort({&posts.source, &posts.city, &posts.country, &posts.author});
  order.end(posts.size());
  return out;
}

}  // namespace maillon::tasks
