// What the tests of this folder share: a sink that keeps the lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "simulate/sink.h"

namespace maillon::simulate {

struct Collected : TextSink {
  void post(std::string_view line) override { posts.emplace_back(line); }
  void truth(std::string_view line) override { truths.emplace_back(line); }

  uint64_t digest() const {
    uint64_t hash = 0;
    for (const auto* lines : {&posts, &truths}) {
      for (const std::string& line : *lines) hash = hash64(line, hash);
    }
    return hash;
  }
  std::vector<std::string> posts, truths;
};

// Cells of a CSV line without quotes.
inline std::vector<std::string> split_cells(std::string_view line, char separator = ',') {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == separator) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

// The value of a member that is a string without escapes; "" if there is none.
inline std::string json_text(std::string_view line, std::string_view name) {
  const std::string key = "\"" + std::string(name) + "\":\"";
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) return "";
  const std::size_t begin = at + key.size();
  return std::string(line.substr(begin, line.find('"', begin) - begin));
}

}  // namespace maillon::simulate
