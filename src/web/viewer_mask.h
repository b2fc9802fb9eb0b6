// What a viewer reads of selectors: phones, e-mail addresses, handles, wallets and IBANs by their
// kind, their country where it stands in them, and their end. Everything that the page answers to a
// viewer goes through here, so that no handler has to think of it.
//
// Found are: values under a name that says their kind; the places that the case knows in a text;
// whatever the program's own finders find in a text; and the values of the case themselves,
// wherever they stand. A letter or figure becomes '*', each byte of it one: places that an answer
// gives in bytes stay right. What nobody recognised as a selector stays.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include <nlohmann/json_fwd.hpp>

#include "base/records.h"
#include "web/http.h"
#include "web/page_case.h"

namespace maillon::web {

// Is it one that viewers do not read? URLs and pictures are what an advert is found by.
bool is_masked_kind(SelectorKind kind);

// "+17755550123" -> "+17*******23", "ana@mail.example" -> "***@****.***le". Of fewer than
// six letters and figures nothing stays.
std::string masked_value(std::string_view value);

// The values of a case, to be found in any text. A value is kept as a hash.
class KnownSelectors {
 public:
  void add(SelectorKind kind, std::string_view value);
  // Masks every value in the text. Words are compared whole; of a phone the figures, written in
  // any grouping, with the country's code or as within the country.
  void mask(std::string& text) const;

 private:
  void mask_words(std::string& text) const;
  bool mask_word(std::string& text, std::size_t from, std::size_t to) const;
  void mask_figures(std::string& text) const;
  bool is_number(std::string_view figures) const;

  std::unordered_set<uint64_t> words_, figures_;
};

// Masks a JSON document or, of an event stream, its lines. `country`: for phones as within it.
void mask_answer(std::string& body, const KnownSelectors& known, const std::string& country);

class ViewerMask {
 public:
  // Masks the reply, if a viewer asked who has not been allowed to read all for a day.
  void apply(PageCase& from, const Request& request, Reply& reply);

 private:
  std::mutex mutex_;  // guards what follows
  uint64_t generation_ = 0;
  std::shared_ptr<const KnownSelectors> known_;
};

}  // namespace maillon::web
