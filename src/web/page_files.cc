#include "web/page_files.h"

#include <zlib.h>

#include "web/reply_writer.h"

namespace maillon::web {

namespace {

constexpr std::size_t kPiece = 1U << 16;

std::string unpack(std::string_view gzip) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return {};
  // zlib does not write through next_in; its type is older than const.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string out;
  int state = Z_OK;
  while (state == Z_OK) {
    const std::size_t before = out.size();
    out.resize(before + kPiece);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream.avail_out = kPiece;
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(before + kPiece - stream.avail_out);
  }
  inflateEnd(&stream);
  return out;
}

Reply file_reply(const PageFile& file, const Request& request) {
  Reply reply;
  reply.type = file.type;
  if (accepts_gzip(request.header("Accept-Encoding"))) {
    reply.body = file.gzip;
    reply.headers = {{"Content-Encoding", "gzip"}, {"Vary", "Accept-Encoding"}};
  } else {
    reply.body = unpack(file.gzip);
  }
  return reply;
}

}  // namespace

void add_page_files(Router& router) {
  for (const PageFile& file : page_files()) {
    router.add({Method::get, "/" + std::string(file.name), Access::anyone, Work::quick, 0,
                [&file](const Request& request) { return file_reply(file, request); }});
  }
}

Reply start_page(const Request& request) {
  for (const PageFile& file : page_files()) {
    if (file.name == "index.html") return file_reply(file, request);
  }
  Reply reply = text_reply(
      200,
      "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Maillon</title>\n"
      "<h1>Maillon</h1>\n<p>The page for analysts was not built into this program. To have it, "
      "install "
      "Node.js and npm (<code>./dev setup page</code>), let npm reach its registry once, and run "
      "<code>./dev build</code> again. Every verb of the command line works without it; what the "
      "server answers is described in <a href=\"/openapi.json\">/openapi.json</a>.</p>\n</html>\n");
  reply.type = "text/html; charset=utf-8";
  return reply;
}

}  // namespace maillon::web
