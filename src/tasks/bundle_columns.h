// Visitors that write the columns of a struct to a bundle and read them back. A function
// template names the columns once: `v("name", s.name)`. They stop at the first failure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/columns.h"
#include "base/result.h"
#include "store/bundle.h"

namespace maillon::tasks {

struct ColumnWriter {
  store::BundleWriter bundle;
  Result<void> done;
  template <class Column>
  void operator()(const char* name, const Column& column) {
    if (done) done = bundle.add(name, column);
  }
};

struct ColumnReader {
  store::BundleReader bundle;
  Result<void> done;
  template <class T>
  void operator()(const char* name, std::vector<T>& column) {
    take(bundle.get<T>(name), column);
  }
  void operator()(const char* name, StringColumn& column) {
    take(bundle.get_strings(name), column);
  }

 private:
  template <class T>
  void take(Result<T> got, T& column) {
    if (!done) return;
    if (got) {
      column = *std::move(got);
    } else {
      done = tl::unexpected<Error>(std::move(got).error());
    }
  }
};

// Of numbers of things, as a column holds them: do all of these things exist?
template <class T>
bool all_below(const std::vector<T>& values, std::size_t limit) {
  return std::all_of(values.begin(), values.end(), [&](T value) { return value < limit; });
}

}  // namespace maillon::tasks
