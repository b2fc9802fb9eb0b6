// The writers, a format each, for make_exchange_writer only; and what several of them write alike.
#pragma once

#include <memory>

#include "base/json_writer.h"
#include "share/exchange/exchange.h"

namespace maillon::share {

// A document that is a list of JSON objects, a line each.
class JsonListWriter : public ExchangeWriter {
 protected:
  void begin_list() { is_first_ = true; }  // another one
  void begin_item();                       // what stands between two
  void put(JsonWriter& json);              // closes the object and writes it

 private:
  bool is_first_ = true;
};

// {id, label, strength, posts, common_in_lawful_posts}
void write_sign(JsonWriter& json, const ExchangeSign& sign);
// "14.4 bits, posterior 0.99: phone S-1a2b3c4d5e6f 14.4 bits"
std::string link_words(const ExchangeLink& link);
inline constexpr std::string_view kHubNote = "hub: set apart, nobody is linked through it";

// GraphML 1.0 (Brandes et al. 2001; graphml.graphdrawing.org).
std::unique_ptr<ExchangeWriter> make_graphml_writer();
// GeoJSON (RFC 7946).
std::unique_ptr<ExchangeWriter> make_geojson_writer();
// FollowTheMoney (followthemoney.tech), entities as JSON lines.
std::unique_ptr<ExchangeWriter> make_ftm_writer();
// STIX 2.1 (OASIS).
std::unique_ptr<ExchangeWriter> make_stix_writer();
// MISP core format: an event.
std::unique_ptr<ExchangeWriter> make_misp_writer();
// HTCDS 2.0 (IOM), case data as CSV.
std::unique_ptr<ExchangeWriter> make_htcds_writer();
// CASE 1.4 on UCO 1.4, JSON-LD.
std::unique_ptr<ExchangeWriter> make_case_uco_writer();

}  // namespace maillon::share
