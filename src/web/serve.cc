#include "web/serve.h"

#include <cstdlib>
#include <ctime>
#include <fstream>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "store/case.h"
#include "store/file.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/hash_lists.h"
#include "tasks/match_log.h"
#include "tasks/text_match.h"
#include "web/application.h"
#include "web/list_banks.h"
#include "web/log_in.h"
#include "web/match_counts.h"
#include "web/match_digests.h"
#include "web/match_service.h"
#include "web/page_case.h"
#include "web/page_files.h"
#include "web/page_routes.h"
#include "web/parameters.h"
#include "web/server.h"
#include "web/site_routes.h"
#include "web/stop_signals.h"

namespace maillon::web {

namespace {

constexpr std::size_t kLeastToken = 16, kMostToken = 1024;
constexpr const char* kTokenVariable = "MAILLON_TOKEN";

Result<std::string> read_start(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostToken, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (!file.eof() && file.fail()))
    return fail(Code::io, "cannot read the token file " + path);
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

std::string base_address(const std::string& host, uint16_t port, bool is_secure) {
  const bool is_v6 = host.find(':') != host.npos;
  return fmt::format("{}://{}:{}/", is_secure ? "https" : "http", is_v6 ? "[" + host + "]" : host,
                     port);
}

struct Started {
  std::string address, invitation, token;  // no invitation where people log in
  bool token_is_new = false;
  std::string fingerprint;  // "": no TLS
  bool certificate_is_made = false;
};

void print_started(const Started& started, const tasks::Context& context, tasks::Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("address", started.address);
    const bool has_accounts = started.invitation.empty();
    json.member("open",
                started.address + (has_accounts ? "login" : "?token=" + started.invitation));
    json.member("token", started.token_is_new && !has_accounts ? started.token : "");
    if (!started.fingerprint.empty()) json.member("certificate_sha256", started.fingerprint);
    json.end_object();
    out.write(json.take() + "\n");
  } else {
    out.write("serving on " + started.address + "\n");
    if (started.invitation.empty()) {
      out.write("people log in: " + started.address + "login\n");
    } else {
      out.write("in a browser, once: " + started.address + "?token=" + started.invitation + "\n");
    }
    if (started.token_is_new && !started.invitation.empty())
      out.write("programs send: Authorization: Bearer " + started.token + "\n");
    if (!started.fingerprint.empty())
      out.write("certificate, SHA-256: " + started.fingerprint + "\n");
    if (started.certificate_is_made)
      out.write(
          "browsers warn that nobody vouches for it: compare these figures before you go on\n");
    out.write("Ctrl-C stops it\n");
  }
  out.flush();
}

// What is loaded before anything is served.
struct Loaded {
  std::optional<tasks::TextMatcher> texts;
  std::unique_ptr<ListBanks> banks;
  std::unique_ptr<tasks::SharedSelectorLists> lists;
  std::unique_ptr<PictureHasher> pictures = make_picture_hasher();
  MatchSources sources;
};

// Is there anything to match texts against? A case that has not come so far is served all the
// same: the page imports and links.
Result<bool> look_at_case(const std::string& path) {
  if (!store::file_exists(path) && !store::is_directory(path)) {
    tasks::say(path + " is not there yet: the first import on the page makes it");
    return false;
  }
  TRY(const store::Case file, store::Case::open(path, store::Access::read));
  const bool is_linked = file.has_bundle("networks");
  if (!is_linked)
    tasks::say(path + " is not linked yet: texts are matched once it is and this is started anew");
  return is_linked;
}

Result<void> load(const ServeSettings& settings, Loaded& loaded) {
  if (!settings.case_path.empty()) {
    TRY(const bool is_linked, look_at_case(settings.case_path));
    if (is_linked) {
      TRY(loaded.texts, tasks::TextMatcher::open(settings.case_path));
      loaded.sources.texts = &*loaded.texts;
    }
  }
  if (!settings.lists.empty()) {
    loaded.lists = std::make_unique<tasks::SharedSelectorLists>(settings.lists);
    loaded.sources.lists = loaded.lists.get();
    auto banks = ListBanks::open(settings.lists);
    // A folder with lists of selectors alone is one for texts, and not for hashes.
    const bool is_for_texts =
        !banks && banks.error().code == Code::not_found && !loaded.lists->current()->empty();
    // The page makes the first list of the machine; a folder that somebody named must be there.
    const bool is_for_later = !banks && banks.error().code == Code::not_found &&
                              !settings.case_path.empty() &&
                              settings.lists == tasks::default_lists_folder();
    if (!banks && !is_for_texts && !is_for_later)
      return tl::unexpected<Error>(std::move(banks).error());
    if (is_for_later && !is_for_texts)
      tasks::say("there is no list in " + settings.lists +
                 " yet: hashes are matched once there is one and this is started anew");
    if (banks) loaded.banks = *std::move(banks);
    loaded.sources.banks = loaded.banks.get();
  }
  loaded.sources.pictures = loaded.pictures.get();
  return {};
}

// Accounts and the case that their roles are for: from now on its acts wait for a second person,
// unless somebody said otherwise before. A password must not cross a network in clear.
Result<std::optional<store::People>> open_people(const ServeSettings& settings, bool is_secure,
                                                 const store::By& by, std::string& case_id) {
  if (settings.people.empty()) return std::nullopt;
  if (settings.case_path.empty())
    return fail(Code::invalid_input, "--people is for the page of a case; name the case");
  if (!is_loopback(settings.host) && !is_secure) {
    return fail(Code::invalid_input,
                "with --people on a network give --tls (or --tls-cert and --tls-key), or listen on "
                "127.0.0.1 and let a proxy in front add TLS (with --allow-host NAME): passwords "
                "would cross the network in clear");
  }
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
  TRY(case_id, store::case_identity(file));
  TRY(store::People people, store::People::open(settings.people));
  TRY(const auto accounts, people.accounts());
  if (accounts.empty())
    return fail(Code::invalid_input, "there is no account in " + settings.people +
                                         " yet; make one: maillon people add NAME");
  TRY_OK(tasks::begin_four_eyes(settings.case_path, by));
  return people;
}

int64_t unix_now() {
  return static_cast<int64_t>(std::time(nullptr));
}

// Null: there is neither a case nor a folder of lists, and no log.
Result<std::unique_ptr<MatchDigests>> open_digests(const ServeSettings& settings,
                                                   MatchCounts& counts, const std::string& actor) {
  if (settings.case_path.empty() && settings.lists.empty()) return nullptr;
  TRY(tasks::MatchLog log, tasks::MatchLog::open(settings.case_path, settings.lists, actor));
  return std::make_unique<MatchDigests>(std::move(log), counts,
                                        int64_t{settings.digest_minutes} * 60, unix_now);
}

// To the case's log: who came and went.
LogInLog log_of(const std::string& case_path) {
  return [case_path](std::string_view action, const std::string& name) -> Result<void> {
    TRY(store::Case file, store::Case::open(case_path, store::Access::read));
    JsonWriter detail;
    detail.begin_object().member("account", name).end_object();
    return file.log(action, detail.text(), {name, unix_now()});
  };
}

}  // namespace

