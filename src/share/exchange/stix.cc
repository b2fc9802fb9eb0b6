// STIX 2.1 (OASIS, 2021): one bundle. A post is observed-data of its address and of what it names,
// a network a grouping, a link a relationship with its evidence in an extension; phones, wallets
// and accounts at banks, for which STIX has no type, are new ones as other programs have them.
// Cyber-observables have the identifiers that the standard gives them, all else ours.
//
// Memory: the identifiers of one network, and 8 bytes for each observable, to write it once.
#include <algorithm>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/hash.h"
#include "share/exchange/uri.h"
#include "share/exchange/uuid.h"
#include "share/exchange/writers.h"

namespace maillon::share {
namespace {

// Section 2.9: the namespace of deterministic identifiers of cyber-observables.
constexpr std::string_view kObservables = "00abedb4-aa42-466c-9c01-fed23315a9b7";
// The marking TLP:RED of the standard's own TLP 2.0 extension, and that extension.
constexpr std::string_view kRed = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
constexpr std::string_view kTlp2 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
constexpr std::string_view kFixedTime = "2026-01-01T00:00:00.000Z";  // of what never changes

std::string made_id(std::string_view type, std::initializer_list<std::string_view> parts) {
  return fmt::format("{}--{}", type, exchange_uuid(type, parts));
}

std::string stix_time(int64_t time) {
  std::string text = format_time(time);
  if (text.ends_with('Z')) text.replace(text.size() - 1, 1, ".000Z");
  return text;
}

// What an extension adds; the same in every document.
struct Extension {
  std::string_view name, kind, text;
  std::string id() const { return made_id("extension-definition", {name}); }
};
constexpr Extension kPhone = {"phone-number", "new-sco", "value: a telephone number in E.164"};
constexpr Extension kWallet = {"cryptocurrency-wallet", "new-sco",
                               "value: an address of a wallet; currency: bitcoin, ethereum ..."};
constexpr Extension kBank = {"bank-account", "new-sco", "iban: an IBAN (ISO 13616)"};
constexpr Extension kLink = {
    "link-evidence", "property-extension",
    "algorithm, algorithm_version; bits: log2 of the Bayes factor of all evidence; posterior: "
    "probability that one operator is behind both posts; evidence: a list of feature, what "
    "(identifier of the selector or template in the case) and log2_bayes_factor"};
constexpr Extension kNetwork = {
    "network-facts", "property-extension",
    "posts; first_seen, last_seen; triage: new, in_review, referred, closed; indicators: a list of "
    "id, label, strength (S, M, W), posts, common_in_lawful_posts; leads, not findings"};
constexpr Extension kExtensions[] = {kPhone, kWallet, kBank, kLink, kNetwork};

// A cyber-observable: its identifier, and the members that make it what it is, which the
// identifier follows from (sorted, RFC 8785).
struct Observable {
  std::string type, id, members;
  const Extension* extension = nullptr;
};

Observable observable(std::string_view type, std::string_view members,
                      const Extension* extension = nullptr) {
  Observable made{std::string(type), "", std::string(members), extension};
  made.id = fmt::format("{}--{}", type, uuid5(kObservables, "{" + made.members + "}"));
  return made;
}

std::string member(std::string_view name, std::string_view value) {
  std::string text;
  append_json_string(text, name);
  text += ':';
  append_json_string(text, value);
  return text;
}

// An address that can be none is a name, as of a file.
Observable address_or_name(std::string_view address, std::string_view name) {
  const std::string uri = to_uri(address);
  return uri.empty() ? observable("file", member("name", name))
                     : observable("url", member("value", uri));
}

Observable observable_of(const ExchangeSelector& selector) {
  switch (selector.kind) {
    case SelectorKind::phone:
      return observable("phone-number", member("value", selector.value), &kPhone);
    case SelectorKind::email:
      return observable("email-addr", member("value", selector.value));
    case SelectorKind::url:
      return address_or_name(selector.value, selector.value);
    case SelectorKind::handle:
      if (selector.service == Service::none)
        return observable("user-account", member("account_login", selector.value));
      return observable("user-account", member("account_login", selector.value) + "," +
                                            member("account_type", to_name(selector.service)));
    case SelectorKind::wallet:
      return observable(
          "cryptocurrency-wallet",
          member("currency", to_name(selector.service)) + "," + member("value", selector.value),
          &kWallet);
    case SelectorKind::iban:
      return observable("bank-account", member("iban", selector.value), &kBank);
    case SelectorKind::image:
      break;
  }
  if (selector.sha256.empty()) return observable("file", member("name", selector.value));
  return observable("file", "\"hashes\":{" + member("SHA-256", selector.sha256) + "}");
}

class StixWriter : public JsonListWriter {
 public:
  bool uses_coordinates() const override { return true; }

