#include "share/read_list.h"

#include <algorithm>
#include <array>

#include "share/readers.h"

namespace maillon::share {
namespace {

constexpr std::array<std::string_view, 5> kNames = {"csv", "lines", "threatexchange", "ncmec",
                                                    "vics"};
constexpr std::string_view kBom = "\xEF\xBB\xBF";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_signal_line(std::string_view line) {
  const std::size_t blank = line.find_first_of(" \t");
  if (blank == std::string_view::npos || contains(line, ",") || contains(line, ";")) return false;
  const std::string_view type = line.substr(0, blank);
  if (parse_hash_kind(type)) return true;
  // Other types of the same tool; a first line that is one of them.
  return type == "raw_text" || type == "trend_query" || type == "url" || type == "url_md5" ||
         type == "text_tlsh" || type == "pdq_ocr" || type == "vpdq" || type == "photodna";
}

// ThreatExchange has one hash in each record: those of one picture come one after another under
// one id, and are one entry.
class JoinedHashes : public ListSink {
 public:
  explicit JoinedHashes(ListSink& to) : to_(to) {}

  void add(ListEntry&& entry, uint64_t place) override {
    if (held_ && is_more_of_it(entry)) {
      for (const HashKind kind : kHashKinds) {
        if (held_->of(kind).empty()) held_->of(kind) = std::move(entry.of(kind));
      }
      held_->restricted = held_->restricted || entry.restricted;
      return;
    }
    hand_over();
    held_ = std::move(entry);
    place_ = place;
  }
  void reject(uint64_t place, std::string_view reason) override { to_.reject(place, reason); }
  void hand_over() {
    if (held_) to_.add(*std::move(held_), place_);
    held_.reset();
  }

 private:
  bool is_more_of_it(const ListEntry& entry) const {
    if (entry.id.empty() || entry.id != held_->id || entry.member != held_->member) return false;
    if (entry.deleted || held_->deleted || !entry.other.empty()) return false;
    return std::all_of(kHashKinds.begin(), kHashKinds.end(), [&](HashKind kind) {
      return entry.of(kind).empty() || held_->of(kind).empty();
    });
  }

  ListSink& to_;
  std::optional<ListEntry> held_;
  uint64_t place_ = 0;
};

}  // namespace

std::string_view to_name(ListFormat format) {
  return kNames[static_cast<std::size_t>(format)];
}

std::optional<ListFormat> parse_list_format(std::string_view name) {
  const auto at = std::find(kNames.begin(), kNames.end(), name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<ListFormat>(at - kNames.begin());
}

std::string_view place_name(ListFormat format) {
  return format == ListFormat::csv || format == ListFormat::lines ? "line" : "record";
}

ListFormat guess_list_format(std::string_view head) {
  if (head.starts_with(kBom)) head.remove_prefix(kBom.size());
  const std::string_view text = trim(head.substr(0, kMostText));
  if (text.starts_with('<')) return ListFormat::ncmec;
  if (text.starts_with('{') || text.starts_with('[')) {
    const bool vics = contains(text, "odata.") || contains(text, "\"MediaID\"") ||
                      contains(text, "\"MediaSize\"") || contains(text, "\"AlternativeHashes\"");
    return vics ? ListFormat::vics : ListFormat::threatexchange;
  }
  std::string_view line = text;
  while (line.starts_with('#')) line = trim(line.substr(std::min(line.find('\n'), line.size())));
  line = trim(line.substr(0, line.find('\n')));
  return is_signal_line(line) ? ListFormat::lines : ListFormat::csv;
}

Result<void> read_list(std::string_view bytes, ListFormat format, const ReadListOptions& options,
                       ListSink& sink) {
  if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
  switch (format) {
    case ListFormat::csv:
      return read_csv(bytes, options, sink);
    case ListFormat::lines:
      return read_lines(bytes, options, sink);
    case ListFormat::threatexchange: {
      JoinedHashes joined(sink);
      const Result<void> read = read_threatexchange(bytes, options, joined);
      joined.hand_over();
      return read;
    }
    case ListFormat::ncmec:
      return read_ncmec(bytes, options, sink);
    case ListFormat::vics:
      return read_vics(bytes, options, sink);
  }
  return {};
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

bool is_true(std::string_view text) {
  return text == "1" || text == "true" || text == "True" || text == "TRUE" || text == "yes" ||
         text == "Yes" || text == "YES";
}

std::vector<std::string> split_tags(std::string_view text) {
  std::vector<std::string> tags;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    if (const std::string_view tag = trim(text.substr(0, end)); !tag.empty())
      tags.emplace_back(tag);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tags;
}

void hand_on(ListEntry&& entry, uint64_t place, const ReadListOptions& options, ListSink& sink) {
  const bool has_hash = std::any_of(entry.hash.begin(), entry.hash.end(),
                                    [](const std::string& h) { return !h.empty(); });
  // A withdrawal may name an id alone; a hash of another kind is kept as it is.
  if (!has_hash && entry.other.empty() && !(entry.deleted && !entry.id.empty())) {
    return sink.reject(place, kNoHash);
  }
  std::size_t most = std::max({entry.id.size(), entry.member.size(), entry.file.size(),
                               entry.classification.size(), entry.status.size(),
                               entry.timestamp.size(), entry.country.size()});
  for (const std::string& tag : entry.tags) most = std::max(most, tag.size());
  for (const NamedText& other : entry.other)
    most = std::max({most, other.name.size(), other.value.size()});
  if (most > kMostText) return sink.reject(place, kTooLong);
  entry.restricted = is_restricted(entry, options.restriction);
  sink.add(std::move(entry), place);
}

}  // namespace maillon::share
