// Files sent to the page, their import and other long verbs as a job, and the rows that were set
// aside.
#include <memory>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "store/case.h"
#include "tasks/four_eyes/wanted.h"
#include "tasks/mapping_file.h"
#include "tasks/preview_import.h"
#include "tasks/quarantine.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_requests.h"
#include "web/page_routes.h"
#include "web/page_uploads.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr uint64_t kJobBytes = 1 << 18;
constexpr uint64_t kUploadBytes = 1ULL << 40;  // the disk is full before
constexpr std::size_t kFiles = 1000;
constexpr uint32_t kNextPosts = 10;  // to look at, so that most is learned

// ---- Files ------------------------------------------------------------------------------

// The first file makes the case.
Result<std::unique_ptr<BodySink>> receive(PageCase& from, const PageUploads& uploads,
                                          const Request& request) {
  if (!store::Case::exists(from.path())) {
    TRY(const store::Case made, store::Case::open_or_create(from.path(), from.context().by));
  }
  return uploads.receive(text_of(request, "name"));
}

Result<std::string> received(const Request& request) {
  if (!request.sink) return fail(Code::invalid_input, "no file came; send it as the body");
  TRY(const Upload upload, PageUploads::keep(*request.sink));
  JsonWriter json;
  json.begin_object().member("file", upload.handle).member("name", upload.name);
  json.member("bytes", upload.bytes).member("sha256", upload.sha256).end_object();
  return json.take();
}

// ---- Import and link ----------------------------------------------------------------------

struct Asked {
  tasks::ImportSettings settings;
  std::vector<std::string> handles;  // what is to be forgotten after the import
  std::vector<Upload> pictures;
};

// Handles of files that were sent.
Result<std::vector<Upload>> sent_files(const PageUploads& uploads, const Json& body,
                                       const char* name) {
  std::vector<Upload> sent;
  const auto handles = body.find(name);
  if (handles == body.end() || !handles->is_array()) return sent;
  if (handles->size() > kFiles)
    return fail(Code::invalid_input, "an import takes at most 1,000 files; pack pictures as a ZIP");
  for (const Json& handle : *handles) {
    TRY(Upload upload, uploads.find(handle.is_string() ? handle.get<std::string>() : ""));
    sent.push_back(std::move(upload));
  }
  return sent;
}

// {files, pictures, image_text, map, source, purpose, legal_basis}.
Result<Asked> parse_asked(PageCase& from, const PageUploads& uploads, const Request& request) {
  TRY(const Json body, parse_body(request));
  Asked asked;
  asked.settings.case_path = from.path();
  TRY(const std::vector<Upload> files, sent_files(uploads, body, "files"));
  TRY(asked.pictures, sent_files(uploads, body, "pictures"));
  if (files.empty())
    return fail(Code::invalid_input, "an import takes one file of records or more");
  for (const Upload& upload : files) {
    asked.settings.files.push_back(upload.path);
    asked.settings.names.push_back(upload.name);
    asked.handles.push_back(upload.handle);
  }
  for (const Upload& upload : asked.pictures) asked.handles.push_back(upload.handle);
  const auto text = body.find("image_text");
  asked.settings.read_image_text = text == body.end() || *text != false;
  if (const auto map = body.find("map"); map != body.end() && map->is_object())
    asked.settings.map = tasks::map_words(map->dump());
  asked.settings.source = text_in(body, "source");
  asked.settings.purpose = text_in(body, "purpose");
  asked.settings.legal_basis = text_in(body, "legal_basis");
  return asked;
}

// Puts the pictures into one folder, whose handle is the last of those to be forgotten.
Result<void> gather_pictures(const PageUploads& uploads, Asked& asked) {
  if (asked.pictures.empty()) return {};
  TRY(const PageUploads::Folder folder, uploads.gather(asked.pictures));
  asked.settings.images = folder.path;
  asked.handles.push_back(folder.handle);
  return {};
}

Result<std::string> preview(PageCase& from, const PageUploads& uploads, const Request& request) {
  TRY(Asked asked, parse_asked(from, uploads, request));
  TRY_OK(gather_pictures(uploads, asked));
  Result<std::string> text = printed([&](tasks::Output& out) {
    return tasks::preview_import(asked.settings, from.context(), out);
  });
  if (!asked.pictures.empty()) uploads.forget({asked.handles.back()});
  // A file that was sent damaged is no fault of this side.
  if (!text && text.error().code == Code::corrupt)
    return fail(Code::invalid_input, text.error().message);
  if (!text) return text;
  return "{\"files\":" + *text + "}";
}

Result<std::string> import_files(PageCase& from, const std::shared_ptr<PageUploads>& uploads,
                                 const Request& request) {
  TRY(Asked asked, parse_asked(from, *uploads, request));
  TRY_OK(gather_pictures(*uploads, asked));
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::import;
  spec.import = asked.settings;
  Result<std::string> started = from.start_job(
      std::move(spec), [uploads, handles = asked.handles] { uploads->forget(handles); });
  if (!started && !asked.pictures.empty()) uploads->forget({asked.handles.back()});
  return started;
}

