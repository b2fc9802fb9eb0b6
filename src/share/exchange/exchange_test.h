// A small made-up case for the tests of the writers: a network of two posts that one link ties, a
// selector of each kind, a hub, hostile text wherever a source can put text.
#pragma once

#include <string>
#include <vector>

#include "share/exchange/exchange.h"

namespace maillon::share {

inline const std::string kHostile = "<a b=\"c\">&\x01]]>\\";

inline bool holds(std::string_view text, std::string_view piece) {
  return text.find(piece) != std::string_view::npos;
}

inline std::vector<ExchangeSelector> made_selectors() {
  std::vector<ExchangeSelector> all;
  const auto add = [&](std::string_view id, std::string_view uuid, SelectorKind kind,
                       Service service, std::string_view value) {
    ExchangeSelector one;
    one.id = id;
    one.uuid = uuid;
    one.kind = kind;
    one.service = service;
    one.value = value;
    one.bits = 14.40625;
    one.posts = 2;
    all.push_back(one);
  };
  add("S-01", "00000000-0000-5000-8000-000000000001", SelectorKind::phone, Service::none,
      "+17755550102");
  add("S-02", "00000000-0000-5000-8000-000000000002", SelectorKind::email, Service::none,
      "nobody@example.com");
  add("S-03", "00000000-0000-5000-8000-000000000003", SelectorKind::url, Service::none,
      "example.org/album?a=1&b=2");
  add("S-04", "00000000-0000-5000-8000-000000000004", SelectorKind::handle, Service::instagram,
      "vigana");
  add("S-05", "00000000-0000-5000-8000-000000000005", SelectorKind::wallet, Service::bitcoin,
      "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq");
  add("S-06", "00000000-0000-5000-8000-000000000006", SelectorKind::iban, Service::none,
      "GB82WEST12345698765432");
  add("S-07", "00000000-0000-5000-8000-000000000007", SelectorKind::image, Service::none,
      "I-25b4d2981949");
  all.back().sha256 = "25b4d298194900000000000000000000000000000000000000000000000000ff";
  return all;
}

inline ExchangeSelector made_hub() {
  ExchangeSelector hub = made_selectors().front();
  hub.id = "S-08";
  hub.uuid = "00000000-0000-5000-8000-000000000008";
  hub.value = "+17755550199";
  hub.bits = 0;
  hub.posts = 900;
  hub.is_hub = true;
  return hub;
}

// The whole document. With `networks` 0 there is nothing in it.
inline std::string write_made(ExchangeFormat format, int networks = 1) {
  const auto writer = make_exchange_writer(format);
  ExchangeCase of;
  of.name = kHostile;
  of.version = "1.2.3";
  of.uuid = "00000000-0000-5000-8000-0000000000ca";
  of.state = "00ff";
  of.begun_at = 1767225600;
  of.changed_at = 1767312000;
  of.networks = static_cast<uint64_t>(networks);
  const std::vector<ExchangeFile> files = {{"ads.csv", "00ff", 1024, 1767225600}};
  of.files = files;
  writer->begin(of);
  if (networks > 0) {
    const std::vector<ExchangeSelector> selectors = made_selectors();
    for (const ExchangeSelector& selector : selectors) writer->add(selector);
    writer->add(made_hub());
    ExchangeStay here, there, nowhere;
    here = {"Reno", "US", 1767225600, 1767312000, 1, 39.53, -119.81};
    there = {kHostile, "FR", 1767398400, 1767398400, 1, 45.76, 4.84};
    nowhere = {"Lyon", "", 1767398400, 1767398400, 1, {}, {}};
    const std::vector<ExchangeStay> stays = {here, there, nowhere};
    ExchangeSign sign;
    sign.id = "CO-06";
    sign.label = "Penalty for leaving";
    sign.strength = "M";
    sign.is_proposed = true;
    sign.posts = 2;
    const std::vector<ExchangeSign> signs = {sign};
    ExchangeNetwork network;
    network.id = "N-1";
    network.uuid = "00000000-0000-5000-8000-000000000010";
    network.triage = "in_review";
    network.posts = 2;
    network.first = 1767225600;
    network.last = 1767398400;
    network.stays = stays;
    network.signs = signs;
    writer->begin_network(network);
    ExchangePost first;
    first.id = "P-01";
    first.uuid = "00000000-0000-5000-8000-000000000020";
    first.name = "kiosk:1";
    first.source = "kiosk";
    first.url = "https://kiosk.example/1";
    first.posted_at = 1767225600;
    first.city = "Reno";
    first.country = "US";
    first.language = "en";
    first.price = "$20/h";
    first.template_id = "T-0b718b50";
    first.selectors = selectors;
    writer->add(first);
    const std::vector<ExchangeLink> links = {
        {"P-01",
         "00000000-0000-5000-8000-000000000020",
         "00000000-0000-5000-8000-000000000030",
         26.65625,
         0.9998999,
         {{"phone", "S-01", 14.40625}, {"text", "T-0b718b50", 12.25}}}};
    const std::string name = "kiosk:" + kHostile;
    ExchangePost second;  // states nothing but itself
    second.id = "P-02";
    second.uuid = "00000000-0000-5000-8000-000000000021";
    second.name = name;
    second.source = "kiosk";
    second.links = links;
    writer->add(second);
    writer->end_network();
  }
  writer->end();
  return writer->take();
}

}  // namespace maillon::share
