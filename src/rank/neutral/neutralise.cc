#include "rank/neutral/neutralise.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/utf8.h"
#include "extract/text/finders.h"
#include "rank/neutral/stem.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kMaxText = std::size_t{1} << 20;
constexpr uint64_t kStemSeed = 0x57454d;  // apart from characters and signs

Sign sign_of(uint32_t token) {
  switch (token) {
    case kPhoneToken:
      return Sign::phone;
    case kEmailToken:
      return Sign::email;
    case kUrlToken:
      return Sign::url;
    case kHandleToken:
      return Sign::handle;
    case kPriceToken:
      return Sign::price;
    case kDateToken:
      return Sign::date;
    case kWalletToken:
      return Sign::wallet;
    default:
      return Sign::number;
  }
}

}  // namespace

struct Neutraliser::State {
  const NeutralLexicon& lexicon;
  extract::Scan scan;
  std::vector<RawUnit> raw;
  std::vector<Unit> units;
  std::string stems, buffer, anchored;
  std::size_t claim = 0, cursor = 0;
  uint32_t anchor = 0;    // bytes before the text
  uint32_t last_end = 0;  // of the last unit, in the folded text

  explicit State(const NeutralLexicon& words) : lexicon(words) {}

  void start(std::string_view text);
  const extract::Claim* claim_at(const RawUnit& unit);
  std::size_t read_at(std::size_t i);
  void push(uint64_t hash, std::string_view stem, uint32_t begin, uint32_t end, UnitKind kind,
            bool after_break, bool listed = false);
};

void Neutraliser::State::start(std::string_view text) {
  const std::string_view before = script_anchor(text);
  anchor = static_cast<uint32_t>(before.size());
  if (anchor != 0) {
    anchored.assign(before).append(text);
    text = anchored;
  }
  extract::run_finders(scan, text, extract::PhoneContext{});
  std::sort(scan.claims.begin(), scan.claims.end(), [](const auto& a, const auto& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  split_units(scan.text(), scan.atoms(), raw);
  if (anchor != 0) {
    raw.erase(raw.begin());
    if (!raw.empty()) raw.front().after_break = false;
  }
  units.clear();
  stems.clear();
  // Views into it are kept: it must not move. A stem is never longer than its word.
  stems.reserve(scan.text().size());
  claim = cursor = 0;
  last_end = anchor;
}

// The typed stretch that the unit is in; nullptr if none.
const extract::Claim* Neutraliser::State::claim_at(const RawUnit& unit) {
  while (claim < scan.claims.size() && scan.claims[claim].end <= unit.begin) ++claim;
  if (claim == scan.claims.size() || scan.claims[claim].begin >= unit.end) return nullptr;
  return &scan.claims[claim];
}

void Neutraliser::State::push(uint64_t hash, std::string_view stem, uint32_t begin, uint32_t end,
                              UnitKind kind, bool after_break, bool listed) {
  const auto [from, to] = scan.source_range(begin, end, cursor);
  units.push_back({hash, stem, from - anchor, to - anchor, kind, after_break, listed});
  last_end = end;
}

// Reads what begins with raw unit i; the number of the next one.
std::size_t Neutraliser::State::read_at(std::size_t i) {
  const RawUnit& unit = raw[i];
  const extract::Claim* typed = claim_at(unit);
  const NeutralLexicon::Match match = lexicon.match(std::span(raw).subspan(i));
  const uint32_t match_end = match.units == 0 ? 0 : raw[i + match.units - 1].end;
  // "Instagram: Maria" is a name, long enough for an account's or not.
  const bool is_class =
      match.units > 0 &&
      (typed == nullptr || (typed->begin >= unit.begin && typed->end <= match_end));
  if (is_class) {
    push(match.sign, {}, unit.begin, match_end, UnitKind::sign, unit.after_break, true);
    return i + match.units;
  }
  if (typed != nullptr) {
    const uint32_t end = std::max(typed->end, unit.begin + 1);
    std::size_t next = i + 1;
    while (next < raw.size() && raw[next].begin < end) ++next;
    const uint32_t begin = std::min(unit.begin, std::max(typed->begin, last_end));
    push(sign_hash(sign_of(typed->token)), {}, begin, std::max(raw[next - 1].end, end),
         UnitKind::sign, unit.after_break);
    return next;
  }
  if (unit.kind != UnitKind::word) {
    push(unit.hash, {}, unit.begin, unit.end, unit.kind, unit.after_break);
    return i + 1;
  }
  const std::size_t before = stems.size();
  append_stem(stems, spelling(scan.text(), scan.atoms(), unit, buffer));
  const std::string_view stem = std::string_view(stems).substr(before);
  if (const uint64_t sign = lexicon.match_stem(stem); sign != 0) {
    push(sign, {}, unit.begin, unit.end, UnitKind::sign, unit.after_break, true);
  } else {
    push(hash64(stem, kStemSeed), stem, unit.begin, unit.end, UnitKind::word, unit.after_break);
  }
  return i + 1;
}

Neutraliser::Neutraliser(const NeutralLexicon& lexicon)
    : lexicon_(&lexicon), state_(std::make_unique<State>(lexicon)) {}
Neutraliser::~Neutraliser() = default;
Neutraliser::Neutraliser(Neutraliser&&) noexcept = default;

std::span<const Unit> Neutraliser::read(std::string_view text) {
  State& s = *state_;
  s.start(text.substr(0, utf8_prefix(text, kMaxText)));
  for (std::size_t i = 0; i < s.raw.size();) i = s.read_at(i);
  return s.units;
}

}  // namespace maillon::rank
