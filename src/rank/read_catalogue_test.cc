#include "rank/read_catalogue.h"

#include <gtest/gtest.h>

#include "rank/built_in.h"
#include "rank/matcher.h"

namespace maillon::rank {
namespace {

constexpr const char* kHead = "format: 1\nedition: \"t\"\n";

std::string one(const std::string& id, const std::string& more = "") {
  return "- id: " + id + "\n  meaning: m\n  sources: [s]\n" + more;
}

TEST(ReadCatalogue, TheBuiltInOneIsSound) {
  const CatalogueReading reading = read_catalogue(built_in_catalogue());
  for (const CatalogueFault& fault : reading.faults) ADD_FAILURE() << to_text(fault);
  EXPECT_GT(reading.catalogue.indicators.size(), 100U);
}

TEST(ReadCatalogue, NamesFileAndLine) {
  const struct {
    std::string body;
    const char* says;
  } rows[] = {
      {"indicators:\n" + one("A-1", "  colour: red\n"),
       "x.yaml: line 7: A-1: unknown key 'colour'"},
      {"indicators:\n" + one("A-1") + one("A-1"),
       "line 7: id 'A-1' is there already: x.yaml, line 4"},
      {"indicators:\n" + one("A 1"), "id 'A 1': letters, digits"},
      {"indicators:\n- id: A-1\n", "'meaning' is missing"},
      {"indicators:\n" + one("A-1", "  phrases: {en: [\"(a+)+$\"]}\n"),
       "line 7: A-1: phrase '(a+)+$'"},
      {"indicators:\n" + one("A-1", "  phrases: {en: [no]}\n"), "says too little"},
      {"indicators:\n" + one("A-1", "  phrases: {english: [two words]}\n"), "is no language"},
      {"indicators:\n" + one("A-1", "  phrases: [two words]\n"), "phrases stand by language"},
      {"indicators:\n" + one("A-1", "  dimension: bad\n"), "'bad' is no dimension"},
      {"indicators:\n" + one("A-1", "  proposed: X\n"), "'X' is no strength"},
      {"indicators:\n" + one("A-1", "  rule: magic\n"), "'magic' is no rule of this program"},
      {"indicators:\n" + one("A-1", "  with: [B-1]\n"), "there is no indicator 'B-1'"},
      {"indicators:\n" + one("A-1", "  palermo: [deed]\n"), "'deed' is no element"},
      {"cues:\n- id: c\n  kind: shout\n", "'shout' is no kind of cue"},
      {"cues:\n- id: c\n  kind: news\n  weight: 7\n", "weight is 1 or 2"},
      {"hotlines:\n- country: US\n  name: n\n", "country (two letters), name and phone"},
      {"hotlines:\n- country: US\n  name: n\n  phone: \"1\"\n  verified_on: soon\n", "is no day"},
      {"neutral:\n- class: hats\n  phrases: {en: [a]}\n", "'hats' is no class"},
      {"indicators: {a: b}\n", "expected a list"},
      {"other: 1\n", "unknown key 'other'"},
      {"hotlines:\n- country: US\n  name: n\n  phone: \"1\"\n  verified_on: 2026-02-30\n",
       "is no day"},
      {"indicators:\n" + one("A-1", "  phrases: {en: [\"papers \xff kept\"]}\n"),
       "line 7: bytes that are no UTF-8"},
      {"indicators:\n" + one("A-1", std::string("  phrases: {en: [\"papers \0 kept\"]}\n", 35)),
       "line 7: a character that nobody sees (U+0000)"},
      {"indicators:\n" + one("A-1", "  phrases: {en: [\"papers \u202ekept\"]}\n"),
       "(U+202E): it looks other than it is read"},
      {"indicators: []\n---\nformat: 1\n", "a second document begins"},
      {"indicators:\n" + one("A-1", "  palermo: [\"act:dance\"]\n"), "'act:dance' is no element"},
      {"indicators:\n" + one("A-1", "  meaning: again\n"), "the key 'meaning' is there twice"},
      {"indicators: [\n", "no YAML"},
      {"indicators: *nothing\n", "no YAML"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.body);
    const CatalogueFile file{"x.yaml", kHead + row.body};
    const CatalogueReading reading = read_catalogue({&file, 1});
    ASSERT_FALSE(reading.faults.empty());
    bool found = false;
    for (const CatalogueFault& fault : reading.faults) {
      found = found || to_text(fault).find(row.says) != std::string::npos;
    }
    EXPECT_TRUE(found) << to_text(reading.faults.front());
  }
}

TEST(ReadCatalogue, IsNoCatalogue) {
  for (const char* text :
       {"", "hello", "- a\n- b\n", "indicators: []\n", "format: 2\n", "\xff\xfe"}) {
    const CatalogueFile file{"x.yaml", text};
    EXPECT_FALSE(read_sound_catalogue({&file, 1})) << text;
  }
}

TEST(ReadCatalogue, AliasesOfAliasesEnd) {
  std::string bomb = "format: 1\nedition: &a0 [\"x\"]\n";
  std::string last = "a0";
  for (int i = 1; i < 30; ++i) {
    const std::string name = "a" + std::to_string(i);
    for (const std::string& part : {"k" + name, ": &" + name, " [*" + last, ", *" + last})
      bomb += part;
    bomb += "]\n";
    last = name;
  }
  bomb += "indicators: *" + last + "\n";
  const CatalogueFile file{"x.yaml", bomb};
  EXPECT_FALSE(read_sound_catalogue({&file, 1}));
}

TEST(ReadCatalogue, TenThousandPhrasesInMixedDirections) {
  std::string text = std::string(kHead) + "indicators:\n" + one("A-1", "  phrases:\n    en:\n");
  for (int i = 0; i < 5000; ++i) text += "    - keep passport n" + std::to_string(i) + "\n";
  text += "    ar:\n";
  for (int i = 0; i < 5000; ++i) text += "    - جواز السفر keep n" + std::to_string(i) + "\n";
  const CatalogueFile file{"x.yaml", text};
  const CatalogueReading reading = read_catalogue({&file, 1});
  EXPECT_TRUE(reading.faults.empty()) << to_text(reading.faults.front());
  const Matcher matcher(reading.catalogue);
  Scanner scanner(matcher);
  EXPECT_EQ(scanner.find("they keep passport n4999 now").size(), 1U);
  EXPECT_EQ(scanner.find("جواز السفر keep n77").size(), 1U);
}

}  // namespace
}  // namespace maillon::rank
