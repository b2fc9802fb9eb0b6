// The document as a whole: its structure, its hashes, what it hides, what it bounds.
#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "report/document/data_files.h"
#include "report/document/network_report.h"

namespace maillon::report {
namespace {

constexpr int64_t kStart = 1'767'398'400;  // 2026-01-03
constexpr std::string_view kAttack =
    "</div><script>alert(1)</script><!--end 3--><img src=x onerror=y>\u202E";

SelectorLine make_selector(std::string value, uint64_t in_case) {
  SelectorLine line;
  line.id = "S-1a2b3c4d5e6f";
  line.value = std::move(value);
  line.posts = 2;
  line.posts_in_case = in_case;
  line.first = kStart;
  line.last = kStart + 9 * kDay;
  line.note = std::string(kAttack);
  return line;
}

PostLine make_line(const char* id) {
  PostLine line;
  line.id = id;
  line.name = "site:" + std::string(kAttack);
  line.posted_at = kStart;
  line.city = kAttack;
  line.title = "Call +17755550100 " + std::string(kAttack);
  return line;
}

Ledger make_ledger() {
  Ledger ledger;
  ledger.a = make_line("P-1");
  ledger.b = make_line("P-2");
  LedgerItem item;
  item.kind = "phone";
  item.what = "+17755550100";
  item.df = 2;
  item.of = 1000;
  item.bits = 14.2;
  item.quotes = {{'a', Field::body, 0, 12, "+17755550100"}};
  ledger.items = {item};
  ledger.against = {{"place", "posted 5 minutes apart, from " + std::string(kAttack)}};
  ledger.prior_bits = -7.7;
  ledger.sum_bits = 6.5;
  ledger.posterior = 0.989;
  return ledger;
}

NetworkReport make_report() {
  NetworkReport report;
  report.case_name = "case" + std::string(kAttack);
  report.maker = kAttack;
  report.version = "0.1.0";
  report.state_hash = std::string(64, 'a');
  report.as_of = kStart;
  report.page.id = "N-17";
  report.page.posts = 3;
  report.page.links = 2;
  report.page.first_seen = kStart;
  report.page.last_seen = kStart + 9 * kDay;
  report.page.route = {{std::string(kAttack), "US", kStart, kStart + kDay, 3}};
  report.page.names = {{"Anna" + std::string(kAttack), 3}};
  report.page.selectors = {make_selector("+17755550100", 5)};
  report.page.hubs = {make_selector("help@agency.example", 80)};
  report.page.splits = {{"phone +17755550100", {2, 1}}};
  report.page.weakest =
      NetworkLink{make_line("P-1"), make_line("P-2"), 14.2, 0.989, "phone +17755550100"};
  report.posts_in_case = 1000;
  report.times = {kStart, kStart + 9 * kDay};
  ReportWording wording;
  wording.page.id = "T-4f09c2";
  wording.page.text = "Call {1} or 0612345678 today " + std::string(kAttack);
  wording.page.slots = {{"name", {{"Anna", 2}}, 2, 1}};
  report.wordings = {wording};
  report.weakest = make_ledger();
  report.holding = {*report.page.weakest};
  report.holding_total = 2;
  report.prior_bits = -7.7;
  report.prior = 0.005;
  report.threshold = 0.95;
  report.weights = {{"phone", 0.98, true, 300}};
  report.files = {{"../" + std::string(kAttack), std::string(64, 'b'), "tester", 99, kStart}};
  report.annex_posts = 3;
  return report;
}

ReportPost make_post(uint64_t i) {
  ReportPost post;
  post.page.post = make_line("P-9");
  post.page.fields[static_cast<std::size_t>(Field::body)] =
      std::to_string(i) + " call +17755550100 " + std::string(kAttack);
  post.page.fields[static_cast<std::size_t>(Field::author)] = "Anna Secret";
  post.page.marks = {{Field::body, 7, 19, SelectorKind::phone, Service::none, "+17755550100"}};
  post.page.sightings = {{std::string(kAttack), std::string(64, 'b'), 10, 99, 0, kStart, 1}};
  return post;
}

struct Made {
  std::string document;
  ReportMade made;
};
Made make(const NetworkReport& report, const char* language = "en") {
  Made out;
  out.made = write_document(report, *Texts::of(language), make_post,
                            [&](std::string_view piece) { out.document += piece; });
  return out;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(Report, SaysWhySomethingIsLinkedInItsLanguage) {
  NetworkReport report = make_report();
  Ledger& ledger = *report.weakest;
  ledger.items[0].note = "at most 98 % alone; estimated from 1,234 pairs of this case";
  ledger.items[0].said = {{"ceiling", {{"share", "98 %"}, {"pairs", "1234"}}}};
  ledger.against[0].said = {{"minutes_apart", {{"minutes", "5"}}},
                            {"from_places", {{"a", "{b}" + std::string(kAttack)}, {"b", "Lyon"}}}};
  ledger.against.push_back({"decision",
                            "tester decided: different (copied)",
                            {{"decided_different", {{"who", "tester"}, {"reason", "copied"}}}}});
  const auto has = [](const Made& made, std::string_view text) {
    return made.document.find(text) != std::string::npos;
  };
  const Made english = make(report);
  EXPECT_TRUE(has(english, "estimated from 1,234 pairs"));
  const Made french = make(report, "fr");
  EXPECT_FALSE(has(french, "estimated from"));
  EXPECT_TRUE(has(french, "estimé sur ce dossier"));
  EXPECT_TRUE(has(french, "Minutes entre les deux annonces"));
  EXPECT_TRUE(has(french, "a décidé : exploitants différents ("));
  EXPECT_TRUE(has(french, "{b}"));  // a value is no place for another
  EXPECT_EQ(count(french.document, "<script"), 0U);
  // What has no text in the language is told in English, and marked so.
  ledger.items[0].said = {{"plain", {{"text", ledger.items[0].note}}}};
  EXPECT_TRUE(has(make(report, "fr"), "lang=\"en\" class=\"said\">at most 98 % alone"));
}

TEST(Report, HasItsSectionsInOrder) {
  const Made made = make(make_report());
  std::size_t at = 0;
  for (const char* id :
       {"cover", "summary", "time", "wording", "selectors", "links", "pictures", "disclosure",
        "decisions", "method", "errors", "glossary", "annex", "annex-1", "seal"}) {
    const std::size_t next = made.document.find(
        "<table class=\"sheet\" role=\"presentation\" id=\"" + std::string(id) + "\">", at);
    ASSERT_NE(next, made.document.npos) << id;
    at = next;
  }
  EXPECT_EQ(made.made.sections, 15U);
  EXPECT_EQ(made.made.posts, 3U);
  EXPECT_EQ(count(made.document, "<code class=\"hash\">"), 15U);
  // The weakest link before the strongest and before what else is in its section.
  EXPECT_LT(made.document.find("The weakest link that holds it</h3>"),
            made.document.find("What would break it"));
  EXPECT_NE(made.document.find(">19,000</bdi> times as probable"),
            made.document.npos);  // 2^14.2 = 18,820
  EXPECT_NE(made.document.find("very strong support"), made.document.npos);
}

TEST(Report, IsTheSameTwiceAndInEveryLanguageSound) {
  const NetworkReport report = make_report();
  EXPECT_EQ(make(report).document, make(report).document);
  for (const LanguageFile& file : language_files()) {
    const Made made = make(report, std::string(file.code).c_str());
    const SealCheck check = check_seal(made.document);
    EXPECT_TRUE(check.is_report);
    EXPECT_TRUE(check.problems.empty()) << file.code << ": " << check.problems.front();
    EXPECT_EQ(check.file_hash, to_hex(made.made.hash));
    // No key stands where a text should.
    for (const char* key : {">title.", ">summary.", ">links.", ">seal.", ">annex.", ">method."}) {
      EXPECT_EQ(made.document.find(key), made.document.npos) << file.code << " " << key;
    }
    EXPECT_EQ(made.document.find("{1}"), made.document.npos) << file.code;
  }
}

TEST(Report, LetsNoPostSpeakAsMarkup) {
  NetworkReport report = make_report();
  report.wishes.names = true;
  for (const bool mask : {false, true}) {
    report.wishes.mask = mask;
    const std::string document = make(report).document;
    EXPECT_EQ(document.find("<script"), document.npos);
    EXPECT_EQ(document.find("<img src=x"), document.npos);
    EXPECT_EQ(document.find("\u202E"), document.npos);
    EXPECT_EQ(count(document, "<!--end 3-->"), 1U);
    EXPECT_NE(document.find("&lt;script&gt;"), document.npos);
    // Nothing is asked of anybody: no address in an attribute but pictures within.
    EXPECT_EQ(count(document, "src=\""), count(document, "src=\"data:image/png;base64,"));
    for (const char* attribute : {"href=", "action=", "data=\"", "url(", "http-equiv=\"refresh"}) {
      EXPECT_EQ(document.find(attribute), document.npos) << attribute;
    }
    EXPECT_NE(document.find(report_policy()), document.npos);
    EXPECT_EQ(report_style().find("url("), std::string_view::npos);
    EXPECT_EQ(report_style().find("@import"), std::string_view::npos);
  }
}

TEST(Report, MasksNumbersAndNames) {
  NetworkReport report = make_report();
  const std::string open = make(report).document;
  EXPECT_NE(open.find("+17755550100"), open.npos);
  EXPECT_EQ(open.find("Anna Secret"), open.npos);  // names only if asked for
  report.wishes.names = true;
  EXPECT_NE(make(report).document.find("Anna Secret"), open.npos);
  report.wishes.mask = true;
  report.secrets = {"help@agency.example", "+17755550100"};
  const std::string masked_one = make(report).document;
  for (const char* secret : {"+17755550100", "help@agency.example", "Anna", "0612345678"}) {
    EXPECT_EQ(masked_one.find(secret), masked_one.npos) << secret;
  }
  EXPECT_NE(masked_one.find("+17•••••••00"), masked_one.npos);
}

TEST(Report, CutsALongPostAndSaysSo) {
  NetworkReport report = make_report();
  report.annex_posts = 1;
  std::string document;
  ReportPost post = make_post(0);
  std::string& body = post.page.fields[static_cast<std::size_t>(Field::body)];
  body.assign(1 << 20, 'x');
  // A phone across the cut is not cut in two.
  body.replace(19'995, 12, "+17755550100");
  post.page.marks = {
      {Field::body, 19'995, 20'007, SelectorKind::phone, Service::none, "+17755550100"}};
  write_document(
      report, *Texts::of("en"), [&](uint64_t) { return post; },
      [&](std::string_view piece) { document += piece; });
  EXPECT_LT(document.size(), 150'000U);
  EXPECT_NE(document.find("19,995</bdi> of <bdi dir=\"ltr\" class=\"id\">1,048,576"),
            document.npos);
  EXPECT_EQ(document.find("x+1775"), document.npos);
}

TEST(Report, ShowsOfAbuseOfChildrenNothingButTheHash) {
  NetworkReport report = make_report();
  ReportPicture picture;
  picture.id = "I-cccccccccccc";
  picture.sha256 = std::string(64, 'c');
  picture.likeness = "P5\n2 1\n255\nab";
  picture.listed = {"on a list"};
  picture.restricted = true;
  report.pictures = {picture};
  const std::string document = make(report).document;
  EXPECT_NE(document.find(picture.sha256), document.npos);
  EXPECT_NE(document.find("must report it"), document.npos);
  EXPECT_EQ(document.find("data:image"), document.npos);
  EXPECT_EQ(document.find("I-cccccccccccc"), document.npos);
  EXPECT_EQ(document.find("on a list"), document.npos);
  report.pictures[0].restricted = false;
  EXPECT_NE(make(report).document.find("data:image/png;base64,iVBORw0KGgo"), document.npos);
}

TEST(ReportSeal, FindsEveryChangedByte) {
  NetworkReport report = make_report();
  const std::string document = make(report).document;
  ASSERT_TRUE(check_seal(document).problems.empty());
  // Everywhere: head, styles, sections, feet, list, the end.
  for (std::size_t at = 0; at < document.size(); at += 97) {
    std::string changed = document;
    changed[at] = changed[at] == 'x' ? 'y' : 'x';
    const SealCheck check = check_seal(changed);
    EXPECT_FALSE(check.is_report && check.problems.empty()) << at;
  }
  const std::size_t in_summary = document.find("Posts in the network");
  std::string changed = document;
  changed[in_summary] = 'Q';
  const SealCheck check = check_seal(changed);
  ASSERT_EQ(check.problems.size(), 2U);
  EXPECT_TRUE(check.problems[1].starts_with("section 1 was changed")) << check.problems[1];
}

TEST(ReportSeal, RefusesWhatIsNoReport) {
  const std::string document = make(make_report()).document;
  for (const std::string& bad :
       {std::string(), std::string("<html></html>\n"), document.substr(0, document.size() / 2),
        document + "more", document.substr(1000)}) {
    const SealCheck check = check_seal(bad);
    EXPECT_FALSE(check.is_report && check.problems.empty());
  }
}

}  // namespace
}  // namespace maillon::report
