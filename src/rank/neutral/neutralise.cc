#include "rank/neutral/neutralise.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "base/hash.h"
#include "base/utf8.h"
#include "extract/text/finders.h"
#include "rank/neutral/hide.h"
#include "rank/neutral/stem.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kMaxText = std::size_t{1} << 20;
constexpr uint64_t kUnitSeed = 0x57454d;  // apart from characters and signs

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
  HiddenText hidden;
  extract::Scan scan;
  std::vector<RawUnit> raw;
  std::vector<Unit> units;
  std::string stems, buffer, anchored;
  // Where the last unit was: in claims, the scan's ranges, the hidden words and its ranges.
  std::size_t claim = 0, folded_cursor = 0, word = 0, hidden_cursor = 0;
  uint32_t anchor = 0;    // bytes before the hidden text
  uint32_t last_end = 0;  // of the last unit, in the folded text

  explicit State(const NeutralLexicon& lexicon) : hidden(lexicon) {}

  void start(std::string_view text);
  const extract::Claim* claim_at(const RawUnit& unit);
  const Hidden* hidden_at(uint32_t begin, uint32_t end);
  std::size_t read_at(std::size_t i);
  void push(Unit unit);
};

void Neutraliser::State::start(std::string_view text) {
  hidden.assign(text);
  const std::string_view before = script_anchor(hidden.text());
  anchor = static_cast<uint32_t>(before.size());
  if (anchor != 0) anchored.assign(before).append(hidden.text());
  extract::run_finders(scan, anchor != 0 ? std::string_view(anchored) : hidden.text(),
                       extract::PhoneContext{});
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
  claim = folded_cursor = word = hidden_cursor = 0;
  last_end = anchor;
}

// The typed stretch that the unit is in; nullptr if none.
const extract::Claim* Neutraliser::State::claim_at(const RawUnit& unit) {
  while (claim < scan.claims.size() && scan.claims[claim].end <= unit.begin) ++claim;
  if (claim == scan.claims.size() || scan.claims[claim].begin >= unit.end) return nullptr;
  return &scan.claims[claim];
}

// The lexicon's word that a range of the hidden text touches; nullptr if none.
const Hidden* Neutraliser::State::hidden_at(uint32_t begin, uint32_t end) {
  const std::span<const Hidden> words = hidden.words();
  while (word < words.size() && words[word].end <= begin) ++word;
  return word < words.size() && words[word].begin < end ? &words[word] : nullptr;
}

// `unit` with a range of the hidden text gets that of the original.
void Neutraliser::State::push(Unit unit) {
  std::tie(unit.begin, unit.end) = hidden.source_range(unit.begin, unit.end, hidden_cursor);
  units.push_back(unit);
}

// Reads what begins with raw unit i; the number of the next one.
std::size_t Neutraliser::State::read_at(std::size_t i) {
  const RawUnit& first = raw[i];
  std::size_t next = i + 1;
  uint32_t begin = first.begin, end = first.end;
  const extract::Claim* typed = claim_at(first);
  if (typed != nullptr) {
    begin = std::min(begin, std::max(typed->begin, last_end));
    while (next < raw.size() && raw[next].begin < typed->end) ++next;
    end = std::max(raw[next - 1].end, typed->end);
  }
  last_end = end;
  std::tie(begin, end) = scan.source_range(begin, end, folded_cursor);
  Unit unit{first.hash, {}, begin - anchor, end - anchor, first.kind, first.after_break, false};
  if (typed != nullptr) {
    unit.hash = sign_hash(sign_of(typed->token));
    unit.kind = UnitKind::sign;
  } else if (const Hidden* word_here = hidden_at(unit.begin, unit.end); word_here != nullptr) {
    unit.hash = word_here->sign;
    unit.listed = true;
    unit.kind = UnitKind::sign;
  } else if (first.kind == UnitKind::word) {
    const std::size_t before = stems.size();
    append_stem(stems, spelling(scan.text(), scan.atoms(), first, buffer));
    unit.stem = std::string_view(stems).substr(before);
    unit.hash = hash64(unit.stem, kUnitSeed);
  }
  push(unit);
  return next;
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
