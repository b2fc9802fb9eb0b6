// demo, simulate, evaluate: made-up worlds and scores.
#include <memory>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "program.h"
#include "report/style.h"
#include "tasks/demo.h"
#include "tasks/evaluate_files.h"
#include "tasks/simulate_files.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr const char* kTryingGroup = "Try and measure";

constexpr VerbText kDemo{"demo", kTryingGroup, "See all of it at work on a made-up world",
                         "maillon demo                 in the new directory maillon-demo\n"
                         "maillon demo my-demo --posts 20000"};

constexpr VerbText kSimulate{
    "simulate", kTryingGroup, "Make a world of posts with its truth, for training and tests",
    "maillon simulate world --posts 100000 --seed 4\n"
    "maillon import case world/posts.jsonl && maillon link case\n"
    "maillon export case --table posts > posts.csv && maillon evaluate world/truth.csv posts.csv\n"
    "maillon simulate photos --posts 5000 --images\n"
    "maillon import case2 photos/posts.jsonl --images photos/images\n"
    "maillon simulate texts --families hard       families of wording among unrelated posts",
    "Writes DIR/posts.jsonl and DIR/truth.csv (id, operator, template, phones, emails, handles, "
    "wallets, ibans). The same numbers give the same bytes on any machine. Everything in it is "
    "made up. With --images also drawn photographs in DIR/images and DIR/pictures.csv, the truth "
    "about them (file, sha256, scene, second, alteration, id, owner, state, text). "
    "docs/simulate.md says "
    "what it models."};

constexpr VerbText kEvaluate{
    "evaluate", kTryingGroup, "Score a table of clusters or selectors against the truth",
    "maillon evaluate world/truth.csv posts.csv\n"
    "maillon evaluate world/truth.csv posts.csv --truth-col template --cluster template\n"
    "maillon evaluate world/truth.csv posts.csv --components selectors.csv\n"
    "maillon evaluate --selectors world/truth.csv selectors.csv\n"
    "maillon evaluate world/pictures.csv pictures.csv --join sha256 --truth-col scene "
    "--cluster group",
    "B-cubed and pairwise precision, recall and F1. Tables are joined by id, and by source where "
    "both have one; posts that the prediction lacks count as standing alone. --components scores "
    "beside it what bare connected components over a table of selectors find. --selectors compares "
    "selectors kind by kind; web addresses and account names are not in the truth and are left "
    "out."};

Result<Outcome> run_simulate(const tasks::SimulateSettings& settings, const Context& context,
                             Output& out) {
  TRY(const tasks::SimulateReport report, tasks::simulate_files(settings, context));
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("posts", report.posts).member("bytes", report.bytes);
    json.member("posts_file", report.posts_path).member("truth_file", report.truth_path);
    if (!report.images_path.empty()) {
      json.member("pictures", report.pictures).member("picture_bytes", report.picture_bytes);
      json.member("images_folder", report.images_path)
          .member("pictures_file", report.pictures_path);
    }
    json.end_object();
    out.write(json.take() + "\n");
  } else {
    out.write(fmt::format("{} ({}) in {}, the truth in {}\n",
                          report::count_of(report.posts, "post", "posts"),
                          report::format_size(report.bytes), printable(report.posts_path),
                          printable(report.truth_path)));
    if (!report.images_path.empty()) {
      out.write(fmt::format("{} ({}) in {}, the truth in {}\n",
                            report::count_of(report.pictures, "picture", "pictures"),
                            report::format_size(report.picture_bytes),
                            printable(report.images_path), printable(report.pictures_path)));
    }
  }
  return Outcome::done;
}

void add_simulate(Program& program) {
  auto s = std::make_shared<tasks::SimulateSettings>();
  auto level = std::make_shared<std::string>();
  CLI::App* verb = program.add_verb(kSimulate, [=](const Context& context, Output& out) {
    s->families = simulate::parse_level(*level);
    return run_simulate(*s, context, out);
  });
  verb->add_option("DIR", s->directory, "Directory to write into; made if it is not there")
      ->required()
      ->configurable(false);
  verb->add_option("--posts", s->posts, "How many posts, up to 10,000,000")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--seed", s->seed, "Another seed, another world")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--days", s->days, "Time that the posts are spread over")
      ->type_name("N")
      ->check(CLI::Range(1, 36500).description(""))
      ->capture_default_str();
  verb->add_flag("--images", s->images, "Photographs too: about 30 kB and 4 ms of work a post");
  verb->add_option("--families", *level,
                   "Families of wording instead of a world: easy, medium or hard")
      ->type_name("LEVEL")
      ->check(one_of({"easy", "medium", "hard"}))
      ->capture_default_str();
}

void add_evaluate(Program& program) {
  auto s = std::make_shared<tasks::EvaluateSettings>();
  auto selectors = std::make_shared<bool>(false);
  CLI::App* verb = program.add_verb(kEvaluate, [=](const Context& context, Output& out) {
    if (*selectors) return tasks::evaluate_selector_files(s->truth, s->predicted, context, out);
    return tasks::evaluate_files(*s, context, out);
  });
  verb->add_option("TRUTH", s->truth, "CSV with id and what is true")
      ->required()
      ->configurable(false);
  verb->add_option("PREDICTED", s->predicted, "CSV with id and what was found, as `export` writes")
      ->required()
      ->configurable(false);
  verb->add_option("--truth-col", s->truth_column, "Column of the truth")
      ->type_name("NAME")
      ->capture_default_str();
  verb->add_option("--cluster", s->cluster_column, "Column of the prediction")
      ->type_name("NAME")
      ->capture_default_str();
  verb->add_option("--join", s->join_column, "Column that names a row in both tables")
      ->type_name("NAME")
      ->capture_default_str();
  verb->add_option("--components", s->components, "Table of selectors: score bare components too")
      ->type_name("FILE")
      ->capture_default_str();
  verb->add_flag("--selectors", *selectors, "Compare selectors, not clusters");
}

}  // namespace

void add_world_verbs(Program& program) {
  auto demo = std::make_shared<tasks::DemoSettings>();
  CLI::App* verb = program.add_verb(
      kDemo, [=](const Context& context, Output& out) { return tasks::demo(*demo, context, out); });
  verb->add_option("DIR", demo->directory, "Directory to work in; made if it is not there")
      ->configurable(false)
      ->capture_default_str();
  verb->add_option("--posts", demo->posts, "How many posts")
      ->type_name("N")
      ->check(CLI::Range(100, 1000000).description(""))
      ->capture_default_str();
  verb->add_option("--seed", demo->seed, "Another seed, another world")
      ->type_name("N")
      ->capture_default_str();
  add_simulate(program);
  add_evaluate(program);
}

}  // namespace maillon::apps
