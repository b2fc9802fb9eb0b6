#include "extract/text/signals.h"

#include <array>

#include <fmt/format.h>
#include <unicode/uversion.h>

#include "base/utf8.h"
#include "extract/text/country.h"
#include "extract/text/finders.h"
#include "extract/text/fold.h"
#include "extract/text/language.h"
#include "extract/text/phone_regions.h"
#include "extract/text/token_stream.h"

namespace maillon::extract {
namespace {

void trim(std::string_view text, std::size_t& begin, std::size_t& end) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (begin < end && blank(text[begin])) ++begin;
  while (end > begin && blank(text[end - 1])) --end;
}

class Extractor {
 public:
  Extractor(const RecordBatch& batch, const ExtractSettings& settings)
      : batch_(batch), default_region_(parse_country(settings.default_country)) {}

  Signals run() {
    for (std::size_t row = 0; row < batch_.size(); ++row) record(row);
    return std::move(out_);
  }

 private:
  void record(std::size_t row) {
    const LanguageCode language = language_of(row);
    out_.language.push_back(language);
    PhoneContext context{region_of(row, language)};
    author(row);
    for (const Field field : {Field::title, Field::body}) {
      const std::string_view text = batch_.field(field, row);
      if (text.empty()) continue;
      run_finders(scan_, text, context);
      for (const Hit& hit : scan_.hits) add(row, field, hit);
      read_tokens(scan_, cache_, tokens_);
      std::vector<uint32_t>& to = out_.tokens.token;
      if (field == Field::body && to.size() > out_.tokens.offsets.back() && !tokens_.empty()) {
        to.push_back(kSentenceBreak);
      }
      for (const FoldedToken& token : tokens_) to.push_back(token.token);
    }
    // What a program read in a picture is no wording: it reads the same line in many ways.
    if (const std::string_view text = batch_.field(Field::image_text, row); !text.empty()) {
      run_finders(scan_, text, context);
      for (const Hit& hit : scan_.hits) add(row, Field::image_text, hit);
    }
    out_.tokens.offsets.push_back(out_.tokens.token.size());
  }

  LanguageCode language_of(std::size_t row) const {
    if (const LanguageCode stated = parse_language(batch_.field(Field::language, row))) {
      return stated;
    }
    const std::string_view body = batch_.field(Field::body, row);
    const std::string_view title = batch_.field(Field::title, row);
    if (body.size() >= 120 || title.empty()) return detect_language(body);
    std::string both(title.substr(0, utf8_prefix(title, 512)));
    both += '\n';
    both += body;
    return detect_language(both);
  }

  std::string region_of(std::size_t row, LanguageCode language) {
    const std::string_view stated = batch_.field(Field::country, row);
    if (stated != last_country_) {
      last_country_ = stated;
      last_region_ = parse_country(stated);
    }
    if (!last_region_.empty()) return last_region_;
    if (!default_region_.empty()) return default_region_;
    return std::string(dominant_country(language));
  }

  // Who posted is a selector; in chat exports it is often a number.
  void author(std::size_t row) {
    const std::string_view name = batch_.field(Field::author, row);
    std::size_t begin = 0, end = name.size();
    trim(name, begin, end);
    if (begin == end) return;
    const std::string_view bare = name.substr(begin, end - begin);
    std::string value;
    Folded folded;
    folded.assign(bare);
    value = folded.text();
    if (value.empty()) value = bare;
    add(row, Field::author,
        {SelectorKind::handle, Service::account, 0, static_cast<uint32_t>(name.size()), value});
    if (name.size() > 256) return;
    run_finders(scan_, name, PhoneContext{});
    for (const Hit& hit : scan_.hits) {
      if (hit.kind == SelectorKind::phone || hit.kind == SelectorKind::email) {
        add(row, Field::author, hit);
      }
    }
  }

  void add(std::size_t row, Field field, const Hit& hit) {
    SelectorTable& t = out_.selectors;
    t.row.push_back(static_cast<uint32_t>(row));
    t.kind.push_back(hit.kind);
    t.service.push_back(hit.service);
    t.field.push_back(field);
    t.begin.push_back(hit.begin);
    t.end.push_back(hit.end);
    t.value.push_back(hit.value);
  }

  const RecordBatch& batch_;
  std::string default_region_;
  std::string last_country_, last_region_;
  Signals out_;
  Scan scan_;
  SegmentCache cache_;
  std::vector<FoldedToken> tokens_;
};

}  // namespace

Signals extract_signals(const RecordBatch& batch, const ExtractSettings& settings) {
  return Extractor(batch, settings).run();
}

std::string library_versions() {
  UVersionInfo icu;
  u_getVersion(icu);
  std::array<char, U_MAX_VERSION_STRING_LENGTH> text{};
  u_versionToString(icu, text.data());
  return fmt::format("{} {:016x}", text.data(), PhoneRegions::get().hash());
}

std::string to_language_code(uint16_t language) {
  if (language == 0) return {};
  return {static_cast<char>(language >> 8), static_cast<char>(language & 0xFF)};
}

}  // namespace maillon::extract
