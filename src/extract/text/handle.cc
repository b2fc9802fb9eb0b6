#include "extract/text/handle.h"

#include <algorithm>
#include <vector>

#include "extract/text/domain.h"
#include "extract/text/phone_book.h"

namespace maillon::extract {
namespace {

bool is_name_char(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '-';
}

// The name that starts at `at`, without points and dashes at its end.
std::string_view read_name(std::string_view text, uint32_t at) {
  uint32_t end = at;
  while (end < text.size() && end - at < 64 && is_name_char(text[end])) ++end;
  while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  return text.substr(at, end - at);
}

bool has_digit_or_underscore(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) { return is_digit(c) || c == '_'; });
}

bool is_all_digits(std::string_view name) {
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_digit(c) || c == '.' || c == '-'; });
}

// What stands behind '@' for "at", not as a name.
bool is_everyday_word(std::string_view name) {
  static constexpr std::string_view kWords[] = {
      "home",  "work",    "office", "remote",   "flex",  "hybrid", "onsite",  "school", "night",
      "gmail", "hotmail", "yahoo",  "everyone", "all",   "here",   "channel", "the",    "each",
      "least", "first",   "last",   "once",     "any",   "your",   "our",     "my",     "this",
      "that",  "am",      "pm",     "noon",     "param", "return", "media",   "import", "override"};
  return std::find(std::begin(kWords), std::end(kWords), name) != std::end(kWords);
}

class HandleFinder {
 public:
  explicit HandleFinder(Scan& scan)
      : scan_(scan), text_(scan.text()), used_(scan.lexed().services.size(), false) {}

  void run() {
    for (const uint32_t at : scan_.lexed().at_signs) at_name(at);
    for (std::size_t s = 0; s < used_.size(); ++s) named_service(s);
    for (const uint32_t i : scan_.lexed().spelled) {
      if (scan_.info(i).has(kSlashWord)) spelled_page(i);
    }
  }

 private:
  bool line_break_before(std::size_t i) const { return (scan_.atom(i).flags & kAfterNewline) != 0; }

  // Index into services() of atom i, or of the first one after it.
  std::size_t service_slot(std::size_t i) const {
    const std::vector<uint32_t>& services = scan_.lexed().services;
    return static_cast<std::size_t>(
        std::lower_bound(services.begin(), services.end(), static_cast<uint32_t>(i)) -
        services.begin());
  }

  bool may_serve(std::size_t slot, std::size_t distance) const {
    if (slot >= used_.size() || used_[slot]) return false;
    const std::size_t i = scan_.lexed().services[slot];
    const WordInfo& info = scan_.info(i);
    if (scan_.is_claimed(i) || is_part_of_name(i)) return false;
    return info.has(kServiceSure) ? distance <= 5 : distance <= 2;
  }

  // "lola_wx" does not speak of WeChat.
  bool is_part_of_name(std::size_t i) const {
    const Atom& atom = scan_.atom(i);
    return (atom.begin > 0 && text_[atom.begin - 1] == '_') ||
           (atom.end < text_.size() && text_[atom.end] == '_');
  }

  // The service that the words around "@name" (its first atom is i) speak of.
  Service service_around(std::size_t i, uint32_t name_end) {
    const std::size_t n = scan_.atoms().size();
    // "(telegram)" right after the name comes first.
    const std::size_t after = scan_.atom_at(name_end);
    for (std::size_t j = after, step = 0; j < n && step < 3; ++j, ++step) {
      if (line_break_before(j)) break;
      const std::size_t slot = service_slot(j);
      const bool here = slot < used_.size() && scan_.lexed().services[slot] == j;
      if (!here) {
        if (step > 0 || !scan_.info(j).has(kFiller | kNoHandle)) break;
        continue;
      }
      const std::string_view gap = scan_.gap_before(j);
      const bool bracket = !gap.empty() && is_open(gap.back());
      const bool next_is_at = next_names(j);
      if ((bracket || (step > 0 && !next_is_at)) && may_serve(slot, 1)) {
        used_[slot] = true;
        return scan_.info(j).service;
      }
      break;
    }
    const std::size_t slot = service_slot(i);
    if (slot > 0) {
      const std::size_t j = scan_.lexed().services[slot - 1];
      const std::size_t distance = i - j;
      bool same_line = distance <= 5;
      for (std::size_t k = j + 1; same_line && k <= i; ++k) same_line = !line_break_before(k);
      if (same_line && may_serve(slot - 1, distance)) {
        used_[slot - 1] = true;
        return scan_.info(j).service;
      }
    }
    // "@name telegram", and nothing else that the word could belong to.
    if (after < n && !line_break_before(after)) {
      const std::size_t next = service_slot(after);
      if (next < used_.size() && scan_.lexed().services[next] == after && !next_names(after) &&
          scan_.gap_before(after).size() <= 3 && may_serve(next, 1)) {
        used_[next] = true;
        return scan_.info(after).service;
      }
    }
    return Service::none;
  }

