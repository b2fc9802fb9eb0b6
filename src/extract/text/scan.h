// One field while its selectors are being found. Finders run one after the other;
// each claims what it found, and what is claimed is left alone by the next.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/records.h"
#include "extract/text/fold.h"
#include "extract/text/lex.h"

namespace maillon::extract {

// A stretch of the folded text that one typed token stands for.
struct Claim {
  uint32_t begin, end;  // bytes in the folded text
  uint32_t token;       // kPhoneToken ... kWalletToken
};

// A selector found; for phones `value` is a candidate (phone_book.h).
struct Hit {
  SelectorKind kind;
  Service service;
  uint32_t begin, end;  // bytes in the source text
  std::string value;
};

class Scan {
 public:
  // Folds and lexes the text, which must live as long as the scan is used.
  void start(std::string_view source);

  std::string_view source() const { return source_; }
  std::string_view text() const { return folded_.text(); }
  const Lexed& lexed() const { return lexed_; }
  std::span<const Atom> atoms() const { return lexed_.atoms; }
  const Atom& atom(std::size_t i) const { return lexed_.atoms[i]; }
  std::string_view atom_text(std::size_t i) const {
    return text().substr(atom(i).begin, atom(i).size());
  }
  const WordInfo& info(std::size_t i) const { return word_info(atom(i).word); }
  // What stands between atom i-1 and atom i.
  std::string_view gap_before(std::size_t i) const;
  // Number of the first atom that ends after the folded position.
  std::size_t atom_at(uint32_t position) const;
  bool is_claimed(std::size_t i) const { return (atom(i).flags & kClaimed) != 0; }

  // Bytes in the source of a folded range.
  uint32_t source_begin(uint32_t begin) const { return folded_.source_begin(begin); }
  uint32_t source_end(uint32_t end) const { return folded_.source_end(end); }
  std::pair<uint32_t, uint32_t> source_range(uint32_t begin, uint32_t end,
                                             std::size_t& cursor) const {
    return folded_.source_range(begin, end, cursor);
  }

  // The folded range as the author wrote it, but for case everything folded.
  std::string keep_case(uint32_t begin, uint32_t end) const;

  // Marks the folded range as taken; a token for it if `token` is not 0.
  void claim(uint32_t begin, uint32_t end, uint32_t token);
  // claim, and a hit with the range translated to the source.
  void add(SelectorKind kind, Service service, uint32_t begin, uint32_t end, std::string value);
  // A hit without a claim (candidates that may overlap).
  void add_hit(SelectorKind kind, Service service, uint32_t begin, uint32_t end, std::string value);

  std::vector<Claim> claims;
  std::vector<Hit> hits;

 private:
  std::string_view source_;
  Folded folded_;
  Lexed lexed_;
};

}  // namespace maillon::extract
