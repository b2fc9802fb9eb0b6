#include "tasks/show_case.h"

#include <utility>

#include "base/json_writer.h"
#include "tasks/output.h"

namespace maillon::tasks {

Result<OpenedCase> open_linked(const std::string& case_path) {
  TRY(auto file, store::Case::open(case_path, store::Access::read));
  OpenedCase opened;
  opened.file = std::make_unique<store::Case>(std::move(file));
  std::string stale;
  TRY(opened.data, load_case_data(*opened.file, &stale));
  if (!stale.empty()) {
    say("note: " + stale + "; what follows is what it found. `maillon link " + case_path +
        "` brings the case up to date");
  }
  TRY(const auto country, opened.file->setting("country"));
  opened.country = country.value_or("");
  opened.reader = std::make_unique<PostReader>(*opened.file);
  return opened;
}

Result<void> log_reading(store::Case& from, std::string_view action, std::string_view what,
                         const store::By& by) {
  JsonWriter detail;
  detail.begin_object().member("what", what).end_object();
  return from.log(action, detail.text(), by);
}

}  // namespace maillon::tasks
