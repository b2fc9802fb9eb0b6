// A MISP event (misp-core-format): selectors are attributes, a post an object `internal-reference`
// (it names a record of another system), a network an object `annotation`. A post `mentions` its
// selectors, is `included-in` its network, and has a `suspected-link` to another.
#include <fmt/format.h>

#include "base/civil_time.h"
#include "share/exchange/uri.h"
#include "share/exchange/uuid.h"
#include "share/exchange/writers.h"

namespace maillon::share {
namespace {

// Templates of github.com/MISP/misp-objects.
struct Template {
  std::string_view name, meta_category, uuid, version;
};
constexpr Template kReference = {"internal-reference", "misc",
                                 "a3984dc5-5f70-4776-9262-c19641c0ff6a", "1"};
constexpr Template kAnnotation = {"annotation", "misc", "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487",
                                  "2"};

struct Type {
  std::string_view type, category;
};
Type type_of(const ExchangeSelector& selector) {
  switch (selector.kind) {
    case SelectorKind::phone:
      return {"phone-number", "Other"};
    case SelectorKind::email:
      return {"email", "Social network"};
    case SelectorKind::url:
      return {"url", "Network activity"};
    case SelectorKind::handle:
      return {"text", "Social network"};
    case SelectorKind::wallet:
      if (selector.service == Service::bitcoin) return {"btc", "Financial fraud"};
      if (selector.service == Service::monero) return {"xmr", "Financial fraud"};
      return {"text", "Financial fraud"};
    case SelectorKind::iban:
      return {"iban", "Financial fraud"};
    case SelectorKind::image:
      break;
  }
  return selector.sha256.empty() ? Type{"text", "Other"} : Type{"sha256", "External analysis"};
}

std::string_view value_of(const ExchangeSelector& selector) {
  return selector.kind == SelectorKind::image && !selector.sha256.empty() ? selector.sha256
                                                                          : selector.value;
}

class MispWriter : public JsonListWriter {
 public:
  void begin(const ExchangeCase& of) override {
    const int64_t time = of.changed_at == kNoTime ? 0 : of.changed_at;
    timestamp_ = std::to_string(time);
    JsonWriter json;
    json.begin_object().member("uuid", of.uuid);
    json.member("info", fmt::format("Maillon: {}", of.name)).member("date", format_date(time));
    json.member("timestamp", timestamp_).member("published", false).member("analysis", "0");
    json.member("threat_level_id", "4").member("distribution", "0");
    json.key("Orgc").begin_object().member("uuid", exchange_uuid("identity", {"maillon"}));
    json.member("name", "Maillon").end_object();
    json.key("Tag").begin_array().begin_object().member("name", "tlp:red").end_object().end_array();
    out_ += "{\"Event\":" + json.take() + ",\n\"Attribute\":[";
    JsonWriter notice;
    begin_attribute(
        notice, {"comment", "Other"}, exchange_uuid("notice", {of.uuid}),
        fmt::format("{} State of the case: {}.", exchange_notice(of.version), of.state));
    put(notice);
  }

  void add(const ExchangeSelector& selector) override {
    JsonWriter json;
    begin_attribute(json, type_of(selector), std::string(selector.uuid), value_of(selector));
    std::string comment =
        fmt::format("{}{}{}, {}, {} bits, in {} posts of the case", to_name(selector.service),
                    selector.service == Service::none ? "" : " ", to_name(selector.kind),
                    selector.id, round_bits(selector.bits), selector.posts);
    // What many innocent posts share must not make events look alike.
    if (selector.is_hub) {
      comment.append("; ").append(kHubNote);
      json.member("disable_correlation", true);
    }
    json.member("comment", comment);
    // MISP has no type for it: tags say what the text is, for who reads the event in.
    if (type_of(selector).type == "text") {
      json.key("Tag").begin_array();
      add_tag(json, "kind", to_name(selector.kind));
      if (selector.service != Service::none) add_tag(json, "service", to_name(selector.service));
      json.end_array();
    }
    put(json);
  }

