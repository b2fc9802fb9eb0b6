#include "search/terms.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/printable.h"
#include "extract/text/whole_selector.h"
#include "search/levels.h"
#include "search/like_words.h"
#include "search/listed.h"
#include "search/patterns.h"
#include "search/ranges.h"
#include "search/tokenizer.h"
#include "search/word_index.h"

namespace maillon::search {
namespace {

struct FieldName {
  std::string_view name;
  Filter filter;
  std::optional<SelectorKind> kind = std::nullopt;  // of phone: and its like
};

constexpr std::array<FieldName, 33> kFields = {{
    {"city", Filter::city},
    {"country", Filter::country},
    {"language", Filter::language},
    {"lang", Filter::language},
    {"source", Filter::source},
    {"site", Filter::source},
    {"author", Filter::author},
    {"name", Filter::author},
    {"title", Filter::title},
    {"body", Filter::body},
    {"text", Filter::body},
    {"picture", Filter::picture},
    {"price", Filter::price},
    {"kind", Filter::kind},
    {"service", Filter::service},
    {"network", Filter::network},
    {"template", Filter::template_id},
    {"selector", Filter::selector},
    {"phone", Filter::selector, SelectorKind::phone},
    {"email", Filter::selector, SelectorKind::email},
    {"url", Filter::selector, SelectorKind::url},
    {"handle", Filter::selector, SelectorKind::handle},
    {"wallet", Filter::selector, SelectorKind::wallet},
    {"iban", Filter::selector, SelectorKind::iban},
    {"id", Filter::id},
    {"label", Filter::label},
    {"level", Filter::level},
    {"indicator", Filter::indicator},
    {"listed", Filter::listed},
    {"after", Filter::after},
    {"since", Filter::after},
    {"before", Filter::before},
    {"date", Filter::after},
}};

auto find_field(std::string_view name) {
  return std::find_if(kFields.begin(), kFields.end(),
                      [&](const FieldName& f) { return f.name == name; });
}

constexpr std::string_view kFieldList =
    "city country language source author title body picture price kind service network template "
    "selector "
    "phone email url handle wallet iban id label level indicator listed after before date";

// Could be a phone, address, handle or wallet rather than a word.
bool looks_like_selector(std::string_view text) {
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool has_mark = text.find_first_of("@/") != std::string_view::npos;
  return digits >= 6 || has_mark || text.find("://") != std::string_view::npos;
}

std::string selector_said(const extract::SelectorQuery& selector) {
  const std::string_view service = to_name(selector.service);
  return fmt::format("{}{}{} {}", service, service.empty() ? "" : " ", to_name(selector.kind),
                     printable(selector.value, 80));
}

std::string selectors_said(const std::vector<extract::SelectorQuery>& selectors) {
  std::string said;
  for (const auto& selector : selectors) {
    said += (said.empty() ? "" : " or ") + selector_said(selector);
  }
  return said + " in any spelling";
}

QueryNode selectors_node(std::string_view value, std::vector<extract::SelectorQuery> selectors) {
  QueryNode node;
  node.op = QueryOp::filter;
  node.filter = Filter::selector;
  node.value = value;
  node.selectors = std::move(selectors);
  return node;
}

// Pages of a service ("t.me/anna") are handles, but may be a post's address as well.
std::string address_of(std::string_view text,
                       const std::vector<extract::SelectorQuery>& selectors) {
  // Written without its scheme: "board.org/7", but not "1.5/2" or "and/or".
  const std::string_view host = text.substr(0, text.find('/'));
  const std::size_t dot = std::min(host.rfind('.'), host.size());
  const bool is_bare = host.size() < text.size() && dot + 1 < host.size() &&
                       to_lower(host[dot + 1]) >= 'a' && to_lower(host[dot + 1]) <= 'z';
  const bool may_be = is_bare || text.find("://") != std::string_view::npos ||
                      std::any_of(selectors.begin(), selectors.end(),
                                  [](const auto& s) { return s.kind == SelectorKind::url; });
  return may_be ? address_key(text) : "";
}

std::string filter_said(const QueryNode& node) {
  if (!node.selectors.empty()) return selectors_said(node.selectors);
  return "url " + printable(node.address, 80);
}

// ---- Leaves -------------------------------------------------------------------

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (SearchWord& word : find_words(text)) words.push_back(std::move(word.text));
  return words;
}

QueryNode words_node(std::vector<std::string> words, bool prefix) {
  QueryNode node;
  node.op = words.size() == 1 ? QueryOp::word : QueryOp::phrase;
  node.words = std::move(words);
  node.prefix = prefix;
  return node;
}

// Text that consists of letters which all look like Latin ones is folded to
// Latin unless the text around it says otherwise. A query has no text around it,
// so both readings are looked for: the second beside two plainly Cyrillic letters.
std::vector<std::string> other_reading(std::string_view text) {
  constexpr std::string_view kCyrillic = " \xD0\xB6\xD0\xB4";  // " жд"
  std::vector<std::string> words = words_of(std::string(text) + std::string(kCyrillic));
  words.pop_back();
  return words;
}

QueryNode any_of(QueryNode a, QueryNode b) {
  QueryNode node;
  node.op = QueryOp::any;
  node.children = {std::move(a), std::move(b)};
  return node;
}

// `fill` makes a node of a list of words: both readings, where there are two.
template <class Fill>
QueryNode readings(std::string_view text, const Fill& fill) {
  std::vector<std::string> words = words_of(text), other = other_reading(text);
  const bool same = words == other;
  QueryNode node = fill(std::move(words));
  return same ? node : any_of(std::move(node), fill(std::move(other)));
}

// A word with marks in it, as a word or in a field.
Part make_pattern(QueryNode node, std::string_view text, std::string_view in) {
  std::vector<std::string> ways = fold_pattern(text);
  node.pattern = true;
  Part part;
  part.said = fmt::format("{}words like {}", in, show(text));
  node.words = {ways[0]};
  part.node = node;
  if (ways.size() == 1) return part;
  node.words = {ways[1]};
  part.node = any_of(std::move(part.node), std::move(node));
  return part;
}

Result<Part> make_like(const LikeWord& like) {
  Part part;
  TRY(const unsigned edits, edits_of(like));
  part.node = readings(like.word, [&](std::vector<std::string> words) {
    QueryNode node = words_node(std::move(words), false);
    node.edits = edits;
    return node;
  });
  part.said = like_said(like.word, edits);
  return part;
}

Result<Part> make_words(std::string_view text, bool is_quoted, std::string_view country) {
  TRY(const bool pattern, is_quoted ? Result<bool>(false) : is_pattern(text));
  if (pattern) return make_pattern(words_node({""}, false), text, "");
  if (const auto like = is_quoted ? std::nullopt : find_like(text)) return make_like(*like);
  const bool prefix = !is_quoted && text.size() > 1 && text.ends_with('*');
  Part part;
  std::vector<extract::SelectorQuery> selectors;
  const bool may_be_selector =
      looks_like_selector(text) || (is_quoted && extract::is_whole_selector(text, country));
  if (!prefix && may_be_selector) selectors = extract::parse_selector_query(text, country);
  const std::string address = prefix ? "" : address_of(text, selectors);
  const bool has_words = !words_of(text).empty();
  if (!has_words && selectors.empty()) {
    return fail(Code::invalid_input,
                fmt::format("{} has neither letters nor digits to look for", show(text)));
  }
  if (has_words) {
    part.node = readings(
        text, [&](std::vector<std::string> words) { return words_node(std::move(words), prefix); });
    const bool is_phrase = part.node.op == QueryOp::phrase;
    part.said = (prefix      ? "words that begin with "
                 : is_phrase ? "the phrase "
                             : "") +
                show(prefix ? text.substr(0, text.size() - 1) : text);
  }
  if (selectors.empty() && address.empty()) return part;
  QueryNode filter = selectors_node(text, std::move(selectors));
  filter.address = address;
  const std::string said = filter_said(filter);
  if (!has_words) return Part{std::move(filter), said};
  part.node = any_of(std::move(part.node), std::move(filter));
  part.said = "(" + part.said + " or " + said + ")";
  return part;
}

Result<Part> make_selector(const FieldName& field, std::string_view value,
                           std::string_view country) {
  Part part;
  part.node = selectors_node(value, extract::parse_selector_query(value, country));
  if (!field.kind) part.node.address = address_of(value, part.node.selectors);
  if (field.kind == SelectorKind::url) part.node.address = address_key(value);
  if (field.kind) {
    std::erase_if(part.node.selectors, [&](const auto& s) { return s.kind != *field.kind; });
  }
  if (part.node.selectors.empty() && part.node.address.empty()) {
    return fail(Code::invalid_input,
                fmt::format("{}: {} is none: write it whole (a phone with its + and country), or "
                            "put it in quotes without the field to look for the text",
                            field.name, show(value)));
  }
  part.said = filter_said(part.node);
  return part;
}

// A field that is looked into for words.
Result<Part> make_worded(QueryNode node, const FieldName& field, std::string_view value,
                         bool is_quoted) {
  TRY(const bool pattern, is_quoted ? Result<bool>(false) : is_pattern(value));
  if (pattern) return make_pattern(std::move(node), value, fmt::format("{} with ", field.name));
  const auto like = is_quoted ? std::nullopt : find_like(value);
  if (like) {
    TRY(node.edits, edits_of(*like));
    value = like->word;
  }
  node.prefix = !is_quoted && value.size() > 1 && value.ends_with('*');
  if (words_of(value).empty()) {
    return fail(Code::invalid_input,
                fmt::format("{}: {} has neither letters nor digits", field.name, show(value)));
  }
  Part part;
  part.said = fmt::format("{} {}", field.name,
                          node.edits > 0 ? "with " + like_said(value, node.edits) : show(value));
  part.node = readings(value, [&](std::vector<std::string> words) {
    QueryNode filled = node;
    filled.words = std::move(words);
    return filled;
  });
  return part;
}

Result<Part> make_field(const FieldName& field, std::string_view value, bool is_quoted,
                        std::string_view country) {
  Part part;
  part.said = fmt::format("{} {}", field.name, show(value));
  QueryNode node;
  node.op = QueryOp::filter;
  node.filter = field.filter;
  switch (field.filter) {
    case Filter::selector:
      return make_selector(field, value, country);
    case Filter::after:
    case Filter::before:
      return make_date(field.name, field.filter, value);
    case Filter::price:
      if (split_range(value)) return make_price_range(value);
      return make_worded(node, field, value, is_quoted);
    case Filter::level:
      return make_level(value);
    case Filter::indicator:
    case Filter::id:
      node.value = value;
      break;
    case Filter::listed:
      return make_listed(value);
    case Filter::kind:
      node.value = to_lower(value);
      if (!parse_selector_kind(node.value)) {
        return fail(Code::invalid_input, "kind: is one of phone email url handle wallet iban");
      }
      break;
    case Filter::service:
      node.value = to_lower(value);
      if (!parse_service(node.value)) {
        return fail(Code::invalid_input,
                    "service: is one of telegram whatsapp instagram snapchat wechat line signal vk "
                    "tiktok facebook bitcoin ethereum tron litecoin monero");
      }
      break;
    case Filter::network:
    case Filter::template_id: {
      const bool is_number = value.find_first_not_of("0123456789") == std::string_view::npos;
      const char* letter = field.filter == Filter::network ? "N-" : "T-";
      node.value = fold((is_number ? letter : "") + std::string(value));
      break;
    }
    case Filter::country:
    case Filter::language:
      node.value = fold(value);
      break;
    default:
      return make_worded(node, field, value, is_quoted);
  }
  part.node = std::move(node);
  return part;
}

}  // namespace

