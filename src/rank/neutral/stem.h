// Cuts endings that agree in gender and number, so that the two forms of one word are one.
#pragma once

#include <string>
#include <string_view>

namespace maillon::rank {

// Appends the stem of a folded word (extract/text/fold.h): "motivee", "motives" -> "motiv",
// "готова" -> "готов", "работала" -> "работ", "مطلوبه" -> "مطلوب". By script alone, one rule for
// all languages that are written in it:
//   Latin     trailing a e o s x; then -eur/-euse, -teur/-trice, -f/-ve, -c/-que/-che, -g/-gue,
//             -eau/-elle, doubled consonants
//   Cyrillic  endings of adjectives, of the past tense and of cases, -ся; -ен/-на, -ец/-цы
//   Arabic    ه ت ا ي and plural endings; ي and ت in front of verbs
// At least two letters are kept. Light on purpose: pairs that no ending tells apart (il/elle,
// actor/actress, один/одна) belong into the lexicon (neutralise.h). Stems are for machines;
// they need not be words.
void append_stem(std::string& out, std::string_view word);

// Number of letters (code points) of a folded word.
std::size_t count_letters(std::string_view word);

}  // namespace maillon::rank
