#include "tasks/pictures/text_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tasks/sandbox/program.h"

namespace maillon::tasks {
namespace {

constexpr std::array<std::string_view, 6> kLanguages = {"eng", "rus", "spa",
                                                        "fra", "ara", "chi_sim"};
constexpr ProgramLimits kLimits{
    .timeout_s = 30, .memory_bytes = 2ULL << 30, .file_bytes = 0, .output_bytes = 1ULL << 20};
constexpr std::string_view kNoFolder = "/";  // it writes nothing

// Calls use(line) for each line.
template <class Use>
void for_each_line(std::string_view text, const Use& use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::string choose_languages(std::string_view listing) {
  std::string chosen;
  for (const std::string_view language : kLanguages) {
    bool is_there = false;
    for_each_line(listing, [&](std::string_view line) { is_there = is_there || line == language; });
    if (is_there) chosen += (chosen.empty() ? "" : "+") + std::string(language);
  }
  return chosen;
}

std::string language_note(std::string_view languages) {
  std::string missing;
  for (const std::string_view language : kLanguages) {
    if (languages.find(language) != std::string_view::npos) continue;
    std::string package = fmt::format("{}tesseract-ocr-{}", missing.empty() ? "" : ", ", language);
    std::replace(package.begin(), package.end(), '_', '-');
    missing += package;
  }
  std::string note = fmt::format("text in pictures is read in {}", languages);
  if (!missing.empty()) note += "; not installed: " + missing;
  return note;
}

std::optional<TextReader> TextReader::find() {
  const std::optional<std::string> program = find_program("tesseract");
  if (!program) return std::nullopt;
  const auto run =
      run_sandboxed_program({*program, "--list-langs"}, "", std::string(kNoFolder), kLimits);
  if (!run) return std::nullopt;
  std::string languages = choose_languages(run->output);
  if (languages.empty()) return std::nullopt;
  return TextReader({.program = *program, .languages = std::move(languages)});
}

Result<std::string> TextReader::run(const extract::TextPage& page,
                                    const std::string& languages) const {
  ProgramLimits limits = kLimits;
  limits.timeout_s = settings_.timeout_s;
  // 6: one block of lines.
  const std::vector<std::string> words = {settings_.program,
                                          "stdin",
                                          "stdout",
                                          "-l",
                                          languages,
                                          "--psm",
                                          "6",
                                          "--dpi",
                                          "200",
                                          "-c",
                                          "tessedit_create_tsv=1"};
  TRY(ProgramRun done,
      run_sandboxed_program(words,
                            extract::to_pgm(page.grey.width, page.grey.height, page.grey.grey),
                            std::string(kNoFolder), limits));
  if (done.exit_code != 0)
    return fail(Code::io,
                fmt::format("{} ended with exit code {}", settings_.program, done.exit_code));
  return std::move(done.output);
}

Result<std::string> TextReader::read(const extract::TextPage& page) const {
  if (page.lines.empty()) return "";
  // Each language more makes all lines slower, and most selectors are of the letters of one.
  const std::size_t end = settings_.languages.find('+');
  TRY(const std::string table, run(page, settings_.languages.substr(0, end)));
  std::vector<std::string> texts = extract::read_places(page.lines, table);
  if (end != std::string::npos) {
    const extract::TextPage rest = extract::take_unread(page, texts);
    if (!rest.lines.empty()) {
      TRY(const std::string more, run(rest, settings_.languages.substr(end + 1)));
      const std::vector<std::string> found = extract::read_places(rest.lines, more);
      for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].empty()) texts[i] = found[i];
      }
    }
  }
  return extract::join_places(texts);
}

}  // namespace maillon::tasks
