#include "collect/gazetteer.h"

#include <sstream>

#include <gtest/gtest.h>

namespace maillon::collect {
namespace {

// Made-up towns in GeoNames' columns.
std::string line(std::string_view name, std::string_view others, std::string_view lat,
                 std::string_view lon, std::string_view country, std::string_view population) {
  std::ostringstream out;
  out << "1\t" << name << '\t' << name << '\t' << others << '\t' << lat << '\t' << lon
      << "\tP\tPPL\t" << country << "\t\t\t\t\t\t" << population << "\t\t\t\t\n";
  return out.str();
}

std::string made_up() {
  return line("Arvelle-sur-Mer", "Arvelle,Арвель,阿尔韦勒", "48.5", "2.25", "FR", "120000") +
         line("Arvelle", "", "45.1", "5.5", "FR", "6000") +
         line("Arvelle", "", "-33.25", "-70.5", "CL", "9000") +
         line("Tormund", "Tórmund", "53.4", "-6.25", "IE", "600000") +
         line("Tormund", "", "40.0", "-90.0", "US", "110000") +
         line("Tormund", "", "41.0", "-91.0", "US", "150000") +
         line("Bressan", "", "12.5", "30.0", "SD", "900000") +
         line("Bressan", "", "13.5", "31.0", "ER", "400000") +
         line("Hamlet", "", "10", "10", "FR", "4999");
}

TEST(Gazetteer, findsATownByItsNames) {
  std::istringstream in(made_up());
  const std::string bytes = compile_gazetteer(in);
  const Gazetteer towns(bytes);
  EXPECT_EQ(towns.size(), 8u);
  struct Row {
    const char *name, *country;
    double lat;  // 0: none
  };
  for (const Row& row : {
           Row{"Arvelle-sur-Mer", "FR", 48.5},
           Row{"ARVELLE SUR MER", "FR", 48.5},
           Row{"Арвель", "FR", 48.5},
           Row{"阿尔韦勒", "FR", 48.5},
           Row{"Arvelle", "FR", 45.1},  // called so first of all, though the other is larger
           Row{"Arvelle", "CL", -33.25},
           Row{"Arvelle", "DE", 0},
           Row{"Arvelle", "", 48.5},  // 120,000, and the next has 9,000
           Row{"Tormund", "US", 41},
           Row{"Tormund", "", 0},  // the next has a quarter of it
           Row{"Bressan", "", 0},
           Row{"Bressan", "SD", 12.5},
           Row{"Tormund 2", "IE", 53.4},
           Row{"tormund 11e", "IE", 53.4},
           Row{"Tormund, Ireland", "IE", 53.4},
           Row{"Tormund (County of Made-Up)", "IE", 53.4},
           Row{"Tórmund", "IE", 53.4},
           Row{"Hamlet", "FR", 0},
           Row{"", "FR", 0},
           Row{"---", "FR", 0},
           Row{"12 34", "FR", 0},
           Row{"Tormun", "IE", 0},
           Row{"Tormunda", "IE", 0},
       }) {
    SCOPED_TRACE(std::string(row.name) + " " + row.country);
    const auto town = towns.find(row.name, row.country);
    ASSERT_EQ(town.has_value(), row.lat != 0);
    if (!town) continue;
    EXPECT_NEAR(town->lat, row.lat, 1e-6);
  }
}

TEST(Gazetteer, passesOverLinesThatAreNone) {
  std::istringstream in(
      "\n\t\t\t\nid\tname\n" + line("A", "", "91", "0", "FR", "9000") +
      line("B", "", "x", "0", "FR", "9000") + line("C", "", "1", "1", "FRA", "9000") +
      line("D", "", "1", "nan", "FR", "9000") + line("E", "", "1", "1", "FR", "-5") +
      line("Fine", ",,", "1", "2", "FR", "9000"));
  const std::string bytes = compile_gazetteer(in);
  EXPECT_EQ(Gazetteer(bytes).size(), 1u);
  EXPECT_TRUE(Gazetteer(bytes).find("Fine", "FR"));
}

TEST(Gazetteer, bytesThatAreNoneHoldNoTown) {
  std::istringstream in(made_up()), nothing;
  const std::string bytes = compile_gazetteer(in);
  EXPECT_EQ(Gazetteer("").size(), 0u);
  EXPECT_FALSE(Gazetteer("").find("Tormund", "IE"));
  EXPECT_FALSE(Gazetteer(compile_gazetteer(nothing)).find("Tormund", "IE"));
  for (std::size_t length = 0; length < bytes.size(); length += 3) {
    const std::string part = bytes.substr(0, length);
    Gazetteer(part).find("Tormund", "IE");
  }
  std::string wild = bytes;
  for (std::size_t i = 16; i < wild.size(); ++i) wild[i] = '\xff';
  Gazetteer(wild).find("Tormund", "IE");
}

}  // namespace
}  // namespace maillon::collect
