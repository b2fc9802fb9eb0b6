#include "tasks/pages/page_source.h"

#include <algorithm>

#include <fmt/format.h>

#include "collect/read_records.h"
#include "collect/unwrap.h"
#include "report/style.h"

namespace maillon::tasks {

namespace {

using collect::PageAnswer;
using collect::Piece;

constexpr std::size_t kPageChunk = 256U << 10;
// Enough of a record that is too long to tell whether it is a page at all.
constexpr std::size_t kPageHead = 256U << 10;

}  // namespace

PageSource::PageSource(std::unique_ptr<collect::ByteSource> bytes, collect::PageKind kind,
                       PageWorker& worker)
    : bytes_(std::move(bytes)),
      kind_(kind),
      worker_(worker),
      splitter_(collect::make_page_splitter(kind)) {}

Result<std::size_t> PageSource::read(char* to, std::size_t size) {
  while (given_ == line_.size()) {
    line_.clear();
    given_ = 0;
    TRY(const bool has_line, next_line());
    if (has_line) continue;
    if (error_) return tl::unexpected<Error>(Error(*error_));
    if (has_lines_) return std::size_t{0};
    std::string found;
    for (const std::string& note : to_notes()) found += "; " + note;
    return fail(Code::invalid_input, "there is no page in this web archive" + found);
  }
  const std::size_t got = std::min(size, line_.size() - given_);
  std::copy_n(line_.data() + given_, got, to);
  given_ += got;
  return got;
}

std::vector<std::string> PageSource::to_notes() const {
  std::vector<std::string> notes;
  for (const auto& [what, count] : skipped_)
    notes.push_back(fmt::format("passed over: {} {}", report::thousands(count), what));
  if (!worker_.note().empty())
    notes.push_back("pages were read without all of the sandbox: " + worker_.note());
  return notes;
}

// False: there are no more.
Result<bool> PageSource::next_line() {
  while (line_.empty()) {
    if (text().empty()) {
      if (is_last_) return false;
      TRY_OK(grow());
      continue;
    }
    const Piece piece = splitter_->next(text(), is_last_);
    if (piece.kind != Piece::Kind::need_more) {
      TRY_OK(take(piece));
    } else if (text().size() >= collect::kMaxRecordBytes || is_last_) {
      TRY_OK(skip_record());
    } else {
      TRY_OK(grow());
    }
  }
  return true;
}

// Twice the text that is at hand, so that looking at it again is no more than the file is long.
Result<void> PageSource::grow() {
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t wanted = std::max(kPageChunk, 2 * buffer_.size());
  while (buffer_.size() < wanted && !is_last_) {
    const std::size_t have = buffer_.size();
    buffer_.resize(wanted);
    const auto got = bytes_->read(buffer_.data() + have, wanted - have);
    buffer_.resize(have + got.value_or(0));
    if (!got) error_ = got.error();
    is_last_ = !got || *got == 0;
  }
  return {};
}

void PageSource::consume(std::size_t size) {
  at_ += size;
  passed_ += size;
}

Result<void> PageSource::take(const Piece& piece) {
  const uint64_t begin = passed_ + piece.begin, end = passed_ + piece.end;
  if (piece.kind == Piece::Kind::record) {
    TRY(const PageAnswer answer,
        worker_.read(kind_, text().substr(piece.begin, piece.end - piece.begin)));
    put(begin, end, answer);
  } else if (piece.kind == Piece::Kind::bad) {
    put(begin, end, {PageAnswer::Kind::unreadable, piece.reason});
  }
  consume(piece.next);
  return {};
}

Result<void> PageSource::skip_record() {
  const uint64_t begin = passed_;
  PageAnswer answer{
      PageAnswer::Kind::unreadable,
      fmt::format("longer than {} MiB, too long for a page", collect::kMaxRecordBytes >> 20)};
  if (kind_ == collect::PageKind::warc) {
    TRY(PageAnswer seen, worker_.read(kind_, text().substr(0, kPageHead)));
    if (seen.kind == PageAnswer::Kind::skipped) answer = std::move(seen);
  }
  for (bool done = false; !done;) {
    if (text().empty()) {
      if (is_last_) break;
      TRY_OK(grow());
      continue;
    }
    consume(splitter_->skip(text(), done));
  }
  put(begin, passed_, answer);
  return {};
}

void PageSource::put(uint64_t begin, uint64_t end, const PageAnswer& answer) {
  if (answer.kind == PageAnswer::Kind::skipped) {
    // What it says is not believed, and there are few things that it can be.
    constexpr std::size_t kMostKinds = 20, kMostLetters = 80;
    const bool is_known = skipped_.contains(answer.text) || skipped_.size() < kMostKinds;
    ++skipped_[is_known && answer.text.size() < kMostLetters ? answer.text : "others"];
    return;
  }
  line_ += collect::page_line({begin, end}, answer);
  has_lines_ = true;
}

Result<std::unique_ptr<collect::ByteSource>> rewrite_source(
    std::unique_ptr<collect::ByteSource> raw, const collect::ReadPlan& plan, PageWorker& worker,
    PageSource** pages) {
  TRY(auto plain, collect::unwrap(std::move(raw), plan.container));
  if (plan.format != collect::Format::pages) return plain;
  auto lines = std::make_unique<PageSource>(std::move(plain), plan.pages, worker);
  if (pages != nullptr) *pages = lines.get();
  return std::unique_ptr<collect::ByteSource>(std::move(lines));
}

}  // namespace maillon::tasks
