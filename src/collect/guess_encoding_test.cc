#include "collect/guess_encoding.h"

#include <gtest/gtest.h>

#include "collect/decode.h"
#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

struct EncodingRow {
  Encoding encoding;
  std::string_view text;
};

// One or two decent sentences each.
constexpr EncodingRow kRows[] = {
    {Encoding::windows1252,
     "titre;texte\nMénage;Société de nettoyage à Besançon cherche des employés sérieux, été "
     "compris\n"},
    {Encoding::windows1252,
     "titulo,texto\nJardín,Señora busca jardinero los sábados; mañana también\n"},
    {Encoding::windows1252,
     "Titel;Text\nKüche;Wir suchen für unsere Küche fleißige Hände, gern ältere\n"},
    {Encoding::windows1251,
     "заголовок;текст\nУборка;Требуется уборщица в офис, график свободный, оплата каждую неделю\n"},
    {Encoding::windows1251, "id;текст\n1;Работа на складе, жильё предоставляется\n"},
    {Encoding::windows1256,
     "العنوان;النص\nعمل;مطلوب عامل تنظيف في مكتب، الدوام من الصباح حتى الظهر\n"},
    {Encoding::gb18030, "标题,描述\n招聘,本公司招聘仓库工人，提供食宿，工资按月发放\n"},
    {Encoding::utf16le, "title\tbody\nCleaning\tWe look for a cleaner\n"},
    {Encoding::utf16be, "title\tbody\nCleaning\tWe look for a cleaner\n"},
    {Encoding::utf16le, "заголовок;текст\nУборка;Требуется уборщица в офис\n"},
    {Encoding::utf8, "titre;texte\nMénage;Société de nettoyage à Besançon\n"},
    {Encoding::utf8, "plain ascii,only\n1,2\n"},
    {Encoding::utf8, "标题,描述\n招聘,本公司招聘仓库工人\n"},
};

TEST(GuessEncoding, TellsEncodingsByTheirLetters) {
  for (const EncodingRow& row : kRows) {
    SCOPED_TRACE(row.text);
    SCOPED_TRACE(to_name(row.encoding));
    const std::string bytes = encode(row.text, row.encoding);
    EXPECT_EQ(to_name(guess_encoding(bytes, false).encoding), to_name(row.encoding));
    // Cut in the middle of a character it is the same.
    EXPECT_EQ(to_name(guess_encoding(bytes.substr(0, bytes.size() - 2), true).encoding),
              to_name(row.encoding));
  }
}

TEST(GuessEncoding, MarksDecide) {
  EXPECT_EQ(guess_encoding("\xFF\xFE"
                           "a\0",
                           false)
                .encoding,
            Encoding::utf16le);
  EXPECT_EQ(guess_encoding("\xFE\xFF", false).encoding, Encoding::utf16be);
  EXPECT_TRUE(guess_encoding("\xEF\xBB\xBFx", false).by_mark);
}

TEST(GuessEncoding, AFewRowsOfAnotherEncodingDoNotChangeTheFile) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "Société à Besançon\n";
  text += encode("Société à Besançon\n", Encoding::windows1252);
  const EncodingGuess guess = guess_encoding(text, false);
  EXPECT_EQ(guess.encoding, Encoding::utf8);
  EXPECT_TRUE(guess.mixed);
}

TEST(Decoder, GivesTextAndPlacesBack) {
  for (const EncodingRow& row : kRows) {
    SCOPED_TRACE(row.text);
    const std::string bytes = encode(row.text, row.encoding);
    const Decoder decoder(row.encoding);
    std::string text;
    EXPECT_EQ(decoder.decode(bytes, true, text), bytes.size());
    EXPECT_EQ(text, row.text);
    EXPECT_FALSE(decoder.find_bad(bytes).has_value());
    // Any prefix that ends with a character leads to a place and back.
    for (std::size_t at = 0; at <= text.size(); ++at) {
      if (utf8_prefix(text, at) != at) continue;
      const std::size_t raw = decoder.raw_size(bytes, at);
      std::string prefix;
      decoder.decode(std::string_view(bytes).substr(0, raw), true, prefix);
      ASSERT_EQ(prefix, text.substr(0, at));
    }
  }
}

TEST(Decoder, NamesBytesThatMeanNothing) {
  EXPECT_EQ(Decoder(Encoding::utf8).find_bad("ab\xFF"), 2U);
  EXPECT_EQ(Decoder(Encoding::gb18030).find_bad("a\xFFz"), 1U);
  EXPECT_EQ(Decoder(Encoding::utf16le).find_bad(std::string_view("a\0\0\xDC", 4)), 2U);
  EXPECT_EQ(Decoder(Encoding::utf16le).find_bad(std::string_view("a\0b", 3)), 2U);
}

TEST(Decoder, ReadsFourByteGb18030) {
  std::string text;
  Decoder(Encoding::gb18030).decode("\x81\x30\x81\x30\x90\x30\x81\x30\x95\x32\x82\x36", true, text);
  EXPECT_EQ(text, "\u0080\U00010000\U00020000");
}

}  // namespace
}  // namespace maillon::collect
