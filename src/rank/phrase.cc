// A recursive descent. What stands in brackets is multiplied out, in bounded numbers; the phrase
// itself stays a list of items, so that long ones cost little. A file's concepts stand in
// thousands of phrases, so what is written alike is read once.
#include "rank/phrase.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rank/neutral/stem.h"
#include "rank/words.h"

namespace maillon::rank {
namespace {

using Sequences = std::vector<PhraseWords>;

// Letters that look like Latin ones are taken for those where a text has no others: a word that
// has none keeps a Russian phrase Russian.
constexpr std::string_view kCyrillicWitness = " щжю";

bool is_cyrillic_language(std::string_view language) {
  return language == "ru" || language == "uk" || language == "bg";
}

tl::unexpected<Error> too_long() {
  return fail(Code::invalid_input, fmt::format("it is longer than {} words and gaps", kMostItems));
}
tl::unexpected<Error> wording_too_long() {
  return fail(Code::invalid_input,
              fmt::format("a wording of one bracket is longer than {} words", kMostWords));
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view language) : text_(text), language_(language) {}

  // Before the next item; false at the end.
  bool is_more() {
    skip_blanks();
    return at_ < text_.size();
  }
  // As it is written, if its brackets close.
  std::string_view peek_item() const {
    std::size_t at = at_, depth = 0;
    do {
      const char c = text_[at++];
      depth += c == '(' ? 1 : 0;
      depth -= c == ')' && depth > 0 ? 1 : 0;
    } while (at < text_.size() &&
             (depth > 0 || (text_[at] != ' ' && text_[at] != '\t' && text_[at] != '(')));
    return text_.substr(at_, at - at_);
  }
  // The item of the given size is known.
  void pass(std::size_t bytes) { at_ += bytes; }
  std::size_t at() const { return at_; }

  Result<Sequences> next() {
    if (peek() == ')') return fail(Code::invalid_input, "a ')' closes nothing");
    if (peek() == '|') return fail(Code::invalid_input, "'|' stands in brackets: (a|b)");
    return optional_item(0);
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
    while (peek() == '|') {
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
      if (peek() == ')' || peek() == '|') break;
      TRY(const Sequences next, optional_item(depth));
      TRY(out, join(out, next));
    }
    return out;
  }

