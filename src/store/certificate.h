// A certificate that a server makes for itself, where nobody has given it one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"

namespace maillon::store {

struct Certificate {
  std::string certificates, key;  // PEM; the server's own certificate first
};

// An ECDSA key (P-256) and an X.509 certificate signed by it, for these names and addresses, valid
// from a day before `now` (Unix seconds) for 397 days, the most that browsers take.
Result<Certificate> make_certificate(const std::vector<std::string>& names, int64_t now);

// SHA-256 of the first certificate (DER), as browsers show it; Code::invalid_input if the text has
// none.
Result<Sha256> certificate_fingerprint(std::string_view pem);
// Unix seconds when the first certificate ends.
Result<int64_t> certificate_end(std::string_view pem);

// The one kept in the folder (serve.crt, serve.key; mode 0600), so that a browser that was told to
// trust it is not asked again; made anew when it ends within a week or lacks a name.
Result<Certificate> kept_certificate(const std::string& folder,
                                     const std::vector<std::string>& names, int64_t now);

}  // namespace maillon::store
