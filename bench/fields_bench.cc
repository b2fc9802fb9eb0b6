// Comparing short records: how many pairs of six columns a second on one core.
#include <random>
#include <string>

#include <benchmark/benchmark.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/fields/block.h"
#include "link/fields/compare.h"
#include "link/fields/families.h"
#include "link/fields/model.h"

namespace {

using namespace maillon;

std::string make_word(std::mt19937& random) {
  static constexpr const char* kSyllables[] = {"ba", "lor", "mi", "tan", "ke", "rus", "no", "vel",
                                               "du", "sha", "pi", "gor", "el", "win", "ta", "hul"};
  std::string word;
  for (std::size_t i = 2 + random() % 2; i > 0; --i) word += kSyllables[random() % 16];
  return word;
}

// Given name, surname, street, town, postcode, date of birth: people, and each again
// with a slip.
link::RecordTable make_people(std::size_t people) {
  std::mt19937 random(1);
  link::RecordTable table{{"given", "surname", "street", "town", "zip", "born"},
                          std::vector<StringColumn>(6)};
  for (std::size_t i = 0; i < people; ++i) {
    std::vector<std::string> row = {make_word(random),
                                    make_word(random),
                                    make_word(random) + " street",
                                    make_word(random),
                                    std::to_string(1000 + random() % 900),
                                    std::to_string(19300101 + random() % 700'000)};
    for (int copy = 0; copy < 2; ++copy) {
      for (std::size_t c = 0; c < row.size(); ++c) table.columns[c].push_back(row[c]);
      row[random() % row.size()].back() = 'x';
    }
  }
  return table;
}

// One core, as link does it: a batch of pairs at a time.
void compare(benchmark::State& state, const link::Fields& fields,
             const std::vector<link::RowPair>& pairs) {
  const ThreadLimit one(1);
  for (auto _ : state) {
    std::vector<link::RowPair> batch = pairs;
    benchmark::DoNotOptimize(link::compare_pairs(fields, std::move(batch)));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(pairs.size()));
}

void compare_random_records(benchmark::State& state) {
  const link::Fields fields =
      link::prepare_fields(make_people(static_cast<std::size_t>(state.range(0)) / 2));
  compare(state, fields, link::random_pairs(fields.rows));
}
BENCHMARK(compare_random_records)->Arg(2000)->Arg(40'000)->Unit(benchmark::kMillisecond);

void compare_blocked_records(benchmark::State& state) {
  const link::Fields fields =
      link::prepare_fields(make_people(static_cast<std::size_t>(state.range(0)) / 2));
  compare(state, fields, link::find_record_pairs(fields));
}
BENCHMARK(compare_blocked_records)->Arg(2000)->Arg(40'000)->Unit(benchmark::kMillisecond);

void find_families_of_records(benchmark::State& state) {
  const ThreadLimit one(1);
  const link::RecordTable table = make_people(static_cast<std::size_t>(state.range(0)) / 2);
  Progress quiet;
  for (auto _ : state) benchmark::DoNotOptimize(link::find_record_families(table, quiet));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(find_families_of_records)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
