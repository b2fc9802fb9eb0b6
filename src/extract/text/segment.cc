#include "extract/text/segment.h"

#include <memory>

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include "base/utf8.h"

namespace maillon::extract {
namespace {

// A longer run is cut: the dictionaries' search keeps arrays of the run's size.
constexpr std::size_t kMaxRun = 3072;

struct Segmenter {
  std::unique_ptr<icu::BreakIterator> iterator;
  UText text = UTEXT_INITIALIZER;

  Segmenter() {
    UErrorCode status = U_ZERO_ERROR;
    iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status)) iterator.reset();
  }
  ~Segmenter() { utext_close(&text); }
  Segmenter(const Segmenter&) = delete;
  Segmenter& operator=(const Segmenter&) = delete;
};

void one_character_each(std::string_view run, uint32_t offset, std::vector<uint32_t>& ends) {
  for (std::size_t at = 0; at < run.size();) {
    at += decode_utf8(run, at).size;
    ends.push_back(offset + static_cast<uint32_t>(at));
  }
}

void segment(std::string_view run, uint32_t offset, std::vector<uint32_t>& ends) {
  // Making an iterator costs milliseconds; each thread keeps one.
  thread_local Segmenter segmenter;
  UErrorCode status = U_ZERO_ERROR;
  utext_openUTF8(&segmenter.text, run.data(), static_cast<int64_t>(run.size()), &status);
  if (segmenter.iterator == nullptr || U_FAILURE(status)) {
    one_character_each(run, offset, ends);
    return;
  }
  segmenter.iterator->setText(&segmenter.text, status);
  for (int32_t end = segmenter.iterator->next(); end != icu::BreakIterator::DONE;
       end = segmenter.iterator->next()) {
    ends.push_back(offset + static_cast<uint32_t>(end));
  }
}

}  // namespace

void find_word_ends(std::string_view run, std::vector<uint32_t>& ends) {
  ends.clear();
  for (std::size_t at = 0; at < run.size();) {
    const std::string_view rest = run.substr(at);
    const std::size_t size = utf8_prefix(rest, kMaxRun);
    segment(rest.substr(0, size), static_cast<uint32_t>(at), ends);
    at += size;
  }
}

}  // namespace maillon::extract
