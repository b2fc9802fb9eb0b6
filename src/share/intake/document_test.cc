#include "share/intake/document.h"

#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "share/intake/json_view.h"

namespace maillon::share {
namespace {

const std::string kMd5Digest = "d41d8cd98f00b204e9800998ecf8427e";
const std::string kSha1Digest = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
const std::string kSha256Digest =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const std::string kPdqDigest = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";

// What a reader gives, each on one line.
struct GivenLines : DocumentSink {
  void add(ListedSelector&& s, std::string_view country, bool withdrawn, uint64_t place) override {
    std::string line = std::to_string(place) + " " + std::string(to_name(s.kind));
    if (s.service != Service::none) line += "/" + std::string(to_name(s.service));
    line += " " + s.written + " of " + s.object;
    const auto put = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) line += " " + std::string(name) + "=" + value;
    };
    put("by", s.source);
    put("label", s.label);
    put("comment", s.comment);
    put("tlp", s.tlp);
    put("ids", s.to_ids);
    put("first", format_date(s.first_seen));
    put("last", format_date(s.last_seen));
    put("modified", format_date(s.modified));
    put("country", std::string(country));
    if (withdrawn) line += " withdrawn";
    taken.push_back(line);
  }
  void withdraw(const ListedSelector& about) override { gone.push_back(about.object); }
  void add_hash(ListEntry&& e, uint64_t place) override {
    std::string line = std::to_string(place) + " hash";
    for (const HashKind kind : kHashKinds) {
      if (!e.of(kind).empty())
        line += " " + std::string(to_name(kind)) + ":" + to_hex(e.of(kind)).substr(0, 6);
    }
    line += " of " + e.id;
    if (!e.member.empty()) line += " by=" + e.member;
    if (!e.file.empty()) line += " file=" + e.file;
    for (const std::string& tag : e.tags) line += " tag=" + tag;
    if (e.deleted) line += " withdrawn";
    taken.push_back(line);
  }
  void reject(uint64_t place, std::string_view object, std::string_view reason) override {
    bad.push_back(std::to_string(place) + " " + std::string(object) + ": " + std::string(reason));
  }
  void leave_out(std::string_view type) override { left.emplace_back(type); }

  std::vector<std::string> taken, bad, left, gone;
};

struct DocumentRow {
  const char* name;
  std::string text;
  std::vector<std::string> taken, bad, left;
};

void check_row(const DocumentRow& row, DocumentFormat format) {
  GivenLines all;
  const auto done = read_document(row.text, format, all);
  EXPECT_TRUE(done.has_value()) << row.name << ": " << (done ? "" : done.error().message);
  EXPECT_EQ(all.taken, row.taken) << row.name;
  EXPECT_EQ(all.bad, row.bad) << row.name;
  EXPECT_EQ(all.left, row.left) << row.name;
  EXPECT_EQ(guess_document_format(row.text), format) << row.name;
}

std::string bundle(const std::string& objects) {
  return R"({"type":"bundle","id":"bundle--1","objects":[)" + objects + "]}";
}

