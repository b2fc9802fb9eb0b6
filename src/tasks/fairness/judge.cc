#include "tasks/fairness/judge.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/hash.h"
#include "rank/combine.h"
#include "rank/fairness/stated.h"
#include "rank/ranker/post_input.h"
#include "rank/wording/post_reader.h"
#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/lexicon.h"
#include "tasks/indicators/ready_catalogue.h"
#include "tasks/indicators/sign_segments.h"
#include "tasks/ranking/post_inputs.h"
#include "tasks/read_text.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {
namespace {

constexpr double kLikely = 0.5;

std::vector<std::string> ids_of(const rank::Catalogue& catalogue) {
  std::vector<std::string> ids;
  for (const rank::Indicator& i : catalogue.indicators) ids.push_back(i.id);
  return ids;
}

std::vector<std::string>& groups(rank::Judged& post, rank::Attribute attribute) {
  return post.groups[static_cast<std::size_t>(attribute)];
}

// What the text itself states; the language is not read here.
void add_stated(const rank::Stated& stated, rank::Judged& to) {
  if (!stated.sex.empty()) groups(to, rank::Attribute::sex) = {stated.sex};
  if (!stated.age.empty()) groups(to, rank::Attribute::age) = {stated.age};
  groups(to, rank::Attribute::sector) = stated.sectors;
  groups(to, rank::Attribute::nationality) = stated.nationality;
}

// A number that somebody gave as an age is put into its band.
std::string band_of(const std::string& age) {
  unsigned years = 0;
  const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
  const bool is_number = error == std::errc() && end == age.data() + age.size();
  return is_number ? rank::age_band(years) : age;
}

rank::Judged groups_of(const TruthFile& truth, const TruthRow& row, rank::StatedReader& reader) {
  rank::Judged out;
  add_stated(reader.read(row.title + "\n" + row.body), out);
  for (std::size_t a = 0; a < rank::kAttributes; ++a) {
    if (!truth.given[a]) continue;
    out.groups[a].clear();
    if (row.stated[a].empty()) continue;
    const bool is_age = static_cast<rank::Attribute>(a) == rank::Attribute::age;
    out.groups[a] = {is_age ? band_of(row.stated[a]) : row.stated[a]};
  }
  return out;
}

// Of each row of the truth that counts: whether the ranker that did not see its family raises it.
struct HeldOut {
  std::vector<std::optional<bool>> raised;
  std::string why_not;
  rank::Figures figures;
};

HeldOut hold_out(TextJudge& judge, const TruthFile& truth,
                 const std::vector<rank::FeatureRow>& features) {
  HeldOut out;
  out.raised.resize(truth.rows.size());
  rank::FeatureTable table;
  std::vector<rank::Example> examples;
  std::vector<std::size_t> row_of;
  for (std::size_t i = 0; i < truth.rows.size(); ++i) {
    const TruthRow& row = truth.rows[i];
    if (!row.positive) continue;
    table.add(features[i]);
    const uint64_t alone = hash64(fmt::format("{} {}", i, row.id));
    examples.push_back({alone, row.family.empty() ? alone : hash64(row.family), *row.positive, 1});
    row_of.push_back(i);
  }
  auto held = rank::cross_validate(table, examples);
  auto model = rank::train_model(table, examples, judge.lexicon.fingerprint());
  if (!held || !model) {
    out.why_not = (!held ? held.error() : model.error()).message;
    return out;
  }
  for (std::size_t e = 0; e < row_of.size(); ++e) {
    out.raised[row_of[e]] = held->probability[e] >= kLikely;
  }
  judge.model = *std::move(model);
  out.figures = held->figures;
  return out;
}

}  // namespace

bool is_raised(uint8_t level) {
  return level >= static_cast<uint8_t>(rank::Level::medium);
}

TextJudge::TextJudge(rank::Catalogue from, rank::NeutralLexicon words)
    : catalogue(std::move(from)), matcher(ready_matcher(catalogue)), lexicon(std::move(words)) {
  ids = ids_of(catalogue);
}

Result<TextJudge> judge_of_case(const store::Case& from) {
  TRY(rank::Catalogue catalogue, catalogue_of(from));
  TRY(rank::NeutralLexicon lexicon, neutral_lexicon(catalogue));
  TextJudge judge(std::move(catalogue), std::move(lexicon));
  const auto kept = read_kept_ranking(from);
  if (!kept || kept->inputs.catalogue != judge.catalogue.hash) return judge;
  auto model = rank::Model::from_bytes(kept->model);
  if (model && model->lexicon_fingerprint() == judge.lexicon.fingerprint()) {
    judge.model = *std::move(model);
  }
  return judge;
}

