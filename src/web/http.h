// The nouns of HTTP as the rest of web/ sees them, free of any library's types.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/result.h"
#include "store/role.h"

namespace maillon::web {

// As in RFC 9110; `other` is any method that no route has.
enum class Method : uint8_t { get, head, post, put, del, options, other };
std::string_view name_of(Method method);  // "GET"; "" for other

struct Field {
  std::string name, value;
};

// The query of a target, decoded: "a=1&b=x%20y". A name may come more than once.
class Query {
 public:
  void add(std::string name, std::string value);
  // The first value of that name; nullptr if there is none.
  const std::string* find(std::string_view name) const;
  const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

// Where the body of a large upload goes piece by piece, instead of into memory. What it has
// taken is dropped with it, unless whoever handles the request keeps it.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual Result<void> write(std::string_view piece) = 0;
};

struct Request {
  Method method = Method::other;
  std::string target;                 // as it was sent
  std::string path;                   // "/m/lookup": as it was sent, without the query
  std::vector<std::string> segments;  // of the path, decoded; "/" has none
  Query query;
  std::vector<Field> headers;
  std::string body;                 // empty where a sink took it
  std::shared_ptr<BodySink> sink;   // shared with who reads the connection
  std::string person;               // the account that asks, where people log in
  std::string program;              // the name of the token that asks; "": the server's own, none
  std::optional<store::Role> role;  // its own in this case
  // What stood where the route's pattern has {name}, in order. Set by the router.
  std::vector<std::string_view> parameters;

  // The first header of that name, whatever its case; "" if there is none.
  std::string_view header(std::string_view name) const;
  std::size_t count_header(std::string_view name) const;
};

struct Reply {
  int status = 200;
  std::string type = "application/json";  // Content-Type; "" sends none
  std::string body;
  std::vector<Field> headers;  // besides those that every reply has
  bool close = false;          // the connection is of no use after it
};

// {"message": "..."} as every refusal has it, here and in HMA.
Reply error_reply(int status, std::string_view message);
inline Reply json_reply(std::string json) {
  Reply reply;
  reply.body = std::move(json);
  return reply;
}
Reply text_reply(int status, std::string text);  // text/plain

// "Not Found"; "Unknown" for a number that has no name here.
std::string_view reason_of(int status);

inline constexpr std::string_view kBlanks = " \t";  // that may stand around values of headers

}  // namespace maillon::web
