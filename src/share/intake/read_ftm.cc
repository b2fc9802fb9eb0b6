// FollowTheMoney: an entity a line, as OpenAleph exports and Maillon writes them, or an array of
// them. All values are lists of texts; a text alone is taken as one too.
#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/civil_time.h"
#include "share/intake/parts.h"

namespace maillon::share {
namespace {

constexpr std::size_t kMostLine = std::size_t{16} << 20;
constexpr std::string_view kNoJsonLine = "a line that is no JSON, or breaks off";
constexpr std::string_view kLongLine = "a line of more than 16 MiB";

struct EntityProperty {
  std::string_view name;
  SelectorKind kind;
  std::string_view schema;  // that alone means it so; "" = any
};
constexpr EntityProperty kEntityProperties[] = {
    {"phone", SelectorKind::phone, ""},
    {"phoneMentioned", SelectorKind::phone, ""},
    {"contextPhone", SelectorKind::phone, ""},
    {"callerNumber", SelectorKind::phone, ""},
    {"receiverNumber", SelectorKind::phone, ""},
    {"number", SelectorKind::phone, "UserAccount"},
    {"email", SelectorKind::email, ""},
    {"emailMentioned", SelectorKind::email, ""},
    {"contextEmail", SelectorKind::email, ""},
    {"website", SelectorKind::url, ""},
    {"sourceUrl", SelectorKind::url, ""},
    {"username", SelectorKind::handle, "UserAccount"},
    {"publicKey", SelectorKind::wallet, "CryptoWallet"},
    {"iban", SelectorKind::iban, ""},
    {"ibanMentioned", SelectorKind::iban, ""},
    {"accountNumber", SelectorKind::iban, "BankAccount"},
};

void for_each_value(const JsonView& property, const std::function<void(const JsonView&)>& fn) {
  if (property.is_array()) return property.for_each_item(fn);
  if (property.exists()) fn(property);
}

// The first value of the first of these properties that has one.
std::string first_of(const JsonView& properties, std::initializer_list<std::string_view> names) {
  std::string found;
  for (const std::string_view name : names) {
    for_each_value(properties[name], [&](const JsonView& value) {
      if (found.empty()) found = said(value.text());
    });
  }
  return found;
}

// What a phone in national form is of: the country, if the entity states one and no other.
std::string country_of_entity(const JsonView& properties) {
  std::string found;
  bool several = false;
  for_each_value(properties["country"], [&](const JsonView& value) {
    const std::string country = to_upper(value.text());
    several = several || (!found.empty() && country != found);
    found = country;
  });
  return several || found.size() != 2 ? "" : found;
}

// "12345-6" is an account at some bank, and no IBAN.
bool may_be_iban(std::string_view text) {
  text = trimmed(text, " \t");
  return text.size() > 2 && to_lower(text[0]) >= 'a' && to_lower(text[0]) <= 'z' &&
         to_lower(text[1]) >= 'a' && to_lower(text[1]) <= 'z';
}

class FtmEntities {
 public:
  explicit FtmEntities(DocumentSink& sink) : sink_(sink) {}

  void read(const JsonView& entity, uint64_t place) {
    place_ = place;
    const JsonView properties = entity["properties"];
    const std::string schema = entity.text("schema"), id = entity.text("id");
    if (!entity.is_object()) return sink_.reject(place, "", kNoObject);
    if (schema.empty()) return sink_.reject(place, said(id), kNoType);
    if (id.empty() || id.size() > kMostIdentifier) return sink_.reject(place, "", kNoIdentifier);
    if (entity.repeats_member() || properties.repeats_member())
      return sink_.reject(place, id, kTwice);
    const ListedSelector about = about_entity(entity, properties, id);
    const std::string country = country_of_entity(properties);
    const std::string service = first_of(properties, {"service"});
    std::size_t named = 0;
    for (const EntityProperty& property : kEntityProperties) {
      if (!property.schema.empty() && property.schema != schema) continue;
      for_each_value(properties[property.name], [&](const JsonView& value) {
        ++named;
        if (property.name == "accountNumber" && !may_be_iban(value.text()))
          return sink_.leave_out("accountNumber that is no IBAN");
        ListedSelector entry = about;
        entry.kind = property.kind;
        if (property.kind == SelectorKind::handle) set_account(entry, service);
        if (take_value(value, entry, place_, sink_))
          sink_.add(std::move(entry), country, false, place_);
      });
    }
    named += read_hashes(properties, about);
    if (named == 0) sink_.leave_out(schema);
  }

