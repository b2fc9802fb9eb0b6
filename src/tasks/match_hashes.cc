#include "tasks/match_hashes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/printable.h"
#include "report/style.h"
#include "share/read_list.h"
#include "store/file.h"
#include "tasks/match_pictures.h"
#include "tasks/video/match_video.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kBatch = 256;

struct Hit {
  uint32_t distance;
  std::size_t list;
  uint64_t entry;
  share::HashKind kind;
  friend auto operator<=>(const Hit&, const Hit&) = default;
};

template <std::size_t N>
std::string to_bytes(const std::array<uint8_t, N>& sum) {
  return {reinterpret_cast<const char*>(sum.data()), N};
}

bool has_pdq(const HashQuery& query) {
  return !query.hashes.of(share::HashKind::pdq).empty();
}

bool is_too_plain(const HashQuery& query) {
  return has_pdq(query) && query.hashes.quality >= 0 && query.hashes.quality < kLeastPdqQuality;
}

void find_near(const store::HashList& list, std::size_t number, uint32_t radius,
               const std::vector<HashQuery>& queries, std::vector<std::vector<Hit>>& hits) {
  parallel_blocks(queries.size(), kBatch, [&](std::size_t begin, std::size_t end, std::size_t) {
    store::HashSearch search(list.index(), radius);
    for (std::size_t i = begin; i < end; ++i) {
      if (!has_pdq(queries[i]) || is_too_plain(queries[i])) continue;
      const auto find = [&](const Hash256& pdq) {
        for (const store::HashMatch& match : search.find(pdq))
          hits[i].push_back({match.distance, number, match.value, share::HashKind::pdq});
      };
      find(hash256_of(queries[i].hashes.of(share::HashKind::pdq)));
      if (queries[i].upright) find(*queries[i].upright);
    }
  });
}

Result<void> find_equal(store::HashList& list, std::size_t number,
                        const std::vector<HashQuery>& queries,
                        std::vector<std::vector<Hit>>& hits) {
  for (std::size_t i = 0; i < queries.size(); ++i) {
    for (const share::HashKind kind :
         {share::HashKind::md5, share::HashKind::sha1, share::HashKind::sha256}) {
      const std::string& bytes = queries[i].hashes.of(kind);
      if (bytes.empty()) continue;
      TRY(const std::vector<uint64_t> found, list.find(kind, bytes));
      for (const uint64_t entry : found) hits[i].push_back({0, number, entry, kind});
    }
  }
  return {};
}

// An entry once, by its nearest hash.
void keep_one_each(std::vector<Hit>& hits) {
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.list, a.entry, a.distance, a.kind) <
           std::tie(b.list, b.entry, b.distance, b.kind);
  });
  hits.erase(std::unique(
                 hits.begin(), hits.end(),
                 [](const Hit& a, const Hit& b) { return a.list == b.list && a.entry == b.entry; }),
             hits.end());
  std::sort(hits.begin(), hits.end());
}

// Typed: "pdq:f8f8…", or hex digits alone. 64 digits may be PDQ or SHA-256: both are
// looked up, since a hash of the one kind never matches one of the other by chance.
std::vector<HashQuery> typed_hashes(const std::string& text) {
  std::vector<HashQuery> queries;
  const std::size_t colon = text.find(':');
  const std::string hex = colon == std::string::npos ? text : text.substr(colon + 1);
  HashQuery query{text, {}};
  for (const share::HashKind kind : share::kHashKinds) {
    if (colon != std::string::npos && share::parse_hash_kind(text.substr(0, colon)) != kind)
      continue;
    if (!share::guess_hash_kind(hex, kind)) continue;
    if (const auto bytes = share::parse_hash(kind, hex)) query.hashes.of(kind) = *bytes;
  }
  const bool any = std::any_of(query.hashes.hash.begin(), query.hashes.hash.end(),
                               [](const std::string& h) { return !h.empty(); });
  if (any) queries.push_back(std::move(query));
  return queries;
}

// A table of hashes, as queries.
class TableQueries : public share::ListSink {
 public:
  explicit TableQueries(std::vector<HashQuery>& queries) : queries_(queries) {}
  void add(share::ListEntry&& entry, uint64_t place) override {
    std::string name = entry.file.empty() ? "line " + std::to_string(place) : entry.file;
    queries_.push_back({std::move(name), std::move(entry)});
  }
  void reject(uint64_t place, std::string_view reason) override {
    if (rejected_++ == 0) first_ = fmt::format("line {}: {}", place, reason);
  }
  uint64_t rejected() const { return rejected_; }
  const std::string& first() const { return first_; }

