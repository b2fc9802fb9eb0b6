// Columns of text: one arena and offsets, not a million small strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon {

// A column of strings. Row i is the bytes between ends[i-1] and ends[i].
struct StringColumn {
  std::string bytes;
  std::vector<uint64_t> ends;

  std::size_t size() const { return ends.size(); }
  bool empty() const { return ends.empty(); }
  void push_back(std::string_view text) {
    bytes.append(text);
    ends.push_back(bytes.size());
  }
  // A view into the arena: valid until the column is changed.
  std::string_view operator[](std::size_t row) const {
    const uint64_t begin = row == 0 ? 0 : ends[row - 1];
    return std::string_view(bytes).substr(begin, ends[row] - begin);
  }
  void clear() {
    bytes.clear();
    ends.clear();
  }
  void append(const StringColumn& other) {
    const uint64_t base = bytes.size();
    bytes += other.bytes;
    ends.reserve(ends.size() + other.ends.size());
    for (const uint64_t end : other.ends) ends.push_back(base + end);
  }
  friend bool operator==(const StringColumn&, const StringColumn&) = default;
};

}  // namespace maillon