  Result<Sequences> optional_item(int depth) {
    TRY(Sequences out, item(depth));
    if (peek() == '?') {
      ++at_;
      out.emplace_back();
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
      most = 0;
      while (peek() >= '0' && peek() <= '9' && most <= kMostGap) {
        most = most * 10 + static_cast<uint32_t>(text_[at_++] - '0');
      }
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
    if (parts.size() > kMostWords) return wording_too_long();
    if (parts.empty()) {
      return fail(Code::invalid_input, fmt::format("'{}' holds no word", raw));
    }
    if (prefix) {
      PhrasePart& last = parts.back();
      last.kind = PhrasePart::prefix;
      last.text = folded_last_;
      if (count_letters(last.text) < 3) {
        return fail(Code::invalid_input, "before '*' stand at least 3 letters");
      }
    }
    return Sequences{std::move(parts)};
  }

  // What is written without blanks may be several words: l'avion, 包机票.
  PhraseWords cut(std::string_view raw) {
    std::string with(raw);
    const bool russian = is_cyrillic_language(language_);
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
    if (list.size() <= kMostAlternatives) return {};
    return fail(
        Code::invalid_input,
        fmt::format(
            "a bracket or concept stands for more than {} wordings; make several phrases of it",
            kMostAlternatives));
  }

  static Result<Sequences> join(const Sequences& a, const Sequences& b) {
    Sequences out;
    if (a.size() * b.size() > kMostAlternatives * 2) {
      TRY_OK(check(Sequences(kMostAlternatives + 1)));
    }
    for (const PhraseWords& first : a) {
      for (const PhraseWords& second : b) {
        if (first.size() + second.size() > kMostWords) return wording_too_long();
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

bool is_gap(const PhraseItem& item) {
  return item.any.size() == 1 && item.any[0].size() == 1 && item.any[0][0].kind == PhrasePart::gap;
}

std::size_t count_words(const PhraseWords& words) {
  return static_cast<std::size_t>(
      std::count_if(words.begin(), words.end(),
                    [](const PhrasePart& part) { return part.kind != PhrasePart::gap; }));
}

// Hostile files can make items of many wordings; beyond this they are read again.
constexpr std::size_t kMostPartsKept = std::size_t{1} << 21;

// Two gaps side by side are one.
void join_gaps(PhraseWords& words) {
  std::size_t kept = 0;
  for (PhrasePart& part : words) {
    const bool joins =
        kept > 0 && part.kind == PhrasePart::gap && words[kept - 1].kind == PhrasePart::gap;
    if (joins) {
      words[kept - 1].most += part.most;
    } else {
      if (&words[kept] != &part) words[kept] = std::move(part);
      ++kept;
    }
  }
  words.resize(kept);
}

}  // namespace

std::shared_ptr<const PhraseItem> make_item(std::vector<PhraseWords> any) {
  auto item = std::make_shared<PhraseItem>();
  item->any = std::move(any);
  for (PhraseWords& words : item->any) join_gaps(words);
  item->fewest_words = count_words(item->any.front());
  for (const PhraseWords& words : item->any) {
    item->fewest_words = std::min(item->fewest_words, count_words(words));
    uint32_t skipped = 0;
    for (const PhrasePart& part : words) skipped += part.kind == PhrasePart::gap ? part.most : 0;
    item->most_skipped = std::max(item->most_skipped, skipped);
  }
  return item;
}

void trim_gaps(PhraseItems& items) {
  while (!items.empty() && is_gap(*items.back())) items.pop_back();
  while (!items.empty() && is_gap(*items.front())) items.erase(items.begin());
}

std::vector<std::string_view> split_sides(std::string_view phrase) {
  std::vector<std::string_view> sides;
  while (true) {
    const std::size_t cut = phrase.find('&');
    sides.push_back(phrase.substr(0, cut));
    if (cut == std::string_view::npos) return sides;
    phrase.remove_prefix(cut + 1);
  }
}

bool is_telling(const PhraseItems& items) {
  std::size_t told = 0;
  bool long_word = true;
  for (const auto& item : items) {
    told += item->fewest_words;
    for (const PhraseWords& words : item->any) {
      if (item->fewest_words == 0 || count_words(words) != 1) continue;
      for (const PhrasePart& part : words) {
        if (part.kind != PhrasePart::gap) long_word = long_word && count_letters(part.text) >= 3;
      }
    }
  }
  return told >= 2 || (told == 1 && long_word);
}

Result<PhraseItems> PhraseParser::parse(std::string_view phrase, std::string_view language) {
  PhraseItems items;
  Parser parser(phrase, language);
  while (parser.is_more()) {
    if (items.size() > 2 * kMostItems) return too_long();
    const std::string_view written = parser.peek_item();
    std::string key(is_cyrillic_language(language) ? "c" : " ");
    key += written;
    if (const auto known = items_.find(key); known != items_.end()) {
      items.push_back(known->second);
      parser.pass(written.size());
      continue;
    }
    const std::size_t begin = parser.at();
    TRY(Sequences any, parser.next());
    items.push_back(make_item(std::move(any)));
    if (parser.at() != begin + written.size() || parts_ > kMostPartsKept) continue;
    for (const PhraseWords& words : items.back()->any) parts_ += 1 + words.size();
    items_.emplace(std::move(key), items.back());
  }
  trim_gaps(items);
  std::size_t told = 0;
  uint32_t gaps = 0;
  for (const auto& item : items) {
    told += item->fewest_words;
    gaps += item->most_skipped;
  }
  if (told == 0)
    return fail(Code::invalid_input, "it, or a side of it, can stand for nothing at all");
  if (items.size() > kMostItems) return too_long();
  if (gaps > kMostGapsTogether) {
    return fail(Code::invalid_input,
                fmt::format("its gaps are of more than {} words together", kMostGapsTogether));
  }
  return items;
}

Result<PhraseItems> parse_phrase(std::string_view phrase, std::string_view language) {
  return PhraseParser().parse(phrase, language);
}

}  // namespace maillon::rank
