// Pictures: the blurred grey thumbnail for everybody, the picture itself once, with a reason.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "tasks/pictures/archive.h"
#include "tasks/pictures/photos.h"
#include "web/gate.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr int64_t kOnceSeconds = 60;
constexpr std::size_t kOpenOnce = 64, kReasonBytes = 1000;
constexpr uint64_t kRevealBytes = 1 << 14;
constexpr unsigned kThumbnailSide = 256;  // more is no thumbnail

Result<uint32_t> find_picture(const tasks::Pictures& pictures, const std::string& id) {
  const std::string_view digits = std::string_view(id).substr(std::min<std::size_t>(2, id.size()));
  const uint32_t first = tasks::pictures_of_digits(pictures, digits).first;
  if (first < pictures.count() && tasks::picture_id(pictures, first) == id) return first;
  return fail(Code::not_found, "no picture of this case is called '" + shown(id) + "'");
}

// ---- The thumbnail ----------------------------------------------------------------------

struct Grey {
  unsigned width = 0, height = 0;
  std::string_view pixels;
};

// A PGM "P5 W H 255\n" + grey bytes, as the importer keeps it.
std::optional<Grey> parse_pgm(std::string_view pgm) {
  if (!pgm.starts_with("P5")) return std::nullopt;
  std::array<unsigned, 3> numbers{};
  const char* at = pgm.data() + 2;
  const char* end = pgm.data() + pgm.size();
  for (unsigned& number : numbers) {
    while (at < end && (*at == ' ' || *at == '\n')) ++at;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc{}) return std::nullopt;
    at = next;
  }
  if (at == end) return std::nullopt;
  const Grey grey{numbers[0], numbers[1], {at + 1, static_cast<std::size_t>(end - at - 1)}};
  const bool fits = grey.width > 0 && grey.height > 0 && grey.width <= kThumbnailSide &&
                    grey.height <= kThumbnailSide &&
                    grey.pixels.size() >= std::size_t{grey.width} * grey.height;
  return fits ? std::optional(grey) : std::nullopt;
}

// As a BMP: every browser draws that, and it needs no compressor.
std::string to_bmp(const Grey& grey) {
  std::string out;
  const auto put = [&](uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  };
  const uint32_t line = (grey.width + 3) / 4 * 4, head = 14 + 40 + 4 * 256;
  out += "BM";
  for (const uint32_t value : {head + line * grey.height, 0U, head, 40U, grey.width, grey.height})
    put(value, 4);
  put(1, 2);
  put(8, 2);
  for (const uint32_t value : {0U, line * grey.height, 0U, 0U, 256U, 0U}) put(value, 4);
  for (uint32_t shade = 0; shade < 256; ++shade) put(shade * 0x010101U, 4);
  for (uint32_t y = grey.height; y-- > 0;) {  // the lowest line first
    out.append(grey.pixels.substr(std::size_t{y} * grey.width, grey.width));
    out.append(line - grey.width, '\0');
  }
  return out;
}

// By the lists as they are now (tasks/pictures/listings.h).
Result<void> may_be_shown(const tasks::OpenedCase& from, uint32_t p) {
  const tasks::Pictures& pictures = from.data.pictures;
  if (pictures.restricted[p] != 0) {
    return fail(Code::invalid_input,
                "this picture is never shown: a hash list classes it, or what shows the same, as "
                "abuse of children, or the lists could not be asked; `maillon show` says what is "
                "known of it");
  }
  if (!tasks::read_thumbnail(*from.file, ImportId{pictures.import[p]}, pictures.photo[p]).empty())
    return {};
  return fail(Code::invalid_input,
              "this picture is not shown: it cannot be decoded; `maillon show` says what is known "
              "of it");
}

Reply thumbnail(PageCase& from, const Request& request) {
  const std::string id(request.parameters[0]);
  Result<std::string> pgm = from.with([&](const PageData& page) -> Result<std::string> {
    const tasks::Pictures& pictures = page.opened.data.pictures;
    TRY(const uint32_t p, find_picture(pictures, id));
    if (!may_be_shown(page.opened, p)) return std::string();
    TRY_OK(tasks::log_reading(*page.opened.file, "thumbnail", id, from.context().by));
    return tasks::read_thumbnail(*page.opened.file, ImportId{pictures.import[p]},
                                 pictures.photo[p]);
  });
  if (!pgm) return page_reply(std::move(pgm));
  const std::optional<Grey> grey = parse_pgm(*pgm);
  if (!grey) return page_error(404, "this picture has no thumbnail; it may not be shown");
  Reply reply;
  reply.type = "image/bmp";
  reply.body = to_bmp(*grey);
  return reply;
}

// ---- Revealing --------------------------------------------------------------------------

