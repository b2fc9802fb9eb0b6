#include "tasks/pictures/text_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {
namespace {

constexpr std::array<std::string_view, 6> kLanguages = {"eng", "rus", "spa",
                                                        "fra", "ara", "chi_sim"};
constexpr std::size_t kMostText = 16 << 10;
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

// With each control character, and each byte that is no UTF-8, as a blank; blanks around it cut.
std::string clean_line(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    const CodePoint next = decode_utf8(line, at);
    const bool is_broken = next.value == 0xFFFD;
    const bool is_control = next.value < 0x20 || (next.value >= 0x7F && next.value < 0xA0) ||
                            next.value == 0x2028 || next.value == 0x2029;
    if (is_broken || is_control || next.value == ' ') {
      if (!out.empty()) out.push_back(' ');
    } else {
      out += line.substr(at, next.size);
    }
    at += next.size;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
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

std::string clean_text(std::string_view output) {
  std::string text;
  for_each_line(output, [&](std::string_view line) {
    if (text.size() >= kMostText) return;
    const std::string clean = clean_line(line);
    if (clean.empty()) return;
    if (!text.empty()) text.push_back('\n');
    text += clean;
  });
  text.resize(utf8_prefix(text, kMostText));
  return text;
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

Result<std::string> TextReader::read(const extract::GreyPicture& picture) const {
  if (picture.grey.empty()) return "";
  ProgramLimits limits = kLimits;
  limits.timeout_s = settings_.timeout_s;
  // 11: text in no order, wherever it stands; a photograph is no page.
  TRY(const ProgramRun run,
      run_sandboxed_program({settings_.program, "stdin", "stdout", "-l", settings_.languages,
                             "--psm", "11", "--dpi", "150"},
                            extract::to_pgm(picture.width, picture.height, picture.grey),
                            std::string(kNoFolder), limits));
  if (run.exit_code != 0)
    return fail(Code::io,
                fmt::format("{} ended with exit code {}", settings_.program, run.exit_code));
  return clean_text(run.output);
}

}  // namespace maillon::tasks
