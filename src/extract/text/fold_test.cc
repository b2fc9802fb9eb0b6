#include "extract/text/fold.h"

#include <random>

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace maillon::extract {
namespace {

std::string folded(std::string_view text, FoldCase fold_case = FoldCase::lower) {
  Folded f;
  f.assign(text, fold_case);
  return std::string(f.text());
}

TEST(Fold, table) {
  struct Row {
    const char* text;
    const char* want;
  };
  constexpr Row kRows[] = {
      {"", ""},
      {"Plain ASCII, With CAPITALS 123!", "plain ascii, with capitals 123!"},
      {"Été à Zürich, Straße, Łódź, Søren", "ete a zurich, strasse, lodz, soren"},
      {"IĞDIR ığdır İzmir", "igdir igdir izmir"},
      {"Ёлка Йод", "елка иод"},
      {"Άλφα", "αλφα"},
      {"أحمد إلى مدرسة", "احمد الي مدرسه"},
      {"مَرْحَبًا", "مرحبا"},
      {"ＡＢＣ１２３", "abc123"},
      {"𝐇𝐞𝐥𝐥𝐨 𝟙𝟚𝟛", "hello 123"},
      {"①②③⓪❶➊⑳", "12301120"},
      {"1️⃣2️⃣", "12"},
      {"٠١٢ ۳۴ ०१", "012 34 01"},
      {"ｶﾞ", "カ\u3099"},
      {"a\u200Bb\u200Cc\u200D\u2060d\uFEFFe\u00ADf", "abcdef"},
      {"\u202Eabc\u202C", "abc"},
      {"“x” – ‘y’…", "\"x\" - 'y'..."},
      {"ﬁne", "fine"},
      {"🅰🅱 ᴀʙᴄ", "ab abc"},
      {"a\u00A0b\u3000c", "a b c"},
      {"中文 ไทย", "中文 ไทย"},
      // Words of two scripts become one.
      {"mаssаge", "massage"},  // Cyrillic а
      {"Наllo", "hallo"},
      {"рабoта", "работа"},  // Latin o
      {"ΗELLO", "hello"},    // Greek capital eta
      {"мама и рара", "мама и рара"},
      {"а саr", "a car"},  // no true Cyrillic in the text
      {"привет", "привет"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(folded(row.text), row.want);
  }
}

TEST(Fold, keeps_case_on_demand) {
  EXPECT_EQ(folded("AbC ＡｂＣ \u200BÉé", FoldCase::keep), "AbC AbC Ee");
}

TEST(Fold, broken_bytes_do_no_harm) {
  EXPECT_EQ(folded("a\xFF"
                   "b\xC3"),
            "a\x1A"
            "b\x1A");
}

// Random texts of everything that folding treats in its own way.
std::string random_text(std::mt19937& random) {
  static constexpr std::string_view kParts[] = {
      "a",      "B",  "Z", "9", " ",   "\n",   "é",  "ß", "ё",
      "о",      "р",  "Ж", "λ", "Η",   "①",    "１", "𝟎", "\u200B",
      "\u00AD", "中", "ا", "🌸", "️", "\xFF", "…",  "ﬁ", "abcdefghijklmnopqrs"};
  std::string text;
  for (int i = std::uniform_int_distribution<int>(0, 60)(random); i > 0; --i) {
    text += kParts[std::uniform_int_distribution<std::size_t>(0, std::size(kParts) - 1)(random)];
  }
  return text;
}

TEST(Fold, maps_back_to_code_point_borders_in_order) {
  std::mt19937 random(7);
  Folded f;
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_text(random);
    SCOPED_TRACE(text);
    f.assign(text);
    uint32_t before = 0;
    const std::string_view out = f.text();
    for (std::size_t at = 0; at < out.size();) {
      const uint32_t size = decode_utf8(out, at).size;
      const uint32_t begin = f.source_begin(static_cast<uint32_t>(at));
      const uint32_t end = f.source_end(static_cast<uint32_t>(at + size));
      ASSERT_LT(begin, end);
      ASSERT_LE(end, text.size());
      ASSERT_GE(begin, before);
      ASSERT_NE(static_cast<unsigned char>(text[begin]) & 0xC0, 0x80);
      if (end < text.size()) {
        ASSERT_NE(static_cast<unsigned char>(text[end]) & 0xC0, 0x80);
      }
      before = begin;
      at += size;
    }
    ASSERT_LE(out.size(), text.size() * 2);
  }
}

// The fast path against one byte at a time.
TEST(Fold, ascii_as_a_loop_would_do_it) {
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (int i = std::uniform_int_distribution<int>(0, 80)(random); i > 0; --i) {
      text += static_cast<char>(std::uniform_int_distribution<int>(0, 127)(random));
    }
    std::string want = text;
    for (char& c : want) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    ASSERT_EQ(folded(text), want);
  }
}

TEST(Fold, of_folded_text_changes_nothing) {
  const std::string text = "Été ＡＢＣ ①② Ёлка рабoта mаssаge “x” …中文 ไทย 🌸 مَرْحَبًا \u200Bx";
  const std::string once = folded(text);
  EXPECT_EQ(folded(once), once);
}

}  // namespace
}  // namespace maillon::extract
