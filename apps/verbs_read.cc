// networks, show, explain, search, searches: the verbs that read a case.
#include <memory>
#include <optional>

#include "program.h"
#include "tasks/across.h"
#include "tasks/annotations.h"
#include "tasks/explain.h"
#include "tasks/hash_lists.h"
#include "tasks/lists/search_list.h"
#include "tasks/near_misses.h"
#include "tasks/networks_list.h"
#include "tasks/saved_searches.h"
#include "tasks/search_batch.h"
#include "tasks/search_case.h"
#include "tasks/show_id.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr const char* kReadingGroup = "Read a case";

constexpr VerbText kNetworks{"networks", kReadingGroup, "List the networks, leads first",
                             "maillon networks my-case\n"
                             "maillon networks my-case --country fr --since 2026-01-01\n"
                             "maillon networks my-case --sort newest --limit 50\n"
                             "maillon networks my-case --json | jq '.networks[].id'"};

constexpr VerbText kShow{
    "show", kReadingGroup, "One network, template, post or selector, as a page",
    "maillon show my-case N-17                   a network\n"
    "maillon show my-case '+33 6 12 34 56 78'    everything tied to this phone, in any spelling\n"
    "maillon show my-case 06.12.34.56.78 --country FR\n"
    "maillon show my-case @anna_92               a handle; t.me/anna_92 and so on\n"
    "maillon show my-case P-4f09c2a1b3d4         a post; also by its name, as source:id\n"
    "maillon show my-case T-4f09c2               a template with its slots\n"
    "maillon show my-case T-4f09c2 --slot 2 --value Reno    the posts that have this in slot {2}",
    "IDs: N- network, T- template, S- selector, P- post, source:id, else a selector in any "
    "spelling. Texts come from adversaries: hidden and reversing characters are made visible."};

constexpr VerbText kExplain{
    "explain", kReadingGroup, "Why two posts are linked, or not: every item in bits",
    "maillon explain my-case P-4f09c2a1b3d4 P-88120c93aa01\n"
    "maillon explain my-case N-1 N-2             the strongest pair across two networks\n"
    "maillon explain my-case locanto:1234 locanto:5678",
    "The ledger: each thing that both posts have, how rare it is, what it is worth in bits, the "
    "prior, the sum, and the verdict at the threshold. One bit doubles the odds that one operator "
    "is behind both."};

constexpr VerbText kNearMisses{
    "near-misses", kReadingGroup, "Posts that are alike and were not joined, and why not",
    "maillon near-misses my-case                      the closest of the whole case\n"
    "maillon near-misses my-case N-17                 what may belong to this network, too\n"
    "maillon near-misses my-case --reason threshold   nearly enough evidence\n"
    "maillon near-misses my-case --sort posts --limit 50\n"
    "maillon decide my-case same P-4f09c2a1b3d4 P-88120c93aa01",
    "Grouped by what the two posts are of (a network, else a template, else the post), with the "
    "closest pair of each group. Reasons: wording (alike, but not one family of wording), "
    "threshold (even odds or better, but the posterior is below the threshold), network (it "
    "passes, but their networks stay apart). How close: the posterior, or where nothing but "
    "wording is in common, the share of the lighter text that is in both. Pairs that a person "
    "decided on are left out. Exit 1 if there are none."};

constexpr VerbText kSearch{
    "search", kReadingGroup, "Posts that answer a query, newest first",
    "maillon search my-case 'nanny \"no experience\" city:Reno'\n"
    "maillon search my-case '(paris OR lyon) after:2026-01-01 -agency'\n"
    "maillon search my-case '+33 6 12 34 56 78'  posts with this phone, in any spelling\n"
    "maillon search my-case 'kind:wallet network:N-17'\n"
    "maillon search my-case 'level:>=medium indicator:CO-01'\n"
    "maillon search my-case +33612345678 --save anna --watch    link will tell of new posts\n"
    "maillon search my-case --saved anna\n"
    "maillon search my-case --batch phones.txt   each line looked up: posts, networks\n"
    "maillon search my-case --list partner       what of a list of selectors is in the case",
    "Words must all be there; OR, -word, \"a phrase\", word*, ( ). Fields: city country language "
    "source author title body kind service network template selector after before price id; "
    "author=\"Anna\" is a field that says just that, letter by letter (city country language "
    "source "
    "author price). Exit 1 if no post answers."};

