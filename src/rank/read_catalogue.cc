// The reader goes through the files' nodes three times, since what stands in one may be used in
// another: first the concepts (words by name and language), then the entries, whose phrases may
// name concepts, then what adds phrases to entries. References between indicators are checked last.
//
// It goes on behind a fault, so that a person who wrote a list of a thousand lines is told of all
// faults at once, each with file and line; what is faulty is left out of the catalogue. A file may
// be hostile: its size, the number of entries that its aliases stand for (YAML can name a list in
// a list of itself a billion times) and the number of faults that are kept are bounded; phrases
// are checked by PhraseParser, which knows no repetition. yaml-cpp throws; nothing that it throws
// leaves this file.
#include "rank/read_catalogue.h"

#include <algorithm>
#include <deque>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "base/civil_time.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "rank/catalogue_nodes.h"
#include "rank/read_indicator.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kMostBytes = 64U << 20;
constexpr int kFormat = 1;

// One file while it is read.
class CatalogueReader : CatalogueNodes {
 public:
  CatalogueReader(const CatalogueFile& file, uint32_t number, Concepts& concepts,
                  PhraseParser& parser, CatalogueReading& out)
      : CatalogueNodes(file, concepts, parser, out.faults),
        number_(number),
        concepts_(concepts),
        out_(out) {
    load(file.text);
  }

  // Concepts first, of all files; then what uses them; then what adds to it.
  enum class Pass : uint8_t { concepts, entries, more };
  void run(Pass pass) {
    if (!root_.IsMap()) return;
    pass_ = pass;
    // The library throws; this and load() are the places that meet it.
    try {
      read_root(root_);
    } catch (const YAML::Exception& e) {
      fault_of(e);
      root_.reset();
    }
  }

 private:
  void load(const std::string& text) {
    if (text.size() > kMostBytes) {
      fault(0, "the file is larger than 64 MiB");
      return;
    }
    if (!check_characters(text)) return;
    try {
      const std::vector<YAML::Node> documents = YAML::LoadAll(text);
      if (documents.empty()) {
        fault(0, "no catalogue: it begins with 'format: 1'");
        return;
      }
      if (documents.size() > 1) {
        fault(documents[1].Mark().line < 0 ? 0 : line_of(documents[1]),
              "a second document begins with '---': write all in one");
      }
      root_.reset(documents.front());
      if (!root_.IsMap()) fault(0, "no catalogue: it begins with 'format: 1'");
    } catch (const YAML::Exception& e) {
      fault_of(e);
    }
  }

  // What an editor does not show must not stand there: false if nothing else is worth reading.
  bool check_characters(const std::string& text) {
    uint32_t line = 1;
    bool sound = true;
    for (std::size_t at = 0; at < text.size() && !is_enough();) {
      const CodePoint c = decode_utf8(text, at);
      const bool is_broken = c.value == 0xFFFD && c.size == 1;
      const bool is_control =
          c.value < 0x20 && c.value != '\n' && c.value != '\r' && c.value != '\t';
      const bool turns =
          (c.value >= 0x202A && c.value <= 0x202E) || (c.value >= 0x2066 && c.value <= 0x2069);
      if (is_broken || is_control) {
        fault(line, is_broken ? "bytes that are no UTF-8: save the file as UTF-8"
                              : fmt::format("a character that nobody sees (U+{:04X})",
                                            static_cast<uint32_t>(c.value)));
        sound = false;
        break;  // one tells enough: of another encoding each line has many
      }
      if (turns) {
        fault(line, fmt::format("a mark that turns the direction of what follows (U+{:04X}): it "
                                "looks other than it is read; take it out",
                                static_cast<uint32_t>(c.value)));
      }
      line += c.value == '\n' ? 1 : 0;
      at += c.size;
    }
    return sound;
  }

  void fault_of(const YAML::Exception& e) {
    fault(e.mark.line < 0 ? 0 : static_cast<uint32_t>(e.mark.line) + 1,
          fmt::format("no YAML: {}", e.msg));
  }

  void read_indicator(const YAML::Node& node) {
    Indicator out = rank::read_indicator(*this, node);
    out.file = number_;
    if (!take_id(out.id, out.line)) return;
    if (out.meaning.empty()) fault(out.line, fmt::format("{}: 'meaning' is missing", out.id));
    if (out.sources.empty()) fault(out.line, fmt::format("{}: 'sources' is missing", out.id));
    out_.catalogue.indicators.push_back(std::move(out));
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
    if (!day.empty() && !parse_date(day)) {
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

  YAML::Node root_;  // null if the file is no YAML
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
  PhraseParser parser;
  std::deque<CatalogueReader> readers;
  for (uint32_t i = 0; i < files.size(); ++i) {
    readers.emplace_back(files[i], i, concepts, parser, out);
  }
  for (const auto pass : {CatalogueReader::Pass::concepts, CatalogueReader::Pass::entries,
                          CatalogueReader::Pass::more}) {
    for (CatalogueReader& reader : readers) reader.run(pass);
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
