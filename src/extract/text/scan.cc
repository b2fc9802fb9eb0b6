#include "extract/text/scan.h"

#include <algorithm>

namespace maillon::extract {

void Scan::start(std::string_view source) {
  source_ = source;
  claims.clear();
  hits.clear();
  folded_.assign(source);
  lex(folded_.text(), lexed_);
}

std::string_view Scan::gap_before(std::size_t i) const {
  const uint32_t begin = i == 0 ? 0 : atom(i - 1).end;
  return text().substr(begin, atom(i).begin - begin);
}

std::size_t Scan::atom_at(uint32_t position) const {
  const auto it = std::partition_point(lexed_.atoms.begin(), lexed_.atoms.end(),
                                       [=](const Atom& a) { return a.end <= position; });
  return static_cast<std::size_t>(it - lexed_.atoms.begin());
}

std::string Scan::keep_case(uint32_t begin, uint32_t end) const {
  const uint32_t from = folded_.source_begin(begin);
  const uint32_t to = folded_.source_end(end);
  if (folded_.is_identity()) return std::string(source_.substr(from, to - from));
  Folded again;
  again.assign(source_.substr(from, to - from), FoldCase::keep);
  return std::string(again.text());
}

void Scan::claim(uint32_t begin, uint32_t end, uint32_t token) {
  for (std::size_t i = atom_at(begin); i < lexed_.atoms.size() && atom(i).begin < end; ++i) {
    lexed_.atoms[i].flags |= kClaimed;
  }
  if (token != 0) claims.push_back({begin, end, token});
}

void Scan::add_hit(SelectorKind kind, Service service, uint32_t begin, uint32_t end,
                   std::string value) {
  hits.push_back(
      {kind, service, folded_.source_begin(begin), folded_.source_end(end), std::move(value)});
}

void Scan::add(SelectorKind kind, Service service, uint32_t begin, uint32_t end,
               std::string value) {
  uint32_t token = kHandleToken;
  switch (kind) {
    case SelectorKind::phone:
      token = kPhoneToken;
      break;
    case SelectorKind::email:
      token = kEmailToken;
      break;
    case SelectorKind::url:
      token = kUrlToken;
      break;
    case SelectorKind::handle:
      token = kHandleToken;
      break;
    case SelectorKind::wallet:
    case SelectorKind::iban:
      token = kWalletToken;
      break;
    case SelectorKind::image:
      break;  // not found in text
  }
  claim(begin, end, token);
  add_hit(kind, service, begin, end, std::move(value));
}

}  // namespace maillon::extract
