// What adversaries write stays text.
#include "report/document/html.h"

#include <gtest/gtest.h>

#include "report/document/picture.h"
#include "report/document/timeline.h"

namespace maillon::report {
namespace {

TEST(ReportHtml, EscapesWhatIsMarkupOrHidden) {
  struct Row {
    std::string_view text, html;
  };
  const Row rows[] = {
      {"a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"},
      {"<!--end 3-->", "&lt;!--end 3--&gt;"},
      {"x\r\ny\rz\n\tw", "x\ny\nz\n\tw"},
      {"a\u202Eb", "a<span class=\"code\">[U+202E]</span>b"},
      {std::string_view("a\0b", 3), "a<span class=\"code\">[U+0000]</span>b"},
      {"a\u200Cb", "a<span class=\"code\">[U+200C]</span>b"},
      {"می\u200Cخواهم", "می\u200Cخواهم"},
      {"\xff", "\uFFFD"},
      {"e\u0301\u0301\u0301\u0301\u0301",
       "e\u0301\u0301\u0301\u0301<span class=\"code\">[U+0301]</span>"},
      {"\U000E0041", "<span class=\"code\">[U+E0041]</span>"},
  };
  for (const Row& row : rows) EXPECT_EQ(html(row.text), row.html) << row.text;
}

TEST(ReportHtml, BoundsWhatHiddenCharactersBecome) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "\u200B";
  const std::string out = html(text);
  EXPECT_LT(out.size(), text.size() * 2);
  EXPECT_NE(out.find("[U+200B]"), out.npos);
  EXPECT_EQ(out.find("\u200B"), out.npos);
}

TEST(ReportHtml, MarksRangesThatAreSound) {
  std::string out;
  // Overlapping, reversed, beyond the end, and within a character: left out.
  append_marked(out, "call é 0612345678 <now>", {{0, 4}, {2, 6}, {6, 7}, {9, 8}, {8, 18}, {19, 99}},
                false);
  EXPECT_EQ(out, "<mark>call</mark> é <mark>0612345678</mark> &lt;now&gt;");
  out.clear();
  append_marked(out, "call é 0612345678 <now>", {{8, 18}}, true);
  EXPECT_EQ(out, "call é <mark>061•••••78</mark> &lt;now&gt;");
}

TEST(ReportHtml, MasksShortValuesWhole) {
  EXPECT_EQ(masked("+33612345678"), "+33•••••••78");
  EXPECT_EQ(masked("anna_92"), "•••••••");
  EXPECT_EQ(masked("日本語の文字です"), "日本語•••です");
  EXPECT_EQ(scrubbed("call 0612345678 or a@b.example, room 12"),
            "call 061•••••78 or a@b•••••••e, room 12");
}

TEST(ReportPicture, EncodesBase64) {
  // RFC 4648, section 10.
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xff\xff"), "////");
}

TEST(ReportPicture, RefusesWhatIsNoPgm) {
  EXPECT_TRUE(png_of_pgm("P5\n2 1\n255\nab"));
  for (const char* bad :
       {"", "P5\n", "P5\n2 1\n255\nabc", "P5\n2 1\n65535\nabcd", "P6\n1 1\n255\nabc",
        "P5\n0 1\n255\n", "P5\n999999 1\n255\na", "P5\n-2 1\n255\nab"}) {
    EXPECT_FALSE(png_of_pgm(bad)) << bad;
  }
}

TEST(ReportTimeline, DrawsAnySpan) {
  const Texts texts = *Texts::of("en");
  EXPECT_EQ(timeline_svg({}, {}, texts), "");
  constexpr int64_t kFar = 253'402'300'799;  // the year 9999
  for (const std::vector<int64_t>& times :
       {std::vector<int64_t>{0}, {-1, 0, 1}, {-kFar, kFar}, {5, 5, 5}}) {
    const std::string svg = timeline_svg(times, {{"<a>", times.front(), times.back()}}, texts);
    EXPECT_NE(svg.find("</svg>"), svg.npos);
    EXPECT_EQ(svg.find("<a>"), svg.npos);
    EXPECT_EQ(svg.find("style"), svg.npos);
    EXPECT_LT(svg.size(), 20'000U);
  }
}

}  // namespace
}  // namespace maillon::report
