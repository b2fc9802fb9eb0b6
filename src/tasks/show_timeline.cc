#include "tasks/show_timeline.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "tasks/built_in_gazetteer.h"
#include "tasks/coordinates.h"
#include "tasks/show_graph.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// Where a place is: by its posts, else by its town's name; and by which of the two.
void write_coordinates(JsonWriter& json, const StatedPlaces::Place& place,
                       const std::map<StatedPlaces::Place, Coordinates>& stated) {
  if (const auto at = stated.find(place); at != stated.end()) {
    json.member("lat", at->second.lat).member("lon", at->second.lon).member("by", "post");
    return;
  }
  if (const auto town = built_in_gazetteer().find(place.first, place.second)) {
    json.member("lat", town->lat).member("lon", town->lon).member("by", "name");
    return;
  }
  json.key("lat").null().key("lon").null().member("by", "");
}

}  // namespace

Result<std::string> timeline_json(const OpenedCase& from, const std::string& id, uint64_t cap) {
  const CaseData& data = from.data;
  TRY(const std::vector<uint32_t> about, rows_about(data, id));
  std::vector<uint32_t> rows = by_time(data.posts, about);
  std::erase_if(rows, [&](uint32_t row) { return data.posts.posted_at[row] == kNoTime; });
  const std::size_t dated = rows.size();
  for (std::size_t i = 0; dated > cap && i < cap; ++i) rows[i] = rows[i * dated / cap];
  rows.resize(std::min<std::size_t>(dated, cap));
  JsonWriter json;
  json.begin_object();
  report::write_time(json, "from", rows.empty() ? kNoTime : data.posts.posted_at[rows.front()]);
  report::write_time(json, "to", rows.empty() ? kNoTime : data.posts.posted_at[rows.back()]);
  json.key("strips").begin_array();
  std::map<std::string, std::size_t> strip_of;
  for (const report::TemplateLine& line : templates_of(data, rows)) {
    strip_of.emplace(line.id, strip_of.size());
    json.begin_object().member("id", line.id).member("label", short_label(line.text));
    json.member("posts", line.posts).end_object();
  }
  const auto without = static_cast<uint64_t>(std::count_if(
      rows.begin(), rows.end(), [&](uint32_t row) { return template_of(data, row).empty(); }));
  const std::size_t rest = strip_of.size();
  json.begin_object().member("id", "").member("label", "").member("posts", without).end_object();
  json.end_array().key("places").begin_array();
  TRY(const std::vector<store::Import> imports, from.file->imports());
  const auto stated = StatedPlaces(from, imports).of(rows);
  std::map<std::pair<uint32_t, uint32_t>, int64_t> place_of;
  for (const uint32_t row : rows) {
    const std::pair key{data.posts.city[row], data.posts.country[row]};
    if ((key.first == 0 && key.second == 0) || place_of.contains(key)) continue;
    place_of.emplace(key, static_cast<int64_t>(place_of.size()));
    const StatedPlaces::Place place{data.posts.words[key.first], data.posts.words[key.second]};
    json.begin_object().member("city", place.first).member("country", place.second);
    write_coordinates(json, place, stated);
    json.end_object();
  }
  json.end_array().key("events").begin_array();
  for (const uint32_t row : rows) {
    const auto strip = strip_of.find(template_of(data, row));
    const auto place = place_of.find({data.posts.city[row], data.posts.country[row]});
    json.begin_object().member("post", post_id(data.posts, row));
    report::write_time(json, "at", data.posts.posted_at[row]);
    json.member("strip", uint64_t{strip == strip_of.end() ? rest : strip->second});
    json.member("place", place == place_of.end() ? int64_t{-1} : place->second).end_object();
  }
  json.end_array().member("omitted", uint64_t{about.size() - rows.size()}).end_object();
  return json.take();
}

}  // namespace maillon::tasks
