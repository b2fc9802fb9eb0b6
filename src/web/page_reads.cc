// One thing at a time: the case, what an ID names, a pair, graph, timeline, picture.
#include <charconv>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/version.h"
#include "store/case.h"
#include "tasks/explain.h"
#include "tasks/output.h"
#include "tasks/pictures/photos.h"
#include "tasks/show_graph.h"
#include "tasks/show_id.h"
#include "tasks/show_lines.h"
#include "tasks/status.h"
#include "tasks/undo.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

using Json = nlohmann::ordered_json;
constexpr uint64_t kTimelinePosts = 5000, kGraphNodes = 2000, kGraphMost = 5000;

Json new_triage() {
  return {{"state", "new"}, {"reason", ""}, {"actor", ""}, {"time", ""}};
}

// ---- The case -----------------------------------------------------------------------

// A page asks every few seconds: only what is new is read, and logged, as by the verb.
class StatusReader {
 public:
  Result<Json> read(PageCase& from) {
    TRY(store::Case file, store::Case::open(from.path(), store::Access::read));
    TRY(const Sha256 state, file.state_hash());
    TRY(const auto stamp, file.stamp("networks"));
    const std::string key = to_hex(state) + (stamp ? std::to_string(stamp->time) : "");
    const std::lock_guard lock(mutex_);
    if (key != key_) {
      text_.clear();
      tasks::Output out = tasks::Output::text(text_);
      TRY_OK(tasks::show_status(from.path(), from.context(), out));
      TRY_OK(out.finish());
      key_ = key;
    }
    Json json = Json::parse(text_);
    TRY(const uint64_t entries, file.log_tree().size());
    json["log_entries"] = entries;
    return json;
  }

 private:
  std::mutex mutex_;
  std::string key_, text_;
};

Result<std::string> case_status(StatusReader& reader, PageCase& from) {
  TRY(Json json, reader.read(from));
  json["version"] = kVersion;
  json["actor"] = from.actor();
  json["posts"] = json["networks"] = 0;
  uint64_t quarantined = 0;
  for (const Json& import : json["imports"]) {
    if (import["active"].get<bool>()) quarantined += import["quarantined"].get<uint64_t>();
  }
  json["quarantined"] = quarantined;
  json["job"] = Json::parse(from.job_json());
  // A case that is not linked yet has no posts to speak of; `stale` says so.
  (void)from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    json["posts"] = opened.data.posts.size();
    json["networks"] = opened.data.networks.size();
    return std::string();
  });
  std::string acts_text;
  tasks::Output acts_out = tasks::Output::text(acts_text);
  tasks::UndoSettings undo;
  undo.case_path = from.path();
  undo.list = true;
  TRY_OK(tasks::undo(undo, from.context(), acts_out));
  TRY_OK(acts_out.finish());
  json["undo"] = json["redo"] = nullptr;
  for (Json& act : Json::parse(acts_text)) {
    if (!act["active"].get<bool>()) continue;
    act["subjects"] = Json::array();
    json["undo"] = act;
  }
  return json.dump();
}

// ---- What an ID names -----------------------------------------------------------------

void add_to_network(const tasks::OpenedCase& from, uint32_t index, Json& json) {
  const tasks::CaseData& data = from.data;
  json["triage"] = new_triage();
  json["labels"] = json["notes"] = json["pictures"] = Json::array();
  std::map<uint32_t, uint64_t> posts;  // by group of pictures
  for (const uint32_t row : data.networks.members(index)) {
    std::set<uint32_t> groups;
    for (const uint32_t p : data.pictures.of(row)) groups.insert(data.pictures.group[p]);
    for (const uint32_t group : groups) ++posts[group];
  }
  for (const auto& [group, count] : posts) {
    const std::string id = tasks::picture_id(data.pictures, group);
    const auto s = data.selectors.find(SelectorKind::image, Service::none, id);
    const uint64_t in_case = s ? data.selectors.carriers(*s).size() : count;
    json["pictures"].push_back(
        {{"id", id}, {"posts", count}, {"posts_in_case", in_case}, {"note", ""}});
  }
}

