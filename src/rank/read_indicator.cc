#include "rank/read_indicator.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "rank/structured.h"

namespace maillon::rank {
namespace {

std::optional<Strength> parse_strength(std::string_view word) {
  if (word == "S") return Strength::strong;
  if (word == "M") return Strength::medium;
  if (word == "W") return Strength::weak;
  if (word.empty()) return Strength::none;
  return std::nullopt;
}

void read_strengths(CatalogueNodes& nodes, const YAML::Node& node, Indicator& to) {
  nodes.each(
      node, to.id + ": strength", {"adult", "child"}, [&](const auto& who, const auto& forms) {
        auto& table = who == "adult" ? to.adult : to.child;
        if (!forms.IsMap()) {
          nodes.fault(line_of(forms), fmt::format("{}: strength stands by form", to.id));
          return;
        }
        for (const auto& entry : forms) {
          if (nodes.is_enough()) return;
          const auto form = nodes.name(entry.first, to.id, "form of exploitation", parse_form);
          const auto strength =
              nodes.name(entry.second, to.id, "strength (S, M, W)", parse_strength);
          if (form && strength) table[static_cast<std::size_t>(*form)] = *strength;
        }
      });
}

// What may stand behind "act:", as the Protocol's article 3 names it; nothing may stand there, too.
bool is_detail(Palermo element, const std::string& detail) {
  static const std::vector<std::string_view> acts = {"recruitment", "transport", "transfer",
                                                     "harbouring", "receipt"};
  static const std::vector<std::string_view> means = {
      "force_threat",   "force_threat_abduction", "coercion", "abduction", "fraud", "deception",
      "abuse_of_power", "abuse_of_vulnerability", "payments"};
  const auto has = [&](const auto& all) {
    return std::find(all.begin(), all.end(), detail) != all.end();
  };
  if (detail.empty()) return true;
  switch (element) {
    case Palermo::act:
      return has(acts);
    case Palermo::means:
      return has(means);
    case Palermo::purpose:
      return parse_form(detail).has_value();
    case Palermo::child:
      return false;
  }
  return false;
}

void read_palermo(CatalogueNodes& nodes, const YAML::Node& node, Indicator& to) {
  to.palermo = nodes.texts(node, to.id + ": palermo");
  for (const std::string& element : to.palermo) {
    const std::string head = element.substr(0, element.find(':'));
    bool known = false;
    for (const Palermo p : {Palermo::act, Palermo::means, Palermo::purpose, Palermo::child}) {
      if (head != to_name(p)) continue;
      known = is_detail(p, element.substr(std::min(head.size() + 1, element.size())));
      to.elements |= static_cast<uint8_t>(1U << static_cast<unsigned>(p));
    }
    if (!known) {
      nodes.fault(line_of(node),
                  fmt::format("{}: '{}' is no element; act:recruitment …, means:deception …, "
                              "purpose:labour … or child (docs/catalogue.md)",
                              to.id, element));
    }
  }
}

void read_field(CatalogueNodes& nodes, const std::string& key, const YAML::Node& value,
                Indicator& out) {
  if (key == "label") {
    if (!value.IsMap()) {
      nodes.fault(line_of(value), fmt::format("{}: a label stands by language", out.id));
      return;
    }
    for (const auto& entry : value) {
      const std::string language = nodes.text(entry.first, out.id);
      if (nodes.is_language(language, entry.first)) {
        out.label.push_back({language, nodes.text(entry.second, out.id)});
      }
    }
  } else if (key == "meaning") {
    out.meaning = nodes.text(value, key);
  } else if (key == "against") {
    out.against = nodes.text(value, key);
  } else if (key == "dimension") {
    out.dimension = nodes.name(value, out.id, key, parse_dimension).value_or(Dimension::none);
  } else if (key == "palermo") {
    read_palermo(nodes, value, out);
  } else if (key == "forms") {
    for (const YAML::Node& item : value) {
      const auto form = nodes.name(item, out.id, "form of exploitation", parse_form);
      if (form) out.forms |= static_cast<uint8_t>(1U << static_cast<unsigned>(*form));
    }
  } else if (key == "strength") {
    read_strengths(nodes, value, out);
  } else if (key == "proposed") {
    out.proposed =
        nodes.name(value, out.id, "strength (S, M, W)", parse_strength).value_or(Strength::none);
  } else if (key == "sources") {
    out.sources = nodes.texts(value, key);
  } else if (key == "ilo") {
    out.ilo = nodes.texts(value, key);
  } else if (key == "lawful") {
    const std::string word = nodes.text(value, key);
    if (word != "common" && word != "rare") {
      nodes.fault(line_of(value), fmt::format("{}: lawful is 'common' or 'rare'", out.id));
    }
    out.common_in_lawful = word == "common";
  } else if (key == "with") {
    out.with = nodes.texts(value, key);
  } else if (key == "voice") {
    const std::string word = nodes.text(value, key);
    out.voice = word == "affected" ? Voice::affected
                : word == "any"    ? Voice::any
                                   : Voice::recruiter;
    if (word != "affected" && word != "any" && word != "recruiter") {
      nodes.fault(line_of(value), fmt::format("{}: voice is recruiter, affected or any", out.id));
    }
  } else if (key == "rule") {
    out.rule = nodes.text(value, key);
    if (!parse_rule(out.rule)) {
      nodes.fault(line_of(value),
                  fmt::format("{}: '{}' is no rule of this program", out.id, out.rule));
    }
  } else if (key == "phrases") {
    out.phrases = nodes.phrases(value, out.id, true);
  }
}

}  // namespace

Indicator read_indicator(CatalogueNodes& nodes, const YAML::Node& node) {
  Indicator out;
  out.line = line_of(node);
  if (node.IsMap() && node["id"]) out.id = nodes.text(node["id"], "id");
  nodes.each(node, out.id.empty() ? "indicator" : out.id,
             {"id", "label", "meaning", "against", "dimension", "palermo", "forms", "strength",
              "proposed", "sources", "ilo", "lawful", "with", "voice", "rule", "phrases"},
             [&](const auto& key, const auto& value) { read_field(nodes, key, value, out); });
  if (out.forms == 0) out.forms = 0xFF;
  return out;
}

}  // namespace maillon::rank
