// An import by itself, where a reader lets go of the file before its end: what the reader leaves
// belongs to the original all the same.
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "base/hash.h"
#include "store/case.h"
#include "store/case_test_util.h"
#include "tasks/output.h"
#include "tasks/pack/zip_writer.h"
#include "tasks/verbs.h"

namespace maillon::tasks {
namespace {

// A workbook of one sheet.
std::string make_workbook() {
  std::string made;
  Output out = Output::text(made);
  ZipWriter zip(out);
  const auto add = [&](const std::string& name, const std::string& text) {
    ASSERT_OK(zip.add(name, text.size(), [&](const ByteSink& sink) -> Result<void> {
      sink(text);
      return {};
    }));
  };
  add("xl/workbook.xml",
      "<workbook xmlns:r=\"rel\"><sheets><sheet name=\"Posts\" sheetId=\"1\" r:id=\"rId1\"/>"
      "</sheets></workbook>");
  add("xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
      "</Relationships>");
  std::string rows;
  for (const char* text : {"body", "Room to let, call +1 775 555 0102", "Cook wanted"})
    rows += "<row><c t=\"inlineStr\"><is><t>" + std::string(text) + "</t></is></c></row>";
  add("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
  zip.finish();
  EXPECT_TRUE(out.finish());
  return made;
}

TEST(Import, AWorkbookIsReadAndKeptToItsLastByte) {
  const store::TempDirectory dir;
  const std::string path = dir / "case", file = dir / "posts.xlsx";
  const std::string bytes = make_workbook();
  std::ofstream(file, std::ios::binary) << bytes;
  Progress silent;
  Context context;
  context.by = store::by();
  context.progress = &silent;
  ImportSettings settings;
  settings.case_path = path;
  settings.files = {file};
  const auto report = import_files(settings, context);
  ASSERT_OK(report);
  EXPECT_EQ(report->records, 2U);
  EXPECT_EQ(report->quarantined, 0U);
  const auto opened = store::Case::open(path, store::Access::read);
  ASSERT_OK(opened);
  const auto imports = opened->imports();
  ASSERT_OK(imports);
  ASSERT_EQ(imports->size(), 1U);
  EXPECT_EQ(imports->front().files.front().sha256, sha256(bytes));
}

}  // namespace
}  // namespace maillon::tasks
