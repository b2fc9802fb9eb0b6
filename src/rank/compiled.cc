// The bytes: kMagic, the catalogue's hash (16 hex digits), the size of the catalogue's part, that
// part, the matcher's part. A part is its members in order; fields() names them for both ways.
#include "rank/compiled.h"

#include <array>
#include <cstring>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "rank/phrases.h"

namespace maillon::rank {
namespace {

constexpr std::string_view kMagic = "maillon catalogue 1\n";
constexpr std::size_t kHashSize = 16;

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

// Both ways through the same members; End is where bytes go or come from.
template <class End>
class Archive {
 public:
  static constexpr bool kLoads = End::kLoads;
  explicit Archive(End& end) : end_(end) {}
  template <class... T>
  void operator()(T&... members) {
    (value(members), ...);
  }

 private:
  template <Plain T>
  void value(T& one) {
    end_.pass(&one, sizeof one);
  }
  void value(std::string& text) {
    if (pass_size(text)) end_.pass(text.data(), text.size());
  }
  template <class T>
  void value(std::vector<T>& list) {
    if (!pass_size(list)) return;
    for (T& one : list) value(one);
  }
  template <class T, std::size_t N>
  void value(std::array<T, N>& list) {
    for (T& one : list) value(one);
  }
  template <class T>
  requires std::is_class_v<T>
  void value(T& one) { fields(*this, one); }

  template <class List>
  bool pass_size(List& list) {
    uint64_t size = list.size();
    value(size);
    if (!end_.has(size)) return false;  // none is smaller than a byte
    list.resize(size);
    return true;
  }

