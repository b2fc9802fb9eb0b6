// From the bytes of a source to the text that ranges of its records mean: unpacked, and saved
// pages as lines of JSON.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "collect/byte_source.h"
#include "collect/pages/page.h"
#include "collect/splitter.h"
#include "tasks/pages/page_worker.h"

namespace maillon::tasks {

// Pages as lines, each read by the worker. Where a page could not be read, its line says why.
// The error of the bytes' source comes after all lines.
class PageSource : public collect::ByteSource {
 public:
  // The worker must outlive it.
  PageSource(std::unique_ptr<collect::ByteSource> bytes, collect::PageKind kind,
             PageWorker& worker);
  Result<std::size_t> read(char* to, std::size_t size) override;
  // What was passed over and why, for the user.
  std::vector<std::string> to_notes() const;

 private:
  Result<bool> next_line();
  Result<void> grow();
  Result<void> skip_record();
  Result<void> take(const collect::Piece& piece);
  void put(uint64_t begin, uint64_t end, const collect::PageAnswer& answer);
  std::string_view text() const { return std::string_view(buffer_).substr(at_); }
  void consume(std::size_t size);

  std::unique_ptr<collect::ByteSource> bytes_;
  collect::PageKind kind_;
  PageWorker& worker_;
  std::unique_ptr<collect::Splitter> splitter_;
  std::string buffer_;
  std::size_t at_ = 0;   // what is before it in the buffer is done with
  uint64_t passed_ = 0;  // bytes before the buffer's place at_
  bool is_last_ = false;
  std::optional<Error> error_;
  std::string line_;  // given from given_ on
  std::size_t given_ = 0;
  bool has_lines_ = false;
  std::map<std::string, uint64_t> skipped_;
};

// What ranges of the plan's records are places in. `pages`: set to the reader of pages where there
// is one, which the source owns.
Result<std::unique_ptr<collect::ByteSource>> rewrite_source(
    std::unique_ptr<collect::ByteSource> raw, const collect::ReadPlan& plan, PageWorker& worker,
    PageSource** pages = nullptr);

}  // namespace maillon::tasks
