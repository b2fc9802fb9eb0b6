#include "rank/pay.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace maillon::rank {
namespace {

constexpr uint32_t kDollar = 1, kEuro = 2, kPound = 3, kRouble = 4, kYuan = 5, kDirham = 6,
                   kRiyal = 7, kDinar = 8, kHryvnia = 9, kPeso = 10, kRupee = 11, kYen = 12,
                   kEgyptian = 13, kFrancCfa = 14, kZloty = 15, kLev = 16, kBaht = 17;
constexpr double kHours = 160, kDays = 22, kWeeks = 52.0 / 12, kMonth = 1, kYears = 1.0 / 12;
constexpr uint32_t kNear = 4;  // words between a number and its period
constexpr double kLeast = 1, kMost = 1e9, kThousand = 1000;
constexpr std::size_t kLongestNumber = 11;  // bytes, with its points

// What a word says of pay; of most words nothing.
struct Meaning {
  uint32_t currency = 0;
  double period = 0;  // how often it is in a month; 0 = it is no period
  bool pay = false, thousand = false;
};

class WordTable {
 public:
  // Of the key of a word (words.h).
  const Meaning& of(const std::string& key) const {
    static const Meaning nothing;
    const std::size_t bit = bit_of(key);
    if ((bits_[bit / 64] >> (bit % 64) & 1U) == 0) return nothing;
    const auto at = words_.find(key);
    return at == words_.end() ? nothing : at->second;
  }

  WordTable() {
    const auto each = [this](std::string_view list, const auto& use) {
      std::string key;
      WordReader reader;
      reader.read(list);
      for (const Word& w : reader.words()) {
        to_word_key(reader.text_of(w), key);
        use(words_[key]);
        const std::size_t bit = bit_of(key);
        bits_[bit / 64] |= uint64_t{1} << (bit % 64);
      }
    };
    const auto money = [&](uint32_t code, std::string_view list) {
      each(list, [&](Meaning& word) { word.currency = word.currency != 0 ? word.currency : code; });
    };
    money(kDollar, "usd dollar dollars dolar dolares bucks доллар долларов баксов دولار 美");
    money(kEuro, "eur euro euros евро يورو 欧");
    money(kPound, "gbp pound pounds livres libras фунт фунтов جنيه 镑");
    money(kRouble, "rub руб рублей рубля rubles roubles روبل");
    money(kYuan, "rmb cny yuan yuans юаней 元 块");
    money(kDirham, "aed dirham dirhams дирхам درهم");
    money(kRiyal, "sar riyal riyals ريال");
    money(kDinar, "dinar dinars دينار");
    money(kHryvnia, "uah грн гривен hryvnia");
    money(kPeso, "mxn peso pesos");
    money(kRupee, "inr rupee rupees rs");
    money(kFrancCfa, "cfa fcfa xof xaf");
    money(kZloty, "pln zl zloty злотых");
    money(kLev, "bgn лв");
    money(kBaht, "thb baht");
    const auto time = [&](double factor, std::string_view list) {
      each(list, [&](Meaning& word) { word.period = word.period > 0 ? word.period : factor; });
    };
    time(kHours, "hour hourly hr heure horaire hora час часа часов ساعة 时");
    time(kDays, "day daily jour journalier dia diario день дня сутки смену يوم يوميا 天 日");
    time(kWeeks, "week weekly semaine hebdomadaire semana semanal неделю неделя أسبوع أسبوعيا 周");
    time(kMonth, "month monthly mois mensuel mes mensual месяц месяца شهر شهريا 月");
    time(kYears, "year annual annually yearly annum annee annuel ano anual год سنة سنويا 年");
    each("thousand k mille mil тыс тысяч т ألف آلاف 千",
         [](Meaning& word) { word.thousand = true; });
    each(
        "salary wage wages pay paid earn earning income salaire paie remuneration gagnez sueldo "
        "salario paga pago gana ganar зарплата оплата заработок доход оклад ставка платим راتب "
        "الراتب أجر دخل معاش 薪 资 赚",
        [](Meaning& word) { word.pay = true; });
  }

