// Human Trafficking Case Data Standard 2.0 (IOM): a row for each network, as a case that is
// referred to somebody, in the standard's fields of the case and of its comments; CSV, as case
// management systems import. The fields of persons, victims, perpetrators and trafficking events
// stay away: posts do not say who is who, and a lead is no event.
#include <fmt/format.h>

#include "base/civil_time.h"
#include "share/exchange/writers.h"

namespace maillon::share {
namespace {

// Its picklist for cas_Status.
std::string_view status_of(std::string_view triage) {
  if (triage == "closed") return "Closed";
  if (triage == "referred") return "ClosedReferred";
  return "Active";
}

class HtcdsWriter : public ExchangeWriter {
 public:
  void begin(const ExchangeCase& of) override {
    out_ +=
        "cas_Status,cas_IncomingReferralDate,cas_ReasonForIncomingReferral,"
        "cas_IncomingReferralDetails,cco_CaseComment\r\n";
    date_ = format_date(of.changed_at);
    comment_ = fmt::format("{} Case {}, state {}.", exchange_notice(of.version), of.name, of.state);
  }

  void begin_network(const ExchangeNetwork& network) override {
    std::string details =
        fmt::format("Network {} ({}): {} posts, {} to {}.", network.id, network.uuid, network.posts,
                    format_date(network.first), format_date(network.last));
    for (const ExchangeStay& stay : network.stays) details += "\nPlace: " + stay_words(stay);
    for (const ExchangeSign& sign : network.signs) details += "\nIndicator: " + sign_words(sign);
    cell(status_of(network.triage), ",");
    cell(date_, ",");
    cell("Other", ",");
    cell(details, ",");
    cell(comment_, "\r\n");
  }

  void add(const ExchangeSelector& /*selector*/) override {}
  void add(const ExchangePost& /*post*/) override {}
  void end_network() override {}
  void end() override {}

 private:
  // RFC 4180. No cell begins with a text from a post, so no spreadsheet takes one for a formula.
  void cell(std::string_view text, std::string_view after) {
    out_ += '"';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_.append("\"").append(after);
  }

  std::string date_, comment_;
};

}  // namespace

std::unique_ptr<ExchangeWriter> make_htcds_writer() {
  return std::make_unique<HtcdsWriter>();
}

}  // namespace maillon::share
