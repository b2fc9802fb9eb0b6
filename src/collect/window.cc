#include "collect/window.h"

#include <algorithm>

#include "base/check.h"
#include "collect/parser.h"

namespace maillon::collect {
namespace {

// Small files should not pay for a large buffer, nor large ones for many reads.
constexpr std::size_t kFirstChunk = 16U << 10;
constexpr std::size_t kMaxChunk = 1U << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Window::Window(ByteSource& source, Encoding encoding)
    : source_(source), decoder_(encoding), is_utf8_(encoding == Encoding::utf8) {
  text_.assign(kTextPadding, '\0');
}

// Reads until `buffer` has `wanted` bytes more, or the stream is at its end.
void Window::fill(std::size_t wanted) {
  std::string& buffer = is_utf8_ ? text_ : raw_;
  std::size_t at = is_utf8_ ? end_ : raw_.size();
  const std::size_t goal = at + wanted;
  buffer.resize(goal + (is_utf8_ ? kTextPadding : 0));
  while (at < goal && !last_) {
    Result<std::size_t> got = source_.read(buffer.data() + at, goal - at);
    if (!got) {
      error_ = std::move(got).error();
      last_ = true;
    } else if (*got == 0) {
      last_ = true;
    } else {
      at += std::min(*got, goal - at);
    }
  }
  if (is_utf8_) {
    end_ = at;
    text_.resize(end_ + kTextPadding);
    std::fill_n(text_.begin() + static_cast<std::ptrdiff_t>(end_), kTextPadding, '\0');
    return;
  }
  raw_.resize(at);
  text_.resize(end_);
  decoded_ += decoder_.decode(std::string_view(raw_).substr(decoded_), last_, text_);
  end_ = text_.size();
  text_.append(kTextPadding, '\0');
}

void Window::drop_consumed() {
  if (is_utf8_) {
    base_ += begin_;
    text_.erase(0, begin_);
  } else {
    place(0);  // moves the mark to begin_
    raw_.erase(0, raw_mark_);
    raw_base_ += raw_mark_;
    decoded_ -= raw_mark_;
    text_.erase(0, begin_);
    mark_ = raw_mark_ = 0;
  }
  end_ -= begin_;
  begin_ = 0;
}

void Window::grow() {
  CHECK(!last_);
  drop_consumed();
  chunk_ = std::min(std::max(2 * chunk_, kFirstChunk), kMaxChunk);
  fill(std::max(end_, chunk_));
  if (first_) {
    first_ = false;
    if (text().starts_with(kByteOrderMark)) consume(kByteOrderMark.size());
  }
}

void Window::consume(std::size_t size) {
  CHECK(size <= end_ - begin_);
  begin_ += size;
}

uint64_t Window::place(std::size_t at) {
  if (is_utf8_) return base_ + begin_ + at;
  const std::size_t target = begin_ + at;
  CHECK(target >= mark_);
  raw_mark_ += decoder_.raw_size(std::string_view(raw_).substr(raw_mark_), target - mark_);
  mark_ = target;
  return raw_base_ + raw_mark_;
}

std::string_view Window::raw(std::size_t begin, std::size_t end) {
  if (is_utf8_) return text().substr(begin, end - begin);
  const uint64_t from = place(begin);
  const uint64_t to = place(end);
  return std::string_view(raw_).substr(from - raw_base_, to - from);
}

}  // namespace maillon::collect
