// The second half of phone extraction: libphonenumber, once per distinct candidate.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "extract/text/phone_book.h"
#include "extract/text/signals.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kBlock = 64;

// What libphonenumber is asked: the candidate without its rank.
std::string_view question(std::string_view candidate) {
  return candidate.substr(0, candidate.size() >= 2 ? candidate.size() - 2 : 0);
}

// Distinct candidates in order, and the E.164 of each ("" = not valid).
struct PhoneBook {
  std::vector<std::string> questions, answers;

  std::string_view find(std::string_view candidate) const {
    const auto it = std::lower_bound(questions.begin(), questions.end(), question(candidate));
    if (it == questions.end() || *it != question(candidate)) return {};
    return answers[static_cast<std::size_t>(it - questions.begin())];
  }
};

void sort_unique(std::vector<std::string>& strings) {
  std::sort(strings.begin(), strings.end());
  strings.erase(std::unique(strings.begin(), strings.end()), strings.end());
}

PhoneBook ask_all(std::span<const Signals> batches) {
  std::vector<std::vector<std::string>> found(batches.size());
  parallel_for(batches.size(), [&](std::size_t b) {
    const SelectorTable& t = batches[b].selectors;
    for (std::size_t i = 0; i < t.size(); ++i) {
      if (t.kind[i] == SelectorKind::phone && t.value[i].find(';') != std::string_view::npos) {
        found[b].emplace_back(question(t.value[i]));
      }
    }
    sort_unique(found[b]);
  });
  PhoneBook book;
  for (std::vector<std::string>& some : found) {
    book.questions.insert(book.questions.end(), std::make_move_iterator(some.begin()),
                          std::make_move_iterator(some.end()));
  }
  sort_unique(book.questions);
  book.answers.resize(book.questions.size());
  parallel_blocks(book.questions.size(), kBlock,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      const std::string candidate = book.questions[i] + ";0";
                      const PhoneCandidateView view = read_phone_candidate(candidate);
                      if (auto e164 = to_e164(view.number, view.region))
                        book.answers[i] = std::move(*e164);
                    }
                  });
  return book;
}

class Chooser {
 public:
  Chooser(const SelectorTable& in, const PhoneBook& book) : in_(in), book_(book) {}

  SelectorTable run() {
    keep_.assign(in_.size(), true);
    for (std::size_t begin = 0; begin < in_.size();) {
      std::size_t end = begin;
      while (end < in_.size() && in_.row[end] == in_.row[begin] &&
             in_.field[end] == in_.field[begin]) {
        ++end;
      }
      choose(begin, end);
      begin = end;
    }
    SelectorTable out;
    for (std::size_t i = 0; i < in_.size(); ++i) {
      if (!keep_[i]) continue;
      out.row.push_back(in_.row[i]);
      out.kind.push_back(in_.kind[i]);
      out.service.push_back(in_.service[i]);
      out.field.push_back(in_.field[i]);
      out.begin.push_back(in_.begin[i]);
      out.end.push_back(in_.end[i]);
      out.value.push_back(is_candidate(i) ? book_.find(in_.value[i]) : in_.value[i]);
    }
    return out;
  }

 private:
  bool is_candidate(std::size_t i) const {
    return in_.kind[i] == SelectorKind::phone && in_.value[i].find(';') != std::string_view::npos;
  }

  // Of one field's candidates: valid ones by rank, none over another.
  void choose(std::size_t begin, std::size_t end) {
    std::vector<std::pair<int, std::size_t>> valid;
    for (std::size_t i = begin; i < end; ++i) {
      if (!is_candidate(i)) continue;
      keep_[i] = false;
      if (!book_.find(in_.value[i]).empty()) {
        valid.emplace_back(read_phone_candidate(in_.value[i]).rank, i);
      }
    }
    std::sort(valid.begin(), valid.end());
    std::map<uint32_t, uint32_t> taken;  // begin -> end
    for (const auto& [rank, i] : valid) {
      const auto next = taken.lower_bound(in_.begin[i]);
      if (next != taken.end() && next->first < in_.end[i]) continue;
      if (next != taken.begin() && std::prev(next)->second > in_.begin[i]) continue;
      taken.emplace(in_.begin[i], in_.end[i]);
      keep_[i] = true;
    }
  }

  const SelectorTable& in_;
  const PhoneBook& book_;
  std::vector<bool> keep_;
};

}  // namespace

void validate_phones(std::span<Signals> batches, const ExtractSettings& /*settings*/) {
  const PhoneBook book = ask_all(batches);
  parallel_for(batches.size(), [&](std::size_t b) {
    batches[b].selectors = Chooser(batches[b].selectors, book).run();
  });
}

}  // namespace maillon::extract
