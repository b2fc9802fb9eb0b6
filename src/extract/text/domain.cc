#include "extract/text/domain.h"

#include <vector>

#include "base/utf8.h"
#include "extract/text/glyphs.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kMaxLabels = 8;
constexpr uint32_t kMaxLabel = 63;

// End of the label (letters, digits, '-' inside) that starts here; `at` if none.
uint32_t label_end(std::string_view text, uint32_t at) {
  uint32_t end = at;
  while (end < text.size() && end - at < kMaxLabel) {
    const char c = text[end];
    if (is_alnum(c)) {
      ++end;
    } else if ((c == '-' || c == '_') && end > at && end + 1 < text.size() &&
               (is_alnum(text[end + 1]) || text[end + 1] == '-')) {
      ++end;
    } else if (static_cast<signed char>(c) < 0) {
      const CodePoint p = decode_utf8(text, end);
      if (glyph_of(p.value).glyph != Glyph::letter) break;
      end += p.size;
    } else {
      break;
    }
  }
  return end;
}

struct Separator {
  uint32_t end = 0;  // where the next label starts; 0 = there is no separator
  bool spelled = false, bracketed = false, spaced = false;
};

// A dot in one of its disguises.
Separator read_dot(const Scan& scan, uint32_t at, Dots dots) {
  const std::string_view text = scan.text();
  if (at + 1 < text.size() && text[at] == '.') {
    const char next = text[at + 1];
    if (is_alnum(next) || static_cast<signed char>(next) < 0) return {at + 1, false, false, false};
  }
  if (dots == Dots::plain) return {};
  uint32_t p = skip_blanks(text, at);
  const bool blank_before = p > at;
  Separator s;
  s.spelled = true;
  if (p < text.size() && is_open(text[p])) {
    s.bracketed = true;
    p = skip_blanks(text, p + 1);
  }
  if (p >= text.size()) return {};
  if (text[p] == '.') {
    ++p;
    s.spaced = !s.bracketed && !blank_before;  // "gmail. com"
  } else if (text.substr(p).starts_with("。")) {
    p += 3;
  } else {
    const std::size_t i = scan.atom_at(p);
    if (i >= scan.atoms().size() || scan.atom(i).begin != p || !scan.info(i).has(kDotWord)) {
      return {};
    }
    p = scan.atom(i).end;
  }
  p = skip_blanks(text, p);
  if (s.bracketed) {
    if (p >= text.size() || !is_close(text[p])) return {};
    p = skip_blanks(text, p + 1);
  }
  s.end = p;
  return s;
}

}  // namespace

uint32_t skip_blanks(std::string_view text, uint32_t at) {
  const uint32_t stop = at + 4;  // more blanks than that hide nothing
  while (at < text.size() && at < stop && is_blank(text[at])) ++at;
  return at;
}

uint32_t top_level_roles(std::string_view label) {
  const uint16_t word = find_word(hash_word(label), label);
  return word_info(word).roles & (kTopLevel | kTopLevelWord);
}

bool is_webmail(std::string_view label) {
  return word_info(find_word(hash_word(label), label)).has(kWebmail);
}

Domain read_domain(const Scan& scan, uint32_t begin, Dots dots) {
  const std::string_view text = scan.text();
  struct Label {
    uint32_t begin, end;
    bool spelled, bracketed;
  };
  std::vector<Label> labels;
  Separator before;
  for (uint32_t at = begin; labels.size() < kMaxLabels;) {
    const uint32_t end = label_end(text, at);
    if (end == at) break;
    if (before.spaced) {  // a point and a blank are the end of a sentence, but for this
      const Label& last = labels.back();
      if (!is_webmail(text.substr(last.begin, last.end - last.begin)) ||
          (top_level_roles(text.substr(at, end - at)) & kTopLevel) == 0) {
        break;
      }
    }
    labels.push_back({at, end, before.spelled, before.bracketed});
    before = read_dot(scan, end, dots);
    if (before.end == 0) break;
    at = before.end;
  }
  const auto label = [&](std::size_t i) {
    return text.substr(labels[i].begin, labels[i].end - labels[i].begin);
  };
  // "site.com1win150" has lost the blank behind it.
  if (labels.size() >= 2 && top_level_roles(label(labels.size() - 1)) == 0) {
    Label& last = labels.back();
    const std::string_view text_of_last = label(labels.size() - 1);
    const std::size_t letters = text_of_last.find_first_of("0123456789");
    if (letters >= 3 && letters != std::string_view::npos &&
        (top_level_roles(text_of_last.substr(0, letters)) & kTopLevel) != 0) {
      last.end = last.begin + static_cast<uint32_t>(letters);
    }
  }
  std::size_t count = labels.size();
  while (count >= 2 && top_level_roles(label(count - 1)) == 0) --count;
  if (count < 2) {
    count = labels.size();
    while (count >= 2 && labels[count - 1].spelled) --count;  // unknown and spelled: no
  }
  // "a . b . com is": a top-level domain ends the name unless it goes on plainly.
  for (std::size_t i = 1; i + 1 < count; ++i) {
    if (labels[i + 1].spelled && !labels[i + 1].bracketed &&
        (top_level_roles(label(i)) & kTopLevel) != 0 &&
        (top_level_roles(label(i + 1)) & kTopLevel) == 0) {
      count = i + 1;
    }
  }
  Domain d;
  if (count < 2) return d;
  d.labels = static_cast<int>(count);
  d.begin = begin;
  d.end = labels[count - 1].end;
  d.tld_roles = top_level_roles(label(count - 1));
  d.webmail = is_webmail(label(count - 2));
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) d.name += '.';
    d.name += label(i);
    d.spelled |= labels[i].spelled;
    d.bracketed |= labels[i].bracketed;
  }
  return d;
}

}  // namespace maillon::extract
