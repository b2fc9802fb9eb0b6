#include "web/match_service.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "web/lookup.h"
#include "web/parameters.h"
#include "web/uploads.h"

namespace maillon::web {

namespace {

using UnorderedJson = nlohmann::json;

// The radius at which two PDQ hashes are compared outside of any list.
constexpr uint32_t kCompareRadius = 31;

Result<UnorderedJson> parse_object(const Request& request) {
  UnorderedJson json = UnorderedJson::parse(request.body, nullptr, false);
  if (!json.is_object())
    return fail(Code::invalid_input, "the body must be an object of JSON, as in {\"pdq\": [...]}");
  return json;
}

// ---- Single hashes ----------------------------------------------------------------

Result<Signal> asked_signal(const Request& request) {
  const std::string* type = request.query.find("signal_type");
  const std::string* hex = request.query.find("signal");
  if (type == nullptr || hex == nullptr)
    return fail(Code::invalid_input, "Either url or both signal and signal_type are required");
  Signal signal;
  TRY(signal.type, parse_type(*type));
  TRY(signal.hex, parse_hex(signal.type, *hex));
  return signal;
}

Result<std::string> raw_lookup(const Lookup& lookup, const Request& request) {
  TRY(const Signal signal, asked_signal(request));
  TRY(const LookupOptions options, lookup.options(request));
  TRY(const bool distance, flag(request, "include_distance", false));
  TRY(const std::vector<BankHit> hits, lookup.find(signal, options));
  JsonWriter json;
  json.begin_object().key("matches").begin_array();
  for (const BankHit& hit : hits) {
    if (distance || options.explain) {
      TRY_OK(lookup.write_hit(json, hit, options.explain));
    } else {
      json.value(hit.content);
    }
  }
  json.end_array().end_object();
  return json.take();
}

Result<std::string> lookup_by_hash(const Lookup& lookup, const Request& request) {
  TRY(const Signal signal, asked_signal(request));
  TRY(const LookupOptions options, lookup.options(request));
  TRY(const std::vector<BankHit> hits, lookup.find(signal, options));
  JsonWriter json;
  TRY_OK(lookup.write_by_bank(json, hits, options.explain));
  return json.take();
}

// ---- Many hashes at once --------------------------------------------------------

Result<LookupOptions> batch_options(const Lookup& lookup, const UnorderedJson& body) {
  LookupOptions options;
  if (const auto explain = body.find("explain"); explain != body.end()) {
    if (!explain->is_boolean()) return fail(Code::invalid_input, "explain takes true or false");
    options.explain = explain->get<bool>();
  }
  if (const auto banks = body.find("banks"); banks != body.end()) {
    std::vector<std::string> names;
    for (const UnorderedJson& name : banks->is_array() ? *banks : UnorderedJson::array({0})) {
      if (!name.is_string()) return fail(Code::invalid_input, "banks takes a list of names");
      names.push_back(name.get<std::string>());
    }
    TRY_OK(lookup.want(names, options));
  }
  return options;
}

// One that cannot be read is told in its place; the others are answered.
Result<void> write_batch_item(const Lookup& lookup, SignalType type, const UnorderedJson& item,
                              const LookupOptions& options, JsonWriter& json) {
  const std::string* text = item.get_ptr<const std::string*>();
  const Result<std::string> hex = text == nullptr
                                      ? fail(Code::invalid_input, "invalid signal: not a string")
                                      : parse_hex(type, *text);
  json.begin_object();
  if (hex) {
    TRY(const std::vector<BankHit> hits, lookup.find({type, *hex}, options));
    json.key("matches");
    TRY_OK(lookup.write_by_bank(json, hits, options.explain));
  } else {
    json.member("message", hex.error().message);
  }
  json.end_object();
  return {};
}

Result<std::string> lookup_batch(const Lookup& lookup, const Request& request) {
  TRY(const UnorderedJson body, parse_object(request));
  const auto type_name = body.find("signal_type"), signals = body.find("signals");
  if (type_name == body.end() || !type_name->is_string() || signals == body.end() ||
      !signals->is_array()) {
    return fail(
        Code::invalid_input,
        "send {\"signal_type\": \"pdq\", \"signals\": [...]}, and banks and explain if you like");
  }
  if (signals->size() > kBatchSignals)
    return fail(Code::invalid_input,
                fmt::format("a batch may have {} signals, not {}; send them in parts",
                            kBatchSignals, signals->size()));
  TRY(const SignalType type, parse_type(type_name->get<std::string>()));
  TRY(const LookupOptions options, batch_options(lookup, body));
  JsonWriter json;
  json.begin_object().key("results").begin_array();
  for (const UnorderedJson& item : *signals)
    TRY_OK(write_batch_item(lookup, type, item, options, json));
  json.end_array().end_object();
  return json.take();
}

// ---- Comparing, texts -------------------------------------------------------------

// {"pdq": [h1, h2]} -> {"pdq": [true, {"distance": 9}]}
Result<std::string> compare(const Request& request) {
  TRY(const UnorderedJson body, parse_object(request));
  JsonWriter json;
  json.begin_object();
  for (const auto& [name, pair] : body.items()) {
    TRY(const SignalType type, parse_type(name));
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string())
      return fail(Code::invalid_input,
                  "Comparison hash list length must be exactly 2, of " + shown(name));
    TRY(const std::string left, parse_hex(type, pair[0].get<std::string>()));
    TRY(const std::string right, parse_hex(type, pair[1].get<std::string>()));
    json.key(name).begin_array();
    if (type == SignalType::pdq) {
      const uint32_t distance = hamming_distance(*parse_hash256(left), *parse_hash256(right));
      json.value(distance <= kCompareRadius);
      json.begin_object().member("distance", distance).end_object();
    } else {
      json.value(left == right).begin_object().end_object();
    }
    json.end_array();
  }
  json.end_object();
  return json.take();
}

Result<std::string> text_of(const UnorderedJson& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end()) return std::string();
  if (!found->is_string()) return fail(Code::invalid_input, std::string(name) + " takes text");
  std::string text = found->get<std::string>();
  if (text.size() > kTextBytes)
    return fail(Code::invalid_input,
                std::string(name) + " may have a megabyte; send what the post says");
  return text;
}

