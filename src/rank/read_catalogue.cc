// The reader goes through the files three times, since what stands in one may be used in another:
// first the concepts (words by name and language), then the entries, whose phrases may name
// concepts, then what adds phrases to entries. References between indicators are checked last.
//
// It goes on behind a fault, so that a person who wrote a list of a thousand lines is told of all
// faults at once, each with file and line; what is faulty is left out of the catalogue. A file may
// be hostile: its size, the number of entries that its aliases stand for (YAML can name a list in
// a list of itself a billion times) and the number of faults that are kept are bounded; phrases
// are checked by parse_phrase, which knows no repetition. yaml-cpp throws: run() is the one place
// that catches.
#include "rank/read_catalogue.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "base/hash.h"
#include "rank/catalogue_nodes.h"
#include "rank/structured.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kMostBytes = 64U << 20;
constexpr int kFormat = 1;

// One file while it is read.
class CatalogueReader : CatalogueNodes {
 public:
  CatalogueReader(const CatalogueFile& file, uint32_t number, Concepts& concepts,
                  CatalogueReading& out)
      : CatalogueNodes(file, concepts, out.faults),
        file_(file),
        number_(number),
        concepts_(concepts),
        out_(out) {}

  // Concepts first, of all files; then what uses them; then what adds to it.
  enum class Pass : uint8_t { concepts, entries, more };
  void run(Pass pass) {
    pass_ = pass;
    if (file_.text.size() > kMostBytes) {
      if (pass == Pass::concepts) fault(0, "the file is larger than 64 MiB");
      return;
    }
    // The library throws; this is the one place that meets it.
    try {
      const YAML::Node root = YAML::Load(file_.text);
      if (!root.IsMap()) {
        if (pass == Pass::concepts) fault(0, "no catalogue: it begins with 'format: 1'");
        return;
      }
      read_root(root);
    } catch (const YAML::Exception& e) {
      if (pass == Pass::concepts)
        fault(e.mark.line < 0 ? 0 : static_cast<uint32_t>(e.mark.line) + 1,
              fmt::format("no YAML: {}", e.msg));
    }
  }

 private:
  static std::optional<Strength> parse_strength(std::string_view word) {
    if (word == "S") return Strength::strong;
    if (word == "M") return Strength::medium;
    if (word == "W") return Strength::weak;
    if (word.empty()) return Strength::none;
    return std::nullopt;
  }

  void strengths(const YAML::Node& node, Indicator& to) {
    each(node, to.id + ": strength", {"adult", "child"}, [&](const auto& who, const auto& forms) {
      auto& table = who == "adult" ? to.adult : to.child;
      if (!forms.IsMap()) {
        fault(line_of(forms), fmt::format("{}: strength stands by form", to.id));
        return;
      }
      for (const auto& entry : forms) {
        if (is_enough()) return;
        const auto form = name(entry.first, to.id, "form of exploitation", parse_form);
        const auto strength = name(entry.second, to.id, "strength (S, M, W)", parse_strength);
        if (form && strength) table[static_cast<std::size_t>(*form)] = *strength;
      }
    });
  }

  void palermo(const YAML::Node& node, Indicator& to) {
    to.palermo = texts(node, to.id + ": palermo");
    for (const std::string& element : to.palermo) {
      const std::string head = element.substr(0, element.find(':'));
      bool known = false;
      for (const Palermo p : {Palermo::act, Palermo::means, Palermo::purpose, Palermo::child}) {
        if (head != to_name(p)) continue;
        known = true;
        to.elements |= static_cast<uint8_t>(1U << static_cast<unsigned>(p));
      }
      if (!known) {
        fault(line_of(node),
              fmt::format("{}: '{}' is no element; act:…, means:…, purpose:… or child", to.id,
                          element));
      }
    }
  }

