#include "extract/text/token_stream.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/utf8.h"
#include "extract/text/domain.h"
#include "extract/text/segment.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kMaxCacheBytes = std::size_t{8} << 20;

uint32_t to_token(uint32_t hash) {
  return kFirstWordToken + hash % (std::numeric_limits<uint32_t>::max() - kFirstWordToken);
}

char leet_letter(char c) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
      return 'i';
    case '3':
      return 'e';
    case '4':
      return 'a';
    case '5':
      return 's';
    case '7':
      return 't';
    case '8':
      return 'b';
    default:
      return 0;
  }
}

// Whether the digits in a word of letters and digits stand for letters: they are
// among letters (c4ll, 7h3), or one stands before or behind several.
bool is_leet(std::string_view word) {
  std::size_t letters = 0, digit_run = 0, longest = 0, runs = 0;
  bool in_digits = false;
  for (std::size_t k = 0; k < word.size(); ++k) {
    const bool digit = is_digit(word[k]);
    if (digit && leet_letter(word[k]) == 0) return false;
    if (k == 0 || digit != in_digits) {
      ++runs;
      digit_run = 0;
    }
    in_digits = digit;
    if (digit)
      longest = std::max(longest, ++digit_run);
    else
      ++letters;
  }
  if (runs >= 3) return longest <= 3;
  return longest == 1 && letters >= (is_digit(word[0]) ? 2U : 3U);
}

class TokenReader {
 public:
  TokenReader(Scan& scan, SegmentCache& cache, std::vector<FoldedToken>& out)
      : scan_(scan), cache_(cache), out_(out), text_(scan.text()) {}

