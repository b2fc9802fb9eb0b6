#include "tasks/read_text.h"

#include <algorithm>
#include <compare>
#include <map>
#include <mutex>
#include <optional>

#include "base/parallel.h"
#include "collect/read_records.h"
#include "tasks/pictures/photo_texts.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kRecordsAtOnce = 4096;
constexpr uint64_t kBytesAtOnce = 8U << 20;
// Gaps up to this size between two records are read over rather than skipped.
constexpr uint64_t kReadOver = 64 * 1024;
// One read takes about this much, so that what is read over stays in the cache.
constexpr uint64_t kReadTogether = 1U << 20;
constexpr std::size_t kOpenFiles = 256;  // that a PostReader keeps open

using FileKey = std::pair<uint32_t, uint32_t>;  // import, file

// The rows as they stand on disk.
std::vector<uint32_t> order_by_place(const Places& posts, std::span<const uint32_t> rows) {
  struct Placed {
    uint64_t file, begin;
    uint32_t row;
    auto operator<=>(const Placed&) const = default;
  };
  std::vector<Placed> placed;
  placed.reserve(rows.size());
  for (const uint32_t row : rows) {
    placed.push_back(
        {static_cast<uint64_t>(posts.import[row]) << 32 | posts.file[row], posts.begin[row], row});
  }
  std::sort(placed.begin(), placed.end());
  std::vector<uint32_t> order;
  order.reserve(rows.size());
  for (const Placed& place : placed) order.push_back(place.row);
  return order;
}

// [begin, end) of `order`, cut by file, count and bytes.
std::vector<std::pair<std::size_t, std::size_t>> cut_batches(const Places& posts,
                                                             const std::vector<uint32_t>& order) {
  std::vector<std::pair<std::size_t, std::size_t>> batches;
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    uint64_t bytes = 0;
    while (j < order.size() && j - i < kRecordsAtOnce && (j == i || bytes < kBytesAtOnce) &&
           posts.import[order[j]] == posts.import[order[i]] &&
           posts.file[order[j]] == posts.file[order[i]]) {
      bytes += posts.end[order[j]] - posts.begin[order[j]];
      ++j;
    }
    batches.emplace_back(i, j);
    i = j;
  }
  return batches;
}

// The concatenation of the rows' ranges.
Result<std::string> read_ranges(const store::BlockReader& file, const Places& posts,
                                std::span<const uint32_t> rows) {
  std::string bytes;
  uint64_t size = 0;
  for (const uint32_t row : rows) size += posts.end[row] - posts.begin[row];
  bytes.reserve(size);
  std::vector<char> run;
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t j = i + 1;
    const uint64_t begin = posts.begin[rows[i]];
    while (j < rows.size() && posts.begin[rows[j]] <= posts.end[rows[j - 1]] + kReadOver &&
           posts.end[rows[j]] <= begin + kReadTogether) {
      ++j;
    }
    const uint64_t wanted = posts.end[rows[j - 1]] - begin;
    if (run.size() < wanted) run.resize(wanted);
    TRY_OK(file.read_into(begin, run.data(), wanted));
    for (; i < j; ++i) {
      bytes.append(run.data() + (posts.begin[rows[i]] - begin),
                   posts.end[rows[i]] - posts.begin[rows[i]]);
    }
  }
  return bytes;
}

Result<TextBatch> read_batch(const TextSource& file, const Places& posts,
                             std::span<const uint32_t> rows) {
  TRY(const std::string bytes, read_ranges(file.bytes, posts, rows));
  std::vector<uint64_t> ends;
  uint64_t at = 0;
  for (const uint32_t row : rows) ends.push_back(at += posts.end[row] - posts.begin[row]);
  TextBatch batch{.rows = {rows.begin(), rows.end()},
                  .records = collect::parse_ranges(bytes, ends, file.plan)};
  if (batch.records.size() != rows.size()) {
    return fail(Code::corrupt,
                file.bytes.name() + ": records do not read as they did; run `maillon verify`");
  }
  return batch;
}

}  // namespace

Result<TextSources> TextSources::list(const store::Case& open_case) {
  TextSources sources(open_case);
  TRY(const std::vector<store::Import> imports, open_case.imports());
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    for (uint32_t f = 0; f < import.files.size(); ++f)
      sources.files_.emplace(FileKey{import.id.value, f}, import.files[f]);
  }
  return sources;
}