const char* token_variable() {
  return std::getenv(kTokenVariable);  // NOLINT(concurrency-mt-unsafe): nothing sets it
}

Result<std::string> read_token(const ServeSettings& settings) {
  if (settings.no_token) {
    if (!is_loopback(settings.host)) {
      return fail(Code::invalid_input,
                  "--no-token is for 127.0.0.1 only: on " + settings.host +
                      " everybody on the network could ask; give a token by --token-file");
    }
    if (!settings.token_file.empty())
      return fail(Code::invalid_input, "--no-token and --token-file contradict each other");
    return std::string();
  }
  std::string token;
  if (!settings.token_file.empty()) {
    TRY(token, read_start(settings.token_file));
  } else if (const char* variable = token_variable(); variable != nullptr) {
    token = variable;
  } else {
    return make_token();
  }
  token.resize(std::min(token.find_first_of("\r\n"), token.size()));
  if (token.size() < kLeastToken) {
    return fail(Code::invalid_input, fmt::format("the token has {} characters and must have {} or "
                                                 "more; `openssl rand -hex 24` makes one",
                                                 token.size(), kLeastToken));
  }
  return token;
}

Result<tasks::Outcome> serve(const ServeSettings& settings, const tasks::Context& context,
                             tasks::Output& out) {
  auto signals = std::make_unique<StopSignals>();  // before any thread is started
  Started started;
  TRY(started.token, read_token(settings));
  started.token_is_new =
      !settings.no_token && settings.token_file.empty() && token_variable() == nullptr;
  const std::vector<std::string> names = split_list(settings.names);
  TRY(const ServerTls tls, open_tls(settings.tls, settings.host, names, unix_now()));
  const bool is_secure = tls.context != nullptr;
  TRY(Listener listener, Listener::open(settings.host, settings.port));
  Loaded loaded;
  TRY_OK(load(settings, loaded));

  GateAccounts accounts{nullptr, "", unix_now};
  TRY(std::optional<store::People> people,
      open_people(settings, is_secure, context.by, accounts.case_id));
  if (people) accounts.people = &*people;
  Gate gate({settings.host, listener.port(), names, started.token, is_secure}, accounts);
  Metrics metrics;
  MatchCounts counts;
  TRY(const std::unique_ptr<MatchDigests> digests,
      open_digests(settings, counts, context.by.actor));
  loaded.sources.counts = digests ? &counts : nullptr;
  Router router;
  add_match_routes(router, loaded.sources);
  std::unique_ptr<PageCase> page;
  if (!settings.case_path.empty()) {
    // Nothing reads the case yet. Its pictures, and its jobs, which are processes of their own, ask
    // the lists that this server was given.
    if (!settings.lists.empty()) tasks::set_lists_folder(settings.lists);
    page = std::make_unique<PageCase>(settings.case_path, context.by.actor, unix_now);
    add_page_routes(router, *page,
                    settings.lists.empty() ? tasks::default_lists_folder() : settings.lists);
  }
  if (people) add_log_in_routes(router, gate, log_of(settings.case_path));
  add_site_routes(router, gate, metrics);
  if (page) add_page_files(router);
  Application application(std::move(router), gate, metrics, loaded.sources.counts);
  if (!people) {
    TRY(started.invitation, gate.invite());
  }
  started.address = base_address(settings.host, listener.port(), is_secure);
  started.fingerprint = tls.fingerprint;
  started.certificate_is_made = tls.is_made;

  ServerSettings server_settings;
  server_settings.threads = server_settings.work_threads = settings.threads;
  server_settings.tls = tls.context;
  Server server(std::move(listener), server_settings, application);
  signals->call([&server] { server.stop(); });
  print_started(started, context, out);
  server.wait();
  signals.reset();  // it calls the server
  return tasks::Outcome::done;
}

}  // namespace maillon::web
