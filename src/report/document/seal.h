// Hashes over the sections of a document, and over the whole: written as it streams out,
// and checked again. Nothing here needs Maillon to be checked by somebody else:
//
//   <!--section 7-->         the bytes of the lines between these two are what
//   ...                      SHA-256 is taken of; it stands in the table's foot,
//   <!--end 7-->             which browsers repeat on each page that the table fills
//
// The last section lists all before it, and the hash over that list as lines of "N HEX\n".
// The last line of the file is the SHA-256 of all bytes before that line, so that styles,
// heads and feet are covered too (head -n -1 FILE | sha256sum).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace maillon::report {

// Takes the document piece by piece.
using Sink = std::function<void(std::string_view)>;

class SealedWriter {
 public:
  // `head` stands at the top of each page, `foot(n)` beside the hash of section n; both HTML.
  SealedWriter(Sink sink, std::string head, std::function<std::string(uint32_t)> foot)
      : sink_(std::move(sink)), head_(std::move(head)), foot_(std::move(foot)) {}

  // Outside of sections: the document's begin.
  void raw(std::string_view html);
  // Sections are numbered from 0; `id` is that of its table.
  void begin_section(std::string_view id);
  void write(std::string_view html);  // within a section
  void end_section();
  uint32_t next_section() const { return static_cast<uint32_t>(hashes_.size()); }

  const std::vector<Sha256>& hashes() const { return hashes_; }
  Sha256 hash_of_all() const;  // of the sections so far
  // The last two lines: `text`, HTML that says what the hash is, and the hash. Gives the hash of
  // the file.
  Sha256 finish(std::string_view text);

 private:
  Sink sink_;
  std::string head_;
  std::function<std::string(uint32_t)> foot_;
  Sha256Stream whole_, section_;
  std::vector<Sha256> hashes_;
};

// A row of the list in the last section.
std::string listed_row(uint32_t section, std::string_view title, const Sha256& hash);

struct SealCheck {
  bool is_report = false;             // has sections and a last line as SealedWriter makes them
  uint32_t sections = 0;              // found
  std::string file_hash;              // hex, as computed
  std::vector<std::string> problems;  // a sentence each; none: nothing was changed
};
// Checks every section, the list, and the whole. The document is untrusted.
SealCheck check_seal(std::string_view document);

}  // namespace maillon::report
