#include "store/key_file.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <sodium.h>

#include "base/ascii.h"
#include "base/check.h"
#include "base/hash.h"
#include "store/file.h"
#include "store/passwords.h"

namespace maillon::store {

namespace {

constexpr std::string_view kHead = "maillon-key 1\n", kAnyHead = "maillon-key ";
constexpr uint32_t kPasses = 3, kMemoryKib = 64 << 10;
// Bounds for a file that comes from somebody else: opening it must end.
constexpr uint32_t kMostPasses = 16, kMostMemoryKib = 1 << 20;
constexpr std::size_t kSaltBytes = crypto_pwhash_SALTBYTES;
constexpr uint64_t kMostBytes = 1 << 16;

std::string path_of(const std::string& case_directory) {
  return case_directory + "/key";
}

// The word up to the next space; takes it off.
std::string_view next_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

bool parse_number(std::string_view word, uint32_t& to) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), to);
  return error == std::errc() && end == word.data() + word.size();
}

bool parse_bytes(std::string_view hex, std::size_t size, std::string& to) {
  to.resize(size);
  return parse_hex(hex, reinterpret_cast<uint8_t*>(to.data()), size);
}

// Argon2id (RFC 9106). Nothing if there is no memory for it.
std::optional<CipherKey> key_of(std::string_view secret, std::string_view salt, uint32_t passes,
                                uint32_t memory_kib) {
  if (sodium_init() < 0) return std::nullopt;
  CipherKey key;
  if (crypto_pwhash(key.bytes().data(), kKeyBytes, secret.data(), secret.size(),
                    reinterpret_cast<const unsigned char*>(salt.data()), passes,
                    std::size_t{memory_kib} << 10, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return std::nullopt;
  }
  return key;
}

}  // namespace

KeyFile::KeyFile(const CipherKey& key)
    : id_(to_hex(key.derive("maillon case id").view().substr(0, 16))) {}

bool KeyFile::exists(const std::string& case_directory) {
  return file_exists(path_of(case_directory));
}

Result<void> KeyFile::erase(const std::string& case_directory) {
  TRY_OK(remove_file(path_of(case_directory)));
  return sync_directory(case_directory);
}

Result<std::optional<KeyFile>> KeyFile::read(const std::string& case_directory) {
  const std::string path = path_of(case_directory);
  auto text = read_up_to(path, kMostBytes);
  if (!text && text.error().code == Code::not_found) return std::optional<KeyFile>();
  if (!text) return tl::unexpected<Error>(std::move(text).error());
  TRY(KeyFile file, parse(*text, path));
  return std::optional<KeyFile>(std::move(file));
}

std::optional<KeyFile::Slot> KeyFile::parse_slot(std::string_view line) {
  Slot slot;
  slot.name = next_word(line);
  const bool good = next_word(line) == "argon2id" && parse_number(next_word(line), slot.passes) &&
                    parse_number(next_word(line), slot.memory_kib) &&
                    parse_bytes(next_word(line), kSaltBytes, slot.salt) &&
                    parse_bytes(next_word(line), kWrappedBytes, slot.wrapped) && line.empty() &&
                    is_plain_name(slot.name, "._-") && slot.passes >= 1 &&
                    slot.passes <= kMostPasses && slot.memory_kib >= 8 &&
                    slot.memory_kib <= kMostMemoryKib;
  return good ? std::optional<Slot>(std::move(slot)) : std::nullopt;
}

