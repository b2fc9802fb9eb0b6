// What the match service asks of the lists of known hashes. HMA's word for a list is bank.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash256.h"
#include "base/result.h"

namespace maillon::web {

// Kinds of hashes, by the names that HMA's clients use.
enum class SignalType : uint8_t { pdq, md5, sha1, sha256 };
inline constexpr std::size_t kSignalTypes = 4;
std::string_view name_of(SignalType type);
// Nothing for another name. "video_md5", HMA's name for the MD5 of a file, is md5.
const SignalType* parse_signal_type(std::string_view name);
std::size_t hex_digits_of(SignalType type);

struct Bank {
  std::string name;
  int64_t changed = 0;  // seconds since 1970
  bool allows = false;  // known to be harmless: asked only by name
};

struct BankHit {
  uint64_t content = 0;  // a number that names the entry as long as its list has it
  uint32_t bank = 0;     // index into banks()
  uint32_t distance = 0;
  friend auto operator<=>(const BankHit&, const BankHit&) = default;
};

// Where a hit comes from, as its list states it; "" for what it does not state.
struct BankEntry {
  std::string id, member, classification, scheme, role;
  std::vector<std::string> tags;
  // Of abuse of children: the duty to report comes with it. "" for all else.
  std::string duty;
};

// Any thread, several at once. What it gives stays as it was when it was opened.
class Banks {
 public:
  virtual ~Banks() = default;
  Banks() = default;
  Banks(const Banks&) = delete;
  Banks& operator=(const Banks&) = delete;

  virtual const std::vector<Bank>& banks() const = 0;
  virtual uint64_t size(SignalType type) const = 0;
  // Hits within each bank's radius, ordered by content.
  virtual std::vector<BankHit> find_pdq(const Hash256& hash) const = 0;
  // Entries with that very hash; `hex` in lower case.
  virtual Result<std::vector<BankHit>> find_exact(SignalType type, std::string_view hex) const = 0;
  // Code::io, Code::corrupt if the list cannot be read any more.
  virtual Result<BankEntry> entry(const BankHit& hit) const = 0;
};

// Where the banks of now are to be had: lists change while they are asked.
class BankSource {
 public:
  virtual ~BankSource() = default;
  BankSource() = default;
  BankSource(const BankSource&) = delete;
  BankSource& operator=(const BankSource&) = delete;

  // Any thread. Never null.
  virtual std::shared_ptr<const Banks> current() const = 0;
};

}  // namespace maillon::web
