#include "collect/country.h"

#include <gtest/gtest.h>

namespace maillon::collect {
namespace {

TEST(Country, IsFoundByItsNamesAndCodes) {
  struct Row {
    std::string_view text, code;
  };
  constexpr Row kRows[] = {
      {"IE", "IE"},
      {"ie", "IE"},
      {"IRL", "IE"},
      {"Ireland", "IE"},
      {"Irlande", "IE"},
      {"Irlanda", "IE"},
      {"Ирландия", "IE"},
      {"爱尔兰", "IE"},
      {"أيرلندا", "IE"},
      {"UK", "GB"},
      {"U.K.", "GB"},
      {"United Kingdom", "GB"},
      {"USA", "US"},
      {"United States", "US"},
      {"États-Unis", "US"},
      {"Côte d'Ivoire", "CI"},
      {"cote d ivoire", "CI"},
      {"Россия", "RU"},
      {"中国", "CN"},
      {"مصر", "EG"},
      {"Deutschland", "DE"},
      {"Türkiye", "TR"},
      {"Turkey", "TR"},
      {"Viet Nam", "VN"},
      {"Atlantis", ""},
      {"", ""},
      {"Dublin", ""},
      {"\xFF\xFF", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(find_country(row.text), row.code);
  }
}

}  // namespace
}  // namespace maillon::collect
