#include "extract/text/codes.h"

#include <vector>

#include "extract/text/domain.h"
#include "extract/text/iban.h"
#include "extract/text/wallet.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kMaxIban = 34, kMinIban = 15;

bool try_iban(Scan& scan, std::size_t i) {
  const std::string_view text = scan.text();
  const uint32_t begin = scan.atom(i).begin;
  std::string joined;
  std::vector<uint32_t> ends;  // where the candidate may end
  for (std::size_t j = i; j < scan.atoms().size(); ++j) {
    if (j > i) {
      const std::string_view gap = scan.gap_before(j);
      if (gap.size() > 2 || gap.find_first_not_of(" -.\t\n") != std::string_view::npos) break;
    }
    if (scan.atom(j).kind == AtomKind::han || joined.size() + scan.atom(j).size() > kMaxIban) break;
    joined += scan.atom_text(j);
    if (joined.size() >= kMinIban) ends.push_back(scan.atom(j).end);
  }
  for (std::size_t k = ends.size(); k > 0; --k) {
    std::string candidate;
    for (const char c : text.substr(begin, ends[k - 1] - begin)) {
      if (is_alnum(c)) candidate.push_back(c);
    }
    if (const auto iban = check_iban(candidate)) {
      scan.add(SelectorKind::iban, Service::none, begin, ends[k - 1], *iban);
      return true;
    }
  }
  return false;
}

}  // namespace

void find_codes(Scan& scan) {
  for (const uint32_t i : scan.lexed().codes) {
    if (scan.is_claimed(i)) continue;
    const Atom& atom = scan.atom(i);
    if (atom.size() >= 25 && atom.size() <= 110) {
      const std::string candidate = scan.keep_case(atom.begin, atom.end);
      if (const auto chain = check_wallet(candidate)) {
        scan.add(SelectorKind::wallet, *chain, atom.begin, atom.end, candidate);
        continue;
      }
    }
    if (atom.kind == AtomKind::mixed) try_iban(scan, i);
  }
}

}  // namespace maillon::extract
