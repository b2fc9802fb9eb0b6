#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "collect/plan.h"
#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

UserMapping mapping(std::string_view map, std::string_view source = "") {
  return *parse_mapping(map, source);
}

// "csv , header utf-8: title=a body=b+c" and so on.
std::string describe(const ReadPlan& plan) {
  std::string out(to_name(plan.format));
  if (plan.format == Format::csv) {
    out += plan.delimiter == '\t' ? " tab" : std::string(" ") + plan.delimiter;
    if (!plan.quotes) out += " raw";
    if (!plan.has_header) out += " no-header";
  }
  if (!plan.array_key.empty()) out += " in " + plan.array_key;
  if (plan.encoding != Encoding::utf8) out += " " + std::string(to_name(plan.encoding));
  out += ":";
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    std::string columns;
    for (const uint32_t column : plan.fields[f]) {
      columns += (columns.empty() ? "" : "+") + plan.columns[column];
    }
    // A field's own name is always looked for in JSON.
    const std::string_view name = to_name(static_cast<Field>(f));
    const bool json = plan.format == Format::json_lines || plan.format == Format::json_array;
    if (columns.empty() || (json && columns == name)) continue;
    out += " " + std::string(name) + "=" + columns;
  }
  return out;
}

std::string guess(std::string_view head, std::string_view map = "") {
  const Result<ReadPlan> plan = guess_plan(head, "posts", mapping(map));
  return plan ? describe(*plan) : "error: " + plan.error().message;
}

TEST(GuessPlan, TellsFormatDelimiterHeaderAndFields) {
  struct Row {
    std::string_view head, plan;
  };
  constexpr Row kRows[] = {
      {"id,title,body\n1,a,b\n", "csv ,: id=id title=title body=body"},
      {"ad_id;titre;description;ville\n1;a;b;c\n2;d;e;f\n",
       "csv ;: id=ad_id title=titre body=description city=ville"},
      {"Дата|Заголовок|Текст\n12.03.2021|а|б\n",
       "csv |: posted_at=Дата title=Заголовок body=Текст"},
      {"标题\t描述\t城市\n招聘\t内容\t北京\n", "csv tab: title=标题 body=描述 city=城市"},
      {"fecha,texto,precio\n1/2/2021,hola,3\n", "csv ,: posted_at=fecha body=texto price=precio"},
      {"العنوان,النص\nعمل,وصف\n", "csv ,: title=العنوان body=النص"},
      {"text\nhello there\ngood morning\n", "csv ,: body=text"},
      {"ham\tsee you at the station later today\nspam\tyou have won a prize, call now\n"
       "ham\t\"quoted start of a long message here\nham\tanother message of some length\n",
       "csv tab raw no-header: body=2"},
      {"1,2021-03-12,a long text about a job in the city\n2,2021-03-13,another long text of it\n",
       "csv , no-header: posted_at=2 body=3"},
      {"{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}\n", "json_lines: body=text"},
      {"{\"ad_id\":1,\"description\":\"a\",\"location\":{\"city\":\"x\"}}",
       "json_lines: id=ad_id body=description city=location.city"},
      {"[{\"titulo\":\"a\",\"descripcion\":\"b\"}]", "json_array: title=titulo body=descripcion"},
      {"{\"total\":1,\"posts\":[{\"text\":\"a\",\"date\":\"2021-03-12\"}]}",
       "json_array in posts: posted_at=date body=text"},
      {"{\n \"text\": \"a\"\n}\n{\n \"text\": \"b\"\n}\n", "json_array: body=text"},
      {"12/03/2021, 14:05 - Ann: hi\n12/03/2021, 14:06 - Bob: yes\n",
       "whatsapp: posted_at=date author=author body=text images=file"},
      {"[12.03.21, 14:05:33] Ann: hi\n",
       "whatsapp: posted_at=date author=author body=text images=file"},
      {"Ann, [12.03.2021 14:05]\nhello\n",
       "telegram: posted_at=date author=author body=text images=file"},
      {"{\"name\":\"g\",\"id\":1,\"messages\":[{\"id\":1,\"date\":\"2021-03-12T14:05:33\","
       "\"date_unixtime\":\"1615557933\",\"from\":\"A\",\"from_id\":\"user1\",\"text\":\"x\"}]}",
       "telegram in messages: id=id posted_at=date_unixtime author=from body=text"},
      {"{\"chats\":{\"list\":[{\"messages\":[{\"id\":1,\"date\":\"2021-03-12T14:05:33\","
       "\"from\":\"A\",\"from_id\":\"user1\",\"text\":\"x\"}]}]}}",
       "telegram in messages: posted_at=date author=from body=text"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.head);
    EXPECT_EQ(guess(row.head), row.plan);
  }
}