Result<std::string> match_text(const tasks::TextMatcher& texts, tasks::SharedSelectorLists* lists,
                               MatchCounts* counts, const Request& request) {
  TRY(const UnorderedJson body, parse_object(request));
  tasks::AskedText asked;
  TRY(asked.title, text_of(body, "title"));
  TRY(asked.body, text_of(body, "body"));
  TRY(asked.country, text_of(body, "country"));
  if (asked.title.empty() && asked.body.empty())
    return fail(Code::invalid_input,
                "send {\"body\": \"the text\"}, and title and country if there are");
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!asked.country.empty() &&
      (asked.country.size() != 2 || !is_letter(asked.country[0]) || !is_letter(asked.country[1])))
    return fail(Code::invalid_input, "country takes two letters, as in FR (ISO 3166-1)");
  tasks::TextMatch match = texts.match(asked);
  if (lists != nullptr) {
    for (tasks::TextMatch::Selector& one : match.selectors)
      one.listed = lists->names_of(one.kind, one.service, one.value);
  }
  if (counts != nullptr) counts->looked_up("", has_match(match));
  return to_json(match);
}

// ---- What is loaded -------------------------------------------------------------

void write_bank(JsonWriter& json, const Bank& bank) {
  json.begin_object().member("name", bank.name);
  json.member("matching_enabled_ratio", 1.0).end_object();
}

Result<std::string> show_bank(const Lookup& lookup, const Request& request) {
  const auto number = lookup.number_of(request.parameters[0]);
  if (!number)
    return fail(Code::not_found, "bank '" + shown(request.parameters[0]) + "' not found");
  JsonWriter json;
  write_bank(json, lookup.banks().banks()[*number]);
  return json.take();
}

std::string list_banks(const Banks& banks) {
  JsonWriter json;
  json.begin_array();
  for (const Bank& bank : banks.banks()) write_bank(json, bank);
  json.end_array();
  return json.take();
}

int64_t last_change(const Banks& banks) {
  int64_t last = 0;
  for (const Bank& bank : banks.banks()) last = std::max(last, bank.changed);
  return last;
}

// One object per signal type, or of the one that is asked for.
Result<std::string> per_type(const Request& request,
                             const std::function<void(JsonWriter&, SignalType)>& write) {
  const std::string* only = request.query.find("signal_type");
  std::optional<SignalType> wanted;
  if (only != nullptr) {
    TRY(wanted, parse_type(*only));
  }
  JsonWriter json;
  json.begin_object();
  for (std::size_t i = 0; i < kSignalTypes; ++i) {
    const auto type = static_cast<SignalType>(i);
    if (wanted && type != *wanted) continue;
    json.key(name_of(type));
    write(json, type);
  }
  json.end_object();
  return json.take();
}

Result<std::string> index_status(const Banks& banks, const Request& request) {
  return per_type(request, [&](JsonWriter& json, SignalType type) {
    const uint64_t size = banks.size(type);
    json.begin_object().member("present", size > 0);
    json.member("built_to", size > 0 ? last_change(banks) : -1).member("size", size).end_object();
  });
}

Result<std::string> signal_type_index(const Banks& banks, const Request& request) {
  return per_type(request, [&](JsonWriter& json, SignalType type) {
    json.begin_object().member("db_size", banks.size(type)).member("index_size", banks.size(type));
    json.member("index_out_of_date", false).member("newest_db_item", last_change(banks));
    json.member("index_built_to", last_change(banks)).end_object();
  });
}

std::string list_signal_types() {
  JsonWriter json;
  json.begin_array();
  for (std::size_t i = 0; i < kSignalTypes; ++i) {
    json.begin_object().member("name", name_of(static_cast<SignalType>(i)));
    json.member("enabled_ratio", 1.0).end_object();
  }
  json.end_array();
  return json.take();
}

