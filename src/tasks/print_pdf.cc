#include "tasks/print_pdf.h"

#include <array>
#include <chrono>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ascii.h"
#include "store/file.h"
#include "tasks/output.h"
#include "tasks/sandbox/child.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {

namespace {

constexpr std::chrono::minutes kTimeout{10};

std::string find_browser() {
  for (const char* name : {"chromium", "chromium-browser", "google-chrome-stable", "google-chrome",
                           "microsoft-edge-stable"}) {
    if (const auto path = find_program(name)) return *path;
  }
  return "";
}

// A path as a file: address (RFC 8089).
std::string file_address(const std::string& path) {
  return "file://" + percent_encode(path, "/-_.");
}

std::vector<std::string> browser_words(const std::string& browser, const std::string& folder,
                                       const std::string& html) {
  std::vector<std::string> words{browser,
                                 "--headless=new",
                                 "--disable-gpu",
                                 "--disable-extensions",
                                 "--disable-background-networking",
                                 "--disable-dev-shm-usage",
                                 "--no-first-run",
                                 "--host-resolver-rules=MAP * ~NOTFOUND",
                                 "--no-pdf-header-footer",
                                 "--user-data-dir=" + folder + "/profile",
                                 "--print-to-pdf=" + folder + "/out.pdf"};
  // A browser refuses to build its own sandbox as root.
  if (geteuid() == 0) words.emplace_back("--no-sandbox");
  words.push_back(file_address(html));
  return words;
}

Result<void> copy_file(const std::string& from, const std::string& to) {
  TRY(store::File in, store::File::open_read(from));
  TRY(Output out, Output::file(to));
  std::string piece(1U << 20, '\0');
  while (true) {
    TRY(const std::size_t got, in.read(piece.data(), piece.size()));
    if (got == 0) return out.finish();
    out.write(std::string_view(piece).substr(0, got));
  }
}

}  // namespace

Result<void> print_pdf(const std::string& html, const std::string& pdf) {
  const std::string browser = find_browser();
  if (browser.empty()) {
    return fail(Code::unsupported,
                "--pdf needs a browser: install Chromium (`sudo apt install chromium`), or open " +
                    html + " in any browser and print it to a PDF");
  }
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::canonical(html, error);
  if (error) return fail(Code::io, html + ": " + error.message());
  TRY(const PrivateFolder folder, PrivateFolder::make(true));
  const Fd nothing(open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing.is_open()) return fail(Code::io, "cannot open /dev/null");
  TRY(Child child, Child::start(browser_words(browser, folder.path(), whole.string()),
                                nothing.get(), nothing.get(), nothing.get()));
  const int status = child.wait(std::chrono::steady_clock::now() + kTimeout);
  const std::string made = folder.path() + "/out.pdf";
  if (status == -1) {
    child.kill();
    return fail(Code::io, "the browser took longer than ten minutes for " + html +
                              "; make the report with --annex links or none");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !store::file_exists(made)) {
    return fail(Code::io, browser + " could not print " + html +
                              "; open it in a browser and print it to a PDF there");
  }
  return copy_file(made, pdf);
}

}  // namespace maillon::tasks