constexpr VerbText kAcross{"across", kReadingGroup, "Selectors that stand in several cases",
                           "maillon across case-a case-b\n"
                           "maillon across case-a case-b case-c --hubs --limit 0 --json",
                           "Phones, addresses, handles, wallets, pictures: what the cases have in "
                           "common, with the posts and "
                           "networks of each. Those in most cases come first. Each case's log says "
                           "that it was asked. Exit "
                           "1 if they share none."};

constexpr VerbText kSearches{
    "searches", kReadingGroup, "Saved searches, with how many posts answer",
    "maillon searches my-case\n"
    "maillon searches my-case --remove anna",
    "New are posts that first came by an import after the search was saved "
    "or last run by `search --saved`."};

tasks::NetworkOrder parse_order(const std::string& name) {
  using Order = tasks::NetworkOrder;
  if (name == "posts") return Order::posts;
  if (name == "newest") return Order::newest;
  if (name == "oldest") return Order::oldest;
  if (name == "places") return Order::places;
  if (name == "level") return Order::level;
  if (name == "learned") return Order::learned;
  return Order::rank;
}

const CLI::Validator kStates(
    [](const std::string& text) {
      std::string_view rest = text;
      while (!rest.empty()) {
        const std::size_t cut = std::min(rest.find(','), rest.size());
        std::string_view word = rest.substr(0, cut);
        rest.remove_prefix(std::min(cut + 1, rest.size()));
        if (word.starts_with('-')) word.remove_prefix(1);
        if (!tasks::is_triage_state(word))
          return "takes new, in_review, referred and closed, not '" + std::string(word) + "'";
      }
      return std::string();
    },
    "", "states");

void add_networks(Program& program) {
  auto s = std::make_shared<tasks::NetworksSettings>();
  auto since = std::make_shared<std::string>(), until = std::make_shared<std::string>(),
       sort = std::make_shared<std::string>("rank");
  CLI::App* verb = program.add_verb(kNetworks, [=](const Context& context, Output& out) {
    if (!since->empty()) s->since = parse_day(*since);
    if (!until->empty()) s->until = parse_day(*until);
    s->order = parse_order(*sort);
    return tasks::list_networks(*s, context, out);
  });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("--limit", s->limit, "Show at most so many; 0 = all")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--offset", s->offset, "Leave out the first so many")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option(
          "--sort", *sort,
          "rank, posts, newest, oldest, places, level (of the indicators) or learned (by `rank`)")
      ->type_name("ORDER")
      ->check(one_of({"rank", "posts", "newest", "oldest", "places", "level", "learned"}))
      ->capture_default_str();
  verb->add_option("--min-posts", s->min_posts, "With at least so many posts")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--country", s->country, "With a post from this country")
      ->type_name("CC")
      ->capture_default_str();
  verb->add_option("--city", s->city, "With a post from this town")
      ->type_name("NAME")
      ->capture_default_str();
  verb->add_option("--language", s->language, "With a post in this language")
      ->type_name("LL")
      ->capture_default_str();
  verb->add_option("--indicator", s->indicator,
                   "With one of these indicators seen: CO-01,AD-03; -AD-08 leaves out")
      ->type_name("IDS")
      ->capture_default_str();
  verb->add_option("--level", s->level,
                   "Of the indicators together: high,medium,low,none; -none leaves out")
      ->type_name("LEVELS")
      ->capture_default_str();
  verb->add_option("--read-as", s->read_as,
                   "What its texts are read as: deceptive_offer, coercion, awareness, news, "
                   "help_seeking or plain; several by comma, -plain leaves out")
      ->type_name("KINDS")
      ->capture_default_str();
  verb->add_option("--label", s->label, "With one of these labels: urgent; -checked leaves out")
      ->type_name("LABELS")
      ->capture_default_str();
  verb->add_option("--state", s->state,
                   "In these states of triage: new,in_review,referred,closed; -closed leaves out")
      ->type_name("STATES")
      ->check(kStates)
      ->capture_default_str();
  verb->add_option("--since", *since, "Last seen on this day or later")
      ->type_name("DAY")
      ->check(kDay)
      ->capture_default_str();
  verb->add_option("--until", *until, "First seen before this day")
      ->type_name("DAY")
      ->check(kDay)
      ->capture_default_str();
}

