// MISP events (misp-core-format): one, several in "response" or in an array, or attributes alone as
// a search of MISP answers. Attributes of objects are read with what their object says of them.
#include <algorithm>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/civil_time.h"
#include "share/intake/parts.h"

namespace maillon::share {
namespace {

struct AttributeType {
  std::string_view name;
  SelectorKind kind;
};
constexpr AttributeType kAttributeTypes[] = {{"phone-number", SelectorKind::phone},
                                             {"whois-registrant-phone", SelectorKind::phone},
                                             {"email", SelectorKind::email},
                                             {"email-src", SelectorKind::email},
                                             {"email-dst", SelectorKind::email},
                                             {"email-reply-to", SelectorKind::email},
                                             {"target-email", SelectorKind::email},
                                             {"whois-registrant-email", SelectorKind::email},
                                             {"dns-soa-email", SelectorKind::email},
                                             {"url", SelectorKind::url},
                                             {"uri", SelectorKind::url},
                                             {"domain", SelectorKind::url},
                                             {"hostname", SelectorKind::url},
                                             {"domain|ip", SelectorKind::url},
                                             {"hostname|port", SelectorKind::url},
                                             {"btc", SelectorKind::wallet},
                                             {"xmr", SelectorKind::wallet},
                                             {"dash", SelectorKind::wallet},
                                             {"iban", SelectorKind::iban},
                                             {"twitter-id", SelectorKind::handle},
                                             {"github-username", SelectorKind::handle},
                                             {"jabber-id", SelectorKind::handle}};

// Texts that an object makes a selector.
constexpr AttributeType kRelations[] = {
    {"username", SelectorKind::handle},      {"user-name", SelectorKind::handle},
    {"account-name", SelectorKind::handle},  {"from-user", SelectorKind::handle},
    {"to-user", SelectorKind::handle},       {"phone", SelectorKind::phone},
    {"address-crypto", SelectorKind::wallet}};

std::optional<SelectorKind> kind_in(std::span<const AttributeType> table, std::string_view name) {
  for (const AttributeType& one : table) {
    if (one.name == name) return one.kind;
  }
  return std::nullopt;
}

// What an event says of all its attributes, and an object of its own.
struct Surroundings {
  std::string source, label, tlp, object, service, comment;
  std::vector<std::string> tags;
  int64_t first_seen = kNoTime, last_seen = kNoTime;
  bool is_deleted = false, is_computer = false;
};

void for_each_tag(const JsonView& of, const std::function<void(const std::string&)>& fn) {
  of["Tag"].for_each_item([&](const JsonView& tag) {
    if (const std::string name = said(tag, "name"); !name.empty()) fn(name);
  });
}

// `maillon:kind="handle"` -> handle: how Maillon's own events say what a text is.
std::string own_tag(const JsonView& attribute, std::string_view predicate) {
  std::string found;
  const std::string begin = "maillon:" + std::string(predicate) + "=\"";
  for_each_tag(attribute, [&](const std::string& name) {
    if (name.starts_with(begin) && name.ends_with('"') && name.size() > begin.size())
      found = name.substr(begin.size(), name.size() - begin.size() - 1);
  });
  return found;
}

class MispEvents {
 public:
  explicit MispEvents(DocumentSink& sink) : sink_(sink) {}

  Result<void> read(const JsonView& root) {
    if (!read_any(root)) {
      return fail(Code::invalid_input,
                  "this JSON has no \"Event\" or \"Attribute\" as MISP events have them");
    }
    return {};
  }

 private:
  // An event, a wrapper around one, or a list of them: false if it is none.
  bool read_any(const JsonView& root) {
    if (root.is_array()) {
      bool any = false;
      root.for_each_item([&](const JsonView& one) { any = read_one(one) || any; });
      return any;
    }
    const JsonView response = root["response"];
    if (response.is_array()) {
      response.for_each_item([this](const JsonView& one) {
        if (!read_one(one)) sink_.reject(place_ + 1, "", kNoObject);
      });
      return true;
    }
    return read_one(response.exists() ? response : root);
  }

