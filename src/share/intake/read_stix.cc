// STIX 2.1 (and 2.0): a bundle, what a TAXII server answers, a list of objects, or one object.
//
// Read twice. First what objects say of others: markings and their TLP, who identities are, when
// observed-data saw what it refers to, what groupings and reports hold, and which version of an
// object is the newest. Then each object that holds selectors: cyber-observables, also those that
// 2.0 writes within observed-data, and indicators whose pattern is a list of equalities.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/civil_time.h"
#include "share/intake/parts.h"
#include "share/intake/stix_pattern.h"

namespace maillon::share {
namespace {

constexpr std::string_view kHardPattern =
    "a pattern that is more than equalities joined by OR (AND, NOT, times, other comparisons)";
constexpr std::string_view kForeignPattern = "a pattern that is not in STIX's language";

// Markings that need not be in a bundle: TLP 1.0 and 2.0.
constexpr std::pair<std::string_view, std::string_view> kFixedMarkings[] = {
    {"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "clear"},
    {"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "green"},
    {"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "amber"},
    {"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red"},
    {"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"},
    {"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"},
    {"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"},
    {"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"},
    {"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "red"}};

struct Property {
  std::string_view type, name;
  SelectorKind kind;
};
// Phones, wallets and accounts at banks as OpenCTI and Maillon name them.
constexpr Property kProperties[] = {{"email-addr", "value", SelectorKind::email},
                                    {"url", "value", SelectorKind::url},
                                    {"domain-name", "value", SelectorKind::url},
                                    {"hostname", "value", SelectorKind::url},
                                    {"phone-number", "value", SelectorKind::phone},
                                    {"user-account", "account_login", SelectorKind::handle},
                                    {"user-account", "user_id", SelectorKind::handle},
                                    {"cryptocurrency-wallet", "value", SelectorKind::wallet},
                                    {"bank-account", "iban", SelectorKind::iban}};

// Accounts of computers: "root" of one is nobody's name.
bool is_of_computer(std::string_view account_type) {
  constexpr std::string_view kTypes[] = {"unix", "windows-local", "windows-domain", "ldap",
                                         "nis",  "radius",        "tacacs"};
  return std::find(std::begin(kTypes), std::end(kTypes), account_type) != std::end(kTypes);
}

struct Seen {
  int64_t first = kNoTime, last = kNoTime;
  void add(int64_t from, int64_t to) {
    if (from != kNoTime) first = first == kNoTime ? from : std::min(first, from);
    last = std::max(last, to);
  }
};

struct Origin {
  std::string source, tlp;
};
// What refers to objects. Its origin is worked out once, however many they are.
struct Holder {
  JsonView object;
  std::optional<Origin> origin;
};

class StixDocument {
 public:
  explicit StixDocument(DocumentSink& sink) : sink_(sink) {
    for (const auto& [id, tlp] : kFixedMarkings) markings_.emplace(id, tlp);
  }

  Result<void> read(const JsonView& root) {
    JsonView objects = root["objects"];
    if (root.is_array()) objects = root;
    if (!objects.is_array() &&
        (!root.is_object() || root.text("type").empty() || root.text("type") == "bundle")) {
      return fail(Code::invalid_input, "this JSON has no \"objects\" as a STIX bundle has them");
    }
    if (!objects.is_array()) {
      learn(root);
      read_object(root);
      return {};
    }
    objects.for_each_item([this](const JsonView& object) { learn(object); });
    objects.for_each_item([this](const JsonView& object) { read_object(object); });
    return {};
  }

 private:
  void learn(const JsonView& object) {
    const std::string type = object.text("type"), id = object.text("id");
    if (type == "marking-definition") {
      const std::string tlp = tlp_of_marking(object);
      if (!tlp.empty()) markings_[id] = tlp;
    } else if (type == "identity") {
      names_[id] = said(object, "name");
    } else if (type == "observed-data") {
      const int64_t first = time_of(object.text("first_observed")),
                    last = time_of(object.text("last_observed"));
      holders_.push_back({object, {}});
      object["object_refs"].for_each_item([&](const JsonView& ref) {
        seen_[ref.text()].add(first, last);
        held_.try_emplace(ref.text(), holders_.size() - 1);
      });
    } else if (type == "grouping" || type == "report") {
      const std::string name = said(object, "name");
      holders_.push_back({object, {}});
      object["object_refs"].for_each_item([&](const JsonView& ref) {
        inside_.try_emplace(ref.text(), name);
        held_.try_emplace(ref.text(), holders_.size() - 1);
      });
    }
    if (const int64_t modified = time_of(object.text("modified")); modified != kNoTime) {
      int64_t& newest = newest_.try_emplace(id, modified).first->second;
      newest = std::max(newest, modified);
    }
  }

  static std::string tlp_of_marking(const JsonView& marking) {
    std::string tlp = tlp_of(marking["definition"].text("tlp"));
    marking["extensions"].for_each_member([&](std::string_view, const JsonView& extension) {
      if (tlp.empty()) tlp = tlp_of(extension.text("tlp_2_0"));
    });
    return tlp.empty() ? tlp_of(marking.text("name")) : tlp;
  }

  void read_object(const JsonView& object) {
    ++place_;
    if (!object.is_object()) return sink_.reject(place_, "", kNoObject);
    const std::string type = object.text("type"), id = object.text("id");
    if (type.empty()) return sink_.reject(place_, said(id), kNoType);
    if (type == "observed-data") read_inner_objects(object);
    if (!holds_selectors(type)) return sink_.leave_out(type);
    if (id.empty() || id.size() > kMostIdentifier) return sink_.reject(place_, "", kNoIdentifier);
    if (object.repeats_member()) return sink_.reject(place_, id, kTwice);
    const int64_t modified = time_of(object.text("modified"));
    if (const auto newest = newest_.find(id); newest != newest_.end() && newest->second > modified)
      return sink_.leave_out("older version of an object that is here again");
    read_named(object, type, about(object, id, modified));
  }

  // What STIX 2.0 has in an observed-data itself, by numbers.
  void read_inner_objects(const JsonView& observed) {
    const std::string id = observed.text("id");
    if (id.empty() || id.size() > kMostIdentifier) return;
    ListedSelector around = about(observed, id, time_of(observed.text("modified")));
    around.first_seen = time_of(observed.text("first_observed"));
    around.last_seen = time_of(observed.text("last_observed"));
    observed["objects"].for_each_member([&](std::string_view number, const JsonView& object) {
      const std::string type = object.text("type");
      if (type.empty() || type == "indicator" || !holds_selectors(type))
        return sink_.leave_out(type.empty() ? "observed object without a type" : type);
      if (object.repeats_member()) return sink_.reject(place_, id, kTwice);
      ListedSelector entry = around;
      entry.object = said(id + "#" + std::string(number));
      read_named(object, type, std::move(entry));
    });
  }

  static bool holds_selectors(std::string_view type) {
    return type == "indicator" || type == "file" || type == "artifact" ||
           std::any_of(std::begin(kProperties), std::end(kProperties),
                       [&](const Property& property) { return property.type == type; });
  }

  // What is known of an object, whatever it holds.
  ListedSelector about(const JsonView& object, const std::string& id, int64_t modified) {
    ListedSelector entry;
    entry.format = to_name(DocumentFormat::stix);
    entry.object = id;
    entry.modified = modified;
    entry.label = said(object, "name");
    const auto inside = inside_.find(id);
    if (entry.label.empty() && inside != inside_.end()) entry.label = inside->second;
    entry.comment = said(object, "description");
    add_origin(origin_of(object), entry);
    // Cyber-observables name no author, and are often marked with what holds them.
    if (const auto held = held_.find(id); held != held_.end()) {
      Holder& holder = holders_[held->second];
      if (!holder.origin) holder.origin = origin_of(holder.object);
      add_origin(*holder.origin, entry);
    }
    if (const auto seen = seen_.find(id); seen != seen_.end()) {
      entry.first_seen = seen->second.first;
      entry.last_seen = seen->second.last;
    }
    return entry;
  }

  // Who made the object, and how it may be passed on.
  Origin origin_of(const JsonView& object) const {
    Origin origin;
    const auto who = names_.find(object.text("created_by_ref"));
    if (who != names_.end()) origin.source = who->second;
    object["object_marking_refs"].for_each_item([&](const JsonView& ref) {
      const auto marking = markings_.find(ref.text());
      if (marking != markings_.end()) origin.tlp = stricter_tlp(origin.tlp, marking->second);
    });
    return origin;
  }

  static void add_origin(const Origin& origin, ListedSelector& entry) {
    if (entry.source.empty()) entry.source = origin.source;
    entry.tlp = stricter_tlp(entry.tlp, origin.tlp);
  }

  void read_named(const JsonView& object, const std::string& type, ListedSelector entry) {
    withdrawn_ = object["revoked"].is_true();
    if (withdrawn_ && type != "file" && type != "artifact") sink_.withdraw(entry);
    if (type == "indicator") return read_indicator(object, entry);
    if (type == "file" || type == "artifact") return read_file(object, type, entry);
    JsonView value;
    for (const Property& property : kProperties) {
      if (property.type != type || value.exists()) continue;
      entry.kind = property.kind;
      value = object[property.name];
    }
    if (type == "user-account") {
      const std::string account = said(to_lower(object.text("account_type")));
      if (is_of_computer(account)) return sink_.leave_out("user-account of a computer");
      set_service(entry, account);
    }
    if (take_value(value, entry, place_, sink_)) add(std::move(entry));
  }

  static void set_service(ListedSelector& entry, const std::string& account) {
    entry.service = service_of(account);
    // Of a service without a name here the name is all that tells.
    if (entry.service == Service::none && !account.empty())
      entry.comment += (entry.comment.empty() ? "account of " : "; account of ") + account;
  }

  void read_file(const JsonView& object, const std::string& type, const ListedSelector& about) {
    const JsonView hashes = object["hashes"];
    if (!hashes.exists()) return sink_.leave_out(type + " without a hash");
    ListEntry entry = hash_entry(about, about.object);
    entry.file = said(object, "name");
    bool good = hashes.is_object() && !hashes.repeats_member();
    if (!good) sink_.reject(place_, about.object, hashes.is_object() ? kTwice : kNoObject);
    hashes.for_each_member([&](std::string_view kind, const JsonView& value) {
      good = good && take_hash(kind, value, entry, place_, sink_);
    });
    add_tags(object, entry);
    if (good) sink_.add_hash(std::move(entry), place_);
  }

  ListEntry hash_entry(const ListedSelector& about, std::string id) const {
    ListEntry entry;
    entry.id = std::move(id);
    entry.member = about.source;
    entry.deleted = withdrawn_;
    if (about.modified != kNoTime) entry.timestamp = format_time(about.modified);
    if (!about.label.empty()) entry.other.push_back({"label", about.label});
    if (!about.tlp.empty()) entry.tags.push_back("tlp:" + about.tlp);
    return entry;
  }

  static void add_tags(const JsonView& object, ListEntry& entry) {
    for (const std::string_view name : {"labels", "indicator_types"}) {
      object[name].for_each_item([&](const JsonView& tag) {
        if (tag.is_text()) add_tag(entry.tags, said(tag.text()));
      });
    }
  }

  void read_indicator(const JsonView& object, const ListedSelector& about) {
    const std::string language = object.text("pattern_type");  // 2.0 has none: it is STIX's own
    if (!language.empty() && language != "stix")
      return sink_.reject(place_, about.object, kForeignPattern);
    const std::string pattern = object["pattern"].is_text() ? object.text("pattern") : "";
    const auto equalities = parse_stix_equalities(pattern);
    if (!equalities) return sink_.reject(place_, about.object, kHardPattern);
    std::size_t hashes = 0;
    for (const StixEquality& one : *equalities) {
      const std::size_t colon = std::min(one.path.find(':'), one.path.size());
      const std::string type = one.path.substr(0, colon);
      const std::string name = colon < one.path.size() ? one.path.substr(colon + 1) : "";
      if ((type == "file" || type == "artifact") && name.starts_with("hashes.")) {
        read_digest(object, about, name.substr(7), one.value, ++hashes);
      } else {
        read_equality(about, type, name, one.value);
      }
    }
  }

  void read_equality(ListedSelector entry, const std::string& type, const std::string& name,
                     const std::string& value) {
    const Property* known = nullptr;
    for (const Property& property : kProperties) {
      if (property.type == type && property.name == name) known = &property;
    }
    if (known == nullptr) return sink_.leave_out("indicator on " + said(type + ":" + name));
    entry.kind = known->kind;
    entry.written = value;
    if (value.empty()) return sink_.reject(place_, entry.object, kNoValue);
    if (value.size() > kMostValue) return sink_.reject(place_, entry.object, kLongValue);
    add(std::move(entry));
  }

  // Joined by OR, each hash of a pattern is a file of its own.
  void read_digest(const JsonView& object, const ListedSelector& about, const std::string& kind,
                   const std::string& value, std::size_t number) {
    ListEntry entry =
        hash_entry(about, number == 1 ? about.object : about.object + "#" + std::to_string(number));
    const auto known = parse_hash_kind(kind);
    if (!known) return sink_.leave_out("indicator on " + said("file:hashes." + kind));
    const auto bytes = parse_hash(*known, value);
    if (!bytes) return sink_.reject(place_, about.object, kBadDigest);
    entry.of(*known) = *bytes;
    add_tags(object, entry);
    sink_.add_hash(std::move(entry), place_);
  }

  void add(ListedSelector entry) { sink_.add(std::move(entry), "", withdrawn_, place_); }

  DocumentSink& sink_;
  std::unordered_map<std::string, std::string> markings_, names_, inside_;  // by identifier
  std::vector<Holder> holders_;
  std::unordered_map<std::string, std::size_t> held_;  // by the first of them that refers to one
  std::unordered_map<std::string, Seen> seen_;
  std::unordered_map<std::string, int64_t> newest_;
  uint64_t place_ = 0;
  bool withdrawn_ = false;  // of the object that is being read
};

}  // namespace

Result<void> read_stix(std::string_view bytes, DocumentSink& sink) {
  JsonParser parser;
  TRY(const JsonView root, parser.parse(bytes));
  return StixDocument(sink).read(root);
}

}  // namespace maillon::share