  void read_indicator(const YAML::Node& node) {
    Indicator out;
    out.file = number_, out.line = line_of(node);
    if (node.IsMap() && node["id"]) out.id = text(node["id"], "id");
    each(node, out.id.empty() ? "indicator" : out.id,
         {"id", "label", "meaning", "against", "dimension", "palermo", "forms", "strength",
          "proposed", "sources", "ilo", "lawful", "with", "voice", "rule", "phrases"},
         [&](const auto& key, const auto& value) { read_field(key, value, out); });
    if (!take_id(out.id, out.line)) return;
    if (out.meaning.empty()) fault(out.line, fmt::format("{}: 'meaning' is missing", out.id));
    if (out.sources.empty()) fault(out.line, fmt::format("{}: 'sources' is missing", out.id));
    if (out.forms == 0) out.forms = 0xFF;
    out_.catalogue.indicators.push_back(std::move(out));
  }

  void read_field(const std::string& key, const YAML::Node& value, Indicator& out) {
    if (key == "label") {
      if (!value.IsMap()) {
        fault(line_of(value), fmt::format("{}: a label stands by language", out.id));
        return;
      }
      for (const auto& entry : value) {
        const std::string language = text(entry.first, out.id);
        if (is_language(language, entry.first)) {
          out.label.push_back({language, text(entry.second, out.id)});
        }
      }
    } else if (key == "meaning") {
      out.meaning = text(value, key);
    } else if (key == "against") {
      out.against = text(value, key);
    } else if (key == "dimension") {
      out.dimension = name(value, out.id, key, parse_dimension).value_or(Dimension::none);
    } else if (key == "palermo") {
      palermo(value, out);
    } else if (key == "forms") {
      for (const YAML::Node& item : value) {
        const auto form = name(item, out.id, "form of exploitation", parse_form);
        if (form) out.forms |= static_cast<uint8_t>(1U << static_cast<unsigned>(*form));
      }
    } else if (key == "strength") {
      strengths(value, out);
    } else if (key == "proposed") {
      out.proposed =
          name(value, out.id, "strength (S, M, W)", parse_strength).value_or(Strength::none);
    } else if (key == "sources") {
      out.sources = texts(value, key);
    } else if (key == "ilo") {
      out.ilo = texts(value, key);
    } else if (key == "lawful") {
      const std::string word = text(value, key);
      if (word != "common" && word != "rare") {
        fault(line_of(value), fmt::format("{}: lawful is 'common' or 'rare'", out.id));
      }
      out.common_in_lawful = word == "common";
    } else if (key == "with") {
      out.with = texts(value, key);
    } else if (key == "voice") {
      const std::string word = text(value, key);
      out.voice = word == "affected" ? Voice::affected
                  : word == "any"    ? Voice::any
                                     : Voice::recruiter;
      if (word != "affected" && word != "any" && word != "recruiter") {
        fault(line_of(value), fmt::format("{}: voice is recruiter, affected or any", out.id));
      }
    } else if (key == "rule") {
      out.rule = text(value, key);
      if (!parse_rule(out.rule)) {
        fault(line_of(value), fmt::format("{}: '{}' is no rule of this program", out.id, out.rule));
      }
    } else if (key == "phrases") {
      out.phrases = phrases(value, out.id, true);
    }
  }