Verdict judge_text(const TextJudge& judge, std::string_view title, std::string_view body,
                   rank::FeatureRow* features) {
  const std::vector<rank::FieldText> fields{{Field::title, title}, {Field::body, body}};
  rank::PostReader reader(judge.catalogue, judge.matcher, judge.lexicon);
  const rank::PostReading post = reader.read(fields);
  const rank::TextReading& reading = post.text;
  Verdict out;
  out.level = static_cast<uint8_t>(post.sum.level);
  std::set<std::string> seen;
  for (const rank::SignHit& hit : reading.hits) {
    if (hit.state == rank::HitState::seen) seen.insert(judge.ids[hit.indicator]);
  }
  out.indicators = fmt::format("{}", fmt::join(seen, " "));
  if (features == nullptr && !judge.model) return out;
  const rank::PostInput input =
      rank::PostInputMaker(judge.lexicon).make(fields, reading, judge.ids);
  rank::FeatureRow row;
  rank::FeatureMaker(judge.lexicon).make(input.text, input.indicators, row);
  if (judge.model) out.score = judge.model->probability(row);
  if (features != nullptr) *features = std::move(row);
  return out;
}

Result<Judgement> judge_case(const OpenedCase& from, const rank::Catalogue& catalogue,
                             Progress& progress) {
  const CaseData& data = from.data;
  if (data.indicators.empty()) {
    return fail(Code::not_found, "the case has not been read for indicators: run `maillon link`");
  }
  Judgement out;
  out.measures = {"raised"};
  out.posts.resize(data.posts.size());
  const bool learned = !data.ranking.empty();
  if (learned) out.measures.emplace_back("learned");
  for (uint32_t row = 0; row < data.posts.size(); ++row) {
    rank::Judged& post = out.posts[row];
    if (std::string name = language_of(data.posts, row); !name.empty()) {
      groups(post, rank::Attribute::language) = {std::move(name)};
    }
    post.outcome = {is_raised(data.indicators.profiles.level[data.indicators.post[row]])};
    if (!learned) continue;
    const float score = data.ranking.post[row];
    post.outcome.push_back(score == kNoScore ? std::optional<bool>() : double{score} >= kLikely);
  }
  std::vector<uint32_t> rows(data.posts.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::mutex one_at_a_time;  // the reader costs more to make than to wait for
  rank::StatedReader reader(catalogue);
  TRY_OK(read_texts(
      *from.file, places_of(data.posts), rows, [](std::size_t) {},
      [&](std::size_t, TextBatch&& batch) {
        const std::lock_guard lock(one_at_a_time);
        for (std::size_t k = 0; k < batch.rows.size(); ++k) {
          std::string text;
          for (const rank::FieldText& field : sign_fields(batch.records, k)) {
            text.append(field.text) += '\n';
          }
          add_stated(reader.read(text), out.posts[batch.rows[k]]);
        }
      },
      progress));
  return out;
}

Judgement judge_truth(TextJudge& judge, const TruthFile& truth) {
  Judgement out;
  out.measures = {"recall", "false_positives"};
  std::vector<rank::FeatureRow> features(truth.rows.size());
  std::vector<bool> raised;
  for (std::size_t i = 0; i < truth.rows.size(); ++i) {
    const TruthRow& row = truth.rows[i];
    raised.push_back(is_raised(judge_text(judge, row.title, row.body, &features[i]).level));
  }
  HeldOut held;
  if (truth.has_families) {
    held = hold_out(judge, truth, features);
    out.note = held.why_not;
  } else {
    out.note = "the file names no families of wording, without which a ranker cannot be judged";
  }
  if (out.note.empty()) {
    out.learned = held.figures;
    out.measures.emplace_back("learned_recall");
    out.measures.emplace_back("learned_false_pos");
  }
  rank::StatedReader reader(judge.catalogue);
  for (std::size_t i = 0; i < truth.rows.size(); ++i) {
    const TruthRow& row = truth.rows[i];
    if (!row.positive) continue;
    rank::Judged post = groups_of(truth, row, reader);
    const auto put = [&](std::optional<bool> outcome) {
      post.outcome.push_back(*row.positive ? outcome : std::nullopt);
      post.outcome.push_back(*row.positive ? std::nullopt : outcome);
    };
    put(raised[i]);
    if (out.note.empty()) put(held.raised[i]);
    out.posts.push_back(std::move(post));
  }
  return out;
}

SwapCheck check_swaps(const TextJudge& judge, const std::vector<SwapText>& texts) {
  std::map<std::string, std::vector<Verdict>> by_id;
  for (const SwapText& text : texts) by_id[text.id].push_back(judge_text(judge, "", text.body));
  SwapCheck out;
  out.ids = by_id.size(), out.texts = texts.size(), out.scored = judge.model.has_value();
  for (const auto& [id, verdicts] : by_id) {
    SwapFault fault{id, false, false, false};
    for (const Verdict& one : verdicts) {
      fault.level |= one.level != verdicts.front().level;
      fault.indicators |= one.indicators != verdicts.front().indicators;
      fault.score |= one.score < verdicts.front().score || one.score > verdicts.front().score;
    }
    if (fault.level || fault.score) {
      out.faults.push_back(fault);
    } else if (fault.indicators) {
      ++out.other_indicators;
    }
  }
  return out;
}

}  // namespace maillon::tasks
