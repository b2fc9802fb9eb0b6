#include "collect/country.h"

#include <array>
#include <string>
#include <unordered_map>

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "collect/fold.h"

namespace maillon::collect {
namespace {

// Said so, but not called so by CLDR. Folded.
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"uk", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"wales", "GB"},
    {"northernireland", "GB"},
    {"greatbritain", "GB"},
    {"britain", "GB"},
    {"usa", "US"},
    {"america", "US"},
    {"unitedstatesofamerica", "US"},
    {"eeuu", "US"},
    {"eua", "US"},
    {"сша", "US"},
    {"великобритания", "GB"},
    {"англия", "GB"},
    {"republicofireland", "IE"},
    {"eire", "IE"},
    {"holland", "NL"},
    {"thenetherlands", "NL"},
    {"czechrepublic", "CZ"},
    {"turkey", "TR"},
    {"ivorycoast", "CI"},
    {"burma", "MM"},
    {"swaziland", "SZ"},
    {"macedonia", "MK"},
    {"capeverde", "CV"},
    {"korea", "KR"},
    {"republicofkorea", "KR"},
    {"drc", "CD"},
    {"drcongo", "CD"},
    {"democraticrepublicofthecongo", "CD"},
    {"congobrazzaville", "CG"},
    {"republicofthecongo", "CG"},
    {"uae", "AE"},
    {"emirates", "AE"},
    {"ksa", "SA"},
    {"russianfederation", "RU"},
    {"российскаяфедерация", "RU"},
    {"рф", "RU"},
    {"белоруссия", "BY"},
    {"молдавия", "MD"},
    {"киргизия", "KG"},
    {"vietnam", "VN"},
    {"viet nam", "VN"},
    {"palestine", "PS"},
    {"hongkong", "HK"},
    {"macau", "MO"},
    {"macao", "MO"},
    {"taiwan", "TW"},
    {"laos", "LA"},
    {"syria", "SY"},
    {"iran", "IR"},
    {"moldova", "MD"},
    {"tanzania", "TZ"},
    {"bolivia", "BO"},
    {"venezuela", "VE"},
    {"brunei", "BN"},
    {"bosnia", "BA"},
    {"kosovo", "XK"},
    {"中华人民共和国", "CN"},
    {"prchina", "CN"},
    {"الامارات", "AE"},
    {"السعودية", "SA"},
    {"امريكا", "US"},
    {"بريطانيا", "GB"},
};
constexpr std::array<const char*, 11> kLanguages = {"en", "fr", "es", "ru", "ar", "zh",
                                                    "pt", "de", "it", "ro", "tr"};

std::string display_name(const char* locale, const char* language) {
  std::array<UChar, 128> name{};
  UErrorCode status = U_ZERO_ERROR;
  const int32_t size = uloc_getDisplayCountry(locale, language, name.data(),
                                              static_cast<int32_t>(name.size()), &status);
  if (U_FAILURE(status) != 0 || size <= 0) return "";
  std::string out(static_cast<std::size_t>(size) * 3, '\0');
  int32_t bytes = 0;
  u_strToUTF8(out.data(), static_cast<int32_t>(out.size()), &bytes, name.data(), size, &status);
  if (U_FAILURE(status) != 0) return "";
  out.resize(static_cast<std::size_t>(bytes));
  return out;
}

using Names = std::unordered_map<std::string, std::string>;  // folded name -> alpha-2

Names build_names() {
  Names names;
  const char* const* codes = uloc_getISOCountries();
  // Codes first: a name never takes the place of a code.
  for (const char* const* code = codes; *code != nullptr; ++code) {
    names.emplace(fold_name(*code), *code);
    const std::string locale = std::string("und_") + *code;
    const char* three = uloc_getISO3Country(locale.c_str());
    if (three != nullptr && three[0] != '\0') names.emplace(fold_name(three), *code);
  }
  for (const char* const* code = codes; *code != nullptr; ++code) {
    const std::string locale = std::string("und_") + *code;
    for (const char* language : kLanguages) {
      const std::string folded = fold_name(display_name(locale.c_str(), language));
      if (folded.size() > 2) names.emplace(folded, *code);
    }
  }
  for (const auto& [name, code] : kOtherNames) names.emplace(fold_name(name), code);
  return names;
}

}  // namespace

std::string_view find_country(std::string_view text) {
  static const Names names = build_names();
  if (text.empty() || text.size() > 120) return "";
  const auto found = names.find(fold_name(text));
  return found == names.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace maillon::collect