TEST(ReadStix, Documents) {
  const std::string red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
  const std::vector<DocumentRow> rows = {
      {"each kind of observable",
       bundle(R"({"type":"email-addr","id":"e","value":"a@example.com"},
         {"type":"url","id":"u","value":"https://example.org/x"},
         {"type":"domain-name","id":"d","value":"example.org"},
         {"type":"phone-number","id":"p","value":"+33 6 12 34 56 78"},
         {"type":"user-account","id":"a","account_login":"anna","account_type":"telegram"},
         {"type":"user-account","id":"b","user_id":"bea","account_type":"chirp"},
         {"type":"user-account","id":"c","user_id":"root","account_type":"unix"},
         {"type":"cryptocurrency-wallet","id":"w","value":"bc1q"},
         {"type":"bank-account","id":"i","iban":"GB82"},
         {"type":"ipv4-addr","id":"x","value":"192.0.2.1"})"),
       {"1 email a@example.com of e", "2 url https://example.org/x of u", "3 url example.org of d",
        "4 phone +33 6 12 34 56 78 of p", "5 handle/telegram anna of a",
        "6 handle bea of b comment=account of chirp", "8 wallet bc1q of w", "9 iban GB82 of i"},
       {},
       {"user-account of a computer", "ipv4-addr"}},
      {"what others say of an object, whatever their order",
       bundle(R"({"type":"email-addr","id":"e","value":"a@example.com"},
         {"type":"observed-data","id":"o","created_by_ref":"identity--1","object_refs":["e","gone"],
          "object_marking_refs":[")" +
              red + R"("],
          "first_observed":"2026-01-02T00:00:00Z","last_observed":"2026-02-03T10:00:00.000Z"},
         {"type":"report","id":"r","name":"Report 7","object_refs":["e"]},
         {"type":"identity","id":"identity--1","name":"Example Agency"})"),
       {"1 email a@example.com of e by=Example Agency label=Report 7 tlp=red first=2026-01-02 "
        "last=2026-02-03"},
       {},
       {"observed-data", "report", "identity"}},
      {"a marking of the bundle's own",
       bundle(
           R"({"type":"marking-definition","id":"m","extensions":{"x":{"tlp_2_0":"amber+strict"}}},
         {"type":"marking-definition","id":"n","definition_type":"tlp","definition":{"tlp":"white"}},
         {"type":"url","id":"u","value":"https://example.org","object_marking_refs":["n","m"]})"),
       {"3 url https://example.org of u tlp=amber+strict"},
       {},
       {"marking-definition", "marking-definition"}},
      {"hashes",
       bundle(R"({"type":"file","id":"f","name":"a.jpg","hashes":{"MD5":")" + kMd5Digest +
              R"(","SHA-256":")" + kSha256Digest + R"(","PDQ":")" + kPdqDigest +
              R"(","SSDEEP":"3:x"}},
         {"type":"file","id":"g","hashes":{"MD5":"12"}},{"type":"file","id":"h","name":"b"},
         {"type":"artifact","id":"k","hashes":{"SHA-1":")" +
              kSha1Digest + R"("}})"),
       {"1 hash pdq:f8f8f0 md5:d41d8c sha256:e3b0c4 of f file=a.jpg", "4 hash sha1:da39a3 of k"},
       {"2 g: a hash with the wrong number of digits or other signs"},
       {"file without a hash"}},
      {"indicators",
       bundle(R"({"type":"indicator","id":"i1","pattern_type":"stix","name":"One",
          "modified":"2026-03-01T00:00:00Z","labels":["csam"],
          "pattern":"[email-addr:value = 'a@example.com' OR file:hashes.'SHA-256' = ')" +
              kSha256Digest + R"('] OR [file:hashes.MD5 = ')" + kMd5Digest + R"(']"},
         {"type":"indicator","id":"i2","pattern":"[url:value = 'x'] AND [url:value = 'y']"},
         {"type":"indicator","id":"i3","pattern_type":"yara","pattern":"rule x {}"},
         {"type":"indicator","id":"i4","pattern":"[ipv4-addr:value = '192.0.2.1']"},
         {"type":"indicator","id":"i5","pattern":17})"),
       {"1 email a@example.com of i1 label=One modified=2026-03-01",
        "1 hash sha256:e3b0c4 of i1 tag=csam", "1 hash md5:d41d8c of i1#2 tag=csam"},
       {"2 i2: a pattern that is more than equalities joined by OR (AND, NOT, times, other "
        "comparisons)",
        "3 i3: a pattern that is not in STIX's language",
        "5 i5: a pattern that is more than equalities joined by OR (AND, NOT, times, other "
        "comparisons)"},
       {"indicator on ipv4-addr:value"}},
      {"revoked, and two versions of one object",
       bundle(R"({"type":"indicator","id":"i1","revoked":true,"pattern":"[url:value = 'x.org']"},
         {"type":"indicator","id":"i2","modified":"2026-01-01T00:00:00Z","pattern":"[url:value = 'old.org']"},
         {"type":"indicator","id":"i2","modified":"2026-01-02T00:00:00Z","pattern":"[url:value = 'new.org']"})"),
       {"1 url x.org of i1 withdrawn", "3 url new.org of i2 modified=2026-01-02"},
       {},
       {"older version of an object that is here again"}},
      {"observed objects as 2.0 writes them",
       bundle(R"({"type":"observed-data","id":"o","first_observed":"2026-01-02T00:00:00Z",
         "objects":{"0":{"type":"email-addr","value":"a@example.com"},"1":{"type":"mutex"},"2":4}})"),
       {"1 email a@example.com of o#0 first=2026-01-02"},
       {},
       {"mutex", "observed object without a type", "observed-data"}},
      {"wrong types everywhere",
       bundle(R"(1,"x",null,[],{},{"type":7,"id":"a"},{"type":"url"},{"type":"url","id":{}},
         {"type":"url","id":"u","value":["x"]},{"type":"url","id":"v","value":" "},
         {"type":"file","id":"f","hashes":[1]},{"type":"file","id":"g","hashes":{"MD5":{}}},
         {"type":"url","id":"t","value":"x.org","value":"y.org"},
         {"type":"observed-data","id":"o","object_refs":{"a":1},"objects":["x"]},
         {"type":"report","object_refs":[{},[],3]})"),
       {},
       {"1 : no object where one must be", "2 : no object where one must be",
        "3 : no object where one must be", "4 : no object where one must be",
        "5 : an object without a type",
        "7 : an object without an identifier, or of more than 256 bytes",
        "8 : an object without an identifier, or of more than 256 bytes",
        "9 u: no value, or one that is no text", "10 v: no value, or one that is no text",
        "11 f: no object where one must be",
        "12 g: a hash with the wrong number of digits or other signs",
        "13 t: it names one member twice, so that programs differ in what it says"},
       {"7", "observed-data", "report"}},
      {"long values",
       bundle(R"({"type":"url","id":"u","value":")" + std::string(5000, 'x') +
              R"("},{"type":"url","id":")" + std::string(300, 'i') + R"(","value":"x.org"})"),
       {},
       {"1 u: a value of more than 4,096 bytes",
        "2 : an object without an identifier, or of more than 256 bytes"},
       {}},
      {"what a TAXII server answers, one object, a byte order mark",
       "\xEF\xBB\xBF "
       "{\"more\":false,\"objects\":[{\"type\":\"url\",\"id\":\"u\",\"value\":\"x.org\"}]}",
       {"1 url x.org of u"},
       {},
       {}},
      {"one object alone",
       R"({"type":"url","spec_version":"2.1","id":"u","value":"x.org"})",
       {"1 url x.org of u"},
       {},
       {}},
  };
  for (const DocumentRow& row : rows) check_row(row, DocumentFormat::stix);
}

