// Time stamps of others (RFC 3161), by OpenSSL: a request for a hash, and the check of the
// response. Nothing is sent anywhere: the user takes the request to an authority and brings the
// response back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"

namespace maillon::store {

// TimeStampReq in DER for that SHA-256: with the authority's certificate, without a nonce (the hash
// is of a signed head with its time: an older response to the same request says no less).
Result<std::string> timestamp_request(const Sha256& hash);

struct Timestamp {
  Sha256 hash{};       // what was stamped
  int64_t time = 0;    // genTime, seconds since 1970 UTC
  std::string serial;  // hex
};
// Reads a TimeStampResp in DER without checking whether it is signed. Code::invalid_input if it is
// none, was refused by the authority, or is not of a SHA-256.
Result<Timestamp> read_timestamp(std::string_view response);
// Is it signed by an authority whose certificate leads to one of `ca_file` (PEM)? Certificates
// are judged as they were at the time of the stamp. Code::corrupt, with OpenSSL's reason, if not.
Result<void> check_timestamp(std::string_view response, const std::string& ca_file);

}  // namespace maillon::store
