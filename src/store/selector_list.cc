#include "store/selector_list.h"

#include <utility>

#include "store/file.h"
#include "store/mapped_file.h"

namespace maillon::store {

std::string selectors_path(const std::string& folder) {
  return folder + "/selectors.jsonl";
}

bool is_selector_list(const std::string& folder) {
  return file_exists(selectors_path(folder));
}

Result<share::SelectorList> open_selector_list(const std::string& folder) {
  if (!is_selector_list(folder))
    return fail(Code::not_found, folder + ": there is no list of selectors");
  TRY(const MappedFile file, MappedFile::open(selectors_path(folder)));
  auto list = share::read_selector_list(file.bytes());
  if (!list)
    return tl::unexpected<Error>(std::move(list).error().with_context(selectors_path(folder)));
  return list;
}

Result<SelectorListWriter> SelectorListWriter::open(const std::string& folder) {
  TRY_OK(make_private_directory(folder));
  auto lock = CaseLock::acquire(folder);
  if (!lock && lock.error().code == Code::busy) {
    return fail(Code::busy, folder +
                                ": another maillon is importing into this list; wait for it "
                                "to end or stop it");
  }
  if (!lock) return tl::unexpected<Error>(std::move(lock).error());
  SelectorListWriter writer(folder, *std::move(lock));
  if (is_selector_list(folder)) {
    TRY(writer.list, open_selector_list(folder));
  }
  return writer;
}

Result<void> SelectorListWriter::save() {
  const std::string path = selectors_path(folder_), fresh = path + ".tmp";
  TRY_OK(remove_file(fresh));  // of a process that was killed
  TRY_OK(write_private_file(fresh, share::write_selector_list(list)));
  return move_file(fresh, path);
}

}  // namespace maillon::store
