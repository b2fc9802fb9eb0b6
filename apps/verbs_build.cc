// import, mappings, link, merge: the verbs that build a case.
#include <memory>

#include "base/parallel.h"
#include "program.h"
#include "tasks/acquisition.h"
#include "tasks/config.h"
#include "tasks/mapping_file.h"
#include "tasks/mappings.h"
#include "tasks/merge/merge.h"
#include "tasks/preview_import.h"
#include "tasks/saved_searches.h"
#include "tasks/show_import.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr VerbText kImport{
    "import", "Build a case", "Read posts from files into a case",
    "maillon import my-case ads.csv              a table; the case is made if it is not there\n"
    "maillon import my-case exports/             every file of a folder\n"
    "maillon import my-case chat.txt --source whatsapp-group-3\n"
    "maillon import my-case ads.csv --map body=headline+description,id=ad_id\n"
    "maillon import my-case ads.csv --map body=headline,id=ad_id --save-map locanto\n"
    "maillon import my-case more.csv --use-map locanto\n"
    "maillon import my-case more.csv --map-file locanto.json\n"
    "maillon import my-case old.csv --map encoding=windows-1251,delimiter=tab,date_order=mdy\n"
    "maillon import my-case ads.csv --images photos/   the pictures that the column images names\n"
    "zcat ads.jsonl.gz | maillon import my-case -\n"
    "maillon import my-case ads.csv --dry-run    what would be read, and how",
    "Reads CSV, TSV, JSON lines, JSON arrays, XLSX, and the text exports of WhatsApp and Telegram, "
    "plain or packed by gzip or zstd. Delimiter, encoding, columns and dates are guessed, and what "
    "was guessed is said.\n"
    "The files are kept bit for bit. A file that is in the case already adds nothing; a post seen "
    "again (the same source and id) is a new sighting. Rows that cannot be read are set aside: "
    "`maillon quarantine`. `maillon undo` takes an import back.\n"
    "Pictures that records name are kept too, hashed in a sandbox, and link posts that show the "
    "same; faces are not looked at. Text in them is read where tesseract is installed.\n"
    "Fields: id, source, url, posted_at, author, title, body, city, country, lat, lon, language, "
    "price, images."};

constexpr VerbText kMappings{"mappings", "Build a case",
                             "The mappings of columns that are kept with a case",
                             "maillon mappings my-case\n"
                             "maillon mappings my-case --remove locanto\n"
                             "maillon mappings my-case --export locanto > locanto.json\n"
                             "maillon import my-case more.csv --use-map locanto"};

constexpr VerbText kMerge{
    "merge", "Build a case", "Take what other cases have into one",
    "maillon merge my-case theirs                files, and what people decided and wrote\n"
    "maillon merge both one other                a new case; the two stay as they are\n"
    "maillon merge my-case theirs --reason 'one operation'    where a second person has to agree",
    "Their imports are taken as if the files had been imported here, so a post that both have "
    "counts once. Decisions, states, notes, labels, searches and mappings keep their author and "
    "date. What cannot stand beside what is here is told and left out; what is here stays. Links "
    "anew; the same command again takes only what is new."};

constexpr VerbText kLink{
    "link", "Build a case", "Find selectors, wording, links and networks",
    "maillon link my-case\n"
    "maillon link my-case --country FR           for phones in national form\n"
    "maillon link my-case --evidence selector    by phones, handles and so on, not by wording\n"
    "maillon link my-case --perf                 where the time goes",
    "Does only what is not fresh, and keeps the numbers of networks. The kinds of evidence and the "
    "country are kept with the case."};

Result<Outcome> run_link(const tasks::LinkSettings& settings, const std::string& country,
                         const Context& context, Output& out) {
  if (!country.empty()) TRY_OK(tasks::keep_country(settings.case_path, country, context));
  TRY(const tasks::LinkReport report, tasks::link_case(settings, context));
  tasks::print_link(report, settings, context, out);
  TRY_OK(tasks::tell_watched(settings.case_path, context));
  return Outcome::done;
}

// Mappings that are kept with the case.
struct KeptMaps {
  std::string use, save, file;
};

Result<Outcome> run_import(const tasks::ImportSettings& asked, const KeptMaps& maps,
                           const tasks::Acquisition& acquired, const Context& context,
                           Output& out) {
  tasks::ImportSettings settings = asked;
  const int given =
      (settings.map.empty() ? 0 : 1) + (maps.use.empty() ? 0 : 1) + (maps.file.empty() ? 0 : 1);
  if (given > 1) {
    return fail(Code::invalid_input,
                "more than one of --map, --use-map and --map-file is given; name one mapping");
  }
  if (!maps.use.empty() || !maps.file.empty()) {
    TRY(const tasks::Mapping kept, maps.file.empty()
                                       ? tasks::find_mapping(settings.case_path, maps.use)
                                       : tasks::read_mapping_file(maps.file));
    settings.map = kept.map;
    if (settings.source.empty()) settings.source = kept.source;
  }
  const tasks::Mapping made{0, maps.save, settings.map, settings.source};
  if (!maps.save.empty()) TRY_OK(tasks::check_mapping(settings.case_path, made));
  if (settings.dry_run) return tasks::preview_import(settings, context, out);
  TRY(const tasks::ImportReport report, tasks::import_files(settings, acquired, context));
  TRY(const Outcome outcome, tasks::print_import(report, settings, context, out));
  if (!maps.save.empty()) TRY_OK(tasks::save_mapping(settings.case_path, made, context));
  if (report.import != 0) TRY_OK(tasks::tell_watched_later(settings.case_path));
  return outcome;
}

