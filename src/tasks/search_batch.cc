#include "tasks/search_batch.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "base/printable.h"
#include "extract/text/query.h"
#include "report/nouns.h"
#include "store/file.h"
#include "tasks/lists/gather.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kMostBatchBytes = 16U << 20;
constexpr std::size_t kMostLine = 4096;
constexpr std::size_t kNetworksNamed = 20;

// The selectors of the case that a query means.
void find_query(const CaseData& data, const extract::SelectorQuery& query,
                std::vector<uint32_t>& found) {
  for (uint8_t service = 0; service <= static_cast<uint8_t>(Service::account); ++service) {
    const auto as = static_cast<Service>(service);
    const bool any = query.service == Service::none || query.kind == SelectorKind::phone;
    if (!any && as != query.service) continue;
    if (const auto s = data.selectors.find(query.kind, as, query.value)) found.push_back(*s);
  }
}

void set_meaning(const extract::SelectorQuery& query, BatchRow& row) {
  row.kind = to_name(query.kind);
  row.service = query.service == Service::none ? "" : to_name(query.service);
  row.value = query.value;
}

// The selectors of the case that are meant, and how the text reads.
std::vector<uint32_t> find_selectors(const CaseData& data, const std::string& text,
                                     const std::string& country, BatchRow& row) {
  std::vector<uint32_t> found;
  const bool is_id = text.size() > 2 && text[1] == '-' && (text[0] == 'S' || text[0] == 's');
  if (is_id) {
    for (const Target& target : find_target(data, text, country)) {
      if (target.kind == Target::selector) found.push_back(target.index);
    }
    if (found.size() > 1) found.clear();  // too little of it was typed
  }
  for (const extract::SelectorQuery& query : extract::parse_selector_query(text, country)) {
    if (row.kind.empty()) set_meaning(query, row);
    find_query(data, query, found);
  }
  if (found.empty() && row.kind.empty()) found = find_national(data.selectors, text);
  return found;
}

// What the case has of them.
void set_found(const CaseData& data, const std::vector<uint32_t>& found, BatchRow& row) {
  if (found.empty()) return;
  const uint32_t first = found.front();
  row.kind = to_name(static_cast<SelectorKind>(data.selectors.kind[first]));
  const auto service = static_cast<Service>(data.selectors.service[first]);
  row.service = service == Service::none ? "" : to_name(service);
  row.value = data.selectors.value[first];
  row.id = selector_id(data.selectors, first);
  std::vector<uint32_t> rows;
  for (const uint32_t s : found) {
    const auto carriers = data.selectors.carriers(s);
    rows.insert(rows.end(), carriers.begin(), carriers.end());
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  row.posts = rows.size();
  row.networks = network_names(data, rows, kNetworksNamed);
}

BatchRow look_up(const CaseData& data, const std::string& text, const std::string& country) {
  BatchRow row;
  row.typed = text;
  if (text.size() <= kMostLine) set_found(data, find_selectors(data, text, country, row), row);
  return row;
}

Result<std::string> read_batch(const std::string& path) {
  TRY(std::string text, store::read_up_to(path == "-" ? "/dev/stdin" : path, kMostBatchBytes + 1));
  if (text.size() > kMostBatchBytes) {
    return fail(Code::invalid_input,
                path +
                    " is larger than 16 MiB; give a list of selectors, one a line, or take a "
                    "document in as a list (`maillon list import`) and ask for --list");
  }
  return text;
}

Result<std::vector<std::string>> split_batch(const std::string& path, const std::string& text) {
  std::vector<std::string> lines;
  std::string_view rest = text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
      line.remove_suffix(1);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (!line.empty()) lines.emplace_back(line);
    if (lines.size() > kMostInBatch) {
      return fail(Code::invalid_input,
                  fmt::format("{} has more than {} lines; look them up in parts", path,
                              report::thousands(kMostInBatch)));
    }
  }
  if (lines.empty())
    return fail(Code::invalid_input, path + " is empty; it takes selectors, one a line");
  return lines;
}

std::string join_names(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void print(const std::vector<BatchRow>& rows, const std::optional<Batch>& batch,
           const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().key("rows").begin_array();
    for (const BatchRow& row : rows) write_json(json, row);
    json.end_array();
    if (batch) write_json(json.key("document"), *batch);
    out.write(json.end_object().take() + "\n");
    return;
  }
  using Align = report::TextTable::Align;
  report::TextTable table({{"typed", Align::left, 34},
                           {"understood as", Align::left, 44},
                           {"selector"},
                           {"posts", Align::right},
                           {"networks", Align::left, 40}});
  for (const BatchRow& row : rows) {
    std::string as = "no selector";
    if (!row.kind.empty())
      as = fmt::format("{}{}{} {}", row.service, row.service.empty() ? "" : " ", row.kind,
                       row.value);
    table.add_row({row.typed, as, row.id, row.id.empty() ? "-" : report::thousands(row.posts),
                   join_names(row.networks)});
  }
  out.write(table.to_text({context.color, static_cast<std::size_t>(context.width)}));
}

}  // namespace

