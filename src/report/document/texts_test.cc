// The texts in six languages are complete and of one shape; the error rates were measured.
#include "report/document/texts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>

#include "report/document/data_files.h"
#include "report/document/error_rates.h"

namespace maillon::report {
namespace {

// The sources: tests run from a folder within build/.
std::filesystem::path source_folder() {
  std::filesystem::path root = std::filesystem::current_path();
  while (!std::filesystem::exists(root / "src/report/document/texts/en.txt") &&
         root != root.root_path()) {
    root = root.parent_path();
  }
  return root / "src/report/document";
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::set<std::string> keys_of(const Texts& texts) {
  std::set<std::string> keys;
  for (const auto& [key, text] : texts.all()) keys.insert(key);
  return keys;
}

std::set<std::string> places_of(std::string_view text) {
  std::set<std::string> places;
  for (char digit = '1'; digit <= '9'; ++digit) {
    const std::string place = {'{', digit, '}'};
    if (text.find(place) != text.npos) places.insert(place);
  }
  return places;
}

TEST(ReportTexts, EveryLanguageHasEveryKeyWithItsPlaces) {
  const Texts english = *Texts::of("en");
  EXPECT_GT(english.all().size(), 200U);
  EXPECT_EQ(language_files().size(), 6U);
  for (const LanguageFile& file : language_files()) {
    const Texts texts = *Texts::of(file.code);
    EXPECT_EQ(keys_of(texts), keys_of(english)) << file.code;
    for (const auto& [key, text] : texts.all()) {
      EXPECT_EQ(places_of(text), places_of(english.get(key))) << file.code << " " << key;
      // Only of English no review is awaited.
      EXPECT_EQ(text.empty(), key == "review" && file.code == "en") << file.code << " " << key;
    }
    // A key stands once.
    const auto lines = std::count(file.text.begin(), file.text.end(), '\n');
    EXPECT_GE(lines, static_cast<int64_t>(texts.all().size()));
  }
  EXPECT_FALSE(Texts::of("xx"));
}

// Keys that are made of a prefix and a name that the data has.
bool is_made(const std::string& key) {
  for (const char* prefix :
       {"kind.", "said.", "scale.", "disclosure.", "decisions.", "errors.", "glossary."}) {
    if (key.starts_with(prefix)) return true;
  }
  return false;
}

TEST(ReportTexts, EveryKeyIsUsedAndEveryUsedKeyIsThere) {
  std::string sources;
  ASSERT_TRUE(std::filesystem::exists(source_folder()));
  for (const auto& entry : std::filesystem::directory_iterator(source_folder())) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".cc") && name.find("_test") == name.npos) sources += read(entry.path());
  }
  ASSERT_FALSE(sources.empty());
  const Texts english = *Texts::of("en");
  std::set<std::string> families;
  for (const auto& [key, text] : english.all()) {
    if (const std::size_t dot = key.find('.'); dot != key.npos) families.insert(key.substr(0, dot));
    EXPECT_TRUE(is_made(key) || sources.find("\"" + key + "\"") != sources.npos ||
                sources.find("\"#" + key + "\"") != sources.npos)
        << key << " is used nowhere";
  }
  // Literals that look like one of those keys.
  for (std::size_t at = sources.find('"'); at != sources.npos; at = sources.find('"', at + 1)) {
    std::string key = sources.substr(at + 1, sources.find('"', at + 1) - at - 1);
    if (key.starts_with('#')) key.erase(0, 1);
    const std::size_t dot = key.find('.');
    const bool is_key = dot != key.npos && dot + 1 < key.size() &&
                        key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789.") == key.npos;
    if (!is_key || !families.contains(key.substr(0, dot))) continue;
    EXPECT_TRUE(english.all().contains(key)) << key << " is in no language";
  }
  for (const ErrorRate& rate : parse_error_rates(error_rates_file())) {
    EXPECT_TRUE(english.all().contains(rate.what)) << rate.what;
    EXPECT_TRUE(english.all().contains(rate.data)) << rate.data;
  }
}

