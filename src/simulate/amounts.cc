#include "simulate/amounts.h"

#include "base/civil_time.h"

namespace maillon::simulate {
namespace {

std::string_view currency(std::string_view country) {
  struct Row {
    std::string_view country, sign;
  };
  constexpr Row kRows[] = {{"GB", "£"},   {"US", "$"},   {"CH", "CHF"}, {"RU", "руб."},
                           {"KZ", "₸"},   {"UA", "грн"}, {"CN", "元"},  {"SG", "S$"},
                           {"TR", "TL"},  {"RO", "lei"}, {"MD", "lei"}, {"BR", "R$"},
                           {"MX", "MXN"}, {"CO", "COP"}, {"EG", "EGP"}, {"AE", "AED"},
                           {"SA", "SAR"}, {"JO", "JOD"}, {"MA", "DH"}};
  for (const Row& row : kRows) {
    if (row.country == country) return row.sign;
  }
  return "€";
}

}  // namespace

std::string draw_pay(std::string_view country, Random& random) {
  const std::string_view sign = currency(country);
  const int by = random.between(0, 2);
  const int amount = by == 0   ? random.between(9, 28)
                     : by == 1 ? random.between(12, 40) * 5
                               : random.between(18, 64) * 50;
  std::string number = std::to_string(amount);
  if (by == 2 && random.chance(0.3) && number.size() > 3) number.insert(number.size() - 3, ".");
  const bool first = sign == "£" || sign == "$" || sign == "S$" || sign == "R$";
  std::string text = first ? std::string(sign) + number : number + " " + std::string(sign);
  constexpr std::string_view kUnits[] = {"/h", "", ""};
  return text += kUnits[by];
}

std::string draw_date(int64_t time, Random& random) {
  std::string date = format_date(time + random.between(1, 40) * kDay);
  const std::string year = date.substr(0, 4), month = date.substr(5, 2), day = date.substr(8, 2);
  switch (random.below(4)) {
    case 0:
      return day + "." + month + ".";
    case 1:
      return day + "/" + month + "/" + year;
    case 2:
      return date;
    default:
      return day + "." + month + "." + year;
  }
}

}  // namespace maillon::simulate
