#include "extract/text/language.h"

#include <algorithm>
#include <string>

#include <cld2/public/compact_lang_det.h>

#include "base/utf8.h"
#include "extract/text/fold.h"

namespace maillon::extract {
namespace {

// CLD2 takes about as long as the rest of the extraction for each byte, and a few
// hundred bytes are enough for it.
constexpr std::size_t kDetectBytes = 320;

struct Name {
  std::string_view folded;  // an English or own name, or an ISO 639-2 code
  std::string_view code;
};
constexpr Name kLanguageNames[] = {
    {"eng", "en"},        {"english", "en"},    {"fra", "fr"},      {"fre", "fr"},
    {"french", "fr"},     {"francais", "fr"},   {"spa", "es"},      {"spanish", "es"},
    {"espanol", "es"},    {"castellano", "es"}, {"rus", "ru"},      {"russian", "ru"},
    {"русскии", "ru"},    {"ara", "ar"},        {"arabic", "ar"},   {"العربيه", "ar"},
    {"عربي", "ar"},       {"zho", "zh"},        {"chi", "zh"},      {"cmn", "zh"},
    {"chinese", "zh"},    {"中文", "zh"},       {"por", "pt"},      {"portuguese", "pt"},
    {"portugues", "pt"},  {"deu", "de"},        {"ger", "de"},      {"german", "de"},
    {"deutsch", "de"},    {"ita", "it"},        {"italian", "it"},  {"italiano", "it"},
    {"ron", "ro"},        {"rum", "ro"},        {"romanian", "ro"}, {"romana", "ro"},
    {"tur", "tr"},        {"turkish", "tr"},    {"turkce", "tr"},   {"ukr", "uk"},
    {"ukrainian", "uk"},  {"украiнська", "uk"}, {"pol", "pl"},      {"polish", "pl"},
    {"polski", "pl"},     {"nld", "nl"},        {"dut", "nl"},      {"dutch", "nl"},
    {"nederlands", "nl"}, {"jpn", "ja"},        {"japanese", "ja"}, {"日本語", "ja"},
    {"tha", "th"},        {"thai", "th"},       {"vie", "vi"},      {"vietnamese", "vi"},
    {"kor", "ko"},        {"korean", "ko"},     {"hun", "hu"},      {"hungarian", "hu"},
    {"ces", "cs"},        {"cze", "cs"},        {"czech", "cs"},    {"bul", "bg"},
    {"bulgarian", "bg"},  {"ell", "el"},        {"gre", "el"},      {"greek", "el"},
    {"hin", "hi"},        {"hindi", "hi"},      {"fas", "fa"},      {"per", "fa"},
    {"persian", "fa"},    {"farsi", "fa"},
};

struct Country {
  std::string_view language, country;
};
constexpr Country kDominant[] = {{"fr", "fr"}, {"ru", "ru"}, {"de", "de"}, {"it", "it"},
                                 {"es", "es"}, {"pt", "br"}, {"tr", "tr"}, {"ro", "ro"},
                                 {"zh", "cn"}, {"uk", "ua"}, {"pl", "pl"}, {"ar", "eg"},
                                 {"en", "gb"}, {"th", "th"}, {"vi", "vn"}, {"ja", "jp"},
                                 {"hu", "hu"}, {"cs", "cz"}, {"bg", "bg"}, {"nl", "nl"}};

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

}  // namespace

LanguageCode parse_language(std::string_view stated) {
  Folded folded;
  folded.assign(stated.substr(0, utf8_prefix(stated, 64)));
  std::string_view name = folded.text();
  while (name.starts_with(' ')) name.remove_prefix(1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  for (const Name& known : kLanguageNames) {
    if (name == known.folded) return pack_language(known.code[0], known.code[1]);
  }
  name = name.substr(0, name.find_first_of("-_"));
  if (name.size() == 2 && is_letter(name[0]) && is_letter(name[1])) {
    return pack_language(name[0], name[1]);
  }
  for (const Name& known : kLanguageNames) {
    if (name == known.folded) return pack_language(known.code[0], known.code[1]);
  }
  return 0;
}

LanguageCode detect_language(std::string_view text) {
  text = text.substr(0, utf8_prefix(text, kDetectBytes));
  bool reliable = false;
  const CLD2::Language language =
      CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  if (!reliable) return 0;
  const std::string_view code = CLD2::LanguageCode(language);
  if (code.size() < 2 || !is_letter(code[0]) || !is_letter(code[1])) return 0;
  if (code == "un" || code.starts_with("xx")) return 0;
  if (code == "iw") return pack_language('h', 'e');
  if (code.size() > 2 && code[2] != '-') return 0;
  return pack_language(code[0], code[1]);
}

std::string_view dominant_country(LanguageCode language) {
  for (const Country& c : kDominant) {
    if (pack_language(c.language[0], c.language[1]) == language) return c.country;
  }
  return {};
}

}  // namespace maillon::extract
