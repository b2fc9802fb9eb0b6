#include "tasks/lists/gather.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.h"
#include "extract/text/handle.h"
#include "extract/text/query.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kMostTypes = 64;  // of objects that hold no selector, told one by one

using extract::SelectorQuery;

// Why a text of a kind is no selector of it.
std::string_view reason_for(SelectorKind kind) {
  switch (kind) {
    case SelectorKind::phone:
      return "no phone number that can be dialled (without a country's code: --country says of "
             "which country)";
    case SelectorKind::email:
      return "no e-mail address";
    case SelectorKind::url:
      return "no web address or domain";
    case SelectorKind::handle:
      return "no name of an account, or one that its service does not allow";
    case SelectorKind::wallet:
      return "no address of a wallet whose checksum is right (bitcoin, ethereum, tron, litecoin, "
             "monero)";
    case SelectorKind::iban:
      return "no IBAN whose checksum is right";
    case SelectorKind::image:
      break;
  }
  return "no selector";
}

const SelectorQuery* first_of_kind(const std::vector<SelectorQuery>& queries, SelectorKind kind) {
  const auto found = std::find_if(queries.begin(), queries.end(),
                                  [&](const SelectorQuery& query) { return query.kind == kind; });
  return found == queries.end() ? nullptr : &*found;
}

// An address that names no scheme is one all the same: "run.it" is no name of an account here.
std::string as_address(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view scheme = text.substr(0, colon);
  const bool has_scheme = text.find("://") != std::string_view::npos ||
                          same_ignoring_case(scheme, "mailto") || same_ignoring_case(scheme, "tel");
  return has_scheme ? std::string(text) : "https://" + std::string(text);
}

// A name on a service that is known from elsewhere. A number is one on some services.
std::optional<SelectorQuery> account(Service service, std::string_view text,
                                     const std::vector<SelectorQuery>& queries) {
  const SelectorQuery* found = first_of_kind(queries, SelectorKind::handle);
  if (found != nullptr && (found->service == service || service == Service::none)) return *found;
  std::string name = to_lower(trimmed(text, " \t\r\n"));
  if (name.starts_with('@')) name.erase(0, 1);
  if (extract::is_handle(service, name)) return SelectorQuery{SelectorKind::handle, service, name};
  if (found != nullptr && extract::is_handle(service, found->value))
    return SelectorQuery{SelectorKind::handle, service, found->value};
  const SelectorQuery* phone = first_of_kind(queries, SelectorKind::phone);
  if (phone != nullptr) return *phone;
  return std::nullopt;
}

std::optional<SelectorQuery> understand(SelectorKind kind, Service service, std::string_view text,
                                        std::string_view country) {
  const std::string asked = kind == SelectorKind::url ? as_address(text) : std::string(text);
  const std::vector<SelectorQuery> queries = extract::parse_selector_query(asked, country);
  if (kind == SelectorKind::handle) return account(service, text, queries);
  if (const SelectorQuery* found = first_of_kind(queries, kind)) return *found;
  // The address of a person's page on a service is the account, as extraction has it.
  if (kind == SelectorKind::url && !queries.empty()) return queries.front();
  return std::nullopt;
}

class Gatherer : public share::DocumentSink {
 public:
  Gatherer(GatheredDocument& into, std::string_view country) : into_(into), country_(country) {}

  bool is_full() const {
    return into_.update.selectors.size() + into_.update.withdrawn.size() + into_.hashes.size() >=
           kMostListed;
  }

  void add(share::ListedSelector&& selector, std::string_view country, bool withdrawn,
           uint64_t place) override {
    if (withdrawn || is_full()) return;
    std::vector<std::string_view> reasons;
    SelectorKind kind = selector.kind;
    const auto values = canonical_values(kind, selector.service, selector.written,
                                         country.empty() ? country_ : country, reasons);
    for (const std::string_view reason : reasons) reject(place, selector.object, reason);
    for (const auto& [service, value] : values) {
      share::ListedSelector entry = selector;
      entry.kind = kind;
      entry.service = service;
      entry.value = value;
      into_.update.selectors.push_back(std::move(entry));
    }
  }

  // Also one of which nothing can be read: what was taken from an older version of it goes.
  void withdraw(const share::ListedSelector& about) override {
    if (is_full()) return;
    share::ListedSelector& gone = into_.update.withdrawn.emplace_back();
    gone.format = about.format, gone.object = about.object, gone.modified = about.modified;
    ++into_.update.about.withdrawn;
  }

  void add_hash(share::ListEntry&& entry, uint64_t place) override {
    if (is_full()) return;
    const bool is_empty = std::all_of(entry.hash.begin(), entry.hash.end(),
                                      [](const std::string& bytes) { return bytes.empty(); });
    if (is_empty && entry.other.empty())
      return reject(place, entry.id, "no hash of a kind that can be matched");
    into_.hashes.push_back(std::move(entry));
  }

  void reject(uint64_t place, std::string_view object, std::string_view reason) override {
    share::SelectorImport& about = into_.update.about;
    ++about.reasons[std::string(reason)];
    if (++about.rejected <= share::kSelectorRejectsKept)
      into_.update.rejects.push_back({0, place, std::string(object), std::string(reason)});
  }

  // Types are the document's words: so many of them are told as "others".
  void leave_out(std::string_view type) override {
    auto& counts = into_.update.about.left_out;
    const std::string name(type.size() > 64 ? "others" : type);
    const bool is_told = counts.contains(name) || counts.size() < kMostTypes;
    ++counts[is_told ? name : "others"];
  }

 private:
  GatheredDocument& into_;
  const std::string_view country_;
};

}  // namespace

std::vector<std::pair<Service, std::string>> canonical_values(
    SelectorKind& kind, Service service, std::string_view written, std::string_view country,
    std::vector<std::string_view>& reasons) {
  std::vector<std::pair<Service, std::string>> values;
  const SelectorKind wanted = kind;
  const bool may_be_several = wanted == SelectorKind::phone || wanted == SelectorKind::email;
  std::string_view rest = written;
  while (!rest.empty()) {
    const std::size_t end =
        may_be_several ? std::min(rest.find_first_of(";,|\n"), rest.size()) : rest.size();
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (is_blank(part)) continue;
    const auto found = understand(wanted, service, part, country);
    if (found) {
      kind = found->kind;
      values.emplace_back(found->service, found->value);
    } else {
      reasons.push_back(reason_for(wanted));
    }
  }
  return values;
}

Result<GatheredDocument> gather_document(std::string_view bytes, share::DocumentFormat format,
                                         std::string_view country) {
  GatheredDocument document;
  document.format = format;
  document.update.about.format = to_name(format);
  Gatherer sink(document, country);
  TRY_OK(share::read_document(bytes, format, sink));
  if (sink.is_full()) {
    return fail(Code::invalid_input,
                fmt::format("more than {} selectors and hashes in one document; ask its sender for "
                            "it in parts",
                            kMostListed));
  }
  return document;
}

}  // namespace maillon::tasks