  void begin(const ExchangeCase& of) override {
    uuid_ = of.uuid;
    name_ = of.name;
    version_ = of.version;
    state_ = of.state;
    created_ = stix_time(of.begun_at == kNoTime ? 0 : of.begun_at);
    begun_at_ = of.begun_at;
    modified_ = std::max(created_, of.changed_at == kNoTime ? "" : stix_time(of.changed_at));
    out_ += R"({"type":"bundle","id":")" + made_id("bundle", {of.uuid, of.state, of.version}) +
            "\",\"objects\":[";
    JsonWriter who = object("identity", maker_, kFixedTime, kFixedTime);
    who.member("name", "Maillon").member("identity_class", "system");
    put(who);
    JsonWriter red;
    red.begin_object().member("type", "marking-definition").member("spec_version", "2.1");
    red.member("id", kRed).member("created", "2022-10-01T00:00:00.000Z").member("name", "TLP:RED");
    red.key("extensions").begin_object().key(kTlp2).begin_object();
    red.member("extension_type", "property-extension").member("tlp_2_0", "red");
    red.end_object().end_object();
    put(red);
    for (const Extension& extension : kExtensions) put_extension(extension);
  }

  void add(const ExchangeSelector& selector) override {
    const Observable made = observable_of(selector);
    put_observable(made);
    if (selector.is_hub) hubs_.push_back(made.id);
  }

  void begin_network(const ExchangeNetwork& network) override {
    refs_.clear();
    for (const ExchangeStay& stay : network.stays) add_place(stay);
    JsonWriter json = object("grouping", fmt::format("grouping--{}", network.uuid));
    json.member("name", network.id).member("context", "unspecified");
    std::string route;
    for (const ExchangeStay& stay : network.stays)
      route += (route.empty() ? " Places: " : "; ") + stay_words(stay);
    json.member("description", "A lead, not a finding: posts that evidence ties together." + route);
    begin_extension(json, kNetwork);
    json.member("posts", network.posts).member("triage", network.triage);
    if (network.first != kNoTime) {
      json.member("first_seen", stix_time(network.first));
      json.member("last_seen", stix_time(network.last));
    }
    write_signs(json, network.signs);
    json.end_object().end_object().key("object_refs");
    network_ = json.take();
    networks_.push_back(fmt::format("grouping--{}", network.uuid));
  }

  void add(const ExchangePost& post) override {
    const Observable anchor = address_or_name(post.url, post.name);
    put_observable(anchor);
    const std::string id = fmt::format("observed-data--{}", post.uuid);
    const std::string time = stix_time(post.posted_at != kNoTime ? post.posted_at
                                       : begun_at_ != kNoTime    ? begun_at_
                                                                 : 0);
    JsonWriter json = object("observed-data", id);
    json.member("first_observed", time).member("last_observed", time).member("number_observed", 1);
    std::vector<std::string> refs = {anchor.id};
    for (const ExchangeSelector& selector : post.selectors)
      refs.push_back(observable_of(selector).id);
    std::erase_if(
        refs, [&, at = 0](const std::string& ref) mutable { return at++ > 0 && ref == anchor.id; });
    std::sort(refs.begin() + 1, refs.end());
    refs.erase(std::unique(refs.begin() + 1, refs.end()), refs.end());
    json.member("object_refs", refs).key("external_references").begin_array().begin_object();
    json.member("source_name", post.source.empty() ? "unknown" : post.source);
    json.member("external_id", post.name).member("description", post.id).end_object().end_array();
    put(json);
    refs_.push_back(id);
    for (const ExchangeLink& link : post.links) add_link(id, link);
  }

  void end_network() override {
    JsonWriter refs;
    refs.value(refs_);
    begin_item();
    out_ += network_ + refs.take() + "}";
  }

  void end() override {
    if (!hubs_.empty()) {
      const std::string id = made_id("grouping", {uuid_, "hubs"});
      JsonWriter json = object("grouping", id);
      json.member("name", "Selectors set apart").member("context", "unspecified");
      json.member("description",
                  "Hubs: shared by posts that have nothing else in common, as an agency's number "
                  "is. Nobody is linked through them.");
      json.member("object_refs", hubs_);
      put(json);
      networks_.push_back(id);
    }
    if (!networks_.empty()) {
      JsonWriter json = object("report", fmt::format("report--{}", uuid_));
      json.member("name", name_)
          .member("description", exchange_notice(version_) + " State of the case: " + state_ + ".");
      json.member("published", modified_).key("report_types").begin_array();
      json.value("observed-data").end_array().member("object_refs", networks_);
      put(json);
    }
    out_ += "\n]}\n";
  }

