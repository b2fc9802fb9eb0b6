#include "tasks/log_key.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "store/file.h"
#include "store/log_text.h"
#include "store/merkle.h"
#include "tasks/data_folder.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kMostHead = 1 << 16;

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
  return data_folder("MAILLON_KEYS", "keys");
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

Result<std::string> proven_entry(store::Case& from, uint64_t seq, const store::TreeHead& head) {
  TRY(const store::LogText entry, store::read_log_text(from, seq));
  TRY(const std::vector<Sha256> path, from.log_tree().prove_inclusion(seq, head.size));
  if (!store::verify_inclusion(store::log_leaf(entry.salt, entry.text), seq, head.size, path,
                               head.root)) {
    return fail(Code::corrupt, fmt::format("entry {} is not what the tree says; run `maillon "
                                           "verify {}`",
                                           seq, from.directory()));
  }
  std::vector<std::string> hex;
  for (const Sha256& hash : path) hex.push_back(to_hex(hash));
  JsonWriter json;
  json.begin_object().member("leaf_index", seq).member("text", entry.text);
  json.member("salt", to_hex(entry.salt)).member("audit_path", hex).end_object();
  return json.take();
}

Result<store::SignedTreeHead> read_head_file(const std::string& path) {
  TRY(const std::string text, store::read_up_to(path, kMostHead));
  auto head = store::read_tree_head(text);
  if (!head) return tl::unexpected<Error>(std::move(head).error().with_context(path));
  return head;
}

}  // namespace maillon::tasks
