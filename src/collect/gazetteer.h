// Where towns are, by their names: for posts that name a town and give no coordinates.
//
// The towns are GeoNames' (geonames.org, CC BY 4.0) of 5,000 inhabitants or more, with the names
// that it lists in any language and script, from an npm package (ui/package.json).
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

namespace maillon::collect {

struct Town {
  double lat = 0, lon = 0;  // degrees, WGS 84
  uint32_t population = 0;
  std::string_view country;  // ISO 3166-1 alpha-2
};

inline constexpr uint32_t kLeastTown = 5000;  // inhabitants

// GeoNames' table "cities" (tab-separated: id, name, ASCII name, other names by commas, latitude,
// longitude, class, code, country, ..., population in the 15th column) as bytes for Gazetteer.
// Lines that are none are passed over; towns of less than `least` inhabitants are left out.
std::string compile_gazetteer(std::istream& geonames, uint32_t least = kLeastTown);

class Gazetteer {
 public:
  // Views `bytes`, which must outlive it. What compile_gazetteer did not write holds no town.
  explicit Gazetteer(std::string_view bytes);

  // The town of that name: "Lyon", "Lyon (Rhône)", "Dublin 2", "里昂"; in `country` (ISO 3166-1
  // alpha-2) if that is stated. Of several the one that is called so first of all, then the
  // largest. Without a country only a name that is clearly one town's: of 100,000 inhabitants or
  // more, and five times the next of that name.
  std::optional<Town> find(std::string_view name, std::string_view country) const;

  std::size_t size() const { return towns_; }

 private:
  std::optional<Town> find_folded(std::string_view folded, std::string_view country) const;
  std::string_view name_at(std::size_t i) const;
  uint32_t town_of(std::size_t i) const;  // with kFirstName
  Town town_at(uint32_t town) const;

  std::string_view places_, names_, text_;
  std::size_t towns_ = 0, count_ = 0;
};

}  // namespace maillon::collect
