// TLS for the server: a certificate that was given, or one made on the spot.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace boost::asio::ssl {
class context;
}

namespace maillon::web {

// A certificate and its key, loaded.
using TlsContext = boost::asio::ssl::context;

// TLS 1.2 and 1.3, ciphers as OpenSSL orders them. Code::invalid_input if the certificate or the
// key is not PEM, the key has a passphrase, or the two do not belong together.
Result<std::shared_ptr<TlsContext>> make_tls(std::string_view certificates, std::string_view key);

struct TlsFiles {
  std::string certificate, key;  // paths; both "": none was given
  bool make_one = false;         // kept in the folder of keys
};
struct ServerTls {
  std::shared_ptr<TlsContext> context;  // null: in clear
  std::string fingerprint;              // SHA-256 as browsers show it, "AB:CD:..."
  bool is_made = false;
};
// What `serve` was told. `host` is what it listens on, `names` what else it answers to. Says on
// standard error if the certificate has ended or ends soon.
Result<ServerTls> open_tls(const TlsFiles& files, const std::string& host,
                           const std::vector<std::string>& names, int64_t now);

}  // namespace maillon::web