  bool read_one(const JsonView& one) {
    const JsonView event = one["Event"];
    const bool is_event = event.is_object() && !one["Attribute"].exists();
    if (is_event) {
      read_event(event);
      return true;
    }
    const bool is_bare = one["Attribute"].is_array() || one["Object"].is_array();
    if (is_bare) read_event(one);
    return is_bare;
  }

  void read_event(const JsonView& event) {
    Surroundings around;
    around.label = said(event, "info");
    around.source = said(event["Orgc"], "name");
    if (around.source.empty()) around.source = said(event["Org"], "name");
    for_each_tag(event, [&](const std::string& tag) {
      around.tlp = stricter_tlp(around.tlp, tlp_of_tag(tag));
      add_tag(around.tags, tag);
    });
    event["Attribute"].for_each_item([&](const JsonView& one) { read_attribute(one, around); });
    event["Object"].for_each_item([&](const JsonView& one) { read_object(one, around); });
    event["ShadowAttribute"].for_each_item(
        [&](const JsonView&) { sink_.leave_out("proposal of an attribute"); });
  }

  static std::string tlp_of_tag(const std::string& tag) {
    return to_lower(tag).starts_with("tlp:") ? tlp_of(tag) : "";
  }

  void read_object(const JsonView& object, Surroundings around) {
    around.object = said(to_lower(object.text("name")));
    around.comment = said(object, "comment");
    around.is_deleted = object["deleted"].is_true();
    around.first_seen = time_of(object.text("first_seen"));
    around.last_seen = time_of(object.text("last_seen"));
    if (around.object.ends_with("-account") && around.object != "user-account")
      around.service = around.object.substr(0, around.object.size() - 8);
    object["Attribute"].for_each_item([&](const JsonView& attribute) {
      const std::string relation = attribute.text("object_relation");
      if (relation == "account-type" || relation == "app-used" || relation == "service")
        around.service = said(attribute, "value");
    });
    for (const std::string_view of : {"unix", "windows-local", "windows-domain", "ldap"})
      around.is_computer = around.is_computer || around.service == of;
    object["Attribute"].for_each_item([&](const JsonView& one) { read_attribute(one, around); });
  }

  void read_attribute(const JsonView& attribute, const Surroundings& around) {
    ++place_;
    if (!attribute.is_object()) return sink_.reject(place_, "", kNoObject);
    const std::string type = attribute.text("type");
    std::string id = attribute.text("uuid");
    if (id.empty()) id = attribute.text("id");
    if (type.empty()) return sink_.reject(place_, said(id), kNoType);
    const std::string digest = type.substr(type.rfind('|') + 1);  // of filename|sha256
    const bool is_hash = parse_hash_kind(digest).has_value() || type == "malware-sample";
    const auto kind = kind_of(attribute, type, around);
    if (!is_hash && !kind) return sink_.leave_out(type);
    if (id.empty() || id.size() > kMostIdentifier) return sink_.reject(place_, "", kNoIdentifier);
    if (attribute.repeats_member()) return sink_.reject(place_, id, kTwice);
    ListedSelector entry = about(attribute, around, id);
    const bool is_deleted = around.is_deleted || attribute["deleted"].is_true();
    if (is_deleted && !is_hash) sink_.withdraw(entry);
    if (!take_value(attribute["value"], entry, place_, sink_)) return;
    if (is_hash) return add_digest(attribute, around, entry, digest, is_deleted);
    entry.kind = *kind;
    if (type.find('|') != std::string::npos)  // domain|ip, hostname|port
      entry.written = entry.written.substr(0, entry.written.find('|'));
    if (entry.written.empty()) return sink_.reject(place_, id, kNoValue);
    if (entry.kind == SelectorKind::handle) set_account(attribute, type, around, entry);
    sink_.add(std::move(entry), "", is_deleted, place_);
  }

