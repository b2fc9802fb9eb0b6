// rank, fairness: the learned order, and whether anybody is treated differently.
#include <memory>

#include "program.h"
#include "tasks/ranking/rank_verb.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Output;

constexpr const char* kGroup = "Indicators";

constexpr VerbText kRank{
    "rank", kGroup, "Learn an order to look in from this case's decisions",
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

}  // namespace

void add_ranking_verbs(Program& program) {
  add_rank(program);
}

}  // namespace maillon::apps
