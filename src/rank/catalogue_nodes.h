// What every list of a catalogue file is made of: keys, texts, lists and phrases, each checked,
// with its line. For read_catalogue.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "rank/catalogue.h"
#include "rank/phrase.h"
#include "rank/read_catalogue.h"

namespace YAML {  // NOLINT(readability-identifier-naming): the name is the library's
class Node;
}

namespace maillon::rank {

// "papers" of a language: "(passport|papers|id card)".
using Concepts = std::unordered_map<std::string, std::string>;
std::string concept_key(const std::string& language, std::string_view name);

// From 1; 0 = not known.
uint32_t line_of(const YAML::Node& node);

// The nodes of one file. What is faulty is noted and left out; the number of nodes visited (aliases
// can name a list in itself a billion times) and of faults kept is bounded.
class CatalogueNodes {
 public:
  CatalogueNodes(const CatalogueFile& file, const Concepts& concepts, PhraseParser& parser,
                 std::vector<CatalogueFault>& faults)
      : file_(file), concepts_(concepts), parser_(parser), faults_(faults) {}

  void fault(uint32_t line, std::string message);
  // The file has stood for too many nodes; each call counts one.
  bool is_enough();

  using Use = std::function<void(const std::string& key, const YAML::Node& value)>;
  // Hands over each entry whose key is allowed; the others, and keys that are there twice, are
  // faults.
  void each(const YAML::Node& map, std::string_view what, std::initializer_list<const char*> known,
            const Use& use);
  void list(const YAML::Node& node, const std::string& what,
            const std::function<void(const YAML::Node&)>& use);
  std::string text(const YAML::Node& node, std::string_view what);
  std::vector<std::string> texts(const YAML::Node& node, std::string_view what);
  bool is_language(const std::string& code, const YAML::Node& at);
  // By language, with concepts written out. `telling`: each must be enough to be an indicator.
  std::vector<Phrase> phrases(const YAML::Node& node, const std::string& id, bool telling);

  // A name of a closed list, or nothing.
  template <class Parse>
  auto name(const YAML::Node& node, const std::string& id, std::string_view what, Parse parse)
      -> decltype(parse(std::string_view())) {
    const std::string word = text(node, what);
    const auto found = parse(std::string_view(word));
    if (!found) fault(line_of(node), fmt::format("{}: '{}' is no {}", id, word, what));
    return found;
  }

 private:
  std::string with_concepts(const std::string& text, const std::string& language,
                            const std::string& id, uint32_t line);
  bool check(const Phrase& phrase, const std::string& id, bool telling);

  const CatalogueFile& file_;
  const Concepts& concepts_;
  PhraseParser& parser_;
  std::vector<CatalogueFault>& faults_;
  uint64_t nodes_ = 0;
};

}  // namespace maillon::rank