  void run() {
    std::sort(scan_.claims.begin(), scan_.claims.end(), [](const Claim& a, const Claim& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    const std::size_t n = scan_.atoms().size();
    std::size_t i = 0;
    while (i < n) {
      const Atom& atom = scan_.atom(i);
      if ((atom.flags & kAfterSentence) != 0) sentence_break();
      if ((atom.flags & kClaimed) != 0 && claimed(i)) continue;
      switch (atom.kind) {
        case AtomKind::word:
          i = word(i);
          break;
        case AtomKind::mixed:
          i = is_leet(scan_.atom_text(i)) ? word(i) : mixed(i);
          break;
        case AtomKind::number:
          push(kNumberToken, atom.begin, atom.end);
          ++i;
          break;
        case AtomKind::han:
        case AtomKind::unspaced:
          i = unspaced(i);
          break;
      }
    }
    if (!out_.empty() && out_.back().token == kSentenceBreak) out_.pop_back();
  }

 private:
  void push(uint32_t token, uint32_t begin, uint32_t end) { out_.push_back({token, begin, end}); }

  void sentence_break() {
    if (out_.empty() || out_.back().token == kSentenceBreak) return;
    const uint32_t at = out_.back().end;
    push(kSentenceBreak, at, at);
  }

  // The claim that atom i is in: one token, and on behind it.
  bool claimed(std::size_t& i) {
    const std::vector<Claim>& claims = scan_.claims;
    while (claim_ < claims.size() && claims[claim_].end <= scan_.atom(i).begin) ++claim_;
    if (claim_ >= claims.size() || claims[claim_].begin >= scan_.atom(i).end) return false;
    const Claim& claim = claims[claim_];
    // Two claims may share a sign between two numbers.
    const uint32_t begin = out_.empty() ? claim.begin : std::max(claim.begin, out_.back().end);
    push(claim.token, begin, std::max(claim.end, begin));
    while (i < scan_.atoms().size() && scan_.atom(i).begin < claim.end) ++i;
    return true;
  }

  bool is_plain_word(std::size_t i) const {
    if (i >= scan_.atoms().size() || scan_.is_claimed(i)) return false;
    const AtomKind kind = scan_.atom(i).kind;
    return kind == AtomKind::word || (kind == AtomKind::mixed && is_leet(scan_.atom_text(i)));
  }

  bool is_single_letter(std::size_t i) const {
    if (i >= scan_.atoms().size() || scan_.is_claimed(i)) return false;
    const Atom& atom = scan_.atom(i);
    return atom.kind == AtomKind::word && decode_utf8(text_, atom.begin).size == atom.size();
  }

  // The one character between atoms i-1 and i, 0 if there is another number of them.
  char32_t joint(std::size_t i) const {
    if (i >= scan_.atoms().size()) return 0;
    const std::string_view gap = scan_.gap_before(i);
    if (gap.empty() || gap.size() > 4) return 0;
    const CodePoint c = decode_utf8(gap, 0);
    return c.size == gap.size() && c.value != U'\n' ? c.value : 0;
  }

  // First atom behind the letters of one word that are spread from atom i on:
  // "m.a.s.s.a.g.e", "m a s s a g e". i + 1 if they are not.
  std::size_t spread_end(std::size_t i) const {
    if (!is_single_letter(i) || !is_single_letter(i + 1)) return i + 1;
    const char32_t join = joint(i + 1);
    if (join == 0 || join == U',' || join == U'/' || join == U'&' || join == U'+') return i + 1;
    std::size_t end = i + 1;
    while (is_single_letter(end) && joint(end) == join) ++end;
    return end - i >= (join == U' ' ? 4U : 3U) ? end : i + 1;
  }

  // How atom i hangs on to the one before as part of one word.
  enum class Hang : uint8_t { no, dropped, as_a, as_e, as_s };
  Hang hang(std::size_t i) const {
    if (!is_plain_word(i)) return Hang::no;
    switch (joint(i)) {
      case U'$':
        return Hang::as_s;
      case U'@':
        return Hang::as_a;
      case U'€':
        return Hang::as_e;
      case U'*':
      case U'_':
      case U'~':
      case U'^':
      case U'·':
      case U'•':
        return std::min(scan_.atom(i - 1).size(), scan_.atom(i).size()) <= 2 ? Hang::dropped
                                                                             : Hang::no;
      case U'-':
        return is_single_letter(i - 1) || is_single_letter(i) ? Hang::dropped : Hang::no;
      default:
        return Hang::no;
    }
  }

  void add(WordHash& hash, std::size_t i) const {
    const bool leet = scan_.atom(i).kind == AtomKind::mixed;
    for (const char c : scan_.atom_text(i)) hash.add(leet && is_digit(c) ? leet_letter(c) : c);
  }

  std::size_t word(std::size_t i) {
    const Atom& atom = scan_.atom(i);
    uint32_t begin = atom.begin;
    // "$exy", but not where the sign belongs to the price before it
    const bool dollar = begin > 0 && text_[begin - 1] == '$' &&
                        (begin == 1 || !is_alnum(text_[begin - 2])) &&
                        (out_.empty() || out_.back().end < begin);
    std::size_t end = spread_end(i);
    if (end == i + 1 && !dollar && atom.kind == AtomKind::word && hang(end) == Hang::no) {
      push(to_token(atom.hash), begin, atom.end);
      return end;
    }
    WordHash hash;
    if (dollar) {
      hash.add('s');
      --begin;
    }
    if (end > i + 1) {
      for (std::size_t k = i; k < end; ++k) add(hash, k);
    } else {
      add(hash, i);
      for (Hang h = hang(end); h != Hang::no; h = hang(end)) {
        if (h == Hang::as_a) hash.add('a');
        if (h == Hang::as_e) hash.add('e');
        if (h == Hang::as_s) hash.add('s');
        add(hash, end++);
      }
    }
    push(to_token(hash.value()), begin, scan_.atom(end - 1).end);
    return end;
  }

  // "100mbps" is a number and a word, "apt5" a word and a number, the rest is itself.
  std::size_t mixed(std::size_t i) {
    const Atom& atom = scan_.atom(i);
    const std::string_view word = scan_.atom_text(i);
    const bool digits_first = is_digit(word[0]);
    std::size_t cut = 0;
    while (cut < word.size() && is_digit(word[cut]) == digits_first) ++cut;
    const bool two_parts = std::none_of(word.begin() + static_cast<std::ptrdiff_t>(cut), word.end(),
                                        [=](char c) { return is_digit(c) == digits_first; });
    if (!two_parts) {
      push(to_token(atom.hash), atom.begin, atom.end);
      return i + 1;
    }
    const uint32_t middle = atom.begin + static_cast<uint32_t>(cut);
    const uint32_t letters = hash_word(digits_first ? word.substr(cut) : word.substr(0, cut));
    push(digits_first ? kNumberToken : to_token(letters), atom.begin, middle);
    push(digits_first ? to_token(letters) : kNumberToken, middle, atom.end);
    return i + 1;
  }

  std::size_t unspaced(std::size_t i) {
    std::size_t end = i + 1;
    while (end < scan_.atoms().size() && (scan_.atom(end).flags & (kGlued | kClaimed)) == kGlued &&
           (scan_.atom(end).kind == AtomKind::han || scan_.atom(end).kind == AtomKind::unspaced)) {
      ++end;
    }
    const uint32_t begin = scan_.atom(i).begin;
    const std::string_view run = text_.substr(begin, scan_.atom(end - 1).end - begin);
    uint32_t from = 0;
    for (const uint32_t to : cache_.word_ends(run)) {
      push(to_token(hash_word(run.substr(from, to - from))), begin + from, begin + to);
      from = to;
    }
    return end;
  }

  Scan& scan_;
  SegmentCache& cache_;
  std::vector<FoldedToken>& out_;
  std::string_view text_;
  std::size_t claim_ = 0;
};

}  // namespace

const std::vector<uint32_t>& SegmentCache::word_ends(std::string_view run) {
  if (run.size() > 256) {  // long runs seldom come again
    find_word_ends(run, scratch_);
    return scratch_;
  }
  std::string key(run);
  if (const auto it = runs_.find(key); it != runs_.end()) return it->second;
  if (bytes_ > kMaxCacheBytes) {
    runs_.clear();
    bytes_ = 0;
  }
  find_word_ends(run, scratch_);
  bytes_ += run.size() + scratch_.size() * sizeof(uint32_t) + 96;
  return runs_.emplace(std::move(key), scratch_).first->second;
}

void read_tokens(Scan& scan, SegmentCache& cache, std::vector<FoldedToken>& out) {
  out.clear();
  TokenReader(scan, cache, out).run();
}

}  // namespace maillon::extract
