#include "simulate/contacts.h"

#include <array>
#include <cstddef>

#include "base/utf8.h"
#include "simulate/disguise.h"

namespace maillon::simulate {
namespace {

constexpr std::string_view kSyllables[] = {"mi", "ra", "ke", "lo", "na", "so", "ti", "be", "du",
                                           "fa", "ju", "vi", "za", "po", "re", "ga", "hi", "xe",
                                           "ma", "la", "ni", "to", "se", "co", "bu", "ya", "wo"};
constexpr std::string_view kDomains[] = {
    "example.com",      "example.org",       "example.net",         "mail.example.com",
    "post.example.org", "inbox.example.net", "letters.example.com", "box.example.org"};

constexpr std::string_view kDigitWords[kLanguageCount][10] = {
    {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"},
    {"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"},
    {"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"},
    {"ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"},
    {"صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"},
    {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
    {"zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"},
    {"null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"},
    {"zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"},
    {"zero", "unu", "doi", "trei", "patru", "cinci", "șase", "șapte", "opt", "nouă"},
    {"sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"}};

// How digits are hidden.
enum class DigitTrick : uint8_t {
  words,
  some_words,
  pair_words,
  circled,
  other_script,
  mathematical,
  marks,
  emoji,
  letter_x,
  invisible,
  letters,
};

void append_digit(std::string& out, int digit, DigitTrick trick, Language language) {
  const auto offset = static_cast<char32_t>(digit);
  switch (trick) {
    case DigitTrick::circled:
      append_utf8(out, digit == 0 ? U'\u24EA' : U'\u2460' + offset - 1);
      return;
    case DigitTrick::other_script:
      if (language == Language::arabic) return append_utf8(out, U'\u0660' + offset);
      if (language == Language::chinese) return append_utf8(out, U'\uFF10' + offset);
      out += static_cast<char>('0' + digit);  // key caps
      append_utf8(out, 0xFE0F);
      append_utf8(out, 0x20E3);
      return;
    case DigitTrick::mathematical:
      return append_utf8(out, U'\U0001D7CE' + offset);
    case DigitTrick::letters:
      out += digit == 0 ? 'O' : digit == 1 ? 'l' : static_cast<char>('0' + digit);
      return;
    default:
      out += static_cast<char>('0' + digit);
  }
}

// 0 to 99 as French words: soixante-dix-sept, quatre-vingt-un.
std::string french_number(int number) {
  constexpr std::string_view kSmall[] = {"zéro",   "un",    "deux",     "trois",    "quatre",
                                         "cinq",   "six",   "sept",     "huit",     "neuf",
                                         "dix",    "onze",  "douze",    "treize",   "quatorze",
                                         "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"};
  constexpr std::string_view kTens[] = {
      "",          "",         "vingt",    "trente",       "quarante",
      "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"};
  if (number < 20) return std::string(kSmall[number]);
  const int tens = number / 10;
  const int rest = tens == 7 || tens == 9 ? number - (tens - 1) * 10 : number % 10;
  std::string text(kTens[tens]);
  if (rest == 0) return number == 80 ? text + "s" : text;
  text += (rest == 1 || rest == 11) && tens < 8 ? " et " : "-";
  return text.append(kSmall[rest]);
}

// "zéro six douze trente-quatre": French numbers are said in pairs.
std::string in_french_pairs(std::string_view number) {
  std::string out;
  std::size_t at = 0;
  if (number.starts_with('+')) {
    at = number.starts_with("+212") ? 4 : 3;  // Morocco; France, Belgium, Switzerland
    out = number.substr(0, at);
  }
  for (bool odd = (number.size() - at) % 2 != 0; at < number.size(); odd = false) {
    if (!out.empty()) out += ' ';
    const int first = number[at] - '0';
    if (odd || first == 0) {
      out += french_number(first);
      if (odd) {
        ++at;
        continue;
      }
      out += ' ';
      out += french_number(number[at + 1] - '0');
    } else {
      out += french_number(first * 10 + number[at + 1] - '0');
    }
    at += 2;
  }
  return out;
}

DigitTrick draw_trick(Language language, Random& random) {
  constexpr DigitTrick kTricks[] = {
      DigitTrick::words,        DigitTrick::some_words,   DigitTrick::circled,
      DigitTrick::other_script, DigitTrick::mathematical, DigitTrick::marks,
      DigitTrick::marks,        DigitTrick::marks,        DigitTrick::emoji,
      DigitTrick::letter_x,     DigitTrick::letters,      DigitTrick::invisible,
      DigitTrick::invisible};
  const DigitTrick trick = random.pick(kTricks);
  const bool in_pairs = language == Language::french && random.chance(0.5);
  return trick == DigitTrick::words && in_pairs ? DigitTrick::pair_words : trick;
}

// What stands between the pairs of digits.
std::string_view draw_mark(DigitTrick trick, Random& random) {
  constexpr std::string_view kMarks[] = {" . ", "*", "_", " - ", "/", "·", "..", " , ", "~", "|"};
  constexpr std::string_view kEmoji[] = {"🌸", "⭐", " 📞 ", "💫", "🔸"};
  switch (trick) {
    case DigitTrick::marks:
      return random.pick(kMarks);
    case DigitTrick::emoji:
      return random.pick(kEmoji);
    case DigitTrick::letter_x:
      return random.chance(0.5) ? "x" : " x ";
    default:
      return "";
  }
}

// The digits of an E.164-like text ("+336..." or "06...") in disguise.
std::string disguise_digits(std::string_view number, Language language, Random& random) {
  constexpr char32_t kInvisible[] = {0x200B, 0x200C, 0x2060, 0xFEFF, 0x00AD};
  const DigitTrick trick = draw_trick(language, random);
  if (trick == DigitTrick::pair_words) return in_french_pairs(number);
  const std::string_view mark = draw_mark(trick, random);
  const char32_t invisible = random.pick(kInvisible);
  const auto& words = kDigitWords[static_cast<std::size_t>(language)];
  const std::string_view space = language == Language::chinese ? "" : " ";
  std::string out;
  std::size_t digits = 0;
  for (const char c : number) {
    if (c == '+') {
      out += '+';
      continue;
    }
    const bool is_word =
        trick == DigitTrick::words || (trick == DigitTrick::some_words && random.chance(0.4));
    if (digits > 0) {
      if (trick == DigitTrick::words || trick == DigitTrick::some_words) out += space;
      if (digits % 2 == 0) out += mark;
      if (trick == DigitTrick::letters && digits % 3 == 0) out += ' ';
      if (trick == DigitTrick::invisible) append_utf8(out, invisible);
    }
    if (is_word) {
      out += words[static_cast<std::size_t>(c - '0')];
    } else {
      append_digit(out, c - '0', trick, language);
    }
    ++digits;
  }
  return out;
}

// Zero-width characters or look-alike letters, not digits for letters.
std::string hide_letters(std::string_view text, Random& random) {
  std::string out;
  const bool invisible = random.chance(0.5);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (invisible && i > 0 && random.chance(0.3)) append_utf8(out, 0x200B);
    if (!invisible && text[i] == 'o' && random.chance(0.7)) {
      append_utf8(out, U'о');  // Cyrillic
    } else if (!invisible && text[i] == 'a' && random.chance(0.7)) {
      append_utf8(out, U'а');  // Cyrillic
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string replace_all(std::string_view text, char from, std::string_view to) {
  std::string out;
  for (const char c : text) {
    if (c == from) {
      out += to;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string make_handle(Random& random) {
  std::string handle;
  for (int part = 0; part < 2; ++part) {
    for (int i = random.between(2, 3); i > 0; --i) handle += random.pick(kSyllables);
    if (part == 0) handle += '_';
  }
  return handle += std::to_string(random.between(10, 9999));
}

std::string make_email(Random& random) {
  std::string email = replace_all(make_handle(random), '_', random.chance(0.6) ? "." : "");
  email += '@';
  return email += random.pick(kDomains);
}

std::string write_phone(const Phone& phone, const Writing& writing, Random& random) {
  const bool national = writing.country == phone.country && random.chance(0.7);
  if (!writing.disguised) {
    return national ? write_national(phone, random) : write_international(phone, random);
  }
  const std::string number = national ? std::string(phone.trunk) + phone.national : phone.e164();
  return disguise_digits(number, writing.language, random);
}

std::string write_whatsapp(const Phone& phone, const Writing& writing, Random& random) {
  if (random.chance(0.3)) {
    return std::string(random.chance(0.5) ? "https://wa.me/" : "wa.me/") + phone.e164().substr(1);
  }
  if (writing.disguised) return disguise_digits(phone.e164(), writing.language, random);
  return write_international(phone, random);
}

std::string write_email(std::string_view email, const Writing& writing, Random& random) {
  if (!writing.disguised) return std::string(email);
  struct Form {
    std::string_view at, dot;
  };
  constexpr Form kForms[] = {{"(at)", "."},   {"[at]", "[dot]"}, {" (at) ", " (dot) "},
                             {" [at] ", "."}, {"{at}", "{dot}"}, {" at ", " dot "},
                             {"(@)", "."},    {" @ ", " . "}};
  if (random.chance(0.15)) return hide_letters(email, random);
  Form form = random.pick(kForms);
  if (random.chance(0.3)) {
    if (writing.language == Language::french) form = {" arobase ", " point "};
    if (writing.language == Language::spanish) form = {" arroba ", " punto "};
    if (writing.language == Language::russian) form = {" собака ", " точка "};
  }
  return replace_all(replace_all(email, '.', form.dot), '@', form.at);
}

std::string write_handle(Service service, std::string_view handle, const Writing& writing,
                         Random& random) {
  const bool is_telegram = service == Service::telegram;
  const std::string_view site = is_telegram ? "t.me/" : "instagram.com/";
  std::string name(handle);
  if (writing.disguised) {
    if (is_telegram && random.chance(0.3)) return "t me slash " + name;
    name = hide_letters(handle, random);
    return "@" + name;
  }
  const uint32_t form = random.below(10);
  if (service == Service::wechat) return name;
  if (form < 5) return "@" + name;
  if (form < 7) return name;
  return (form == 9 ? "https://" : "") + std::string(site) + name;
}

std::string write_iban(std::string_view iban, Random& random) {
  if (random.chance(0.4)) return std::string(iban);
  const char separator = random.chance(0.1) ? '-' : ' ';
  std::string out;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += separator;
    out += iban[i];
  }
  return out;
}

}  // namespace maillon::simulate