  void begin_network(const ExchangeNetwork& network) override {
    begin_objects();
    network_ = network.uuid;
    std::string text = fmt::format(
        "Network {}: a lead, not a finding. {} posts, {} to {}. Triage: {}.", network.id,
        network.posts, format_date(network.first), format_date(network.last), network.triage);
    for (const ExchangeStay& stay : network.stays) text += "\nPlace: " + stay_words(stay);
    for (const ExchangeSign& sign : network.signs) text += "\nIndicator: " + sign_words(sign);
    JsonWriter json;
    begin_object(json, kAnnotation, network.uuid, network.id);
    add_member(json, network.uuid, "text", {"text", "Other"}, text);
    add_member(json, network.uuid, "type", {"text", "Other"}, "Annotation");
    json.end_array();
    put(json);
  }

  void add(const ExchangePost& post) override {
    JsonWriter json;
    begin_object(json, kReference, post.uuid, post.name);
    add_member(json, post.uuid, "identifier", {"text", "Internal reference"}, post.id);
    if (const std::string link = to_uri(post.url); !link.empty())
      add_member(json, post.uuid, "link", {"link", "Internal reference"}, link);
    std::string where;
    for (const std::string_view part : {std::string_view(post.name), post.city, post.country}) {
      if (!part.empty()) where.append(where.empty() ? "" : ", ").append(part);
    }
    if (post.posted_at != kNoTime) where += ", " + format_time(post.posted_at);
    add_member(json, post.uuid, "comment", {"comment", "Internal reference"}, where);
    json.end_array().key("ObjectReference").begin_array();
    add_reference(json, post.uuid, network_, "included-in", "");
    for (const ExchangeSelector& selector : post.selectors)
      add_reference(json, post.uuid, selector.uuid, "mentions", "");
    for (const ExchangeLink& link : post.links) {
      add_reference(json, post.uuid, link.to_uuid, "suspected-link", link_words(link));
    }
    json.end_array();
    put(json);
  }

  void end_network() override {}
  void end() override {
    begin_objects();
    out_ += "\n]}}\n";
  }

 private:
  // After the last attribute, once.
  void begin_objects() {
    if (is_in_objects_) return;
    is_in_objects_ = true;
    begin_list();
    out_ += "\n],\n\"Object\":[";
  }
  static void add_tag(JsonWriter& json, std::string_view predicate, std::string_view value) {
    json.begin_object().member("name", fmt::format("maillon:{}=\"{}\"", predicate, value));
    json.end_object();
  }
  void begin_attribute(JsonWriter& json, const Type& type, const std::string& uuid,
                       std::string_view value) const {
    json.begin_object().member("uuid", uuid).member("type", type.type);
    json.member("category", type.category).member("to_ids", false).member("value", value);
    json.member("timestamp", timestamp_).member("distribution", "5");
  }
  void begin_object(JsonWriter& json, const Template& of, std::string_view uuid,
                    std::string_view comment) const {
    json.begin_object().member("uuid", uuid).member("name", of.name);
    json.member("meta-category", of.meta_category).member("template_uuid", of.uuid);
    json.member("template_version", of.version).member("timestamp", timestamp_);
    json.member("distribution", "5").member("comment", comment).key("Attribute").begin_array();
  }
  void add_member(JsonWriter& json, std::string_view object, std::string_view relation,
                  const Type& type, std::string_view value) const {
    begin_attribute(json, type, exchange_uuid("attribute", {object, relation}), value);
    json.member("object_relation", relation).end_object();
  }
  void add_reference(JsonWriter& json, std::string_view from, std::string_view to,
                     std::string_view relation, const std::string& comment) const {
    json.begin_object().member("uuid", exchange_uuid("reference", {from, relation, to}));
    json.member("object_uuid", from).member("referenced_uuid", to);
    json.member("relationship_type", relation).member("timestamp", timestamp_);
    if (!comment.empty()) json.member("comment", comment);
    json.end_object();
  }

  std::string timestamp_, network_;
  bool is_in_objects_ = false;
};

}  // namespace

std::unique_ptr<ExchangeWriter> make_misp_writer() {
  return std::make_unique<MispWriter>();
}

}  // namespace maillon::share