  // Whether the word i is followed by ':' or '@', so that it speaks of what comes next.
  bool next_names(std::size_t i) const {
    const uint32_t end = scan_.atom(i).end;
    const std::string_view after = text_.substr(end, 4);
    return after.find_first_of(":@=") != std::string_view::npos;
  }

  void at_name(uint32_t at) {
    uint32_t begin = at + 1;
    if (begin < text_.size() && text_[begin] == ' ' && at > 0 && text_[at - 1] == ':') ++begin;
    if (begin >= text_.size() || !(is_alnum(text_[begin]) || text_[begin] == '_')) return;
    if (at > 0 && (is_alnum(text_[at - 1]) || text_[at - 1] == '@' || text_[at - 1] == '_' ||
                   static_cast<signed char>(text_[at - 1]) < 0)) {
      const std::size_t left = scan_.atom_at(at - 1);
      if (left < scan_.atoms().size() && scan_.atom(left).end == at) {
        // A word stands before the sign; a service's name or a Chinese word may.
        const Atom& atom = scan_.atom(left);
        if (atom.kind != AtomKind::han && !scan_.info(left).has(kService)) return;
      } else if (text_[at - 1] == '@' || text_[at - 1] == '_') {
        return;
      }
    }
    const std::size_t i = scan_.atom_at(begin);
    if (i >= scan_.atoms().size() || scan_.is_claimed(i)) return;
    const std::string_view name = read_name(text_, begin);
    const uint32_t end = begin + static_cast<uint32_t>(name.size());
    if (end < text_.size() && (text_[end] == '@' || static_cast<signed char>(text_[end]) < 0)) {
      const std::size_t next = scan_.atom_at(end);
      if (text_[end] == '@' || (next < scan_.atoms().size() && scan_.atom(next).begin < end + 1 &&
                                scan_.atom(next).kind == AtomKind::mixed)) {
        return;
      }
    }
    if (name.size() < 2 || is_all_digits(name)) return;
    Service service = service_around(i, end);
    if (service == Service::whatsapp) service = Service::none;
    if (!is_handle(service, name)) {
      if (!is_handle(Service::none, name)) return;
      service = Service::none;
    }
    if (service == Service::none && (is_digit(name[0]) || is_everyday_word(name))) return;
    scan_.add(SelectorKind::handle, service, at, end, std::string(name));
  }

  // A service's name without '@' behind it.
  void named_service(std::size_t slot) {
    if (used_[slot]) return;
    const std::size_t i = scan_.lexed().services[slot];
    const WordInfo service = scan_.info(i);
    const std::size_t n = scan_.atoms().size();
    if (scan_.is_claimed(i) || is_part_of_name(i) || service.service == Service::whatsapp) return;
    const bool han = scan_.atom(i).kind == AtomKind::han;
    bool explicit_sign = han && service.has(kServiceSure);
    std::size_t j = i + 1;
    for (int fillers = 0;; ++j, ++fillers) {
      if (j >= n || line_break_before(j)) return;
      const std::string_view gap = scan_.gap_before(j);
      if (gap.size() > 12 || ((scan_.atom(j).flags & kAfterSentence) != 0 && fillers > 0)) return;
      if (gap.find_first_of(":=@") != std::string_view::npos ||
          gap.find("->") != std::string_view::npos || gap.find("👉") != std::string_view::npos ||
          gap.find("➡") != std::string_view::npos) {
        explicit_sign = true;
      }
      if (gap.find_first_of(",;.!?)") != std::string_view::npos) return;
      const std::string_view word = scan_.atom_text(j);
      const bool id = word == "id" || word == "username" || word == "user" || word == "号" ||
                      word == "号码" || word == "ник" || word == "аккаунт";
      const bool filler = scan_.info(j).has(kFiller) && !followed_by_name_char(j);
      if (!filler && service.has(kServiceSure) && followed_by_underscore_soon(j)) continue;
      if (!filler || fillers >= 3) break;
      explicit_sign |= id;
    }
    name_after(i, j, service, explicit_sign);
  }

  // "Telegram üzerinden yazın anna_92": words that are no fillers, and then what
  // can only be a name.
  bool followed_by_underscore_soon(std::size_t j) const {
    if (scan_.atom(j).kind != AtomKind::word || followed_by_name_char(j)) return false;
    for (std::size_t k = j + 1; k < scan_.atoms().size() && k <= j + 3; ++k) {
      if (scan_.gap_before(k) != " " || scan_.info(k).has(kService) || scan_.is_claimed(k)) {
        return false;
      }
      const uint32_t end = scan_.atom(k).end;
      if (end + 1 < text_.size() && text_[end] == '_' && is_alnum(text_[end + 1])) return true;
    }
    return false;
  }

