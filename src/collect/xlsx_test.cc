#include "collect/xlsx.h"

#include <gtest/gtest.h>
#include <minizip/zip.h>

#include "base/civil_time.h"
#include "collect/test_reading.h"
#include "collect/unwrap.h"
#include "collect/xlsx_parts.h"

namespace maillon::collect {
namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

// minizip's file functions over a string that grows.
struct Memory {
  std::string bytes;
  std::size_t at = 0;
};
Memory* memory(voidpf stream) {
  return static_cast<Memory*>(stream);
}

std::string make_zip(const Parts& parts) {
  Memory file;
  zlib_filefunc64_def functions{};
  functions.opaque = &file;
  functions.zopen64_file = [](voidpf opaque, const void*, int) { return opaque; };
  functions.zread_file = [](voidpf, voidpf, void*, uLong) -> uLong { return 0; };
  functions.zwrite_file = [](voidpf, voidpf stream, const void* from, uLong size) -> uLong {
    Memory* m = memory(stream);
    if (m->bytes.size() < m->at + size) m->bytes.resize(m->at + size);
    std::copy_n(static_cast<const char*>(from), size, m->bytes.begin() + static_cast<long>(m->at));
    m->at += size;
    return size;
  };
  functions.ztell64_file = [](voidpf, voidpf stream) -> ZPOS64_T { return memory(stream)->at; };
  functions.zseek64_file = [](voidpf, voidpf stream, ZPOS64_T offset, int origin) -> long {
    Memory* m = memory(stream);
    m->at = offset + (origin == ZLIB_FILEFUNC_SEEK_CUR   ? m->at
                      : origin == ZLIB_FILEFUNC_SEEK_END ? m->bytes.size()
                                                         : 0);
    return 0;
  };
  functions.zclose_file = [](voidpf, voidpf) { return 0; };
  functions.zerror_file = [](voidpf, voidpf) { return 0; };
  zipFile zip = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
  for (const auto& [name, text] : parts) {
    zip_fileinfo info{};
    zipOpenNewFileInZip(zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED, 6);
    zipWriteInFileInZip(zip, text.data(), static_cast<unsigned>(text.size()));
    zipCloseFileInZip(zip);
  }
  zipClose(zip, nullptr);
  return file.bytes;
}

// A workbook with an empty sheet first and these rows in the second.
Parts make_parts(const std::string& rows) {
  return {
      {"xl/workbook.xml",
       "<?xml version=\"1.0\"?><workbook xmlns:r=\"rel\"><sheets><sheet name=\"Empty\" "
       "sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Posts\" sheetId=\"2\" r:id=\"rId2\"/></sheets>"
       "</workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
       "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"},
      {"xl/styles.xml",
       "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy hh:mm\"/></numFmts>"
       "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
       "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs>"
       "</styleSheet>"},
      {"xl/sharedStrings.xml",
       "<sst><si><t>title</t></si><si><t>body</t></si><si><r><t>two </t></r><r><t>runs</t></r>"
       "<rPh><t>no</t></rPh></si><si><t>a, \"b\"\nc &amp; d</t></si></sst>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"},
      {"xl/worksheets/sheet2.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
  };
}

constexpr std::string_view kHeader =
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
    "<c r=\"C1\" t=\"inlineStr\"><is><t>date</t></is></c></row>";

std::string to_csv(const std::string& file) {
  auto source = open_xlsx(std::make_unique<StringSource>(file, 100));
  if (!source) return "error: " + source.error().message;
  std::string out;
  std::string chunk(17, '\0');
  while (true) {
    const auto got = (*source)->read(chunk.data(), chunk.size());
    if (!got) return "error: " + got.error().message;
    if (*got == 0) return out;
    out.append(chunk, 0, *got);
  }
}

TEST(Xlsx, TextsNumbersAndDates) {
  const std::string rows =
      std::string(kHeader) +
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" t=\"s\"><v>3</v></c>"
      "<c r=\"C2\" s=\"1\"><v>44267</v></c></row>"
      "<row r=\"5\"><c r=\"B5\"><v>5499952319</v></c><c r=\"C5\" "
      "s=\"2\"><v>44267.5871875</v></c></row>"
      "<row r=\"6\"><c r=\"A6\" t=\"b\"><v>1</v></c><c r=\"B6\" t=\"str\"><v>f</v></c></row>"
      "<row><c><v>0.10000000000000001</v></c><c t=\"e\"><v>#N/A</v></c></row>";
  EXPECT_EQ(to_csv(make_zip(make_parts(rows))),
            "title,body,date\n"
            "two runs,\"a, \"\"b\"\"\nc & d\",2021-03-12\n"
            "\n\n"
            ",5499952319,2021-03-12T14:05:33\n"
            "true,f,\n"
            "0.1,#N/A,\n");
}

TEST(Xlsx, IsReadAsATableWithItsOwnRowNumbers) {
  const std::string rows =
      std::string(kHeader) +
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" t=\"s\"><v>3</v></c></row>"
      "<row r=\"9\"><c r=\"B9\" t=\"str\"><v>x</v></c><c r=\"C9\" s=\"1\"><v>44267</v></c></row>";
  const std::string file = make_zip(make_parts(rows));
  const Result<ReadPlan> plan = guess_plan(file, "posts.xlsx", {});
  ASSERT_TRUE(plan.has_value()) << plan.error().message;
  EXPECT_EQ(plan->container, Container::xlsx);
  const std::string text = to_csv(file);
  const ReadAll read = check_reading(text, *plan);
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records.line, (std::vector<uint64_t>{2, 9}));
  EXPECT_EQ(read.records.field(Field::body, 0), "a, \"b\"\nc & d");
  EXPECT_EQ(format_time(read.records.posted_at[1]), "2021-03-12T00:00:00Z");
}

TEST(Xlsx, HostileAndBrokenFilesAreRefused) {
  const auto says = [](const std::string& file, std::string_view part) {
    const std::string message = to_csv(file);
    EXPECT_TRUE(message.starts_with("error: ")) << message.substr(0, 200);
    EXPECT_NE(message.find(part), std::string::npos) << message.substr(0, 200);
  };
  says("PK\x03\x04 nothing", "cut off or damaged");
  says(make_zip({{"word/document.xml", "<x/>"}}), "not an XLSX workbook");
  says(make_zip(make_parts("")), "no rows");
  says(make_zip(make_parts("<row><c>")), "damaged");
  const std::string good = make_zip(make_parts(std::string(kHeader)));
  says(good.substr(0, good.size() - 30), "cut off or damaged");
  Parts entities = make_parts(std::string(kHeader));
  entities[3].second = "<!DOCTYPE x [<!ENTITY a \"b\">]><sst><si><t>&a;</t></si></sst>";
  says(make_zip(entities), "no spreadsheet program writes");
  Parts wide = make_parts("<row><c r=\"ZZZ1\"><v>1</v></c></row>");
  says(make_zip(wide), "more in a row");
  Parts tag = make_parts("<row " + std::string(20U << 20, 'a') + "=\"\"/>");
  says(make_zip(tag), "no spreadsheet program writes");
  Parts missing = make_parts("");
  missing.pop_back();
  missing.pop_back();
  says(make_zip(missing), "no sheets");
}

TEST(Xlsx, DatesAndNumbers) {
  EXPECT_EQ(format_xlsx_date("1", false), "1900-01-01");
  EXPECT_EQ(format_xlsx_date("61", false), "1900-03-01");
  EXPECT_EQ(format_xlsx_date("44267", false), "2021-03-12");
  EXPECT_EQ(format_xlsx_date("42805", true), "2021-03-12");
  EXPECT_EQ(format_xlsx_date("0.5", false), "12:00:00");
  EXPECT_EQ(format_xlsx_date("-1", false), "");
  EXPECT_EQ(format_xlsx_date("1e300", false), "");
  EXPECT_EQ(format_xlsx_date("nan", false), "");
  EXPECT_EQ(format_xlsx_number("5.4999523190000000E9"), "5499952319");
  EXPECT_EQ(format_xlsx_number("1e400"), "1e400");
  EXPECT_EQ(format_xlsx_number("text"), "text");
  for (const std::string_view code : {"dd/mm/yyyy", "[$-409]d-mmm-yy", "h:mm AM/PM", "[h]:mm:ss",
                                      "yyyy\"年\"m\"月\"", "m/d/yy;@"}) {
    EXPECT_TRUE(is_date_format(code)) << code;
  }
  for (const std::string_view code :
       {"General", "0.00", "#,##0 \"dollars\"", "@", "[Red]0.0", "0%", "\\d0", ""}) {
    EXPECT_FALSE(is_date_format(code)) << code;
  }
}

}  // namespace
}  // namespace maillon::collect
