// The part of a stream that is being looked at, as UTF-8, with the place of each
// text in the bytes before decoding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "collect/byte_source.h"
#include "collect/decode.h"

namespace maillon::collect {

class Window {
 public:
  Window(ByteSource& source, Encoding encoding);

  // The text at hand; kTextPadding bytes are readable behind it.
  std::string_view text() const { return std::string_view(text_).substr(begin_, end_ - begin_); }
  // Nothing follows text(): the stream ended or failed.
  bool last() const { return last_; }
  // Why the stream ended early, if it did.
  const std::optional<Error>& error() const { return error_; }
  // Reads on: twice the text that is at hand now, but never less than a chunk, or
  // to the end. How much depends on nothing else, so that the source's own chunks
  // do not show. REQUIRES: !last().
  void grow();
  // Passes over the first `size` bytes of text().
  void consume(std::size_t size);
  // The place in the source of text()'s byte `at`. Places are asked for in order.
  uint64_t place(std::size_t at);
  // The bytes before decoding of text()[begin, end).
  std::string_view raw(std::size_t begin, std::size_t end);

 private:
  void fill(std::size_t wanted);
  void drop_consumed();

  ByteSource& source_;
  Decoder decoder_;
  bool is_utf8_;
  bool last_ = false;
  bool first_ = true;
  std::size_t chunk_ = 0;  // how much the last grow() read at least
  std::optional<Error> error_;
  std::string text_;  // kTextPadding bytes longer than end_
  std::size_t begin_ = 0, end_ = 0;
  uint64_t base_ = 0;  // UTF-8: place in the source of text_[0]
  // Other encodings: raw_ holds the bytes from raw_base_ on. The character at
  // text_[mark_] begins at raw_[raw_mark_]; raw_[0, decoded_) is in text_.
  std::string raw_;
  uint64_t raw_base_ = 0;
  std::size_t decoded_ = 0, mark_ = 0, raw_mark_ = 0;
};

}  // namespace maillon::collect
