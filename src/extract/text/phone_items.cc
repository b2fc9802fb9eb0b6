#include "extract/text/phone_items.h"

#include <algorithm>

#include "base/utf8.h"
#include "extract/text/amounts.h"
#include "extract/text/domain.h"
#include "extract/text/number_words.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kMaxItems = 64, kMaxGapBytes = 16;

// The digit that a letter may stand for among digits, by how it is written.
char leet_digit(char c) {
  switch (c) {
    case 'o':
    case 'O':
    case 'Q':
      return '0';
    case 'I':
    case 'l':
    case 'i':
      return '1';
    case 'Z':
    case 'z':
      return '2';
    case 'E':
      return '3';
    case 'A':
    case 'h':
      return '4';
    case 'S':
    case 's':
      return '5';
    case 'G':
    case 'b':
      return '6';
    case 'T':
      return '7';
    case 'B':
      return '8';
    case 'g':
    case 'q':
      return '9';
    default:
      return 0;
  }
}

struct Gap {
  bool breaks = false, strong = false, plus = false;
  uint8_t size = 0;
};

Gap read_gap(const Scan& scan, std::size_t i) {
  Gap gap;
  const std::string_view text = scan.gap_before(i);
  if ((scan.atom(i).flags & kAfterNewline) != 0 || text.size() > kMaxGapBytes) gap.breaks = true;
  const std::size_t from = text.size() > kMaxGapBytes ? text.size() - 4 : 0;
  for (std::size_t k = from; k < text.size();) {
    const char c = text[k];
    if (c == '+') gap.plus = true;
    if (c == ',' || c == ';' || c == '/' || c == '|' || c == '&') gap.strong = true;
    if (c == '%' || c == '?' || c == '@' || c == '"') gap.breaks = true;
    if (static_cast<signed char>(c) < 0) {
      if (currency_sign(text, static_cast<uint32_t>(k)) > 0) gap.breaks = true;
      const uint32_t size =
          (static_cast<unsigned char>(c) & 0xC0) == 0x80 ? 1 : decode_utf8(text, k).size;
      k += size;
    } else {
      if (c == '$') gap.breaks = true;
      ++k;
    }
    if (gap.size < 9) ++gap.size;
  }
  if ((scan.atom(i).flags & kAfterSentence) != 0) gap.strong = true;
  if (gap.plus) gap.breaks = true;  // a new number
  return gap;
}

struct LongestRun {
  std::size_t begin = 0, size = 0;
  std::size_t count = 0;  // of all runs of digits
};

LongestRun longest_run(std::string_view word) {
  LongestRun out;
  for (std::size_t k = 0; k < word.size();) {
    if (!is_digit(word[k])) {
      ++k;
      continue;
    }
    std::size_t end = k;
    while (end < word.size() && is_digit(word[end])) ++end;
    ++out.count;
    if (end - k > out.size) out.begin = k, out.size = end - k;
    k = end;
  }
  return out;
}

// Digits of an atom of letters and digits: separated by x, or with letters for
// digits, or a long number with a word stuck to it.
bool read_mixed(const Scan& scan, std::size_t i, PhoneItem& item) {
  const Atom& atom = scan.atom(i);
  if (atom.size() > 40) return false;
  const std::string_view word = scan.atom_text(i);
  const auto digits = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_digit));
  if (word.find_first_not_of("0123456789x") == std::string_view::npos) {
    for (const char c : word) {
      if (c != 'x') item.digits.push_back(c);
    }
    item.real = static_cast<uint32_t>(digits);
    return true;
  }
  // "tel0612345678", "08452810075over": one long run of digits and a word.
  const LongestRun run = longest_run(word);
  const bool at_end = run.begin + run.size == word.size();
  const std::string_view prefix = word.substr(0, run.begin);
  const bool cue = at_end && run.begin > 0 &&
                   word_info(find_word(hash_word(prefix), prefix)).has(kPhoneCue | kService);
  const bool trunk = at_end && run.begin >= 3 && word[run.begin] == '0' && run.size >= 2;
  if (run.count <= 2 && (run.size >= 9 || (run.count == 1 && (cue || trunk)))) {
    item.begin = atom.begin + static_cast<uint32_t>(run.begin);
    item.end = item.begin + static_cast<uint32_t>(run.size);
    item.digits = word.substr(run.begin, run.size);
    item.real = static_cast<uint32_t>(run.size);
    return true;
  }
  const std::string written = scan.keep_case(atom.begin, atom.end);
  for (const char c : written) {
    const char d = is_digit(c) ? c : leet_digit(c);
    if (d == 0) return false;
    item.digits.push_back(d);
    if (!is_digit(c) && d > '1') item.zeros_and_ones = false;
  }
  item.real = static_cast<uint32_t>(digits);
  return digits * 10 >= word.size() * 6 || word.size() <= 4;
}

