// encrypt, decrypt, key: cases that only who has a key can read.
#include <memory>

#include "ask.h"
#include "program.h"
#include "tasks/keys.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Output;

constexpr VerbText kEncrypt{
    "encrypt", "Care for a case", "Makes a case readable only with a passphrase or key file",
    "maillon encrypt my-case                            asks for a passphrase\n"
    "maillon encrypt my-case --new-key-file /media/stick/my-case.key\n"
    "maillon link my-case --key-file /media/stick/my-case.key     opens it (or MAILLON_KEY_FILE)",
    "All that the case keeps is encrypted (AES-256-GCM), so that a stolen disk says nothing. A "
    "case "
    "that is not there is made, which is better than encrypting later: what stood on the disk in "
    "plain may be found there."};

constexpr VerbText kDecrypt{"decrypt", "Care for a case", "Makes an encrypted case plain again",
                            "maillon decrypt my-case"};

constexpr VerbText kKey{
    "key", "Care for a case", "Who can open an encrypted case",
    "maillon key my-case                              who can open it\n"
    "maillon key my-case add ben                      asks for another passphrase\n"
    "maillon key my-case add office --new-key-file /media/stick/office.key\n"
    "maillon key my-case remove ana                   her passphrase opens it no longer",
    "Each passphrase or key file opens the same key. Who had one and kept a copy of the file 'key' "
    "of the case can still open that copy."};

}  // namespace

void add_key_verbs(Program& program) {
  auto settings = std::make_shared<tasks::KeySettings>();
  settings->ask_new = ask_new_passphrase;
  const auto add_common = [settings](CLI::App* verb) {
    verb->add_option("CASE", settings->case_path, "The case")->required()->configurable(false);
  };
  const auto add_new_key_file = [settings](CLI::App* verb) {
    verb->add_option("--new-key-file", settings->new_key_file,
                     "A file for the new key instead of a passphrase; made if it is not there")
        ->type_name("FILE")
        ->configurable(false);
  };
  CLI::App* encrypt = program.add_verb(kEncrypt, [settings](const Context& context, Output& out) {
    return tasks::encrypt(*settings, context, out);
  });
  add_common(encrypt);
  encrypt->add_option("--name", settings->name, "Whose key it is; you unless it is given")
      ->type_name("NAME")
      ->configurable(false);
  add_new_key_file(encrypt);

  CLI::App* decrypt = program.add_verb(kDecrypt, [settings](const Context& context, Output& out) {
    return tasks::decrypt(*settings, context, out);
  });
  add_common(decrypt);

  CLI::App* key = program.add_verb(kKey, [settings](const Context& context, Output& out) {
    return tasks::keys(*settings, context, out);
  });
  add_common(key);
  key->add_option("ACTION", settings->action, "list, add or remove")
      ->check(one_of({"list", "add", "remove"}))
      ->configurable(false);
  key->add_option("NAME", settings->name, "Whose key it is")->configurable(false);
  add_new_key_file(key);
}

}  // namespace maillon::apps
