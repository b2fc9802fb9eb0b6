#include "extract/text/phone_regions.h"

#include <phonenumbers/phonemetadata.pb.h>

#include "base/hash.h"

// The library exports its metadata but does not install the header that says so
// (phonenumbers/metadata.h). Weak: where these two are missing (its pull request
// 4016, of 2026, gives them another form) they are null, and everything is asked of
// the library: slower, with the same answers.
namespace i18n::phonenumbers {
[[gnu::weak]] int metadata_size();
[[gnu::weak]] const void* metadata_get();
}  // namespace i18n::phonenumbers

namespace maillon::extract {
namespace {

using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumberDesc;

constexpr std::size_t kCallingCodes = 1000;  // they have three digits at most
constexpr int kLongestNumber = 31;

bool compile(const std::string& text, DigitPattern& out) {
  std::optional<DigitPattern> pattern = DigitPattern::compile(text);
  if (pattern) out = std::move(*pattern);
  return pattern.has_value();
}

bool compile(const std::string& text, std::optional<DigitPattern>& out) {
  return compile(text, out.emplace());
}

// "No number of this type" is the one length -1, which no number has.
template <typename Lengths>
bool read_lengths(const Lengths& in, PhoneLengths& out) {
  for (const int length : in) {
    if (length > kLongestNumber || length < -1 || length == 0) return false;
    if (length > 0) out.bits |= 1U << length;
  }
  return true;
}

// An empty pattern matches nothing, as in the library.
bool read_type(const PhoneNumberDesc& in, PhoneType& out) {
  if (in.possible_length_size() > 0 && !read_lengths(in.possible_length(), out.lengths.emplace())) {
    return false;
  }
  return in.national_number_pattern().empty() || compile(in.national_number_pattern(), out.pattern);
}

bool read_other_types(const PhoneMetadata& in, PhoneRegion& out) {
  for (const PhoneNumberDesc* desc :
       {&in.premium_rate(), &in.toll_free(), &in.shared_cost(), &in.voip(), &in.personal_number(),
        &in.pager(), &in.uan(), &in.voicemail()}) {
    PhoneType type;
    if (!read_type(*desc, type)) return false;
    if (desc->national_number_pattern().empty()) continue;
    if (!type.lengths || type.lengths->bits != 0) out.other_types.push_back(std::move(type));
  }
  return true;
}

// Digits and "$1", which no digit may follow: how many of them ICU takes depends.
bool is_simple_transform(std::string_view rule, std::size_t groups) {
  for (std::size_t i = 0; i < rule.size(); ++i) {
    if (rule[i] >= '0' && rule[i] <= '9') continue;
    if (rule[i] != '$' || ++i == rule.size()) return false;
    if (rule[i] < '1' || rule[i] > '9' || static_cast<std::size_t>(rule[i] - '0') > groups) {
      return false;
    }
    if (i + 1 < rule.size() && rule[i + 1] != '$') return false;
  }
  return true;
}

bool read_prefixes(const PhoneMetadata& in, PhoneRegion& out) {
  if (!compile(in.international_prefix(), out.international_prefix)) return false;
  if (in.has_leading_digits() && !compile(in.leading_digits(), out.leading_digits)) return false;
  if (in.national_prefix_for_parsing().empty()) return true;
  out.transform = in.national_prefix_transform_rule();
  return compile(in.national_prefix_for_parsing(), out.national_prefix) &&
         is_simple_transform(out.transform, out.national_prefix->groups());
}

bool read_region(const PhoneMetadata& in, PhoneRegion& out) {
  const auto& lengths = in.general_desc().possible_length();
  if (in.country_code() < 1 || in.country_code() >= static_cast<int>(kCallingCodes)) return false;
  if (lengths.empty() || *lengths.begin() < 1) return false;
  out.calling_code = static_cast<std::size_t>(in.country_code());
  out.calling_digits = std::to_string(in.country_code());
  out.mobile_as_fixed_line = in.same_mobile_and_fixed_line_pattern();
  out.longest = static_cast<std::size_t>(*(lengths.end() - 1));
  return read_lengths(lengths, out.possible) &&
         read_lengths(in.general_desc().possible_length_local_only(), out.local_only) &&
         read_prefixes(in, out) && read_type(in.general_desc(), out.general) &&
         read_type(in.fixed_line(), out.fixed_line) && read_type(in.mobile(), out.mobile) &&
         read_other_types(in, out);
}

// 26 * 26 for anything but two capitals.
std::size_t index_of(std::string_view region) {
  constexpr std::size_t kLetters = 26;
  if (region.size() != 2) return kLetters * kLetters;
  for (const char c : region) {
    if (c < 'A' || c > 'Z') return kLetters * kLetters;
  }
  return static_cast<std::size_t>(region[0] - 'A') * kLetters +
         static_cast<std::size_t>(region[1] - 'A');
}

}  // namespace

PhoneRegions::PhoneRegions() : by_code_(kCallingCodes) {
  complete_ = read();
}

const PhoneRegions& PhoneRegions::get() {
  static const PhoneRegions regions;
  return regions;
}

// In the library's order, and its way of putting a calling code's main region first.
bool PhoneRegions::read() {
  using i18n::phonenumbers::metadata_get;
  using i18n::phonenumbers::metadata_size;
  if (metadata_get == nullptr || metadata_size == nullptr) return false;
  PhoneMetadataCollection all;
  if (!all.ParseFromArray(metadata_get(), metadata_size())) return false;
  hash_ =
      hash64({static_cast<const char*>(metadata_get()), static_cast<std::size_t>(metadata_size())});
  regions_.resize(static_cast<std::size_t>(all.metadata_size()));
  std::size_t next = 0;
  for (const PhoneMetadata& in : all.metadata()) {
    PhoneRegion& region = regions_[next++];
    if (!read_region(in, region)) return false;
    const std::size_t name = index_of(in.id());
    if (name < by_name_.size()) {
      by_name_[name] = &region;
    } else if (in.id() != "001") {  // the name of what is in no country
      return false;
    }
    std::vector<const PhoneRegion*>& same = by_code_[region.calling_code];
    same.insert(in.main_country_for_code() ? same.begin() : same.end(), &region);
  }
  return !regions_.empty();
}

const PhoneRegion* PhoneRegions::find(std::string_view region) const {
  const std::size_t name = index_of(region);
  return name < by_name_.size() ? by_name_[name] : nullptr;
}

const std::vector<const PhoneRegion*>& PhoneRegions::with_calling_code(std::size_t code) const {
  static const std::vector<const PhoneRegion*> none;
  return code < by_code_.size() ? by_code_[code] : none;
}

}  // namespace maillon::extract
