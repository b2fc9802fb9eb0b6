#include "tasks/show_post.h"

#include <algorithm>

#include "collect/plan.h"
#include "extract/text/latin.h"
#include "store/block_file.h"
#include "tasks/annotations.h"
#include "tasks/explain.h"
#include "tasks/indicators/show_signs.h"
#include "tasks/origins.h"
#include "tasks/pages/page_places.h"
#include "tasks/ranking/show_learned.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kNeighbors = 12;
constexpr std::size_t kCountPiece = 1U << 20;

}  // namespace

void add_marks(const CaseData& data, uint32_t row, report::PostPage& page) {
  const Selectors& selectors = data.selectors;
  for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
    const uint32_t s = selectors.hit_selector[hit];
    page.marks.push_back({static_cast<Field>(selectors.hit_field[hit]), selectors.hit_begin[hit],
                          selectors.hit_end[hit], static_cast<SelectorKind>(selectors.kind[s]),
                          static_cast<Service>(selectors.service[s]),
                          std::string(selectors.value[s])});
  }
}

namespace {

// The 1-based line on which the byte range begins; 0 if the source cannot be read.
// In UTF-16 too: a newline is a byte 0x0A beside a zero, and a byte 0x0A that
// belongs to another character is too rare to matter for a line number shown.
uint64_t line_of(const store::Case& file, const Sha256& sha256, uint64_t begin) {
  const auto source = file.open_plain(sha256);
  if (!source) return 0;
  store::BlockStream stream(*source, 0, std::min(begin, source->size()));
  std::string piece(kCountPiece, '\0');
  uint64_t line = 1;
  while (true) {
    const auto got = stream.read(piece.data(), piece.size());
    if (!got) return 0;
    if (*got == 0) return line;
    line += static_cast<uint64_t>(
        std::count(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*got), '\n'));
  }
}

Result<void> add_sightings(const OpenedCase& from, uint32_t row, report::PostPage& page) {
  const Posts& posts = from.data.posts;
  for (uint64_t i = posts.sighting_offsets[row]; i < posts.sighting_offsets[row + 1]; ++i) {
    TRY(const store::Import import, from.file->import(ImportId{posts.sighting_import[i]}));
    if (posts.sighting_file[i] >= import.files.size()) {
      return fail(Code::corrupt,
                  "the derived posts name a file that the import does not have; "
                  "run `maillon link` again");
    }
    const store::ImportedFile& file = import.files[posts.sighting_file[i]];
    report::Sighting sighting;
    sighting.file = file.name;
    sighting.sha256 = to_hex(file.sha256);
    sighting.begin = posts.sighting_begin[i];
    sighting.end = posts.sighting_end[i];
    sighting.line = line_of(*from.file, file.sha256, sighting.begin);
    if (const auto place = find_page(*from.file, file, sighting.begin, sighting.end)) {
      sighting.begin = place->begin;
      sighting.end = place->end;
    }
    sighting.imported_at = import.time;
    sighting.version = posts.sighting_version[i] + 1U;
    page.sightings.push_back(std::move(sighting));
  }
  std::stable_sort(page.sightings.begin(), page.sightings.end(),
                   [](const auto& x, const auto& y) { return x.imported_at < y.imported_at; });
  return {};
}

Result<void> add_origins(const OpenedCase& from, uint32_t row, const RecordBatch& record,
                         report::PostPage& page) {
  const Posts& posts = from.data.posts;
  TRY(const store::Import import, from.file->import(ImportId{posts.import[row]}));
  if (posts.file[row] >= import.files.size()) return {};  // told by add_sightings()
  TRY(const collect::ReadPlan plan,
      collect::ReadPlan::from_json(import.files[posts.file[row]].plan));
  page.origins = find_origins(plan, record, page.language);
  return {};
}

void add_neighbors(const OpenedCase& from, uint32_t row, report::PostPage& page) {
  const Links& links = from.data.links;
  std::vector<std::pair<int32_t, uint32_t>> tied;  // log odds, the other post
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (links.accepted[i] == 0 || (links.a[i] != row && links.b[i] != row)) continue;
    tied.emplace_back(links.log_odds[i], links.a[i] == row ? links.b[i] : links.a[i]);
  }
  std::stable_sort(tied.begin(), tied.end(),
                   [](const auto& x, const auto& y) { return x.first > y.first; });
  page.neighbors_total = tied.size();
  if (tied.size() > kNeighbors) tied.resize(kNeighbors);
  if (tied.empty()) return;
  const PairWeigher weigher(from.data);
  for (const auto& [log_odds, other] : tied) {
    const link::PairEvidence pair = weigher.weigh(row, other);
    page.neighbors.push_back({post_line(from.data, other, from.reader.get()), to_bits(pair.bits),
                              posterior_of(log_odds), weigher.why(pair)});
  }
}

}  // namespace

Result<report::PostPage> build_post_page(const OpenedCase& from, uint32_t row, int64_t now) {
  const CaseData& data = from.data;
  TRY(const RecordBatch record, from.reader->read(place_of(data.posts, row)));
  report::PostPage page;
  page.post = post_line(data, row, nullptr);
  if (record.size() > 0) {
    for (std::size_t f = 0; f < kFieldCount; ++f) page.fields[f] = record.fields[f][0];
  }
  page.post.title = page.fields[static_cast<std::size_t>(Field::title)];
  page.language = language_of(data.posts, row);
  page.template_id = template_of(data, row);
  add_marks(data, row, page);
  TRY_OK(add_sightings(from, row, page));
  TRY_OK(add_origins(from, row, record, page));
  add_neighbors(from, row, page);
  page.signs = signs_of_post(from, row, record, now);
  page.learned = learned_of_post(from, row, record);
  page.annotations = annotations_of(*from.file, data, page.post.id);
  page.pictures = marks_of(data.pictures, std::span(&row, 1));
  return page;
}

void add_latin(report::PostPage& page) {
  page.has_latin = true;
  for (const Field field : {Field::title, Field::body, Field::image_text}) {
    const std::string& text = page.fields[static_cast<std::size_t>(field)];
    if (extract::has_other_script(text)) page.latin.emplace_back(field, extract::to_latin(text));
  }
}

}  // namespace maillon::tasks
