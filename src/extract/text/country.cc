#include "extract/text/country.h"

#include <unordered_map>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "base/utf8.h"
#include "extract/text/fold.h"

namespace maillon::extract {
namespace {

std::string folded_name(std::string_view name) {
  Folded folded;
  folded.assign(name.substr(0, utf8_prefix(name, 64)));
  std::string_view text = folded.text();
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

// English names, codes of two and three letters.
class Countries {
 public:
  Countries() {
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
      const icu::Locale locale("", *code);
      icu::UnicodeString name;
      locale.getDisplayCountry(icu::Locale::getEnglish(), name);
      std::string utf8;
      name.toUTF8String(utf8);
      names_[folded_name(utf8)] = *code;
      names_[folded_name(*code)] = *code;
      names_[folded_name(locale.getISO3Country())] = *code;
    }
    names_["uk"] = "GB";
    names_["usa"] = "US";
    names_["u.s.a."] = "US";
    names_["great britain"] = names_["england"] = names_["scotland"] = names_["wales"] = "GB";
    names_["uae"] = "AE";
    names_["czech republic"] = "CZ";
    names_["holland"] = names_["the netherlands"] = "NL";
    names_["deutschland"] = "DE";
    names_["espana"] = "ES";
    names_["italia"] = "IT";
    names_["россия"] = "RU";
  }

  std::string find(std::string_view stated) const {
    const auto it = names_.find(folded_name(stated));
    return it == names_.end() ? std::string() : it->second;
  }

 private:
  std::unordered_map<std::string, std::string> names_;
};

}  // namespace

std::string parse_country(std::string_view stated) {
  if (stated.empty()) return {};
  static const Countries countries;
  return countries.find(stated);
}

}  // namespace maillon::extract
