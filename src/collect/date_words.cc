#include "collect/date_words.h"

#include <array>
#include <cstddef>

namespace maillon::collect {
namespace {

struct Word {
  std::string_view name;
  int value;
};

// Whole names. A word is a month if it is the beginning of one, of three letters
// or more (whole, for Arabic), and of no other month's in this list before it.
constexpr Word kMonths[] = {
    // English, German, Dutch
    {"january", 1},
    {"february", 2},
    {"march", 3},
    {"april", 4},
    {"may", 5},
    {"june", 6},
    {"july", 7},
    {"august", 8},
    {"september", 9},
    {"october", 10},
    {"november", 11},
    {"december", 12},
    {"januar", 1},
    {"janner", 1},
    {"februar", 2},
    {"marz", 3},
    {"maerz", 3},
    {"mai", 5},
    {"juni", 6},
    {"juli", 7},
    {"oktober", 10},
    {"dezember", 12},
    {"januari", 1},
    {"februari", 2},
    {"maart", 3},
    {"mrt", 3},
    {"mei", 5},
    {"augustus", 8},
    // French, Spanish, Portuguese, Italian, Romanian
    {"janvier", 1},
    {"fevrier", 2},
    {"mars", 3},
    {"avril", 4},
    {"juin", 6},
    {"juillet", 7},
    {"aout", 8},
    {"septembre", 9},
    {"octobre", 10},
    {"novembre", 11},
    {"decembre", 12},
    {"enero", 1},
    {"febrero", 2},
    {"marzo", 3},
    {"abril", 4},
    {"mayo", 5},
    {"junio", 6},
    {"julio", 7},
    {"agosto", 8},
    {"septiembre", 9},
    {"setiembre", 9},
    {"octubre", 10},
    {"noviembre", 11},
    {"diciembre", 12},
    {"janeiro", 1},
    {"fevereiro", 2},
    {"marco", 3},
    {"maio", 5},
    {"junho", 6},
    {"julho", 7},
    {"setembro", 9},
    {"outubro", 10},
    {"novembro", 11},
    {"dezembro", 12},
    {"gennaio", 1},
    {"febbraio", 2},
    {"aprile", 4},
    {"maggio", 5},
    {"giugno", 6},
    {"luglio", 7},
    {"settembre", 9},
    {"ottobre", 10},
    {"dicembre", 12},
    {"ianuarie", 1},
    {"februarie", 2},
    {"martie", 3},
    {"aprilie", 4},
    {"iunie", 6},
    {"iulie", 7},
    {"septembrie", 9},
    {"octombrie", 10},
    {"noiembrie", 11},
    {"decembrie", 12},
    // Turkish, Indonesian
    {"ocak", 1},
    {"subat", 2},
    {"mart", 3},
    {"nisan", 4},
    {"mayis", 5},
    {"haziran", 6},
    {"temmuz", 7},
    {"agustos", 8},
    {"eylul", 9},
    {"ekim", 10},
    {"kasim", 11},
    {"aralik", 12},
    {"maret", 3},
    {"agustus", 8},
    {"desember", 12},
    // Russian, Ukrainian
    {"январь", 1},
    {"января", 1},
    {"февраль", 2},
    {"февраля", 2},
    {"март", 3},
    {"марта", 3},
    {"апрель", 4},
    {"апреля", 4},
    {"май", 5},
    {"мая", 5},
    {"июнь", 6},
    {"июня", 6},
    {"июль", 7},
    {"июля", 7},
    {"август", 8},
    {"августа", 8},
    {"сентябрь", 9},
    {"сентября", 9},
    {"октябрь", 10},
    {"октября", 10},
    {"ноябрь", 11},
    {"ноября", 11},
    {"декабрь", 12},
    {"декабря", 12},
    {"січень", 1},
    {"січня", 1},
    {"лютий", 2},
    {"лютого", 2},
    {"березень", 3},
    {"березня", 3},
    {"квітень", 4},
    {"квітня", 4},
    {"травень", 5},
    {"травня", 5},
    {"червень", 6},
    {"червня", 6},
    {"липень", 7},
    {"липня", 7},
    {"серпень", 8},
    {"серпня", 8},
    {"вересень", 9},
    {"вересня", 9},
    {"жовтень", 10},
    {"жовтня", 10},
    {"листопад", 11},
    {"листопада", 11},
    {"грудень", 12},
    {"грудня", 12},
};
constexpr Word kWholeMonths[] = {
    {"يناير", 1},   {"كانونالثاني", 1},  {"جانفي", 1},   {"فبراير", 2},  {"شباط", 2},
    {"فيفري", 2},   {"مارس", 3},         {"اذار", 3},    {"ابريل", 4},   {"نيسان", 4},
    {"افريل", 4},   {"مايو", 5},         {"ايار", 5},    {"ماي", 5},     {"يونيو", 6},
    {"حزيران", 6},  {"جوان", 6},         {"يوليو", 7},   {"تموز", 7},    {"جويلية", 7},
    {"يوليوز", 7},  {"اغسطس", 8},        {"اب", 8},      {"اوت", 8},     {"غشت", 8},
    {"سبتمبر", 9},  {"ايلول", 9},        {"شتنبر", 9},   {"اكتوبر", 10}, {"تشرينالاول", 10},
    {"نوفمبر", 11}, {"تشرينالثاني", 11}, {"نونبر", 11},  {"ديسمبر", 12}, {"كانونالاول", 12},
    {"دجنبر", 12},  {"一月", 1},         {"二月", 2},    {"三月", 3},    {"四月", 4},
    {"五月", 5},    {"六月", 6},         {"七月", 7},    {"八月", 8},    {"九月", 9},
    {"十月", 10},   {"十一月", 11},      {"十二月", 12},
};
constexpr Word kHalves[] = {
    {"am", 1},    {"pm", 2},   {"a", 1},    {"p", 2},    {"ص", 1},    {"م", 2},
    {"صباحا", 1}, {"مساء", 2}, {"上午", 1}, {"下午", 2}, {"凌晨", 1}, {"早上", 1},
    {"晚上", 2},  {"午前", 1}, {"午後", 2}, {"오전", 1}, {"오후", 2}, {"πμ", 1},
    {"μμ", 2},    {"oo", 1},   {"os", 2},   {"дп", 1},   {"пп", 2},
};
constexpr Word kZones[] = {
    {"z", 0},      {"utc", 0},    {"gmt", 0},    {"ut", 0},     {"wet", 0},    {"bst", 60},
    {"west", 60},  {"cet", 60},   {"cest", 120}, {"eet", 120},  {"eest", 180}, {"msk", 180},
    {"мск", 180},  {"est", -300}, {"edt", -240}, {"cst", -360}, {"cdt", -300}, {"mst", -420},
    {"mdt", -360}, {"pst", -480}, {"pdt", -420},
};

}  // namespace

int find_month(std::string_view word) {
  if (word.empty()) return 0;
  for (const Word& month : kWholeMonths) {
    if (month.name == word) return month.value;
  }
  // Three letters: three bytes, or six in Cyrillic. Arabic names are taken whole.
  const bool ascii = static_cast<unsigned char>(word[0]) < 0x80;
  if (word.size() < (ascii ? 3U : 6U)) return 0;
  for (const Word& month : kMonths) {
    if (month.name.starts_with(word)) return month.value;
  }
  return 0;
}

DayHalf find_day_half(std::string_view word) {
  for (const Word& half : kHalves) {
    if (half.name == word) return half.value == 1 ? DayHalf::am : DayHalf::pm;
  }
  return DayHalf::none;
}

int find_zone(std::string_view word) {
  for (const Word& zone : kZones) {
    if (zone.name == word) return zone.value;
  }
  return kNoZone;
}

}  // namespace maillon::collect
