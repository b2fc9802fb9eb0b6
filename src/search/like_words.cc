#include "search/like_words.h"

#include <charconv>

#include <fmt/format.h>

#include "base/printable.h"
#include "base/utf8.h"
#include "search/near.h"
#include "search/query.h"
#include "search/ranges.h"
#include "search/tokenizer.h"

namespace maillon::search {

namespace {

bool ends_in_letter(std::string_view text) {
  const char c = text.empty() ? '\0' : text.back();
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

std::size_t letters_in(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size(); ++letters) at += decode_utf8(text, at).size;
  return letters;
}

}  // namespace

std::optional<LikeWord> find_like(std::string_view text) {
  if (text.find_first_of("/@") != std::string_view::npos) return std::nullopt;
  const std::size_t tilde = text.rfind('~');
  const bool is_like = tilde != std::string_view::npos && tilde > 0 &&
                       ends_in_letter(text.substr(0, tilde)) && text.size() - tilde <= 2 &&
                       text.find_first_not_of("0123456789", tilde + 1) == std::string_view::npos;
  if (!is_like) return std::nullopt;
  return LikeWord{text.substr(0, tilde), text.substr(tilde + 1)};
}

Result<unsigned> edits_of(const LikeWord& like) {
  const std::vector<SearchWord> words = find_words(like.word);
  if (words.size() != 1) {
    return fail(Code::invalid_input,
                fmt::format("~ stands behind one word, not as in {}~: for several words write "
                            "each with its ~, or \"some words\"~5 for words close together",
                            show(like.word)));
  }
  const std::size_t letters = letters_in(words[0].text);
  const unsigned most = letters >= kLettersForTwo ? 2 : letters >= kLettersForOne ? 1 : 0;
  const unsigned said = like.number.empty() ? most : static_cast<unsigned>(like.number[0] - '0');
  if (most > 0 && said <= most) return said;
  return fail(
      Code::invalid_input,
      fmt::format("{}~{}: ~1 needs a word of {} letters, ~2 one of {}, and more letters may "
                  "not differ; give the spellings with OR between them",
                  printable(like.word, 60), like.number, kLettersForOne, kLettersForTwo));
}

std::string like_said(std::string_view word, unsigned edits) {
  return fmt::format("words spelled like {} ({} may differ)", show(word),
                     edits == 1 ? "one letter" : "two letters");
}

Result<uint32_t> read_between(std::string_view distance) {
  uint32_t between = 0;
  const char* end = distance.data() + distance.size();
  const auto [stop, error] = std::from_chars(distance.data() + 1, end, between);
  if (error == std::errc() && stop == end && between <= kMaxBetween) return between;
  return fail(Code::invalid_input,
              fmt::format("{} behind a phrase is not understood: write \"job driver\"~5 for words "
                          "with at most five others between them (at most {})",
                          show(distance), kMaxBetween));
}

}  // namespace maillon::search
