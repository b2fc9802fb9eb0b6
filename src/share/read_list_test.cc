#include "share/read_list.h"

#include <gtest/gtest.h>

#include "share/list_test_sink.h"
#include "share/write_list.h"

namespace maillon::share {
namespace {

const std::string kPdq = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
const std::string kMd5 = "d41d8cd98f00b204e9800998ecf8427e";
const std::string kSha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
const std::string kSha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

std::string hex(const std::string& bytes) {
  return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

// An entry on one line: what is set of it.
std::string shown(const ListEntry& e) {
  std::string out;
  const auto put = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out += (out.empty() ? "" : " ") + std::string(name) + "=" + value;
  };
  put("id", e.id);
  put("member", e.member);
  for (const HashKind kind : kHashKinds) put(to_name(kind), hex(e.of(kind)).substr(0, 6));
  if (e.quality >= 0) put("quality", std::to_string(e.quality));
  put("file", e.file);
  put("class", e.classification);
  put("scheme", e.scheme);
  put("country", e.country);
  for (const std::string& tag : e.tags) put("tag", tag);
  put("time", e.timestamp);
  put("status", e.status);
  for (const NamedText& o : e.other) put("+" + o.name, o.value);
  if (e.deleted) out += " deleted";
  if (e.restricted) out += " restricted";
  return out;
}

struct Row {
  const char* name;
  ListFormat format;
  std::string text;
  std::vector<std::string> entries;
  std::vector<std::string> bad;
};

TEST(ReadList, EachFormat) {
  const std::vector<Row> rows = {
      {"bare hashes",
       ListFormat::csv,
       kPdq + "\n" + kMd5 + "\r\n\n" + kSha1,
       {"pdq=f8f8f0", "md5=d41d8c", "sha1=da39a3"},
       {}},
      {"the reference's hasher",
       ListFormat::csv,
       "hash,quality,file\n" + kPdq + ",87,a b.jpg\n",
       {"pdq=f8f8f0 quality=87 file=a b.jpg"},
       {}},
      {"the same without a header",
       ListFormat::csv,
       kPdq + ",87,a.jpg\n",
       {"pdq=f8f8f0 quality=87 file=a.jpg"},
       {}},
      {"maillon hash",
       ListFormat::csv,
       "file,pdq,quality,md5,sha1,sha256\n\"a,b.jpg\"," + kPdq + ",100," + kMd5 + "," + kSha1 +
           "," + kSha256 + "\nempty.jpg,,," + kMd5 + ",,\n",
       {"pdq=f8f8f0 md5=d41d8c sha1=da39a3 sha256=e3b0c4 quality=100 file=a,b.jpg",
        "md5=d41d8c file=empty.jpg"},
       {}},
      {"semicolons and other names",
       ListFormat::csv,
       "Signal_Type;Signal;Tags;Deleted\nHASH_PDQ;" + kPdq + ";a;true\nSHA-256;" + kSha256 +
           ";;\nphotodna;AAAA;;\n",
       {"pdq=f8f8f0 tag=a deleted", "sha256=e3b0c4", "+photodna=AAAA"},
       {}},
      {"classes",
       ListFormat::csv,
       "md5,classification,tags\n" + kMd5 + ",A1,\n" + kMd5 + ",,CSAM;x\n" + kMd5 + ",spam,x\n",
       {"md5=d41d8c class=A1 restricted", "md5=d41d8c tag=CSAM tag=x restricted",
        "md5=d41d8c class=spam tag=x"},
       {}},
      {"bad lines are told and the next ones read",
       ListFormat::csv,
       "pdq,quality\nxyz,1\n" + kPdq + ",900\n\"" + kPdq + "\n" + kPdq + ",50,extra\n,50\n" + kPdq +
           ",50\n",
       {"pdq=f8f8f0 quality=50"},
       {"2: a hash with the wrong number of digits or other signs",
        "3: a quality that is no number from 0 to 100",
        "4: a quote that is not closed, or text after a closing quote",
        "5: more cells than the header has", "6: no hash of a kind that can be matched"}},
      {"a break within quotes",
       ListFormat::csv,
       "md5,file\n" + kMd5 + ",\"a\nb\"\nzz,\n",
       {"md5=d41d8c file=a\nb"},
       {"4: a hash with the wrong number of digits or other signs"}},
      {"pytx",
       ListFormat::lines,
       "# made up\npdq " + kPdq + "\nvideo_md5\t" + kMd5 + "\nraw_text hello\npdq\nmd5 12\n",
       {"pdq=f8f8f0", "md5=d41d8c"},
       {"4: a signal of a type that is no hash that can be matched",
        "5: a signal type without a signal",
        "6: a hash with the wrong number of digits or other signs"}},
      {"threat_updates",
       ListFormat::threatexchange,
       R"({"data":[{"id":"1","indicator":")" + kPdq +
           R"(","type":"HASH_PDQ","last_updated":1700000000,"should_delete":false,"descriptors":)"
           R"({"data":[{"id":"9","owner":{"id":"77"},"status":"MALICIOUS","share_level":"AMBER",)"
           R"("tags":{"data":[{"text":"spam"},"x"]},"added_on":5}]}},)"
           R"({"id":"2","type":"HASH_MD5","indicator":")" +
           kMd5 +
           R"(","should_delete":true},)"
           R"({"id":"3","type":"TREND_QUERY","indicator":"x"},{"id":"4","type":"HASH_PDQ",)"
           R"("indicator":"12"},7]})",
       {"id=1 member=77 pdq=f8f8f0 scheme=threatexchange tag=spam tag=x time=1700000000 "
        "status=MALICIOUS +share_level=AMBER",
        "id=2 md5=d41d8c scheme=threatexchange deleted"},
       {"3: an indicator of a type that is no hash",
        "4: a hash with the wrong number of digits or other signs",
        "5: no record of an indicator"}},
      {"one record a line",
       ListFormat::threatexchange,
       R"({"id":"1","type":"HASH_MD5","indicator":")" + kMd5 + "\"}\n{]\n" +
           R"({"id":"2","type":"HASH_TMK","indicator":"zz","tags":["csam"]})",
       {"id=1 md5=d41d8c scheme=threatexchange",
        "id=2 scheme=threatexchange tag=csam +HASH_TMK=zz restricted"},
       {"2: a line that is no JSON"}},
      {"VICS 1.3",
       ListFormat::vics,
       R"({"odata.metadata":"http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media","value":[)"
       R"({"odata.id":"x","MediaID":"5","Category":"1","MD5":")" +
           kMd5 +
           R"(","SHA1":"","VictimIdentified":"false","Series":"s","MediaSize":"10"},)"
           R"({"MediaID":6,"Category":8,"MD5":"1B2M2Y8AsgTpgAmY7PhCfg=="},{"MediaID":7}]})",
       {"id=5 md5=d41d8c class=1 scheme=vics +Series=s +VictimIdentified=false +MediaSize=10 "
        "restricted",
        "id=6 md5=d41d8c class=8 scheme=vics"},
       {"3: no hash of a kind that can be matched"}},
      {"VICS 2.0, cases",
       ListFormat::vics,
       R"({"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/UK/)"
       R"($metadata#Cases","value":[{"CaseID":"c","Media":[{"MediaID":1,"Category":3,"SHA1":")" +
           kSha1 + R"(","AlternativeHashes":[{"HashName":"PDQ","HashValue":")" + kPdq +
           R"("},{"HashName":"PhotoDNA","HashValue":"AA"}],"Tags":"a;b"}]}]})",
       {"id=1 pdq=f8f8f0 sha1=da39a3 class=3 scheme=vics country=UK tag=a tag=b +PhotoDNA=AA "
        "restricted"},
       {}},
      {"NCMEC",
       ListFormat::ncmec,
       R"(<?xml version="1.0"?><h:queryResult xmlns:h="https://hashsharing.ncmec.org/hashsharing/v2">)"
       R"(<h:images count="2"><h:image><h:member id="42">Example</h:member>)"
       R"(<h:timestamp>2020-01-01T00:00:00Z</h:timestamp><h:id>i1</h:id>)"
       R"(<h:classification>A2</h:classification><h:fingerprints><h:md5>)" +
           kMd5 + "</h:md5><h:pdq>" + kPdq + "</h:pdq><h:pdna>QUJD</h:pdna></h:fingerprints>" +
           R"(<h:feedback><h:members><h:member id="1">No</h:member></h:members></h:feedback></h:image>)"
           R"(<h:deletedImage><h:member id="42">Example</h:member><h:id>i0</h:id></h:deletedImage>)"
           "</h:images><h:videos><h:video><h:id>v</h:id><h:fingerprints><h:sha1>12</h:sha1>"
           "</h:fingerprints></h:video></h:videos></h:queryResult>",
       {"id=i1 member=42 pdq=f8f8f0 md5=d41d8c class=A2 scheme=ncmec time=2020-01-01T00:00:00Z "
        "+member_name=Example +pdna=QUJD restricted",
        "id=i0 member=42 scheme=ncmec +member_name=Example deleted restricted"},
       {"3: a hash with the wrong number of digits or other signs"}},
  };
  const ReadListOptions options{.restriction = {.harmless = {"8"}}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(to_name(guess_list_format(row.text)), to_name(row.format));
    Gathered got;
    const auto done = read_list(row.text, row.format, options, got);
    ASSERT_TRUE(done.has_value()) << done.error().message;
    std::vector<std::string> entries;
    for (const ListEntry& entry : got.entries) entries.push_back(shown(entry));
    EXPECT_EQ(entries, row.entries);
    EXPECT_EQ(got.bad, row.bad);
  }
}