TEST(ReadMisp, Documents) {
  const std::string event = R"({"info":"Event 7","Orgc":{"name":"Example Agency"},
    "Tag":[{"name":"tlp:amber"},{"name":"x"}],"Attribute":[)";
  const std::vector<DocumentRow> rows = {
      {"each type, with what the event says",
       R"({"Event":)" + event + R"(
        {"uuid":"1","type":"phone-number","value":"+33 6 12 34 56 78","to_ids":true,
         "timestamp":"1767225600","comment":"seen in an advert","first_seen":"2026-01-02T00:00:00+00:00"},
        {"uuid":"2","type":"email-src","value":"a@example.com","to_ids":false,"Tag":[{"name":"TLP:RED"}]},
        {"uuid":"3","type":"domain|ip","value":"example.org|192.0.2.1"},
        {"uuid":"4","type":"btc","value":"bc1q"},{"id":5,"type":"iban","value":"GB82"},
        {"uuid":"6","type":"twitter-id","value":"anna"},
        {"uuid":"7","type":"filename|sha256","value":"a|b.jpg|)" +
           kSha256Digest + R"("},
        {"uuid":"8","type":"md5","value":")" +
           kMd5Digest + R"(","deleted":"1"},
        {"uuid":"9","type":"url","value":"https://example.org/x","deleted":true},
        {"uuid":"10","type":"ip-dst","value":"192.0.2.1"},
        {"uuid":"11","type":"link","value":"https://example.org/report"},
        {"uuid":"12","type":"sha1","value":"12"}],"ShadowAttribute":[{}]}})",
       {("1 phone +33 6 12 34 56 78 of 1 by=Example Agency label=Event 7 comment=seen in an advert "
         "tlp=amber ids=yes first=2026-01-02 modified=2026-01-01"),
        "2 email a@example.com of 2 by=Example Agency label=Event 7 tlp=red ids=no",
        "3 url example.org of 3 by=Example Agency label=Event 7 tlp=amber",
        "4 wallet bc1q of 4 by=Example Agency label=Event 7 tlp=amber",
        "5 iban GB82 of 5 by=Example Agency label=Event 7 tlp=amber",
        "6 handle anna of 6 by=Example Agency label=Event 7 comment=account of twitter tlp=amber",
        "7 hash sha256:e3b0c4 of 7 by=Example Agency file=a|b.jpg tag=tlp:amber tag=x",
        "8 hash md5:d41d8c of 8 by=Example Agency tag=tlp:amber tag=x withdrawn",
        "9 url https://example.org/x of 9 by=Example Agency label=Event 7 tlp=amber withdrawn"},
       {"12 12: a hash with the wrong number of digits or other signs"},
       {"ip-dst", "link", "proposal of an attribute"}},
      {"attributes of objects",
       R"({"response":[{"Event":{"info":"E","Object":[
        {"name":"telegram-account","comment":"the account","Attribute":[
         {"uuid":"1","type":"text","object_relation":"username","value":"anna"},
         {"uuid":"2","type":"text","object_relation":"phone","value":"+33612345678"},
         {"uuid":"3","type":"text","object_relation":"first_name","value":"Anna"}]},
        {"name":"user-account","Attribute":[
         {"uuid":"4","type":"text","object_relation":"username","value":"bea"},
         {"uuid":"5","type":"text","object_relation":"account-type","value":"Instagram"}]},
        {"name":"user-account","Attribute":[
         {"uuid":"6","type":"text","object_relation":"username","value":"root"},
         {"uuid":"7","type":"text","object_relation":"account-type","value":"unix"}]},
        {"name":"coin-address","deleted":true,"Attribute":[
         {"uuid":"8","type":"text","object_relation":"address-crypto","value":"0x0"}]}]}},
        {"Event":{"info":"F","Attribute":[{"uuid":"9","type":"url","value":"x.org"}]}},7]})",
       {"1 handle/telegram anna of 1 label=E comment=the account",
        "2 phone +33612345678 of 2 label=E comment=the account",
        "4 handle/instagram bea of 4 label=E", "8 wallet 0x0 of 8 label=E withdrawn",
        "9 url x.org of 9 label=F"},
       {"10 : no object where one must be"},
       {"text", "text", "text", "text"}},
      {"attributes alone",
       R"({"response":{"Attribute":[{"uuid":"1","type":"text","value":"anna","Event":{"info":"E"},
        "Tag":[{"name":"maillon:kind=\"handle\""},{"name":"maillon:service=\"vk\""}]}]}})",
       {"1 handle/vk anna of 1 label=E"},
       {},
       {}},
      {"several events in an array",
       R"([{"Event":{"Attribute":[{"uuid":"1","type":"url","value":"x.org"}]}},
        {"Event":{"Attribute":[{"uuid":"2","type":"url","value":"y.org"}]}}])",
       {"1 url x.org of 1", "2 url y.org of 2"},
       {},
       {}},
      {"wrong types everywhere",
       R"({"Event":{"info":7,"Orgc":[],"Tag":{"a":1},"Attribute":[1,[],{},{"type":"url"},
        {"type":"url","uuid":"a"},{"type":"url","uuid":"b","value":{}},{"type":"domain|ip","uuid":"c","value":"|x"},
        {"type":"url","uuid":"d","value":"x.org","type":"md5"}],
        "Object":[3,{"Attribute":4},{"Attribute":[{"type":["url"]}]}]}})",
       {},
       {"1 : no object where one must be", "2 : no object where one must be",
        "3 : an object without a type",
        "4 : an object without an identifier, or of more than 256 bytes",
        "5 a: no value, or one that is no text", "6 b: no value, or one that is no text",
        "7 c: no value, or one that is no text",
        "8 d: it names one member twice, so that programs differ in what it says",
        "9 : an object without a type"},
       {}},
  };
  for (const DocumentRow& row : rows) check_row(row, DocumentFormat::misp);
}