std::vector<BatchRow> look_up_selectors(const OpenedCase& from,
                                        const std::vector<std::string>& values,
                                        const std::string& country) {
  std::vector<BatchRow> rows;
  rows.reserve(values.size());
  for (const std::string& text : values)
    rows.push_back(look_up(from.data, text, from.country_or(country)));
  return rows;
}

void write_json(JsonWriter& json, const BatchRow& row) {
  json.begin_object().member("typed", row.typed).member("kind", row.kind);
  json.member("service", row.service).member("value", row.value).member("id", row.id);
  json.member("posts", row.posts).member("networks", row.networks).end_object();
}

Result<Batch> parse_batch_document(std::string_view bytes, share::DocumentFormat format,
                                   const std::string& country) {
  TRY(GatheredDocument document, gather_document(bytes, format, country));
  Batch batch;
  batch.format = to_name(format);
  batch.set_aside = document.update.about.rejected;
  batch.withdrawn = document.update.about.withdrawn;
  batch.hashes = document.hashes.size();
  auto& entries = document.update.selectors;
  const auto key = [](const share::ListedSelector& e) {
    return std::tie(e.kind, e.service, e.value);
  };
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  entries.erase(std::unique(entries.begin(), entries.end(),
                            [&](const auto& a, const auto& b) { return key(a) == key(b); }),
                entries.end());
  if (entries.size() > kMostInBatch) {
    return fail(Code::invalid_input,
                fmt::format("the document names {} selectors; take it in as a list (`maillon list "
                            "import`) and ask for `search CASE --list NAME`",
                            report::thousands(entries.size())));
  }
  batch.selectors = std::move(entries);
  return batch;
}

std::vector<BatchRow> look_up_batch(const OpenedCase& from, const Batch& batch) {
  std::vector<BatchRow> rows;
  rows.reserve(batch.selectors.size());
  for (const share::ListedSelector& entry : batch.selectors) {
    const extract::SelectorQuery query{entry.kind, entry.service, entry.value};
    BatchRow row;
    row.typed = entry.written;
    set_meaning(query, row);
    std::vector<uint32_t> found;
    find_query(from.data, query, found);
    set_found(from.data, found, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

void write_json(JsonWriter& json, const Batch& batch) {
  json.begin_object().member("format", batch.format);
  json.member("selectors", uint64_t{batch.selectors.size()}).member("set_aside", batch.set_aside);
  json.member("withdrawn", batch.withdrawn).member("hashes", batch.hashes).end_object();
}

namespace {

std::string document_words(const Batch& batch) {
  return fmt::format("{} of a {} document",
                     report::count_of(batch.selectors.size(), "selector", "selectors"),
                     batch.format);
}

// What of a document is not in the table.
std::string left_out_words(const Batch& batch) {
  std::string text;
  const auto add = [&](uint64_t count, std::string_view what) {
    if (count > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", report::thousands(count), what);
  };
  add(batch.set_aside, "set aside");
  add(batch.withdrawn, "revoked or deleted by their source");
  add(batch.hashes, "with hashes (`maillon match`)");
  return text.empty() ? "" : "left out: " + text + "; `maillon list import` tells more\n";
}

}  // namespace

Result<Outcome> search_batch(const BatchSettings& settings, const Context& context, Output& out) {
  TRY(const std::string text, read_batch(settings.file));
  const auto format = share::guess_document_format(text);
  std::vector<std::string> values;
  if (!format) {
    TRY(values, split_batch(settings.file, text));
  }
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  std::string what = report::count_of(values.size(), "line", "lines");
  std::optional<Batch> batch;
  if (format) {
    TRY(batch, parse_batch_document(text, *format, opened.country_or(settings.country)));
    what = document_words(*batch);
  }
  const std::vector<BatchRow> rows =
      batch ? look_up_batch(opened, *batch) : look_up_selectors(opened, values, settings.country);
  const auto known = static_cast<uint64_t>(
      std::count_if(rows.begin(), rows.end(), [](const BatchRow& r) { return !r.id.empty(); }));
  TRY_OK(log_reading(*opened.file, "search", "a batch of " + what, context.by));
  print(rows, batch, context, out);
  if (!context.json)
    out.write(fmt::format("\n{} of {} {} a selector of this case\n", report::thousands(known), what,
                          known == 1 ? "is" : "are"));
  if (batch && !context.json) out.write(left_out_words(*batch));
  return known == 0 ? Outcome::empty : Outcome::done;
}

}  // namespace maillon::tasks
