#include "extract/text/handle.h"

#include <gtest/gtest.h>

#include "extract/text/found_testing.h"

namespace maillon::extract {
namespace {

TEST(Handle, table) {
  struct Row {
    const char* text;
    const char* want;
  };
  constexpr Row kRows[] = {
      {"t.me/Anna_92", ":telegram anna_92"},
      {"https://t.me/anna_92.", ":telegram anna_92"},
      {"t me slash anna_92", ":telegram anna_92"},
      {"Telegram: @anna_92", ":telegram anna_92"},
      {"telegram anna_92", ":telegram anna_92"},
      {"tg anna92", ":telegram anna92"},
      {"tg: lolalola", ":telegram lolalola"},
      {"телеграм @anna_92", ":telegram anna_92"},
      {"телега: anna_92", ":telegram anna_92"},
      {"تلغرام anna_92", ":telegram anna_92"},
      {"电报 anna_92", ":telegram anna_92"},
      {"Telegram üzerinden yazın anna_92", ":telegram anna_92"},
      {"@anna_92 (telegram)", ":telegram anna_92"},
      {"@anna_92 on telegram", ":telegram anna_92"},
      {"insta: anna.b", ":instagram anna.b"},
      {"IG anna_b_9", ":instagram anna_b_9"},
      {"my instagram is anna_b", ":instagram anna_b"},
      {"tg @anna_92 | insta @anna.b", ":telegram anna_92, :instagram anna.b"},
      {"snap: anna-x9", ":snapchat anna-x9"},
      {"sc: anna_x9", ":snapchat anna_x9"},
      {"微信：abc_12345", ":wechat abc_12345"},
      {"加微信abc12345", ":wechat abc12345"},
      {"wx: abc12345", ":wechat abc12345"},
      {"wechat id: lola_wx", ":wechat lola_wx"},
      {"line id: anna9", ":line anna9"},
      {"VK: anna_b1", ":vk anna_b1"},
      {"tiktok @anna.b", ":tiktok anna.b"},
      {"twitter @annabella", "annabella"},
      {"ask @annabella", "annabella"},
      {"@аnna_92 telegram", ":telegram anna_92"},                // Cyrillic а
      {"Телеграм @pоkа_lаzа7, пишите", ":telegram poka_laza7"},  // Cyrillic о and а
      {"Telegram @an\u200Bna_9\u200B2", ":telegram anna_92"},
      {"Instagram @zalo_b12", ":instagram zalo_b12"},
      {"IG zalo_b12", ":instagram zalo_b12"},
      // No handles.
      {"write me on telegram for details", ""},
      {"my instagram and whatsapp", ""},
      {"the line is open", ""},
      {"signal: strong", ""},
      {"telegram: yes", ""},
      {"see you @ home, @office", ""},
      {"anna@example.com", ""},
      {"5 @ 3", ""},
      {"snap 100", ""},
      {"telegram: 0612345678", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(found(row.text, "", "handle"), row.want);
  }
}

TEST(Handle, keeps_the_rules_of_the_service) {
  EXPECT_TRUE(is_handle(Service::telegram, "anna_92"));
  EXPECT_FALSE(is_handle(Service::telegram, "anna"));      // at least five
  EXPECT_FALSE(is_handle(Service::telegram, "9anna_92"));  // a letter first
  EXPECT_FALSE(is_handle(Service::telegram, "anna.92"));
  EXPECT_TRUE(is_handle(Service::instagram, "anna.92"));
  EXPECT_FALSE(is_handle(Service::instagram, std::string(31, 'a')));
  EXPECT_FALSE(is_handle(Service::snapchat, "anna-anna-anna-9"));
  EXPECT_FALSE(is_handle(Service::whatsapp, "anna"));
}

}  // namespace
}  // namespace maillon::extract