TEST(ReadFtm, Documents) {
  const std::vector<DocumentRow> rows = {
      {"each property",
       R"({"id":"a","schema":"Person","caption":"Anna","datasets":["list"],"last_change":"2026-01-05",
        "properties":{"phone":["06 12 34 56 78","+44 20 7946 0000"],"email":["a@example.com"],
        "website":"https://example.org","sourceUrl":["https://example.org/a"],"country":["fr"]}})"
       "\n"
       R"({"id":"b","schema":"UserAccount","properties":{"username":["bea"],"service":["Telegram"],
        "number":["+33612345678"],"email":["b@example.com"],"publishedAt":["2026-01-02T03:04:05"]}})"
       "\n\n"
       R"({"id":"c","schema":"CryptoWallet","properties":{"publicKey":["bc1q"]}})"
       "\n"
       R"({"id":"d","schema":"BankAccount","properties":{"iban":["GB82"],"accountNumber":["DE89","12345-6"]}})"
       "\n"
       R"({"id":"e","schema":"Image","properties":{"contentHash":[")" +
           kSha1Digest + R"(","12"],"fileName":["a.jpg"]}})" + "\n" +
           R"({"id":"f","schema":"Company","properties":{"name":["F"]}})",
       {"1 phone 06 12 34 56 78 of a by=list label=Anna modified=2026-01-05 country=FR",
        "1 phone +44 20 7946 0000 of a by=list label=Anna modified=2026-01-05 country=FR",
        "1 email a@example.com of a by=list label=Anna modified=2026-01-05 country=FR",
        "1 url https://example.org of a by=list label=Anna modified=2026-01-05 country=FR",
        "1 url https://example.org/a of a by=list label=Anna modified=2026-01-05 country=FR",
        "2 phone +33612345678 of b first=2026-01-02", "2 email b@example.com of b first=2026-01-02",
        "2 handle/telegram bea of b first=2026-01-02", "4 wallet bc1q of c", "5 iban GB82 of d",
        "5 iban DE89 of d", "6 hash sha1:da39a3 of e file=a.jpg"},
       {"6 e#2: a hash with the wrong number of digits or other signs"},
       {"accountNumber that is no IBAN", "Company"}},
      {"an array",
       R"([{"id":"a","schema":"Person","properties":{"phone":["1"]}},
        {"id":"b","schema":"Person","properties":{"phone":["2"],"country":["fr","de"]}}])",
       {"1 phone 1 of a", "2 phone 2 of b"},
       {},
       {}},
      {"one entity on several lines",
       "{\n\"id\":\"a\",\"schema\":\"Person\",\n\"properties\":{\"phone\":[\"1\"]}}\n",
       {"1 phone 1 of a"},
       {},
       {}},
      {"wrong types everywhere, and a line that breaks off",
       R"({"id":"a","schema":"Person","properties":{"phone":[1,{},["x"],""],"email":{"a":1}}})"
       "\n"
       R"({"schema":"Person","properties":{}})"
       "\n"
       R"({"id":"a"})"
       "\n[]\n"
       R"({"id":"b","schema":"Person","properties":{"phone":["1"],"phone":["2"]}})"
       "\n"
       R"({"id":"c","schema":"Person","proper)",
       {},
       {"1 a: no value, or one that is no text", "1 a: no value, or one that is no text",
        "1 a: no value, or one that is no text", "1 a: no value, or one that is no text",
        "1 a: no value, or one that is no text",
        "2 : an object without an identifier, or of more than 256 bytes",
        "3 a: an object without a type", "4 : no object where one must be",
        "5 b: it names one member twice, so that programs differ in what it says",
        "6 : a line that is no JSON, or breaks off"},
       {}},
  };
  for (DocumentRow row : rows) {
    // Entities stand on one line each; here some are broken for the eye.
    for (std::size_t at = 0; row.text[0] == '{' && row.text[1] != '\n' &&
                             (at = row.text.find("\n        ")) != std::string::npos;)
      row.text.replace(at, 9, "");
    check_row(row, DocumentFormat::ftm);
  }
}

