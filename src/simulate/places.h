// Towns and first names, by language. Facts of geography, no addresses.
#pragma once

#include <span>
#include <string_view>

#include "simulate/grammar.h"

namespace maillon::simulate {

struct Town {
  std::string_view country;  // ISO 3166-1 alpha-2
  std::string_view name;     // in the language
};

// Towns of countries where the language is written, some of each country in a row.
std::span<const Town> towns(Language language);
std::span<const std::string_view> first_names(Language language);

}  // namespace maillon::simulate
