#include "rank/neutral/units.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/utf8.h"

namespace maillon::rank {
namespace {

using extract::Atom;
using extract::AtomKind;

// Separate seeds: a word can never look like a sign or a character.
constexpr uint64_t kWordSeed = 0x776f7264, kSignSeed = 0x7369676e, kCharacterSeed = 0x63686172;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What may stand between a word and an ending that carries agreement.
constexpr std::string_view kEndingJoints[] = {"(", ")", "/", "-", ".", "·", "•", "_"};
constexpr std::string_view kLooseEndings[] = {
    "e",   "s",    "es", "a",  "as", "o", "os", "x",  "ne", "nes", "te", "tes", "ve",
    "ves", "euse", "se", "le", "re", "а", "я",  "ая", "ла", "на",  "ы",  "ه",   "ة"};

class Splitter {
 public:
  Splitter(std::string_view folded, std::span<const Atom> atoms, std::vector<RawUnit>& out)
      : text_(folded), atoms_(atoms), out_(out) {}

  void run() {
    std::size_t i = 0;
    while (i < atoms_.size()) {
      const Atom& atom = atoms_[i];
      pending_break_ |= i > 0 && (atom.flags & extract::kAfterSentence) != 0;
      switch (atom.kind) {
        case AtomKind::word:
          i = word(i);
          continue;
        case AtomKind::number:
          push({sign_hash(Sign::number), atom.begin, atom.end, 0, 1, UnitKind::sign, false}, i);
          break;
        case AtomKind::mixed:
          mixed(i);
          break;
        case AtomKind::han:
        case AtomKind::unspaced:
          characters(i);
          break;
      }
      ++i;
    }
  }

 private:
  std::string_view of(std::size_t i) const {
    return text_.substr(atoms_[i].begin, atoms_[i].size());
  }

  void push(RawUnit unit, std::size_t atom) {
    unit.atom = static_cast<uint32_t>(atom);
    unit.after_break = pending_break_;
    pending_break_ = false;
    out_.push_back(unit);
  }

  // What stands between atoms i-1 and i.
  std::string_view gap(std::size_t i) const {
    const uint32_t end = atoms_[i - 1].end;
    return text_.substr(end, atoms_[i].begin - end);
  }

  bool is_single_letter(std::size_t i) const {
    return i < atoms_.size() && atoms_[i].kind == AtomKind::word &&
           decode_utf8(text_, atoms_[i].begin).size == atoms_[i].size();
  }

  // First atom behind the letters that are spread from atom i on; i + 1 if they are not.
  std::size_t spread_end(std::size_t i) const {
    if (!is_single_letter(i) || !is_single_letter(i + 1)) return i + 1;
    const std::string_view joint = gap(i + 1);
    if (joint != " " && joint != "." && joint != "-" && joint != "_" && joint != "*") return i + 1;
    std::size_t end = i + 1;
    while (is_single_letter(end) && gap(end) == joint) ++end;
    return end - i >= (joint == " " ? 4U : 3U) ? end : i + 1;
  }

  bool is_loose_ending(std::size_t i) const {
    if (i == 0 || atoms_[i].size() > 4 || atoms_[i - 1].kind != AtomKind::word) return false;
    const auto among = [](std::span<const std::string_view> list, std::string_view one) {
      return std::find(list.begin(), list.end(), one) != list.end();
    };
    return among(kEndingJoints, gap(i)) && among(kLooseEndings, of(i));
  }

  std::size_t word(std::size_t i) {
    const std::size_t end = spread_end(i);
    if (end == i + 1 && is_loose_ending(i)) return end;
    RawUnit unit{0,
                 atoms_[i].begin,
                 atoms_[end - 1].end,
                 static_cast<uint32_t>(i),
                 static_cast<uint32_t>(end - i),
                 UnitKind::word,
                 false};
    unit.hash = hash64(spelling(text_, atoms_, unit, buffer_), kWordSeed);
    push(unit, i);
    return end;
  }

  // "100mbps", "apt5": a sign and a word; anything else with digits inside is a code.
  void mixed(std::size_t i) {
    const Atom& atom = atoms_[i];
    const std::string_view all = of(i);
    const bool digits_first = is_digit(all[0]);
    const auto cut_at =
        std::find_if(all.begin(), all.end(), [=](char c) { return is_digit(c) != digits_first; });
    const bool two_parts =
        std::none_of(cut_at, all.end(), [=](char c) { return is_digit(c) == digits_first; });
    if (!two_parts) {
      push({sign_hash(Sign::code), atom.begin, atom.end, 0, 1, UnitKind::sign, false}, i);
      return;
    }
    const uint32_t middle = atom.begin + static_cast<uint32_t>(cut_at - all.begin());
    const std::array<std::pair<uint32_t, uint32_t>, 2> parts{
        {{atom.begin, middle}, {middle, atom.end}}};
    for (std::size_t p = 0; p < 2; ++p) {
      const auto [begin, end] = parts[p];
      const bool number = digits_first == (p == 0);
      const uint64_t hash =
          number ? sign_hash(Sign::number) : hash64(text_.substr(begin, end - begin), kWordSeed);
      push({hash, begin, end, 0, 0, number ? UnitKind::sign : UnitKind::word, false}, i);
    }
  }

  void characters(std::size_t i) {
    const Atom& atom = atoms_[i];
    for (uint32_t at = atom.begin; at < atom.end;) {
      const CodePoint c = decode_utf8(text_, at);
      push({mix64(kCharacterSeed + (uint64_t{c.value} << 32)), at, at + c.size, 0, 1,
            UnitKind::character, false},
           i);
      at += c.size;
    }
  }

  std::string_view text_;
  std::span<const Atom> atoms_;
  std::vector<RawUnit>& out_;
  std::string buffer_;
  bool pending_break_ = false;
};

}  // namespace

uint64_t sign_hash(Sign sign) {
  return mix64(kSignSeed + (static_cast<uint64_t>(sign) << 32));
}

std::string_view script_anchor(std::string_view text) {
  const bool cyrillic = std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xD0 && byte <= 0xD4;  // U+0400 to U+053F
  });
  return cyrillic ? "щ\n" : "";
}

void split_units(std::string_view folded, std::span<const Atom> atoms, std::vector<RawUnit>& out) {
  out.clear();
  Splitter(folded, atoms, out).run();
}

std::string_view spelling(std::string_view folded, std::span<const Atom> atoms, const RawUnit& unit,
                          std::string& buffer) {
  if (unit.atoms <= 1) return folded.substr(unit.begin, unit.end - unit.begin);
  buffer.clear();
  for (const Atom& atom : atoms.subspan(unit.atom, unit.atoms)) {
    buffer += folded.substr(atom.begin, atom.size());
  }
  return buffer;
}

}  // namespace maillon::rank
