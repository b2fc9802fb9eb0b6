// The two JSON formats: ThreatExchange's threat_updates and Project VIC's VICS.
#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <simdjson.h>

#include "share/readers.h"

namespace maillon::share {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// A member as text: strings as they are, numbers and truth values as written; "" if it
// is missing or something else.
std::string text_of(const element& value) {
  if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
  if (int64_t number = 0; value.get(number) == simdjson::SUCCESS) return std::to_string(number);
  if (uint64_t number = 0; value.get(number) == simdjson::SUCCESS) return std::to_string(number);
  if (bool yes = false; value.get(yes) == simdjson::SUCCESS) return yes ? "true" : "false";
  return "";
}

std::string text_of(const object& from, std::string_view name) {
  element value;
  return from[name].get(value) == simdjson::SUCCESS ? text_of(value) : "";
}

bool find_object(const object& from, std::string_view name, object& found) {
  return from[name].get(found) == simdjson::SUCCESS;
}

// An array, or as Graph API answers have it, an object with the array in "data".
bool find_array(const object& from, std::string_view name, array& found) {
  if (from[name].get(found) == simdjson::SUCCESS) return true;
  object wrapper;
  return find_object(from, name, wrapper) && wrapper["data"].get(found) == simdjson::SUCCESS;
}

tl::unexpected<Error> broken(simdjson::error_code error) {
  return fail(Code::corrupt, fmt::format("the list's JSON is damaged or breaks off ({}); fetch or "
                                         "export it again",
                                         simdjson::error_message(error)));
}

// ---- ThreatExchange ----------------------------------------------------------

class ThreatExchangeList {
 public:
  ThreatExchangeList(const ReadListOptions& options, ListSink& sink)
      : options_(options), sink_(sink) {}

  void read(const element& root) {
    array records;
    object whole;
    if (root.get(records) == simdjson::SUCCESS) {
      read_all(records);
    } else if (root.get(whole) == simdjson::SUCCESS) {
      if (find_array(whole, "threat_updates", records) || find_array(whole, "data", records)) {
        read_all(records);
      } else {
        read_record(whole);
      }
    } else {
      reject("no record of an indicator");
    }
  }

 private:
  void reject(std::string_view reason) { sink_.reject(++record_, reason); }

  void read_all(const array& records) {
    for (const element& one : records) {
      object record;
      if (one.get(record) == simdjson::SUCCESS) {
        read_record(record);
      } else {
        reject("no record of an indicator");
      }
    }
  }

  void read_record(const object& record) {
    ListEntry entry;
    entry.scheme = "threatexchange";
    entry.id = text_of(record, "id");
    entry.deleted = is_true(text_of(record, "should_delete"));
    entry.timestamp = text_of(record, "last_updated");
    read_descriptor(record, entry);
    array descriptors;
    if (find_array(record, "descriptors", descriptors)) {
      for (const element& one : descriptors) {
        object descriptor;
        if (one.get(descriptor) == simdjson::SUCCESS) read_descriptor(descriptor, entry);
      }
    }
    std::string type = text_of(record, "type"), indicator = text_of(record, "indicator");
    if (indicator.empty()) indicator = text_of(record, "raw_indicator");
    if (const auto kind = parse_hash_kind(type); kind && !indicator.empty()) {
      const auto bytes = parse_hash(*kind, indicator);
      if (!bytes) return reject(kBadHash);
      entry.of(*kind) = *bytes;
    } else if (type.starts_with("HASH_") && !indicator.empty()) {
      entry.other.push_back({type, indicator});
    } else if (!entry.deleted) {
      return reject("an indicator of a type that is no hash");
    }
    hand_on(std::move(entry), ++record_, options_, sink_);
  }

  // The first descriptor that states a thing counts; tags are gathered from all.
  static void read_descriptor(const object& from, ListEntry& entry) {
    object owner;
    if (entry.member.empty() && find_object(from, "owner", owner)) {
      entry.member = text_of(owner, "id");
    }
    const auto fill = [&](std::string& field, std::string_view name) {
      if (field.empty()) field = text_of(from, name);
    };
    fill(entry.status, "status");
    fill(entry.classification, "severity");
    fill(entry.timestamp, "added_on");
    array tags;
    if (find_array(from, "tags", tags)) {
      for (const element& one : tags) {
        object named;
        std::string tag =
            one.get(named) == simdjson::SUCCESS ? text_of(named, "text") : text_of(one);
        if (!tag.empty() &&
            std::find(entry.tags.begin(), entry.tags.end(), tag) == entry.tags.end()) {
          entry.tags.push_back(std::move(tag));
        }
      }
    }
    for (const std::string_view name : {"share_level", "privacy_type"}) {
      const bool known = std::any_of(entry.other.begin(), entry.other.end(),
                                     [&](const NamedText& o) { return o.name == name; });
      std::string value = text_of(from, name);
      if (!known && !value.empty()) entry.other.push_back({std::string(name), std::move(value)});
    }
  }

