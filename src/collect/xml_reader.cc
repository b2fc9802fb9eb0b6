#include "collect/xml_reader.h"

#include <expat.h>
#include <fmt/format.h>

namespace maillon::collect {
namespace {

constexpr uint64_t kMaxTag = 16ULL << 20;

std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

}  // namespace

struct XmlReader::State {
  XML_Parser parser = nullptr;
  Handler* handler = nullptr;
  Words words;
  Attributes attributes;
  bool hostile = false;
  uint64_t fed = 0, told = 0;  // bytes given to expat; up to where it has told us
  ~State() {
    if (parser != nullptr) XML_ParserFree(parser);
  }
  static void begin(void* self, const char* name, const char** pairs) {
    State& state = *static_cast<State*>(self);
    state.told = state.fed;
    state.attributes.clear();
    for (; *pairs != nullptr; pairs += 2) state.attributes.emplace_back(pairs[0], pairs[1]);
    state.handler->begin(local_name(name), state.attributes);
  }
  static void end(void* self, const char* name) {
    static_cast<State*>(self)->told = static_cast<State*>(self)->fed;
    static_cast<State*>(self)->handler->end(local_name(name));
  }
  static void text(void* self, const char* text, int size) {
    static_cast<State*>(self)->told = static_cast<State*>(self)->fed;
    static_cast<State*>(self)->handler->text({text, static_cast<std::size_t>(size)});
  }
  static void doctype(void* self, const char*, const char*, const char*, int) {
    State& state = *static_cast<State*>(self);
    state.hostile = true;
    XML_StopParser(state.parser, XML_FALSE);
  }
};

XmlReader::XmlReader(Handler& handler, Words words) : state_(std::make_unique<State>()) {
  state_->words = words;
  state_->parser = XML_ParserCreate(nullptr);
  state_->handler = &handler;
  if (state_->parser == nullptr) return;
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(state_->parser, State::begin, State::end);
  XML_SetCharacterDataHandler(state_->parser, State::text);
  XML_SetStartDoctypeDeclHandler(state_->parser, State::doctype);
}
XmlReader::~XmlReader() = default;

Result<void> XmlReader::feed(std::string_view bytes, bool last) {
  const Words& words = state_->words;
  if (state_->parser == nullptr)
    return fail(Code::io, fmt::format("out of memory while reading {}", words.file));
  state_->fed += bytes.size();
  const XML_Status status =
      XML_Parse(state_->parser, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
  const bool long_tag = state_->fed > state_->told + kMaxTag;
  if (state_->hostile || long_tag) {
    return fail(Code::invalid_input, fmt::format("{} holds XML {}", words.file, words.hostile));
  }
  if (status == XML_STATUS_OK) return {};
  return fail(Code::corrupt, fmt::format("{}'s XML is damaged (line {}); {}", words.file,
                                         XML_GetCurrentLineNumber(state_->parser), words.damaged));
}

std::string_view find_attribute(const XmlReader::Attributes& attributes, std::string_view name) {
  for (const auto& [key, value] : attributes) {
    const std::size_t colon = key.rfind(':');
    if (key == name ||
        (colon != std::string_view::npos && key.substr(colon + 1) == name && name != "id")) {
      return value;
    }
  }
  return {};
}

}  // namespace maillon::collect
