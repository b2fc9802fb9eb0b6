// Made-up banks and pictures for the tests and the fuzzer: two lists with a few hashes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "web/application.h"
#include "web/match_service.h"
#include "web/site_routes.h"

namespace maillon::web {

inline const std::string kKnownPdq =
    "f8f8f0cce0f4e84d0e370a22028f67f0b36e2ed596621e1d33e6b39c4e9c9b22";
inline const std::string kNearPdq =
    "f8f8f0cce0f4e84d0e370a22028f67f0b36e2ed596621e1d33e6b39c4e9c9b2d";
inline const std::string kKnownMd5 = "d41d8cd98f00b204e9800998ecf8427e";

// BLOCK has entry 1 (a PDQ and an MD5) and entry 2 (a PDQ four bits away), ALLOW entry 1.
class MadeUpBanks : public Banks {
 public:
  const std::vector<Bank>& banks() const override { return banks_; }
  uint64_t size(SignalType type) const override {
    return type == SignalType::pdq ? 3 : type == SignalType::md5 ? 1 : 0;
  }
  std::vector<BankHit> find_pdq(const Hash256& hash) const override {
    std::vector<BankHit> hits;
    const std::pair<std::string, BankHit> rows[] = {
        {kNearPdq, {2, 0, 0}}, {kKnownPdq, {1, 0, 0}}, {kKnownPdq, {3, 1, 0}}};
    for (auto [hex, hit] : rows) {
      hit.distance = hamming_distance(*parse_hash256(hex), hash);
      if (hit.distance <= 31) hits.push_back(hit);
    }
    return hits;
  }
  Result<std::vector<BankHit>> find_exact(SignalType type, std::string_view hex) const override {
    if (type != SignalType::md5 || hex != kKnownMd5) return std::vector<BankHit>();
    return std::vector<BankHit>{{1, 0, 0}};
  }
  Result<BankEntry> entry(const BankHit& hit) const override {
    return BankEntry{"source-" + std::to_string(hit.content),     "a hotline", "A1",       "ncmec",
                     banks_[hit.bank].allows ? "allow" : "block", {"tag"},     "report it"};
  }

 private:
  std::vector<Bank> banks_ = {{"BLOCK", 1'700'000'000, false}, {"ALLOW", 1'600'000'000, true}};
};

class MadeUpSource : public BankSource {
 public:
  std::shared_ptr<const Banks> current() const override { return banks_; }

 private:
  std::shared_ptr<const Banks> banks_ = std::make_shared<MadeUpBanks>();
};

// "plain" is a picture without detail, "broken" one that cannot be read; every other is kKnownPdq.
class MadeUpHasher : public PictureHasher {
 public:
  PictureHashes hash(std::string_view bytes) const override {
    PictureHashes hashes{kKnownPdq, kKnownMd5, std::string(40, '1'), std::string(64, '2'), "",
                         100,       ""};
    if (bytes == "plain") hashes.quality = 0;
    if (bytes == "broken") hashes.pdq.clear(), hashes.why = "this is no picture";
    return hashes;
  }
};

// The whole of what is served, without a case. It answers to 127.0.0.1:5100.
struct MadeUpService {
  explicit MadeUpService(const std::string& token = "", uint16_t port = 5100)
      : gate({"127.0.0.1", port, {}, token}) {
    Router router;
    add_match_routes(router, {&banks, &hasher, nullptr});
    add_site_routes(router, gate, metrics);
    application = std::make_unique<Application>(std::move(router), gate, metrics);
  }
  MadeUpSource banks;
  MadeUpHasher hasher;
  Gate gate;
  Metrics metrics;
  std::unique_ptr<Application> application;
};

}  // namespace maillon::web
