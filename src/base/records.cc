#include "base/records.h"

namespace maillon {
namespace {

constexpr std::array<std::string_view, kFieldCount> kFieldNames = {
    "id",      "source", "url", "posted_at", "author", "title",  "body",      "city",
    "country", "lat",    "lon", "language",  "price",  "images", "image_text"};
constexpr std::array<std::string_view, 8> kKindNames = {"",       "phone",  "email", "url",
                                                        "handle", "wallet", "iban",  "image"};
constexpr std::array<std::string_view, 17> kServiceNames = {
    "",       "telegram", "whatsapp", "instagram", "snapchat", "wechat",   "line",   "signal", "vk",
    "tiktok", "facebook", "bitcoin",  "ethereum",  "tron",     "litecoin", "monero", "account"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name && !name.empty()) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_name(Field field) {
  return kFieldNames[static_cast<std::size_t>(field)];
}
std::optional<Field> parse_field(std::string_view name) {
  return find_name<Field>(kFieldNames, name);
}
std::string_view to_name(SelectorKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}
std::string_view to_name(Service service) {
  return kServiceNames[static_cast<std::size_t>(service)];
}
std::optional<SelectorKind> parse_selector_kind(std::string_view name) {
  return find_name<SelectorKind>(kKindNames, name);
}
std::optional<Service> parse_service(std::string_view name) {
  return find_name<Service>(kServiceNames, name);
}

}  // namespace maillon
