#include "tasks/four_eyes/wanted.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include <fmt/format.h>

#include "base/hash.h"

namespace maillon::tasks {

namespace {

namespace fs = std::filesystem;

constexpr const char *kExport = "export", *kShare = "share", *kPurge = "purge";
constexpr std::size_t kPostsNamed = 200;

std::string format_words(const report::TableOptions& options) {
  if (options.format == report::TableFormat::jsonl) return "jsonl";
  return options.spreadsheet ? "csv for a spreadsheet" : "csv";
}

std::string whole_path(const std::string& path) {
  std::error_code error;  // then the path is as it was given
  const auto whole = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : whole.string();
}

std::string_view annex_word(report::Annex annex) {
  if (annex == report::Annex::none) return "none";
  return annex == report::Annex::links ? "links" : "all";
}

}  // namespace

store::Wanted wanted_of(const ExportSettings& settings) {
  return {
      kExport,
      fmt::format("table {} ({})", report::to_name(settings.table), format_words(settings.options)),
      "", settings.reason};
}

store::Wanted wanted_of(const ExchangeSettings& settings) {
  return {kExport,
          fmt::format("{} of {}", share::to_name(settings.format),
                      settings.network.empty() ? "all networks" : settings.network),
          "", settings.reason};
}

store::Wanted wanted_of(const QuarantineSettings& settings) {
  return {
      kExport,
      fmt::format("quarantined rows of {} ({})",
                  settings.import == 0 ? "all imports" : fmt::format("import {}", settings.import),
                  format_words(settings.options)),
      "", settings.reason};
}

store::Wanted wanted_of(const PackSettings& settings) {
  return {kShare,
          fmt::format("pack of {} ({}{}{}{})", fmt::join(settings.networks, " "), settings.language,
                      settings.originals ? ", originals" : "",
                      settings.disclosure ? ", disclosure" : "", settings.pdf ? ", PDF" : ""),
          "", settings.reason};
}

store::Wanted wanted_of(const CopySettings& settings) {
  return {kExport, "copy of the whole case to " + whole_path(settings.to), "", settings.reason};
}

store::Wanted wanted_merge(const std::string& into, const std::string& reason) {
  return {kExport, "all of the case into the case " + whole_path(into), "", reason};
}

store::Wanted wanted_report(const std::string& network, const ReportOptions& options,
                            const std::string& reason) {
  const report::ReportWishes& wishes = options.wishes;
  return {kExport,
          fmt::format("report of {} ({}, annex {}{}{})", network, options.language,
                      annex_word(wishes.annex), wishes.names ? ", names" : "",
                      wishes.mask ? ", masked" : ""),
          "", reason};
}

store::Wanted wanted_purge(const std::string& what, const std::vector<std::string>& posts,
                           const std::string& reason) {
  std::string text = "purge of " + what;
  if (!posts.empty()) {
    // A name may hold a comma: the hash tells lists apart that read the same.
    Sha256Stream all;
    for (const std::string& name : posts) all.update(name + "\n");
    const std::size_t named = std::min(posts.size(), kPostsNamed);
    text += fmt::format(" ({}{}; SHA-256 of the names {})",
                        fmt::join(std::span(posts).first(named), ", "),
                        posts.size() > named ? " and others" : "", to_hex(all.finish()));
  }
  return {kPurge, text, "", reason};
}

}  // namespace maillon::tasks
