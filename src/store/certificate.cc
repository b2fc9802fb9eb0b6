#include "store/certificate.h"

#include <algorithm>
#include <ctime>
#include <memory>

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/check.h"
#include "store/cipher.h"
#include "store/file.h"

namespace maillon::store {

namespace {

constexpr int64_t kDay = 86'400, kValid = 397 * kDay, kRenewBefore = 7 * kDay;
constexpr uint64_t kMostPem = 1 << 16;

struct FreeOpenSsl {
  void operator()(EVP_PKEY* it) const { EVP_PKEY_free(it); }
  void operator()(X509* it) const { X509_free(it); }
  void operator()(X509_EXTENSION* it) const { X509_EXTENSION_free(it); }
  void operator()(BIO* it) const { BIO_free(it); }
};
using KeyPair = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;
using X509Certificate = std::unique_ptr<X509, FreeOpenSsl>;
using Memory = std::unique_ptr<BIO, FreeOpenSsl>;

tl::unexpected<Error> failed() {
  return fail(Code::io, "OpenSSL cannot make a certificate");
}

std::string take_text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

bool is_ip(const std::string& name) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, name.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes) == 1;
}

bool add_extension(X509* to, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, to, to, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, FreeOpenSsl> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(to, extension.get(), -1) == 1;
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ',';
    text += (is_ip(name) ? "IP:" : "DNS:") + name;
  }
  return text;
}

X509Certificate read_pem(std::string_view pem) {
  const Memory bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return X509Certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

bool has_name(X509* certificate, const std::string& name) {
  return is_ip(name) ? X509_check_ip_asc(certificate, name.c_str(), 0) == 1
                     : X509_check_host(certificate, name.c_str(), name.size(), 0, nullptr) == 1;
}

// Takes the place of the one before.
Result<void> renew_private_file(const std::string& path, const std::string& text) {
  const std::string beside = path + ".tmp";
  TRY_OK(remove_file(beside));
  TRY_OK(write_private_file(beside, text));
  return move_file(beside, path);
}

}  // namespace

Result<Certificate> make_certificate(const std::vector<std::string>& names, int64_t now) {
  CHECK(!names.empty());
  const KeyPair key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const X509Certificate made(X509_new());
  if (!key || !made) return failed();
  uint64_t serial = 0;
  fill_random(&serial, sizeof(serial));
  X509_NAME* const subject = X509_get_subject_name(made.get());
  const std::string common = names.front().substr(0, 64);
  const auto* const text = reinterpret_cast<const unsigned char*>(common.c_str());
  const std::time_t begin = now - kDay, end = now - kDay + kValid;
  const bool is_made =
      X509_set_version(made.get(), 2) == 1 &&
      ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1) == 1 &&
      ASN1_TIME_set(X509_getm_notBefore(made.get()), begin) != nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(made.get()), end) != nullptr &&
      X509_set_pubkey(made.get(), key.get()) == 1 &&
      X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1 &&
      X509_set_issuer_name(made.get(), subject) == 1 &&
      add_extension(made.get(), NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension(made.get(), NID_key_usage, "critical,digitalSignature") &&
      add_extension(made.get(), NID_ext_key_usage, "serverAuth") &&
      add_extension(made.get(), NID_subject_alt_name, alternative_names(names)) &&
      X509_sign(made.get(), key.get(), EVP_sha256()) > 0;
  const Memory certificate(BIO_new(BIO_s_mem())), secret(BIO_new(BIO_s_secmem()));
  if (!is_made || !certificate || !secret ||
      PEM_write_bio_X509(certificate.get(), made.get()) != 1 ||
      PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    return failed();
  }
  return Certificate{take_text(certificate.get()), take_text(secret.get())};
}

Result<Sha256> certificate_fingerprint(std::string_view pem) {
  const X509Certificate certificate = read_pem(pem);
  Sha256 hash{};
  unsigned size = 0;
  if (!certificate || X509_digest(certificate.get(), EVP_sha256(), hash.data(), &size) != 1)
    return fail(Code::invalid_input, "there is no certificate in PEM in it");
  return hash;
}

Result<int64_t> certificate_end(std::string_view pem) {
  const X509Certificate certificate = read_pem(pem);
  std::tm end{};
  if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1)
    return fail(Code::invalid_input, "there is no certificate in PEM in it");
  return int64_t{timegm(&end)};
}

Result<Certificate> kept_certificate(const std::string& folder,
                                     const std::vector<std::string>& names, int64_t now) {
  const std::string path = folder + "/serve.crt", key_path = folder + "/serve.key";
  const auto certificate = read_up_to(path, kMostPem), key = read_up_to(key_path, kMostPem);
  if (certificate && key) {
    const X509Certificate kept = read_pem(*certificate);
    const auto end = certificate_end(*certificate);
    if (kept && end && *end - kRenewBefore > now &&
        std::all_of(names.begin(), names.end(),
                    [&](const std::string& name) { return has_name(kept.get(), name); })) {
      return Certificate{*certificate, *key};
    }
  }
  TRY_OK(make_private_directory(folder));
  TRY(const Certificate made, make_certificate(names, now));
  TRY_OK(renew_private_file(key_path, made.key));
  TRY_OK(renew_private_file(path, made.certificates));
  return made;
}

}  // namespace maillon::store
