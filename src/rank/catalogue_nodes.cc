#include "rank/catalogue_nodes.h"

#include <algorithm>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "rank/phrase.h"

namespace maillon::rank {
namespace {

constexpr uint64_t kMostNodes = 4'000'000;
constexpr std::size_t kMostFaults = 200;
constexpr std::size_t kLongestPhrase = 20'000;  // bytes, concepts written out

std::string shortened(const std::string& text) {
  return text.size() <= 200 ? text : text.substr(0, 200) + "…";
}

}  // namespace

std::string concept_key(const std::string& language, std::string_view name) {
  return language + " " + std::string(name);
}

uint32_t line_of(const YAML::Node& node) {
  return node.Mark().line < 0 ? 0 : static_cast<uint32_t>(node.Mark().line) + 1;
}

void CatalogueNodes::fault(uint32_t line, std::string message) {
  if (faults_.size() < kMostFaults) {
    faults_.push_back({file_.name, line, std::move(message)});
  }
}

bool CatalogueNodes::is_enough() {
  if (++nodes_ == kMostNodes) fault(0, "the file stands for too many entries (aliases?)");
  return nodes_ >= kMostNodes;
}

void CatalogueNodes::each(const YAML::Node& map, std::string_view what,
                          std::initializer_list<const char*> known, const Use& use) {
  if (!map.IsMap()) {
    fault(line_of(map), fmt::format("{}: expected keys and values", what));
    return;
  }
  std::vector<std::string> seen;
  for (const auto& entry : map) {
    if (is_enough()) return;
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      fault(line_of(entry.first), fmt::format("{}: the key '{}' is there twice", what, key));
      continue;
    }
    seen.push_back(key);
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      fault(line_of(entry.first), fmt::format("{}: unknown key '{}'; known are {}", what, key,
                                              fmt::join(known.begin(), known.end(), ", ")));
      continue;
    }
    use(key, entry.second);
  }
}

std::string CatalogueNodes::text(const YAML::Node& node, std::string_view what) {
  if (is_enough() || node.IsNull()) return "";
  if (node.IsScalar()) return node.Scalar();
  fault(line_of(node), fmt::format("{}: expected a text", what));
  return "";
}

std::vector<std::string> CatalogueNodes::texts(const YAML::Node& node, std::string_view what) {
  std::vector<std::string> out;
  if (node.IsNull()) return out;
  if (!node.IsSequence()) {
    fault(line_of(node), fmt::format("{}: expected a list", what));
    return out;
  }
  for (const YAML::Node& item : node) {
    if (is_enough()) break;
    out.push_back(text(item, what));
  }
  return out;
}

bool CatalogueNodes::is_language(const std::string& code, const YAML::Node& at) {
  const bool good =
      code.size() == 2 && code[0] >= 'a' && code[0] <= 'z' && code[1] >= 'a' && code[1] <= 'z';
  if (!good) {
    fault(line_of(at), fmt::format("'{}' is no language; two letters as in ISO 639-1", code));
  }
  return good;
}

std::vector<Phrase> CatalogueNodes::phrases(const YAML::Node& node, const std::string& id,
                                            bool telling) {
  std::vector<Phrase> out;
  if (node.IsNull()) return out;
  if (!node.IsMap()) {
    fault(line_of(node), fmt::format("{}: phrases stand by language", id));
    return out;
  }
  for (const auto& entry : node) {
    if (is_enough()) break;
    const std::string language = text(entry.first, id);
    if (!is_language(language, entry.first) || entry.second.IsNull()) continue;
    if (!entry.second.IsSequence()) {
      fault(line_of(entry.second), fmt::format("{}: expected a list of phrases", id));
      continue;
    }
    for (const YAML::Node& item : entry.second) {
      if (is_enough()) break;
      Phrase phrase{language, with_concepts(text(item, id), language, id, line_of(item)),
                    line_of(item)};
      if (check(phrase, id, telling)) out.push_back(std::move(phrase));
    }
  }
  return out;
}

// Names in braces, replaced by what they stand for.
std::string CatalogueNodes::with_concepts(const std::string& text, const std::string& language,
                                          const std::string& id, uint32_t line) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) {
      out += text.substr(at);
      break;
    }
    out += text.substr(at, open - at);
    const std::string name = text.substr(open + 1, close - open - 1);
    const auto found = concepts_.find(concept_key(language, name));
    if (found == concepts_.end()) {
      fault(line, fmt::format("{}: there is no concept '{}' in language '{}'", id, name, language));
      return "";
    }
    out += found->second;
    if (out.size() > kLongestPhrase) break;
    at = close + 1;
  }
  return out.substr(0, kLongestPhrase);
}

bool CatalogueNodes::check(const Phrase& phrase, const std::string& id, bool telling) {
  if (phrase.text.empty()) {
    fault(phrase.line, fmt::format("{}: an empty phrase", id));
    return false;
  }
  const std::vector<std::string_view> sides = split_sides(phrase.text);
  if (sides.size() > kMostSides) {
    fault(phrase.line, fmt::format("{}: phrase '{}': more than {} sides", id,
                                   shortened(phrase.text), kMostSides));
    return false;
  }
  bool enough = sides.size() > 1;
  for (const std::string_view side : sides) {
    const auto parsed = parser_.parse(side, phrase.language);
    if (!parsed) {
      fault(phrase.line,
            fmt::format("{}: phrase '{}': {}", id, shortened(phrase.text), parsed.error().message));
      return false;
    }
    enough = enough || is_telling(*parsed);
  }
  if (!telling || enough) return true;
  fault(phrase.line, fmt::format("{}: phrase '{}': it says too little; two words, or one of at "
                                 "least 3 letters without its ending, are needed",
                                 id, shortened(phrase.text)));
  return false;
}

void CatalogueNodes::list(const YAML::Node& node, const std::string& what,
                          const std::function<void(const YAML::Node&)>& use) {
  if (node.IsNull()) return;
  if (!node.IsSequence()) {
    fault(line_of(node), fmt::format("{}: expected a list", what));
    return;
  }
  for (const YAML::Node& item : node) {
    if (is_enough()) return;
    use(item);
  }
}

}  // namespace maillon::rank
