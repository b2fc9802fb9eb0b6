// Bytes of an encoding -> UTF-8, and back from a place in the UTF-8 to a place in
// the bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/plan.h"

namespace maillon::collect {

// Decoding has no state: a stretch that begins and ends between characters gives
// the same text alone as within its file. Bytes that mean nothing give U+FFFD.
// UTF-8 is passed on as it is.
class Decoder {
 public:
  explicit Decoder(Encoding encoding);

  // Appends the text of the whole characters that begin `raw`; says how many
  // bytes they took. `last`: nothing follows, so a cut character is taken as well.
  std::size_t decode(std::string_view raw, bool last, std::string& out) const;
  // How many bytes of `raw` give the first utf8_size bytes of its text.
  std::size_t raw_size(std::string_view raw, std::size_t utf8_size) const;
  // Where the first bytes stand that mean nothing in the encoding.
  std::optional<std::size_t> find_bad(std::string_view raw) const;

 private:
  struct Unit {
    char32_t value;
    uint32_t size;  // 0: cut off at the end
    bool bad;
  };
  Unit unit(std::string_view raw, std::size_t at) const;
  Unit utf16_unit(std::string_view raw, std::size_t at) const;
  Unit gb18030_unit(std::string_view raw, std::size_t at) const;

  Encoding encoding_;
  const std::vector<char16_t>* single_ = nullptr;  // 256 characters
};

}  // namespace maillon::collect