TEST(GuessPlan, FollowsTheUser) {
  EXPECT_EQ(guess("a,b,c\n1,x,y\n", "body=b+c,id=a"), "csv ,: id=a body=b+c");
  EXPECT_EQ(guess("title,desc\nx,y\n", "title=desc"), "csv ,: title=desc");
  EXPECT_EQ(guess("x;y\nlong text here;z\n", "header=no,body=1"), "csv ; no-header: body=1");
  EXPECT_EQ(guess("a:b\nc:d\n", "delimiter=:,body=b"), "csv :: body=b");
  EXPECT_EQ(guess("{\"a\":{\"b\":\"x\"}}", "body=a.b"), "json_lines: body=a.b");
  EXPECT_EQ(guess("body\ncaf\xE9 \xE0\n", "encoding=windows-1251"),
            "csv , windows-1251: body=body");
}

TEST(GuessPlan, SaysWhatIsMissingAndWhatIsThere) {
  const auto says = [](std::string_view head, std::string_view map, std::string_view part) {
    const std::string message = guess(head, map);
    EXPECT_TRUE(message.starts_with("error: ")) << message;
    EXPECT_NE(message.find(part), std::string::npos) << message;
  };
  says("a,b\n1,a longer text\n", "", "--map body=b");
  says("a,b\n1,a longer text\n", "", "the columns are a, b");
  says("title,body\n1,2\n", "body=text", "no column 'text'; the columns are title, body");
  says("title,body\n1,2\n", "body=text+title+more,id=text",
       "no columns 'text', 'more'; the columns are title, body");
  says("{\"a\":1}", "", "the columns are a");
  says("", "", "empty");
  says("\n \n", "", "blank");
  says("{nonsense", "", "valid");
}

TEST(GuessPlan, SavedPagesAreToldByHowTheyBegin) {
  using namespace std::string_view_literals;
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"<!DOCTYPE html><html></html>"sv, "html"},
      {"\n <HTML>"sv, "html"},
      {"\xEF\xBB\xBF<!-- saved from url=(0014)about:internet -->\n<html lang=de>"sv, "html"},
      {"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html>"sv, "html"},
      {"\xFF\xFE<\0h\0t\0m\0l\0>\0"sv, "html"},
      {"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
       "\tboundary=\"b\"\r\n\r\n"sv,
       "mhtml"},
      {"WARC/1.0\r\nWARC-Type: warcinfo\r\n"sv, "warc"},
  };
  for (const auto& [head, kind] : kRows) {
    SCOPED_TRACE(head);
    const auto plan = guess_plan(head, "file", {});
    ASSERT_TRUE(plan) << plan.error().message;
    EXPECT_EQ(plan->format, Format::pages);
    EXPECT_EQ(to_name(plan->pages), kind);
    const auto again = ReadPlan::from_json(plan->to_json());
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->to_json(), plan->to_json());
  }
  EXPECT_NE(guess("From: a@b\nSubject: c\n\nHello,\n"), "pages");
}

TEST(GuessPlan, RefusesWhatIsNoText) {
  using namespace std::string_view_literals;
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"%PDF-1.7\n..."sv, "PDF"},
      {"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"sv, "picture"},
      {"\xFF\xD8\xFF\xE0\0\x10JFIF"sv, "picture"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "old Office"},
      {"<?xml version=\"1.0\"?><a/>"sv, "XML"},
      {"BZh91AY&SY"sv, "bzip2"},
      {"SQLite format 3\0"sv, "SQLite"},
      {"\x01\x02\x03\x04\x05\x06\x07\x08\x0E\x0F\x10\x11\x12\x13\x14"sv, "binary"},
      {"PK\x03\x04 no zip at all"sv, "XLSX"},
      {"One line of prose, with commas, and nothing else.\n"sv, "no table"},
      {"general operative\n\nA paragraph about a job.\nAnd one more.\n"sv, "no table"},
      {"Some prose, with commas. And, now and then, more.\n\nAnother paragraph\nand lines.\n"sv,
       "no table"},
  };
  for (const auto& [head, word] : kRows) {
    SCOPED_TRACE(head);
    const std::string message = guess(head);
    EXPECT_TRUE(message.starts_with("error: ")) << message;
    EXPECT_NE(message.find(word), std::string::npos) << message;
  }
}

TEST(GuessPlan, DateOrderComesFromTheValues) {
  const auto order = [](std::string_view dates, std::string_view map = "") {
    std::string head = "date;body\n";
    for (std::size_t at = 0; at < dates.size();) {
      const std::size_t end = std::min(dates.find(' ', at), dates.size());
      head += std::string(dates.substr(at, end - at)) + ";text\n";
      at = end + 1;
    }
    return std::string(to_name(guess_plan(head, "x", mapping(map))->date_order));
  };
  EXPECT_EQ(order("01/02/2021 31/12/2021"), "dmy");
  EXPECT_EQ(order("01/02/2021 12/31/2021"), "mdy");
  EXPECT_EQ(order("21/03/04 99/11/30 98/12/31"), "ymd");
  EXPECT_EQ(order("01/02/2021"), "dmy");
  EXPECT_EQ(order("01/02/2021", "date_order=mdy"), "mdy");
}

