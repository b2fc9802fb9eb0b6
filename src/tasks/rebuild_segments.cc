#include "tasks/rebuild_segments.h"

#include <memory>
#include <optional>

#include "collect/plan.h"
#include "collect/read_records.h"
#include "tasks/byte_sources.h"
#include "tasks/pages/page_source.h"
#include "tasks/pictures/archive.h"
#include "tasks/purged_records.h"
#include "tasks/segment_sink.h"

namespace maillon::tasks {

Result<void> rebuild_segments(store::Case& open_case, const store::Import& import) {
  uint32_t segment = 0;
  const auto write = [&](const Segment& s) -> Result<void> {
    TRY(store::BundleWriter bundle, open_case.rewrite_segment(import.id, segment++));
    TRY_OK(write_segment(bundle, s));
    return bundle.publish();
  };
  PageWorker page_worker;
  TRY(const KeptPictures kept, KeptPictures::list(open_case, import));
  for (uint32_t f = 0; f < import.files.size(); ++f) {
    const store::ImportedFile& file = import.files[f];
    if (is_picture_archive(file)) continue;
    TRY(collect::ReadPlan plan, collect::ReadPlan::from_json(file.plan));
    TRY(const auto purged, store::purged_source(open_case, file.sha256));
    if (purged) plan = plan_of_kept(std::move(plan));
    PurgedFilter filter(purged ? purged->ranges : std::vector<store::ByteRange>());
    TRY(const store::BlockReader original, open_case.open_original(file.sha256));
    std::unique_ptr<collect::ByteSource> plain = std::make_unique<BlockSource>(original);
    std::optional<store::BlockWriter> plain_writer;
    if (plan.is_rewritten()) {
      TRY(auto unwrapped, rewrite_source(std::move(plain), plan, page_worker));
      TRY(plain_writer, open_case.write_plain(file.sha256));
      plain = std::make_unique<TeeSource>(
          "", std::move(unwrapped),
          [&](std::string_view bytes) { return plain_writer->append(bytes); }, nullptr);
    }
    SegmentSink sink(f, [&](Segment&& s) { return write(filter.filter(std::move(s))); });
    Result<void> read =
        collect::read_records(*plain, plan, [&](RecordBatch&& batch, std::vector<QuarantineRow>&&) {
          return sink.add(batch, kept.count(batch, f));
        });
    if (!read && sink.records() != file.records) return read;
    TRY_OK(sink.flush());
    if (plain_writer) TRY_OK(plain_writer->publish());
  }
  // Where records were purged fewer segments may come out than the import has.
  while (segment < import.segments) TRY_OK(write(Segment{}));
  return {};
}

}  // namespace maillon::tasks
