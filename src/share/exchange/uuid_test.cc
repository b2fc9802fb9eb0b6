#include "share/exchange/uuid.h"

#include <gtest/gtest.h>

namespace maillon::share {
namespace {

TEST(Uuid, PublishedVectors) {
  struct Row {
    const char *space, *name, *uuid;
  };
  const Row rows[] = {
      // RFC 9562, appendix A.4.
      {"6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com",
       "2ed6657d-e927-568b-95e1-2665a8aea6a2"},
      // STIX 2.1 identifiers of cyber-observables, by an independent generator.
      {"00abedb4-aa42-466c-9c01-fed23315a9b7", R"({"value":"https://example.invalid/ad/1"})",
       "d7a3ee7a-210f-5e69-bdf8-dc0a465c3666"},
      {"00abedb4-aa42-466c-9c01-fed23315a9b7", R"({"value":"someone@example.invalid"})",
       "af99fb3a-001b-5baa-9ef2-59b767c6f4d6"},
  };
  for (const Row& row : rows) EXPECT_EQ(uuid5(row.space, row.name), row.uuid) << row.name;
}

// By Python's uuid.uuid5. A change here would give every exported thing another identifier.
TEST(Uuid, OfExchangeStaysForever) {
  EXPECT_EQ(exchange_uuid("post", {"a", "b"}), "fa4501c6-925e-520d-8b1b-2cf216063b97");
  EXPECT_NE(exchange_uuid("post", {"a", "b"}), exchange_uuid("post", {"ab"}));
  EXPECT_NE(exchange_uuid("post", {"a", "b"}), exchange_uuid("link", {"a", "b"}));
}

}  // namespace
}  // namespace maillon::share
