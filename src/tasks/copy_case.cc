#include "tasks/copy_case.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/case_copy.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"

namespace maillon::tasks {

namespace {

void print(const store::CaseCopy& made, const CopySettings& settings, const Context& context,
           Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("folder", settings.to).member("files", made.files);
    json.member("bytes", made.bytes).member("originals", made.originals);
    json.member("derived", made.has_derived).member("log_entries", made.log_entries);
    json.member("log_root", made.log_root).end_object();
    out.write(json.take() + "\n");
    return;
  }
  out.write(fmt::format(
      "{} is a copy of {}, checked and intact: {}, {}, {}\n", printable(settings.to),
      printable(settings.case_path), report::count_of(made.originals, "original", "originals"),
      report::count_of(made.files, "file", "files"), report::format_size(made.bytes)));
  if (!made.has_derived) {
    out.write(
        fmt::format("links kept running meanwhile, so the copy is without what they make: "
                    "`maillon link {}` makes it anew\n",
                    printable(settings.to)));
  }
  out.write(fmt::format("log root    {} of {} entries\n", made.log_root, made.log_entries));
}

}  // namespace

Result<Outcome> copy_case(const CopySettings& settings, const Context& context, Output& out) {
  // What cannot be done is said before anybody is asked to agree to it.
  TRY_OK(store::check_copy_place(settings.case_path, settings.to));
  TRY(const bool may, second_person_agrees(settings.case_path, wanted_of(settings), context.by));
  if (!may) return Outcome::empty;
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
  TRY(const store::CaseCopy made,
      store::copy_whole_case(file, settings.to, context.by, *context.progress));
  print(made, settings, context, out);
  return Outcome::done;
}

}  // namespace maillon::tasks
