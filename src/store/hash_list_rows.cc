#include "store/hash_list_rows.h"

#include <charconv>

#include "base/hash.h"

namespace maillon::store {
namespace {

// Texts in one, each with a unit separator behind it (which no list's text holds; where
// one does it becomes a blank).
constexpr char kSeparator = '\x1f';

void append_part(std::string& out, std::string_view part) {
  for (const char c : part) out += c == kSeparator ? ' ' : c;
  out += kSeparator;
}

std::vector<std::string> split_parts(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t end = 0; (end = text.find(kSeparator)) != std::string_view::npos;) {
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return parts;
}

std::string join_parts(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) append_part(out, part);
  return out;
}

}  // namespace

EntryRow::EntryRow(const share::ListEntry& e) : entry(&e), tags(join_parts(e.tags)) {
  for (const share::NamedText& o : e.other) {
    append_part(other, o.name);
    append_part(other, o.value);
  }
}

void EntryRow::bind(Statement& statement, int first) const {
  statement.bind(first, entry->id).bind(first + 1, entry->member);
  for (int i = 0; i < static_cast<int>(entry->hash.size()); ++i) {
    const std::string& bytes = entry->hash[static_cast<std::size_t>(i)];
    if (bytes.empty()) {
      statement.bind_null(first + 2 + i);
    } else {
      statement.bind_blob(first + 2 + i, bytes);
    }
  }
  statement.bind(first + 6, int64_t{entry->quality}).bind(first + 7, entry->file);
  statement.bind(first + 8, entry->classification).bind(first + 9, entry->scheme);
  statement.bind(first + 10, entry->country).bind(first + 11, tags);
  statement.bind(first + 12, entry->timestamp).bind(first + 13, entry->status);
  statement.bind(first + 14, other).bind(first + 15, int64_t{entry->restricted ? 1 : 0});
}

uint64_t EntryRow::digest() const {
  std::string all;
  for (const std::string* text :
       {&entry->id, &entry->member, &entry->hash[0], &entry->hash[1], &entry->hash[2],
        &entry->hash[3], &entry->file, &entry->classification, &entry->scheme, &entry->country,
        &tags, &entry->timestamp, &entry->status, &other}) {
    all += std::to_string(text->size()) + ':' + *text;
  }
  all += std::to_string(entry->quality) + (entry->restricted ? "!" : "");
  return hash64(all);
}

share::ListEntry read_entry(const Statement& row, int first) {
  share::ListEntry entry;
  entry.id = row.text(first);
  entry.member = row.text(first + 1);
  for (int i = 0; i < static_cast<int>(entry.hash.size()); ++i)
    entry.hash[static_cast<std::size_t>(i)] = row.blob(first + 2 + i);
  entry.quality = static_cast<int>(row.integer(first + 6));
  entry.file = row.text(first + 7);
  entry.classification = row.text(first + 8);
  entry.scheme = row.text(first + 9);
  entry.country = row.text(first + 10);
  entry.tags = split_parts(row.text(first + 11));
  entry.timestamp = row.text(first + 12);
  entry.status = row.text(first + 13);
  const std::vector<std::string> other = split_parts(row.text(first + 14));
  for (std::size_t i = 0; i + 1 < other.size(); i += 2)
    entry.other.push_back({other[i], other[i + 1]});
  entry.restricted = row.integer(first + 15) != 0;
  return entry;
}

Result<ListSettings> read_settings(Database& database) {
  ListSettings settings;
  TRY(Statement rows, database.prepare("SELECT key, value FROM settings"));
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return settings;
    const std::string_view key = rows.text(0), value = rows.text(1);
    if (key == "role") settings.role = value;
    if (key == "radius")
      std::from_chars(value.data(), value.data() + value.size(), settings.radius);
    if (key == "all_restricted") settings.all_restricted = value == "1";
    if (key == "harmless") settings.harmless = split_parts(value);
  }
}

Result<void> write_settings(Database& database, const ListSettings& settings) {
  TRY(Statement put, database.prepare("INSERT OR REPLACE INTO settings VALUES (?, ?)"));
  const std::pair<const char*, std::string> values[] = {
      {"role", settings.role},
      {"radius", std::to_string(settings.radius)},
      {"all_restricted", settings.all_restricted ? "1" : "0"},
      {"harmless", join_parts(settings.harmless)}};
  for (const auto& [key, value] : values) {
    put.bind(1, std::string_view(key)).bind(2, value);
    TRY_OK(put.run());
  }
  return {};
}

std::optional<Hash256> indexed_hash(std::string_view pdq, int quality) {
  if (pdq.size() != sizeof(Hash256) || (quality >= 0 && quality < kLeastPdqQuality))
    return std::nullopt;
  return hash256_of(pdq);
}

Result<std::vector<HashValue>> read_indexed(Database& database) {
  std::vector<HashValue> found;
  TRY(Statement rows,
      database.prepare("SELECT id, pdq, quality FROM entries WHERE pdq IS NOT NULL"));
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return found;
    if (const auto hash = indexed_hash(rows.blob(1), static_cast<int>(rows.integer(2))))
      found.push_back({*hash, static_cast<uint64_t>(rows.integer(0))});
  }
}

}  // namespace maillon::store
