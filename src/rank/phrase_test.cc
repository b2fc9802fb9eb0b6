#include "rank/phrase.h"

#include <gtest/gtest.h>

#include "rank/matcher.h"

namespace maillon::rank {
namespace {

std::string to_text(const PhraseItems& items) {
  std::string out;
  for (const auto& item : items) {
    out += '[';
    for (const PhraseWords& words : item->any) {
      if (&words != &item->any.front()) out += '|';
      for (const PhrasePart& part : words) {
        if (&part != &words.front()) out += ' ';
        switch (part.kind) {
          case PhrasePart::word:
            out += part.text;
            break;
          case PhrasePart::prefix:
            out += part.text + "*";
            break;
          case PhrasePart::number:
            out += "#";
            break;
          case PhrasePart::gap:
            out += ".." + std::to_string(part.most);
            break;
        }
      }
    }
    out += ']';
  }
  return out;
}

TEST(Phrase, IsItems) {
  const struct {
    const char* language;
    const char* phrase;
    const char* items;
  } rows[] = {
      {"en", "we keep your passport", "[we][keep][your][passport]"},
      {"en", "(keep|hold on to) ..2 passports", "[keep|hold on to][..2][passport]"},
      {"en", "no fees? ..", "[no][fee|]"},
      {"en", "earn # a week", "[earn][#][a][week]"},
      {"en", "pass* (a (b|c) d|)", "[pass*][a b d|a c d|]"},
      {"fr", "d'avion payé", "[d avion][pay]"},
      {"fr", "Enfermées chez", "[enferm][chez]"},
      {"es", "retenido retenida", "[retenid][retenid]"},
      {"ru", "паспорта забрали", "[паспорт][забра]"},
      {"ru", "оса корова", "[оса][коров]"},  // all letters look like Latin ones
      {"zh", "包机票", "[包 机 票]"},
      {"zh", "扣 ..3 护照", "[扣][..3][护 照]"},
      {"en", "(fee ..2 ..3 due|paid)", "[fee ..5 due|paid]"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.phrase);
    const auto items = parse_phrase(row.phrase, row.language);
    ASSERT_TRUE(items) << items.error().message;
    EXPECT_EQ(to_text(*items), row.items);
  }
}

TEST(Phrase, SaysWhatIsWrong) {
  const struct {
    const char* phrase;
    const char* says;
  } rows[] = {
      {"(a|b", "a '(' is not closed"},
      {"a b)", "a ')' closes nothing"},
      {"a | b", "'|' stands in brackets"},
      {"(a+)+$", "there are no regular expressions"},
      {".*passport", "a single '.'"},
      {"passport [0-9]", "there are no regular expressions"},
      {"a ..13 b", "a gap is of 1 to 12 words"},
      {"a ..0 b", "a gap is of 1 to 12 words"},
      {"a ..99999999999 b", "a gap is of 1 to 12 words"},
      {"a ..12 b ..12 c ..12 d", "gaps are of more than"},
      {"pa* b", "at least 3 letters"},
      {"", "nothing at all"},
      {"(a|b)?", "nothing at all"},
      {"..", "nothing at all"},
      {"((((((((((a))))))))))", "nested too deeply"},
      {"((a|b|c)(a|b|c)(a|b|c)(a|b|c)(a|b|c)(a|b|c))", "more than 400 wordings"},
      {"a b c d e f g h i j k l m n o p q r s t u v w x y", "longer than"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.phrase);
    const auto items = parse_phrase(row.phrase, "en");
    ASSERT_FALSE(items);
    EXPECT_NE(items.error().message.find(row.says), std::string::npos) << items.error().message;
  }
}

TEST(Phrase, WordingsHaveALimit) {
  const auto bracket = [](int words) {
    std::string text = "(no";
    for (int i = 1; i < words; ++i) text += " no";
    return text + ") fee";
  };
  EXPECT_TRUE(parse_phrase(bracket(64), "en"));
  const auto longer = parse_phrase(bracket(65), "en");
  ASSERT_FALSE(longer);
  EXPECT_NE(longer.error().message.find("longer than 64 words"), std::string::npos);
}

TEST(Phrase, TellsEnough) {
  const struct {
    const char* language;
    const char* phrase;
    bool telling;
  } rows[] = {{"en", "no fee", true},  {"en", "no", false},       {"en", "deposit", true},
              {"en", "no? fee", true}, {"en", "(ab|abc)", false}, {"en", "a? b", false},
              {"zh", "押金", true},    {"zh", "押", false},       {"ru", "не", false},
              {"ru", "залог", true},   {"en", "# ab", true}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.phrase);
    const auto items = parse_phrase(row.phrase, row.language);
    ASSERT_TRUE(items) << items.error().message;
    EXPECT_EQ(is_telling(*items), row.telling);
  }
}

}  // namespace
}  // namespace maillon::rank
