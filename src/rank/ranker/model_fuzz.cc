// Any bytes as a model, also with the checksum put right: what is accepted gives the same bytes
// back, and explains any text with numbers that add up.
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/hash.h"
#include "rank/ranker/model.h"

namespace {

using namespace maillon;
using namespace maillon::rank;

void try_model(std::string_view bytes, std::string_view text) {
  const auto model = Model::from_bytes(bytes);
  if (!model) return;
  CHECK(model->to_bytes() == bytes);
  const auto lexicon = NeutralLexicon::build({});
  FeatureMaker maker(*lexicon);
  FeatureRow row;
  maker.make(text, {}, row);
  CHECK(std::isfinite(model->score(row)));
  const double p = model->probability(row);
  CHECK(p >= 0 && p <= 1);
  if (model->lexicon_fingerprint() != lexicon->fingerprint()) return;
  const Explanation why = model->explain(maker, text, {}, 3);
  double sum = why.bias + why.rest;
  for (const Contribution& part : why.top) {
    sum += part.value;
    for (const TextSpan& span : part.spans)
      CHECK(span.begin <= span.end && span.end <= text.size());
  }
  CHECK(std::abs(sum - why.score) <= 1);  // of weights up to a million
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::string_view text = all.substr(all.size() / 2);
  try_model(all, text);
  std::string whole(all);
  uint64_t hash = hash64(whole);
  for (int i = 0; i < 8; ++i, hash >>= 8) whole.push_back(static_cast<char>(hash & 0xFF));
  try_model(whole, text);
  return 0;
}
