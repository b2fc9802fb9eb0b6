#include "rank/fairness/stated.h"

#include <gtest/gtest.h>

#include "rank/built_in.h"
#include "rank/read_catalogue.h"

namespace maillon::rank {
namespace {

TEST(find_age, reads_ages_and_no_other_years) {
  struct Row {
    const char* text;
    unsigned age;
  };
  for (const auto& [text, age] :
       {Row{"Anna, 23 years old", 23}, Row{"girls 18-25 years old", 18}, Row{"a 17-year-old", 17},
        Row{"de 18 à 25 ans", 18}, Row{"25 años", 25}, Row{"девушки 18–30 лет", 18},
        Row{"من 18 إلى 25 سنة", 18}, Row{"18到25岁女生", 18}, Row{"10 years of experience", 0},
        Row{"12 ans d'expérience", 0}, Row{"25 euros, 40 hours", 0}, Row{"in 2019 years old", 0},
        Row{"", 0}}) {
    EXPECT_EQ(find_age(text), age) << text;
  }
}

TEST(stated, reads_sex_sector_and_nationality_from_plain_words) {
  StatedReader reader(read_catalogue(built_in_catalogue()).catalogue);
  const Stated women = reader.read("Filipino women wanted, kitchen work in Lyon");
  EXPECT_EQ(women.sex, "women");
  EXPECT_EQ(women.sectors, std::vector<std::string>{"hospitality"});
  ASSERT_EQ(women.nationality.size(), 1U);
  EXPECT_EQ(women.nationality, reader.read("una filipina").nationality);
  EXPECT_NE(women.nationality, reader.read("Vietnamese cooks").nationality);
  EXPECT_EQ(reader.read("мужчины и женщины").sex, "both");
  EXPECT_EQ(reader.read("招聘厨师").sectors, std::vector<std::string>{"hospitality"});
  const Stated nothing = reader.read("Good pay, call today");
  EXPECT_EQ(nothing.sex + nothing.age, "");
  EXPECT_TRUE(nothing.sectors.empty() && nothing.nationality.empty());
}

TEST(stated, forms_of_one_nationality_are_one_group) {
  StatedReader reader(read_catalogue(built_in_catalogue()).catalogue);
  for (const auto& [a, b] : {std::pair{"узбеков", "узбечка"}, std::pair{"越南人", "越南籍"},
                             std::pair{"marocain", "marocaines"}, std::pair{"السوري", "سوريات"}}) {
    EXPECT_EQ(reader.nationality_of(a), reader.nationality_of(b)) << a;
  }
  EXPECT_EQ(reader.nationality_of("Atlantean"), "Atlantean");
}

}  // namespace
}  // namespace maillon::rank
