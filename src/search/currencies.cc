#include "search/currencies.h"

#include <array>
#include <string>
#include <unordered_map>

#include "extract/text/fold.h"

namespace maillon::search {
namespace {

struct Written {
  std::string_view name;   // as it is shown and typed
  std::string_view marks;  // other ways to write it, a blank between
};

// A sign or word that more than one country uses stands for itself, with no guess of the country.
constexpr std::array kCurrencies = std::to_array<Written>({
    {"XXX", ""},
    {"$", ""},
    {"USD", "US$ dollar dollars dolar dolares доллар доллара долларов دولار 美元"},
    {"EUR", "€ euro euros евро يورو 欧元"},
    {"GBP", "£ quid pound pounds"},
    {"RUB", "₽ руб рублей рубля рубль rubles roubles"},
    {"UAH", "₴ грн гривен hryvnia"},
    {"KZT", "₸ тенге tenge"},
    {"GEL", "₾ лари lari"},
    {"AZN", "₼ manat"},
    {"AMD", "֏ драм dram"},
    {"UZS", "сум"},
    {"KGS", "сом"},
    {"BYN", ""},
    {"MDL", ""},
    {"RON", "ron"},
    {"lei", "leu"},
    {"PLN", "zl zł zloty злотых"},
    {"CZK", "kč"},
    {"HUF", "ft forint"},
    {"BGN", "лв lv лева"},
    {"RSD", "din"},
    {"ALL", "leke lek"},
    {"TRY", "₺ tl lira"},
    {"CHF", "francs suisses"},
    {"kr", ""},
    {"SEK", ""},
    {"NOK", ""},
    {"DKK", ""},
    {"ISK", ""},
    {"dirham", "dh dhs dirhams дирхам дирхамов درهم"},
    {"AED", ""},
    {"MAD", ""},
    {"riyal", "riyals ريال"},
    {"SAR", ""},
    {"QAR", ""},
    {"OMR", ""},
    {"dinar", "dinars دينار"},
    {"KWD", ""},
    {"BHD", ""},
    {"JOD", ""},
    {"IQD", ""},
    {"DZD", ""},
    {"TND", ""},
    {"LYD", ""},
    {"EGP", "جنيه"},
    {"LBP", ""},
    {"SYP", ""},
    {"ILS", "₪ nis shekel shekels"},
    {"IRR", "toman"},
    {"rupee", "rupees rs"},
    {"INR", "₹"},
    {"PKR", ""},
    {"LKR", ""},
    {"NPR", ""},
    {"BDT", "৳ taka"},
    {"MMK", "kyat"},
    {"THB", "฿ baht"},
    {"VND", "₫ dong"},
    {"KHR", "riel"},
    {"LAK", "kip"},
    {"MYR", "rm ringgit"},
    {"IDR", "rp rupiah"},
    {"PHP", "₱ php"},
    {"SGD", "S$"},
    {"HKD", "HK$"},
    {"TWD", "NT$"},
    {"CNY", "rmb yuan юаней 元 块 人民币"},
    {"JPY", "円 yen"},
    {"¥", ""},
    {"KRW", "₩ won"},
    {"MNT", "₮ tugrik"},
    {"peso", "pesos"},
    {"MXN", "MX$ mx$"},
    {"COP", "COL$"},
    {"ARS", "AR$"},
    {"CLP", ""},
    {"UYU", ""},
    {"DOP", "RD$"},
    {"PEN", "soles"},
    {"BOB", "bolivianos"},
    {"GTQ", "quetzales"},
    {"HNL", "lempiras"},
    {"VES", "bolivares"},
    {"BRL", "R$ reais"},
    {"CAD", "C$ CA$ CDN$"},
    {"AUD", "A$ AU$"},
    {"NZD", "NZ$"},
    {"ZAR", "rand"},
    {"NGN", "₦ naira"},
    {"GHS", "₵ cedi cedis"},
    {"KES", "ksh"},
    {"UGX", "ugx"},
    {"TZS", "tsh"},
    {"ETB", "birr"},
    {"CFA", "fcfa xof xaf"},
    {"BTC", "₿ bitcoin"},
    {"USDT", ""},
});

// A word by itself, and among Cyrillic ones: letters that all look like Latin ones are folded to
// those only where nothing around says otherwise.
void add_mark(std::string_view mark, Currency currency,
              std::unordered_map<std::string, Currency>& known) {
  constexpr std::string_view kCyrillic = " \xD0\xB6\xD0\xB4";  // " жд"
  extract::Folded folded;
  folded.assign(mark);
  known.emplace(folded.text(), currency);
  const std::string beside = std::string(mark) + std::string(kCyrillic);
  folded.assign(beside);
  known.emplace(folded.text().substr(0, folded.text().size() - kCyrillic.size()), currency);
}

std::unordered_map<std::string, Currency> make_table() {
  std::unordered_map<std::string, Currency> known;
  for (Currency c = 0; c < kCurrencies.size(); ++c) {
    add_mark(kCurrencies[c].name, c, known);
    std::string_view marks = kCurrencies[c].marks;
    while (!marks.empty()) {
      const std::string_view mark = marks.substr(0, marks.find(' '));
      marks.remove_prefix(std::min(mark.size() + 1, marks.size()));
      add_mark(mark, c, known);
    }
  }
  return known;
}

}  // namespace

std::string_view currency_name(Currency currency) {
  return kCurrencies[currency].name;
}

std::optional<Currency> find_currency(std::string_view folded) {
  static const std::unordered_map<std::string, Currency> known = make_table();
  constexpr std::size_t kLongest = 24;  // bytes
  if (folded.empty() || folded.size() > kLongest) return std::nullopt;
  const auto at = known.find(std::string(folded));
  return at == known.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace maillon::search