 private:
  std::vector<HashQuery>& queries_;
  uint64_t rejected_ = 0;
  std::string first_;
};

// One input of the command line: some of the queries, and videos.
struct Input {
  std::size_t first = 0, end = 0;
  std::vector<VideoQuery> videos;
};

bool is_video(const std::string& path) {
  constexpr uint64_t kFirstBytes = 64;
  if (path == "-") return false;
  const auto begin = store::read_up_to(path, kFirstBytes);
  return begin && extract::sniff_video(*begin) != extract::VideoFormat::unknown;
}

// A table of hashes, or the lines of a video's frames.
Result<void> read_table(const std::string& path, std::vector<HashQuery>& queries, Input& input) {
  const auto bytes = store::read_up_to(path == "-" ? "/dev/stdin" : path, UINT64_MAX);
  if (!bytes && bytes.error().code == Code::not_found) {
    return fail(Code::not_found, path +
                                     ": neither a hash (32, 40 or 64 hex digits, or pdq:..., "
                                     "sha256:...) nor a file");
  }
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  if (const auto frames = extract::parse_frame_lines(*bytes)) {
    input.videos.push_back(video_query(path, *frames));
    return {};
  }
  TableQueries table(queries);
  const std::size_t before = queries.size();
  TRY_OK(share::read_list(*bytes, share::guess_list_format(*bytes), {}, table));
  if (queries.size() == before) {
    return fail(Code::invalid_input,
                path +
                    ": no table of hashes; `maillon hash FILE... > hashes.csv` makes one of "
                    "pictures");
  }
  if (table.rejected() > 0) {
    say(fmt::format("{}: {} left out, first {}", path,
                    report::count_of(table.rejected(), "line", "lines"), table.first()));
  }
  return {};
}

// One that cannot be read is told and left out, as a picture is.
void read_videos(const std::vector<std::string>& paths, Progress& progress, Input& input) {
  if (paths.empty()) return;
  const Step step(progress, "hash videos", paths.size(), "videos");
  for (const std::string& path : paths) {
    auto video = video_query(path);
    if (video) {
      input.videos.push_back(*std::move(video));
    } else {
      say(printable(video.error().message));
    }
    progress.advance(1);
  }
}

Result<Input> read_input(const std::string& text, std::vector<HashQuery>& queries,
                         Progress& progress) {
  Input input;
  input.first = queries.size();
  if (std::vector<HashQuery> typed = typed_hashes(text); !typed.empty()) {
    queries.push_back(std::move(typed.front()));
  } else if (is_video(text)) {
    TRY(input.videos.emplace_back(), video_query(text));
  } else if (is_picture_input(text)) {
    TRY(const MatchFiles files, list_match_files(text));
    const std::vector<HashQuery> pictures = hash_queries(files.pictures, progress);
    queries.insert(queries.end(), pictures.begin(), pictures.end());
    read_videos(files.videos, progress, input);
  } else {
    TRY_OK(read_table(text, queries, input));
  }
  input.end = queries.size();
  return input;
}

void match_text(const HashQuery& query, const QueryMatches& matches,
                const std::vector<NamedList>& lists, Output& out) {
  const std::string name = printable(query.name, 100);
  for (const ListMatch& match : matches.shown) {
    const std::string how =
        fmt::format("{} distance {}", share::to_name(match.kind), match.distance);
    out.write(name + "  " + describe_match(match, lists[match.list], how));
  }
  if (matches.total > matches.shown.size()) {
    out.write(fmt::format("{}  ... {} in all; --limit 0 shows them\n", name,
                          report::thousands(matches.total)));
  }
  if (matches.total == 0) out.write(name + "  no match\n");
  if (matches.too_plain) {
    out.write(
        fmt::format("{}  quality {}: too little detail for its PDQ hash, which was not "
                    "looked up\n",
                    name, query.hashes.quality));
  }
}

