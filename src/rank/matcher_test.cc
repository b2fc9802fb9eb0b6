#include "rank/matcher.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "rank/phrase.h"

namespace maillon::rank {
namespace {

Catalogue catalogue_of(const std::vector<std::pair<std::string, std::string>>& phrases) {
  Catalogue out;
  for (const auto& [language, text] : phrases) {
    Indicator i;
    i.id = "I-" + std::to_string(out.indicators.size());
    i.phrases.push_back({language, text, 1});
    out.indicators.push_back(std::move(i));
  }
  return out;
}

// What each match covers, in the original's words.
std::vector<std::string> find_all(const Catalogue& catalogue, std::string_view text) {
  const Matcher matcher(catalogue);
  Scanner scanner(matcher);
  std::vector<std::string> out;
  for (const Match& match : scanner.find(text)) {
    const WordReader& words = scanner.words();
    const uint32_t begin = words.source_begin(words.words()[match.first].begin);
    const uint32_t end = words.source_end(words.words()[match.end - 1].end);
    out.push_back(catalogue.indicators[matcher.owners()[match.owner].index].id + " " +
                  std::string(text.substr(begin, end - begin)));
  }
  return out;
}

TEST(WordReader, AHashIsThatOfTheWordsBytes) {
  std::string text;
  for (std::size_t size = 1; size < 24; ++size) {
    text += std::string(size, static_cast<char>('a' + size)) + " " + std::string(size, 'z') + ", ";
    text += "щ" + std::string(size, '7') + " 中 ";
  }
  // The last ones stand at the very end of the text.
  for (std::size_t cut = 0; cut < 20; ++cut) {
    WordReader reader;
    reader.read(std::string_view(text).substr(0, text.size() - cut));
    for (const Word& word : reader.words())
      ASSERT_EQ(word.hash, hash_of_word(reader.text_of(word))) << reader.text_of(word);
  }
}

TEST(Matcher, FindsWhatPeopleWrite) {
  const struct {
    const char* language;
    const char* phrase;
    const char* text;
    const char* found;  // nullptr: nothing
  } rows[] = {
      {"en", "keep ..2 passport", "We KEEP your original Passports here",
       "KEEP your original Passports"},
      {"en", "keep ..2 passport", "keep one two three passport", nullptr},
      {"en", "keep ..2 passport", "they keep it. passport", nullptr},
      {"en", "no fees?", "There is no fee", "no fee"},
      {"en", "earn # (a|per) week", "Earn 900 per week!", "Earn 900 per week"},
      {"en", "earn # (a|per) week", "Earn 5,000 per week", "Earn 5,000 per week"},
      {"en", "earn # (a|per) week", "earn $5k a week", "earn $5k a week"},
      {"es", "# euros al mes", "ganas 1.200 euros al mes", "1.200 euros al mes"},
      {"en", "# usd", "for 900usd", "900usd"},
      {"en", "# # #", "call 555 0100 199", "555 0100 199"},
      {"en", "deport*", "You will be deported", "deported"},
      {"en", "(a|b c|d e f) end", "b c end", "b c end"},
      {"en", "start (now)? ..2 (today)?", "start it", "start"},
      {"en", "fine ..2 (list|# ..1)", "fine of 50 euros", "fine of 50"},
      {"en", "(..2 never|no) fee", "never a fee", nullptr},
      {"en", "(fee ..2 # ..1|# ..1 fee)", "a fee of up to 50 euros", nullptr},
      {"en", "(fee ..2 # ..1|# ..1 fee)", "a fee of about 50 euros", "fee of about 50"},
      {"en", "(fee ..2 # ..1|# ..1 fee)", "50 euros fee", "50 euros fee"},
      {"fr", "frais d'avion", "les frais d’avion", "frais d’avion"},
      {"fr", "retenu sur (le )?salaire", "Retenues sur salaires", "Retenues sur salaires"},
      {"fr", "papier confisqué", "papiers confisquées", "papiers confisquées"},
      {"es", "retiene documento", "Retienen documentos", nullptr},
      {"es", "encerrado en", "ENCERRADAS en casa", "ENCERRADAS en"},
      {"ru", "паспорт забрали", "паспорта забрал", "паспорта забрал"},
      {"ru", "паспорт забрали", "пасспорт забрал", nullptr},
      {"ar", "جواز السفر", "أخذوا جوازات سفرنا", "جوازات سفرنا"},
      {"ar", "نحتفظ ..1 الجواز", "سنحتفظ بجوازك", "سنحتفظ بجوازك"},
      {"zh", "扣(押)?护照", "我们扣护照", "扣护照"},
      {"zh", "扣(押)?护照", "我們扣護照", "扣護照"},
      {"zh", "扣護照", "我们扣护照", "扣护照"},
      {"zh", "扣 ..4 护照", "扣了他们的护照", "扣了他们的护照"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.phrase);
    SCOPED_TRACE(row.text);
    const auto found = find_all(catalogue_of({{row.language, row.phrase}}), row.text);
    if (row.found == nullptr) {
      EXPECT_TRUE(found.empty()) << found.front();
    } else {
      ASSERT_EQ(found.size(), 1U);
      EXPECT_EQ(found[0], std::string("I-0 ") + row.found);
    }
  }
}

TEST(Matcher, JoinsSidesInAnyOrder) {
  const Catalogue catalogue = catalogue_of({{"en", "(passport|papers) & (keep|safe)"}});
  const struct {
    const char* text;
    std::vector<std::string> found;
  } rows[] = {
      {"passports stay in my safe", {"I-0 passports stay in my safe"}},
      {"we keep, dear friends, the papers", {"I-0 keep, dear friends, the papers"}},
      {"keep calm. papers later", {}},
      {"papers only", {}},
      {"passport safe, papers safe", {"I-0 passport safe", "I-0 papers safe"}},
  };
  for (const auto& row : rows) EXPECT_EQ(find_all(catalogue, row.text), row.found) << row.text;
  std::string far = "passport";
  for (int i = 0; i < 40; ++i) far += " word";
  EXPECT_TRUE(find_all(catalogue, far + " safe").empty());
}

// The stupid way: every phrase tried at every word by backtracking over its items.
class Backtracker {
 public:
  Backtracker(const PhraseItems& items, const WordReader& words) : items_(items), words_(words) {}
  // The longest match that begins at `first`; end 0 = none. Words that a gap took on all ways.
  WordRange longest(uint32_t first) {
    best_ = {first, 0, 0};
    item(0, first, 0, false);
    return best_;
  }

