#include "store/timestamp.h"

#include <cstring>
#include <ctime>
#include <memory>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include "base/civil_time.h"

namespace maillon::store {

namespace {

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <class T, auto kFree>
using Owned = std::unique_ptr<T, Free<kFree>>;

using Request = Owned<TS_REQ, TS_REQ_free>;
using Response = Owned<TS_RESP, TS_RESP_free>;
using Imprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using Store = Owned<X509_STORE, X509_STORE_free>;
using Verification = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;
using Integer = Owned<BIGNUM, BN_free>;

std::string last_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_error());
  std::string text = reason == nullptr ? "no reason is given" : reason;
  ERR_clear_error();
  return text;
}

// Null if it is no TimeStampResp to the last byte.
Response parse(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* end = at + der.size();
  Response response(d2i_TS_RESP(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  return at == end ? std::move(response) : Response();
}

std::string hex_of(const ASN1_INTEGER* number) {
  const Integer big(ASN1_INTEGER_to_BN(number, nullptr));
  std::string bytes(big ? static_cast<std::size_t>(BN_num_bytes(big.get())) : 0, '\0');
  if (big) BN_bn2bin(big.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return to_hex(bytes);
}

}  // namespace

Result<std::string> timestamp_request(const Sha256& hash) {
  const Request request(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  Sha256 bytes = hash;  // OpenSSL 3.0's setter is not const
  if (!request || !imprint || !algorithm ||
      X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) != 1 ||
      TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) != 1 ||
      TS_MSG_IMPRINT_set_msg(imprint.get(), bytes.data(), static_cast<int>(bytes.size())) != 1 ||
      TS_REQ_set_version(request.get(), 1) != 1 ||
      TS_REQ_set_msg_imprint(request.get(), imprint.get()) != 1 ||
      TS_REQ_set_cert_req(request.get(), 1) != 1) {
    return fail(Code::io, "OpenSSL cannot make the request: " + last_reason());
  }
  unsigned char* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  if (size <= 0) return fail(Code::io, "OpenSSL cannot write the request: " + last_reason());
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

Result<Timestamp> read_timestamp(std::string_view der) {
  const Response response = parse(der);
  if (!response) return fail(Code::invalid_input, "it is no response of RFC 3161 (.tsr)");
  TS_TST_INFO* info = TS_RESP_get_tst_info(response.get());
  if (info == nullptr)
    return fail(Code::invalid_input, "the authority did not grant the time stamp; ask it again");
  TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info);
  const ASN1_OCTET_STRING* hash = TS_MSG_IMPRINT_get_msg(imprint);
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
  Timestamp out;
  if (OBJ_obj2nid(algorithm) != NID_sha256 ||
      ASN1_STRING_length(hash) != static_cast<int>(out.hash.size())) {
    return fail(Code::invalid_input, "the time stamp is not of a SHA-256");
  }
  std::memcpy(out.hash.data(), ASN1_STRING_get0_data(hash), out.hash.size());
  std::tm at{};
  if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &at) != 1)
    return fail(Code::invalid_input, "the time stamp has no time");
  out.time = to_unix(at.tm_year + 1900, at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec)
                 .value_or(0);
  out.serial = hex_of(TS_TST_INFO_get_serial(info));
  return out;
}

Result<void> check_timestamp(std::string_view der, const std::string& ca_file) {
  TRY(Timestamp stamp, read_timestamp(der));
  Store store(X509_STORE_new());
  if (!store || X509_STORE_load_locations(store.get(), ca_file.c_str(), nullptr) != 1) {
    ERR_clear_error();
    return fail(Code::invalid_input, ca_file + ": holds no certificate in PEM");
  }
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()),
                             static_cast<std::time_t>(stamp.time));
  const Response response = parse(der);
  const Verification verification(TS_VERIFY_CTX_new());
  if (!verification) return fail(Code::io, "OpenSSL cannot check the time stamp");
  // It takes the store, and the imprint as memory of its own.
  TS_VERIFY_CTX_set_store(verification.get(), store.release());
  auto* imprint = static_cast<unsigned char*>(OPENSSL_memdup(stamp.hash.data(), stamp.hash.size()));
  TS_VERIFY_CTX_set_imprint(verification.get(), imprint, static_cast<long>(stamp.hash.size()));
  TS_VERIFY_CTX_set_flags(verification.get(),
                          TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_SIGNER | TS_VFY_SIGNATURE);
  if (TS_RESP_verify_response(verification.get(), response.get()) == 1) return {};
  return fail(Code::corrupt,
              "the time stamp is not signed by an authority of " + ca_file + ": " + last_reason());
}

}  // namespace maillon::store
