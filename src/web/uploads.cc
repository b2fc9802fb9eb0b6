#include "web/uploads.h"

#include <fmt/format.h>

#include "base/hash256.h"
#include "web/multipart.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

// The one file of the form, whose field says what it is.
Result<std::string_view> uploaded_picture(const Request& request) {
  if (request.header("Content-Type").empty() || request.body.empty())
    return fail(Code::invalid_input,
                "Missing multipart/form-data file upload: curl -F photo=@picture.jpg");
  TRY(const std::vector<FormPart> parts, parse_form(request.header("Content-Type"), request.body));
  if (parts.size() != 1)
    return fail(Code::invalid_input,
                fmt::format("Only one file allowed per request, not {}", parts.size()));
  const FormPart& part = parts.front();
  if (part.name == "video")
    return fail(Code::invalid_input,
                "content_type video is disabled: this server hashes photos only");
  if (part.name != "photo")
    return fail(Code::invalid_input,
                "no such content_type: '" + shown(part.name) + "'; name the field photo");
  return part.bytes;
}

// The signal types that are asked for; all if none are named.
Result<std::vector<SignalType>> asked_types(const Request& request) {
  std::vector<SignalType> types = {SignalType::pdq, SignalType::md5, SignalType::sha1,
                                   SignalType::sha256};
  const std::string* names = request.query.find("types");
  if (names == nullptr) return types;
  types.clear();
  for (const std::string& name : split_list(*names)) {
    const SignalType* type = parse_signal_type(name);
    if (type == nullptr) {
      return fail(Code::invalid_input,
                  "signal type '" + shown(name) + "' doesn't exist or is disabled");
    }
    types.push_back(*type);
  }
  if (types.empty()) return fail(Code::invalid_input, "empty signal type selection");
  return types;
}

const std::string& hash_of(const PictureHashes& hashes, SignalType type) {
  switch (type) {
    case SignalType::pdq:
      return hashes.pdq;
    case SignalType::md5:
      return hashes.md5;
    case SignalType::sha1:
      return hashes.sha1;
    case SignalType::sha256:
      break;
  }
  return hashes.sha256;
}

struct Upload {
  std::vector<Signal> signals;
  std::string upright;  // a second PDQ hash; "" = none
  int quality = 0;      // of its PDQ hash
};

// `needs_all`: a hash that cannot be made is an error; else it is left out, if any is there.
Result<Upload> hash_upload(const PictureHasher& pictures, const Request& request, bool needs_all) {
  TRY(const std::vector<SignalType> types, asked_types(request));
  TRY(const std::string_view bytes, uploaded_picture(request));
  const PictureHashes hashes = pictures.hash(bytes);
  Upload upload{{}, hashes.upright, hashes.quality};
  for (const SignalType type : types) {
    const std::string& hex = hash_of(hashes, type);
    if (hex.empty() && !needs_all && types.size() > 1) continue;
    if (hex.empty()) {
      return fail(Code::invalid_input,
                  hashes.why + "; its other hashes are given with types=md5,sha1,sha256");
    }
    upload.signals.push_back({type, hex});
  }
  return upload;
}

}  // namespace

Result<std::string> hash_picture(const PictureHasher& pictures, const Request& request) {
  TRY(const Upload upload, hash_upload(pictures, request, true));
  JsonWriter json;
  json.begin_object();
  for (const Signal& signal : upload.signals) json.member(name_of(signal.type), signal.hex);
  json.end_object();
  return json.take();
}

Result<std::string> lookup_picture(const Lookup& lookup, const PictureHasher& pictures,
                                   const Request& request) {
  TRY(const LookupOptions options, lookup.options(request));
  TRY(const Upload upload, hash_upload(pictures, request, false));
  JsonWriter json;
  json.begin_object();
  for (const Signal& signal : upload.signals) {
    std::vector<BankHit> hits;
    if (signal.type != SignalType::pdq || upload.quality >= kLeastPdqQuality) {
      TRY(hits, lookup.find(signal, options));
      // A client that hashes for itself asks for one or the other, as its decoder turns pictures.
      if (signal.type == SignalType::pdq && hits.empty() && !upload.upright.empty()) {
        TRY(hits, lookup.find({SignalType::pdq, upload.upright}, options));
      }
    }
    json.key(name_of(signal.type));
    TRY_OK(lookup.write_by_bank(json, hits, options.explain));
  }
  json.end_object();
  return json.take();
}

}  // namespace maillon::web
