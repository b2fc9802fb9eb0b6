// GeoJSON (RFC 7946): a line through the places of each network in order of time, and a point for
// each stay. A stay whose posts state no coordinates is a feature without geometry.
#include "base/civil_time.h"
#include "share/exchange/uuid.h"
#include "share/exchange/writers.h"

namespace maillon::share {
namespace {

void write_position(JsonWriter& json, const ExchangeStay& stay) {
  json.begin_array().value(*stay.lon).value(*stay.lat).end_array();
}

// At least two positions (section 3.1.4), else there is no line.
void write_line(JsonWriter& json, std::span<const ExchangeStay> stays) {
  std::vector<const ExchangeStay*> located;
  for (const ExchangeStay& stay : stays) {
    if (!stay.lat) continue;
    const bool is_same =
        !located.empty() && located.back()->lat == stay.lat && located.back()->lon == stay.lon;
    if (!is_same) located.push_back(&stay);
  }
  json.key("geometry");
  if (located.size() < 2) {
    json.null();
    return;
  }
  json.begin_object().member("type", "LineString").key("coordinates").begin_array();
  for (const ExchangeStay* stay : located) write_position(json, *stay);
  json.end_array().end_object();
}

class GeojsonWriter : public JsonListWriter {
 public:
  bool uses_coordinates() const override { return true; }

  void begin(const ExchangeCase& of) override {
    JsonWriter json;
    json.begin_object().member("notice", exchange_notice(of.version)).member("version", of.version);
    json.member("case", of.name).member("as_of", format_time(of.changed_at));
    json.member("state", of.state).end_object();
    out_ += "{\"type\":\"FeatureCollection\",\"maillon\":" + json.take() + ",\"features\":[";
  }

  void begin_network(const ExchangeNetwork& network) override {
    JsonWriter line;
    begin_feature(line, network.uuid);
    write_line(line, network.stays);
    line.key("properties").begin_object().member("kind", "route").member("network", network.id);
    write_period(line, network.first, network.last, network.posts);
    line.key("indicators").begin_array();
    for (const ExchangeSign& sign : network.signs) write_sign(line, sign);
    line.end_array().end_object();
    put(line);
    uint64_t order = 0;
    for (const ExchangeStay& stay : network.stays) add_stay(network, stay, ++order);
  }

  void add(const ExchangeSelector& /*selector*/) override {}
  void add(const ExchangePost& /*post*/) override {}
  void end_network() override {}
  void end() override { out_ += "\n]}\n"; }

 private:
  void add_stay(const ExchangeNetwork& network, const ExchangeStay& stay, uint64_t order) {
    JsonWriter json;
    begin_feature(json, exchange_uuid("stay", {network.uuid, stay.city, stay.country,
                                               format_time(stay.first)}));
    json.key("geometry");
    if (stay.lat) {
      json.begin_object().member("type", "Point").key("coordinates");
      write_position(json, stay);
      json.end_object();
    } else {
      json.null();
    }
    json.key("properties").begin_object().member("kind", "stay").member("network", network.id);
    json.member("order", order).member("city", stay.city).member("country", stay.country);
    write_period(json, stay.first, stay.last, stay.posts);
    json.end_object();
    put(json);
  }

  static void begin_feature(JsonWriter& json, std::string_view id) {
    json.begin_object().member("type", "Feature").member("id", id);
  }

  static void write_period(JsonWriter& json, int64_t first, int64_t last, uint64_t posts) {
    for (const auto& [name, time] :
         {std::pair("first_seen", first), std::pair("last_seen", last)}) {
      json.key(name);
      if (time == kNoTime) {
        json.null();
      } else {
        json.value(format_time(time));
      }
    }
    json.member("posts", posts);
  }
};

}  // namespace

std::unique_ptr<ExchangeWriter> make_geojson_writer() {
  return std::make_unique<GeojsonWriter>();
}

}  // namespace maillon::share
