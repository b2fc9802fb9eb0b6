#include "store/keyring.h"

#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "base/hash.h"
#include "store/key_file.h"

namespace maillon::store {

namespace {

constexpr int kAsked = 3;

struct Keyring {
  std::mutex mutex;  // guards all of it
  AskSecret ask;
  std::map<std::string, SharedKey> keys;  // by KeyFile::id()
};

Keyring& keyring() {
  static Keyring ring;
  return ring;
}

}  // namespace

void set_ask_secret(AskSecret ask) {
  const std::lock_guard lock(keyring().mutex);
  keyring().ask = std::move(ask);
}

Result<SharedKey> unlock_case(const std::string& case_directory) {
  TRY(const auto file, KeyFile::read(case_directory));
  if (!file) return SharedKey();
  Keyring& ring = keyring();
  const std::lock_guard lock(ring.mutex);  // one question at a time
  if (const auto known = ring.keys.find(file->id()); known != ring.keys.end()) return known->second;
  if (!ring.ask) return fail(Code::invalid_input, case_directory + " is encrypted");
  for (int attempt = 0; attempt < kAsked; ++attempt) {
    TRY(const std::string secret, ring.ask(case_directory, attempt));
    const auto key = file->open(secret);
    if (!key || KeyFile(*key).id() != file->id()) continue;
    return ring.keys[file->id()] = std::make_shared<const CipherKey>(*key);
  }
  return fail(Code::invalid_input, case_directory + ": this does not open the case");
}

std::string key_to_hand_on(const std::string& case_directory) {
  const auto file = KeyFile::read(case_directory);
  if (!file || !*file) return "";
  const std::lock_guard lock(keyring().mutex);
  const auto known = keyring().keys.find((*file)->id());
  return known == keyring().keys.end() ? "" : to_hex(known->second->view());
}

void take_key(const std::string& hex) {
  CipherKey key;
  if (!parse_hex(hex, key.bytes().data(), kKeyBytes)) return;
  const std::lock_guard lock(keyring().mutex);
  keyring().keys[KeyFile(key).id()] = std::make_shared<const CipherKey>(key);
}

}  // namespace maillon::store
