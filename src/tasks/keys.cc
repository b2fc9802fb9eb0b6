#include "tasks/keys.h"

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/case.h"
#include "store/file.h"
#include "store/key_file.h"
#include "store/seal_case.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kMostKeyFile = 1 << 12;

Result<std::string> new_secret(const KeySettings& settings) {
  if (settings.new_key_file.empty()) return settings.ask_new();
  if (!store::file_exists(settings.new_key_file)) {
    TRY_OK(store::write_private_file(settings.new_key_file,
                                     to_hex(store::CipherKey::random().view()) + "\n"));
  }
  return read_key_file(settings.new_key_file);
}

// The name of who does it, as the name of a slot.
std::string slot_name(const KeySettings& settings, const Context& context) {
  if (!settings.name.empty()) return settings.name;
  std::string name;
  for (const char c : context.by.actor) {
    name += is_ascii_alnum(c) || c == '.' || c == '_' || (c == '-' && !name.empty()) ? c : '_';
  }
  return name.substr(0, 64);
}

Result<void> note(const std::string& case_path, std::string_view action, std::string_view what,
                  std::string_view name, const Context& context) {
  TRY(store::Case to, store::Case::open_or_create(case_path, context.by));
  JsonWriter json;
  json.begin_object();
  if (!what.empty()) json.member("what", what);
  if (!name.empty()) json.member("name", name);
  json.end_object();
  return to.log(action, json.take(), context.by);
}

void say_done(std::string_view verb, const store::Converted& done, const KeySettings& settings,
              const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("encrypted", verb == "encrypted").member("files", done.files);
    json.member("bytes", done.bytes).end_object();
    out.write(json.take() + "\n");
    return;
  }
  out.write(fmt::format("{} is {}", printable(settings.case_path), verb));
  out.write(done.files == 0
                ? ".\n"
                : fmt::format(": {}, {}.\n", report::count_of(done.files, "file", "files"),
                              report::format_size(done.bytes)));
}

}  // namespace

Result<std::string> read_key_file(const std::string& path) {
  auto read = store::read_up_to(path, kMostKeyFile + 1);
  if (!read) return tl::unexpected<Error>(std::move(read).error().with_context("the key file"));
  if (read->size() > kMostKeyFile)
    return fail(Code::invalid_input, printable(path) + ": too long for a key file (4 kB)");
  while (!read->empty() && (read->back() == '\n' || read->back() == '\r')) read->pop_back();
  if (read->empty()) return fail(Code::invalid_input, printable(path) + ": the key file is empty");
  return *std::move(read);
}

Result<Outcome> encrypt(const KeySettings& settings, const Context& context, Output& out) {
  TRY(const auto known, store::KeyFile::read(settings.case_path));
  if (known && !known->is_converting())
    return fail(Code::invalid_input, printable(settings.case_path) + " is encrypted already");
  const std::string name = slot_name(settings, context);
  std::string secret;
  if (!known) {  // else the conversion goes on with the key that there is
    TRY(secret, new_secret(settings));
  }
  TRY(const store::Converted done,
      store::encrypt_case(settings.case_path, name, secret, *context.progress));
  TRY_OK(note(settings.case_path, "encrypt", "", name, context));
  say_done("encrypted", done, settings, context, out);
  if (!context.json) {
    out.write(fmt::format(
        "Opened by: {}. Without passphrase or key file nobody can read it again, you and we "
        "included: `maillon key {} add NAME` makes a second one.\n",
        name, printable(settings.case_path)));
    if (done.files > 0) {
      out.write(
          "Its plain bytes may still be on the disk until they are written over, and in copies "
          "made before.\n");
    }
  }
  return Outcome::done;
}

Result<Outcome> decrypt(const KeySettings& settings, const Context& context, Output& out) {
  TRY_OK(note(settings.case_path, "decrypt", "", "", context));
  TRY(const store::Converted done, store::decrypt_case(settings.case_path, *context.progress));
  say_done("plain again", done, settings, context, out);
  return Outcome::done;
}

Result<Outcome> keys(const KeySettings& settings, const Context& context, Output& out) {
  TRY(auto file, store::KeyFile::read(settings.case_path));
  if (!file)
    return fail(Code::invalid_input,
                fmt::format("{0} is not encrypted; `maillon encrypt {0}` does it",
                            printable(settings.case_path)));
  if (settings.action == "add") {
    if (settings.name.empty())
      return fail(Code::invalid_input, "say whose it is: `maillon key CASE add NAME`");
    // First the old one is asked for, then the new one.
    TRY_OK(store::Case::open(settings.case_path, store::Access::read));
    TRY(const std::string secret, new_secret(settings));
    TRY_OK(store::add_key(settings.case_path, settings.name, secret));
  } else if (settings.action == "remove") {
    TRY_OK(store::remove_key(settings.case_path, settings.name));
  }
  if (settings.action == "add" || settings.action == "remove") {
    TRY_OK(note(settings.case_path, "key", settings.action, settings.name, context));
    TRY(file, store::KeyFile::read(settings.case_path));
  }
  const std::vector<std::string> names = file ? file->names() : std::vector<std::string>();
  if (context.json) {
    JsonWriter json;
    json.begin_object().key("keys").begin_array();
    for (const std::string& name : names) json.value(name);
    json.end_array().end_object();
    out.write(json.take() + "\n");
    return Outcome::done;
  }
  out.write(printable(settings.case_path) + " is encrypted; who can open it:\n");
  for (const std::string& name : names) out.write("  " + name + "\n");
  return Outcome::done;
}

}  // namespace maillon::tasks
