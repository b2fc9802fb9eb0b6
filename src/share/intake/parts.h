// What the readers of documents share; only for them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "share/intake/document.h"
#include "share/intake/json_view.h"

namespace maillon::share {

// Why an object is no selector. Constant, so that a million bad ones are a few reasons.
inline constexpr std::string_view kNoObject = "no object where one must be";
inline constexpr std::string_view kTwice =
    "it names one member twice, so that programs differ in what it says";
inline constexpr std::string_view kNoType = "an object without a type";
inline constexpr std::string_view kNoIdentifier =
    "an object without an identifier, or of more than 256 bytes";
inline constexpr std::string_view kNoValue = "no value, or one that is no text";
inline constexpr std::string_view kLongValue = "a value of more than 4,096 bytes";
inline constexpr std::string_view kBadDigest =
    "a hash with the wrong number of digits or other signs";

inline constexpr std::size_t kMostValue = 4096, kMostIdentifier = 256, kMostSaid = 500;

Result<void> read_stix(std::string_view bytes, DocumentSink& sink);
Result<void> read_ftm(std::string_view bytes, DocumentSink& sink);
Result<void> read_misp(std::string_view bytes, DocumentSink& sink);

// A label or a comment: at most kMostSaid bytes of it, with "..." if it was longer.
std::string said(std::string_view text);
std::string said(const JsonView& from, std::string_view member);
// Keeps the first 64 of an entry: a document with a hundred thousand tags on each of its hashes
// must not fill the memory.
void add_tag(std::vector<std::string>& tags, std::string tag);
// ISO 8601, a date alone, or Unix seconds; kNoTime if it is none.
int64_t time_of(std::string_view text);
// "TLP:AMBER+STRICT" "tlp:amber" "white": the marking as it is kept; "" if it is none.
std::string tlp_of(std::string_view text);
// "Telegram", "telegram-account": the service; none if it is none that is known here.
Service service_of(std::string_view name);
// The value of a selector into `written`: false, and rejected, if there is none to speak of.
bool take_value(const JsonView& value, ListedSelector& into, uint64_t place, DocumentSink& sink);
// A hash by any spelling of its kind into the entry: false, and rejected, if it is none of that
// kind. One of a kind that is not matched here is kept besides.
bool take_hash(std::string_view kind, const JsonView& value, ListEntry& into, uint64_t place,
               DocumentSink& sink);

}  // namespace maillon::share