  const ReadListOptions& options_;
  ListSink& sink_;
  uint64_t record_ = 0;
};

// ---- VICS --------------------------------------------------------------------

// "…/2.0.xml/UK/$metadata#Media" -> "UK"; 1.x names none.
std::string country_of(std::string_view context) {
  const std::size_t xml = context.find(".xml/");
  if (xml == std::string_view::npos) return "";
  context.remove_prefix(xml + 5);
  return std::string(context.substr(0, std::min(context.find_first_of("/$#"), context.size())));
}

class VicsList {
 public:
  VicsList(const ReadListOptions& options, ListSink& sink) : options_(options), sink_(sink) {}

  Result<void> read(const element& root) {
    object whole;
    array items;
    if (root.get(whole) == simdjson::SUCCESS) {
      for (const std::string_view name : {"@odata.context", "odata.metadata"}) {
        if (country_.empty()) country_ = country_of(text_of(whole, name));
      }
      if (whole["value"].get(items) == simdjson::SUCCESS) {
        read_items(items);
        return {};
      }
      if (whole["Media"].get(items) == simdjson::SUCCESS) {
        read_items(items);
        return {};
      }
    } else if (root.get(items) == simdjson::SUCCESS) {
      read_items(items);
      return {};
    }
    return fail(Code::invalid_input,
                "this JSON has no \"value\" or \"Media\" array as VICS files have; other JSON "
                "lists are read as --format threatexchange");
  }

 private:
  // Media, or cases that hold media.
  void read_items(const array& items) {
    for (const element& one : items) {
      object item;
      array media;
      if (one.get(item) != simdjson::SUCCESS) {
        sink_.reject(++record_, "no record of a medium");
      } else if (item["Media"].get(media) == simdjson::SUCCESS) {
        for (const element& medium : media) {
          object record;
          if (medium.get(record) == simdjson::SUCCESS) {
            read_medium(record);
          } else {
            sink_.reject(++record_, "no record of a medium");
          }
        }
      } else {
        read_medium(item);
      }
    }
  }

  void read_medium(const object& from) {
    ListEntry entry;
    entry.scheme = "vics";
    entry.country = country_;
    entry.id = text_of(from, "MediaID");
    entry.classification = text_of(from, "Category");
    entry.timestamp = text_of(from, "DateUpdated");
    entry.member = text_of(from, "PrecategorizationSource");
    entry.tags = split_tags(text_of(from, "Tags"));
    entry.file = text_of(from, "RelativeFilePath");
    for (const std::string_view name : {"Series", "VictimIdentified", "OffenderIdentified",
                                        "IsDistributed", "IsSuspected", "MediaSize", "MimeType"}) {
      std::string value = text_of(from, name);
      if (!value.empty()) entry.other.push_back({std::string(name), std::move(value)});
    }
    bool good = add_hash(entry, "MD5", text_of(from, "MD5"));
    good = add_hash(entry, "SHA1", text_of(from, "SHA1")) && good;
    array more;
    if (from["AlternativeHashes"].get(more) == simdjson::SUCCESS) {
      for (const element& one : more) {
        object hash;
        if (one.get(hash) == simdjson::SUCCESS)
          good = add_hash(entry, text_of(hash, "HashName"), text_of(hash, "HashValue")) && good;
      }
    }
    // What it is known by must not be lost among the other fields.
    const bool has_hash = std::any_of(entry.hash.begin(), entry.hash.end(),
                                      [](const std::string& h) { return !h.empty(); });
    if (!good) return sink_.reject(++record_, kBadHash);
    if (!has_hash) return sink_.reject(++record_, kNoHash);
    hand_on(std::move(entry), ++record_, options_, sink_);
  }

  static bool add_hash(ListEntry& entry, const std::string& name, std::string value) {
    if (value.empty()) return true;
    const auto kind = parse_hash_kind(name);
    if (!kind) {
      entry.other.push_back({name, std::move(value)});
      return true;
    }
    const auto bytes = parse_hash(*kind, value);
    if (bytes && entry.of(*kind).empty()) entry.of(*kind) = *bytes;
    return bytes.has_value();
  }

  const ReadListOptions& options_;
  ListSink& sink_;
  std::string country_;
  uint64_t record_ = 0;
};

}  // namespace

Result<void> read_threatexchange(std::string_view bytes, const ReadListOptions& options,
                                 ListSink& sink) {
  ThreatExchangeList list(options, sink);
  simdjson::dom::parser parser;
  element root;
  const simdjson::error_code whole = parser.parse(bytes.data(), bytes.size()).get(root);
  if (whole == simdjson::SUCCESS) {
    list.read(root);
    return {};
  }
  // Not one document: perhaps one record a line.
  const std::string_view first = trim(bytes.substr(0, bytes.find('\n')));
  if (parser.parse(first.data(), first.size()).get(root) != simdjson::SUCCESS || !root.is_object())
    return broken(whole);
  for (uint64_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = trim(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.empty()) continue;
    if (parser.parse(line.data(), line.size()).get(root) == simdjson::SUCCESS) {
      list.read(root);
    } else {
      sink.reject(number, "a line that is no JSON");
    }
  }
  return {};
}

Result<void> read_vics(std::string_view bytes, const ReadListOptions& options, ListSink& sink) {
  simdjson::dom::parser parser;
  element root;
  if (const auto error = parser.parse(bytes.data(), bytes.size()).get(root);
      error != simdjson::SUCCESS) {
    return broken(error);
  }
  return VicsList(options, sink).read(root);
}

}  // namespace maillon::share