void add_to_post(const tasks::OpenedCase& from, uint32_t row, Json& json) {
  const tasks::CaseData& data = from.data;
  std::map<std::string, std::string> id_of;
  for (uint64_t h = data.selectors.hit_offsets[row]; h < data.selectors.hit_offsets[row + 1]; ++h) {
    const uint32_t s = data.selectors.hit_selector[h];
    const std::string kind(to_name(static_cast<SelectorKind>(data.selectors.kind[s])));
    id_of[kind + " " + std::string(data.selectors.value[s])] =
        tasks::selector_id(data.selectors, s);
  }
  for (Json& mark : json["selectors"]) {
    mark["id"] = id_of[mark["kind"].get<std::string>() + " " + mark["value"].get<std::string>()];
  }
  json["indicators"] = json["pictures"] = Json::array();
  for (const uint32_t p : data.pictures.of(row))
    json["pictures"].push_back(tasks::picture_id(data.pictures, p));
}

Result<std::string> show(PageCase& from, const std::string& id) {
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    const auto targets = tasks::find_target(opened.data, id, opened.country);
    if (targets.empty())
      return fail(Code::not_found, "nothing in this case is called '" + shown(id) + "'");
    std::string text;
    tasks::Output out = tasks::Output::text(text);
    TRY_OK(tasks::show(opened, {from.path(), id, ""}, from.context(), out));
    TRY_OK(out.finish());
    const tasks::Target target = targets.front();
    if (target.kind != tasks::Target::network && target.kind != tasks::Target::post) return text;
    Json json = Json::parse(text);
    if (target.kind == tasks::Target::network) {
      add_to_network(opened, target.index, json);
    } else {
      add_to_post(opened, target.index, json);
    }
    return json.dump();
  });
}

Result<std::string> explain(PageCase& from, const Request& request) {
  tasks::ExplainSettings settings;
  settings.case_path = from.path();
  settings.a = text_of(request, "a");
  settings.b = text_of(request, "b");
  if (settings.a.empty() || settings.b.empty())
    return fail(Code::invalid_input, "explain takes two posts; give a and b");
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    std::string text;
    tasks::Output out = tasks::Output::text(text);
    TRY(const tasks::Outcome outcome, tasks::explain(opened, settings, from.context(), out));
    TRY_OK(out.finish());
    if (outcome == tasks::Outcome::empty)
      return fail(Code::not_found, "one of the two posts is not in this case");
    Json json = Json::parse(text);
    json["breaks"] = Json::array();
    json["decision"] = nullptr;
    const std::string a = json["a"]["id"], b = json["b"]["id"];
    TRY(const std::vector<store::Decision> decisions, opened.file->decisions());
    for (const store::Decision& d : decisions) {
      if (!((d.a == a && d.b == b) || (d.a == b && d.b == a))) continue;
      JsonWriter time;
      time.begin_object();
      report::write_time(time, "time", d.time);
      time.end_object();
      json["decision"] = {{"act", d.id},       {"time", Json::parse(time.take())["time"]},
                          {"actor", d.actor},  {"kind", d.kind},
                          {"what", d.value},   {"active", true},
                          {"subjects", {a, b}}};
    }
    return json.dump();
  });
}

// ---- Graph, timeline, picture -------------------------------------------------------------

Result<std::string> graph(PageCase& from, const Request& request) {
  tasks::GraphSettings settings;
  settings.id = request.parameters[0];
  settings.expand = split_list(text_of(request, "expand"));
  settings.collapse = split_list(text_of(request, "collapse"));
  const std::string cap = text_of(request, "cap");
  settings.cap = kGraphNodes;
  std::from_chars(cap.data(), cap.data() + cap.size(), settings.cap);
  settings.cap = std::min(settings.cap, kGraphMost);
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    TRY_OK(tasks::log_reading(*opened.file, "graph", settings.id, from.context().by));
    return tasks::graph_json(opened, settings);
  });
}

Result<std::string> timeline(PageCase& from, const std::string& id) {
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    TRY_OK(tasks::log_reading(*opened.file, "timeline", id, from.context().by));
    return tasks::timeline_json(opened, id, kTimelinePosts);
  });
}

