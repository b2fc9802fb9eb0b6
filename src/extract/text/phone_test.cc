#include "extract/text/phone.h"

#include <gtest/gtest.h>

#include "extract/text/found_testing.h"
#include "extract/text/phone_plan.h"

namespace maillon::extract {
namespace {

struct Row {
  const char* country;
  const char* text;
  const char* want;
};

void expect_phones(std::span<const Row> rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(found(row.text, row.country, "phone"), row.want);
  }
}

TEST(Phone, plain_forms) {
  constexpr Row kRows[] = {
      {"FR", "06 12 34 56 78", "+33612345678"},
      {"FR", "06.12.34.56.78 / 07-98-76-54-32", "+33612345678, +33798765432"},
      {"FR", "0612345678 ou 0798765432", "+33612345678, +33798765432"},
      {"FR", "+33 6 12 34 56 78", "+33612345678"},
      {"FR", "+33 (0)6 12 34 56 78", "+33612345678"},
      {"FR", "0033612345678", "+33612345678"},
      {"FR", "tel0612345678", "+33612345678"},
      {"US", "(775) 555-0100", "+17755550100"},
      {"US", "775.555.0100", "+17755550100"},
      {"US", "1-775-555-0100", "+17755550100"},
      {"US", "011 33 6 12 34 56 78", "+33612345678"},
      {"GB", "07911 123456", "+447911123456"},
      {"GB", "+44 (0)7911 123456", "+447911123456"},
      {"RU", "8 (916) 123-45-67", "+79161234567"},
      {"RU", "79161234567", "+79161234567"},
      {"CN", "138-0013-8000", "+8613800138000"},
      {"ES", "612 34 56 78", "+34612345678"},
      {"EG", "01012345678", "+201012345678"},
      {"UA", "050 123 45 67", "+380501234567"},
      {"DE", "0151 23456789", "+4915123456789"},
      {"IT", "333 456 7890", "+393334567890"},
      {"BR", "(11) 96123-4567", "+5511961234567"},
      {"TR", "0532 555 44 22", "+905325554422"},
      {"RO", "0721 234 567", "+40721234567"},
      {"PT", "912 345 678", "+351912345678"},
      {"", "+1 212 555 0123 +49 151 23456789", "+12125550123, +4915123456789"},
      {"", "00 44 7911 123456", "+447911123456"},
      {"Ireland", "087 123 4567", "+353871234567"},
      {"UK", "07911123456", "+447911123456"},
      // Another country's number with its calling code, announced as a phone.
      {"FR", "tel: 447911123456", "+447911123456"},
      {"GB", "call 08452810075over18s", "+448452810075"},
  };
  expect_phones(kRows);
}

TEST(Phone, disguises) {
  constexpr Row kRows[] = {
      {"FR", "06x12x34x56x78", "+33612345678"},
      {"FR", "06 x 12 x 34 x 56 x 78", "+33612345678"},
      {"FR", "06**12**34**56**78", "+33612345678"},
      {"FR", "06🌸12🌸34🌸56🌸78", "+33612345678"},
      {"FR", "0/6/1/2/3/4/5/6/7/8", "+33612345678"},
      {"FR", "06 , 12 , 34 , 56 , 78", "+33612345678"},
      {"FR", "[06][12][34][56][78]", "+33612345678"},
      {"FR", "O6 l2 34 S6 78", "+33612345678"},
      {"FR", "O6l2345678", "+33612345678"},
      {"FR", "０６１２３４５６７８", "+33612345678"},
      {"FR", "⓪⑥①②③④⑤⑥⑦⑧", "+33612345678"},
      {"FR", "𝟎𝟔 𝟏𝟐 𝟑𝟒 𝟓𝟔 𝟕𝟖", "+33612345678"},
      {"FR", "0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
       "+33612345678"},
      {"FR", "0\u200B6\u200B1\u200B2\u200B3\u200B4\u200B5\u200B6\u200B7\u200B8", "+33612345678"},
      {"FR", "❶ 0 6 1 2 3 4 5 6 7 8", "+33612345678"},
      {"FR", "0 six 1 deux 3 4 cinq 6 7 huit", "+33612345678"},
      {"EG", "٠١٠١٢٣٤٥٦٧٨", "+201012345678"},
      {"IN", "०९८७६५४३२१०", "+919876543210"},
      {"GB", "plus four four 7911 one two three four five six", "+447911123456"},
      {"US", "775 five five five 01OO", "+17755550100"},
  };
  expect_phones(kRows);
}

TEST(Phone, number_words) {
  constexpr Row kRows[] = {
      {"US", "seven seven five five five five oh one double zero", "+17755550100"},
      {"GB", "oh seven nine double one one two three four five six", "+447911123456"},
      {"US", "two one two triple five oh one two three", "+12125550123"},
      {"FR", "zéro six douze trente-quatre cinquante-six soixante-dix-huit", "+33612345678"},
      {"FR", "zero six quatre-vingt-dix-neuf soixante et onze vingt et un quatre-vingt",
       "+33699712180"},
      {"BE", "zéro quatre septante nonante-deux trente trois quarante quatre", "+32470923344"},
      {"ES", "seis uno dos tres cuatro cinco seis siete ocho", "+34612345678"},
      {"ES", "seiscientos doce treinta y cuatro cincuenta y seis setenta y ocho", "+34612345678"},
      {"RU", "восемь девять один шесть один два три четыре пять шесть семь", "+79161234567"},
      {"RU", "восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь",
       "+79161234567"},
      {"EG", "صفر واحد صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية", "+201012345678"},
      {"CN", "一三八零零一三八零零零", "+8613800138000"},
      {"CN", "幺三八洞洞幺三八洞洞洞", "+8613800138000"},
      {"PT", "nove um dois três quatro cinco seis sete oito", "+351912345678"},
      {"BR", "onze nove meia um dois três quatro cinco meia sete", "+5511961234567"},
      {"DE", "null eins fünf eins dreiundzwanzig fünfundvierzig siebenundsechzig neunundachtzig",
       "+4915123456789"},
      {"IT", "tre tre tre quattro cinque sei sette otto nove zero", "+393334567890"},
      {"IT", "trecentotrenta", ""},
      {"RO", "zero șapte doi unu doi trei patru cinci șase șapte", "+40721234567"},
      {"TR", "sıfır beş yüz otuz iki beş yüz elli beş kırk dört yirmi iki", "+905325554422"},
  };
  expect_phones(kRows);
}

// What has as many digits as a phone, or nearly, and is none.
TEST(Phone, other_numbers) {
  constexpr Row kRows[] = {
      {"FR", "150 € 1h, 250 € 2h, 100-150€, 1 500 €, 1.500,00 €", ""},
      {"US", "$200 $350 $500 per night, 1,500.00 USD 2500", ""},
      {"FR", "25 ans 1m70 55 kg 90-60-90 95C", ""},
      {"US", "18 yo, 5 ft 6, 120 lbs, 34-24-34", ""},
      {"RU", "22 года, рост 170, вес 55 кг, 3000 руб час, 5000 руб два часа", ""},
      {"CN", "22岁 168 50 公斤 800元 1500块", ""},
      {"FR", "le 12/05/2024 de 10h30 à 22h, 2022-2023", ""},
      {"US", "2024-05-12 10:30-18:00, May 12 2024, 24/7", ""},
      {"US", "order 7755550100, ref: 2125550123", ""},
      {"US", "see https://example.com/ad/7755550100", ""},
      {"FR", "IBAN FR76 3000 6000 0112 3456 7890 189", ""},
      {"US", "mail anna7755550100@example.com", ""},
      {"US", "12345678901234567890123456789012345678901234567890", ""},
      {"IE", "27 28 29 30 31 1 2 3 4 5 6 7 8 9 10 11 12", ""},
      {"FR", "0612\n345678", ""},
      {"", "0612345678", ""},  // no country, no language
      {"FR", "75011 Paris, 3 pieces, 67 m2, 2e etage", ""},
      {"FR", "lot 612345678", ""},
  };
  expect_phones(kRows);
}

TEST(Phone, prices_beside_phones) {
  constexpr Row kRows[] = {
      {"FR", "06 12 34 56 78 100€", "+33612345678"},
      {"FR", "0612345678 100 €", "+33612345678"},
      {"FR", "100€ 06 12 34 56 78", "+33612345678"},
      {"US", "$200 775-555-0100 $300", "+17755550100"},
      {"FR", "06 12 34 56 78 75011 Paris", "+33612345678"},
      {"FR", "25 ans 06 12 34 56 78 24h/24", "+33612345678"},
      {"US", "10:30pm 775 555 0100 18 yo", "+17755550100"},
      {"FR", "2 places de plus.\n06 12 34 56 78", "+33612345678"},
      {"CN", "电话13800138000 200元", "+8613800138000"},
  };
  expect_phones(kRows);
}

TEST(Phone, services) {
  constexpr Row kRows[] = {
      {"FR", "wa.me/33612345678", ":whatsapp +33612345678"},
      {"FR", "https://api.whatsapp.com/send?phone=33612345678&text=hi", ":whatsapp +33612345678"},
      {"FR", "wa me slash 33612345678", ":whatsapp +33612345678"},
      {"FR", "WhatsApp: 06 12 34 56 78", ":whatsapp +33612345678"},
      {"RU", "Ватсап 8 916 123 45 67", ":whatsapp +79161234567"},
      {"EG", "واتساب 01012345678", ":whatsapp +201012345678"},
      {"FR", "signal 0612345678", ":signal +33612345678"},
      {"FR", "0612345678 (WhatsApp)", ":whatsapp +33612345678"},
      {"FR", "0612345678 whatsapp: 0798765432", "+33612345678, :whatsapp +33798765432"},
      {"FR", "https://signal.me/#p/+33612345678", ":signal +33612345678"},
  };
  expect_phones(kRows);
}

TEST(Phone, guesses_a_country_only_for_mobile_numbers) {
  constexpr const char* kFrench =
      "Bonjour, nous cherchons des personnes motivées pour la saison, appelez le ";
  EXPECT_EQ(found(std::string(kFrench) + "06 12 34 56 78", "", "phone"), "+33612345678");
  EXPECT_EQ(found(std::string(kFrench) + "04 12 34 56 78", "", "phone"), "");
  EXPECT_EQ(found(std::string(kFrench) + "04 91 34 56 78", "FR", "phone"), "+33491345678");
}

TEST(Phone, default_country_is_for_posts_that_state_none) {
  const Signals with = signals_of(one_record("775 555 0100"), "US");
  ASSERT_EQ(with.selectors.size(), 1U);
  EXPECT_EQ(with.selectors.value[0], "+17755550100");
  EXPECT_EQ(signals_of(one_record("775 555 0100", "FR"), "US").selectors.size(), 0U);
}

TEST(PhonePlan, fits) {
  EXPECT_EQ(fit_national("0612345678", "FR"), PlanFit::good);
  EXPECT_EQ(fit_national("612345678", "FR"), PlanFit::loose);
  EXPECT_EQ(fit_national("06123456789", "FR"), PlanFit::none);
  EXPECT_EQ(fit_national("7755550100", "US"), PlanFit::good);
  EXPECT_EQ(fit_national("12345678", "ZZ"), PlanFit::unknown);
  EXPECT_EQ(fit_international("33612345678"), PlanFit::good);
  EXPECT_EQ(fit_international("330612345678"), PlanFit::good);
  EXPECT_EQ(fit_international("3361234567"), PlanFit::none);
}

}  // namespace
}  // namespace maillon::extract
