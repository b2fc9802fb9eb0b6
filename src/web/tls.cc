#include "web/tls.h"

#include <array>

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/ssl.hpp>

#include "base/hash.h"
#include "store/certificate.h"
#include "store/file.h"
#include "tasks/log_key.h"
#include "tasks/output.h"

namespace maillon::web {

namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

constexpr uint64_t kMostPem = 1 << 20;
constexpr int64_t kDay = 86'400, kWarnBefore = 14 * kDay;

// All that a browser on this network may call this machine.
std::vector<std::string> own_names(const std::string& host, const std::vector<std::string>& names) {
  std::vector<std::string> all = names;
  const bool is_every_address = host == "0.0.0.0" || host == "::";
  if (!is_every_address) all.push_back(host);
  std::array<char, 256> machine{};
  if (is_every_address && gethostname(machine.data(), machine.size() - 1) == 0 && machine[0] != 0)
    all.emplace_back(machine.data());
  for (const char* name : {"localhost", "127.0.0.1", "::1"}) all.emplace_back(name);
  return all;
}

std::string with_colons(const Sha256& hash) {
  std::string text;
  for (const uint8_t byte : hash) text += fmt::format("{}{:02X}", text.empty() ? "" : ":", byte);
  return text;
}

void warn_of_end(const std::string& path, int64_t end, int64_t now) {
  if (end < now) {
    tasks::say(path + ": the certificate has ended; browsers refuse it");
  } else if (end - now < kWarnBefore) {
    tasks::say(fmt::format("{}: the certificate ends in {} days", path, (end - now) / kDay));
  }
}

}  // namespace

Result<std::shared_ptr<TlsContext>> make_tls(std::string_view certificates, std::string_view key) {
  auto tls = std::make_shared<TlsContext>(ssl::context::tls_server);
  error_code error;
  tls->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                       ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                       ssl::context::no_compression,
                   error);
  // None is asked for on the terminal.
  if (!error) {
    tls->set_password_callback(
        [](std::size_t, ssl::context::password_purpose) { return std::string(); }, error);
  }
  if (!error) {
    tls->use_certificate_chain(boost::asio::buffer(certificates.data(), certificates.size()),
                               error);
    if (error)
      return fail(Code::invalid_input, "the certificate cannot be used: it must be in PEM");
    tls->use_private_key(boost::asio::buffer(key.data(), key.size()), ssl::context::pem, error);
  }
  if (error)
    return fail(Code::invalid_input,
                "the key cannot be used: it must be in PEM, without a passphrase, and of this "
                "certificate");
  return tls;
}

Result<ServerTls> open_tls(const TlsFiles& files, const std::string& host,
                           const std::vector<std::string>& names, int64_t now) {
  const bool is_given = !files.certificate.empty() || !files.key.empty();
  if (is_given && (files.certificate.empty() || files.key.empty()))
    return fail(Code::invalid_input, "--tls-cert FILE and --tls-key FILE go together");
  if (is_given && files.make_one)
    return fail(Code::invalid_input, "--tls makes a certificate; --tls-cert gives one: choose");
  ServerTls tls;
  if (!is_given && !files.make_one) return tls;
  store::Certificate certificate;
  if (is_given) {
    TRY(certificate.certificates, store::read_up_to(files.certificate, kMostPem));
    TRY(certificate.key, store::read_up_to(files.key, kMostPem));
  } else {
    TRY(certificate, store::kept_certificate(tasks::keys_folder(), own_names(host, names), now));
    tls.is_made = true;
  }
  TRY(tls.context, make_tls(certificate.certificates, certificate.key));
  TRY(const Sha256 hash, store::certificate_fingerprint(certificate.certificates));
  TRY(const int64_t end, store::certificate_end(certificate.certificates));
  tls.fingerprint = with_colons(hash);
  warn_of_end(files.certificate, end, now);
  return tls;
}

}  // namespace maillon::web
