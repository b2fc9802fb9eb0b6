#include "rank/neutral/stem.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "extract/text/tokens.h"

namespace maillon::rank {
namespace {

std::string stem_of(std::string_view word) {
  std::string out;
  // A word whose letters all look like Latin ones stays Cyrillic beside one that is.
  const std::string folded = extract::fold_word("щ " + std::string(word));
  append_stem(out, std::string_view(folded).substr(std::string_view("щ ").size()));
  return out;
}

TEST(Stem, forms_that_agree_in_gender_and_number_are_one) {
  const std::vector<std::vector<const char*>> kForms = {
      {"motivé", "motivée", "motivés", "motivées"},
      {"prêt", "prête", "prêts", "prêtes"},
      {"sérieux", "sérieuse", "sérieuses"},
      {"actif", "active", "actifs", "actives"},
      {"serveur", "serveuse", "serveurs"},
      {"directeur", "directrice", "directrices"},
      {"professionnel", "professionnelle"},
      {"nouveau", "nouvelle", "nouveaux"},
      {"grec", "grecque"},
      {"blanc", "blanche"},
      {"gros", "grosse"},
      {"né", "née", "nés"},
      {"un", "una", "uno", "unos", "une"},
      {"contratado", "contratada", "contratados", "contratadas"},
      {"trabajador", "trabajadora", "trabajadores", "trabajadoras"},
      {"chico", "chica"},
      {"готов", "готова", "готово", "готовы"},
      {"должен", "должна", "должны"},
      {"уверен", "уверена"},
      {"опытный", "опытная", "опытные", "опытного", "опытной", "опытную", "опытным"},
      {"работал", "работала", "работали"},
      {"пришёл", "пришла", "пришли"},
      {"помог", "помогла"},
      {"филиппинец", "филиппинцы", "филиппинца"},
      {"близок", "близка"},
      {"вернулся", "вернулась"},
      {"приглашён", "приглашена", "приглашённый"},
      {"он", "она", "оно", "они"},
      {"مطلوب", "مطلوبة", "مطلوبين", "مطلوبون", "مطلوبات"},
      {"موظف", "موظفة", "موظفين"},
      {"يعمل", "تعمل"},
      {"سيعمل", "ستعمل"},
      {"كان", "كانت"},
      {"راتبه", "راتبها"},
      {"اتصل", "اتصلي"},
  };
  for (const auto& forms : kForms) {
    for (const char* form : forms) EXPECT_EQ(stem_of(form), stem_of(forms[0])) << form;
  }
}

TEST(Stem, keeps_what_tells_words_apart) {
  for (const auto& [one, other] :
       std::vector<std::pair<const char*, const char*>>{{"contrat", "contact"},
                                                        {"passport", "passage"},
                                                        {"работа", "забота"},
                                                        {"виза", "визит"},
                                                        {"عمل", "أمل"},
                                                        {"日", "月"}}) {
    EXPECT_NE(stem_of(one), stem_of(other)) << one;
  }
}

TEST(Stem, leaves_two_letters_and_survives_any_bytes) {
  for (const char* word : {"", "a", "as", "see", "ее", "я", "ةة", "\xd0", "ss\xff", "日本"}) {
    std::string stem;
    append_stem(stem, word);
    EXPECT_LE(stem.size(), std::string_view(word).size());
    EXPECT_EQ(stem.empty(), *word == 0) << word;
  }
  EXPECT_EQ(count_letters("été"), 3U);
}

}  // namespace
}  // namespace maillon::rank
