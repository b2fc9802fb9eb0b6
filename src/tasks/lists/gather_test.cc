#include "tasks/lists/gather.h"

#include <gtest/gtest.h>

#include "share/exchange/exchange_test.h"

namespace maillon::tasks {
namespace {

using share::DocumentFormat;

std::string understood(SelectorKind kind, Service service, const std::string& written,
                       const std::string& country = "") {
  std::vector<std::string_view> reasons;
  std::string text;
  for (const auto& [found, value] : canonical_values(kind, service, written, country, reasons)) {
    text += (text.empty() ? "" : " ") + std::string(to_name(kind)) + ":" +
            std::string(to_name(found)) + ":" + value;
  }
  for (std::size_t i = 0; i < reasons.size(); ++i) text += " none";
  return text;
}

TEST(CanonicalValues, AreThoseOfExtraction) {
  struct Row {
    SelectorKind kind;
    Service service;
    const char *written, *country, *understood;
  };
  using enum SelectorKind;
  const Row rows[] = {
      {phone, Service::none, "+33 6 12 34 56 78", "", "phone::+33612345678"},
      {phone, Service::none, "0033-6.12.34.56.78", "", "phone::+33612345678"},
      {phone, Service::none, "06 12 34 56 78", "FR", "phone::+33612345678"},
      {phone, Service::none, "06 12 34 56 78", "", " none"},
      {phone, Service::none, "tel:+33612345678", "", "phone::+33612345678"},
      {phone, Service::none, "+33 6 12 34 56 78; +44 20 7946 0000", "",
       "phone::+33612345678 phone::+442079460000"},
      {phone, Service::none, "+33 6 12 34 56 78, ask for Anna", "", "phone::+33612345678 none"},
      {phone, Service::none, "12", "", " none"},
      {email, Service::none, "Anna <Anna@Example.COM>", "", "email::anna@example.com"},
      {email, Service::none, "mailto:anna@example.com", "", "email::anna@example.com"},
      {email, Service::none, "anna@", "", " none"},
      {url, Service::none, "HTTPS://www.Example.org/Album/?utm_source=x", "",
       "url::example.org/Album"},
      {url, Service::none, "example.org", "", "url::example.org"},
      {url, Service::none, "run.it", "", "url::run.it"},
      {url, Service::none, "https://t.me/anna_92", "", "handle:telegram:anna_92"},
      {url, Service::none, "not an address", "", " none"},
      {handle, Service::telegram, "@Anna_92", "", "handle:telegram:anna_92"},
      {handle, Service::telegram, "https://t.me/anna_92", "", "handle:telegram:anna_92"},
      {handle, Service::none, "anna", "", "handle::anna"},
      {handle, Service::whatsapp, "+33612345678", "", "phone::+33612345678"},
      {handle, Service::none, "two words here", "", " none"},
      {wallet, Service::none, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "",
       "wallet:bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
      {wallet, Service::bitcoin, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mda", "", " none"},
      {iban, Service::none, "GB82 WEST 1234 5698 7654 32", "", "iban::GB82WEST12345698765432"},
      {iban, Service::none, "GB82 WEST 1234 5698 7654 33", "", " none"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(understood(row.kind, row.service, row.written, row.country), row.understood)
        << row.written;
}

std::string named(SelectorKind kind, Service service, std::string_view value) {
  return std::string(to_name(kind)) + " " + std::string(to_name(service)) + " " +
         std::string(value);
}

// Made-up networks as documents, read back: exactly what was written, and what it was.
TEST(GatherDocument, OwnExportsGiveTheSelectorsThatWereWritten) {
  std::vector<std::string> written;
  for (const share::ExchangeSelector& one : share::made_selectors()) {
    if (one.kind != SelectorKind::image) written.push_back(named(one.kind, one.service, one.value));
  }
  const share::ExchangeSelector hub = share::made_hub();
  written.push_back(named(hub.kind, hub.service, hub.value));
  struct Row {
    share::ExchangeFormat out;
    DocumentFormat in;
    bool has_addresses;  // of posts, which are web addresses there
    std::size_t hashes;
    const char* tlp;
  };
  const Row rows[] = {{share::ExchangeFormat::stix, DocumentFormat::stix, true, 1, "red"},
                      {share::ExchangeFormat::ftm, DocumentFormat::ftm, true, 0, ""},
                      {share::ExchangeFormat::misp, DocumentFormat::misp, false, 1, "red"}};
  for (const Row& row : rows) {
    const std::string document = write_made(row.out);
    ASSERT_EQ(share::guess_document_format(document), row.in);
    const auto read = gather_document(document, row.in, "");
    ASSERT_TRUE(read.has_value()) << read.error().message;
    std::vector<std::string> wanted = written, found;
    if (row.has_addresses)
      wanted.push_back(named(SelectorKind::url, Service::none, "kiosk.example/1"));
    for (const share::ListedSelector& entry : read->update.selectors) {
      found.push_back(named(entry.kind, entry.service, entry.value));
      EXPECT_EQ(entry.tlp, row.tlp);
      EXPECT_FALSE(entry.object.empty());
    }
    std::sort(wanted.begin(), wanted.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, wanted) << to_name(row.in);
    EXPECT_EQ(read->hashes.size(), row.hashes) << to_name(row.in);
    EXPECT_EQ(read->update.about.rejected, 0U) << to_name(row.in);
  }
}

TEST(GatherDocument, CountsWhatIsLeftOut) {
  std::string bundle = R"({"type":"bundle","objects":[)";
  for (int i = 0; i < 200; ++i)
    bundle += R"({"type":"kind-)" + std::to_string(i) + R"(","id":"x"},)";
  bundle += R"({"type":")" + std::string(100, 'k') +
            R"(","id":"x"},{"type":"kind-0","id":"y"},)"
            R"({"type":"phone-number","id":"p","value":"12"},)"
            R"({"type":"indicator","id":"i","revoked":true,"pattern":"[url:value = 'x.org']"}]})";
  const auto read = gather_document(bundle, DocumentFormat::stix, "");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  const share::SelectorImport& about = read->update.about;
  EXPECT_EQ(about.left_out.size(), 65U);  // what a document may fill a report with
  EXPECT_EQ(about.left_out.at("others"), 137U);
  EXPECT_EQ(about.left_out.at("kind-0"), 2U);
  EXPECT_EQ(about.rejected, 1U);
  EXPECT_EQ(read->update.rejects[0].place, 203U);
  EXPECT_EQ(about.withdrawn, 1U);
  EXPECT_TRUE(read->update.selectors.empty());
}

// A source that revokes an indicator need not say its pattern in a way that can be read.
TEST(GatherDocument, WithdrawsAlsoWhatItCannotRead) {
  const auto bundle = [](const std::string& about) {
    return R"({"type":"bundle","objects":[{"type":"indicator","id":"i",)" + about + "}]}";
  };
  const auto first = gather_document(
      bundle(R"("modified":"2026-01-01T00:00:00Z","pattern":"[url:value = 'https://x.org/a']")"),
      DocumentFormat::stix, "");
  ASSERT_TRUE(first.has_value());
  for (const char* pattern :
       {R"("pattern":"[url:value LIKE '%']")", R"("pattern_type":"sigma","pattern":"x")",
        R"("pattern":7)", R"("pattern":"[url:value = '']")", R"("name":"none")"}) {
    share::SelectorList list;
    list.apply(first->update, false);
    ASSERT_EQ(list.entries.size(), 1U);
    const auto revoked = gather_document(
        bundle(R"("modified":"2026-02-01T00:00:00Z","revoked":true,)" + std::string(pattern)),
        DocumentFormat::stix, "");
    ASSERT_TRUE(revoked.has_value()) << pattern;
    EXPECT_EQ(revoked->update.about.withdrawn, 1U) << pattern;
    list.apply(revoked->update, false);
    EXPECT_TRUE(list.entries.empty()) << pattern;
    list.apply(first->update, false);  // an older version does not bring it back
    EXPECT_TRUE(list.entries.empty()) << pattern;
  }
}

}  // namespace
}  // namespace maillon::tasks