 private:
  void end(uint32_t at, uint64_t passed) {
    if (at > best_.first && at == best_.end) best_.passed &= passed;
    if (at > best_.first && at > best_.end) best_.end = at, best_.passed = passed;
  }
  void item(std::size_t i, uint32_t at, uint64_t passed, bool after_gap) {
    if (!after_gap && rest_may_be_missing(i)) end(at, passed);
    if (i == items_.size()) return;
    for (const PhraseWords& words : items_[i]->any) part(i, words, 0, at, passed, after_gap);
  }
  bool rest_may_be_missing(std::size_t i) const {
    for (; i < items_.size(); ++i) {
      if (items_[i]->fewest_words > 0) return false;
    }
    return true;
  }
  void part(std::size_t i, const PhraseWords& words, std::size_t p, uint32_t at, uint64_t passed,
            bool after_gap) {
    if (p == words.size()) {
      item(i + 1, at, passed, after_gap);
      return;
    }
    if (words[p].kind == PhrasePart::gap) {
      if (at == best_.first) {  // a gap at the begin means nothing
        part(i, words, p + 1, at, passed, false);
        return;
      }
      // Nor does one at the end.
      if (!after_gap && p + 1 == words.size() && rest_may_be_missing(i + 1)) end(at, passed);
      for (uint32_t skip = 0; skip <= words[p].most && at + skip < words_.words().size(); ++skip) {
        if (words_.words()[at + skip].sentence) break;
        const uint64_t taken = ((uint64_t{1} << skip) - 1) << (at - best_.first);
        part(i, words, p + 1, at + skip, passed | taken, true);
      }
      return;
    }
    if (at >= words_.words().size() || (at > best_.first && words_.words()[at].sentence)) return;
    const Word& w = words_.words()[at];
    std::string key;
    to_word_key(words_.text_of(w), key);
    const bool fits = words[p].kind == PhrasePart::number ? w.number
                      : words[p].kind == PhrasePart::prefix
                          ? words_.text_of(w).starts_with(words[p].text)
                          : key == words[p].text;
    if (fits) part(i, words, p + 1, at + 1, passed, false);
  }

