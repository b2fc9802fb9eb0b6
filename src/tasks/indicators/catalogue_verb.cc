#include "tasks/indicators/catalogue_verb.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <utility>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/printable.h"
#include "rank/combine.h"
#include "rank/matcher.h"
#include "rank/wording/post_reader.h"
#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/lexicon.h"
#include "tasks/indicators/ready_catalogue.h"

namespace maillon::tasks {
namespace {

using nlohmann::ordered_json;

ordered_json strengths_json(const std::array<rank::Strength, rank::kForms>& table, uint8_t forms) {
  ordered_json out = ordered_json::object();
  for (std::size_t f = 0; f < rank::kForms; ++f) {
    if ((forms >> f & 1U) == 0) continue;
    const std::string name(rank::to_name(static_cast<rank::Form>(f)));
    if (table[f] == rank::Strength::none) {
      out[name] = nullptr;
    } else {
      out[name] = std::string(1, rank::to_letter(table[f]));
    }
  }
  return out;
}

ordered_json to_json(const rank::Indicator& i) {
  ordered_json out;
  out["id"] = i.id;
  for (const rank::LocalText& text : i.label) out["label"][text.language] = text.text;
  out["meaning"] = i.meaning;
  out["against"] = i.against;
  out["dimension"] = rank::to_name(i.dimension);
  out["palermo"] = i.palermo;
  out["strength"] = {{"adult", strengths_json(i.adult, i.forms)},
                     {"child", strengths_json(i.child, i.forms)}};
  out["proposed"] = i.proposed == rank::Strength::none
                        ? ordered_json(nullptr)
                        : ordered_json(std::string(1, rank::to_letter(i.proposed)));
  out["sources"] = i.sources;
  out["ilo"] = i.ilo;
  out["lawful"] = i.common_in_lawful ? "common" : "rare";
  if (!i.rule.empty()) out["rule"] = i.rule;
  out["phrases"] = ordered_json::object();
  for (const rank::Phrase& phrase : i.phrases)
    out["phrases"][phrase.language].push_back(phrase.text);
  return out;
}

std::string strength_text(const rank::Indicator& i) {
  std::string out;
  for (std::size_t f = 0; f < rank::kForms; ++f) {
    if (i.adult[f] == rank::Strength::none) continue;
    out += fmt::format("{}{} for {}", out.empty() ? "" : ", ", rank::to_letter(i.adult[f]),
                       rank::to_name(static_cast<rank::Form>(f)));
  }
  if (!out.empty()) return out + " (source)";
  if (i.proposed == rank::Strength::none) return "no strength given by a source";
  return fmt::format("{} (this project's proposal; no source gives one)",
                     rank::to_letter(i.proposed));
}

void print_one(const rank::Indicator& i, Output& out) {
  out.write(fmt::format("{}  {}\n  means      {}\n", i.id, i.label_in("en"), i.meaning));
  if (!i.against.empty()) out.write(fmt::format("  against    {}\n", i.against));
  out.write(fmt::format("  dimension  {}\n  strength   {}\n  sources    {}\n",
                        rank::to_name(i.dimension), strength_text(i), fmt::join(i.sources, "; ")));
  if (!i.with.empty()) {
    out.write(fmt::format("  counts only with  {}\n", fmt::join(i.with, ", ")));
  }
  if (!i.rule.empty()) out.write(fmt::format("  rule       {}\n", i.rule));
  for (const rank::Phrase& phrase : i.phrases) {
    out.write(fmt::format("  {}  {}\n", phrase.language, printable(phrase.text)));
  }
}

Result<rank::Catalogue> load(const CatalogueSettings& settings) {
  TRY(const auto files, catalogue_files(settings.overlays));
  return ready_catalogue(files);
}

struct Text {
  std::string id, title, body;
};

Text to_text(const std::string& line, uint64_t number) {
  Text text;
  text.id = std::to_string(number);
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (json.is_discarded() || !json.is_object()) {
    text.body = line;
    return text;
  }
  const auto take = [&](const char* key, std::string& to) {
    const auto at = json.find(key);
    if (at != json.end() && at->is_string()) to = at->get<std::string>();
  };
  take("id", text.id), take("title", text.title), take("body", text.body);
  if (text.body.empty()) take("text", text.body);
  return text;
}

class Trial {
 public:
  Trial(const rank::Catalogue& catalogue, const rank::Matcher& matcher,
        const rank::NeutralLexicon& lexicon, bool json, Output& out)
      : catalogue_(catalogue), reader_(catalogue, matcher, lexicon), json_(json), out_(out) {}

  void run(const Text& text) {
    const rank::FieldText fields[] = {{Field::title, text.title}, {Field::body, text.body}};
    const rank::PostReading reading = reader_.read(fields);
    if (json_) {
      print_json(text, reading);
    } else {
      print(text, reading);
    }
  }

 private:
  static std::string_view words(const Text& text, const rank::SignHit& hit) {
    const std::string& field = hit.field == Field::title ? text.title : text.body;
    return std::string_view(field).substr(hit.begin, hit.end - hit.begin);
  }

