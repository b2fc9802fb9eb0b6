// Gathers what a reader gives, for tests and the fuzzer.
#pragma once

#include <string>
#include <vector>

#include "share/read_list.h"

namespace maillon::share {

struct Gathered : ListSink {
  void add(ListEntry&& entry, uint64_t place) override {
    entries.push_back(std::move(entry));
    places.push_back(place);
  }
  void reject(uint64_t place, std::string_view reason) override {
    bad.push_back(std::to_string(place) + ": " + std::string(reason));
  }
  std::vector<ListEntry> entries;
  std::vector<uint64_t> places;
  std::vector<std::string> bad;
};

}  // namespace maillon::share
