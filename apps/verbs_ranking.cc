// rank, fairness: the learned order, and whether anybody is treated differently.
#include <memory>

#include "program.h"
#include "tasks/fairness/fairness_verb.h"
#include "tasks/ranking/rank_verb.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Output;

constexpr const char* kIndicatorsGroup = "Indicators";

constexpr VerbText kRank{
    "rank", kIndicatorsGroup, "Learn an order to look in from this case's decisions",
    "maillon triage my-case N-3 referred        what it learns from: referred and closed\n"
    "maillon label my-case P-4f09c2a1b3d4 closed\n"
    "maillon rank my-case                       learn; how well it does on unseen wordings\n"
    "maillon rank my-case --next 10             which posts to look at next\n"
    "maillon networks my-case --sort learned    the networks in that order\n"
    "maillon show my-case P-4f09c2a1b3d4        its score, and the words that made it",
    "A linear model over words and indicators, made in this case and kept with it. It sees no "
    "names, nationalities, sexes, religions or ethnicities (as far as the lexicon of the catalogue "
    "reaches), no contacts and no numbers. Figures are of wordings that were held out. It orders a "
    "queue; it decides nothing (docs/model-card.md). Exit 1, and nothing is ordered, while there "
    "are too few decisions or it does no better than chance."};

constexpr VerbText kFairness{
    "fairness",
    kIndicatorsGroup,
    "Does what is raised hang on who is spoken of?",
    "maillon fairness my-case                              rates by language, sex, age, sector, "
    "nationality\n"
    "maillon fairness truth.jsonl                          recall and false positives, and the "
    "gaps\n"
    "maillon fairness truth.csv --positive referred\n"
    "maillon fairness my-case --swaps swaps.jsonl          texts that must come out alike",
    "TRUTH is CSV or JSON lines with body and label, and if they are there id, language, sex, age, "
    "sector, nationality, family. What no column gives is read from the text by plain words, for "
    "this report alone: it is never kept and never a feature. Groups of fewer than ten posts are "
    "told together. SWAPS is JSON lines with id, variant, body; exit 2, and their ids, if variants "
    "of one text have another level or score. With a case its learned model scores them, with a "
    "TRUTH one that is trained on it, alone none.",
};

void add_rank(Program& program) {
  auto s = std::make_shared<tasks::RankSettings>();
  CLI::App* verb = program.add_verb(kRank, [=](const Context& context, Output& out) {
    return tasks::rank_case(*s, context, out);
  });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("--next", s->next, "Name so many posts of which most is learned")
      ->type_name("N")
      ->capture_default_str();
  verb->add_flag("--force", s->force, "Learn anew even if nothing has changed");
}

void add_fairness(Program& program) {
  auto s = std::make_shared<tasks::FairnessSettings>();
  CLI::App* verb = program.add_verb(kFairness, [=](const Context& context, Output& out) {
    return tasks::report_fairness(*s, context, out);
  });
  verb->add_option("CASE", s->of, "Directory of a case, or a file of texts with their truth")
      ->configurable(false);
  verb->add_option("--swaps", s->swaps, "Texts that differ only in who is spoken of")
      ->type_name("FILE")
      ->configurable(false);
  verb->add_option("--positive", s->labels.positive, "Labels of a TRUTH that are to be raised")
      ->type_name("LABEL")
      ->delimiter(',')
      ->configurable(false);
  verb->add_option("--leave-out", s->labels.left_out, "Labels of a TRUTH that do not count")
      ->type_name("LABEL")
      ->delimiter(',')
      ->configurable(false);
  verb->add_option("--catalogue", s->overlays,
                   "Overlay files or folders, beside the built-in catalogue")
      ->type_name("FILE")
      ->configurable(false);
}

}  // namespace

void add_ranking_verbs(Program& program) {
  add_rank(program);
  add_fairness(program);
}

}  // namespace maillon::apps