  bool followed_by_name_char(std::size_t j) const {
    const uint32_t end = scan_.atom(j).end;
    return end + 1 < text_.size() &&
           (text_[end] == '_' ||
            ((text_[end] == '.' || text_[end] == '-') && is_alnum(text_[end + 1])));
  }

  void name_after(std::size_t i, std::size_t j, const WordInfo& info, bool explicit_sign) {
    if (scan_.is_claimed(j) ||
        (scan_.info(j).has(kNoHandle | kService) && !followed_by_name_char(j))) {
      return;
    }
    uint32_t begin = scan_.atom(j).begin;
    while (begin > scan_.atom(j - 1).end && text_[begin - 1] == '_') --begin;
    const std::string_view name = read_name(text_, begin);
    const uint32_t end = begin + static_cast<uint32_t>(name.size());
    if (name.empty() || is_all_digits(name) || !is_handle(info.service, name)) return;
    if (end < text_.size() && text_[end] == '@') return;
    if (scan_.atom(j).kind == AtomKind::han || scan_.atom(j).kind == AtomKind::unspaced) return;
    const bool marked = has_digit_or_underscore(name);
    const bool vague = info.service == Service::none || info.service == Service::line ||
                       info.service == Service::signal || scan_.atom_text(i).size() <= 1;
    if (!explicit_sign && (!marked || is_digit(name[0]) || (vague && name.size() < 5))) return;
    if (explicit_sign && !marked && (name.size() < 4 || vague)) return;
    if (explicit_sign && !marked && name.find('.') == std::string_view::npos &&
        (scan_.info(j).roles & (kPhoneCue | kCurrency | kUnit | kMonth)) != 0) {
      return;
    }
    scan_.add(SelectorKind::handle, info.service, begin, end, std::string(name));
  }

  // "t me slash anna_92", "wa me slash 33612345678".
  void spelled_page(std::size_t i) {
    if (i < 2 || i + 1 >= scan_.atoms().size() || scan_.is_claimed(i + 1)) return;
    if (scan_.atom_text(i - 1) != "me" || line_break_before(i + 1)) return;
    const std::string_view host = scan_.atom_text(i - 2);
    uint32_t begin = scan_.atom(i + 1).begin;
    while (begin > scan_.atom(i).end && text_[begin - 1] == '_') --begin;
    const std::string_view name = read_name(text_, begin);
    const uint32_t end = begin + static_cast<uint32_t>(name.size());
    if ((host == "t" || host == "telegram") && is_handle(Service::telegram, name)) {
      scan_.add(SelectorKind::handle, Service::telegram, scan_.atom(i - 2).begin, end,
                std::string(name));
    } else if (host == "wa" && name.size() >= 8 && is_all_digits(name)) {
      scan_.add(SelectorKind::phone, Service::whatsapp, scan_.atom(i - 2).begin, end,
                phone_candidate("+" + std::string(name), {}, 0));
    }
  }

  Scan& scan_;
  std::string_view text_;
  std::vector<bool> used_;  // services that already have their handle
};

struct NameRule {
  Service service;
  uint8_t least, most;
  bool letter_first;
  std::string_view extra;  // allowed besides letters and digits
};
constexpr NameRule kRules[] = {
    {Service::none, 3, 32, false, "_.-"},     {Service::telegram, 5, 32, true, "_"},
    {Service::instagram, 2, 30, false, "_."}, {Service::snapchat, 3, 15, true, "_.-"},
    {Service::wechat, 5, 20, false, "_-"},    {Service::line, 3, 20, false, "_.-"},
    {Service::signal, 3, 36, true, "_."},     {Service::vk, 4, 32, false, "_."},
    {Service::tiktok, 2, 24, false, "_."},    {Service::facebook, 4, 50, false, ".-_"},
};

}  // namespace

bool is_handle(Service service, std::string_view name) {
  for (const NameRule& rule : kRules) {
    if (rule.service != service) continue;
    if (name.size() < rule.least || name.size() > rule.most) return false;
    if (rule.letter_first && is_digit(name[0])) return false;
    return std::all_of(name.begin(), name.end(), [&](char c) {
      return is_alnum(c) || rule.extra.find(c) != std::string_view::npos;
    });
  }
  return false;
}

void find_handles(Scan& scan) {
  HandleFinder(scan).run();
}

}  // namespace maillon::extract