// Addresses that give a picture once, within a minute.
class OnceAddresses {
 public:
  Result<std::string> open(const std::string& picture, int64_t now) {
    TRY(std::string token, make_token());
    const std::lock_guard lock(mutex_);
    std::erase_if(open_, [&](const auto& entry) { return entry.second.until < now; });
    if (open_.size() >= kOpenOnce)
      return fail(Code::busy, "too many pictures are asked for at once; try again in a minute");
    open_[token] = {picture, now + kOnceSeconds};
    return token;
  }
  std::optional<std::string> take(const std::string& token, int64_t now) {
    const std::lock_guard lock(mutex_);
    const auto at = open_.find(token);
    if (at == open_.end()) return std::nullopt;
    const Entry entry = at->second;
    open_.erase(at);
    return entry.until < now ? std::nullopt : std::optional(entry.picture);
  }

 private:
  struct Entry {
    std::string picture;
    int64_t until = 0;
  };
  std::mutex mutex_;  // guards open_
  std::map<std::string, Entry> open_;
};

// What a browser may be given, by its first bytes; "" for anything else.
std::string type_of(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("\x89PNG\r\n")) return "image/png";
  if (bytes.starts_with("GIF8")) return "image/gif";
  if (bytes.starts_with("BM")) return "image/bmp";
  if (bytes.starts_with("RIFF") && bytes.substr(8).starts_with("WEBP")) return "image/webp";
  return "";
}

Result<std::string> read_picture(const tasks::OpenedCase& from, uint32_t p) {
  const tasks::Pictures& pictures = from.data.pictures;
  TRY(const store::Import import, from.file->import(ImportId{pictures.import[p]}));
  for (const store::ImportedFile& file : import.files) {
    if (!tasks::is_picture_archive(file)) continue;
    TRY(const store::BlockReader archive, from.file->open_original(file.sha256));
    return archive.read(pictures.begin[p], pictures.size[p]);
  }
  return fail(Code::not_found, "the pictures of this import are not in the case");
}

Result<std::string> reveal(PageCase& from, OnceAddresses& once, const Request& request) {
  TRY_OK(require_json(request));
  const std::string id(request.parameters[0]);
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  const auto given = body.is_object() ? body.find("reason") : body.end();
  std::string reason = given != body.end() && given->is_string() ? given->get<std::string>() : "";
  if (is_blank(reason) || reason.size() > kReasonBytes)
    return fail(Code::invalid_input,
                "a reason is needed, in at most 1,000 bytes; say why you "
                "must see this picture");
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY(const uint32_t p, find_picture(page.opened.data.pictures, id));
    TRY_OK(may_be_shown(page.opened, p));
    // Before it stands in the log as shown.
    TRY(const std::string bytes, read_picture(page.opened, p));
    if (type_of(bytes).empty())
      return fail(Code::invalid_input,
                  "no browser shows pictures of this format; the thumbnail is "
                  "all that is seen of it here");
    const tasks::Context context = from.context();
    JsonWriter detail;
    detail.begin_object().member("what", id).member("reason", reason).end_object();
    TRY_OK(page.opened.file->log("reveal", detail.take(), context.by));
    TRY(const std::string token, once.open(id, context.by.time));
    JsonWriter json;
    json.begin_object().member("url", "/api/pictures/once/" + token).end_object();
    return json.take();
  });
}

Reply picture_once(PageCase& from, OnceAddresses& once, const Request& request) {
  const auto id = once.take(std::string(request.parameters[0]), from.context().by.time);
  if (!id) {
    return page_error(404, "this address has been used or is too old; ask for the picture again");
  }
  Result<std::string> bytes = from.with([&](const PageData& page) -> Result<std::string> {
    TRY(const uint32_t p, find_picture(page.opened.data.pictures, *id));
    TRY_OK(may_be_shown(page.opened, p));  // lists may have come since it was asked for
    return read_picture(page.opened, p);
  });
  if (!bytes) return page_reply(std::move(bytes));
  Reply reply;
  reply.type = type_of(*bytes);
  if (reply.type.empty()) return page_error(415, "no browser shows pictures of this format");
  reply.body = *std::move(bytes);
  return reply;
}

}  // namespace

void add_page_pictures(Router& router, PageCase& from) {
  const auto once = std::make_shared<OnceAddresses>();  // lives as long as the routes
  router.add({Method::get, "/api/pictures/once/{token}", Access::person, Work::slow, 0,
              [&from, once](const Request& r) { return picture_once(from, *once, r); }});
  router.add({Method::get, "/api/pictures/{id}/thumbnail", Access::person, Work::slow, 0,
              [&from](const Request& r) { return thumbnail(from, r); }});
  router.add({Method::post, "/api/pictures/{id}/reveal", Access::person, Work::slow, kRevealBytes,
              [&from, once](const Request& r) { return page_reply(reveal(from, *once, r)); }});
}

}  // namespace maillon::web