 private:
  static ListedSelector about_entity(const JsonView& entity, const JsonView& properties,
                                     const std::string& id) {
    ListedSelector about;
    about.format = to_name(DocumentFormat::ftm);
    about.object = id;
    about.source = first_of(properties, {"publisher"});
    if (about.source.empty()) about.source = first_of(entity, {"datasets", "dataset"});
    about.label = said(entity, "caption");
    if (about.label.empty()) about.label = first_of(properties, {"name", "title"});
    about.comment = first_of(properties, {"summary", "description", "notes"});
    const auto time = [&](std::initializer_list<std::string_view> names,
                          std::initializer_list<std::string_view> outside) {
      const std::string inner = first_of(properties, names);
      return time_of(inner.empty() ? first_of(entity, outside) : inner);
    };
    about.first_seen = time({"publishedAt", "authoredAt", "createdAt"}, {"first_seen"});
    about.last_seen = time({}, {"last_seen"});
    about.modified = time({"modifiedAt"}, {"last_change", "updated_at"});
    return about;
  }

  static void set_account(ListedSelector& entry, const std::string& service) {
    entry.service = service_of(service);
    if (entry.service == Service::none && !service.empty())
      entry.comment += (entry.comment.empty() ? "account of " : "; account of ") + service;
  }

  std::size_t read_hashes(const JsonView& properties, const ListedSelector& about) {
    std::size_t number = 0;
    const std::string file = first_of(properties, {"fileName", "title", "name"});
    for_each_value(properties["contentHash"], [&](const JsonView& value) {
      ListEntry entry;
      entry.id = ++number == 1 ? about.object : about.object + "#" + std::to_string(number);
      entry.member = about.source;
      entry.file = file;
      if (about.modified != kNoTime) entry.timestamp = format_time(about.modified);
      if (!about.label.empty()) entry.other.push_back({"label", about.label});
      if (take_hash("sha1", value, entry, place_, sink_)) sink_.add_hash(std::move(entry), place_);
    });
    return number;
  }

  DocumentSink& sink_;
  uint64_t place_ = 0;
};

// One document of JSON: an array of entities, or one entity on several lines.
Result<void> read_whole(std::string_view bytes, FtmEntities& entities) {
  JsonParser parser;
  TRY(const JsonView root, parser.parse(bytes));
  uint64_t place = 0;
  if (root.is_array()) {
    root.for_each_item([&](const JsonView& entity) { entities.read(entity, ++place); });
  } else {
    entities.read(root, 1);
  }
  return {};
}

}  // namespace

Result<void> read_ftm(std::string_view bytes, DocumentSink& sink) {
  FtmEntities entities(sink);
  const std::string_view text = trimmed(bytes.substr(0, bytes.find('\n')), " \t\r");
  if (text.starts_with('[') || text == "{") return read_whole(bytes, entities);
  JsonParser parser;
  uint64_t read = 0;
  for (uint64_t place = 1; !bytes.empty(); ++place) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = trimmed(bytes.substr(0, end), " \t\r");
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.empty()) continue;
    if (line.size() > kMostLine) {
      sink.reject(place, "", kLongLine);
    } else if (const auto entity = parser.parse(line); !entity) {
      sink.reject(place, "", kNoJsonLine);
    } else {
      ++read;
      entities.read(*entity, place);
    }
  }
  if (read > 0) return {};
  return fail(Code::corrupt,
              "no line of it is JSON, so these are no FollowTheMoney entities; export them again");
}

}  // namespace maillon::share