Result<std::optional<TextSource>> TextSources::open(uint32_t import, uint32_t file) const {
  const auto known = files_.find({import, file});
  if (known == files_.end()) return std::optional<TextSource>();
  TRY(collect::ReadPlan plan, collect::ReadPlan::from_json(known->second.plan));
  TRY(store::BlockReader bytes, open_case_->open_plain(known->second.sha256));
  return std::optional<TextSource>(TextSource{std::move(bytes), std::move(plan)});
}

Result<void> read_texts(const TextSources& sources, const Places& posts,
                        std::span<const uint32_t> rows,
                        const std::function<void(std::size_t)>& batches,
                        const std::function<void(std::size_t, TextBatch&&)>& use,
                        Progress& progress) {
  const std::vector<uint32_t> order = order_by_place(posts, rows);
  const auto cuts = cut_batches(posts, order);
  batches(cuts.size());
  std::mutex mutex;
  std::optional<Error> error;  // guarded by mutex
  std::mutex opening;          // the case's database is asked by one at a time
  // A file is open while a batch of it is read: there may be thousands of files.
  const auto read = [&](std::span<const uint32_t> some) -> Result<std::optional<TextBatch>> {
    std::optional<TextSource> file;
    {
      const std::scoped_lock lock(opening);
      TRY(file, sources.open(posts.import[some[0]], posts.file[some[0]]));
    }
    if (!file) return std::optional<TextBatch>();
    TRY(TextBatch batch, read_batch(*file, posts, some));
    return std::optional<TextBatch>(std::move(batch));
  };
  parallel_for(cuts.size(), [&](std::size_t i) {
    const auto batch_rows =
        std::span<const uint32_t>(order).subspan(cuts[i].first, cuts[i].second - cuts[i].first);
    auto batch = read(batch_rows);
    if (!batch) {
      const std::scoped_lock lock(mutex);
      if (!error) error = std::move(batch).error();
    } else if (*batch) {
      use(i, std::move(**batch));
      progress.advance(batch_rows.size());
    }
  });
  if (error) return tl::unexpected<Error>(std::move(*error));
  return {};
}

Result<void> read_texts(const store::Case& open_case, const Places& posts,
                        std::span<const uint32_t> rows,
                        const std::function<void(std::size_t)>& batches,
                        const std::function<void(std::size_t, TextBatch&&)>& use,
                        Progress& progress) {
  TRY(const TextSources sources, TextSources::list(open_case));
  return read_texts(sources, posts, rows, batches, use, progress);
}

struct PostReader::State {
  const store::Case& open_case;
  std::optional<TextSources> sources;
  std::map<FileKey, TextSource> files;
  std::map<uint32_t, PhotoTexts> texts;  // by import
};

PostReader::PostReader(const store::Case& open_case) : state_(new State{open_case, {}, {}, {}}) {}
PostReader::~PostReader() = default;

Result<RecordBatch> PostReader::read(const RecordPlace& place) {
  if (!state_->sources) {
    TRY(TextSources sources, TextSources::list(state_->open_case));
    state_->sources = std::move(sources);
  }
  auto file = state_->files.find({place.import, place.file});
  if (file == state_->files.end()) {
    TRY(std::optional<TextSource> opened, state_->sources->open(place.import, place.file));
    if (!opened)
      return fail(Code::not_found, "the import of this post has been undone; run `maillon link`");
    if (state_->files.size() >= kOpenFiles) state_->files.clear();
    file = state_->files.emplace(FileKey{place.import, place.file}, *std::move(opened)).first;
  }
  TRY(const std::string bytes, file->second.bytes.read(place.begin, place.end - place.begin));
  const uint64_t end = bytes.size();
  RecordBatch record = collect::parse_ranges(bytes, {&end, 1}, file->second.plan);
  if (record.size() != 1) {
    return fail(Code::corrupt, file->second.bytes.name() +
                                   ": a record does not read as it did; run `maillon verify`");
  }
  if (record.field(Field::images, 0).empty()) return record;
  auto texts = state_->texts.find(place.import);
  if (texts == state_->texts.end()) {
    const ImportId import{place.import};
    texts = state_->texts.emplace(place.import, PhotoTexts::read(state_->open_case, import)).first;
  }
  texts->second.fill(record, {&place.file, 1});
  return record;
}

}  // namespace maillon::tasks
