// catalogue: the indicators as data.
#include <memory>

#include "program.h"
#include "tasks/indicators/catalogue_verb.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr VerbText kCatalogue{
    "catalogue", "Indicators",
    "The catalogue of indicators: look at it, check your own files, try it",
    "maillon catalogue show                     all indicators\n"
    "maillon catalogue show CO-01               one: meaning, sources, strengths, phrases\n"
    "maillon catalogue check our-lists/         faults of overlay files, with file and line\n"
    "maillon catalogue try posts.jsonl --json   what it sees in texts (a text a line; - is stdin)",
    "An overlay is a file of your own in the same format (docs/catalogue.md); keep it to "
    "yourselves, since those who are looked for read public lists. No indicator proves anything "
    "alone: of 430 lawful job adverts 98 % held one."};

struct CatalogueWords {
  std::string action, what;
  tasks::CatalogueSettings settings;
};

Result<Outcome> run_catalogue(const CatalogueWords& w, const Context& context, Output& out) {
  tasks::CatalogueSettings settings = w.settings;
  if (w.action == "check") {
    if (!w.what.empty()) settings.overlays.push_back(w.what);
    return tasks::check_catalogue(settings, context, out);
  }
  if (w.action == "try") {
    if (w.what.empty()) {
      return fail(Code::invalid_input, "which texts? (a file, or - for standard input)");
    }
    return tasks::try_catalogue(settings, w.what, context, out);
  }
  return tasks::show_catalogue(settings, w.what, context, out);
}

}  // namespace

void add_indicator_verbs(Program& program) {
  auto w = std::make_shared<CatalogueWords>();
  CLI::App* verb = program.add_verb(kCatalogue, [=](const Context& context, Output& out) {
    return run_catalogue(*w, context, out);
  });
  verb->add_option("ACTION", w->action, "show, check or try")
      ->required()
      ->configurable(false)
      ->check(one_of({"show", "check", "try"}));
  verb->add_option("WHAT", w->what, "show: an indicator's id; check, try: a file or folder")
      ->configurable(false);
  verb->add_option("--catalogue", w->settings.overlays,
                   "Overlay files or folders, beside the built-in catalogue")
      ->type_name("FILE")
      ->configurable(false);
}

}  // namespace maillon::apps