// A PGM "P5 W H 255\n" + grey bytes, as the importer keeps it, as a BMP: every browser draws
// that, and it needs no compressor.
std::string to_bmp(const std::string& pgm) {
  unsigned width = 0, height = 0, most = 0;
  int used = 0;
  if (std::sscanf(pgm.c_str(), "P5 %u %u %u%n", &width, &height, &most, &used) != 3) return "";
  const std::size_t begin = static_cast<std::size_t>(used) + 1;
  if (width == 0 || height == 0 || width > 256 || height > 256 ||
      pgm.size() < begin + std::size_t{width} * height)
    return "";
  std::string out;
  const auto put = [&](uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  };
  const uint32_t line = (width + 3) / 4 * 4, head = 14 + 40 + 4 * 256;
  out += "BM";
  put(head + line * height, 4);
  put(0, 4);
  put(head, 4);
  put(40, 4);
  put(width, 4);
  put(height, 4);
  put(1, 2);
  put(8, 2);
  for (const uint32_t value : {0U, line * height, 0U, 0U, 256U, 0U}) put(value, 4);
  for (uint32_t grey = 0; grey < 256; ++grey) put(grey * 0x010101U, 4);
  for (uint32_t y = height; y-- > 0;) {  // the lowest line first
    out.append(pgm, begin + std::size_t{y} * width, width);
    out.append(line - width, '\0');
  }
  return out;
}

Reply thumbnail(PageCase& from, const std::string& id) {
  Result<std::string> pgm = from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    const tasks::Pictures& pictures = opened.data.pictures;
    for (uint32_t p = 0; p < pictures.count(); ++p) {
      if (tasks::picture_id(pictures, p) != id) continue;
      TRY_OK(tasks::log_reading(*opened.file, "thumbnail", id, from.context().by));
      return tasks::read_thumbnail(*opened.file, ImportId{pictures.import[p]}, pictures.photo[p]);
    }
    return fail(Code::not_found, "no picture of this case is called '" + shown(id) + "'");
  });
  if (!pgm) return page_reply(std::move(pgm));
  Reply reply;
  reply.type = "image/bmp";
  reply.body = to_bmp(*pgm);
  if (reply.body.empty()) return page_error(404, "this picture has no thumbnail");
  return reply;
}

// One state a call: EventSource asks again after `retry` ms.
Reply events(PageCase& from, const Request& request) {
  const Result<std::string> state = [&]() -> Result<std::string> {
    TRY(const store::Case file, store::Case::open(from.path(), store::Access::read));
    TRY(const Sha256 hash, file.state_hash());
    return to_hex(hash);
  }();
  const std::string job = from.job_json();
  Reply reply;
  reply.type = "text/event-stream";
  reply.body = "retry: 2000\n\n";
  const std::string now = (state ? *state : "") + "." + to_hex(sha256(job)).substr(0, 16);
  if (request.header("Last-Event-ID") == now) return reply;
  if (job != "null") reply.body += "event: progress\ndata: " + job + "\n\n";
  reply.body +=
      "id: " + now + "\nevent: state\ndata: {\"state\":\"" + (state ? *state : "") + "\"}\n\n";
  return reply;
}

}  // namespace

void add_page_reads(Router& router, PageCase& from) {
  const auto get = [&](const char* path, Handler handler) {
    router.add({Method::get, path, Access::person, Work::slow, 0, std::move(handler)});
  };
  const auto reader = std::make_shared<StatusReader>();
  get("/api/case",
      [&from, reader](const Request&) { return page_reply(case_status(*reader, from)); });
  get("/api/show/{id}", [&from](const Request& request) {
    return page_reply(show(from, std::string(request.parameters[0])));
  });
  get("/api/explain", [&from](const Request& r) { return page_reply(explain(from, r)); });
  get("/api/graph/{id}", [&from](const Request& r) { return page_reply(graph(from, r)); });
  get("/api/timeline/{id}", [&from](const Request& request) {
    return page_reply(timeline(from, std::string(request.parameters[0])));
  });
  get("/api/pictures/{id}/thumbnail", [&from](const Request& request) {
    return thumbnail(from, std::string(request.parameters[0]));
  });
  get("/api/events", [&from](const Request& request) { return events(from, request); });
}

}  // namespace maillon::web
