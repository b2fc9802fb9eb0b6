// Passwords and second factors of those who log in. Pure but for the random bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::store {

inline constexpr std::size_t kLeastPassword = 12, kMostPassword = 1024;  // bytes

// Argon2id (RFC 9106) by libsodium, 64 MiB and 3 passes, as "$argon2id$v=19$m=65536,t=3,p=1$...".
// Code::invalid_input for one of less than kLeastPassword or more than kMostPassword bytes.
Result<std::string> hash_password(std::string_view password);
// One at a time in a process: a heap of attempts must not take all memory.
bool is_password(std::string_view password, const std::string& hash);

// 20 random bytes, the key of a second factor.
Result<std::string> make_secret();
// Random text of 48 hexadecimal figures.
Result<std::string> make_key();

// Time-based one-time passwords (RFC 6238): HMAC-SHA-1, six figures, steps of 30 s, which is what
// the applications on telephones take.
inline constexpr int64_t kTotpStep = 30;
std::string totp(std::string_view secret, int64_t step);
// The step that the code is of, of the one at `time` and the two beside it; never one up to
// `used`, so that a code that was read over a shoulder is worth nothing.
std::optional<int64_t> totp_step(std::string_view secret, std::string_view code, int64_t time,
                                 int64_t used);
// "otpauth://totp/Maillon:ana?secret=...&issuer=Maillon", which the applications read.
std::string totp_address(std::string_view name, std::string_view secret);

}  // namespace maillon::store