Result<KeyFile> KeyFile::parse(std::string_view text, std::string_view path) {
  const auto damaged = [&] {
    return fail(Code::corrupt, std::string(path) +
                                   " is damaged; restore it from a copy of the "
                                   "case: without it nobody can open the case");
  };
  if (text.starts_with(kAnyHead) && !text.starts_with(kHead)) {
    return fail(Code::unsupported,
                std::string(path) + ": made by a newer Maillon; update this program");
  }
  if (!text.starts_with(kHead)) return damaged();
  KeyFile file;
  std::string_view rest = text.substr(kHead.size());
  bool is_summed = false;
  while (!rest.empty() && !is_summed) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return damaged();
    const auto before = static_cast<std::size_t>(rest.data() - text.data());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const std::string_view word = next_word(line);
    std::string id;
    if (word == "id" && file.id_.empty() && parse_bytes(line, 16, id)) {
      file.id_ = to_hex(std::string_view(id));
    } else if (word == "state" && line == "converting" && !file.is_converting_) {
      file.is_converting_ = true;
    } else if (auto slot = word == "slot" ? parse_slot(line) : std::nullopt;
               slot && file.slots_.size() < kMostSlots) {
      file.slots_.push_back(*std::move(slot));
    } else if (word == "sum" && line == to_hex(sha256(text.substr(0, before)))) {
      is_summed = true;
    } else {
      return damaged();
    }
  }
  if (!is_summed || !rest.empty() || file.id_.empty() || file.slots_.empty()) return damaged();
  return file;
}

std::string KeyFile::text() const {
  std::string text = fmt::format("{}id {}\n", kHead, id_);
  if (is_converting_) text += "state converting\n";
  for (const Slot& slot : slots_) {
    text +=
        fmt::format("slot {} argon2id {} {} {} {}\n", slot.name, slot.passes, slot.memory_kib,
                    to_hex(std::string_view(slot.salt)), to_hex(std::string_view(slot.wrapped)));
  }
  return text + "sum " + to_hex(sha256(text)) + "\n";
}

Result<void> KeyFile::write(const std::string& case_directory) const {
  const std::string path = path_of(case_directory);
  TRY(File file, File::create(path + ".tmp"));
  TRY_OK(file.write(text()));
  return publish(file, path);
}

std::optional<CipherKey> KeyFile::open(std::string_view secret) const {
  for (const Slot& slot : slots_) {
    const auto under = key_of(secret, slot.salt, slot.passes, slot.memory_kib);
    CipherKey key;
    if (under && unwrap(*under, id_ + " " + slot.name, slot.wrapped, key)) return key;
  }
  return std::nullopt;
}

Result<void> KeyFile::add(std::string_view name, std::string_view secret, const CipherKey& key) {
  if (!is_plain_name(name, "._-"))
    return fail(Code::invalid_input, "a name has letters, digits and . _ - only, such as ana");
  if (std::any_of(slots_.begin(), slots_.end(), [&](const Slot& s) { return s.name == name; }))
    return fail(Code::invalid_input, "'" + std::string(name) +
                                         "' can open the case already; "
                                         "remove the old passphrase first");
  if (slots_.size() == kMostSlots) return fail(Code::invalid_input, "no more than 64 can be kept");
  if (secret.size() < kLeastPassword)
    return fail(Code::invalid_input,
                fmt::format("a passphrase has at least {} characters; several words are good",
                            kLeastPassword));
  Slot slot;
  slot.name = name;
  slot.passes = kPasses;
  slot.memory_kib = kMemoryKib;
  slot.salt.resize(kSaltBytes);
  fill_random(slot.salt.data(), slot.salt.size());
  const auto under = key_of(secret, slot.salt, slot.passes, slot.memory_kib);
  if (!under) return fail(Code::io, "there is no memory to make a key of the passphrase (64 MiB)");
  slot.wrapped = wrap(*under, id_ + " " + slot.name, key);
  slots_.push_back(std::move(slot));
  return {};
}

Result<void> KeyFile::remove(std::string_view name) {
  const auto at = std::find_if(slots_.begin(), slots_.end(),
                               [&](const Slot& slot) { return slot.name == name; });
  if (at == slots_.end())
    return fail(Code::not_found, "'" + std::string(name) + "' has no passphrase in this case");
  if (slots_.size() == 1)
    return fail(Code::invalid_input,
                "'" + std::string(name) + "' is the last who can open the case; add another first");
  slots_.erase(at);
  return {};
}

std::vector<std::string> KeyFile::names() const {
  std::vector<std::string> names;
  for (const Slot& slot : slots_) names.push_back(slot.name);
  return names;
}

}  // namespace maillon::store