std::optional<Filter> find_filter(std::string_view name) {
  const auto known = find_field(name);
  if (known == kFields.end()) return std::nullopt;
  return known->filter;
}

// ---- Words close together -------------------------------------------------------

Result<Part> make_near_term(std::string_view field, std::string_view value,
                            std::string_view distance) {
  TRY(const uint32_t between, read_between(distance));
  QueryNode node;
  node.op = QueryOp::phrase;
  std::string in;
  if (!field.empty()) {
    const std::string name = to_lower(field);
    const auto known = find_field(name);
    node.op = QueryOp::filter;
    if (known != kFields.end()) node.filter = known->filter;
    if (known == kFields.end() || !is_of_text(node)) {
      return fail(Code::invalid_input,
                  fmt::format("{}: takes no distance between words; title:, body: and picture: do",
                              printable(field, 40)));
    }
    in = fmt::format("{} with ", known->name);
  }
  if (words_of(value).size() < 2) {
    return fail(
        Code::invalid_input,
        fmt::format("{}~ needs two words or more between the quotes; a word of like spelling "
                    "is word~ without quotes",
                    show(value)));
  }
  node.between = between;
  Part part;
  part.node = readings(value, [&](std::vector<std::string> words) {
    QueryNode filled = node;
    filled.words = std::move(words);
    return filled;
  });
  part.said = fmt::format("{}the words {} with at most {} between them", in, show(value), between);
  return part;
}

bool is_field(std::string_view name) {
  return find_field(to_lower(name)) != kFields.end();
}

Result<Part> make_term(std::string_view field, std::string_view value, bool quoted,
                       std::string_view country) {
  if (field.empty()) return make_words(value, quoted, country);
  const std::string name = to_lower(field);
  const auto known = find_field(name);
  if (known == kFields.end()) {
    return fail(Code::invalid_input,
                fmt::format("no field is called {}: known are {}; to look for the text itself, "
                            "put it in quotes; a post's name (source:id) stands alone",
                            printable(field, 40), kFieldList));
  }
  if (value.empty()) {
    return fail(Code::invalid_input,
                fmt::format("{0}: has no value: write {0}:value or {0}:\"some words\"", name));
  }
  return make_field(*known, value, quoted, country);
}

}  // namespace maillon::search
