#include "tasks/pictures/text_reader.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "simulate/canvas.h"
#include "simulate/pixel_font.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {
namespace {

// A program of that name that is not tesseract: a shell script in a folder of its own.
class FakeProgram {
 public:
  explicit FakeProgram(const std::string& script) : folder_(*PrivateFolder::make()) {
    std::ofstream(path()) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(path(), std::filesystem::perms::owner_all);
  }
  std::string path() const { return folder_.path() + "/tesseract"; }
  Result<std::string> read(int timeout_s = 20) const {
    const TextReader reader({.program = path(), .languages = "eng", .timeout_s = timeout_s});
    return reader.read({{2, 1, {0, 255}}, {{0, 1000, 0}}});
  }

 private:
  PrivateFolder folder_;
};

TEST(TextReader, givesWhatTheProgramSays) {
  const std::string row = R"(printf '5\t1\t1\t1\t1\t1\t9\t9\t9\t9\t90\t%s\n' )";
  EXPECT_EQ(FakeProgram(row + "+33612345678").read().value(), "+33612345678");
  EXPECT_EQ(FakeProgram("exit 0").read().value(), "");
  // The pixels reach it as a PGM, it is told which languages, and has one thread.
  EXPECT_EQ(FakeProgram(row + "$(head -c 2)/$4/$OMP_THREAD_LIMIT").read().value(), "P5/eng/1");
}

TEST(TextReader, nothingIsRunForAnEmptyPicture) {
  const TextReader reader({.program = "/nowhere/tesseract", .languages = "eng"});
  EXPECT_EQ(reader.read({}).value(), "");
  EXPECT_FALSE(reader.read({{1, 1, {0}}, {{0, 1, 0}}}));
}

struct Hostile {
  std::string script, reason;
};

TEST(TextReader, aProgramThatMisbehavesIsAReason) {
  for (const Hostile& it :
       {Hostile{"sleep 100", "took longer than 1 s"},
        Hostile{"head -c 10000000 /dev/zero", "printed more than 1 MB"},
        Hostile{"kill -9 $$ || exit 4", "exit code 4"},  // no signals from the sandbox
        Hostile{"exit 3", "exit code 3"}}) {
    const auto text = FakeProgram(it.script).read(1);
    ASSERT_FALSE(text) << it.script;
    EXPECT_NE(text.error().message.find(it.reason), std::string::npos) << text.error().message;
  }
}

TEST(ChooseLanguages, thoseOfTheUnitedNations) {
  EXPECT_EQ(choose_languages("List of available languages in \"/usr\" (4):\ndeu\neng\nosd\nrus\n"),
            "eng+rus");
  EXPECT_EQ(choose_languages("ara\nchi_sim\nfra\nspa\n"), "spa+fra+ara+chi_sim");
  EXPECT_EQ(choose_languages("deu\nosd\n"), "");
  EXPECT_EQ(choose_languages(""), "");
}

TEST(LanguageNote, namesThePackagesThatAreMissing) {
  EXPECT_EQ(language_note("eng+rus+spa+fra+ara+chi_sim"),
            "text in pictures is read in eng+rus+spa+fra+ara+chi_sim");
  EXPECT_EQ(language_note("eng+rus+spa+fra"),
            "text in pictures is read in eng+rus+spa+fra; not installed: tesseract-ocr-ara, "
            "tesseract-ocr-chi-sim");
}

extract::GreyPicture soften(const extract::GreyPicture& from) {
  extract::GreyPicture to = from;
  const std::size_t width = from.width;
  for (std::size_t y = 1; y + 1 < from.height; ++y) {
    for (std::size_t x = 1; x + 1 < width; ++x) {
      uint32_t sum = 0;
      for (std::size_t i = y - 1; i <= y + 1; ++i) {
        for (std::size_t j = x - 1; j <= x + 1; ++j) sum += from.grey[i * width + j];
      }
      to.grey[y * width + x] = static_cast<uint8_t>(sum / 9);
    }
  }
  return to;
}

// Dark letters of dots on white, softened as a lens does: no font that tesseract has learnt.
extract::GreyPicture painted(std::string_view text, float dot) {
  const auto size = static_cast<float>(text.size());
  simulate::Canvas canvas(static_cast<uint32_t>(dot * (simulate::kGlyphStep * size + 10)),
                          static_cast<uint32_t>(dot * (simulate::kGlyphHeight + 10)));
  const simulate::Paint white{.color = {255, 255, 255}}, black{.color = {0, 0, 0}};
  canvas.fill_rect(
      {0, 0, static_cast<float>(canvas.width()), static_cast<float>(canvas.height()), white});
  simulate::paint_text(canvas, text, {5 * dot, 5 * dot}, dot, black);
  extract::GreyPicture picture{canvas.width(), canvas.height(), {}};
  for (uint32_t y = 0; y < canvas.height(); ++y) {
    for (uint32_t x = 0; x < canvas.width(); ++x) picture.grey.push_back(canvas.row(y)[3 * x]);
  }
  for (int i = 0; i < 3; ++i) picture = soften(picture);
  return picture;
}

TEST(TextReader, aPaintedNumberIsRead) {
  const auto program = find_program("tesseract");
  const auto installed = TextReader::find();
  if (!program || !installed || !installed->languages().starts_with("eng"))
    GTEST_SKIP() << "tesseract-ocr with tesseract-ocr-eng is not installed";
  const extract::GreyPicture picture = painted("+33612345678", 4);
  const TextReader reader({.program = *program, .languages = "eng"});
  const auto text = reader.read(extract::set_page(extract::find_text_lines(picture)));
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, "+33612345678");
}

}  // namespace
}  // namespace maillon::tasks
