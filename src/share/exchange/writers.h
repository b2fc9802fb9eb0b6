// The writers, a format each. For make_exchange_writer only.
#pragma once

#include <memory>

#include "share/exchange/exchange.h"

namespace maillon::share {

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