std::string join_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

void add_country(CLI::App* verb, std::string& country) {
  verb->add_option("--country", country,
                   "Country of a phone in national form (default: the case's)")
      ->type_name("CC")
      ->capture_default_str();
}

void add_show_and_explain(Program& program) {
  auto show = std::make_shared<tasks::ShowSettings>();
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::App* verb = program.add_verb(kShow, [=](const Context& context, Output& out) {
    show->id = join_words(*words);
    return tasks::show(*show, context, out);
  });
  verb->add_option("CASE", show->case_path, "Directory of the case")
      ->required()
      ->configurable(false);
  verb->add_option("ID", *words, "What to show")->required()->configurable(false);
  add_country(verb, show->country);
  CLI::Option* slot = verb->add_option("--slot", show->slot, "Of a template: the slot of --value")
                          ->type_name("N")
                          ->configurable(false);
  verb->add_option("--value", show->value,
                   "Only the posts that have just this in --slot, letter by letter")
      ->type_name("TEXT")
      ->needs(slot)
      ->configurable(false);
  verb->add_flag("--latin", show->latin,
                 "Of a post: its texts in Latin letters too, transliterated by a machine")
      ->configurable(false);

  auto explain = std::make_shared<tasks::ExplainSettings>();
  verb = program.add_verb(kExplain, [=](const Context& context, Output& out) {
    return tasks::explain(*explain, context, out);
  });
  verb->add_option("CASE", explain->case_path, "Directory of the case")
      ->required()
      ->configurable(false);
  verb->add_option("A", explain->a,
                   "A post, as P-... or source:id, a network, template or selector")
      ->required()
      ->configurable(false);
  verb->add_option("B", explain->b, "Another one")->required()->configurable(false);
}

std::optional<tasks::NearReason> parse_reason(const std::string& name) {
  using Reason = tasks::NearReason;
  for (const Reason reason : {Reason::wording, Reason::threshold, Reason::network}) {
    if (tasks::to_name(reason) == name) return reason;
  }
  return std::nullopt;
}

tasks::NearOrder parse_near_order(const std::string& name) {
  if (name == "posts") return tasks::NearOrder::posts;
  return name == "pairs" ? tasks::NearOrder::pairs : tasks::NearOrder::closest;
}

void add_near_misses(Program& program) {
  auto s = std::make_shared<tasks::NearMissesSettings>();
  auto words = std::make_shared<std::vector<std::string>>();
  auto reason = std::make_shared<std::string>(), sort = std::make_shared<std::string>("closest");
  CLI::App* verb = program.add_verb(kNearMisses, [=](const Context& context, Output& out) {
    s->id = join_words(*words);
    s->reason = parse_reason(*reason);
    s->order = parse_near_order(*sort);
    return tasks::list_near_misses(*s, context, out);
  });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("ID", *words, "Only around this network, template, selector or post")
      ->configurable(false);
  verb->add_option("--limit", s->limit, "Show at most so many groups; 0 = all")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--offset", s->offset, "Leave out the first so many")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--sort", *sort, "closest, posts (of both sides) or pairs")
      ->type_name("ORDER")
      ->check(one_of({"closest", "posts", "pairs"}))
      ->capture_default_str();
  verb->add_option("--reason", *reason, "Only those: wording, threshold or network")
      ->type_name("REASON")
      ->check(one_of({"wording", "threshold", "network"}))
      ->capture_default_str();
  add_country(verb, s->country);
}

struct KeptSearch {
  std::string save, saved, batch, list, folder;
  bool watch = false;
};