void match_json(const HashQuery& query, const QueryMatches& matches,
                const std::vector<NamedList>& lists, Output& out) {
  JsonWriter json;
  json.begin_object().member("input", query.name).member("total", matches.total);
  json.member("too_plain", matches.too_plain).key("matches").begin_array();
  for (const ListMatch& match : matches.shown) {
    json.begin_object();
    write_match(json, match, lists[match.list]);
    json.end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

}  // namespace

std::string describe_match(const ListMatch& match, const NamedList& list, std::string_view how) {
  std::string lines =
      fmt::format("{} {}  entry {}  {}", list.list.settings().role, list.name, match.entry.id, how);
  if (const std::string more = printable(describe_entry(match.entry)); !more.empty())
    lines += "  " + more;
  lines += "\n";
  if (match.entry.entry.restricted) lines += "    " + std::string(kReportingDuty) + "\n";
  return lines;
}

void write_match(JsonWriter& json, const ListMatch& match, const NamedList& list) {
  const share::ListEntry& e = match.entry.entry;
  json.member("list", list.name).member("role", list.list.settings().role);
  json.member("entry", match.entry.id).member("kind", share::to_name(match.kind));
  json.member("distance", match.distance).member("id", e.id).member("member", e.member);
  json.member("classification", e.classification).member("scheme", e.scheme);
  json.member("country", e.country)
      .member("tags", e.tags)
      .member("timestamp", e.timestamp)
      .member("restricted", e.restricted);
  if (e.restricted) json.member("duty", kReportingDuty);
}

HashQuery query_of(std::string name, const Checksums& checksums) {
  HashQuery query{std::move(name), {}};
  query.hashes.of(share::HashKind::md5) = to_bytes(checksums.md5);
  query.hashes.of(share::HashKind::sha1) = to_bytes(checksums.sha1);
  query.hashes.of(share::HashKind::sha256) = to_bytes(checksums.sha256);
  return query;
}

void set_pdq(HashQuery& query, const Hash256& pdq, int quality) {
  query.hashes.of(share::HashKind::pdq) = maillon::to_bytes(pdq);
  query.hashes.quality = quality;
}

Result<std::vector<QueryMatches>> match_hashes(std::vector<NamedList>& lists,
                                               const std::vector<HashQuery>& queries, int radius,
                                               uint64_t limit) {
  std::vector<std::vector<Hit>> hits(queries.size());
  for (std::size_t l = 0; l < lists.size(); ++l) {
    store::HashList& list = lists[l].list;
    find_near(list, l, radius < 0 ? list.settings().radius : static_cast<uint32_t>(radius), queries,
              hits);
    TRY_OK(find_equal(list, l, queries, hits));
  }
  std::vector<QueryMatches> all(queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) {
    keep_one_each(hits[i]);
    all[i].total = hits[i].size();
    all[i].too_plain = is_too_plain(queries[i]);
    if (limit > 0 && hits[i].size() > limit) hits[i].resize(limit);
    for (const Hit& hit : hits[i]) {
      TRY(store::StoredEntry entry, lists[hit.list].list.entry(hit.entry));
      all[i].shown.push_back({hit.list, std::move(entry), hit.kind, hit.distance});
    }
  }
  return all;
}

Result<Outcome> match_inputs(const MatchSettings& settings, const Context& context, Output& out) {
  if (settings.radius > 256)
    return fail(Code::invalid_input, "--radius takes a number of bits from 0 to 256");
  std::vector<HashQuery> queries;
  std::vector<Input> inputs;
  for (const std::string& text : settings.inputs) {
    TRY(inputs.emplace_back(), read_input(text, queries, *context.progress));
  }
  TRY(std::vector<NamedList> lists, open_lists(settings.folder, settings.list));
  if (lists.empty()) {
    return fail(Code::not_found, settings.folder +
                                     ": there is no list to match against; `maillon "
                                     "list import FILE --list NAME` makes one");
  }
  TRY(const std::vector<QueryMatches> matches,
      match_hashes(lists, queries, settings.radius, settings.limit));
  bool any = false;
  for (const Input& input : inputs) {
    if (!out.is_open()) break;
    for (std::size_t i = input.first; i < input.end; ++i) {
      any = any || matches[i].total > 0;
      if (context.json) {
        match_json(queries[i], matches[i], lists, out);
      } else {
        match_text(queries[i], matches[i], lists, out);
      }
    }
    for (const VideoQuery& video : input.videos) {
      TRY(const VideoMatches of_video, match_video(lists, video, settings.radius, settings.limit));
      any = any || of_video.total > 0;
      print_video_matches(video, of_video, lists, context.json, out);
    }
  }
  return any ? Outcome::done : Outcome::empty;
}

}  // namespace maillon::tasks
