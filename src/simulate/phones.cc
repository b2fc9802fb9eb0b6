#include "simulate/phones.h"

#include <array>
#include <cstddef>
#include <span>

#include "base/check.h"

namespace maillon::simulate {
namespace {

// First digits of mobile numbers and the length of the national number, from the
// countries' numbering plans.
struct Plan {
  std::string_view country, calling, trunk;
  std::size_t digits;
  std::string_view groups;                 // sizes of the usual groups of the national number
  std::array<std::string_view, 8> starts;  // empty ones at the end do not count
};
constexpr Plan kPlans[] = {
    {"AE", "971", "0", 9, "234", {"50", "52", "54", "55", "56", "58"}},
    {"AT", "43", "0", 10, "37", {"650", "660", "664", "676", "699"}},
    {"BE", "32", "0", 9, "3222", {"470", "472", "475", "483", "486", "493", "495", "497"}},
    {"BR", "55", "0", 11, "254", {"1196", "2197", "3198", "4199", "5198", "6198", "7199", "8198"}},
    {"CH", "41", "0", 9, "2322", {"76", "77", "78", "79"}},
    {"CN", "86", "", 11, "344", {"130", "135", "138", "150", "158", "180", "186", "189"}},
    {"CO", "57", "", 10, "334", {"300", "301", "310", "311", "312", "315", "320"}},
    {"DE", "49", "0", 11, "344", {"1511", "1516", "1520", "1522", "1573", "1575", "1590"}},
    {"EG", "20", "0", 10, "244", {"100", "101", "106", "111", "114", "120", "122", "155"}},
    {"ES", "34", "", 9, "333", {"61", "62", "63", "64", "65", "66", "67", "68"}},
    {"FR", "33", "0", 9, "12222", {"61", "62", "64", "66", "67", "68", "75", "76"}},
    {"GB", "44", "0", 10, "433", {"7400", "7510", "7710", "7723", "7802", "7850", "7890", "7960"}},
    {"IE", "353", "0", 9, "234", {"83", "85", "86", "87", "89"}},
    {"IT", "39", "", 10, "334", {"320", "328", "333", "338", "340", "347", "349", "388"}},
    {"JO", "962", "0", 9, "144", {"790", "791", "795", "796", "797"}},
    {"KZ", "7", "8", 10, "3322", {"701", "702", "705", "707", "747", "775", "777", "778"}},
    {"MA", "212", "0", 9, "3222", {"610", "611", "620", "650", "661", "662", "667", "670"}},
    {"MD", "373", "0", 8, "233", {"60", "68", "69", "78", "79"}},
    {"MX", "52", "", 10, "244", {"551", "552", "554", "555", "331", "333", "811", "818"}},
    {"PT", "351", "", 9, "333", {"910", "912", "914", "916", "925", "933", "961", "966"}},
    {"RO", "40", "0", 9, "333", {"721", "723", "730", "733", "740", "744", "751", "765"}},
    {"RU", "7", "8", 10, "3322", {"903", "905", "909", "916", "925", "926", "962", "977"}},
    {"SA", "966", "0", 9, "234", {"50", "53", "54", "55", "56"}},
    {"SG", "65", "", 8, "44", {"81", "82", "83", "90", "91", "92", "93", "96"}},
    {"TR", "90", "0", 10, "3322", {"530", "532", "533", "535", "541", "542", "544", "505"}},
    {"UA", "380", "0", 9, "2322", {"50", "63", "66", "67", "68", "93", "95", "97"}},
    {"US", "1", "", 10, "334", {"202", "213", "305", "312", "404", "415", "713", "775"}},
};

const Plan* find_plan(std::string_view country) {
  for (const Plan& plan : kPlans) {
    if (plan.country == country) return &plan;
  }
  return nullptr;
}

std::string group(std::string_view digits, std::string_view groups, std::string_view separator) {
  std::string text;
  std::size_t at = 0;
  for (const char size : groups) {
    if (at > 0) text += separator;
    text += digits.substr(at, static_cast<std::size_t>(size - '0'));
    at += static_cast<std::size_t>(size - '0');
  }
  return text += digits.substr(at);
}

constexpr std::string_view kSeparators[] = {" ", " ", "-", ".", ""};

}  // namespace

std::string Phone::e164() const {
  std::string text = "+";
  return text.append(calling).append(national);
}

bool has_phones(std::string_view country) {
  return find_plan(country) != nullptr;
}

Phone make_phone(std::string_view country, Random& random) {
  const Plan* plan = find_plan(country);
  CHECK(plan != nullptr);
  std::size_t starts = 0;
  while (starts < plan->starts.size() && !plan->starts[starts].empty()) ++starts;
  Phone phone{plan->country, plan->calling, plan->trunk,
              std::string(random.pick(std::span(plan->starts).first(starts)))};
  const bool first_above_one = phone.national.size() == 3 && country == "US";
  while (phone.national.size() < plan->digits) {
    const bool is_exchange = first_above_one && phone.national.size() == 3;
    phone.national +=
        static_cast<char>('0' + (is_exchange ? random.between(2, 9) : random.between(0, 9)));
  }
  return phone;
}

std::string write_international(const Phone& phone, Random& random) {
  const Plan* plan = find_plan(phone.country);
  const std::string_view separator = random.pick(kSeparators);
  // 00 is dialled where the trunk prefix is 0, but for Brazil (00 and a carrier).
  const bool has_00 = phone.trunk == "0" && phone.country != "BR";
  std::string text = has_00 && random.chance(0.15) ? "00" : "+";
  text += phone.calling;
  text += separator;
  return text += group(phone.national, plan->groups, separator);
}

std::string write_national(const Phone& phone, Random& random) {
  const Plan* plan = find_plan(phone.country);
  const std::string_view separator = random.pick(kSeparators);
  const std::string grouped = group(phone.national, plan->groups, separator);
  // A trunk prefix is written onto the first group, but apart in 8 (903) ...
  const bool apart = plan->trunk == "8" && !separator.empty();
  return std::string(plan->trunk).append(apart ? separator : "").append(grouped);
}

}  // namespace maillon::simulate
