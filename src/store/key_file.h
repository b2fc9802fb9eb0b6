// CASE/key: who can open an encrypted case. The case has one random key; each slot holds it under
// one person's passphrase or key file (Argon2id, AES-256-GCM), so that a person can be let in or
// shut out without writing the case anew. Lines of text; docs/formats/case.md draws them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/cipher.h"

namespace maillon::store {

class KeyFile {
 public:
  // For a new key; it has no slot yet.
  explicit KeyFile(const CipherKey& key);
  // Nothing: the case is not encrypted. Code::corrupt, or unsupported (a newer format).
  static Result<std::optional<KeyFile>> read(const std::string& case_directory);
  static Result<KeyFile> parse(std::string_view text, std::string_view path);
  static bool exists(const std::string& case_directory);
  static Result<void> erase(const std::string& case_directory);

  // Whole or not at all, and synced.
  Result<void> write(const std::string& case_directory) const;
  std::string text() const;

  // The key, if the secret fits any slot. A slot takes a tenth of a second and 64 MiB.
  std::optional<CipherKey> open(std::string_view secret) const;
  // Code::invalid_input: a name that is there already or is not one (a-z, 0-9, . _ -), a secret
  // of less than kLeastPassword bytes, more than kMostSlots.
  Result<void> add(std::string_view name, std::string_view secret, const CipherKey& key);
  // Code::not_found; Code::invalid_input for the last one: nobody could open the case.
  Result<void> remove(std::string_view name);
  std::vector<std::string> names() const;
  // While a case is encrypted or decrypted, its files are of both kinds, and whether case.db is
  // encrypted shows only in its first bytes.
  bool is_converting() const { return is_converting_; }
  void set_converting(bool is_converting) { is_converting_ = is_converting; }
  // The same for all copies of the case; says nothing about the key.
  const std::string& id() const { return id_; }

  static constexpr std::size_t kMostSlots = 64;

 private:
  struct Slot {
    std::string name;
    uint32_t passes = 0, memory_kib = 0;
    std::string salt, wrapped;  // bytes
  };
  KeyFile() = default;
  static std::optional<Slot> parse_slot(std::string_view line);

  std::string id_;
  bool is_converting_ = false;
  std::vector<Slot> slots_;
};

}  // namespace maillon::store
