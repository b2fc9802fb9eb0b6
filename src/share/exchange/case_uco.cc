// CASE 1.4 (Cyber-investigation Analysis Standard Expression, on UCO 1.4) as JSON-LD: the source
// files with their hashes and a record of where they came from, posts as messages, selectors as
// what they are, networks as groupings, links as relationships with their confidence.
//
// Memory: the identifiers of one network.
#include <vector>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "share/exchange/uri.h"
#include "share/exchange/uuid.h"
#include "share/exchange/writers.h"

namespace maillon::share {
namespace {

constexpr std::string_view kContext =
    R"("@context":{"kb":"urn:example:maillon:","xsd":"http://www.w3.org/2001/XMLSchema#",)"
    R"("case-investigation":"https://ontology.caseontology.org/case/investigation/",)"
    R"("uco-core":"https://ontology.unifiedcyberontology.org/uco/core/",)"
    R"("uco-location":"https://ontology.unifiedcyberontology.org/uco/location/",)"
    R"("uco-observable":"https://ontology.unifiedcyberontology.org/uco/observable/",)"
    R"("uco-tool":"https://ontology.unifiedcyberontology.org/uco/tool/",)"
    R"("uco-types":"https://ontology.unifiedcyberontology.org/uco/types/"})";

std::string kb(std::string_view type, std::string_view uuid) {
  return fmt::format("kb:{}-{}", type, uuid);
}

// {"@type":"xsd:dateTime","@value":"..."}
void write_typed(JsonWriter& json, std::string_view key, std::string_view type,
                 std::string_view value) {
  json.key(key).begin_object().member("@type", type).member("@value", value).end_object();
}

void write_ref(JsonWriter& json, std::string_view key, const std::string& id) {
  json.key(key).begin_object().member("@id", id).end_object();
}

void begin_node(JsonWriter& json, const std::string& id, std::string_view type) {
  json.begin_object().member("@id", id).member("@type", type);
}

void begin_facet(JsonWriter& json, std::string_view of, std::string_view type) {
  begin_node(json, kb("facet", exchange_uuid("facet", {of, type})), type);
}

void write_hash(JsonWriter& json, std::string_view of, std::string_view sha256) {
  json.key("uco-observable:hash").begin_array();
  begin_node(json, kb("hash", exchange_uuid("hash", {of})), "uco-types:Hash");
  json.member("uco-types:hashMethod", "SHA256");
  write_typed(json, "uco-types:hashValue", "xsd:hexBinary", sha256);
  json.end_object().end_array();
}

struct Kind {
  std::string_view type, facet, property;
};
Kind kind_of(const ExchangeSelector& selector) {
  switch (selector.kind) {
    case SelectorKind::phone:
      return {"uco-observable:PhoneAccount", "uco-observable:PhoneAccountFacet",
              "uco-observable:phoneNumber"};
    case SelectorKind::email:
      return {"uco-observable:EmailAddress", "uco-observable:EmailAddressFacet",
              "uco-observable:addressValue"};
    case SelectorKind::url:
      return {"uco-observable:URL", "uco-observable:URLFacet", "uco-observable:fullValue"};
    case SelectorKind::image:
      return {"uco-observable:ObservableObject", "uco-observable:ContentDataFacet", ""};
    default:
      return {"uco-observable:Account", "uco-observable:AccountFacet",
              "uco-observable:accountIdentifier"};
  }
}

class CaseWriter : public JsonListWriter {
 public:
  bool uses_coordinates() const override { return true; }

  void begin(const ExchangeCase& of) override {
    out_ += fmt::format("{{{},\n\"@graph\":[", kContext);
    JsonWriter json;
    begin_node(json, kb("investigation", of.uuid), "case-investigation:Investigation");
    json.member("uco-core:name", of.name).member("case-investigation:investigationForm", "case");
    json.member("uco-core:description",
                fmt::format("{} State of the case: {}.", exchange_notice(of.version), of.state));
    json.key("uco-core:object").begin_array();
    for (const ExchangeFile& file : of.files)
      json.begin_object().member("@id", record_of(file)).end_object();
    json.end_array();
    put(json);
    begin_node(json, kb("tool", exchange_uuid("tool", {of.version})), "uco-tool:AnalyticTool");
    json.member("uco-core:name", "Maillon").member("uco-tool:version", of.version);
    put(json);
    for (const ExchangeFile& file : of.files) add_file(file);
  }

  void add(const ExchangeSelector& selector) override {
    const Kind kind = kind_of(selector);
    JsonWriter json;
    begin_node(json, kb("selector", selector.uuid), kind.type);
    json.member("uco-core:name", selector.id);
    json.member(
        "uco-core:description",
        fmt::format("{} bits, in {} posts of the case{}{}", round_bits(selector.bits),
                    selector.posts, selector.is_hub ? "; " : "", selector.is_hub ? kHubNote : ""));
    json.key("uco-core:hasFacet").begin_array();
    begin_facet(json, selector.uuid, kind.facet);
    if (selector.kind == SelectorKind::image) {
      if (!selector.sha256.empty()) write_hash(json, selector.uuid, selector.sha256);
    } else {
      json.member(kind.property, selector.value);
      if (kind.facet == "uco-observable:AccountFacet") {
        json.member("uco-observable:accountType", selector.service == Service::none
                                                      ? to_name(selector.kind)
                                                      : to_name(selector.service));
      }
    }
    json.end_object().end_array();
    put(json);
  }