 private:
  // With what all objects but observables have; put() closes it.
  JsonWriter object(std::string_view type, const std::string& id, std::string_view created,
                    std::string_view modified) const {
    JsonWriter json;
    json.begin_object().member("type", type).member("spec_version", "2.1").member("id", id);
    json.member("created", created).member("modified", modified);
    if (id != maker_) json.member("created_by_ref", maker_);
    json.key("object_marking_refs").begin_array().value(kRed).end_array();
    return json;
  }
  JsonWriter object(std::string_view type, const std::string& id) const {
    return object(type, id, created_, modified_);
  }

  void put_extension(const Extension& extension) {
    JsonWriter json = object("extension-definition", extension.id(), kFixedTime, kFixedTime);
    json.member("name", extension.name).member("schema", extension.text).member("version", "1.0.0");
    json.key("extension_types").begin_array().value(extension.kind).end_array();
    put(json);
  }

  static void begin_extension(JsonWriter& json, const Extension& extension) {
    json.key("extensions").begin_object().key(extension.id()).begin_object();
    json.member("extension_type", extension.kind);
  }

  bool is_new(const std::string& id) { return written_.insert(hash64(id)).second; }

  void put_observable(const Observable& made) {
    if (!is_new(made.id)) return;
    begin_item();
    out_ += fmt::format(R"({{"type":"{}","spec_version":"2.1","id":"{}",{})", made.type, made.id,
                        made.members);
    if (made.extension != nullptr) {
      out_ += fmt::format(R"(,"extensions":{{"{}":{{"extension_type":"new-sco"}}}})",
                          made.extension->id());
    }
    out_ += fmt::format(R"(,"object_marking_refs":["{}"]}})", kRed);
  }

  void add_place(const ExchangeStay& stay) {
    if (stay.country.empty() && !stay.lat) return;  // a town alone is no location
    const std::string id = made_id("location", {stay.city, stay.country});
    if (std::find(refs_.begin(), refs_.end(), id) == refs_.end()) refs_.push_back(id);
    if (!is_new(id)) return;
    JsonWriter json = object("location", id);
    if (!stay.city.empty()) json.member("city", stay.city).member("name", stay.city);
    if (!stay.country.empty()) json.member("country", stay.country);
    if (stay.lat) json.member("latitude", *stay.lat).member("longitude", *stay.lon);
    put(json);
  }

  // The standard knows no empty lists.
  static void write_signs(JsonWriter& json, std::span<const ExchangeSign> signs) {
    if (signs.empty()) return;
    json.key("indicators").begin_array();
    for (const ExchangeSign& sign : signs) write_sign(json, sign);
    json.end_array();
  }

  static void write_evidence(JsonWriter& json, std::span<const ExchangeEvidence> evidence) {
    if (evidence.empty()) return;
    json.key("evidence").begin_array();
    for (const ExchangeEvidence& item : evidence) {
      json.begin_object().member("feature", item.kind);
      if (!item.what.empty()) json.member("what", item.what);
      json.member("log2_bayes_factor", round_bits(item.bits)).end_object();
    }
    json.end_array();
  }

  void add_link(const std::string& from, const ExchangeLink& link) {
    JsonWriter json = object("relationship", fmt::format("relationship--{}", link.uuid));
    json.member("relationship_type", "related-to").member("source_ref", from);
    json.member("target_ref", fmt::format("observed-data--{}", link.to_uuid));
    json.member("confidence", confidence_of(link));
    json.member("description", evidence_words(link.evidence));
    begin_extension(json, kLink);
    json.member("algorithm", "maillon").member("algorithm_version", version_);
    json.member("bits", round_bits(link.bits)).member("posterior", link.posterior);
    write_evidence(json, link.evidence);
    json.end_object().end_object();
    put(json);
  }

  const std::string maker_ = made_id("identity", {"maillon"});
  std::string uuid_, name_, version_, state_, created_, modified_;
  int64_t begun_at_ = kNoTime;
  std::string network_;                       // the open grouping, up to its members
  std::vector<std::string> refs_;             // its members
  std::vector<std::string> networks_, hubs_;  // identifiers
  std::unordered_set<uint64_t> written_;      // hashes of identifiers
};

}  // namespace

std::unique_ptr<ExchangeWriter> make_stix_writer() {
  return std::make_unique<StixWriter>();
}

}  // namespace maillon::share