 private:
  static std::size_t bit_of(std::string_view key) { return hash_of_word(key) & 0xFFF; }
  std::unordered_map<std::string, Meaning> words_;
  std::array<uint64_t, 64> bits_{};  // by the hash of a key
};

const WordTable& table() {
  static const WordTable words;
  return words;
}

uint32_t sign_near(std::string_view text) {
  struct Sign {
    std::string_view sign;
    uint32_t code;
  };
  constexpr Sign signs[] = {{"$", kDollar}, {"€", kEuro},    {"£", kPound}, {"₽", kRouble},
                            {"¥", kYuan},   {"₴", kHryvnia}, {"₹", kRupee}, {"฿", kBaht}};
  // Mostly there is a blank, or nothing.
  const bool may_be = std::any_of(text.begin(), text.end(), [](char c) {
    return c == '$' || static_cast<unsigned char>(c) >= 0x80;
  });
  if (!may_be) return 0;
  for (const Sign& s : signs) {
    if (text.find(s.sign) != std::string_view::npos) return s.code;
  }
  return 0;
}

class PayFinder {
 public:
  explicit PayFinder(const WordReader& reader) : reader_(reader), words_(reader.words()) {}

  std::optional<Pay> run() {
    std::optional<Pay> best;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!words_[i].number) continue;
      std::size_t last = i;
      const double amount = read_amount(i, last);
      const uint32_t currency = currency_of(i, last);
      if (currency != 0 && amount >= kLeast && amount <= kMost) {
        const double factor = factor_of(i, last);
        if (factor > 0 && (!best || amount * factor > best->monthly)) {
          best = Pay{amount * factor, currency};
        }
      }
      i = last;
    }
    return best;
  }

 private:
  std::string_view between(std::size_t a, std::size_t b) const {
    return reader_.folded().substr(words_[a].end, words_[b].begin - words_[a].end);
  }
  const Meaning& meaning(std::size_t i) {
    to_word_key(reader_.text_of(words_[i]), key_);
    return table().of(key_);
  }

  // 2500, 2,500, 2 500, 5k, 5 thousand, 1万
  double read_amount(std::size_t first, std::size_t& last) {
    const std::string_view text = reader_.text_of(words_[first]);
    if (text.size() > kLongestNumber) return 0;
    double value = 0;
    for (const char c : text) {
      if (c >= '0' && c <= '9') value = value * 10 + (c - '0');
    }
    const char end = text.back();
    if (end < '0' || end > '9') value *= kThousand;
    if (last + 1 < words_.size() && !words_[last + 1].sentence) {
      const std::string_view next = reader_.text_of(words_[last + 1]);
      const double factor = next == "万"                 ? 10 * kThousand
                            : meaning(last + 1).thousand ? kThousand
                                                         : 0;
      if (factor > 0) value *= factor, ++last;
    }
    return value;
  }

  uint32_t currency_of(std::size_t first, std::size_t last) {
    const std::string_view all = reader_.folded();
    const uint32_t begin = words_[first].begin, end = words_[last].end;
    const uint32_t from = first == 0 ? 0 : words_[first - 1].end;
    if (const uint32_t code = sign_near(all.substr(from, begin - from)); code != 0) return code;
    const uint32_t to =
        last + 1 < words_.size() ? words_[last + 1].begin : static_cast<uint32_t>(all.size());
    if (const uint32_t code = sign_near(all.substr(end, std::min(to - end, 8U))); code != 0) {
      return code;
    }
    for (std::size_t i = last + 1; i < words_.size() && i <= last + 2 && !words_[i].sentence; ++i) {
      if (const uint32_t code = meaning(i).currency; code != 0) return code;
    }
    return first > 0 && !words_[first].sentence ? meaning(first - 1).currency : 0;
  }

  // 0: neither a period nor a word for pay is near.
  double factor_of(std::size_t first, std::size_t last) {
    for (std::size_t i = last + 1; i < words_.size() && i <= last + kNear && !words_[i].sentence;
         ++i) {
      if (words_[i].number) break;
      if (const double period = meaning(i).period; period > 0) return period;
    }
    for (std::size_t back = 1; back <= 2 * kNear && back <= first; ++back) {
      if (words_[first - back + 1].sentence) break;
      const Meaning& word = meaning(first - back);
      if (word.period > 0 && back <= 2) return word.period;
      if (word.pay) return kMonth;
    }
    return 0;
  }

  const WordReader& reader_;
  const std::vector<Word>& words_;
  std::string key_;
};

}  // namespace

std::optional<Pay> find_pay(const WordReader& words) {
  return PayFinder(words).run();
}

}  // namespace maillon::rank
