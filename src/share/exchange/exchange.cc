#include "share/exchange/exchange.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "share/exchange/writers.h"

namespace maillon::share {
namespace {

struct Known {
  ExchangeFormat format;
  std::string_view name;
  std::unique_ptr<ExchangeWriter> (*make)();
};
// In the order of ExchangeFormat.
constexpr Known kFormats[] = {
    {ExchangeFormat::graphml, "graphml", make_graphml_writer},
    {ExchangeFormat::geojson, "geojson", make_geojson_writer},
    {ExchangeFormat::ftm, "ftm", make_ftm_writer},
    {ExchangeFormat::stix, "stix", make_stix_writer},
    {ExchangeFormat::misp, "misp", make_misp_writer},
    {ExchangeFormat::htcds, "htcds", make_htcds_writer},
    {ExchangeFormat::case_uco, "case-uco", make_case_uco_writer},
};

}  // namespace

std::string_view to_name(ExchangeFormat format) {
  return kFormats[static_cast<std::size_t>(format)].name;
}

std::optional<ExchangeFormat> parse_exchange_format(std::string_view name) {
  for (const Known& known : kFormats) {
    if (known.name == name) return known.format;
  }
  return std::nullopt;
}

std::unique_ptr<ExchangeWriter> make_exchange_writer(ExchangeFormat format) {
  return kFormats[static_cast<std::size_t>(format)].make();
}

std::string ExchangeWriter::take() {
  return std::exchange(out_, {});
}

std::string exchange_notice(std::string_view version) {
  return fmt::format(
      "Made by Maillon {}. Networks, links and indicators are leads, not findings: nobody is "
      "accused by being in here. The strength of evidence is in bits; a trained person decides.",
      version);
}

std::string strength_words(const ExchangeSign& sign) {
  if (!sign.is_proposed || sign.strength.empty()) return sign.strength;
  return sign.strength + ", proposed";
}

std::string sign_words(const ExchangeSign& sign) {
  std::string text = fmt::format("{} {}", sign.id, sign.label);
  if (const std::string strength = strength_words(sign); !strength.empty())
    text += " (" + strength + ")";
  return fmt::format("{}, {} {}{}", text, sign.posts, sign.posts == 1 ? "post" : "posts",
                     sign.is_common ? ", common in lawful posts" : "");
}

std::string stay_words(const ExchangeStay& stay) {
  std::string text(stay.city);
  if (!stay.country.empty()) text.append(text.empty() ? "" : ", ").append(stay.country);
  if (stay.first != kNoTime) {
    text += fmt::format(", {} to {}", format_date(stay.first), format_date(stay.last));
  }
  return fmt::format("{}, {} {}", text, stay.posts, stay.posts == 1 ? "post" : "posts");
}

std::string evidence_words(std::span<const ExchangeEvidence> evidence) {
  std::string text;
  for (const ExchangeEvidence& item : evidence) {
    text += fmt::format("{}{}{}{} {} bits", text.empty() ? "" : "; ", item.kind,
                        item.what.empty() ? "" : " ", item.what, round_bits(item.bits));
  }
  return text;
}

std::string link_words(const ExchangeLink& link) {
  return fmt::format("{} bits, posterior {}: {}", round_bits(link.bits), link.posterior,
                     evidence_words(link.evidence));
}

void write_sign(JsonWriter& json, const ExchangeSign& sign) {
  json.begin_object().member("id", sign.id).member("label", sign.label);
  json.member("strength", strength_words(sign)).member("posts", sign.posts);
  json.member("common_in_lawful_posts", sign.is_common).end_object();
}

void JsonListWriter::begin_item() {
  out_ += is_first_ ? "\n" : ",\n";
  is_first_ = false;
}

void JsonListWriter::put(JsonWriter& json) {
  begin_item();
  out_ += json.end_object().take();
}

int confidence_of(const ExchangeLink& link) {
  return std::clamp(static_cast<int>(std::floor(link.posterior * 100)), 0, 99);
}

double round_bits(double bits) {
  return std::round(bits * 100) / 100;
}

}  // namespace maillon::share
