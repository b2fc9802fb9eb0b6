// list, match: hash lists, and is this picture on one.
#include <cstdlib>
#include <memory>

#include "program.h"
#include "tasks/hash_lists.h"
#include "tasks/match_hashes.h"
#include "tasks/match_log.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr const char* kListsGroup = "Known pictures";

constexpr VerbText kList{
    "list", kListsGroup, "Lists of known pictures and selectors: read in, passed on, looked at",
    "maillon list import hashes.csv --list spam\n"
    "maillon list import updates.json --list lantern --role review --radius 24\n"
    "maillon list import vics.json --list vics --harmless 0,4\n"
    "maillon list import bundle.json --list partner   selectors and hashes of a STIX bundle\n"
    "maillon list show                        the lists\n"
    "maillon list show --list spam            imports, classes, what was set aside\n"
    "maillon list show 7 --list spam          one entry: number, the source's id, or a hash\n"
    "maillon list export --list spam --format threatexchange --output spam.json\n"
    "maillon list log                         who exported what, and what the match service was "
    "asked, in counts",
    "Reads CSV, `signal_type signal` lines, ThreatExchange JSON, NCMEC hash-sharing XML, Project "
    "VIC VICS JSON, and STIX 2.1, FollowTheMoney and MISP documents, whose phones, addresses, "
    "accounts and wallets `search --list` looks up in a case. The same list again brings it up to "
    "date. What a list classes as abuse "
    "of children is matched and reported, but never shown, thumbnailed or exported."};
constexpr VerbText kMatch{
    "match", kListsGroup, "Is this picture or video on a list? Exit 1: it is on none",
    "maillon match f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22\n"
    "maillon match md5:d41d8cd98f00b204e9800998ecf8427e --list spam\n"
    "maillon match upload.jpg photos/\n"
    "maillon hash photos/*.jpg | maillon match - --json\n"
    "maillon match film.mp4                   frame by frame, one a second",
    "Takes pictures, folders of them, hashes (PDQ, MD5, SHA-1, SHA-256, in hex) and tables as "
    "`maillon hash` prints them; videos, if ffmpeg is installed, and the lines of their frames. "
    "PDQ "
    "hashes match within the list's radius, the others exactly. A lead, never a verdict: a person "
    "decides."};

std::string lists_folder(const std::string& given) {
  return given.empty() ? tasks::default_lists_folder() : given;
}

void add_folder(CLI::App* verb, std::string& folder) {
  verb->add_option("--dir", folder,
                   "Folder of the lists (else MAILLON_LISTS, else ~/.local/share/maillon/lists)")
      ->type_name("DIR")
      ->capture_default_str();
}

struct ListWords {
  std::string action, what, folder, name, format, output;
  tasks::ListImportSettings import;
  uint64_t limit = 20;
  bool spreadsheet = false;
};

Result<Outcome> export_list(const ListWords& w, const Context& context, Output& out) {
  if (w.format == "lines" || w.format == "stix" || w.format == "ftm" || w.format == "misp")
    return fail(Code::invalid_input,
                "lists are written as csv, threatexchange, ncmec, vics or selectors");
  const tasks::ListExportSettings settings{lists_folder(w.folder), w.name, w.format, w.spreadsheet};
  if (w.output.empty()) return tasks::export_list(settings, context, out);
  TRY(Output file, Output::file(w.output));
  TRY(const Outcome outcome, tasks::export_list(settings, context, file));
  TRY_OK(file.finish());
  return outcome;
}

Result<Outcome> run_list(const ListWords& w, const Context& context, Output& out) {
  if (w.action == "export") return export_list(w, context, out);
  if (w.action == "log")
    return tasks::show_list_log({lists_folder(w.folder), w.limit}, context, out);
  if (w.action == "show")
    return tasks::show_lists({lists_folder(w.folder), w.name, w.what, w.limit}, context, out);
  if (w.format == "selectors")
    return fail(Code::invalid_input, "selectors are read from stix, ftm and misp documents");
  tasks::ListImportSettings settings = w.import;
  settings.folder = lists_folder(w.folder);
  settings.name = w.name;
  settings.file = w.what;
  settings.format = w.format;
  return tasks::import_list(settings, context, out);
}

void add_list(Program& program) {
  auto w = std::make_shared<ListWords>();
  CLI::App* verb = program.add_verb(
      kList, [=](const Context& context, Output& out) { return run_list(*w, context, out); });
  verb->add_option("ACTION", w->action, "import, export, show or log")
      ->required()
      ->configurable(false)
      ->check(one_of({"import", "export", "show", "log"}));
  verb->add_option("WHAT", w->what, "import: the list file; show: an entry")->configurable(false);
  verb->add_option("--list", w->name, "Name of the list")->type_name("NAME")->capture_default_str();
  add_folder(verb, w->folder);
  verb->add_option("--format", w->format,
                   "csv, threatexchange, ncmec, vics; import also lines, stix, ftm, misp (else "
                   "guessed); export also selectors")
      ->type_name("FORMAT")
      ->check(one_of(
          {"csv", "lines", "threatexchange", "ncmec", "vics", "stix", "ftm", "misp", "selectors"}))
      ->capture_default_str();
  tasks::ListImportSettings& s = w->import;
  verb->add_option("--role", s.role, "block, review or allow; kept (at first block)")
      ->type_name("ROLE")
      ->check(one_of({"block", "review", "allow"}))
      ->capture_default_str();
  verb->add_option("--radius", s.radius, "Bits in which PDQ may differ; kept (-1: at first 31)")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--kind-of-64", s.kind_of_64,
                   "What 64 hex digits are where nothing says it: pdq or sha256")
      ->type_name("KIND")
      ->check(one_of({"pdq", "sha256"}))
      ->capture_default_str();
  verb->add_flag("--restricted", s.restricted, "All of the list is abuse of children; kept");
  verb->add_option("--harmless", s.harmless,
                   "Categories of the list's scheme that are not abuse of children; kept")
      ->type_name("CLASSES")
      ->capture_default_str();
  verb->add_flag("--replace", s.replace, "The file is the whole list: remove what it lacks");
  verb->add_option("--country", s.country,
                   "Country of phones in national form, where a document states none (FR)")
      ->type_name("CC")
      ->capture_default_str();
  verb->add_flag("--spreadsheet", w->spreadsheet,
                 "Export selectors so that a spreadsheet takes no text for a formula");
  verb->add_option("--limit", w->limit, "Show at most so many entries; of log the latest; 0 = all")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--output", w->output, "Write to this file, whole or not at all")
      ->type_name("FILE")
      ->capture_default_str();
}

void add_match(Program& program) {
  auto s = std::make_shared<tasks::MatchSettings>();
  auto folder = std::make_shared<std::string>();
  CLI::App* verb = program.add_verb(kMatch, [=](const Context& context, Output& out) {
    s->folder = lists_folder(*folder);
    return tasks::match_inputs(*s, context, out);
  });
  verb->add_option("INPUT", s->inputs,
                   "Hashes in hex, tables of hashes, videos, - for standard input")
      ->required()
      ->configurable(false);
  verb->add_option("--list", s->list, "Only this list")->type_name("NAME")->capture_default_str();
  add_folder(verb, *folder);
  verb->add_option("--radius", s->radius, "Bits in which PDQ may differ (-1: each list's own)")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--limit", s->limit, "Show at most so many matches of an input; 0 = all")
      ->type_name("N")
      ->capture_default_str();
}

}  // namespace

void add_list_verbs(Program& program) {
  add_list(program);
  add_match(program);
}

}  // namespace maillon::apps
