#include "web/http.h"

#include <algorithm>

#include "base/json_writer.h"

namespace maillon::web {

std::string_view name_of(Method method) {
  static constexpr std::string_view kNames[] = {"GET",    "HEAD",    "POST", "PUT",
                                                "DELETE", "OPTIONS", ""};
  return kNames[static_cast<std::size_t>(method)];
}

void Query::add(std::string name, std::string value) {
  fields_.push_back({std::move(name), std::move(value)});
}

const std::string* Query::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (field.name == name) return &field.value;
  }
  return nullptr;
}

std::string_view Request::header(std::string_view name) const {
  for (const Field& field : headers) {
    if (same_ignoring_case(field.name, name)) return field.value;
  }
  return {};
}

std::size_t Request::count_header(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(),
                    [&](const Field& field) { return same_ignoring_case(field.name, name); }));
}

Reply error_reply(int status, std::string_view message) {
  JsonWriter json;
  json.begin_object().member("message", message).end_object();
  Reply reply = json_reply(json.take());
  reply.status = status;
  return reply;
}

Reply text_reply(int status, std::string text) {
  Reply reply;
  reply.status = status;
  reply.type = "text/plain; charset=utf-8";
  reply.body = std::move(text);
  return reply;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

}  // namespace maillon::web
