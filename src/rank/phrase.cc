// A recursive descent over the phrase makes a list of alternatives of sequences; the number of
// sequences is bounded while they are made, so that no phrase can cost much.
#include "rank/phrase.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rank/words.h"

namespace maillon::rank {
namespace {

using Sequences = std::vector<PhraseWords>;

// Letters that look like Latin ones are taken for those where a text has no others: a word that
// has none keeps a Russian phrase Russian.
constexpr std::string_view kCyrillicWitness = " щжю";

std::size_t letters(std::string_view s) {
  return static_cast<std::size_t>(std::count_if(
      s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view language) : text_(text), language_(language) {}

  Result<Sequences> run() {
    TRY(Sequences all, alternatives(0));
    if (at_ < text_.size()) return fail(Code::invalid_input, "a ')' closes nothing");
    return all;
  }

 private:
  static constexpr int kDeepest = 8;

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }

  Result<Sequences> alternatives(int depth) {
    if (depth > kDeepest) return fail(Code::invalid_input, "brackets are nested too deeply");
    TRY(Sequences out, sequence(depth));
    while (depth > 0 && peek() == '|') {
      ++at_;
      TRY(const Sequences more, sequence(depth));
      out.insert(out.end(), more.begin(), more.end());
      TRY_OK(check(out));
    }
    return out;
  }

  Result<Sequences> sequence(int depth) {
    Sequences out(1);
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) {
      if (peek() == ')' || (peek() == '|' && depth > 0)) break;
      TRY(Sequences next, item(depth));
      if (peek() == '?') {
        ++at_;
        next.emplace_back();
      }
      TRY(out, join(out, next));
    }
    return out;
  }

  Result<Sequences> item(int depth) {
    const char c = peek();
    if (c == '(') {
      ++at_;
      TRY(Sequences inner, alternatives(depth + 1));
      if (peek() != ')') return fail(Code::invalid_input, "a '(' is not closed");
      ++at_;
      return inner;
    }
    if (c == '#') {
      ++at_;
      return Sequences{{{PhrasePart::number, "", 0}}};
    }
    if (c == '.') return gap();
    return word();
  }

  Result<Sequences> gap() {
    if (!text_.substr(at_).starts_with("..")) {
      return fail(Code::invalid_input, "a single '.'; a gap is written '..' or '..5'");
    }
    at_ += 2;
    uint32_t most = 3;
    if (peek() >= '0' && peek() <= '9') {
      most = static_cast<uint32_t>(peek() - '0');
      ++at_;
      if (peek() >= '0' && peek() <= '9') most = kMostGap + 1;
    }
    if (most == 0 || most > kMostGap) {
      return fail(Code::invalid_input, fmt::format("a gap is of 1 to {} words", kMostGap));
    }
    return Sequences{{{PhrasePart::gap, "", most}}};
  }

  static bool is_sign(char c) {
    return std::string_view("()|?#*.+[]{}\\^$\"<>=&%@!/:;,~`_").find(c) != std::string_view::npos;
  }

  Result<Sequences> word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && peek() != ' ' && peek() != '\t' && !is_sign(peek())) ++at_;
    if (at_ == begin) {
      return fail(Code::invalid_input,
                  fmt::format("'{}' has no meaning here; a phrase is made of words, (a|b), word?, "
                              "word*, '..' and '#'; there are no regular expressions",
                              peek()));
    }
    const std::string_view raw = text_.substr(begin, at_ - begin);
    const bool prefix = peek() == '*';
    if (prefix) ++at_;
    PhraseWords parts = cut(raw);
    if (parts.empty()) {
      return fail(Code::invalid_input, fmt::format("'{}' holds no word", raw));
    }
    if (prefix) {
      PhrasePart& last = parts.back();
      last.kind = PhrasePart::prefix;
      last.text = folded_last_;
      if (letters(last.text) < 3) {
        return fail(Code::invalid_input, "before '*' stand at least 3 letters");
      }
    }
    return Sequences{std::move(parts)};
  }

  // What is written without blanks may be several words: l'avion, 包机票.
  PhraseWords cut(std::string_view raw) {
    std::string with(raw);
    const bool russian = language_ == "ru" || language_ == "uk" || language_ == "bg";
    if (russian) with += kCyrillicWitness;
    reader_.read(with);
    PhraseWords out;
    std::size_t count = reader_.words().size();
    if (russian && count > 0) --count;
    std::string key;
    for (std::size_t i = 0; i < count; ++i) {
      const Word& w = reader_.words()[i];
      folded_last_ = reader_.text_of(w);
      if (w.number) {
        out.push_back({PhrasePart::word, folded_last_, 0});
        continue;
      }
      to_word_key(folded_last_, key);
      out.push_back({PhrasePart::word, key, 0});
    }
    return out;
  }

  static Result<void> check(const Sequences& list) {
    if (list.size() <= kMostCombinations) return {};
    return fail(Code::invalid_input,
                fmt::format("it stands for more than {} wordings; make several phrases of it",
                            kMostCombinations));
  }

  static Result<Sequences> join(const Sequences& a, const Sequences& b) {
    Sequences out;
    if (a.size() * b.size() > kMostCombinations * 2) {
      TRY_OK(check(Sequences(kMostCombinations + 1)));
    }
    for (const PhraseWords& first : a) {
      for (const PhraseWords& second : b) {
        PhraseWords both = first;
        both.insert(both.end(), second.begin(), second.end());
        out.push_back(std::move(both));
      }
    }
    TRY_OK(check(out));
    return out;
  }

  std::string_view text_, language_;
  std::size_t at_ = 0;
  WordReader reader_;
  std::string folded_last_;
};

// Gaps at the ends mean nothing, and two in a row are one.
PhraseWords tidy(const PhraseWords& words) {
  PhraseWords out;
  for (const PhrasePart& part : words) {
    if (part.kind == PhrasePart::gap && (out.empty() || out.back().kind == PhrasePart::gap)) {
      if (!out.empty()) out.back().most = std::min(out.back().most + part.most, kMostGap);
      continue;
    }
    out.push_back(part);
  }
  while (!out.empty() && out.back().kind == PhrasePart::gap) out.pop_back();
  return out;
}

}  // namespace

Result<std::vector<PhraseWords>> parse_phrase(std::string_view phrase, std::string_view language) {
  Parser parser(phrase, language);
  TRY(const Sequences all, parser.run());
  Sequences out;
  for (const PhraseWords& words : all) {
    PhraseWords tidied = tidy(words);
    if (tidied.empty()) return fail(Code::invalid_input, "it can stand for nothing at all");
    if (tidied.size() > kMostPhraseParts) {
      return fail(Code::invalid_input,
                  fmt::format("it is longer than {} words and gaps", kMostPhraseParts));
    }
    uint32_t gaps = 0;
    for (const PhrasePart& part : tidied) gaps += part.kind == PhrasePart::gap ? part.most : 0;
    if (gaps > kMostGapsTogether) {
      return fail(Code::invalid_input,
                  fmt::format("its gaps are of more than {} words together", kMostGapsTogether));
    }
    if (std::find(out.begin(), out.end(), tidied) == out.end()) out.push_back(std::move(tidied));
  }
  return out;
}

bool is_telling(const PhraseWords& words) {
  std::size_t told = 0, most = 0;
  for (const PhrasePart& part : words) {
    if (part.kind == PhrasePart::gap || part.kind == PhrasePart::number) continue;
    ++told, most = std::max(most, letters(part.text));
  }
  return told >= 2 || most >= 3;
}

}  // namespace maillon::rank
