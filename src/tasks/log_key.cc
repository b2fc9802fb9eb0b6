#include "tasks/log_key.h"

#include <cstdlib>

#include <fmt/format.h>

#include "store/file.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kMostHead = 1 << 16;

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets them
  return value == nullptr ? "" : value;
}

std::string key_path(const store::PublicKey& key) {
  return keys_folder() + "/" + to_hex(store::fingerprint(key)) + ".pem";
}

Result<store::SigningKey> make_key(store::Case& to, const store::By& by) {
  TRY(store::SigningKey key, store::SigningKey::make());
  TRY_OK(store::make_private_directory(keys_folder()));
  // First the private part: a public key that nobody can sign with must not be in a case.
  TRY_OK(key.write(key_path(key.public_key())));
  TRY_OK(store::add_log_key(to, key.public_key(), by));
  return key;
}

}  // namespace

std::string keys_folder() {
  if (std::string keys = variable("MAILLON_KEYS"); !keys.empty()) return keys;
  if (const std::string data = variable("XDG_DATA_HOME"); !data.empty())
    return data + "/maillon/keys";
  return variable("HOME") + "/.local/share/maillon/keys";
}

Result<store::SigningKey> case_key(const std::string& case_path, const store::By& by) {
  std::vector<store::PublicKey> keys;
  {
    TRY(const store::Case from, store::Case::open(case_path, store::Access::read));
    TRY(keys, store::log_keys(from));
  }
  if (keys.empty()) return new_case_key(case_path, by);
  const std::string path = key_path(keys.back());
  auto key = store::SigningKey::read(path);
  if (!key && key.error().code == Code::not_found) {
    return fail(Code::not_found,
                fmt::format("the key that signs this case is not on this machine: bring {} from "
                            "where the case was signed, or sign with a new one by `maillon log {} "
                            "--new-key` (what was signed before stays valid)",
                            path, case_path));
  }
  if (key && key->public_key() != keys.back())
    return fail(Code::corrupt, path + " is not the key that its name says; restore it");
  return key;
}

Result<store::SigningKey> new_case_key(const std::string& case_path, const store::By& by) {
  TRY(store::Case to, store::Case::open(case_path, store::Access::write));
  return make_key(to, by);
}

Result<store::SignedTreeHead> sign_log(store::Case& from, uint64_t size, int64_t time,
                                       const store::SigningKey& key) {
  TRY(const Sha256 root, from.log_tree().root_at(size));
  return store::sign_head({.size = size, .time = time, .root = root}, key);
}

Result<store::SignedTreeHead> read_head_file(const std::string& path) {
  TRY(const std::string text, store::read_up_to(path, kMostHead));
  auto head = store::read_tree_head(text);
  if (!head) return tl::unexpected<Error>(std::move(head).error().with_context(path));
  return head;
}

}  // namespace maillon::tasks
