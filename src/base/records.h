// The nouns that every folder shares: fields of a record, records in columns,
// selectors, tokens.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/columns.h"

namespace maillon {

// The known fields of a record, in the order of the docs. The numbers are
// stored: add at the end, never renumber.
enum class Field : uint8_t {
  id,
  source,
  url,
  posted_at,
  author,
  title,
  body,
  city,
  country,
  lat,
  lon,
  language,
  price,
  images,
  image_text,  // what the pictures of a record say; read from them, never stated by a source
};
inline constexpr std::size_t kFieldCount = 15;
inline bool is_stated(Field field) {
  return field != Field::image_text;
}

// "body" for Field::body.
std::string_view to_name(Field field);
// The field of that exact name; nothing if there is none.
std::optional<Field> parse_field(std::string_view name);

// posted_at where none is stated or it could not be read.
inline constexpr int64_t kNoTime = std::numeric_limits<int64_t>::min();

// Records in columns, as collect gives them. Every column has size() rows.
struct RecordBatch {
  std::vector<uint64_t> begin, end;              // byte range in the decompressed source
  std::vector<uint64_t> line;                    // 1-based line (or row, or message) number there
  std::array<StringColumn, kFieldCount> fields;  // UTF-8 as stated; "" = not stated
  std::vector<int64_t> posted_at;                // seconds since 1970 UTC, or kNoTime
  // Short records in columns (a table without a column of text): the names of the
  // columns and row by row their values as stated. Their body is made of them:
  // "surname: neumann; town: ..." Both are empty for posts.
  std::vector<std::string> value_names;
  StringColumn values;

  std::string_view value(std::size_t row, std::size_t column) const {
    return values[row * value_names.size() + column];
  }
  std::size_t size() const { return begin.size(); }
  std::string_view field(Field f, std::size_t row) const {
    return fields[static_cast<std::size_t>(f)][row];
  }
  StringColumn& column(Field f) { return fields[static_cast<std::size_t>(f)]; }
  const StringColumn& column(Field f) const { return fields[static_cast<std::size_t>(f)]; }
};

// A row that could not become a record, and why.
struct QuarantineRow {
  uint64_t begin = 0, end = 0;  // byte range in the decompressed source
  uint64_t line = 0;            // 1-based
  std::string reason;           // one line, no personal data
  friend bool operator==(const QuarantineRow&, const QuarantineRow&) = default;
};

// ---- Selectors ------------------------------------------------------------

// What ties a post to another. Stored: add at the end, never renumber.
// `image`: a picture, or several that show the same; its value is the I-... of one of them.
enum class SelectorKind : uint8_t { phone = 1, email, url, handle, wallet, iban, image };

// Where a handle, phone or wallet lives. Stored: never renumber.
enum class Service : uint8_t {
  none,
  telegram,
  whatsapp,
  instagram,
  snapchat,
  wechat,
  line,
  signal,
  vk,
  tiktok,
  facebook,
  bitcoin,
  ethereum,
  tron,
  litecoin,
  monero,
  account,
};

std::string_view to_name(SelectorKind kind);  // "phone", "email", ...
std::string_view to_name(Service service);    // "", "telegram", "bitcoin", ...
std::optional<SelectorKind> parse_selector_kind(std::string_view name);
std::optional<Service> parse_service(std::string_view name);

// Selectors of many posts in columns, ordered by (row, field, begin).
struct SelectorTable {
  std::vector<uint32_t> row;  // which record of the batch
  std::vector<SelectorKind> kind;
  std::vector<Service> service;
  std::vector<Field> field;          // where it stands ...
  std::vector<uint32_t> begin, end;  // ... byte offsets in that field's UTF-8
  StringColumn value;                // canonical: E.164, lower-case e-mail, bare handle ...

  std::size_t size() const { return row.size(); }
};

// ---- Tokens ---------------------------------------------------------------

// Normalised words of many posts as 32-bit hashes. Row i is
// token[offsets[i] .. offsets[i+1]). kSentenceBreak stands between sentences,
// lines and fields; typed tokens stand for a phone, price, date, URL or handle.
struct TokenTable {
  std::vector<uint64_t> offsets{0};
  std::vector<uint32_t> token;

  std::size_t rows() const { return offsets.size() - 1; }
};
// The same, wherever the rows stand.
using TokenRows = std::span<const std::span<const uint32_t>>;
inline constexpr uint32_t kSentenceBreak = 0;
inline constexpr uint32_t kPhoneToken = 1, kEmailToken = 2, kUrlToken = 3, kHandleToken = 4,
                          kNumberToken = 5, kPriceToken = 6, kDateToken = 7, kWalletToken = 8;
inline constexpr uint32_t kFirstWordToken = 16;  // hashes below are moved up

}  // namespace maillon