TEST(GuessDocument, ListsOfHashesAreNone) {
  for (const char* text :
       {R"({"data":[{"id":"7","type":"HASH_MD5","indicator":"x"}]})", "pdq f8f8", "a,b\n", "", " ",
        "<queryResult>", R"({"@odata.context":"x","value":[{"MediaID":1,"objects":[]}]})", "[[[",
        R"(["Event","objects"])", R"({"x":{"objects":[]}})", "{\"objects"}) {
    EXPECT_FALSE(guess_document_format(text).has_value()) << text;
  }
}

TEST(ReadDocument, WhatIsNoneIsRefused) {
  const std::string deep(100'000, '[');
  std::string deep_object;
  for (int i = 0; i < 2000; ++i) deep_object += R"({"objects":)";
  struct Refused {
    const char* name;
    std::string text;
    Code code;
  };
  const std::vector<Refused> stix = {
      {"nothing", "", Code::corrupt},
      {"deep", deep, Code::corrupt},
      {"deep objects", deep_object, Code::corrupt},
      {"breaks off", bundle("{\"type\":\"url\"").substr(0, 60), Code::corrupt},
      {"bytes that are not UTF-8", bundle("{\"type\":\"url\",\"id\":\"\xff\"}"), Code::corrupt},
      {"no objects", R"({"type":"bundle","objects":{}})", Code::invalid_input},
      {"a text", "\"objects\"", Code::invalid_input}};
  for (const Refused& row : stix) {
    GivenLines all;
    const auto done = read_document(row.text, DocumentFormat::stix, all);
    ASSERT_FALSE(done.has_value()) << row.name;
    EXPECT_EQ(done.error().code, row.code) << row.name << ": " << done.error().message;
    EXPECT_TRUE(all.taken.empty()) << row.name;
  }
  GivenLines all;
  EXPECT_FALSE(read_document(R"({"Event":[]})", DocumentFormat::misp, all).has_value());
  EXPECT_FALSE(read_document("[1,2]", DocumentFormat::misp, all).has_value());
  EXPECT_FALSE(read_document("x\ny\n", DocumentFormat::ftm, all).has_value());
}

TEST(ReadDocument, LargeOnesAreBounded) {
  GivenLines all;
  std::string large = R"({"objects":[")" + std::string(kMostJson, ' ') + "\"]}";
  const auto done = read_document(large, DocumentFormat::stix, all);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::invalid_input);
  // A line too long is set aside, and what follows it is read.
  large = R"({"id":")" + std::string(std::size_t{17} << 20, 'x') + "\"}\n" +
          R"({"id":"a","schema":"Person","properties":{"phone":["1"]}})";
  ASSERT_TRUE(read_document(large, DocumentFormat::ftm, all).has_value());
  EXPECT_EQ(all.taken, (std::vector<std::string>{"2 phone 1 of a"}));
  EXPECT_EQ(all.bad, (std::vector<std::string>{"1 : a line of more than 16 MiB"}));
}

}  // namespace
}  // namespace maillon::share
