#include "search/near.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace maillon::search {

namespace {

constexpr std::size_t kMostLetters = 64;  // of words that are compared; longer ones are no words

std::u32string letters_of(std::string_view text) {
  std::u32string letters;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    letters.push_back(c.value);
    at += c.size;
  }
  return letters;
}

// Row by row of the table of distances between beginnings; given up once a whole row is too far.
bool is_within(std::u32string_view a, std::u32string_view b, unsigned most) {
  using Row = std::array<unsigned, kMostLetters + 1>;
  std::array<Row, 3> rows;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled below
  for (unsigned j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& now = rows[i % 3];
    const Row& last = rows[(i + 2) % 3];
    const Row& before = rows[(i + 1) % 3];
    now[0] = static_cast<unsigned>(i);
    unsigned best = now[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const unsigned other = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + other});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
      best = std::min(best, now[j]);
    }
    // A swap looks two rows back, and adds one to what stands there.
    if (best > most + 1) return false;
  }
  return rows[a.size() % 3][b.size()] <= most;
}

}  // namespace

Spelling::Spelling(std::string_view word, unsigned most)
    : word_(letters_of(word)), most_(std::min(most, kMostEdits)), bytes_(word) {}

bool Spelling::fits(std::string_view word) const {
  if (word == bytes_) return true;
  // A letter has one to four bytes.
  if (word.size() + most_ < word_.size() || word.size() > 4 * (word_.size() + most_)) return false;
  const std::u32string letters = letters_of(word);
  if (letters.size() > word_.size() + most_ || letters.size() + most_ < word_.size()) return false;
  if (letters.size() > kMostLetters || word_.size() > kMostLetters) return false;
  std::u32string_view a = word_, b = letters;
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  return is_within(a, b, most_);
}

Window::Window(std::vector<uint32_t> needs, std::size_t room)
    : needs_(std::move(needs)), ring_(std::max<std::size_t>(room, 1)) {
  clear();
}

void Window::clear() {
  have_.assign(needs_.size(), 0);
  std::fill(ring_.begin(), ring_.end(), kNoTerm);
  at_ = 0;
  missing_ = needs_.size();
}

bool Window::add(uint32_t t) {
  uint32_t& slot = ring_[at_++ % ring_.size()];
  if (slot != kNoTerm && have_[slot]-- == needs_[slot]) ++missing_;
  slot = t;
  if (t != kNoTerm && ++have_[t] == needs_[t]) --missing_;
  return missing_ == 0;
}

Wanted count_words(const std::vector<std::string>& words) {
  Wanted wanted;
  for (const std::string& word : words) {
    const auto known = std::find(wanted.words.begin(), wanted.words.end(), word);
    if (known != wanted.words.end()) {
      ++wanted.times[static_cast<std::size_t>(known - wanted.words.begin())];
    } else {
      wanted.words.push_back(word);
      wanted.times.push_back(1);
    }
  }
  return wanted;
}

}  // namespace maillon::search