TEST(GuessPlan, QuotesHaveNoMeaningWhereTheyWouldSpoilRows) {
  std::string head;
  for (int i = 0; i < 300; ++i)
    head += "ham\tplain words of a message, number " + std::to_string(i) + "\n";
  EXPECT_EQ(guess(head), "csv tab no-header: body=2");
  head += "ham\t\"Well\" she said, and left\n";
  EXPECT_EQ(guess(head), "csv tab raw no-header: body=2");
  EXPECT_EQ(guess("id,body\n1,\"a, b\"\n2,\"c\nd\"\n3,\"open\n4,\"e, f\"\n"),
            "csv ,: id=id body=body");
}

TEST(GuessPlan, TellsTheUserInPlainWords) {
  const ReadPlan plan = *guess_plan(
      encode("Дата;Текст;Прочее\n01.02.2021;Требуется уборщица в офис, график свободный;x\n",
             Encoding::windows1251),
      "posts.json", mapping(""));
  std::string notes;
  for (const std::string& note : plan.notes) notes += note + "\n";
  for (const std::string_view part :
       {"table with 3 columns, separated by semicolons, named", "Windows-1251", "body = Текст",
        "not read: Прочее", "--map date_order=mdy", "taken as UTC", "the name says otherwise"}) {
    EXPECT_NE(notes.find(part), std::string::npos) << part << "\n" << notes;
  }
}

TEST(GuessPlan, LatitudesWithDecimalCommas) {
  const std::string_view text = "text;lat;lon\nhello;48,85;2,35\n";
  const ReadPlan plan = *guess_plan(text, "x.csv", mapping(""));
  EXPECT_TRUE(plan.decimal_comma);
  EXPECT_EQ(read_text(text, plan).records.field(Field::lat, 0), "48.85");
}

TEST(Plan, GoesThroughJsonAndBack) {
  ReadPlan plan = *guess_plan("a\tb\n1\t\"x\ty\"\n", "x.tsv", mapping("body=b", "forum"));
  plan.array_key = "k\"ey";
  plan.date_order = DateOrder::mdy;
  const std::string json = plan.to_json();
  const Result<ReadPlan> back = ReadPlan::from_json(json);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->to_json(), json);
  EXPECT_EQ(back->default_source, "forum");
  EXPECT_EQ(back->fields, plan.fields);
  EXPECT_EQ(back->columns, plan.columns);
  for (const std::string_view bad : {"", "[]", "{}", "{\"version\":1}"}) {
    EXPECT_FALSE(ReadPlan::from_json(bad).has_value()) << bad;
  }
  std::string newer = json;
  newer.replace(newer.find("\"version\":1"), 11, "\"version\":9");
  EXPECT_EQ(ReadPlan::from_json(newer).error().code, Code::unsupported);
  std::string outside = json;
  outside.replace(outside.find("\"body\":[1]"), 10, "\"body\":[7]");
  EXPECT_FALSE(ReadPlan::from_json(outside).has_value());
}

TEST(GuessPlan, AFieldWithoutColumnIsNotRead) {
  EXPECT_EQ(guess("title,text,town\na,long words,b\n", "title="), "csv ,: body=text city=town");
  EXPECT_EQ(guess("title,text,town\na,long words,b\n", "city=,title=town"),
            "csv ,: title=town body=text");
  const std::string_view json = "{\"title\":\"a\",\"text\":\"long words\"}\n";
  const Result<ReadPlan> plan = guess_plan(json, "x", mapping("title=,lat=lat"));
  ASSERT_TRUE(plan.has_value()) << plan.error().message;
  EXPECT_TRUE(plan->field(Field::title).empty());
  EXPECT_EQ(plan->columns[plan->field(Field::lat).at(0)], "lat");
  EXPECT_EQ(plan->columns[plan->field(Field::lon).at(0)], "lon");
}

TEST(Mapping, IsReadOrRefusedWithAdvice) {
  const UserMapping m = mapping("body = title + desc , id=ad_id,url=a\\+b\\,c", "s");
  ASSERT_EQ(m.items.size(), 3U);
  EXPECT_EQ(m.items[0].columns, (std::vector<std::string>{"title", "desc"}));
  EXPECT_EQ(m.items[2].columns, (std::vector<std::string>{"a+b,c"}));
  EXPECT_EQ(m.source, "s");
  EXPECT_TRUE(mapping("title= ").items[0].columns.empty());
  constexpr std::pair<std::string_view, std::string_view> kBad[] = {
      {"body", "FIELD=COLUMN"},      {"text=a", "the fields are id, source"},
      {"body=a,body=b", "twice"},    {"body=a+", "missing"},
      {"encoding=latin9", "utf-8"},  {"date_order=x", "dmy"},
      {"encoding=", "utf-8"},        {"=a", "FIELD=COLUMN"},
      {"header=maybe", "yes or no"}, {"body=a,,", "FIELD=COLUMN"},
  };
  for (const auto& [map, part] : kBad) {
    const auto result = parse_mapping(map, "");
    ASSERT_FALSE(result.has_value()) << map;
    EXPECT_NE(result.error().message.find(part), std::string::npos) << result.error().message;
  }
}

}  // namespace
}  // namespace maillon::collect