// Letters alone that all stand for digits: only counts between groups of digits.
bool read_letters(const Scan& scan, std::size_t i, PhoneItem& item) {
  const Atom& atom = scan.atom(i);
  if (atom.kind != AtomKind::word || atom.size() > 4) return false;
  for (const char c : scan.keep_case(atom.begin, atom.end)) {
    const char d = leet_digit(c);
    if (d == 0) return false;
    item.digits.push_back(d);
    if (d > '1') item.zeros_and_ones = false;
  }
  item.weak = true;
  return !item.digits.empty();
}

// The group that starts with atom i, and how many atoms it has; 0 = none.
std::size_t read_item(const Scan& scan, std::size_t i, PhoneItem& item) {
  if (scan.is_claimed(i)) return 0;
  const Atom& atom = scan.atom(i);
  item.begin = atom.begin;
  item.end = atom.end;
  if (atom.kind == AtomKind::number) {
    if (atom.size() > 24) return 0;
    item.digits = scan.atom_text(i);
    item.real = atom.size();
    return 1;
  }
  if (atom.kind == AtomKind::mixed) return read_mixed(scan, i, item) ? 1 : 0;
  if (scan.info(i).has(kNumber | kRepeat)) {
    const WordNumber number = read_word_number(scan, i);
    if (number.atoms > 0) {
      item.word = true;
      item.digits = number.digits;
      item.real = static_cast<uint32_t>(number.digits.size());
      item.weak = number.weak && atom.kind != AtomKind::han;
      item.end = scan.atom(i + number.atoms - 1).end;
      return number.atoms;
    }
  }
  return read_letters(scan, i, item) ? 1 : 0;
}

bool is_plus_before(const Scan& scan, std::size_t i) {
  const std::string_view gap = scan.gap_before(i);
  if (gap.size() <= kMaxGapBytes && !gap.empty()) {
    const std::size_t plus = gap.rfind('+');
    if (plus != std::string_view::npos && gap.size() - plus <= 3) return true;
  }
  return i > 0 && scan.info(i - 1).has(kPlusWord) && gap == " " && !scan.is_claimed(i - 1);
}

}  // namespace

std::vector<PhoneItem> read_phone_items(const Scan& scan, std::size_t i, std::size_t& next) {
  std::vector<PhoneItem> items;
  // "oh seven seven ...": a weak word or letters right before the trigger.
  std::size_t first = i;
  if (i > 0 && !read_gap(scan, i).breaks && read_gap(scan, i).size <= 1) {
    PhoneItem lead;
    const bool used = read_item(scan, i - 1, lead) == 1 && lead.digits.size() == 1;
    if (used && (lead.weak || scan.atom(i - 1).kind == AtomKind::han)) first = i - 1;
  }
  std::size_t at = first;
  while (at < scan.atoms().size() && items.size() < kMaxItems) {
    Gap gap;
    std::size_t from = at;
    if (!items.empty()) {
      gap = read_gap(scan, at);
      if (gap.breaks) break;
      // "x" or a dash word between groups
      if (scan.atom_text(at) == "x" && at + 1 < scan.atoms().size()) {
        const Gap after = read_gap(scan, at + 1);
        if (after.breaks) break;
        from = at + 1;
      } else if (scan.info(at).has(kDashWord | kDotWord) && at + 1 < scan.atoms().size() &&
                 scan.atom(at).kind != AtomKind::han && !read_gap(scan, at + 1).breaks) {
        from = at + 1;
      }
    }
    PhoneItem item;
    const std::size_t used = read_item(scan, from, item);
    if (used == 0) break;
    if (!items.empty() && is_plus_before(scan, from)) break;
    item.plus = items.empty() && is_plus_before(scan, from);
    item.gap = gap.size;
    item.strong_gap = gap.strong || gap.size > 3;
    items.push_back(std::move(item));
    at = from + used;
  }
  next = std::max(at, i + 1);
  return items;
}

}  // namespace maillon::extract
