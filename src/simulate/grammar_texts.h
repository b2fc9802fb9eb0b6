// The grammars' texts, one for each language. Only simulate/grammar.cc includes this.
#pragma once

#include <string_view>

namespace maillon::simulate {

extern const std::string_view kEnglishGrammar, kFrenchGrammar, kSpanishGrammar, kPortugueseGrammar,
    kItalianGrammar, kRussianGrammar, kArabicGrammar, kChineseGrammar, kGermanGrammar,
    kRomanianGrammar, kTurkishGrammar;

}  // namespace maillon::simulate
