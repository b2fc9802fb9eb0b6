// Result<T>: a value, or the reason there is none.
//
// Use it where the outside world can say no: files, network, stored data,
// user input. Code that works on values already in memory returns plain values.
// Bugs are not errors: use CHECK (base/check.h).
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace maillon {

// Stable names: they appear in quarantine tables, and JSON.
// Add at the end; never renumber.
enum class Code : unsigned char {
  invalid_input = 1,  // the data or the flag is wrong; the caller can fix it
  not_found = 2,
  io = 3,           // the disk or the network said no; may work later
  corrupt = 4,      // stored bytes do not match their checksum or format
  unsupported = 5,  // valid, but not by this build or version
  busy = 6,         // another process holds the case; may work later
};

struct Error {
  Code code;
  std::string message;  // one line, no personal data, says what to do next

  // "reading ads.jsonl: line 7: bad UTF-8" -- callers add context going up.
  Error with_context(std::string_view where) && {
    message.insert(0, std::string(where) + ": ");
    return std::move(*this);
  }
};

// tl::expected 1.0 is not [[nodiscard]], so a dropped error would be silent.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using Base = tl::expected<T, Error>;
  using Base::Base;
  Result(Base base) : Base(std::move(base)) {}  // NOLINT(google-explicit-constructor)
};

inline tl::unexpected<Error> fail(Code code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace maillon

// TRY(auto ads, read_ads(path));  -- on error, returns it from this function.
// TRY_OK(file.sync());            -- the same for a Result<void>.
// NOLINTBEGIN(bugprone-macro-parentheses): `lhs` is a declaration.
#define MAILLON_CONCAT_(a, b) a##b
#define MAILLON_CONCAT(a, b) MAILLON_CONCAT_(a, b)
#define MAILLON_TRY(tmp, lhs, expr)                                          \
  auto tmp = (expr);                                                         \
  if (!tmp) return tl::unexpected<::maillon::Error>(std::move(tmp).error()); \
  lhs = *std::move(tmp)
#define TRY(lhs, expr) MAILLON_TRY(MAILLON_CONCAT(try_result_, __COUNTER__), lhs, expr)
#define MAILLON_TRY_OK(tmp, expr)                                                                 \
  do {                                                                                            \
    if (auto tmp = (expr); !tmp) return tl::unexpected<::maillon::Error>(std::move(tmp).error()); \
  } while (false)
#define TRY_OK(expr) MAILLON_TRY_OK(MAILLON_CONCAT(try_result_, __COUNTER__), expr)
// NOLINTEND(bugprone-macro-parentheses)
