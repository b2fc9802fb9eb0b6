// The query language of `search`: words, "phrases", OR, -NOT, ( ), field:value.
//
//   nanny "no experience" city:Reno after:2026-01-01 -agency
//   (paris OR lyon) country:fr kind:phone
//   harvst~ "job driver"~5
//
// Fields: city country language source author title body picture price kind service
// network template selector phone email url handle wallet iban id label level indicator listed
// after before date. A date is 2026, 2026-03 or 2026-03-01; date:2026-01..2026-03 and
// price:100..200 are ranges with both ends in, of which one may be left out; price:100..200EUR (or
// $, DKK ...) asks for that currency too, XXX for prices that state none.
//
// Words side by side must all be there. OR binds tighter than that: a b OR c is
// a AND (b OR c). Case, width and accents do not matter; * at the end of a word
// stands for any ending, within a word for any letters, and ? within a word for one: recru*ment,
// wom?n (at least three letters must be given). Scripts without blanks match anywhere in the text.
// word~ also finds words that are spelled like it (near.h), "a b"~5 all the words in any order with
// at most five others between them.
//
// author="Anna" is a field that says just that, letter by letter, author="" one that is not stated:
// city country language source author price. Within its quotes "" stands for a quote.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "base/result.h"
#include "extract/text/query.h"
#include "rank/combine.h"
#include "search/prices.h"

namespace maillon::search {

enum class QueryOp : uint8_t { all, any, none_of, word, phrase, filter, anything };
enum class Filter : uint8_t {
  city,
  country,
  language,
  source,
  author,
  title,
  body,
  kind,
  service,
  network,
  template_id,
  selector,
  after,
  before,
  price,
  id,
  price_range,
  label,
  picture,
  level,
  indicator,
  listed,
};

struct QueryNode {
  QueryOp op = QueryOp::anything;
  std::vector<QueryNode> children;  // of all, any, none_of
  std::vector<std::string> words;   // of word (one) and phrase: folded
  bool prefix = false;              // the (last) word may go on
  bool pattern = false;             // the (only) word has * and ? in it: patterns.h
  unsigned edits = 0;               // of one word: so many letters may differ
  std::optional<uint32_t> between;  // of words in any order: so many others may stand between them
  Filter filter = Filter::city;
  std::string value;   // of filter: folded, or as typed for selector and where it is exact
  bool exact = false;  // of filter: the field is `value`, byte by byte
  std::vector<extract::SelectorQuery> selectors;  // of filter selector: any of these ...
  std::string address;        // ... or a post whose own address is this: address_key(), "" = none
  int64_t time = 0;           // of after (at or after) and before (earlier than)
  int64_t low = 0, high = 0;  // of level (rank::Level), both in
  PriceRange prices;          // of price_range
};

struct Query {
  QueryNode root;
  // How it was understood, in words: posts with "nanny" and city "reno", from 2026-01-01
  std::string explanation;
};

// Fails with a message that says what to do: unknown field, bad date, unclosed
// quote or parenthesis, nothing to look for, nested too deep. A term that is a
// phone, e-mail, handle, address or wallet also finds its other spellings;
// `country` (ISO 3166-1 alpha-2, "" = none) is for phones in national form.
Result<Query> parse_query(std::string_view text, std::string_view country = {});

// `level:` and `indicator:` ask for what the catalogue of indicators sees. An indicator is named by
// its id, of which the parser takes any: who knows the catalogue checks it.

// `listed:` asks for posts with a picture that a hash list names: listed:yes any, listed:restricted
// one that is not shown (abuse of children, or shown the same), listed:NAME one on that list.
inline constexpr std::string_view kListedYes = "yes", kListedRestricted = "restricted";

// Whether a query may say `name`:value.
bool is_field(std::string_view name);
// Whether a query may say `name`=value.
bool is_whole_field(std::string_view name);

// At most this many terms, and parentheses in parentheses.
inline constexpr std::size_t kMaxTerms = 1000, kMaxDepth = 50;
// "a b"~n: at most so many words between.
inline constexpr uint32_t kMaxBetween = 100;

// What a post has. Views: everything belongs to the caller. Texts as stated.
struct PostFieldsView {
  std::string_view id, source, url, author, title, body, image_text, city, country, language, price;
  int64_t posted_at = kNoTime;
  std::string_view network, template_id;
  // Distinct selectors of the post.
  struct SelectorView {
    SelectorKind kind;
    Service service;
    std::string_view value;
  };
  std::vector<SelectorView> selectors;
  std::vector<std::string_view> labels;  // that people gave to it, or to what it belongs to
  // Nothing where the case has not been read for indicators; the ids of those that are seen.
  std::optional<rank::Level> level;
  std::vector<std::string_view> indicators;
  // Of the hash lists that name a picture of it; see `listed:` below.
  std::vector<std::string_view> listed;
};

// A web address without what does not tell pages apart: scheme, "www.", case of the host, the
// last slash, what follows #. "" if the text is none: without a scheme it needs a dot in the
// host and no blank.
std::string address_key(std::string_view text);

// True if the post answers the query. Folds the post's texts on each call: for
// scans of some hundred thousand posts.
bool match(const Query& query, const PostFieldsView& post);

}  // namespace maillon::search
