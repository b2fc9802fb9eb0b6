#include "extract/text/latin.h"

#include <memory>

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include "base/utf8.h"

namespace maillon::extract {
namespace {

bool is_of_other_script(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  if (c < 0x80 || !u_isalpha(point)) return false;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(point, &status);
  return U_SUCCESS(status) && script != USCRIPT_LATIN && script != USCRIPT_COMMON &&
         script != USCRIPT_INHERITED && script != USCRIPT_UNKNOWN;
}

}  // namespace

bool has_other_script(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    if (is_of_other_script(c.value)) return true;
    at += c.size;
  }
  return false;
}

std::string to_latin(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> rules(
      icu::Transliterator::createInstance("Any-Latin", UTRANS_FORWARD, status));
  if (U_FAILURE(status) || !rules) return "";
  text = text.substr(0, utf8_prefix(text, kLatinBytes));
  icu::UnicodeString letters = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  rules->transliterate(letters);
  std::string out;
  letters.toUTF8String(out);
  return out;
}

}  // namespace maillon::extract
