// A model as bytes, all numbers little-endian:
//
//   "MRNK"  u32 version
//   u64 fingerprint of the lexicon
//   f64 bias, strength, slope, offset
//   u32 examples, positives, groups, positive groups, negative groups, folds
//   f64 precision, recall, f1, pr_auc, brier
//   u32 n, n x u32 bins ascending, n x f32 weights, none 0
//   u64 XXH3 of all bytes before
#include <bit>
#include <cmath>
#include <type_traits>

#include "base/hash.h"
#include "rank/ranker/model.h"

namespace maillon::rank {
namespace {

constexpr std::string_view kMagic = "MRNK";
constexpr uint32_t kVersion = 1;
// Larger numbers come from no training, and could end in what is no number.
constexpr double kLargestNumber = 1e6;

template <class T>
using Bits = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;

template <class T>
void put(std::string& out, T value) {
  auto bits = std::bit_cast<Bits<T>>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i, bits = static_cast<Bits<T>>(bits >> 8)) {
    out.push_back(static_cast<char>(bits & 0xFF));
  }
}

// Reads numbers off the front; past the end they are 0 and `ok` is lost.
struct Reader {
  std::string_view rest;
  bool ok = true;

  template <class T>
  T take() {
    if (rest.size() < sizeof(T)) {
      ok = false;
      return T{};
    }
    Bits<T> bits = 0;
    for (std::size_t i = sizeof(T); i > 0; --i) {
      bits = static_cast<Bits<T>>(bits << 8 | static_cast<unsigned char>(rest[i - 1]));
    }
    rest.remove_prefix(sizeof(T));
    return std::bit_cast<T>(bits);
  }
  // A number between the two; anything else, and what is no number, loses `ok`.
  double take_between(double low, double high) {
    const auto value = take<double>();
    ok &= value >= low && value <= high;
    return ok ? value : 0;
  }
};

tl::unexpected<Error> damaged() {
  return fail(Code::corrupt, "the stored ranker is damaged: train it again");
}

void put_figures(std::string& out, const Figures& f) {
  for (const uint32_t n :
       {f.examples, f.positives, f.groups, f.positive_groups, f.negative_groups, f.folds}) {
    put(out, n);
  }
  for (const double x : {f.precision, f.recall, f.f1, f.pr_auc, f.brier}) put(out, x);
}

Figures take_figures(Reader& reader) {
  Figures f;
  for (uint32_t* n :
       {&f.examples, &f.positives, &f.groups, &f.positive_groups, &f.negative_groups, &f.folds}) {
    *n = reader.take<uint32_t>();
  }
  for (double* x : {&f.precision, &f.recall, &f.f1, &f.pr_auc, &f.brier}) {
    *x = reader.take_between(0, 1);
  }
  return f;
}

}  // namespace

std::string Model::to_bytes() const {
  std::string out(kMagic);
  put(out, kVersion);
  put(out, lexicon_);
  for (const double x : {bias_, strength_, calibration_.slope, calibration_.offset}) put(out, x);
  put_figures(out, figures_);
  put(out, static_cast<uint32_t>(features_));
  for (uint32_t bin = 0; bin < weight_.size(); ++bin) {
    if (weight_[bin] != 0) put(out, bin);
  }
  for (const float weight : weight_) {
    if (weight != 0) put(out, weight);
  }
  put(out, hash64(out));
  return out;
}

Result<Model> Model::from_bytes(std::string_view bytes) {
  Reader reader{bytes};
  if (!bytes.starts_with(kMagic)) return damaged();
  reader.rest.remove_prefix(kMagic.size());
  const auto version = reader.take<uint32_t>();
  if (reader.ok && version != kVersion) {
    return fail(Code::unsupported, "the stored ranker is of another version: train it again");
  }
  if (reader.rest.size() < sizeof(uint64_t)) return damaged();
  Reader checksum{bytes.substr(bytes.size() - sizeof(uint64_t))};
  bytes.remove_suffix(sizeof(uint64_t));
  reader.rest.remove_suffix(sizeof(uint64_t));
  if (checksum.take<uint64_t>() != hash64(bytes)) return damaged();

  Model model;
  model.lexicon_ = reader.take<uint64_t>();
  model.bias_ = reader.take_between(-kLargestNumber, kLargestNumber);
  model.strength_ = reader.take_between(0, kLargestNumber);
  model.calibration_.slope = reader.take_between(-kLargestNumber, kLargestNumber);
  model.calibration_.offset = reader.take_between(-kLargestNumber, kLargestNumber);
  model.figures_ = take_figures(reader);
  const auto count = reader.take<uint32_t>();
  if (!reader.ok || reader.rest.size() != std::size_t{count} * 8) return damaged();
  model.features_ = count;
  model.weight_.resize(kFeatureBins);
  Reader bins{reader.rest.substr(0, std::size_t{count} * 4)};
  Reader weights{reader.rest.substr(std::size_t{count} * 4)};
  uint32_t least = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const auto bin = bins.take<uint32_t>();
    const auto weight = weights.take<float>();
    if (bin < least || bin >= kFeatureBins) return damaged();
    if (!(std::abs(weight) <= static_cast<float>(kLargestNumber)) || weight == 0) return damaged();
    model.weight_[bin] = weight;
    least = bin + 1;
  }
  return model;
}

}  // namespace maillon::rank
