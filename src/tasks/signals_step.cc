#include "tasks/signals_step.h"

#include <algorithm>
#include <numeric>

#include "base/parallel.h"
#include "extract/text/signals.h"
#include "tasks/read_text.h"

namespace maillon::tasks {
namespace {

// The signals of one batch and the posts they belong to.
struct Batch {
  std::vector<uint32_t> rows;
  extract::Signals signals;
  RecordPart records;
};

// A hit, to be brought into the order of rows.
struct HitRef {
  uint32_t row, batch, index;
};

std::vector<HitRef> order_hits(const std::vector<Batch>& batches) {
  std::vector<HitRef> hits;
  for (uint32_t b = 0; b < batches.size(); ++b) {
    const SelectorTable& table = batches[b].signals.selectors;
    for (uint32_t i = 0; i < table.size(); ++i)
      hits.push_back({batches[b].rows[table.row[i]], b, i});
  }
  // Within a row hits stand in (field, begin) order already, and a row has one batch.
  std::sort(hits.begin(), hits.end(), [](const HitRef& x, const HitRef& y) {
    return x.row != y.row ? x.row < y.row : x.index < y.index;
  });
  return hits;
}

// What makes two hits the same selector. A number is one selector whether it is
// called or messaged.
struct SelectorKey {
  uint8_t kind = 0, service = 0;
  std::string value;
  friend auto operator<=>(const SelectorKey&, const SelectorKey&) = default;
};

SelectorKey key_of(const std::vector<Batch>& batches, const HitRef& hit) {
  const SelectorTable& table = batches[hit.batch].signals.selectors;
  const SelectorKind kind = table.kind[hit.index];
  Service service = table.service[hit.index];
  std::string value(table.value[hit.index]);
  if (kind == SelectorKind::phone) service = Service::none;
  return {static_cast<uint8_t>(kind), static_cast<uint8_t>(service), std::move(value)};
}

void build_selectors(const Posts& posts, const std::vector<Batch>& batches, Selectors& out) {
  const std::vector<HitRef> hits = order_hits(batches);
  std::vector<std::pair<SelectorKey, uint32_t>> keys(hits.size());
  parallel_blocks(hits.size(), 1U << 14, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i)
      keys[i] = {key_of(batches, hits[i]), static_cast<uint32_t>(i)};
  });
  std::sort(keys.begin(), keys.end());
  out.hit_selector.resize(hits.size());
  for (std::size_t i = 0; i < keys.size();) {
    const auto number = static_cast<uint32_t>(out.kind.size());
    out.kind.push_back(keys[i].first.kind);
    out.service.push_back(keys[i].first.service);
    out.value.push_back(keys[i].first.value);
    std::size_t j = i;
    for (; j < keys.size() && keys[j].first == keys[i].first; ++j) {
      const uint32_t row = hits[keys[j].second].row;
      out.hit_selector[keys[j].second] = number;
      if (out.carrier.size() == out.carrier_offsets.back() || out.carrier.back() != row)
        out.carrier.push_back(row);
    }
    out.carrier_offsets.push_back(out.carrier.size());
    i = j;
  }
  out.hit_offsets.assign(posts.size() + 1, 0);
  for (const HitRef& hit : hits) {
    const SelectorTable& table = batches[hit.batch].signals.selectors;
    ++out.hit_offsets[hit.row + 1];
    out.hit_service.push_back(static_cast<uint8_t>(table.service[hit.index]));
    out.hit_field.push_back(static_cast<uint8_t>(table.field[hit.index]));
    out.hit_begin.push_back(table.begin[hit.index]);
    out.hit_end.push_back(table.end[hit.index]);
  }
  std::partial_sum(out.hit_offsets.begin(), out.hit_offsets.end(), out.hit_offsets.begin());
}

void build_tokens(std::size_t rows, std::vector<Batch>& batches, TokenTable& out) {
  out.offsets.assign(rows + 1, 0);
  for (const Batch& batch : batches) {
    const TokenTable& tokens = batch.signals.tokens;
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
      out.offsets[batch.rows[i] + 1] = tokens.offsets[i + 1] - tokens.offsets[i];
    }
  }
  std::partial_sum(out.offsets.begin(), out.offsets.end(), out.offsets.begin());
  out.token.resize(out.offsets.back());
  parallel_for(batches.size(), [&](std::size_t b) {
    TokenTable& tokens = batches[b].signals.tokens;
    for (std::size_t i = 0; i < batches[b].rows.size(); ++i) {
      std::copy(tokens.token.begin() + static_cast<std::ptrdiff_t>(tokens.offsets[i]),
                tokens.token.begin() + static_cast<std::ptrdiff_t>(tokens.offsets[i + 1]),
                out.token.begin() + static_cast<std::ptrdiff_t>(out.offsets[batches[b].rows[i]]));
    }
    tokens = TokenTable{};
  });
}

// Short records are compared by their columns: they have no wording.
void drop_tokens(TokenTable& tokens) {
  std::fill(tokens.offsets.begin(), tokens.offsets.end(), 0);
  tokens.token.clear();
}

}  // namespace

Result<Extracted> extract_posts(const store::Case& open_case, const std::string& default_country,
                                Posts& posts, Progress& progress) {
  const extract::ExtractSettings settings{.default_country = default_country};
  std::vector<uint32_t> rows(posts.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::vector<Batch> batches;
  Step find(progress, "find selectors", posts.size(), "posts");
  TRY_OK(read_texts(
      open_case, posts, rows, [&](std::size_t n) { batches.resize(n); },
      [&](std::size_t i, TextBatch&& text) {
        batches[i].signals = extract::extract_signals(text.records, settings);
        batches[i].records = take_records(text);
        if (!batches[i].records.rows.empty()) drop_tokens(batches[i].signals.tokens);
        batches[i].rows = std::move(text.rows);
      },
      progress));
  find.end(posts.size());

  Step check(progress, "check phone numbers");
  std::vector<extract::Signals> signals(batches.size());
  for (std::size_t i = 0; i < batches.size(); ++i) signals[i] = std::move(batches[i].signals);
  extract::validate_phones(signals, settings);
  for (std::size_t i = 0; i < batches.size(); ++i) batches[i].signals = std::move(signals[i]);
  check.end();

  for (const Batch& batch : batches) {
    for (std::size_t i = 0; i < batch.rows.size(); ++i)
      posts.language[batch.rows[i]] = batch.signals.language[i];
  }
  Extracted extracted;
  Step gather(progress, "gather selectors");
  build_selectors(posts, batches, extracted.selectors);
  gather.end(extracted.selectors.size());
  Step tokens(progress, "gather tokens");
  build_tokens(posts.size(), batches, extracted.tokens);
  tokens.end(extracted.tokens.token.size());
  std::vector<RecordPart> records(batches.size());
  for (std::size_t i = 0; i < batches.size(); ++i) records[i] = std::move(batches[i].records);
  extracted.records = join_records(std::move(records));
  return extracted;
}

}  // namespace maillon::tasks
