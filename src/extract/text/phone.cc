// Cutting groups of digits into phone numbers.
//
// A stretch of groups ("06 12 34 56 78 / 07 98 76 54 32", "555 0100 18 to 22") may hold
// one number, several, or numbers beside other things. Each run of groups gets a
// score: does its length fit the country's plan, do its borders fall where the
// gaps are wider, are its groups digits rather than letters. The runs that do not
// overlap and together score most are the candidates of rank 0. Runs that came
// close follow with higher ranks, and libphonenumber has the last word.
#include "extract/text/phone.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "extract/text/domain.h"
#include "extract/text/phone_book.h"
#include "extract/text/phone_items.h"
#include "extract/text/phone_plan.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kMinDigits = 7, kMaxDigits = 17;
constexpr int kMaxAlternatives = 3;

struct Run {
  std::size_t first = 0, last = 0;  // items, inclusive
  int score = 0;
  std::string number;  // as libphonenumber shall see it
  bool international = false;
};

class PhoneFinder {
 public:
  PhoneFinder(Scan& scan, const PhoneContext& context)
      : scan_(scan), context_(context), plan_region_(to_upper(context.region)) {}

  void run() {
    std::size_t next = 0;
    for (const uint32_t i : scan_.lexed().numbers) {
      if (i < next || scan_.is_claimed(i)) continue;
      items_ = read_phone_items(scan_, i, next);
      std::size_t digits = 0;
      for (const PhoneItem& item : items_) digits += item.digits.size();
      if (digits >= kMinDigits) cut(i);
    }
  }

 private:
  // The score of items first..last as one number; 0 = it is none.
  Run score(std::size_t first, std::size_t last, const std::string& digits, uint32_t real) const {
    Run run{first, last, 0, digits, false};
    bool zeros_and_ones = true;
    for (std::size_t k = first; k <= last; ++k) zeros_and_ones &= items_[k].zeros_and_ones;
    const std::size_t least_tenths = !zeros_and_ones ? 6 : has_cue_ || items_[first].plus ? 4 : 5;
    if (real * 10 < digits.size() * least_tenths || is_counting(first, last)) return run;
    const bool plus = items_[first].plus;
    PlanFit fit = PlanFit::none;
    if (plus) {
      fit = fit_international(digits);
      run.number = "+" + digits;
      run.international = true;
    } else if (digits.starts_with("00") && digits.size() >= 10) {
      fit = fit_international(std::string_view(digits).substr(2));
      run.number = "+" + digits.substr(2);
      run.international = true;
    } else if (digits.starts_with("011") && (plan_region_ == "US" || plan_region_ == "CA") &&
               digits.size() >= 11) {
      fit = fit_international(std::string_view(digits).substr(3));
      run.number = "+" + digits.substr(3);
      run.international = true;
    } else if (!plan_region_.empty()) {
      fit = fit_national(digits, plan_region_);
      if (fit == PlanFit::none && has_cue_ && digits.size() >= 11 && !digits.starts_with('0') &&
          fit_international(digits) == PlanFit::good) {
        fit = PlanFit::unknown;
        run.number = "+" + digits;
        run.international = true;
      }
    } else if (has_cue_ && digits.size() >= 11 && !digits.starts_with('0')) {
      fit = fit_international(digits) == PlanFit::good ? PlanFit::unknown : PlanFit::none;
      run.number = "+" + digits;
      run.international = true;
    }
    switch (fit) {
      case PlanFit::none:
        return run;
      case PlanFit::unknown:
        run.score = 60;
        break;
      case PlanFit::loose:
        // Any number of that length would do: something must say that it is a phone.
        if (!has_cue_) return run;
        run.score = 40;  // two of them are worth less than one good number
        break;
      case PlanFit::good:
        run.score = 100;
        break;
    }
    if (plus) run.score += 20;
    const auto parts = [&](std::size_t k) { return items_[k].strong_gap && !uniform_strong_; };
    if (first == 0 || parts(first)) run.score += 15;
    if (last + 1 == items_.size() || parts(last + 1)) run.score += 15;
    for (const std::size_t border : {first, last}) {
      if (!items_[border].weak) continue;
      const std::size_t inner = border == first ? first + 1 : last - 1;
      const bool among_words = first < last && items_[border].word && items_[inner].word;
      run.score -= among_words ? 5 : items_[border].real == 0 && zeros_and_ones ? 10 : 25;
    }
    for (std::size_t k = first + 1; k <= last; ++k) {
      if (parts(k)) run.score -= 15;
    }
    run.score = std::max(run.score, 1);
    return run;
  }

  // 27 28 29 30: days of a calendar, pages, sizes.
  bool is_counting(std::size_t first, std::size_t last) const {
    if (last - first < 3) return false;
    std::size_t steps = 0;
    for (std::size_t k = first + 1; k <= last; ++k) {
      if (items_[k].digits.size() > 2 || items_[k - 1].digits.size() > 2) return false;
      const auto value = [](const std::string& d) {
        return d.size() == 1 ? d[0] - '0' : (d[0] - '0') * 10 + (d[1] - '0');
      };
      steps += value(items_[k].digits) == value(items_[k - 1].digits) + 1 ? 1U : 0U;
    }
    // Two digits a group: 01 02 03 04 05 would be an odd number, but 1 2 3 4 is dictated.
    const bool pairs = items_[first].digits.size() == 2 && items_[first].digits[0] != '0';
    return steps == last - first || (pairs && steps + 1 >= last - first);
  }

