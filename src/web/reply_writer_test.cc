#include "web/reply_writer.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace maillon::web {
namespace {

std::string unpack(const std::string& packed) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 31), Z_OK);
  std::string out(1 << 20, '\0');
  std::string in = packed;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(ReplyWriter, writes_what_every_reply_has) {
  std::string out;
  append_reply(out, json_reply("{}"), {.now = 784111777});
  EXPECT_TRUE(
      out.starts_with("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                      "Content-Type: application/json\r\nContent-Length: 2\r\n"));
  for (const char* header : {"Content-Security-Policy: default-src 'self';",
                             "X-Frame-Options: DENY", "X-Content-Type-Options: nosniff",
                             "Referrer-Policy: same-origin", "Cache-Control: no-store"}) {
    EXPECT_NE(out.find(header), out.npos) << header;
  }
  EXPECT_TRUE(out.ends_with("\r\n\r\n{}"));
  EXPECT_EQ(out.find("Connection:"), out.npos);
}

TEST(ReplyWriter, frames) {
  const Reply reply = text_reply(404, "gone");
  std::string out;
  append_reply(out, reply, {.keep_alive = false});
  EXPECT_NE(out.find("Connection: close\r\n"), out.npos);
  out.clear();
  append_reply(out, reply, {.head_only = true});
  EXPECT_NE(out.find("Content-Length: 4\r\n"), out.npos);
  EXPECT_TRUE(out.ends_with("\r\n\r\n"));
  out.clear();
  append_reply(out, {.status = 204, .type = "", .body = "", .headers = {}}, {});
  EXPECT_EQ(out.find("Content-Length"), out.npos);
}

TEST(ReplyWriter, no_header_can_begin_another) {
  Reply reply = text_reply(200, "");
  reply.headers.push_back({"Location", "/x\r\nSet-Cookie: a=b\n\n<script>"});
  std::string out;
  append_reply(out, reply, {});
  EXPECT_EQ(out.find("\nSet-Cookie"), out.npos);
  EXPECT_EQ(out.find("\n<script>"), out.npos);
}

TEST(ReplyWriter, accepts_gzip) {
  const struct {
    const char* text;
    bool expected;
  } rows[] = {
      {"", false},       {"gzip", true},      {"deflate, gzip;q=0.5", true}, {"GZIP", true},
      {"br", false},     {"gzip;q=0", false}, {"gzip; q=0.000", false},      {"br,gzip ;q=1", true},
      {"x-gzip", false}, {",,;", false}};
  for (const auto& row : rows) EXPECT_EQ(accepts_gzip(row.text), row.expected) << row.text;
}

TEST(ReplyWriter, compresses_what_is_large) {
  Reply small = json_reply("[]");
  compress(small, "gzip");
  EXPECT_EQ(small.body, "[]");
  const std::string text(5000, 'x');
  Reply large = json_reply(text);
  compress(large, "gzip");
  EXPECT_LT(large.body.size(), 200U);
  EXPECT_EQ(unpack(large.body), text);
  Reply plain = json_reply(text);
  compress(plain, "");
  EXPECT_EQ(plain.body, text);
}

TEST(ReplyWriter, dates) {
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(951782400), "Tue, 29 Feb 2000 00:00:00 GMT");
}

}  // namespace
}  // namespace maillon::web