  void print_json(const Text& text, const rank::PostReading& post) {
    const rank::TextReading& reading = post.text;
    const rank::Combination& sum = post.sum;
    ordered_json row;
    row["id"] = text.id;
    row["kind"] = rank::to_name(post.kind);
    row["stance"] = rank::to_name(reading.stance);
    row["level"] = rank::to_name(sum.level);
    row["wording"] = rank::to_name(post.wording);
    row["form"] = rank::to_name(sum.form);
    row["dimensions"] = ordered_json::array();
    for (std::size_t d = 1; d < rank::kDimensions; ++d) {
      if (sum.is_positive(static_cast<rank::Dimension>(d))) {
        row["dimensions"].push_back(rank::to_name(static_cast<rank::Dimension>(d)));
      }
    }
    for (const auto p :
         {rank::Palermo::act, rank::Palermo::means, rank::Palermo::purpose, rank::Palermo::child}) {
      row["palermo"][std::string(rank::to_name(p))] =
          rank::to_name(sum.palermo[static_cast<std::size_t>(p)]);
    }
    row["indicators"] = ordered_json::array();
    for (const rank::SignHit& hit : reading.hits) {
      row["indicators"].push_back({{"id", catalogue_.indicators[hit.indicator].id},
                                   {"state", rank::to_name(hit.state)},
                                   {"field", to_name(hit.field)},
                                   {"begin", hit.begin},
                                   {"end", hit.end},
                                   {"words", words(text, hit)}});
    }
    for (std::size_t k = 0; k < rank::kCueKinds; ++k) {
      if (reading.cues[k] > 0) {
        row["cues"][std::string(rank::to_name(static_cast<rank::CueKind>(k)))] = reading.cues[k];
      }
    }
    out_.write(row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  }

  void print(const Text& text, const rank::PostReading& post) {
    out_.write(fmt::format("{}: {} ({}){}\n", printable(text.id), rank::to_name(post.kind),
                           rank::to_name(post.sum.level),
                           post.wording == rank::Wording::agrees ? "" : ", by its wording"));
    for (const rank::SignHit& hit : post.text.hits) {
      const rank::Indicator& i = catalogue_.indicators[hit.indicator];
      out_.write(fmt::format("  {:8} {} {}: \"{}\"\n", rank::to_name(hit.state), i.id,
                             i.label_in("en"), printable(words(text, hit))));
    }
  }

  const rank::Catalogue& catalogue_;
  rank::PostReader reader_;
  bool json_;
  Output& out_;
};

}  // namespace

Result<Outcome> check_catalogue(const CatalogueSettings& settings, const Context& context,
                                Output& out) {
  TRY(const auto files, catalogue_files(settings.overlays));
  const rank::CatalogueReading reading = rank::read_catalogue(files);
  uint64_t phrases = 0;
  for (const auto& i : reading.catalogue.indicators) phrases += i.phrases.size();
  for (const auto& c : reading.catalogue.cues) phrases += c.phrases.size();
  if (context.json) {
    ordered_json result{{"indicators", reading.catalogue.indicators.size()},
                        {"cues", reading.catalogue.cues.size()},
                        {"phrases", phrases},
                        {"faults", ordered_json::array()}};
    for (const rank::CatalogueFault& fault : reading.faults) {
      result["faults"].push_back(
          {{"file", fault.file}, {"line", fault.line}, {"message", fault.message}});
    }
    out.write(result.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  } else {
    for (const rank::CatalogueFault& fault : reading.faults) {
      out.write(printable(rank::to_text(fault)) + "\n");
    }
    out.write(fmt::format(
        "{} indicators, {} cues, {} phrases, {} hotlines in {} files: {}\n",
        reading.catalogue.indicators.size(), reading.catalogue.cues.size(), phrases,
        reading.catalogue.hotlines.size(), files.size(),
        reading.faults.empty() ? "sound" : fmt::format("{} faults", reading.faults.size())));
  }
  return reading.faults.empty() ? Outcome::done : Outcome::damaged;
}

Result<Outcome> show_catalogue(const CatalogueSettings& settings, const std::string& id,
                               const Context& context, Output& out) {
  TRY(const rank::Catalogue catalogue, load(settings));
  ordered_json list = ordered_json::array();
  bool found = false;
  for (const rank::Indicator& i : catalogue.indicators) {
    if (!id.empty() && i.id != id) continue;
    found = true;
    if (context.json) {
      list.push_back(to_json(i));
    } else if (id.empty()) {
      out.write(
          fmt::format("{:12} {:2} {:38} {}\n", i.id,
                      rank::to_letter(i.adult[0] != rank::Strength::none ? i.adult[0] : i.proposed),
                      rank::to_name(i.dimension), i.label_in("en")));
    } else {
      print_one(i, out);
    }
  }
  if (context.json) {
    out.write(list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  }
  if (found) return Outcome::done;
  say(fmt::format("no indicator '{}' (`maillon catalogue show` lists them)", printable(id)));
  return Outcome::empty;
}

Result<Outcome> try_catalogue(const CatalogueSettings& settings, const std::string& file,
                              const Context& context, Output& out) {
  TRY(const rank::Catalogue catalogue, load(settings));
  const rank::Matcher matcher = ready_matcher(catalogue);
  TRY(const rank::NeutralLexicon lexicon, neutral_lexicon(catalogue));
  Trial trial(catalogue, matcher, lexicon, context.json, out);
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) return fail(Code::io, fmt::format("{}: cannot be read", file));
  }
  std::istream& in = file == "-" ? std::cin : opened;
  uint64_t number = 0;
  for (std::string line; std::getline(in, line) && out.is_open();) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) trial.run(to_text(line, number));
  }
  return number == 0 ? Outcome::empty : Outcome::done;
}

Result<Outcome> try_text(const store::Case& of, const std::string& text, const Context& context,
                         Output& out) {
  TRY(const rank::Catalogue catalogue, catalogue_of(of));
  const rank::Matcher matcher = ready_matcher(catalogue);
  TRY(const rank::NeutralLexicon lexicon, neutral_lexicon(catalogue));
  Trial(catalogue, matcher, lexicon, context.json, out).run({"1", "", text});
  return Outcome::done;
}

}  // namespace maillon::tasks