  const PhraseItems& items_;
  const WordReader& words_;
  WordRange best_;
};

TEST(Matcher, EqualsBacktracking) {
  std::mt19937 random(5);
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> words = {"alpha", "beta", "gamma", "delta", "epsil", "zeta"};
  const auto word = [&] { return words[pick(6)]; };
  const auto make_item = [&]() -> std::string {
    switch (pick(8)) {
      case 0:
        return ".." + std::to_string(1 + pick(3));
      case 1:
        return "(" + word() + "|" + word() + " " + word() + ")";
      case 2:
        return word() + "?";
      case 3:
        return word().substr(0, 3) + "*";
      case 4:
        return "(" + word() + " ..2 " + word() + "|" + word() + ")" + (pick(3) == 0 ? "?" : "");
      case 5:
        return "(" + word() + " ..1|..1 " + word() + "|" + word() + ")";
      default:
        return word();
    }
  };
  using Found = std::tuple<std::size_t, uint32_t, uint32_t, uint64_t>;
  for (int round = 0; round < 400; ++round) {
    std::vector<std::pair<std::string, std::string>> phrases;
    while (phrases.size() < 12) {
      std::string phrase = pick(4) == 0 ? make_item() : word();
      for (std::size_t i = pick(5); i > 0; --i) phrase += " " + make_item();
      if (parse_phrase(phrase, "en")) phrases.emplace_back("en", phrase);
    }
    std::string text;
    for (int i = 0; i < 60; ++i) text += word() + (pick(12) == 0 ? ". " : " ");
    const Catalogue catalogue = catalogue_of(phrases);
    const Matcher matcher(catalogue);
    Scanner scanner(matcher);
    std::set<Found> found, expected;
    for (const Match& match : scanner.find(text)) {
      found.emplace(matcher.owners()[match.owner].index, match.first, match.end, match.passed);
    }
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      const auto items = parse_phrase(phrases[i].second, "en");
      Backtracker slow(*items, scanner.words());
      for (uint32_t at = 0; at < scanner.words().words().size(); ++at) {
        const WordRange best = slow.longest(at);
        if (best.end > 0) expected.emplace(i, at, best.end, best.passed);
      }
    }
    std::string all;
    for (const auto& [language, phrase] : phrases) all += phrase + "\n";
    ASSERT_EQ(found, expected) << text << "\n" << all;
  }
}

TEST(Matcher, SidesAreFoundWhereAllStandInOneSentence) {
  std::mt19937 random(8);
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> sides = {"alpha",        "beta gamma",  "(delta|zeta) ..2 alpha",
                                          "gamma",        "epsil? zeta", "gam* ..1 (beta|delta)",
                                          "(alpha|gamma)"};
  const std::vector<std::string> words = {"alpha", "beta", "gamma", "delta", "epsil", "zeta", "no"};
  for (int round = 0; round < 300; ++round) {
    std::vector<std::pair<std::string, std::string>> phrases;
    std::vector<std::vector<std::string>> parts;
    for (int p = 0; p < 6; ++p) {
      parts.emplace_back();
      std::string phrase;
      for (std::size_t n = 2 + pick(3); n > 0; --n) {
        parts.back().push_back(sides[pick(sides.size())]);
        phrase += (phrase.empty() ? "" : " & ") + parts.back().back();
      }
      phrases.emplace_back("en", phrase);
    }
    std::string text;
    for (int i = 0; i < 40; ++i)
      text += words[pick(7)] + (pick(6) == 0 || i % 12 == 0 ? ". " : " ");
    const Matcher matcher(catalogue_of(phrases));
    Scanner scanner(matcher);
    std::set<std::pair<std::size_t, std::size_t>> found, expected;  // phrase, sentence
    for (const Match& match : scanner.find(text)) {
      const auto& read = scanner.words().words();
      std::size_t sentence = 0;
      for (std::size_t i = 0; i <= match.first; ++i) sentence += read[i].sentence ? 1 : 0;
      found.emplace(matcher.owners()[match.owner].index, sentence);
      EXPECT_EQ(scanner.sides(match).size(), parts[matcher.owners()[match.owner].index].size());
    }
    for (std::size_t p = 0; p < parts.size(); ++p) {
      std::map<std::size_t, std::set<std::size_t>> seen;  // sentence: sides
      for (std::size_t s = 0; s < parts[p].size(); ++s) {
        const auto items = parse_phrase(parts[p][s], "en");
        Backtracker slow(*items, scanner.words());
        std::size_t sentence = 0;
        for (uint32_t at = 0; at < scanner.words().words().size(); ++at) {
          sentence += scanner.words().words()[at].sentence ? 1 : 0;
          if (slow.longest(at).end > 0) seen[sentence].insert(s);
        }
      }
      for (const auto& [sentence, which] : seen) {
        if (which.size() == parts[p].size()) expected.emplace(p, sentence);
      }
    }
    ASSERT_EQ(found, expected) << text;
  }
}

// Sentences that were met are not looked at again: that must not be seen.
TEST(Matcher, WhatWasReadBeforeChangesNothing) {
  std::mt19937 random(9);
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const Catalogue catalogue = catalogue_of({{"en", "alpha & beta ..1 gamma"},
                                            {"en", "alpha ..2 gamma"},
                                            {"en", "(beta|delta) & alpha & gamma"},
                                            {"en", "gamma delta"},
                                            {"en", "# ..3 alpha"},
                                            {"zh", "工作 & 护照"},
                                            {"zh", "扣留 ..2 护照"}});
  const std::vector<std::string> words = {"alpha", "beta", "gamma", "delta",
                                          "no",    "17",   "工作",  "扣留护照"};
  const Matcher matcher(catalogue);
  std::vector<std::string> sentences;
  for (int i = 0; i < 60; ++i) {
    sentences.emplace_back();
    for (std::size_t n = 1 + pick(9); n > 0; --n)
      sentences.back() += words[pick(words.size())] + " ";
  }
  sentences.emplace_back();
  for (int i = 0; i < 300; ++i) sentences.back() += words[pick(words.size())] + " ";
  Scanner old(matcher);
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (std::size_t n = 1 + pick(6); n > 0; --n) text += sentences[pick(sentences.size())] + ". ";
    using Range = std::tuple<uint32_t, uint32_t, uint64_t>;
    const auto all_of = [&](Scanner& scanner) {
      std::vector<std::pair<uint32_t, std::vector<Range>>> out;
      for (const Match& match : scanner.find(text)) {
        out.push_back({match.owner, {{match.first, match.end, match.passed}}});
        for (const WordRange& side : scanner.sides(match))
          out.back().second.emplace_back(side.first, side.end, side.passed);
      }
      return out;
    };
    Scanner fresh(matcher);
    ASSERT_EQ(all_of(old), all_of(fresh)) << text;
  }
}

TEST(Matcher, ManyWordsOfOneKindStayLinear) {
  // As many gaps as a phrase may have, and a text of nothing but its words.
  const Catalogue catalogue = catalogue_of({{"en", "aaa ..5 aaa ..5 aaa ..5 bbb"}});
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "aaa ";
  EXPECT_TRUE(find_all(catalogue, text).empty());
  // 4,096 ways from each word to the last one.
  std::string phrase = "aaa";
  for (int i = 0; i < 11; ++i) phrase += " ..2 aaa";
  const Catalogue ways = catalogue_of({{"en", phrase}, {"en", "aaa ..12 (ccc|aaa) ..12 bbb"}});
  const Matcher matcher(ways);
  Scanner scanner(matcher);
  EXPECT_EQ(scanner.find(text.substr(0, 4000)).size(), 1000U - 11);
  text.clear();
  for (int i = 0; i < 10'000; ++i) text += "aaa bbb ";
  EXPECT_GT(scanner.find(text).size(), 9'000U);
}

}  // namespace
}  // namespace maillon::rank