Result<Outcome> run_search(const tasks::SearchSettings& settings, const KeptSearch& kept,
                           const Context& context, Output& out) {
  const int asked = (settings.query.empty() ? 0 : 1) + (kept.saved.empty() ? 0 : 1) +
                    (kept.batch.empty() ? 0 : 1) + (kept.list.empty() ? 0 : 1);
  if (asked != 1)
    return fail(Code::invalid_input,
                "name one of a QUERY, --saved NAME, --batch FILE and --list NAME");
  if (!kept.folder.empty() && kept.list.empty())
    return fail(Code::invalid_input, "--dir goes with --list NAME");
  if (settings.query.empty() && !kept.save.empty())
    return fail(Code::invalid_input, "--save keeps a query: write it before");
  if (kept.watch && kept.save.empty())
    return fail(Code::invalid_input, "--watch goes with --save NAME");
  if (!kept.saved.empty()) return tasks::search_saved(settings, kept.saved, context, out);
  if (!kept.batch.empty()) {
    return tasks::search_batch({settings.case_path, kept.batch, settings.country}, context, out);
  }
  if (!kept.list.empty()) {
    const std::string folder = kept.folder.empty() ? tasks::default_lists_folder() : kept.folder;
    return tasks::search_list({settings.case_path, folder, kept.list}, context, out);
  }
  if (!kept.save.empty())
    return tasks::search_and_save(settings, kept.save, kept.watch, context, out);
  return tasks::search_case(settings, context, out);
}

void add_searches(Program& program) {
  auto s = std::make_shared<tasks::SearchesSettings>();
  CLI::App* verb = program.add_verb(kSearches, [=](const Context& context, Output& out) {
    return tasks::list_searches(*s, context, out);
  });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("--remove", s->remove,
                   "Remove the search of this name or number; redo gives it back")
      ->type_name("NAME")
      ->configurable(false);
}

void add_search(Program& program) {
  auto s = std::make_shared<tasks::SearchSettings>();
  auto words = std::make_shared<std::vector<std::string>>();
  auto kept = std::make_shared<KeptSearch>();
  CLI::App* verb = program.add_verb(kSearch, [=](const Context& context, Output& out) {
    s->query = join_words(*words);
    return run_search(*s, *kept, context, out);
  });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("QUERY", *words, "What to look for")->configurable(false);
  verb->add_option("--save", kept->save, "Keep the query with the case, by this name")
      ->type_name("NAME")
      ->configurable(false);
  verb->add_flag("--watch", kept->watch, "With --save: link tells of new posts that answer")
      ->configurable(false);
  verb->add_option("--saved", kept->saved,
                   "Run the saved search of this name; its posts are seen then")
      ->type_name("NAME")
      ->configurable(false);
  verb->add_option(
          "--batch", kept->batch,
          "A list of selectors, one a line, or a STIX, FollowTheMoney or MISP document, each "
          "looked up; - for standard input")
      ->type_name("FILE")
      ->configurable(false);
  verb->add_option("--list", kept->list,
                   "Which selectors of this list the case has (`list import`)")
      ->type_name("NAME")
      ->configurable(false);
  verb->add_option("--dir", kept->folder, "With --list: the folder of lists (else as for `list`)")
      ->type_name("DIR")
      ->configurable(false);
  verb->add_option("--limit", s->limit, "Show at most so many; 0 = all")
      ->type_name("N")
      ->capture_default_str();
  add_country(verb, s->country);
}

void add_across(Program& program) {
  auto s = std::make_shared<tasks::AcrossSettings>();
  CLI::App* verb = program.add_verb(kAcross, [=](const Context& context, Output& out) {
    return tasks::across_cases(*s, context, out);
  });
  verb->add_option("CASE", s->cases, "Directories of the cases")->required()->configurable(false);
  verb->add_flag("--hubs", s->with_hubs, "Also what links nobody, as the number of an agency");
  verb->add_option("--limit", s->limit, "Show at most so many selectors; 0 = all")
      ->type_name("N")
      ->capture_default_str();
}

}  // namespace

void add_reading_verbs(Program& program) {
  add_networks(program);
  add_show_and_explain(program);
  add_near_misses(program);
  add_search(program);
  add_searches(program);
  add_across(program);
  add_export_verb(program);
}

}  // namespace maillon::apps
