#include "rank/tongue.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "extract/text/language.h"

namespace maillon::rank {
namespace {

struct Tongue {
  uint16_t code;           // 0: known only so that it is taken for none of the others
  std::string_view words;  // folded
};
// Without words that agree in gender where the other form would vote otherwise: who a text is
// about must not change how it is read.
constexpr Tongue kTongues[] = {
    {extract::pack_language('e', 'n'),
     "the and of to you we is are with your our will for not this that have from they if or be can "
     "do i my at by it was has he she her his him hers there their who what when where which all "
     "any but never them out up only get need must would should does did don how than then so us "
     "me"},
    {extract::pack_language('f', 'r'),
     "les des et est vous nous dans pour pas avec votre vos sur aux qui je tu ne sont ont mais ou "
     "de en que sans notre nos leur leurs ses par plus on y j n d l c s qu ai as avez etre fait "
     "ici chez si jamais meme bien cela etes avons avez sommes chaque aussi tres depuis avant "
     "apres entre quand comme fait faire peut peux suis soit rien deux trois jour jours mois"},
    {extract::pack_language('e', 's'),
     "y con para por su sus tu te usted ustedes muy pero es son hay nos se que no sin como mi mis "
     "yo de en le les o si ni me mas tus aqui donde cuando quien ya nunca porque estan hasta desde "
     "cada tiene tienes puede puedes hacer asi entre "
     "sobre dice dijo estoy tengo trabajo dia dias horas mes meses"},
    {0, "em e com para por que nao se voce mais mas como de te ou ja sem foi ser tem pode muito"},
    {0, "di e per che non si sono ha hai mi ti ci piu ma come anche se con da"},
    {0,
     "und ist nicht mit fur auf von zu im in wir ich du es oder auch bei wie wird sind haben aber "
     "nur nach uns"},
    {0,
     "si in cu de pe nu sunt pentru din care ce mai va fi au ai ale dar sau fara iti te ne este"},
    {0,
     "de het een en van in is op te dat voor met zijn niet je wij ons aan ook als maar bij of uw "
     "geen naar om er"},
};
constexpr std::size_t kCount = std::size(kTongues);
using Votes = std::array<uint32_t, kCount>;

// Votes by which the first must lead.
constexpr uint32_t kLead = 2;

// The tongues of function words, a bit each, by the words' hashes. Most words are none: that is
// told by a look at one place.
class FunctionWords {
 public:
  FunctionWords() {
    for (std::size_t t = 0; t < kCount; ++t) {
      std::string_view rest = kTongues[t].words;
      while (!rest.empty()) {
        const std::size_t size = std::min(rest.find(' '), rest.size());
        const uint64_t hash = hash_of_word(rest.substr(0, size));
        Slot& slot = slots_[place(hash)];
        slot.hash = hash, slot.tongues |= 1U << t;
        rest.remove_prefix(std::min(size + 1, rest.size()));
      }
    }
  }
  uint32_t tongues_of(uint64_t hash) const { return slots_[place(hash)].tongues; }

 private:
  struct Slot {
    uint64_t hash = 0;
    uint32_t tongues = 0;
  };
  // Where the hash is, or the free place for it.
  std::size_t place(uint64_t hash) const {
    std::size_t at = hash % kSlots;
    while (slots_[at].tongues != 0 && slots_[at].hash != hash) at = (at + 1) % kSlots;
    return at;
  }
  static constexpr std::size_t kSlots = 2048;  // of which a quarter is used
  std::array<Slot, kSlots> slots_{};
};

constexpr std::size_t kUndecided = kCount;
std::size_t winner(const Votes& votes) {
  const auto best = std::max_element(votes.begin(), votes.end());
  uint32_t second = 0;
  for (auto at = votes.begin(); at != votes.end(); ++at) {
    if (at != best) second = std::max(second, *at);
  }
  return *best >= second + kLead ? static_cast<std::size_t>(best - votes.begin()) : kUndecided;
}

}  // namespace

void Tongues::read(const WordReader& reader) {
  constexpr std::size_t kLongest = 8;  // bytes of a function word
  static const FunctionWords function_words;
  const std::vector<Word>& words = reader.words();
  of_word_.assign(words.size(), 0);
  Votes text{};
  Votes sentence{};
  std::vector<uint32_t> open;  // first words of sentences that do not show it, and their ends
  const auto close = [&](uint32_t first, uint32_t end) {
    const std::size_t tongue = winner(sentence);
    if (tongue == kUndecided) {
      open.push_back(first), open.push_back(end);
    } else {
      std::fill(of_word_.begin() + first, of_word_.begin() + end, kTongues[tongue].code);
    }
    for (std::size_t t = 0; t < kCount; ++t) text[t] += sentence[t];
    sentence = {};
  };
  uint32_t first = 0;
  for (uint32_t i = 0; i < words.size(); ++i) {
    if (words[i].sentence && i > first) {
      close(first, i);
      first = i;
    }
    if (words[i].end - words[i].begin > kLongest || words[i].han) continue;
    const uint32_t tongues = function_words.tongues_of(words[i].hash);
    if (tongues == 0) continue;
    for (std::size_t t = 0; t < kCount; ++t) sentence[t] += tongues >> t & 1U;
  }
  close(first, static_cast<uint32_t>(words.size()));
  const std::size_t tongue = winner(text);
  if (tongue == kUndecided) return;
  for (std::size_t i = 0; i < open.size(); i += 2) {
    std::fill(of_word_.begin() + open[i], of_word_.begin() + open[i + 1], kTongues[tongue].code);
  }
}

bool Tongues::may_hold(uint32_t word, uint16_t phrase_language) const {
  const uint16_t here = of_word_[word];
  if (here == 0 || here == phrase_language) return true;
  return std::none_of(std::begin(kTongues), std::end(kTongues),
                      [&](const Tongue& t) { return t.code != 0 && t.code == phrase_language; });
}

}  // namespace maillon::rank
