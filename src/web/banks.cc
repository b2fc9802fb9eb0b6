#include "web/banks.h"

namespace maillon::web {

namespace {

struct TypeRow {
  SignalType type;
  std::string_view name;
  std::size_t digits;
};
constexpr TypeRow kTypes[] = {{SignalType::pdq, "pdq", 64},
                              {SignalType::md5, "md5", 32},
                              {SignalType::sha1, "sha1", 40},
                              {SignalType::sha256, "sha256", 64}};

}  // namespace

std::string_view name_of(SignalType type) {
  return kTypes[static_cast<std::size_t>(type)].name;
}

const SignalType* parse_signal_type(std::string_view name) {
  if (name == "video_md5") name = "md5";
  for (const TypeRow& row : kTypes) {
    if (row.name == name) return &row.type;
  }
  return nullptr;
}

std::size_t hex_digits_of(SignalType type) {
  return kTypes[static_cast<std::size_t>(type)].digits;
}

}  // namespace maillon::web
