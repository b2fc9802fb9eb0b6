// Networks, posts and selectors are nodes; "member" ties a post to its network, "names" to a
// selector, "link" to a post. Hubs are nodes without edges: a layout would else be one ball.
#include <fmt/format.h>

#include "base/civil_time.h"
#include "share/exchange/writers.h"
#include "share/xml_text.h"

namespace maillon::share {
namespace {

struct Key {
  std::string_view name, type;
};
constexpr Key kNodeKeys[] = {
    {"label", "string"},      {"kind", "string"},      {"id", "string"},
    {"service", "string"},    {"value", "string"},     {"sha256", "string"},
    {"bits", "double"},       {"hub", "boolean"},      {"posts", "long"},
    {"source", "string"},     {"name", "string"},      {"url", "string"},
    {"posted_at", "string"},  {"city", "string"},      {"country", "string"},
    {"language", "string"},   {"price", "string"},     {"template", "string"},
    {"first_seen", "string"}, {"last_seen", "string"}, {"triage", "string"},
    {"route", "string"},      {"indicators", "string"}};
constexpr Key kEdgeKeys[] = {
    {"relation", "string"}, {"weight", "double"}, {"posterior", "double"}, {"why", "string"}};

class GraphmlWriter : public ExchangeWriter {
 public:
  void begin(const ExchangeCase& of) override {
    out_ +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
        "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n<desc>";
    append_xml(out_, fmt::format("{} Case {} as of {}, state {}.", exchange_notice(of.version),
                                 of.name, format_time(of.changed_at), of.state));
    out_ += "</desc>\n";
    for (const Key& key : kNodeKeys) declare("node", 'n', key);
    for (const Key& key : kEdgeKeys) declare("edge", 'e', key);
    out_ += fmt::format("<graph id=\"case-{}\" edgedefault=\"undirected\">\n", of.uuid);
  }

  void add(const ExchangeSelector& selector) override {
    begin_node("selector", selector.uuid);
    node("label", selector.value);
    node("kind", to_name(selector.kind));
    node("id", selector.id);
    node("service", to_name(selector.service));
    node("value", selector.value);
    node("sha256", selector.sha256);
    number('n', "bits", round_bits(selector.bits));
    out_ +=
        selector.is_hub ? "<data key=\"n_hub\">true</data>" : "<data key=\"n_hub\">false</data>";
    number('n', "posts", selector.posts);
    out_ += "</node>\n";
  }

  void begin_network(const ExchangeNetwork& network) override {
    network_ = network.uuid;
    begin_node("network", network.uuid);
    node("label", network.id);
    node("kind", "network");
    node("id", network.id);
    number('n', "posts", network.posts);
    node("first_seen", format_time(network.first));
    node("last_seen", format_time(network.last));
    node("triage", network.triage);
    std::string route, signs;
    for (const ExchangeStay& stay : network.stays)
      route += (route.empty() ? "" : "; ") + stay_words(stay);
    for (const ExchangeSign& sign : network.signs)
      signs += (signs.empty() ? "" : "; ") + sign_words(sign);
    node("route", route);
    node("indicators", signs);
    out_ += "</node>\n";
  }

  void add(const ExchangePost& post) override {
    begin_node("post", post.uuid);
    node("label", post.name);
    node("kind", "post");
    node("id", post.id);
    node("source", post.source);
    node("name", post.name);
    node("url", post.url);
    node("posted_at", format_time(post.posted_at));
    node("city", post.city);
    node("country", post.country);
    node("language", post.language);
    node("price", post.price);
    node("template", post.template_id);
    out_ += "</node>\n";
    begin_edge("member", "network", network_, post.uuid);
    out_ += "</edge>\n";
    for (const ExchangeSelector& selector : post.selectors) {
      begin_edge("names", "selector", selector.uuid, post.uuid);
      number('e', "weight", round_bits(selector.bits));
      out_ += "</edge>\n";
    }
    for (const ExchangeLink& link : post.links) {
      begin_edge("link", "post", link.to_uuid, post.uuid);
      number('e', "weight", round_bits(link.bits));
      number('e', "posterior", link.posterior);
      data('e', "why", evidence_words(link.evidence));
      out_ += "</edge>\n";
    }
  }

  void end_network() override {}
  void end() override { out_ += "</graph>\n</graphml>\n"; }

 private:
  void declare(std::string_view what, char prefix, const Key& key) {
    out_ += fmt::format("<key id=\"{}_{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n",
                        prefix, key.name, what, key.name, key.type);
  }
  void begin_node(std::string_view what, std::string_view uuid) {
    out_ += fmt::format("<node id=\"{}-{}\">", what, uuid);
  }
  void begin_edge(std::string_view relation, std::string_view what, std::string_view from,
                  std::string_view post) {
    out_ += fmt::format("<edge source=\"{}-{}\" target=\"post-{}\">", what, from, post);
    data('e', "relation", relation);
  }
  void data(char prefix, std::string_view key, std::string_view text) {
    if (text.empty()) return;
    out_ += fmt::format("<data key=\"{}_{}\">", prefix, key);
    append_xml(out_, text);
    out_ += "</data>";
  }
  void node(std::string_view key, std::string_view text) { data('n', key, text); }
  template <class Number>
  void number(char prefix, std::string_view key, Number value) {
    out_ += fmt::format("<data key=\"{}_{}\">{}</data>", prefix, key, value);
  }

  std::string network_;
};

}  // namespace

std::unique_ptr<ExchangeWriter> make_graphml_writer() {
  return std::make_unique<GraphmlWriter>();
}

}  // namespace maillon::share
