#include "rank/neutral/neutralise.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "rank/neutral/lexicon_test_words.h"

namespace maillon::rank {
namespace {

// Stems, and "<>" for signs and characters: for reading. Equality is by hash.
std::string shown(std::span<const Unit> units, std::string_view text) {
  std::string out;
  for (const Unit& unit : units) {
    if (!out.empty()) out += unit.after_break ? " | " : " ";
    const std::string_view source = text.substr(unit.begin, unit.end - unit.begin);
    switch (unit.kind) {
      case UnitKind::word:
        out += unit.stem;
        break;
      case UnitKind::character:
        out += source;
        break;
      case UnitKind::sign:
        out += '<';
        out += source;
        out += '>';
    }
  }
  return out;
}

std::vector<uint64_t> hashes(Neutraliser& neutraliser, std::string_view text) {
  std::vector<uint64_t> out;
  for (const Unit& unit : neutraliser.read(text))
    out.push_back(unit.hash + (unit.after_break ? 1 : 0));
  return out;
}

TEST(Neutralise, table) {
  const NeutralLexicon lexicon = small_lexicon();
  Neutraliser neutraliser(lexicon);
  struct Row {
    const char *text, *want;
  };
  constexpr Row kRows[] = {
      {"", ""},
      {"Maria works in Madrid.", "<Maria> work in madrid"},
      {"María José llama hoy", "<María José> llam hoy"},
      {"a Sri Lankan man", "a <Sri Lankan> <man>"},
      {"M a r i a and M.a.r.i.a", "<M a r i a> and <M.a.r.i.a>"},
      {"MARIA's", "<MARIA> s"},
      {"Jean-Pierre O'Brien", "<Jean-Pierre> <O'Brien>"},
      {"Нужны филиппинцы", "нужн <филиппинцы>"},
      {"Анна, он", "<Анна> <он>"},  // all letters look like Latin ones
      {"Анна is here", "<Анна> is her"},
      {"她是菲律宾人", "<她> 是 <菲律宾人>"},
      {"motivé(e)s, amigo/a", "motif amig"},
      {"Call +33 6 12 34 56 78 now", "cal <+33 6 12 34 56 78> now"},
      {"mail a.b@example.com or https://x.example/q",
       "mail <a.b@example.com> or <https://x.example/q>"},
      {"12 beds, 100mbps, m4ria7x", "<12> bed <100> mbp <m4ria7x>"},
      {"Instagram: Maria", "instagram <Maria>"},
      {"Yes. No", "ye | no"},
  };
  for (const auto& [text, want] : kRows) {
    EXPECT_EQ(shown(neutraliser.read(text), text), want) << text;
  }
}

// One sentence a language, with a place for a word of any class.
constexpr const char* kFrames[] = {
    "{} is looking for work as a driver in Rome, call +44 7911 123456",
    "Nous cherchons {} pour un travail à Lyon, 1200 € par mois",
    "Se necesita {} para trabajar en Valencia, escribir a empleo@example.com",
    "Требуется {} на стройку в Казани, выплаты каждую неделю",
    "مطلوب {} للعمل في دبي، السكن مجاني",
    "招聘{}在上海工作，包吃住",
    "{}",
    "Telegram {}, whatsapp: {}; {} and {}",
};

std::string fill(std::string_view frame, std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    if (frame.substr(i, 2) == "{}") {
      out += word;
      ++i;
    } else {
      out += frame[i];
    }
  }
  return out;
}

TEST(Neutralise, another_word_of_the_class_gives_the_same_units) {
  const NeutralLexicon lexicon = small_lexicon();
  Neutraliser neutraliser(lexicon);
  const std::vector<LexiconEntry> entries = small_lexicon_entries();
  for (const char* frame : kFrames) {
    for (const LexiconEntry& entry : entries) {
      const auto first = std::find_if(entries.begin(), entries.end(),
                                      [&](const auto& e) { return e.kind == entry.kind; });
      const std::string one = fill(frame, first->word), other = fill(frame, entry.word);
      EXPECT_EQ(hashes(neutraliser, one), hashes(neutraliser, other)) << one << " / " << other;
    }
  }
}

// Whatever stands around the word: numbers, services, selectors, words of other scripts.
TEST(Neutralise, neighbours_do_not_give_a_word_away) {
  const NeutralLexicon lexicon = small_lexicon();
  Neutraliser neutraliser(lexicon);
  const std::vector<LexiconEntry> entries = small_lexicon_entries();
  constexpr std::string_view kParts[] = {"telegram",
                                         "whatsapp:",
                                         "Instagram",
                                         "id",
                                         "is",
                                         "call",
                                         "tel",
                                         "+44 7911 123456",
                                         "0612345678",
                                         "six",
                                         "twelve",
                                         "00",
                                         "12",
                                         "€",
                                         "500$",
                                         "per",
                                         "a.b@example.com",
                                         "example.com",
                                         "мама",
                                         "работа",
                                         "тел.",
                                         "في",
                                         "رقم",
                                         "联系",
                                         "微信",
                                         "12/09/2026",
                                         "\n",
                                         ".",
                                         "!",
                                         ",",
                                         "(",
                                         ")",
                                         "-",
                                         "/",
                                         "at",
                                         "dot",
                                         "age",
                                         "25",
                                         "years",
                                         "double"};
  std::mt19937 dice(11);
  std::size_t differ = 0;
  for (int round = 0; round < 20000; ++round) {
    const LexiconEntry& one = entries[dice() % entries.size()];
    const LexiconEntry* other = &one;
    while (other == &one || other->kind != one.kind) other = &entries[dice() % entries.size()];
    std::string before, after;
    for (std::size_t i = dice() % 5; i > 0; --i)
      before.append(kParts[dice() % std::size(kParts)]) += ' ';
    for (std::size_t i = dice() % 5; i > 0; --i)
      (after += ' ').append(kParts[dice() % std::size(kParts)]);
    std::string first = before, second = before;
    first.append(one.word).append(after);
    second.append(other->word).append(after);
    const bool same = hashes(neutraliser, first) == hashes(neutraliser, second);
    differ += same ? 0 : 1;
    if (differ < 20) {
      EXPECT_TRUE(same) << first << "\n  " << shown(neutraliser.read(first), first) << "\n  "
                        << shown(neutraliser.read(second), second);
    }
  }
  EXPECT_EQ(differ, 0U);
}

TEST(Neutralise, counterfactual_twins_give_the_same_units) {
  const NeutralLexicon lexicon = small_lexicon();
  Neutraliser neutraliser(lexicon);
  const std::vector<std::pair<const char*, const char*>> kTwins = {
      {"Il est très motivé et sérieux, prêt à partir",
       "Elle est très motivée et sérieuse, prête à partir"},
      {"Él está contratado como trabajador", "Ella está contratada como trabajadora"},
      {"Он готов работать, был уверен и вернулся", "Она готова работать, была уверена и вернулась"},
      {"هو موظف ويعمل هنا، مطلوب فورا", "هي موظفة وتعمل هنا، مطلوبة فورا"},
      {"他需要工作", "她需要工作"},
      {"Ahmed, a Muslim man from Nepal", "Maria, a Christian woman from Nepal"},
      {"Пётр: мама", "Анна: мама"},  // whose letters decide the script of the rest
      {"Пётр: мама", "Maria: мама"},
      {"Call 07911 123456 or @first_name1", "Call 07700 900123 or @other_account"},
  };
  for (const auto& [one, other] : kTwins) {
    EXPECT_EQ(hashes(neutraliser, one), hashes(neutraliser, other))
        << shown(neutraliser.read(one), one) << " / " << shown(neutraliser.read(other), other);
  }
}

TEST(Neutralise, places_and_other_words_stay_apart) {
  const NeutralLexicon lexicon = small_lexicon();
  Neutraliser neutraliser(lexicon);
  EXPECT_NE(hashes(neutraliser, "work in Dubai"), hashes(neutraliser, "work in Doha"));
  EXPECT_NE(hashes(neutraliser, "a Muslim"), hashes(neutraliser, "a Kurd"));
  EXPECT_EQ(hashes(neutraliser, "here it is").size(), 3U);  // not "her", not "he"
}

TEST(NeutralLexicon, classes_that_share_a_word_are_one) {
  const auto lexicon =
      NeutralLexicon::build(std::vector<LexiconEntry>{{"name", "en", "Christian"},
                                                      {"religion", "en", "christian"},
                                                      {"name", "en", "Anna"},
                                                      {"religion", "en", "muslim"},
                                                      {"nationality", "en", "Kenyan"}});
  ASSERT_TRUE(lexicon.has_value());
  Neutraliser neutraliser(*lexicon);
  EXPECT_EQ(hashes(neutraliser, "Anna"), hashes(neutraliser, "Muslim"));
  EXPECT_NE(hashes(neutraliser, "Anna"), hashes(neutraliser, "Kenyan"));
}

TEST(NeutralLexicon, refuses_what_it_cannot_look_for) {
  const auto refusal = [](const LexiconEntry& entry) {
    const auto lexicon =
        NeutralLexicon::build(std::vector<LexiconEntry>{{"name", "en", "Anna"}, entry});
    return lexicon.has_value() ? std::string() : lexicon.error().message;
  };
  EXPECT_EQ(refusal({"name", "en", "Eva"}), "");
  EXPECT_NE(refusal({"name", "en", " - "}).find("entry 2"), std::string::npos);
  EXPECT_NE(refusal({"", "en", "Eva"}).find("class"), std::string::npos);
  EXPECT_NE(refusal({"name", "en", "Agent 47"}).find("digits"), std::string::npos);
  EXPECT_NE(refusal({"name", "en", "a b, c d, e f, g h, i j"}).find("parts"), std::string::npos);
}

TEST(NeutralLexicon, the_fingerprint_knows_words_and_no_order) {
  std::vector<LexiconEntry> entries = small_lexicon_entries();
  const uint64_t want = NeutralLexicon::build(entries)->fingerprint();
  std::reverse(entries.begin(), entries.end());
  EXPECT_EQ(NeutralLexicon::build(entries)->fingerprint(), want);
  entries[0].word = "Eva";
  EXPECT_NE(NeutralLexicon::build(entries)->fingerprint(), want);
}

TEST(Neutralise, any_bytes_give_ordered_ranges_inside_the_text) {
  const NeutralLexicon lexicon = small_lexicon();
  Neutraliser neutraliser(lexicon);
  std::mt19937 dice(5);
  constexpr std::string_view kParts[] = {
      "Maria",  "M", ".",    " ",    "a",          "12", "@",   "(e)", "王",         "芳", "Sri",
      "Lankan", "é", "\xff", "\xd0", "+336123456", "\n", "она", "هي",  "http://x.y", "m4", "e"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = dice() % 20; i > 0; --i) text += kParts[dice() % std::size(kParts)];
    uint32_t end = 0;
    for (const Unit& unit : neutraliser.read(text)) {
      EXPECT_LE(end, unit.begin) << text;
      EXPECT_LT(unit.begin, unit.end) << text;
      EXPECT_LE(unit.end, text.size()) << text;
      end = unit.end;
    }
  }
}

}  // namespace
}  // namespace maillon::rank
