// serve: the verb that answers over HTTP.
#include <cstdlib>
#include <memory>

#include "program.h"
#include "web/serve.h"

namespace maillon::apps {

namespace {

constexpr VerbText kServe{
    "serve", "Answer others", "The page of a case; over HTTP, is a hash, picture or text known",
    "maillon serve my-case                       its page for analysts, and texts against it\n"
    "maillon serve my-case --lists lists --port 8080\n"
    "maillon serve my-case --people people       for several, who log in\n"
    "maillon serve --lists lists                 hashes and pictures against hash lists\n"
    "maillon serve --lists lists --no-token      for a client that sends no token, as HMA's do\n"
    "maillon serve --lists lists --host 0.0.0.0 --token-file token --allow-host match.example.org",
    "The printed address opens the page, in one browser. For programs, paths and JSON are those of "
    "Hasher-Matcher-Actioner 2, so that its clients work unchanged; "
    "docs/match-service.md says how to call it, /openapi.json describes it.\n"
    "Listens on this machine only unless --host says otherwise. Programs need a token: the first "
    "line of --token-file, else the variable MAILLON_TOKEN, else one that is printed. Ctrl-C or "
    "SIGTERM stops it once what is under way has been answered. It asks nothing of other hosts."};

}  // namespace

void add_serving_verbs(Program& program) {
  auto settings = std::make_shared<web::ServeSettings>();
  CLI::App* verb = program.add_verb(
      kServe, [settings, &program](const tasks::Context& context, tasks::Output& out) {
        settings->threads = program.flags.threads;
        // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread
        const char* lists = std::getenv("MAILLON_LISTS");
        if (settings->lists.empty() && lists != nullptr) settings->lists = lists;
        return web::serve(*settings, context, out);
      });
  verb->add_option("CASE", settings->case_path,
                   "Directory of a case; texts are matched against it if it is linked")
      ->configurable(false);
  verb->add_option("--lists", settings->lists,
                   "Folder of hash lists, as of `maillon list` (else MAILLON_LISTS)")
      ->type_name("DIR")
      ->capture_default_str();
  verb->add_option("--host", settings->host, "Address to listen on")
      ->type_name("HOST")
      ->capture_default_str();
  verb->add_option("--port", settings->port, "Port to listen on; 0 = any free one")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--allow-host", settings->names,
                   "Other names that requests may be for, as behind a proxy")
      ->type_name("NAMES")
      ->capture_default_str();
  verb->add_option("--token-file", settings->token_file,
                   "File with the token that programs must send")
      ->type_name("FILE")
      ->capture_default_str();
  verb->add_option("--people", settings->people,
                   "Folder of accounts, as of `maillon people`: people log in, and roles bind")
      ->type_name("DIR")
      ->capture_default_str();
  verb->add_flag("--tls", settings->tls.make_one,
                 "Speak TLS with a certificate of its own, which browsers warn of once");
  verb->add_option("--tls-cert", settings->tls.certificate,
                   "Speak TLS with this certificate (PEM, the server's own first)")
      ->type_name("FILE")
      ->capture_default_str();
  verb->add_option("--tls-key", settings->tls.key, "The key of that certificate (PEM)")
      ->type_name("FILE")
      ->capture_default_str();
  verb->add_option("--digest-minutes", settings->digest_minutes,
                   "How often the counts of the match service go to the log")
      ->type_name("N")
      ->check(CLI::Range(1, 1440))
      ->capture_default_str();
  verb->add_flag("--no-token", settings->no_token, "Programs on this machine need no token");
}

}  // namespace maillon::apps