  void begin_network(const ExchangeNetwork& network) override {
    members_.clear();
    std::string text =
        fmt::format("A lead, not a finding: {} posts, {} to {}. Triage: {}.", network.posts,
                    format_date(network.first), format_date(network.last), network.triage);
    uint64_t order = 0;
    for (const ExchangeStay& stay : network.stays) {
      text += "\nPlace: " + stay_words(stay);
      add_stay(network, stay, ++order);
    }
    for (const ExchangeSign& sign : network.signs) text += "\nIndicator: " + sign_words(sign);
    JsonWriter json;
    begin_node(json, kb("network", network.uuid), "uco-core:Grouping");
    json.member("uco-core:name", network.id).member("uco-core:description", text);
    json.member("uco-core:context", "posts that evidence ties together").key("uco-core:object");
    network_ = json.take();
  }

  void add(const ExchangePost& post) override {
    const std::string id = kb("post", post.uuid);
    JsonWriter json;
    begin_node(json, id, "uco-observable:Message");
    json.member("uco-core:name", post.id).key("uco-core:hasFacet").begin_array();
    begin_facet(json, post.uuid, "uco-observable:MessageFacet");
    json.member("uco-observable:messageID", post.name);
    if (post.posted_at != kNoTime)
      write_typed(json, "uco-observable:sentTime", "xsd:dateTime", format_time(post.posted_at));
    json.end_object();
    if (const std::string uri = to_uri(post.url); !uri.empty()) {
      begin_facet(json, post.uuid, "uco-observable:URLFacet");
      json.member("uco-observable:fullValue", uri).end_object();
    }
    json.end_array();
    put(json);
    members_.push_back(id);
    for (const ExchangeSelector& selector : post.selectors) {
      begin_relationship(json, exchange_uuid("names", {post.uuid, selector.uuid}), id,
                         kb("selector", selector.uuid), "Mentions", true);
      put(json);
    }
    for (const ExchangeLink& link : post.links) add_link(id, link);
  }

  void end_network() override {
    JsonWriter json;
    json.begin_array();
    for (const std::string& member : members_)
      json.begin_object().member("@id", member).end_object();
    json.end_array();
    begin_item();
    out_ += network_ + json.take() + "}";
  }
  void end() override { out_ += "\n]}\n"; }

 private:
  static std::string record_of(const ExchangeFile& file) {
    return kb("provenance-record", exchange_uuid("provenance-record", {file.sha256, file.name}));
  }

  void add_file(const ExchangeFile& file) {
    const std::string uuid = exchange_uuid("file", {file.sha256, file.name});
    JsonWriter json;
    begin_node(json, kb("file", uuid), "uco-observable:File");
    json.key("uco-core:hasFacet").begin_array();
    begin_facet(json, uuid, "uco-observable:FileFacet");
    json.member("uco-observable:fileName", file.name);
    write_typed(json, "uco-observable:sizeInBytes", "xsd:integer", std::to_string(file.size));
    json.end_object();
    begin_facet(json, uuid, "uco-observable:ContentDataFacet");
    write_hash(json, uuid, file.sha256);
    json.end_object().end_array();
    put(json);
    begin_node(json, record_of(file), "case-investigation:ProvenanceRecord");
    json.member("uco-core:description",
                fmt::format("{} as received, read on {}", file.name, format_time(file.read_at)));
    json.key("uco-core:object").begin_array().begin_object().member("@id", kb("file", uuid));
    json.end_object().end_array();
    put(json);
  }

  void add_stay(const ExchangeNetwork& network, const ExchangeStay& stay, uint64_t order) {
    const std::string uuid =
        exchange_uuid("stay", {network.uuid, stay.city, stay.country, format_time(stay.first)});
    JsonWriter json;
    begin_node(json, kb("location", uuid), "uco-location:Location");
    json.member("uco-core:name", fmt::format("{} {}: {}", network.id, order, stay_words(stay)));
    json.key("uco-core:hasFacet").begin_array();
    begin_facet(json, uuid, "uco-location:SimpleAddressFacet");
    if (!stay.city.empty()) json.member("uco-location:locality", stay.city);
    if (!stay.country.empty()) json.member("uco-location:country", stay.country);
    json.end_object();
    if (stay.lat) {
      begin_facet(json, uuid, "uco-location:LatLongCoordinatesFacet");
      write_typed(json, "uco-location:latitude", "xsd:decimal", fmt::format("{:.6f}", *stay.lat));
      write_typed(json, "uco-location:longitude", "xsd:decimal", fmt::format("{:.6f}", *stay.lon));
      json.end_object();
    }
    json.end_array();
    put(json);
    members_.push_back(kb("location", uuid));
  }

  static void begin_relationship(JsonWriter& json, std::string_view uuid, const std::string& from,
                                 const std::string& to, std::string_view kind, bool directional) {
    begin_node(json, kb("relationship", uuid), "uco-observable:ObservableRelationship");
    write_ref(json, "uco-core:source", from);
    write_ref(json, "uco-core:target", to);
    json.member("uco-core:kindOfRelationship", kind);
    json.member("uco-core:isDirectional", directional);
  }

  void add_link(const std::string& from, const ExchangeLink& link) {
    JsonWriter json;
    begin_relationship(json, link.uuid, from, kb("post", link.to_uuid), "Same_Operator_Hypothesis",
                       false);
    json.member("uco-core:description", link_words(link));
    json.key("uco-core:hasFacet").begin_array();
    begin_facet(json, link.uuid, "uco-core:ConfidenceFacet");
    write_typed(json, "uco-core:confidence", "xsd:nonNegativeInteger",
                std::to_string(confidence_of(link)));
    json.end_object().end_array();
    put(json);
  }

  std::string network_;               // the open grouping, up to its members
  std::vector<std::string> members_;  // identifiers
};

}  // namespace

std::unique_ptr<ExchangeWriter> make_case_uco_writer() {
  return std::make_unique<CaseWriter>();
}

}  // namespace maillon::share
