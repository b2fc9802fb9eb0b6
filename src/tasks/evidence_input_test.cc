#include "tasks/evidence_input.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

// Three posts and two selectors. Post 0 has selector 0 typed and read, post 1 read alone, post 2
// typed; selector 1 is read in posts 1 and 2.
Selectors made_up() {
  Selectors s;
  s.kind = {static_cast<uint8_t>(SelectorKind::email), static_cast<uint8_t>(SelectorKind::phone)};
  s.service = {0, 0};
  s.value.push_back("a@example.org"), s.value.push_back("+15550100");
  s.carrier_offsets = {0, 3, 5};
  s.carrier = {0, 1, 2, 1, 2};
  s.group = {0, 0, 0, 0, 0};
  const auto body = static_cast<uint8_t>(Field::body);
  const auto read = static_cast<uint8_t>(Field::image_text);
  s.hit_offsets = {0, 2, 4, 6};
  s.hit_selector = {0, 0, 0, 1, 0, 1};
  s.hit_field = {body, read, read, read, body, read};
  return s;
}

TEST(EvidenceInput, saysWhatWasOnlyReadInAPicture) {
  const Selectors selectors = made_up();
  Families families;
  Posts posts;
  EvidenceColumns columns;
  fill_columns(posts, selectors, families, "", columns);
  EXPECT_EQ(columns.carrier_read, (std::vector<uint8_t>{0, 1, 0, 1, 1}));
  EXPECT_FALSE(is_only_read(selectors, 0, 0));
  EXPECT_TRUE(is_only_read(selectors, 0, 1));
  EXPECT_FALSE(is_only_read(selectors, 1, 0)) << "it does not carry it at all";

  EvidenceColumns text_alone;
  fill_columns(posts, selectors, families, "text", text_alone);
  EXPECT_TRUE(text_alone.carrier_read.empty());
}

TEST(EvidenceInput, nothingReadCostsNothing) {
  Selectors selectors = made_up();
  for (uint8_t& field : selectors.hit_field) field = static_cast<uint8_t>(Field::title);
  EvidenceColumns columns;
  fill_columns(Posts{}, selectors, Families{}, "", columns);
  EXPECT_TRUE(columns.carrier_read.empty());
}

}  // namespace
}  // namespace maillon::tasks
