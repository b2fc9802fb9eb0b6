#include "tasks/indicators/wording_words.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include "rank/reading.h"
#include "rank/wording/wording_model.h"
#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/lexicon.h"
#include "tasks/indicators/ready_catalogue.h"
#include "tasks/indicators/sign_segments.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kWords = 6, kAsked = 24;

// Making a lexicon takes its time, and hardly any case has another than the last one that was
// asked for.
Result<std::shared_ptr<const rank::NeutralLexicon>> lexicon_of_case(const store::Case& of) {
  static std::mutex mutex;
  static std::string last;
  static std::shared_ptr<const rank::NeutralLexicon> kept;
  TRY(const auto files, catalogue_files_of(of));
  const std::string hash = rank::catalogue_hash(files);
  const std::lock_guard lock(mutex);
  if (kept && hash == last) return kept;
  TRY(const rank::Catalogue catalogue, ready_catalogue(files));
  TRY(rank::NeutralLexicon lexicon, neutral_lexicon(catalogue));
  kept = std::make_shared<const rank::NeutralLexicon>(std::move(lexicon));
  last = hash;
  return kept;
}

bool overlap(const rank::TextSpan& x, const rank::TextSpan& y) {
  return x.begin < y.end && y.begin < x.end;
}

}  // namespace

std::vector<std::string> wording_words(const store::Case& of, const RecordBatch& record,
                                       rank::PostKind kind) {
  std::vector<std::string> out;
  const auto lexicon = lexicon_of_case(of);
  if (!lexicon || record.size() == 0) return out;
  const std::string text = rank::joined(sign_fields(record, 0));
  std::vector<rank::TextSpan> taken;
  for (const rank::Contribution& one :
       rank::wording_reasons(**lexicon, rank::built_in_wording(), text, kind, kAsked)) {
    const rank::TextSpan& first = one.spans.front();
    const bool within = std::any_of(taken.begin(), taken.end(),
                                    [&](const auto& span) { return overlap(span, first); });
    if (within) continue;
    taken.push_back(first);
    out.push_back(text.substr(first.begin, first.end - first.begin));
    if (out.size() == kWords) break;
  }
  return out;
}

}  // namespace maillon::tasks