  static std::optional<SelectorKind> kind_of(const JsonView& attribute, const std::string& type,
                                             const Surroundings& around) {
    if (const auto kind = kind_in(kAttributeTypes, type)) return kind;
    if (type != "text") return std::nullopt;
    const auto own = parse_selector_kind(own_tag(attribute, "kind"));
    if (own && *own != SelectorKind::image) return own;
    const bool may_be = around.object.ends_with("-account") || around.object == "instant-message" ||
                        around.object == "coin-address";
    if (!may_be || around.is_computer) return std::nullopt;
    return kind_in(kRelations, attribute.text("object_relation"));
  }

  static void set_account(const JsonView& attribute, const std::string& type,
                          const Surroundings& around, ListedSelector& entry) {
    std::string service = own_tag(attribute, "service");
    if (service.empty()) service = type == "text" ? around.service : type.substr(0, type.find('-'));
    entry.service = service_of(service);
    if (entry.service == Service::none && !service.empty())
      entry.comment += (entry.comment.empty() ? "account of " : "; account of ") + service;
  }

  static ListedSelector about(const JsonView& attribute, const Surroundings& around,
                              const std::string& id) {
    ListedSelector entry;
    entry.format = to_name(DocumentFormat::misp);
    entry.object = id;
    entry.source = around.source;
    entry.label = around.label.empty() ? said(attribute["Event"], "info") : around.label;
    entry.comment = said(attribute, "comment");
    if (entry.comment.empty()) entry.comment = around.comment;
    entry.tlp = around.tlp;
    for_each_tag(attribute, [&](const std::string& tag) {
      entry.tlp = stricter_tlp(entry.tlp, tlp_of_tag(tag));
    });
    if (const JsonView to_ids = attribute["to_ids"]; to_ids.exists())
      entry.to_ids = to_ids.is_true() ? "yes" : "no";
    entry.first_seen = time_of(attribute.text("first_seen"));
    entry.last_seen = time_of(attribute.text("last_seen"));
    if (entry.first_seen == kNoTime) entry.first_seen = around.first_seen;
    if (entry.last_seen == kNoTime) entry.last_seen = around.last_seen;
    entry.modified = time_of(attribute.text("timestamp"));
    return entry;
  }

  void add_digest(const JsonView& attribute, const Surroundings& around,
                  const ListedSelector& about, const std::string& kind, bool is_deleted) {
    ListEntry entry;
    entry.id = about.object;
    entry.member = about.source;
    entry.deleted = is_deleted;
    if (about.modified != kNoTime) entry.timestamp = format_time(about.modified);
    entry.tags = around.tags;
    for_each_tag(attribute, [&](const std::string& tag) { add_tag(entry.tags, tag); });
    const auto keep = [&](std::string_view name, const std::string& text) {
      if (!text.empty()) entry.other.push_back({std::string(name), text});
    };
    keep("label", about.label);
    keep("comment", about.comment);
    keep("to_ids", about.to_ids);
    std::string digest = about.written;
    if (const std::size_t bar = digest.rfind('|'); bar != std::string::npos) {
      entry.file = said(digest.substr(0, bar));
      digest.erase(0, bar + 1);
    }
    const HashKind known = parse_hash_kind(kind).value_or(HashKind::md5);  // of a malware-sample
    const auto bytes = parse_hash(known, trimmed(digest, " \t\r\n"));
    if (!bytes) return sink_.reject(place_, about.object, kBadDigest);
    entry.of(known) = *bytes;
    sink_.add_hash(std::move(entry), place_);
  }

  DocumentSink& sink_;
  uint64_t place_ = 0;  // of the attribute that is being read
};

}  // namespace

Result<void> read_misp(std::string_view bytes, DocumentSink& sink) {
  JsonParser parser;
  TRY(const JsonView root, parser.parse(bytes));
  return MispEvents(sink).read(root);
}

}  // namespace maillon::share
