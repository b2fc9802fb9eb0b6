// A small lexicon for tests; the real one is data (catalogue/).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rank/neutral/lexicon.h"

namespace maillon::rank {

inline std::vector<LexiconEntry> small_lexicon_entries() {
  const std::vector<std::pair<std::string, std::vector<std::string>>> kKinds = {
      {"name",
       {"Maria", "María José", "Li", "Ahmed", "Анна", "Пётр", "فاطمة", "محمد", "王芳", "李伟",
        "Jean-Pierre", "O'Brien"}},
      {"nationality",
       {"Filipino", "Filipina", "Sri Lankan", "Nepali", "филиппинец", "филиппинка", "نيبالي",
        "نيبالية", "菲律宾人", "尼泊尔人", "marocain", "marocaine"}},
      {"religion",
       {"Muslim", "Christian", "Roman Catholic", "мусульманин", "христианка", "مسلم", "مسيحية",
        "穆斯林", "基督徒"}},
      {"ethnicity", {"Roma", "Uyghur", "Kurd", "цыган", "уйгурка", "维吾尔族", "كردي"}},
      {"he/she", {"he", "she", "il", "elle", "él", "ella", "он", "она", "هو", "هي", "他", "她"}},
      {"man/woman",
       {"man", "woman", "men", "women", "homme", "femme", "hombre", "mujer", "мужчина", "женщина",
        "رجل", "امرأة", "男人", "女人", "男", "女"}},
  };
  std::vector<LexiconEntry> entries;
  for (const auto& [kind, words] : kKinds) {
    for (const std::string& word : words)
      entries.push_back({kind, "", word, kind == "nationality"});
  }
  return entries;
}

inline NeutralLexicon small_lexicon() {
  return NeutralLexicon::build(small_lexicon_entries()).value();
}

}  // namespace maillon::rank