  bool take_id(const std::string& id, uint32_t line) {
    const bool good =
        !id.empty() && id.size() <= 40 && std::all_of(id.begin(), id.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '-' || c == '_';
        });
    if (!good) {
      fault(line,
            fmt::format("id '{}': letters, digits and '-' only, at most 40", id.substr(0, 60)));
      return false;
    }
    for (const auto& other : out_.catalogue.indicators) {
      if (other.id == id) return twice(id, line, other.file, other.line);
    }
    for (const auto& other : out_.catalogue.cues) {
      if (other.id == id) return twice(id, line, other.file, other.line);
    }
    return true;
  }

  bool twice(const std::string& id, uint32_t line, uint32_t file, uint32_t first) {
    fault(line, fmt::format("id '{}' is there already: {}, line {}", id, out_.catalogue.files[file],
                            first));
    return false;
  }

  void read_cue(const YAML::Node& node) {
    Cue out;
    out.file = number_, out.line = line_of(node);
    bool has_kind = false;
    if (node.IsMap() && node["id"]) out.id = text(node["id"], "id");
    each(node, out.id.empty() ? "cue" : out.id, {"id", "kind", "weight", "phrases"},
         [&](const auto& key, const auto& value) {
           if (key == "kind") {
             const auto kind = name(value, out.id, "kind of cue", parse_cue_kind);
             has_kind = kind.has_value();
             out.kind = kind.value_or(CueKind::quote);
           } else if (key == "weight") {
             const std::string word = text(value, key);
             if (word != "1" && word != "2") {
               fault(line_of(value), fmt::format("{}: weight is 1 or 2", out.id));
             }
             out.weight = word == "2" ? 2 : 1;
           } else if (key == "phrases") {
             out.phrases = phrases(value, out.id, false);
           }
         });
    if (!take_id(out.id, out.line)) return;
    if (!has_kind) {
      fault(out.line, fmt::format("{}: 'kind' is missing", out.id));
      return;
    }
    out_.catalogue.cues.push_back(std::move(out));
  }

  void read_hotline(const YAML::Node& node) {
    Hotline out;
    each(node, "hotline", {"country", "name", "phone", "url", "languages", "source", "verified_on"},
         [&](const auto& key, const auto& value) {
           if (key == "languages") {
             out.languages = texts(value, key);
             return;
           }
           std::string& to = key == "country"  ? out.country
                             : key == "name"   ? out.name
                             : key == "phone"  ? out.phone
                             : key == "url"    ? out.url
                             : key == "source" ? out.source
                                               : out.verified_on;
           to = text(value, key);
         });
    const std::string& day = out.verified_on;
    const bool dated = day.size() == 10 && day[4] == '-' && day[7] == '-';
    if (!day.empty() && !dated) {
      fault(line_of(node), fmt::format("hotline: verified_on '{}' is no day (2024-10-02)", day));
    }
    if (out.country.size() != 2 || out.phone.empty() || out.name.empty()) {
      fault(line_of(node), "hotline: country (two letters), name and phone are needed");
      return;
    }
    out_.catalogue.hotlines.push_back(std::move(out));
  }

  void read_neutral(const YAML::Node& node) {
    NeutralClass out;
    each(node, "neutral", {"class", "phrases"}, [&](const auto& key, const auto& value) {
      if (key == "class") {
        out.name = text(value, key);
      } else {
        out.words = phrases(value, out.name.empty() ? "neutral" : out.name, false);
      }
    });
    constexpr std::string_view classes[] = {"demonym",  "country_name", "given_name",
                                            "gendered", "religion",     "ethnicity"};
    if (std::find(std::begin(classes), std::end(classes), out.name) == std::end(classes)) {
      fault(line_of(node), fmt::format("neutral: '{}' is no class; known are {}", out.name,
                                       fmt::join(classes, ", ")));
      return;
    }
    out_.catalogue.neutral.push_back(std::move(out));
  }

  void read_concept(const YAML::Node& node) {
    std::string name;
    if (node.IsMap() && node["name"]) name = text(node["name"], "name");
    each(node, "concept " + name, {"name", "phrases"}, [&](const auto& key, const auto& value) {
      if (key == "name") return;
      for (const Phrase& phrase : phrases(value, "concept " + name, false)) {
        if (phrase.text.find('&') != std::string::npos) {
          fault(phrase.line, fmt::format("concept {}: '&' joins concepts, it is not in one", name));
          continue;
        }
        std::string& all = concepts_[concept_key(phrase.language, name)];
        if (!all.empty()) all.pop_back();
        all += (all.empty() ? "(" : "|") + phrase.text + ")";
      }
    });
  }

  // More phrases for an indicator or cue of any file: overlays, and a language's own file.
  void read_more(const YAML::Node& node) {
    std::string id;
    if (node.IsMap() && node["id"]) id = text(node["id"], "id");
    each(node, "more " + id, {"id", "phrases"}, [&](const auto& key, const auto& value) {
      if (key == "id") return;
      std::vector<Phrase>* to = nullptr;
      bool telling = false;
      for (Indicator& i : out_.catalogue.indicators) {
        if (i.id == id) to = &i.phrases, telling = true;
      }
      for (Cue& cue : out_.catalogue.cues) {
        if (cue.id == id) to = &cue.phrases;
      }
      if (to == nullptr) {
        fault(line_of(node), fmt::format("more: there is no indicator or cue '{}'", id));
        return;
      }
      std::vector<Phrase> added = phrases(value, id, telling);
      to->insert(to->end(), added.begin(), added.end());
    });
  }

  void read_root(const YAML::Node& root) {
    if (pass_ == Pass::concepts) {
      if (root["concepts"]) {
        list(root["concepts"], "concepts", [&](const YAML::Node& n) { read_concept(n); });
      }
      return;
    }
    if (pass_ == Pass::more) {
      if (root["more"]) list(root["more"], "more", [&](const YAML::Node& n) { read_more(n); });
      return;
    }
    bool has_format = false;
    each(root, "catalogue",
         {"format", "edition", "concepts", "indicators", "cues", "more", "hotlines", "neutral"},
         [&](const auto& key, const auto& value) {
           if (key == "format") {
             has_format = text(value, key) == std::to_string(kFormat);
           } else if (key == "edition") {
             const std::string edition = text(value, key);
             if (out_.catalogue.edition.empty()) out_.catalogue.edition = edition;
           } else if (key == "indicators") {
             list(value, key, [&](const YAML::Node& n) { read_indicator(n); });
           } else if (key == "cues") {
             list(value, key, [&](const YAML::Node& n) { read_cue(n); });
           } else if (key == "hotlines") {
             list(value, key, [&](const YAML::Node& n) { read_hotline(n); });
           } else if (key == "neutral") {
             list(value, key, [&](const YAML::Node& n) { read_neutral(n); });
           }
         });
    if (!has_format) fault(0, "'format: 1' is missing: this program reads catalogues of format 1");
  }

  const CatalogueFile& file_;
  uint32_t number_;
  Pass pass_ = Pass::concepts;
  Concepts& concepts_;
  CatalogueReading& out_;
};

