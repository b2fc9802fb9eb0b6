// E-mail addresses: plain, with blanks, with "(at)" and its words in many languages.
#include "extract/text/email.h"

#include <algorithm>

#include "base/utf8.h"
#include "extract/text/domain.h"
#include "extract/text/glyphs.h"

namespace maillon::extract {
namespace {

constexpr uint32_t kMaxLocal = 64;

bool is_local(char c) {
  return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

struct Local {
  std::string value;
  uint32_t begin = 0;
};

// The part before the '@', read leftwards from `end`. A lone letter of another
// script that looks Latin belongs to it.
Local read_local(std::string_view text, uint32_t end) {
  Local local{"", end};
  uint32_t at = end;
  while (at > 0 && end - at < kMaxLocal) {
    const char c = text[at - 1];
    if (is_local(c)) {
      local.value.push_back(c);
      --at;
      continue;
    }
    if (static_cast<signed char>(c) >= 0) break;
    uint32_t start = at - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    const char twin = latin_twin(decode_utf8(text, start).value, false, false);
    if (twin == 0) break;
    local.value.push_back(twin);
    at = start;
  }
  std::reverse(local.value.begin(), local.value.end());
  std::size_t drop = 0;
  while (drop < local.value.size() && !is_alnum(local.value[drop]) && local.value[drop] != '_') {
    ++drop;
  }
  local.value.erase(0, drop);
  local.begin = at + static_cast<uint32_t>(drop);
  while (!local.value.empty() && local.value.back() == '.') local.value.pop_back();
  return local;
}

// Puts "anna dot smith" before the at together, leftwards from the local part found.
void extend_local(const Scan& scan, Local& local) {
  for (int parts = 0; parts < 3; ++parts) {
    const std::size_t first = scan.atom_at(local.begin);
    if (first < 1) return;
    if (scan.gap_before(first) == " . " && !scan.is_claimed(first - 1)) {
      const Local left = read_local(scan.text(), scan.atom(first - 1).end);
      if (left.value.empty()) return;
      local.value = left.value + "." + local.value;
      local.begin = left.begin;
      continue;
    }
    if (first < 2) return;
    const WordInfo& info = scan.info(first - 1);
    const char join = info.has(kDotWord)          ? '.'
                      : info.has(kUnderscoreWord) ? '_'
                      : info.has(kDashWord)       ? '-'
                                                  : '\0';
    if (join == '\0' || scan.gap_before(first).size() > 3 ||
        scan.gap_before(first - 1).size() > 3 || scan.is_claimed(first - 2)) {
      return;
    }
    const Local left = read_local(scan.text(), scan.atom(first - 2).end);
    if (left.value.empty()) return;
    local.value = left.value + join + local.value;
    local.begin = left.begin;
  }
}

void add_email(Scan& scan, const Local& local, const Domain& domain) {
  scan.add(SelectorKind::email, Service::none, local.begin, domain.end,
           local.value + "@" + domain.name);
}

// '@' at the folded position.
void email_at_sign(Scan& scan, uint32_t at) {
  const std::string_view text = scan.text();
  uint32_t left = at, right = at + 1;
  bool bracketed = false;
  const auto skip_left = [&] {
    const uint32_t stop = left > 3 ? left - 3 : 0;
    while (left > stop && is_blank(text[left - 1])) --left;
  };
  skip_left();
  if (left > 0 && is_open(text[left - 1])) {
    const uint32_t close = skip_blanks(text, right);
    if (close < text.size() && is_close(text[close])) {
      bracketed = true;
      --left;
      skip_left();
      right = close + 1;
    }
  }
  right = skip_blanks(text, right);
  if (left == 0 || right >= text.size()) return;
  const bool plain = left == at && right == at + 1;
  const bool mention = left < at && right == at + 1;  // "Twitter @name"
  const Domain domain = read_domain(scan, right, Dots::spelled);
  if (!domain.ok()) return;
  // With blanks it could be "find me @ some.site": only a known mail provider or
  // a hidden dot makes it an address.
  if (!plain && !bracketed && !domain.webmail &&
      (mention || !domain.spelled || (domain.tld_roles & kTopLevel) == 0)) {
    return;
  }
  if (domain.spelled && domain.tld_roles == 0) return;
  const std::size_t dot = domain.name.rfind('.');
  if (domain.name.size() - dot < 3) return;  // one letter is no top-level domain
  for (std::size_t i = dot + 1; i < domain.name.size(); ++i) {
    if (is_digit(domain.name[i])) return;
  }
  Local local = read_local(text, left);
  if (local.value.empty()) return;
  if (!plain) extend_local(scan, local);
  add_email(scan, local, domain);
}

// "look at example dot com" has no address, "anna dot smith at example dot com" has.
bool looks_like_name(const Scan& scan, const Local& local) {
  if (local.value.find_first_of("0123456789._") != std::string::npos) return true;
  const std::size_t first = scan.atom_at(local.begin);
  for (std::size_t step = 1; step <= 3 && step <= first; ++step) {
    if (scan.info(first - step).has(kMailCue)) return true;
  }
  return false;
}

// An at-word: "at", "arroba", "собака" ... as atom `i`.
void email_at_word(Scan& scan, std::size_t i) {
  if (i == 0 || scan.is_claimed(i) || scan.is_claimed(i - 1)) return;
  const std::string_view text = scan.text();
  const Atom& word = scan.atom(i);
  if ((word.flags & (kAfterNewline | kAfterSentence)) != 0) return;
  const std::string_view gap = scan.gap_before(i);
  if (gap.size() > 6) return;
  uint32_t right = word.end;
  const bool bracketed =
      !gap.empty() && right < text.size() &&
      ((is_open(gap.back()) && is_close(text[right])) ||
       ((gap.back() == '*' || gap.back() == '_' || gap.back() == '-' || gap.back() == '|') &&
        text[right] == gap.back()));
  if (bracketed) ++right;
  right = skip_blanks(text, right);
  const Domain domain = read_domain(scan, right, Dots::spelled);
  if (!domain.ok() || domain.tld_roles == 0) return;
  Local local = read_local(text, scan.atom(i - 1).end);
  if (local.value.empty()) return;
  extend_local(scan, local);
  const bool plain_at = scan.atom_text(i) == "at";
  if (!bracketed && plain_at && !domain.webmail &&
      !(domain.spelled && (domain.tld_roles & kTopLevel) != 0 && looks_like_name(scan, local))) {
    return;
  }
  add_email(scan, local, domain);
}

}  // namespace

void find_emails(Scan& scan) {
  for (const uint32_t at : scan.lexed().at_signs) {
    const std::size_t next = scan.atom_at(at);
    if (next < scan.atoms().size() && scan.is_claimed(next)) continue;
    email_at_sign(scan, at);
  }
  for (const uint32_t i : scan.lexed().spelled) {
    if (scan.info(i).has(kAtWord)) email_at_word(scan, i);
  }
}

}  // namespace maillon::extract
