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
#include "tasks/rebuild_segments.h"
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
  uint64_t rest_hash = 0;  // of the other fields
  uint32_t pictures = 0;   // that are kept with it
  uint32_t segment = 0, row = 0;
};

// Of the fields that a post shows beside its text.
uint64_t rest_hash(const Segment& records, std::size_t row) {
  uint64_t hash = 0;
  for (const StringColumn* column : {&records.url, &records.author, &records.city, &records.country,
                                     &records.language, &records.price}) {
    hash = hash64((*column)[row], hash);
  }
  return hash;
}

// The current version first; sightings of one version in the order of their import.
bool comes_before(const Sighting& a, const Sighting& b) {
  if (a.key != b.key) return a.key < b.key;
  if (a.posted_at != b.posted_at) return a.posted_at > b.posted_at;
  if (a.body_hash != b.body_hash) return a.body_hash > b.body_hash;
  if (a.rest_hash != b.rest_hash) return a.rest_hash > b.rest_hash;
  if (a.pictures != b.pictures) return a.pictures > b.pictures;
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
        sightings[first + i] = {post_key(records.source[i], id),
                                records.posted_at[i],
                                records.body_hash[i],
                                rest_hash(records, i),
                                records.pictures[i],
                                s,
                                row};
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

// The columns of posts, from sightings in order: current[i] is the first of post i.
class PostColumns {
 public:
  PostColumns(const std::vector<LoadedSegment>& segments, const std::vector<store::Import>& imports,
              const std::vector<Sighting>& sightings)
      : segments_(segments), sightings_(sightings) {
    for (const store::Import& import : imports) by_id_[import.id.value] = &import;
    for (uint32_t i = 0; i < sightings.size(); ++i) {
      if (i == 0 || sightings[i].key != sightings[i - 1].key) current_.push_back(i);
    }
  }

  CollectedPosts fill() const {
    CollectedPosts out;
    Posts& posts = out.posts;
    // Columns do not depend on each other: each group is filled by itself.
    const std::array<std::function<void()>, 6> groups = {
        [&] { fill_numbers(out); },
        [&] { fill_sightings(posts); },
        [&] { fill_words(posts); },
        [&] { fill_ids(posts); },
        [&] { fill_strings(&Segment::url, posts.url); },
        [&] { fill_strings(&Segment::price, posts.price); },
    };
    parallel_for(groups.size(), [&](std::size_t g) { groups[g](); });
    return out;
  }

 private:
  const LoadedSegment& home(const Sighting& s) const { return segments_[s.segment]; }

  // fn(records, row, loaded segment) for the current version of each post.
  template <class Fn>
  void for_each(const Fn& fn) const {
    for (const uint32_t i : current_) {
      const Sighting& s = sightings_[i];
      fn(home(s).records, s.row, home(s));
    }
  }

  void fill_numbers(CollectedPosts& out) const {
    Posts& posts = out.posts;
    for (const LoadedSegment& segment : segments_) out.segments.push_back(segment.id);
    posts.language.assign(current_.size(), 0);
    for (const uint32_t i : current_) {
      const Sighting& s = sightings_[i];
      const Segment& records = home(s).records;
      posts.key_high.push_back(s.key.high);
      posts.key_low.push_back(s.key.low);
      posts.posted_at.push_back(records.posted_at[s.row]);
      posts.import.push_back(home(s).id.import.value);
      posts.file.push_back(records.file[s.row]);
      posts.begin.push_back(records.begin[s.row]);
      posts.end.push_back(records.end[s.row]);
      out.segment.push_back(s.segment);
      out.record.push_back(s.row);
    }
  }

  void fill_sightings(Posts& posts) const {
    for (std::size_t i = 0; i < sightings_.size(); ++i) {
      const Sighting& s = sightings_[i];
      const bool first = i == 0 || s.key != sightings_[i - 1].key;
      if (first && i > 0) posts.sighting_offsets.push_back(i);
      const uint64_t current_body =
          first ? s.body_hash : sightings_[posts.sighting_offsets.back()].body_hash;
      const Segment& records = home(s).records;
      posts.sighting_import.push_back(home(s).id.import.value);
      posts.sighting_file.push_back(records.file[s.row]);
      posts.sighting_begin.push_back(records.begin[s.row]);
      posts.sighting_end.push_back(records.end[s.row]);
      posts.sighting_version.push_back(s.body_hash == current_body ? 0 : 1);
    }
    if (!sightings_.empty()) posts.sighting_offsets.push_back(sightings_.size());
  }

  void fill_words(Posts& posts) const {
    Dictionary words;
    for_each([&](const Segment& records, uint32_t row, const LoadedSegment&) {
      posts.source.push_back(words.add(records.source[row]));
      posts.city.push_back(words.add(records.city[row]));
      posts.country.push_back(words.add(records.country[row]));
      posts.author.push_back(words.add(records.author[row]));
    });
    posts.words = words.sort({&posts.source, &posts.city, &posts.country, &posts.author});
  }

  void fill_ids(Posts& posts) const {
    for_each([&](const Segment& records, uint32_t row, const LoadedSegment& from) {
      posts.id.push_back(record_id(records, row, *by_id_.at(from.id.import.value)));
    });
  }

  void fill_strings(StringColumn Segment::*column, StringColumn& out) const {
    for_each([&](const Segment& records, uint32_t row, const LoadedSegment&) {
      out.push_back((records.*column)[row]);
    });
  }

  const std::vector<LoadedSegment>& segments_;
  const std::vector<Sighting>& sightings_;
  std::unordered_map<uint32_t, const store::Import*> by_id_;
  std::vector<uint32_t> current_;
};

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
  CollectedPosts out = PostColumns(segments, imports, sightings).fill();
  order.end(out.posts.size());
  return out;
}

}  // namespace maillon::tasks
