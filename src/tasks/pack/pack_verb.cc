#include "tasks/pack/pack_verb.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "base/version.h"
#include "report/near_misses.h"
#include "report/style.h"
#include "store/file.h"
#include "tasks/case_terms.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"
#include "tasks/log_key.h"
#include "tasks/near_misses.h"
#include "tasks/pack/pack_log.h"
#include "tasks/pack/pack_records.h"
#include "tasks/pictures/listings.h"
#include "tasks/print_pdf.h"
#include "tasks/refusal.h"
#include "tasks/report_case.h"
#include "tasks/sandbox/program.h"
#include "tasks/show_case.h"
#include "tasks/withheld.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kMostPdf = uint64_t{1} << 30;

constexpr std::string_view kReadme =
    "This is a pack of evidence, made by Maillon. It gives leads, not verdicts.\n"
    "\n"
    "report/           each network as a document to print, with its evidence\n"
    "records/          the bytes of each post as they stand in its source file\n"
    "originals/        source files, named by their SHA-256 (if they were asked for)\n"
    "disclosure/       notes, labels, decisions, rejected links, near misses (if asked for)\n"
    "log/              the signed head of the case's log, and entries with their proofs\n"
    "manifest.json     all files with size and SHA-256, and the public key\n"
    "manifest.sig      Ed25519 signature of manifest.json\n"
    "\n"
    "To check it, take tools/verify_pack.py from the source of Maillon, not from whoever gave you\n"
    "the pack (whoever forges a pack forges the program beside it), and read its 200 lines:\n"
    "\n"
    "    python3 verify_pack.py PACK --key FINGERPRINT\n"
    "\n"
    "The fingerprint must come from the office that made the pack, by another way. Or by hand:\n"
    "\n"
    "    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile "
    "manifest.sig\n"
    "    openssl pkey -pubin -in key.pem -outform DER | sha256sum      the fingerprint\n"
    "    sha256sum FILE                                                as in manifest.json\n";

struct Network {
  uint32_t index = 0;
  std::string id;
};

Result<std::optional<std::vector<Network>>> find_networks(const OpenedCase& from,
                                                          const std::vector<std::string>& asked) {
  std::vector<Network> found;
  for (const std::string& id : asked) {
    std::optional<uint32_t> index;
    for (const Target& target : find_target(from.data, id, from.country)) {
      if (target.kind == Target::network && !index) index = target.index;
    }
    if (!index) {
      say("no network '" + id + "' in this case; `maillon networks` lists them");
      return std::optional<std::vector<Network>>();
    }
    const auto same = [&](const Network& n) { return n.index == *index; };
    if (std::none_of(found.begin(), found.end(), same))
      found.push_back({*index, network_id(from.data.networks.number[*index])});
  }
  return std::optional(std::move(found));
}

Result<void> add_pdf(const std::string& html, const Network& network, PackFiles& files) {
  TRY(const PrivateFolder folder, PrivateFolder::make(true));
  const std::string page = folder.path() + "/n.html", printed = folder.path() + "/n.pdf";
  TRY(Output file, Output::file(page));
  file.write(html);
  TRY_OK(file.finish());
  TRY_OK(print_pdf(page, printed));
  TRY(std::string pdf, store::read_up_to(printed, kMostPdf));
  files.add("report/" + network.id + ".pdf", std::move(pdf));
  return {};
}

// `log` gets {"what","sha256"}, by which `report --verify` finds the document again.
Result<void> add_report(const OpenedCase& from, const Network& network,
                        const PackSettings& settings, const Context& context, PackFiles& files,
                        JsonWriter& log) {
  ReportOptions options;
  options.language = settings.language;
  options.maker = context.by.actor;
  std::string html;
  TRY(const report::ReportMade made,
      write_report(
          from, network.index, options, [&](std::string_view piece) { html += piece; },
          *context.progress));
  log.begin_object().member("what", network.id).member("sha256", to_hex(made.hash)).end_object();
  if (settings.pdf) TRY_OK(add_pdf(html, network, files));
  files.add("report/" + network.id + ".html", std::move(html));
  return {};
}

std::string rejected_links(const CaseData& data, uint32_t network) {
  std::string lines;
  const uint32_t number = data.networks.number[network];
  for (std::size_t i = 0; i < data.links.a.size(); ++i) {
    const uint32_t a = data.links.a[i], b = data.links.b[i];
    if (data.networks.network[a] != number && data.networks.network[b] != number) continue;
    if (data.links.accepted[i] != 0 && data.networks.network[a] == data.networks.network[b])
      continue;
    JsonWriter json;
    json.begin_object().member("a", post_id(data.posts, a)).member("b", post_id(data.posts, b));
    json.member("bits", data.links.bits[i] / 1024.0);
    json.member("log_odds", data.links.log_odds[i] / 1024.0);
    json.member("accepted", data.links.accepted[i] != 0).end_object();
    lines += json.take() + "\n";
  }
  return lines;
}