void add_mappings(Program& program) {
  auto mappings = std::make_shared<tasks::MappingsSettings>();
  CLI::App* verb = program.add_verb(kMappings, [=](const Context& context, Output& out) {
    return tasks::show_mappings(*mappings, context, out);
  });
  verb->add_option("CASE", mappings->case_path, "Directory of the case")
      ->required()
      ->configurable(false);
  verb->add_option("--remove", mappings->remove,
                   "Remove the mapping of this name; redo gives it back")
      ->type_name("NAME")
      ->configurable(false);
  verb->add_option("--export", mappings->to_export,
                   "Print the mapping of this name as a file for `import --map-file`")
      ->type_name("NAME")
      ->configurable(false);
}

void add_import(Program& program) {
  auto import = std::make_shared<tasks::ImportSettings>();
  auto maps = std::make_shared<KeptMaps>();
  auto acquired = std::make_shared<tasks::Acquisition>();
  auto no_image_text = std::make_shared<bool>(false);
  CLI::App* verb =
      program.add_verb(kImport, [=](const Context& context, Output& out) -> Result<Outcome> {
        import->read_image_text = !*no_image_text;
        return run_import(*import, *maps, *acquired, context, out);
      });
  verb->add_option("CASE", import->case_path, "Directory of the case; made if it is not there")
      ->required()
      ->configurable(false);
  verb->add_option("FILE", import->files, "Files, folders, or - for standard input")
      ->required()
      ->configurable(false);
  verb->add_option("--map", import->map, "Which columns make which field: body=title+text,id=ad_id")
      ->type_name("MAP")
      ->capture_default_str();
  verb->add_option("--use-map", maps->use, "The mapping that is kept with the case by this name")
      ->type_name("NAME")
      ->configurable(false);
  verb->add_option("--map-file", maps->file,
                   "The mapping in this file, as `mappings --export` and the page write it")
      ->type_name("FILE")
      ->configurable(false);
  verb->add_option("--save-map", maps->save, "Keep --map and --source with the case, by this name")
      ->type_name("NAME")
      ->configurable(false);
  verb->add_option("--source", import->source, "Name of the site or channel where none is stated")
      ->type_name("NAME")
      ->capture_default_str();
  verb->add_option(
          "--images", import->images,
          "Folder or archive of the pictures that the column images names (else: beside each file)")
      ->type_name("DIR")
      ->configurable(false);
  verb->add_flag("--no-image-text", *no_image_text, "Do not read text in pictures");
  verb->add_option("--acquired-by", acquired->by, "Who fetched the files; kept with the import")
      ->type_name("NAME");
  verb->add_option("--acquired-at", acquired->at, "When: a date, with time and zone if known")
      ->type_name("TIME")
      ->configurable(false);
  verb->add_option("--acquired-with", acquired->with, "With which tool, and its version")
      ->type_name("TOOL");
  verb->add_option("--clock-offset", acquired->clock_offset_s,
                   "By how many seconds the clock of the source was ahead; noted, not applied")
      ->type_name("SECONDS")
      ->configurable(false);
  verb->add_option("--purpose", import->purpose,
                   "What the case is for: kept with it, shown, logged")
      ->type_name("TEXT")
      ->configurable(false);
  verb->add_option("--legal-basis", import->legal_basis, "What allows it: law, order, consent")
      ->type_name("TEXT")
      ->configurable(false);
  verb->add_flag("--dry-run", import->dry_run, "Say what would be read, and how; change nothing");
}

void add_link(Program& program) {
  auto link = std::make_shared<tasks::LinkSettings>();
  auto country = std::make_shared<std::string>();
  CLI::App* verb =
      program.add_verb(kLink, [link, country, &program](const Context& context, Output& out) {
        link->threads = program.flags.threads;
        return run_link(*link, *country, context, out);
      });
  verb->add_option("CASE", link->case_path, "Directory of the case")
      ->required()
      ->configurable(false);
  verb->add_option("--evidence", link->evidence,
                   "Kinds of evidence, of text,selector,image (first: all)")
      ->type_name("KINDS")
      ->capture_default_str();
  verb->add_option("--catalogue", link->catalogue,
                   "Your own lists of indicators beside the built-in ones; kept (none: without)")
      ->type_name("FILE")
      ->configurable(false);
  verb->add_option("--country", *country,
                   "Country of phones in national form where a post states none (FR ...; none)")
      ->type_name("CC")
      ->capture_default_str();
  verb->add_flag("--perf", link->perf, "Print the steps with their times");
  verb->add_flag("--force", link->force,
                 "Link all again even if nothing has changed, and weigh all words anew");
  verb->add_option("--grow-from", link->grow_from,
                   "From so many posts on, new posts are linked by what is known of words")
      ->type_name("N")
      ->capture_default_str();
}

void add_merge(Program& program) {
  auto merge = std::make_shared<tasks::MergeSettings>();
  CLI::App* verb = program.add_verb(kMerge, [merge, &program](const Context& context, Output& out) {
    merge->threads = program.flags.threads;
    return tasks::merge_cases(*merge, context, out);
  });
  verb->add_option("INTO", merge->into, "The case that takes; made if it is not there")
      ->required()
      ->configurable(false);
  verb->add_option("FROM", merge->from, "The cases that are taken")
      ->required()
      ->configurable(false);
  add_reason(verb, merge->reason);
}

}  // namespace

void add_building_verbs(Program& program) {
  add_import(program);
  add_mappings(program);
  add_link(program);
  add_merge(program);
}

}  // namespace maillon::apps
