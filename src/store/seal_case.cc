// In what order a case is converted:
//
//   1. CASE/key, with "state converting": from now on files of both kinds are read.
//   2. Each block file is written anew beside itself and takes its place by a rename.
//   3. case.db, which nobody else may have open, is copied to tmp/ and takes its place likewise.
//   4. CASE/key without that state; decrypting removes it.
//
// Killed at any point, the case opens, and to convert again does what is left.
#include "store/seal_case.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "store/block_file.h"
#include "store/case_state.h"
#include "store/file.h"
#include "store/key_file.h"
#include "store/keyring.h"

namespace maillon::store {

namespace {

tl::unexpected<Error> not_encrypted(const std::string& directory) {
  return fail(Code::invalid_input, directory + " is not encrypted");
}

// All block files of the case: paths, sorted.
Result<std::vector<std::string>> block_files(const std::string& directory) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  for (const char* part : {"/originals", "/derived"}) {
    std::error_code error;
    const std::string folder = directory + part;
    if (!is_directory(folder)) continue;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error)) {
      const std::string extension = it->path().extension().string();
      if (extension == ".mblk" || extension == ".mbun") paths.push_back(it->path().string());
    }
    if (error) return fail(Code::io, folder + ": cannot be listed: " + error.message());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// Writes the file anew if it is of the other kind.
Result<void> convert_file(const std::string& directory, const std::string& path,
                          const SharedKey& key, bool encrypts, Converted& done) {
  TRY(const BlockReader from, BlockReader::open(path, key));
  if (from.is_encrypted() == encrypts) return {};
  const bool is_bundle = path.ends_with(".mbun");
  BlockOptions options;
  options.level = is_bundle ? -1 : 1;
  if (encrypts) options.key = key;
  TRY(BlockWriter to,
      BlockWriter::create_at(temporary_path(directory, "converted"), path, options));
  TRY_OK(
      each_piece(from, 0, from.size(), [&](std::string_view bytes) { return to.append(bytes); }));
  TRY_OK(to.finish(from.metadata()));
  TRY(const BlockReader made, BlockReader::open(to.tmp_path(), options.key));
  // Another version of zstd packs otherwise: what was stamped would look changed. A link makes
  // the stamps anew.
  if (is_bundle && made.checksum() != from.checksum())
    TRY_OK(remove_file(directory + "/" + bundle_path("stamps")));
  TRY_OK(to.publish());
  ++done.files;
  done.bytes += from.size();
  return {};
}

Result<void> convert_database(const std::string& directory, const SharedKey& key, bool encrypts) {
  const std::string path = directory + "/case.db", beside = temporary_path(directory, "case.db");
  TRY(const SharedKey now, key_of_database(directory, key));
  if ((now != nullptr) == encrypts) return {};
  TRY(Database database, Database::open(path, Database::Mode::read_write, now));
  // Out of the mode in which others can read beside us: fails while anybody has it open.
  auto alone = database.text("PRAGMA journal_mode=DELETE");
  if (alone && *alone == "wal") {
    alone = fail(Code::busy, path + " is in use by another program");
  }
  if (alone) {
    TRY_OK(database.execute("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT"));
  }
  if (!alone)
    return fail(Code::busy, directory +
                                " is open in another program (a server?); end it and try "
                                "again");
  TRY_OK(remove_file(beside));
  TRY_OK(database.copy_to(beside, encrypts ? key : SharedKey()));
  TRY_OK(sync_files({beside}));
  return move_file(beside, path);  // while the old one is still locked
}

// The key must not be put over that of a case that was encrypted meanwhile.
Result<void> refuse_changed_key(const std::string& directory, const std::string& id_before) {
  TRY(const auto now, KeyFile::read(directory));
  if ((now ? now->id() : "") == id_before) return {};
  return fail(Code::busy, directory + ": another command changed its key just now; try again");
}

Result<Converted> convert(const std::string& directory, const SharedKey& key, bool encrypts,
                          Progress& progress) {
  Converted done;
  TRY(const auto paths, block_files(directory));
  TRY_OK(make_directory(directory + "/tmp"));
  progress.begin_step(encrypts ? "encrypting" : "decrypting", paths.size(), "files");
  for (const std::string& path : paths) {
    TRY_OK(convert_file(directory, path, key, encrypts, done));
    progress.advance(1);
  }
  progress.end_step();
  TRY_OK(convert_database(directory, key, encrypts));
  return done;
}

}  // namespace

Result<Converted> encrypt_case(const std::string& directory, std::string_view name,
                               std::string_view secret, Progress& progress) {
  TRY(auto keys, KeyFile::read(directory));
  if (keys && !keys->is_converting())
    return fail(Code::invalid_input, directory + " is encrypted already");
  const bool is_case = Case::exists(directory);
  if (!is_case) TRY_OK(check_case_can_be_made(directory));
  const std::string id_before = keys ? keys->id() : "";
  SharedKey key;
  if (keys) {
    TRY(key, unlock_case(directory));
  } else {
    const auto made = std::make_shared<const CipherKey>(CipherKey::random());
    keys.emplace(*made);
    TRY_OK(keys->add(name, secret, *made));
    key = made;
  }
  TRY_OK(make_private_directory(directory));
  TRY(const CaseLock lock, CaseLock::acquire(directory));
  TRY_OK(refuse_changed_key(directory, id_before));
  keys->set_converting(is_case);
  TRY_OK(keys->write(directory));
  take_key(to_hex(key->view()));
  if (!is_case) return Converted{};
  TRY(const Converted done, convert(directory, key, true, progress));
  keys->set_converting(false);
  TRY_OK(keys->write(directory));
  return done;
}

Result<Converted> decrypt_case(const std::string& directory, Progress& progress) {
  TRY(auto keys, KeyFile::read(directory));
  if (!keys) return not_encrypted(directory);
  TRY(const SharedKey key, unlock_case(directory));
  TRY(const CaseLock lock, CaseLock::acquire(directory));
  TRY_OK(refuse_changed_key(directory, keys->id()));
  keys->set_converting(true);
  TRY_OK(keys->write(directory));
  TRY(const Converted done, convert(directory, key, false, progress));
  TRY_OK(KeyFile::erase(directory));
  return done;
}

namespace {

using Change = std::function<Result<void>(KeyFile&, const CipherKey&)>;

Result<void> change_keys(const std::string& directory, const Change& change) {
  TRY(const SharedKey key, unlock_case(directory));
  if (!key) return not_encrypted(directory);
  TRY(const CaseLock lock, CaseLock::acquire(directory));
  TRY(auto keys, KeyFile::read(directory));
  if (!keys) return not_encrypted(directory);
  TRY_OK(change(*keys, *key));
  return keys->write(directory);
}

}  // namespace

Result<void> add_key(const std::string& directory, std::string_view name, std::string_view secret) {
  return change_keys(
      directory, [&](KeyFile& keys, const CipherKey& key) { return keys.add(name, secret, key); });
}

Result<void> remove_key(const std::string& directory, std::string_view name) {
  return change_keys(directory, [&](KeyFile& keys, const CipherKey&) { return keys.remove(name); });
}

}  // namespace maillon::store