Result<void> add_disclosure(const OpenedCase& from, const Network& network, PackFiles& files) {
  const std::string folder = "disclosure/" + network.id + "/";
  TRY(const std::vector<store::Decision> all, from.file->all_decisions());
  std::string lines;
  for (const store::Decision& d : find_decisions(from.data, network.index, all)) {
    JsonWriter json;
    json.begin_object().member("act", d.id).member("time", d.time).member("actor", d.actor);
    json.member("kind", d.kind).member("a", d.a).member("b", d.b).member("value", d.value);
    json.member("reason", d.reason).member("active", d.active).end_object();
    lines += json.take() + "\n";
  }
  files.add(folder + "decisions.jsonl", std::move(lines));
  files.add(folder + "rejected-links.jsonl", rejected_links(from.data, network.index));
  TRY(const std::vector<store::Decision> active, from.file->decisions());
  report::NearMissesTable near =
      near_misses_around(from, decided_pairs(from.data, active), {Target::network, network.index},
                         static_cast<std::size_t>(-1));
  near.case_path = case_name(*from.file);
  // Their passages may hold the address of what nobody may pass on.
  std::unordered_set<std::string> withheld_ids;
  for (const uint32_t row : Withheld(from.data).posts())
    withheld_ids.insert(post_id(from.data.posts, row));
  std::erase_if(near.near_misses, [&](const report::NearMiss& miss) {
    return withheld_ids.contains(miss.a.id) || withheld_ids.contains(miss.b.id);
  });
  files.add(folder + "near-misses.json", report::to_json(near) + "\n");
  return {};
}

Result<std::string> manifest_head(const OpenedCase& from, const std::vector<Network>& networks,
                                  const PackSettings& settings, const PackedLog& log,
                                  const std::vector<std::string>& left_out) {
  std::vector<std::string> ids;
  for (const Network& network : networks) ids.push_back(network.id);
  TRY(const Sha256 state, from.file->state_hash());
  TRY(const CaseTerms terms, read_terms(*from.file, {}));
  JsonWriter json;
  json.begin_object().member("kind", "maillon pack").member("version", 1);
  json.member("maillon", kVersion).member("case", case_name(*from.file));
  json.member("purpose", terms.purpose.text).member("legal_basis", terms.legal_basis.text);
  json.member("state", to_hex(state)).member("networks", ids);
  json.member("disclosure", settings.disclosure).member("originals", settings.originals);
  json.member("left_out", left_out).member("log_size", log.head.head.size);
  json.member("log_root", to_hex(log.head.head.root)).member("log_entries", log.entries);
  json.member("public_key", to_hex(log.head.key)).end_object();
  return json.take_members();
}

void print_made(const PackSettings& settings, const PackMade& made, const store::PublicKey& key,
                const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("to", settings.to).member("files", uint64_t{made.files});
    json.member("manifest_sha256", to_hex(made.manifest));
    json.member("key", to_hex(store::fingerprint(key))).member("left_out", made.left_out);
    json.end_object();
    out.write(json.take() + "\n");
    return;
  }
  for (const std::string& what : made.left_out) say("left out: " + what);
  out.write(fmt::format("{}: {}\n", printable(settings.to),
                        report::count_of(made.files, "file", "files")));
  out.write("manifest    " + to_hex(made.manifest) + "\n");
  out.write("key         " + to_hex(store::fingerprint(key)) +
            "\n            tell it to the recipient by another way than the pack\n");
}

}  // namespace

Result<std::optional<PackMade>> make_pack(const OpenedCase& opened, const PackSettings& settings,
                                          const store::SigningKey& key, const Context& context,
                                          const std::function<Result<void>(PackFiles&)>& write) {
  TRY_OK(may_leave(*opened.file));
  TRY(const auto networks, find_networks(opened, settings.networks));
  if (!networks) return std::optional<PackMade>();
  PackFiles files;
  PackMade made;
  JsonWriter log;
  std::vector<uint32_t> indexes;
  Names ids;
  std::string what;
  log.begin_array();
  for (const Network& network : *networks) {
    TRY_OK(add_report(opened, network, settings, context, files, log));
    if (settings.disclosure) TRY_OK(add_disclosure(opened, network, files));
    indexes.push_back(network.index);
    ids.merge(names_of(opened.data, network.index));
    what += (what.empty() ? "" : " ") + network.id;
  }
  log.end_array();
  TRY_OK(add_records(opened, indexes, settings.originals, files, made.left_out));
  TRY(const PackedLog packed, add_log(*opened.file, ids, key, files));
  files.add("README.txt", std::string(kReadme));
  files.add("key.pem", store::to_pem(key.public_key()));
  TRY(const std::string head, manifest_head(opened, *networks, settings, packed, made.left_out));
  TRY(made.manifest, files.sign(head, key));
  TRY_OK(write(files));
  made.files = files.files().size();
  JsonWriter detail;
  detail.begin_object().member("what", what).member("manifest", to_hex(made.manifest));
  detail.member("disclosure", settings.disclosure).key("reports");
  TRY_OK(opened.file->log("pack", detail.take() + log.take() + "}", context.by));
  return std::optional(std::move(made));
}

Result<Outcome> make_pack(const PackSettings& settings, const Context& context, Output& out) {
  TRY(const bool may, second_person_agrees(settings.case_path, wanted_of(settings), context.by));
  if (!may) return Outcome::empty;
  TRY(const store::SigningKey key, case_key(settings.case_path, context.by));
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  TRY(const auto made, make_pack(opened, settings, key, context,
                                 [&](PackFiles& files) { return files.write(settings.to); }));
  if (!made) return Outcome::empty;
  print_made(settings, *made, key.public_key(), context, out);
  return Outcome::done;
}

}  // namespace maillon::tasks
