#include "extract/text/email.h"

#include <gtest/gtest.h>

#include "extract/text/found_testing.h"

namespace maillon::extract {
namespace {

TEST(Email, table) {
  struct Row {
    const char* text;
    const char* want;
  };
  constexpr Row kRows[] = {
      {"Write to Anna.Smith@Example.COM today", "anna.smith@example.com"},
      {"<anna@example.com>, (bob@example.org).", "anna@example.com, bob@example.org"},
      {"mail:anna+x@mail.example.co.uk.", "anna+x@mail.example.co.uk"},
      {"anna@example.com.Call me", "anna@example.com"},
      {"anna (at) example (dot) com", "anna@example.com"},
      {"anna[at]example[dot]com", "anna@example.com"},
      {"anna{at}example{dot}com", "anna@example.com"},
      {"anna(@)example.com", "anna@example.com"},
      {"anna @ example . com", "anna@example.com"},
      {"anna @ gmail.com", "anna@gmail.com"},
      {"anna at gmail dot com", "anna@gmail.com"},
      {"anna.b at example dot com", "anna.b@example.com"},
      {"anna dot smith at yahoo dot co dot uk", "anna.smith@yahoo.co.uk"},
      {"anna underscore smith at gmail.com", "anna_smith@gmail.com"},
      {"anna . b12 @ mail . example . com", "anna.b12@mail.example.com"},
      {"anna point b arobase example point fr", "anna.b@example.fr"},
      {"anna arroba hotmail punto com", "anna@hotmail.com"},
      {"anna собака mail точка ru", "anna@mail.ru"},
      {"anna*at*example.com", "anna@example.com"},
      {"ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "anna@example.com"},
      {"аnna@exаmple.com", "anna@example.com"},  // Cyrillic а
      {"Почта: аnnа.b@bоx.exаmple.оrg", "anna.b@box.example.org"},
      {"an\u200Bna@exam\u200Bple.com", "anna@example.com"},
      {"邮箱anna@example.com联系", "anna@example.com"},
      {"почта:anna@example.ru,", "anna@example.ru"},
      {"anna@example。com", "anna@example.com"},
      // None of these is an address.
      {"meet me at booking dot com", ""},
      {"look at example.com", ""},
      {"Facebook and Twitter @AnnaNews . no", ""},
      {"@anna", ""},
      {"a@b", ""},
      {"room @ 5.30 pm", ""},
      {"10 apples @ 2.50", ""},
      {"anna@", ""},
      {"@@@@", ""},
      {"we are at work. com on", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(found(row.text, "", "email"), row.want);
  }
}

}  // namespace
}  // namespace maillon::extract
