// FollowTheMoney, a line each entity: the case and each network a Folder, posts HyperText in it,
// selectors accounts, wallets and the like; Documentation says that a post names one, Similar that
// two posts are linked. A network is no Organization and has no topic: it is a heap of documents.
#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/civil_time.h"
#include "base/json_writer.h"
#include "share/exchange/uri.h"
#include "share/exchange/uuid.h"
#include "share/exchange/writers.h"

namespace maillon::share {
namespace {

// All values are lists of texts, and an empty one is left out.
class Entity {
 public:
  Entity(std::string_view schema, const std::string& id) {
    json_.begin_object().member("id", id).member("schema", schema);
    json_.key("properties").begin_object();
  }
  Entity& with(std::string_view property, std::string_view value) {
    if (!value.empty()) json_.key(property).begin_array().value(value).end_array();
    return *this;
  }
  Entity& with(std::string_view property, const std::vector<std::string>& values) {
    if (!values.empty()) json_.member(property, values);
    return *this;
  }
  std::string line() { return json_.end_object().end_object().take() + "\n"; }

 private:
  JsonWriter json_;
};

// "2026-01-02T03:04:05": UTC without its Z, as the format has it.
std::string ftm_time(int64_t time) {
  std::string text = format_time(time);
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

// Its codes of countries are lower case.
std::string country_of(std::string_view country) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (country.size() != 2 || !std::all_of(country.begin(), country.end(), is_upper)) return "";
  return to_lower(country);
}

std::string_view schema_of(SelectorKind kind) {
  switch (kind) {
    case SelectorKind::url:
      return "HyperText";
    case SelectorKind::wallet:
      return "CryptoWallet";
    case SelectorKind::iban:
      return "BankAccount";
    case SelectorKind::image:
      return "Image";
    default:
      return "UserAccount";
  }
}

void write_value(Entity& entity, const ExchangeSelector& selector) {
  switch (selector.kind) {
    case SelectorKind::phone:
      entity.with("number", selector.value);
      break;
    case SelectorKind::email:
      entity.with("email", selector.value);
      break;
    case SelectorKind::url:
      entity.with("sourceUrl", to_uri(selector.value));
      break;
    case SelectorKind::handle:
      entity.with("username", selector.value).with("service", to_name(selector.service));
      break;
    case SelectorKind::wallet:
      entity.with("publicKey", selector.value).with("currency", to_name(selector.service));
      break;
    case SelectorKind::iban:
      entity.with("iban", selector.value);
      break;
    case SelectorKind::image:  // contentHash is for SHA-1
      break;
  }
}

class FtmWriter : public ExchangeWriter {
 public:
  void begin(const ExchangeCase& of) override {
    case_ = fmt::format("case-{}", of.uuid);
    matcher_ = fmt::format("maillon/{}", of.version);
    out_ += Entity("Folder", case_)
                .with("name", of.name)
                .with("description", exchange_notice(of.version))
                .with("processingAgent", matcher_)
                .with("modifiedAt", ftm_time(of.changed_at))
                .with("notes", fmt::format("State of the case: {}", of.state))
                .line();
  }

  void add(const ExchangeSelector& selector) override {
    Entity entity(schema_of(selector.kind), id_of(selector));
    entity.with("name", selector.value);
    write_value(entity, selector);
    std::vector<std::string> notes = {fmt::format("{}: {} bits, in {} posts of the case",
                                                  selector.id, round_bits(selector.bits),
                                                  selector.posts)};
    if (selector.is_hub) notes.emplace_back(kHubNote);
    if (!selector.sha256.empty()) notes.push_back(fmt::format("SHA-256 {}", selector.sha256));
    out_ += entity.with("notes", notes).line();
  }

  void begin_network(const ExchangeNetwork& network) override {
    network_ = fmt::format("network-{}", network.uuid);
    std::vector<std::string> route, signs;
    for (const ExchangeStay& stay : network.stays) route.push_back(stay_words(stay));
    for (const ExchangeSign& sign : network.signs) signs.push_back(sign_words(sign));
    out_ +=
        Entity("Folder", network_)
            .with("name", network.id)
            .with("parent", case_)
            .with("summary", fmt::format("A lead, not a finding: {} posts, {} to {}; triage: {}",
                                         network.posts, format_date(network.first),
                                         format_date(network.last), network.triage))
            .with("description", route)
            .with("keywords", signs)
            .line();
  }

  void add(const ExchangePost& post) override {
    const std::string id = fmt::format("post-{}", post.uuid);
    out_ += Entity("HyperText", id)
                .with("name", post.name)
                .with("parent", network_)
                .with("sourceUrl", to_uri(post.url))
                .with("publisher", post.source)
                .with("publishedAt", ftm_time(post.posted_at))
                .with("locationMentioned", post.city)
                .with("country", country_of(post.country))
                .with("notes", post.id)
                .line();
    for (const ExchangeSelector& selector : post.selectors) {
      out_ += Entity("Documentation", "names-" + exchange_uuid("names", {post.uuid, selector.uuid}))
                  .with("document", id)
                  .with("entity", id_of(selector))
                  .with("role", "names")
                  .line();
    }
    for (const ExchangeLink& link : post.links) {
      std::vector<std::string> criteria;
      for (const ExchangeEvidence& item : link.evidence) {
        criteria.push_back(evidence_words({&item, 1}));
      }
      out_ += Entity("Similar", fmt::format("link-{}", link.uuid))
                  .with("candidate", id)
                  .with("match", fmt::format("post-{}", link.to_uuid))
                  .with("confidenceScore", fmt::format("{}", link.posterior))
                  .with("criteria", criteria)
                  .with("matcher", matcher_)
                  .line();
    }
  }

  void end_network() override {}
  void end() override {}

 private:
  static std::string id_of(const ExchangeSelector& selector) {
    return fmt::format("selector-{}", selector.uuid);
  }

  std::string case_, network_, matcher_;
};

}  // namespace

std::unique_ptr<ExchangeWriter> make_ftm_writer() {
  return std::make_unique<FtmWriter>();
}

}  // namespace maillon::share