TEST(ReadList, FilesThatAreNotWhatTheyShouldBe) {
  const struct {
    ListFormat format;
    const char* text;
    Code code;
    const char* says;
  } rows[] = {
      {ListFormat::threatexchange, R"({"data":[{"id":)", Code::corrupt, "breaks off"},
      {ListFormat::vics, R"({"value":[)", Code::corrupt, "breaks off"},
      {ListFormat::vics, R"({"a":1})", Code::invalid_input, "no \"value\""},
      {ListFormat::ncmec, "<queryResult><images>", Code::corrupt, "fetch it again"},
      {ListFormat::ncmec, "<html></html>", Code::invalid_input, "not a queryResult"},
      {ListFormat::ncmec, "<!DOCTYPE x [<!ENTITY a \"aa\">]><queryResult/>", Code::invalid_input,
       "document type"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    Gathered got;
    const auto done = read_list(row.text, row.format, {}, got);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code, row.code);
    EXPECT_NE(done.error().message.find(row.says), std::string::npos) << done.error().message;
  }
}

TEST(ReadList, AMillionBadLinesTakeLinearTime) {
  for (const char* line : {"\"open quote\n", "zz,zz,zz\n", "a\"b\"c,\"\n"}) {
    SCOPED_TRACE(line);
    std::string text = "md5,file\n";
    for (int i = 0; i < 200'000; ++i) text += line;
    Gathered got;
    ASSERT_TRUE(read_list(text, ListFormat::csv, {}, got));
    EXPECT_TRUE(got.entries.empty());
    EXPECT_EQ(got.bad.size(), 200'000U);
  }
}

TEST(HashList, KeysAreOfTheSourceOrTheHashes) {
  ListEntry a, b;
  a.of(HashKind::md5) = std::string(16, 'x');
  b = a;
  b.file = "elsewhere";
  EXPECT_EQ(entry_key(a), entry_key(b));
  b.of(HashKind::sha1) = std::string(20, 'y');
  EXPECT_NE(entry_key(a), entry_key(b));
  a.id = b.id = "7";
  EXPECT_EQ(entry_key(a), entry_key(b));
  b.member = "other";
  EXPECT_NE(entry_key(a), entry_key(b));
}

TEST(HashList, RestrictedUnlessKnownOtherwise) {
  const struct {
    const char* scheme;
    const char* classification;
    const char* tag;
    bool want;
  } rows[] = {
      {"ncmec", "", "", true},
      {"ncmec", "8", "", true},
      {"vics", "1", "", true},
      {"vics", "8", "", false},
      {"vics", "", "", true},
      {"vics", "8", "csam", true},
      {"", "", "", false},
      {"", "a1", "", true},
      {"", "B2", "", true},
      {"", "C1", "", false},
      {"", "", "CSAM", true},
      {"", "", "media_type_csam", true},
      {"threatexchange", "", "child-abuse", true},
      {"", "", "terror", false},
  };
  for (const auto& row : rows) {
    ListEntry entry;
    entry.scheme = row.scheme;
    entry.classification = row.classification;
    if (*row.tag != '\0') entry.tags = {row.tag};
    EXPECT_EQ(is_restricted(entry, {.harmless = {"8"}}), row.want)
        << row.scheme << " " << row.classification << " " << row.tag;
    EXPECT_TRUE(is_restricted(entry, {.all = true, .harmless = {}}));
  }
}

TEST(WriteList, ReadsBackTheSame) {
  ListEntry one;
  one.id = "17";
  one.member = "m \"x\" <&>";
  one.of(HashKind::pdq) = *parse_hash(HashKind::pdq, kPdq);
  one.timestamp = "1700000000";
  one.status = "MALICIOUS";
  one.tags = {"spam", "b,c"};
  ListEntry two = one;
  two.id = "x-2";
  two.of(HashKind::pdq).clear();
  two.of(HashKind::sha1) = *parse_hash(HashKind::sha1, kSha1);
  const auto again = [&](ListFormat format) {
    ListWriter writer(format, "NL");
    writer.add(one);
    writer.add(two);
    writer.finish();
    const std::string text = writer.take();
    EXPECT_EQ(to_name(guess_list_format(text)), to_name(format));
    Gathered got;
    EXPECT_TRUE(read_list(text, format, {}, got)) << text;
    EXPECT_TRUE(got.bad.empty());
    return got.entries;
  };
  ListEntry with_all = one;
  with_all.quality = 80;
  with_all.file = "a\r\nb, \"c\"";
  with_all.classification = "x";
  with_all.country = "NL";
  with_all.other = {{"pdna", "QUJD"}};
  std::swap(one, with_all);
  EXPECT_EQ(again(ListFormat::csv), (std::vector<ListEntry>{one, two}));
  std::swap(one, with_all);
  one.scheme = two.scheme = "threatexchange";
  EXPECT_EQ(again(ListFormat::threatexchange), (std::vector<ListEntry>{one, two}));
  for (const ListFormat format : {ListFormat::vics, ListFormat::ncmec}) {
    const auto got = again(format);
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0].id, "17");
    EXPECT_EQ(got[0].hash, one.hash);
    EXPECT_EQ(got[1].hash, two.hash);
    EXPECT_EQ(got[0].timestamp, one.timestamp);
    EXPECT_EQ(got[1].country, format == ListFormat::vics ? "NL" : "");
  }
}

}  // namespace
}  // namespace maillon::share