// {country, evidence, force}.
Result<std::string> link(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  tasks::JobSpec spec;
  spec.country = text_in(body, "country");
  spec.link.evidence = text_in(body, "evidence");
  spec.link.force = is_true(body, "force");
  return from.start_job(std::move(spec), [] {});
}

template <tasks::JobKind kind>
Result<std::string> start_check(PageCase& from, const Request& request) {
  TRY_OK(require_json(request));
  tasks::JobSpec spec;
  spec.kind = kind;
  return from.start_job(std::move(spec), [] {});
}

Result<std::string> start_rank(PageCase& from, const Request& request) {
  TRY_OK(require_json(request));
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::rank;
  spec.next = kNextPosts;
  return from.start_job(std::move(spec), [] {});
}

Result<std::string> stop(PageCase& from, const Request& request) {
  TRY_OK(require_json(request));
  from.jobs().stop();
  return std::string("null");
}

// ---- Quarantine ---------------------------------------------------------------------------

Result<tasks::QuarantineSettings> quarantine_settings(PageCase& from, const Request& request) {
  tasks::QuarantineSettings settings;
  settings.case_path = from.path();
  TRY(const uint64_t import, number_of(request, "import", 0));
  if (import > UINT32_MAX) return fail(Code::not_found, "there is no import of that number");
  settings.import = static_cast<uint32_t>(import);
  return settings;
}

Result<std::string> quarantine(PageCase& from, const Request& request) {
  TRY(const PageOf list, page_of(request));
  if (!store::Case::exists(from.path()))
    return std::string(R"({"total":0,"rows":[],"reasons":{},"next":null})");
  TRY(tasks::QuarantineSettings settings, quarantine_settings(from, request));
  settings.limit = list.offset + list.limit;
  TRY(const std::string text, printed([&](tasks::Output& out) {
        return tasks::list_quarantine(settings, from.context(), out);
      }));
  Json json = Json::parse(text);
  Json& rows = json["rows"];
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(list.begin(rows.size())));
  json["next"] = Json::parse(list.next(json["total"].get<uint64_t>()));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> ask_for_quarantine(PageCase& from, const Request& request) {
  TRY(tasks::QuarantineSettings settings, quarantine_settings(from, request));
  settings.options.spreadsheet = true;
  return ask_to_leave(from, tasks::wanted_of(settings), request);
}

Reply quarantine_csv(PageCase& from, const Request& request) {
  Result<tasks::QuarantineSettings> settings = quarantine_settings(from, request);
  if (!settings) return page_reply(tl::unexpected<Error>(settings.error()));
  settings->as_table = true;
  settings->options.spreadsheet = true;
  if (auto refusal = refuse_leaving(from, tasks::wanted_of(*settings))) return *std::move(refusal);
  Result<std::string> table = printed(
      [&](tasks::Output& out) { return tasks::list_quarantine(*settings, from.context(), out); });
  if (!table) return page_reply(std::move(table));
  Reply reply = text_reply(200, *std::move(table));
  reply.type = "text/csv; charset=utf-8";
  reply.headers.push_back({"Content-Disposition", "attachment; filename=\"quarantine.csv\""});
  return reply;
}

}  // namespace

void add_page_imports(Router& router, PageCase& from) {
  const auto uploads = std::make_shared<PageUploads>(from.path());  // by the routes and a job
  Route files{Method::post, "/api/files", Access::person,
              Work::slow,   kUploadBytes, [](const Request& r) { return page_reply(received(r)); }};
  files.open_sink = [&from, uploads](const Request& r) { return receive(from, *uploads, r); };
  router.add(std::move(files));
  const auto add = [&](Method method, const char* path, uint64_t bytes, auto answer) {
    router.add({method, path, Access::person, Work::slow, bytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  add(Method::post, "/api/imports/preview", kJobBytes,
      [uploads](PageCase& of, const Request& r) { return preview(of, *uploads, r); });
  add(Method::post, "/api/imports", kJobBytes,
      [uploads](PageCase& of, const Request& r) { return import_files(of, uploads, r); });
  add(Method::post, "/api/link", kJobBytes, link);
  add(Method::post, "/api/verify", kJobBytes, start_check<tasks::JobKind::verify>);
  add(Method::post, "/api/replay", kJobBytes, start_check<tasks::JobKind::replay>);
  add(Method::post, "/api/fairness", kJobBytes, start_check<tasks::JobKind::fairness>);
  add(Method::post, "/api/rank", kJobBytes, start_rank);
  add(Method::post, "/api/jobs/stop", kJobBytes, stop);
  add(Method::get, "/api/quarantine", 0, quarantine);
  add(Method::post, "/api/quarantine.csv", kJobBytes, ask_for_quarantine);
  router.add({Method::get, "/api/quarantine.csv", Access::person, Work::slow, 0,
              [&from](const Request& r) { return quarantine_csv(from, r); }});
}

}  // namespace maillon::web