// Ids that are named and not there.
void check_references(CatalogueReading& out) {
  for (const Indicator& indicator : out.catalogue.indicators) {
    for (const auto* list : {&indicator.with, &indicator.ilo}) {
      for (const std::string& id : *list) {
        if (out.catalogue.find(id)) continue;
        out.faults.push_back({out.catalogue.files[indicator.file], indicator.line,
                              fmt::format("{}: there is no indicator '{}'", indicator.id, id)});
      }
    }
  }
}

}  // namespace

std::string to_text(const CatalogueFault& fault) {
  if (fault.line == 0) return fmt::format("{}: {}", fault.file, fault.message);
  return fmt::format("{}: line {}: {}", fault.file, fault.line, fault.message);
}

std::string catalogue_hash(std::span<const CatalogueFile> files) {
  std::string all;
  for (const CatalogueFile& file : files) {
    all += file.text;
    all += '\0';
  }
  return fmt::format("{:016x}", hash64(all));
}

CatalogueReading read_catalogue(std::span<const CatalogueFile> files) {
  CatalogueReading out;
  for (const CatalogueFile& file : files) out.catalogue.files.push_back(file.name);
  out.catalogue.hash = catalogue_hash(files);
  Concepts concepts;
  for (const auto pass : {CatalogueReader::Pass::concepts, CatalogueReader::Pass::entries,
                          CatalogueReader::Pass::more}) {
    for (uint32_t i = 0; i < files.size(); ++i)
      CatalogueReader(files[i], i, concepts, out).run(pass);
  }
  check_references(out);
  return out;
}

Result<Catalogue> read_sound_catalogue(std::span<const CatalogueFile> files) {
  CatalogueReading reading = read_catalogue(files);
  if (reading.faults.empty()) return std::move(reading.catalogue);
  std::string message = to_text(reading.faults.front());
  if (reading.faults.size() > 1) {
    message += fmt::format(" (and {} more: `maillon catalogue check` lists them)",
                           reading.faults.size() - 1);
  }
  return fail(Code::invalid_input, std::move(message));
}

}  // namespace maillon::rank
