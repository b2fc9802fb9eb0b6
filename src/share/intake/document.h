// Documents of other agencies as lists: what selectors and hashes a STIX 2.1 bundle, FollowTheMoney
// entities or MISP events name. Selectors are given as they are written: to understand them is
// extraction's business. docs/exchange.md says what is read and what is not.
//
// Bounds: a JSON document has at most 128 MiB, a line of FollowTheMoney 16 MiB (there may be any
// number); memory grows with the document, of FollowTheMoney with a line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "share/hash_list.h"
#include "share/selector_list.h"

namespace maillon::share {

// Stored by name.
enum class DocumentFormat : uint8_t { stix, ftm, misp };
std::string_view to_name(DocumentFormat format);
std::optional<DocumentFormat> parse_document_format(std::string_view name);
// By the members that the first object of the begin (64 KiB are enough) names. Nothing if it is
// none of them.
std::optional<DocumentFormat> guess_document_format(std::string_view head);
// What the numbers that a sink gets count: "object", "line" or "attribute".
std::string_view place_name(DocumentFormat format);

// Takes what is read, each with its place, from 1.
class DocumentSink {
 public:
  virtual ~DocumentSink() = default;
  // `value` is empty yet. `country`: ISO 3166-1 alpha-2 of a phone in national form, "" = not
  // said. `withdrawn`: the source revokes or deletes it.
  virtual void add(ListedSelector&& selector, std::string_view country, bool withdrawn,
                   uint64_t place) = 0;
  // The source revokes or deletes the object, which is no file; of `about` its format, identifier
  // and version count. Whatever of it can be read follows.
  virtual void withdraw(const ListedSelector& about) = 0;
  // Of one object with several hashes or one; `deleted` if the source withdraws it.
  virtual void add_hash(ListEntry&& entry, uint64_t place) = 0;
  // What should be a selector and cannot be, and why: a constant text without the bad bytes.
  virtual void reject(uint64_t place, std::string_view object, std::string_view reason) = 0;
  // An object that holds no selector, by its type as the document writes it.
  virtual void leave_out(std::string_view type) = 0;
};

// Reads a whole document. Code::corrupt or Code::invalid_input for bytes that are no document of
// the format, break off, or are too large. Linear in the bytes.
Result<void> read_document(std::string_view bytes, DocumentFormat format, DocumentSink& sink);

}  // namespace maillon::share