  End& end_;
};

struct SavingEnd {
  static constexpr bool kLoads = false;
  std::string out;
  void pass(const void* bytes, std::size_t size) {
    out.append(static_cast<const char*>(bytes), size);
  }
  static bool has(uint64_t /*size*/) { return true; }
};

// Once the bytes are too few, nothing is read any more.
struct LoadingEnd {
  static constexpr bool kLoads = true;
  std::string_view rest;
  bool ok = true;
  bool has(uint64_t size) { return ok = ok && size <= rest.size(); }
  void pass(void* bytes, std::size_t size) {
    if (!has(size)) return;
    std::memcpy(bytes, rest.data(), size);
    rest.remove_prefix(size);
  }
};

// A new member does not compile until it is named here.
template <class A>
void fields(A& a, Phrase& of) {
  auto& [language, text, line] = of;
  a(language, text, line);
}
template <class A>
void fields(A& a, LocalText& of) {
  auto& [language, text] = of;
  a(language, text);
}
template <class A>
void fields(A& a, Indicator& of) {
  auto& [id, label, meaning, against, dimension, palermo, elements, forms, adult, child, proposed,
         sources, ilo, with, common_in_lawful, voice, rule, phrases, file, line] = of;
  a(id, label, meaning, against, dimension, palermo, elements, forms, adult, child, proposed,
    sources, ilo, with, common_in_lawful, voice, rule, phrases, file, line);
}
template <class A>
void fields(A& a, Cue& of) {
  auto& [id, kind, weight, phrases, file, line] = of;
  a(id, kind, weight, phrases, file, line);
}
template <class A>
void fields(A& a, Hotline& of) {
  auto& [country, name, phone, url, source, languages, verified_on] = of;
  a(country, name, phone, url, source, languages, verified_on);
}
template <class A>
void fields(A& a, NeutralClass& of) {
  auto& [name, words] = of;
  a(name, words);
}
template <class A>
void fields(A& a, Catalogue& of) {
  auto& [files, edition, hash, indicators, cues, hotlines, neutral] = of;
  a(files, edition, hash, indicators, cues, hotlines, neutral);
}

template <class A>
void fields(A& a, PhraseOwner& of) {
  auto& [cue, index, language] = of;
  a(cue, index, language);
}
template <class A>
void fields(A& a, PhraseNfa::Node& of) {
  auto& [next, gaps, accepts] = of;
  a(next, gaps, accepts);
}
template <class A>
void fields(A& a, PhraseNfa::Gap& of) {
  auto& [most, node] = of;
  a(most, node);
}
template <class A>
void fields(A& a, PhraseNfa::Step& of) {
  auto& [root, owner, may_end] = of;
  a(root, owner, may_end);
}
template <class A>
void fields(A& a, PhraseNfa::First& of) {
  auto& [item, node] = of;
  a(item, node);
}
template <class A>
void fields(A& a, Edges::Slot& of) {
  auto& [key, node] = of;
  a(key, node);
}
template <class A>
void fields(A& a, PhraseBegin& of) {
  auto& [bits, step] = of;
  a(bits, step);
}
template <class A>
void fields(A& a, SymbolBits& of) {
  auto& [bits] = of;
  a(bits);
}
template <class A>
void fields(A& a, SideBegin& of) {
  auto& [coarse, symbols] = of;
  a(coarse, symbols);
}
template <class A>
void fields(A& a, Joints::Joint& of) {
  auto& [owner, count, numbers] = of;
  a(owner, count, numbers);
}
template <class A>
void fields(A& a, Gapped::Other& of) {
  auto& [filter, root, from, to] = of;
  a(filter, root, from, to);
}
template <class A>
void fields(A& a, Gapped& of) {
  auto& [begin, other, least_before, most_before] = of;
  a(begin, other, least_before, most_before);
}

}  // namespace

// Friends of what they name; of PhraseNfa and Joints only what is used after finish().
template <class A>
void fields(A& a, Edges& e) {
  a(e.slots_, e.mask_, e.bits_, e.bit_mask_);
}
template <class A>
void fields(A& a, PhraseNfa& n) {
  a(n.nodes, n.gaps, n.edges, n.steps, n.begins_, n.firsts_, n.first_begins_, n.words_);
  if constexpr (A::kLoads) n.number_words();
}
template <class A>
void fields(A& a, Joints& j) {
  a(j.joints_, j.keyed_, j.begins);
}
template <class A>
void fields(A& a, Phrases& p) {
  a(p.owners, p.nfa, p.joints, p.gapped);
}

namespace {

// The two parts; empty if these are no compiled catalogue.
std::pair<std::string_view, std::string_view> parts_of(std::string_view bytes) {
  uint64_t size = 0;
  constexpr std::size_t kHead = kMagic.size() + kHashSize + sizeof size;
  if (!bytes.starts_with(kMagic) || bytes.size() < kHead) return {};
  std::memcpy(&size, bytes.data() + kMagic.size() + kHashSize, sizeof size);
  bytes.remove_prefix(kHead);
  if (size > bytes.size()) return {};
  return {bytes.substr(0, size), bytes.substr(size)};
}

template <class T>
Result<T> load(std::string_view part) {
  T out;
  LoadingEnd end{part};
  Archive archive(end);
  archive(out);
  if (!end.ok || !end.rest.empty())
    return fail(Code::corrupt, "these bytes are no compiled catalogue");
  return out;
}

}  // namespace

std::string compile(const Catalogue& catalogue) {
  SavingEnd first, second;
  Catalogue copy = catalogue;
  Archive to_first(first);
  to_first(copy);
  const std::unique_ptr<Phrases> phrases = build_phrases(catalogue);
  Archive to_second(second);
  to_second(*phrases);
  std::string out(kMagic);
  out += catalogue.hash.substr(0, kHashSize);
  const uint64_t size = first.out.size();
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  return out + first.out + second.out;
}

std::string_view compiled_hash(std::string_view bytes) {
  if (parts_of(bytes).first.empty()) return {};
  return bytes.substr(kMagic.size(), kHashSize);
}

Result<Catalogue> compiled_catalogue(std::string_view bytes) {
  return load<Catalogue>(parts_of(bytes).first);
}

Result<Matcher> compiled_matcher(std::string_view bytes) {
  TRY(Phrases phrases, load<Phrases>(parts_of(bytes).second));
  return Matcher(std::make_unique<const Phrases>(std::move(phrases)));
}

}  // namespace maillon::rank