std::string list_content_types() {
  JsonWriter json;
  json.begin_array().begin_object().member("name", "photo").member("enabled", true).end_object();
  json.begin_object().member("name", "video").member("enabled", false).end_object().end_array();
  return json.take();
}

// ---- The table --------------------------------------------------------------------

Reply to_reply(Result<std::string> json) {
  return json ? json_reply(*std::move(json)) : error_reply(json.error());
}

Reply refuse_url() {
  return error_reply(403,
                     "this server fetches nothing from other hosts; POST the picture itself: curl "
                     "-F photo=@picture.jpg");
}

// What a handler answers where that of which it would answer is not there.
Handler missing(const char* what) {
  return [what](const Request&) { return error_reply(503, what); };
}

constexpr const char* kNoBanks = "no hash lists are loaded; start the server with --lists DIR";
constexpr const char* kNoPictures = "this server does not hash pictures";
constexpr const char* kNoCase =
    "no case is loaded; start the server with a linked case: maillon serve CASE";

void add_hash_routes(Router& router, const MatchSources& sources) {
  const PictureHasher* pictures = sources.pictures;
  router.add({Method::get, "/h/hash", Access::program, Work::quick, 0,
              [](const Request&) { return refuse_url(); }});
  router.add({Method::post, "/h/hash", Access::program, Work::slow, kPictureBytes,
              pictures == nullptr ? missing(kNoPictures) : [pictures](const Request& request) {
                return to_reply(hash_picture(*pictures, request));
              }});
}

void add_lookup_routes(Router& router, const MatchSources& sources) {
  using Ask = Result<std::string> (*)(const Lookup&, const Request&);
  const auto ask = [banks = sources.banks, counts = sources.counts](Ask handler) -> Handler {
    if (banks == nullptr) return missing(kNoBanks);
    return [banks, counts, handler](const Request& request) {
      if (request.query.find("url") != nullptr) return refuse_url();
      return to_reply(handler(Lookup(*banks, counts), request));
    };
  };
  constexpr auto kProgram = Access::program;
  router.add({Method::get, "/m/raw_lookup", kProgram, Work::quick, 0, ask(raw_lookup)});
  router.add({Method::get, "/m/lookup", kProgram, Work::quick, 0, ask(lookup_by_hash)});
  router.add(
      {Method::post, "/m/lookup/batch", kProgram, Work::slow, kJsonBytes, ask(lookup_batch)});
  router.add({Method::get, "/c/bank/{name}", kProgram, Work::quick, 0, ask(show_bank)});
  Handler picture = missing(sources.banks == nullptr ? kNoBanks : kNoPictures);
  if (sources.banks != nullptr && sources.pictures != nullptr) {
    picture = [banks = sources.banks, pictures = sources.pictures,
               counts = sources.counts](const Request& request) {
      return to_reply(lookup_picture(Lookup(*banks, counts), *pictures, request));
    };
  }
  router.add({Method::post, "/m/lookup", kProgram, Work::slow, kPictureBytes, std::move(picture)});
}

void add_status_routes(Router& router, const MatchSources& sources) {
  using Ask = Result<std::string> (*)(const Banks&, const Request&);
  const auto ask = [banks = sources.banks](Ask handler) -> Handler {
    if (banks == nullptr) return missing(kNoBanks);
    return [banks, handler](const Request& request) {
      return to_reply(handler(*banks->current(), request));
    };
  };
  constexpr auto kProgram = Access::program;
  router.add({Method::get, "/m/index/status", kProgram, Work::quick, 0, ask(index_status)});
  router.add(
      {Method::get, "/c/signal_type/index", kProgram, Work::quick, 0, ask(signal_type_index)});
  router.add({Method::get, "/c/banks", kProgram, Work::quick, 0,
              ask([](const Banks& banks, const Request&) -> Result<std::string> {
                return list_banks(banks);
              })});
  router.add({Method::get, "/c/signal_type", kProgram, Work::quick, 0,
              [](const Request&) { return json_reply(list_signal_types()); }});
  router.add({Method::get, "/c/content_type", kProgram, Work::quick, 0,
              [](const Request&) { return json_reply(list_content_types()); }});
}

}  // namespace

void add_match_routes(Router& router, const MatchSources& sources) {
  add_hash_routes(router, sources);
  add_lookup_routes(router, sources);
  add_status_routes(router, sources);
  router.add({Method::post, "/m/compare", Access::program, Work::quick, 64 * 1024,
              [](const Request& request) { return to_reply(compare(request)); }});
  router.add({Method::post, "/m/text", Access::program, Work::slow, kJsonBytes,
              sources.texts == nullptr
                  ? missing(kNoCase)
                  : [texts = sources.texts, lists = sources.lists,
                     counts = sources.counts](const Request& request) {
                      return to_reply(match_text(*texts, lists, counts, request));
                    }});
}

}  // namespace maillon::web
