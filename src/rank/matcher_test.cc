#include "rank/matcher.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>

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
  // The longest end of a match that begins at `first`; 0 = none.
  std::size_t longest(std::size_t first) {
    best_ = 0;
    first_ = first;
    item(0, first, false);
    return best_;
  }

 private:
  void item(std::size_t i, std::size_t at, bool after_gap) {
    if (!after_gap && at > first_ && rest_may_be_missing(i)) best_ = std::max(best_, at);
    if (i == items_.size()) return;
    for (const PhraseWords& words : items_[i].any) part(i, words, 0, at, after_gap);
  }
  bool rest_may_be_missing(std::size_t i) const {
    for (; i < items_.size(); ++i) {
      if (fewest_words(items_[i]) > 0) return false;
    }
    return true;
  }
  void part(std::size_t i, const PhraseWords& words, std::size_t p, std::size_t at,
            bool after_gap) {
    if (p == words.size()) {
      item(i + 1, at, after_gap);
      return;
    }
    if (words[p].kind == PhrasePart::gap) {
      if (at == first_) {  // a gap at the begin means nothing
        part(i, words, p + 1, at, false);
        return;
      }
      for (std::size_t skip = 0; skip <= words[p].most && at + skip < words_.words().size();
           ++skip) {
        if (words_.words()[at + skip].sentence) break;
        part(i, words, p + 1, at + skip, true);
      }
      return;
    }
    if (at >= words_.words().size() || (at > first_ && words_.words()[at].sentence)) return;
    const Word& w = words_.words()[at];
    std::string key;
    to_word_key(words_.text_of(w), key);
    const bool fits = words[p].kind == PhrasePart::number ? w.number
                      : words[p].kind == PhrasePart::prefix
                          ? words_.text_of(w).starts_with(words[p].text)
                          : key == words[p].text;
    if (fits) part(i, words, p + 1, at + 1, false);
  }

  const PhraseItems& items_;
  const WordReader& words_;
  std::size_t first_ = 0, best_ = 0;
};

TEST(Matcher, EqualsBacktracking) {
  std::mt19937 random(5);
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> words = {"alpha", "beta", "gamma", "delta", "epsil", "zeta"};
  const auto make_item = [&]() -> std::string {
    switch (pick(6)) {
      case 0:
        return ".." + std::to_string(1 + pick(3));
      case 1:
        return "(" + words[pick(6)] + "|" + words[pick(6)] + " " + words[pick(6)] + ")";
      case 2:
        return words[pick(6)] + "?";
      case 3:
        return words[pick(6)].substr(0, 3) + "*";
      default:
        return words[pick(6)];
    }
  };
  for (int round = 0; round < 400; ++round) {
    std::vector<std::pair<std::string, std::string>> phrases;
    while (phrases.size() < 12) {
      std::string phrase = words[pick(6)];
      for (std::size_t i = pick(5); i > 0; --i) phrase += " " + make_item();
      if (parse_phrase(phrase, "en")) phrases.emplace_back("en", phrase);
    }
    std::string text;
    for (int i = 0; i < 60; ++i) text += words[pick(6)] + (pick(12) == 0 ? ". " : " ");
    const Catalogue catalogue = catalogue_of(phrases);
    const Matcher matcher(catalogue);
    Scanner scanner(matcher);
    std::set<std::tuple<std::size_t, std::size_t, std::size_t>> found, expected;
    for (const Match& match : scanner.find(text)) {
      found.emplace(matcher.owners()[match.owner].index, match.first, match.end);
    }
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      const auto items = parse_phrase(phrases[i].second, "en");
      Backtracker slow(*items, scanner.words());
      for (std::size_t at = 0; at < scanner.words().words().size(); ++at) {
        const std::size_t end = slow.longest(at);
        if (end > 0) expected.emplace(i, at, end);
      }
    }
    ASSERT_EQ(found, expected) << text;
  }
}

TEST(Matcher, ManyWordsOfOneKindStayLinear) {
  // As many gaps as a phrase may have, and a text of nothing but its words.
  const Catalogue catalogue = catalogue_of({{"en", "aaa ..5 aaa ..5 aaa ..5 bbb"}});
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "aaa ";
  EXPECT_TRUE(find_all(catalogue, text).empty());
}

}  // namespace
}  // namespace maillon::rank