TEST(ReportTexts, OtherLanguagesAreNotEnglish) {
  const Texts english = *Texts::of("en");
  for (const LanguageFile& file : language_files()) {
    if (file.code == "en") continue;
    const Texts texts = *Texts::of(file.code);
    int same = 0;
    for (const auto& [key, text] : texts.all()) same += text == english.get(key) ? 1 : 0;
    EXPECT_LT(same, 25) << file.code;
  }
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

// docs/responsible-use.md: a person who may be harmed is a possible victim; nobody is a
// suspect; nothing is in the language of the adverts.
TEST(ReportTexts, SpeakOfPeopleWithCare) {
  struct Rule {
    const char* code;
    std::vector<const char*> banned, victim;
    const char* possible;
  };
  const Rule rules[] = {
      {"en",
       {"prostitut", "hooker", "pimp", "escort", "suspect", "criminal", "traffick", "offender",
        "perpetrator", "slave", "girl", "whore", "illegal", "culprit", "guilty"},
       {"victim"},
       "possible victim"},
      {"fr",
       {"prostitu", "proxénète", "suspect", "criminel", "trafiquant", "esclav", "fille", "pute",
        "illégal", "coupable", "délinquant"},
       {"victime"},
       "victime possible"},
      {"es",
       {"prostitu", "proxeneta", "sospechos", "criminal", "traficante", "esclav", "chica", "puta",
        "ilegal", "culpable", "delincuente"},
       {"víctima"},
       "posible víctima"},
      {"ar",
       {"عاهر", "دعارة", "قواد", "مشتبه", "مجرم", "متاجر", "عبيد", "فتيات", "مذنب"},
       {"ضحية", "ضحايا"},
       "ضحية محتملة"},
      {"ru",
       {"проститут", "сутен", "подозрева", "преступн", "торговец", "девочк", "девушк", "нелегал",
        "виновн"},
       {"жертв", "пострадавш"},
       "возможный пострадавший"},
      {"zh",
       {"妓", "嫖", "嫌疑", "罪犯", "犯罪", "人贩", "奴", "小姐", "非法", "团伙"},
       {"受害者"},
       "可能的受害者"}};
  for (const Rule& rule : rules) {
    int victims = 0;
    const Texts texts = *Texts::of(rule.code);
    for (const auto& [key, as_written] : texts.all()) {
      const std::string text = lower(as_written);
      for (const char* word : rule.banned) {
        EXPECT_EQ(text.find(word), text.npos) << rule.code << " " << key << ": " << word;
      }
      for (const char* word : rule.victim) {
        if (text.find(word) == text.npos) continue;
        ++victims;
        EXPECT_NE(text.find(rule.possible), text.npos) << rule.code << " " << key;
      }
    }
    EXPECT_GT(victims, 0) << rule.code;
  }
}

TEST(ReportTexts, WriteNumbersAsTheLanguageDoes) {
  EXPECT_EQ(Texts::of("en")->number(1'234'567), "1,234,567");
  EXPECT_EQ(Texts::of("fr")->number(1'234'567), "1\u202f234\u202f567");
  EXPECT_EQ(Texts::of("fr")->bits(15.44), "15,4");
  EXPECT_EQ(Texts::of("en")->percent(0.953), "95.3\u00a0%");
  EXPECT_TRUE(Texts::of("ar")->right_to_left());
  EXPECT_FALSE(Texts::of("zh")->right_to_left());
  EXPECT_EQ(fill_in("{2} of {1}, {3}", {"a", "{1}"}), "{1} of a, {3}");
}

// No number in the report that was not measured: each row quotes the page of figures, and
// its figures stand in the quote.
TEST(ReportErrorRates, StandInTheBenchmarks) {
  const std::string page = read(source_folder() / "../../../docs/benchmarks.md");
  ASSERT_FALSE(page.empty());
  const std::vector<ErrorRate> rates = parse_error_rates(error_rates_file());
  const std::string_view file = error_rates_file();
  int64_t rows = 0;
  for (std::size_t at = 0; at < file.size(); at = file.find('\n', at) + 1) {
    rows += file[at] != '#' && file[at] != '\n' ? 1 : 0;
    if (file.find('\n', at) == file.npos) break;
  }
  EXPECT_EQ(static_cast<int64_t>(rates.size()), rows);
  EXPECT_GT(rates.size(), 10U);
  for (const ErrorRate& rate : rates) {
    EXPECT_NE(page.find(rate.source), page.npos) << rate.source;
    for (const std::string_view figure : rate.figures) {
      EXPECT_NE(rate.source.find(figure), rate.source.npos) << figure << " in " << rate.source;
    }
    EXPECT_EQ(rate.day.size(), 10U);
    EXPECT_FALSE(rate.command.empty());
  }
}

}  // namespace
}  // namespace maillon::report
