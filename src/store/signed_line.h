// A signed line: one JSON object that says something happened, names the one before it by its
// SHA-256, and ends with a key and an Ed25519 signature (store/signing.h) over all before that.
// docs/formats/signed-line.md draws it. The digests of the match service are such lines, as entries
// of a case's log or, without a case, in a file of their own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "store/signing.h"
#include "store/verify.h"

namespace maillon::store {

// The log's word for a digest of the match service.
inline constexpr std::string_view kMatchDigest = "matches";

// `members`: a JSON object without its closing brace. Without a key the line says that it is not
// signed.
Result<std::string> sign_line(std::string members, const std::optional<Sha256>& previous,
                              const SigningKey* key);

struct SignedLine {
  std::string text;                // without a line break
  std::optional<Sha256> previous;  // nothing: it is the first
  std::optional<PublicKey> key;    // nothing: it is not signed
  bool is_signed = false;          // and the signature is right
  Sha256 hash() const { return sha256(text); }
};
// Code::invalid_input if it is no such line.
Result<SignedLine> read_signed_line(std::string_view text);

// Lines in a file, one after another; several processes may append. A line that a power cut tore
// stays, and the next begins after it. `make` gets the last whole line, if there is one, while
// nobody else can append.
Result<void> append_signed(
    const std::string& path,
    const std::function<Result<std::string>(const std::optional<SignedLine>& last)>& make);
struct LineOfFile {
  std::string text;
  std::string problem;  // "": it is signed and follows one before it
};
Result<std::vector<LineOfFile>> check_lines(const std::string& path);

// The digests in the log of a case: each signed by a key of the case, and after the one it names.
Result<void> verify_digests(const Case& from, VerifyReport& report);

}  // namespace maillon::store