  void score_all() {
    runs_.clear();
    std::size_t strong = 0;
    for (std::size_t k = 1; k < items_.size(); ++k) strong += items_[k].strong_gap ? 1 : 0;
    uniform_strong_ = items_.size() > 3 && strong + 1 == items_.size();
    for (std::size_t first = 0; first < items_.size(); ++first) {
      std::string digits;
      uint32_t real = 0;
      for (std::size_t last = first; last < items_.size(); ++last) {
        // "+44 (0)20": the zero in brackets is not dialled after a calling code.
        digits += items_[last].digits;
        real += items_[last].real;
        if (digits.size() > kMaxDigits) break;
        if (digits.size() < kMinDigits) continue;
        Run run = score(first, last, digits, real);
        if (run.score > 0) runs_.push_back(std::move(run));
      }
    }
  }

  // The runs of the best total, first to last.
  std::vector<std::size_t> best_runs() const {
    const std::size_t n = items_.size();
    std::vector<int> best(n + 1, 0);
    std::vector<std::size_t> choice(n + 1, runs_.size());
    std::size_t r = runs_.size();
    for (std::size_t at = n; at > 0; --at) {
      best[at - 1] = best[at];
      for (; r > 0 && runs_[r - 1].first == at - 1; --r) {
        const int total = runs_[r - 1].score + best[runs_[r - 1].last + 1];
        if (total > best[at - 1]) {
          best[at - 1] = total;
          choice[at - 1] = r - 1;
        }
      }
    }
    std::vector<std::size_t> out;
    for (std::size_t at = 0; at < n;) {
      if (choice[at] == runs_.size()) {
        ++at;
      } else {
        out.push_back(choice[at]);
        at = runs_[choice[at]].last + 1;
      }
    }
    return out;
  }

  void cut(std::size_t trigger) {
    look_around(trigger);
    score_all();
    for (const std::size_t chosen : best_runs()) {
      const Run& best = runs_[chosen];
      emit(best, 0);
      const uint32_t begin = begin_of(best), end = items_[best.last].end;
      scan_.claim(begin, end, kPhoneToken);
      // The others at this place, best first.
      std::vector<const Run*> others;
      for (const Run& run : runs_) {
        const bool overlaps = run.first <= best.last && best.first <= run.last;
        if (overlaps && &run != &best) others.push_back(&run);
      }
      std::stable_sort(others.begin(), others.end(),
                       [](const Run* a, const Run* b) { return a->score > b->score; });
      int rank = 1;
      for (const Run* run : others) {
        if (rank > kMaxAlternatives) break;
        emit(*run, rank++);
      }
    }
  }

  uint32_t begin_of(const Run& run) const {
    const PhoneItem& item = items_[run.first];
    if (!item.plus) return item.begin;
    // Take in the '+' (or the word for it).
    const std::string_view before = scan_.text().substr(0, item.begin);
    const std::size_t plus =
        before.substr(before.size() - std::min<std::size_t>(3, before.size())).rfind('+');
    if (plus != std::string_view::npos) {
      return static_cast<uint32_t>(before.size() - std::min<std::size_t>(3, before.size()) + plus);
    }
    const std::size_t i = scan_.atom_at(item.begin);
    return i > 0 ? scan_.atom(i - 1).begin : item.begin;
  }

  void emit(const Run& run, int rank) {
    std::string region = run.international ? std::string() : context_.region;
    scan_.add_hit(SelectorKind::phone, service_, begin_of(run), items_[run.last].end,
                  phone_candidate(run.number, region, rank));
  }

  // What the words around say: whether a phone is announced, and on which service.
  void look_around(std::size_t trigger) {
    has_cue_ = false;
    service_ = Service::none;
    const std::size_t first = scan_.atom_at(items_.front().begin);
    const std::size_t n = scan_.atoms().size();
    for (std::size_t step = 1; step <= 4 && step <= first; ++step) {
      const std::size_t i = first - step;
      if ((scan_.atom(i + 1).flags & kAfterNewline) != 0) break;
      note(i, step <= 3 && !scan_.is_claimed(i));
      if (scan_.is_claimed(i)) break;
    }
    const std::size_t after = scan_.atom_at(items_.back().end);
    for (std::size_t i = after; service_ == Service::none && i < n && i < after + 2; ++i) {
      if ((scan_.atom(i).flags & kAfterNewline) != 0) break;
      const std::string_view gap = scan_.gap_before(i);
      const bool bracket = !gap.empty() && is_open(gap.back());
      if (i == after && gap.find_first_of(",;.|") != std::string_view::npos) break;
      const std::string_view follows = scan_.text().substr(scan_.atom(i).end, 2);
      if (bracket || follows.find_first_of(":+@") == std::string_view::npos) note(i, true);
    }
    static_cast<void>(trigger);
  }

  void note(std::size_t i, bool near) {
    const WordInfo& info = scan_.info(i);
    if (info.has(kPhoneCue)) has_cue_ = true;
    if (!info.has(kService)) return;
    if (info.service == Service::whatsapp || info.service == Service::signal ||
        info.service == Service::telegram || info.service == Service::wechat) {
      has_cue_ = true;
      const bool sure = info.has(kServiceSure) || info.service == Service::signal ||
                        scan_.atom_text(i).size() == 2;
      if (near && sure && service_ == Service::none) service_ = info.service;
    }
  }

  Scan& scan_;
  const PhoneContext& context_;
  std::string plan_region_;
  std::vector<PhoneItem> items_;
  std::vector<Run> runs_;
  bool uniform_strong_ = false, has_cue_ = false;
  Service service_ = Service::none;
};

}  // namespace

void find_phones(Scan& scan, const PhoneContext& context) {
  PhoneFinder(scan, context).run();
}

}  // namespace maillon::extract
