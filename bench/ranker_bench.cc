// The ranker on one core: making features, training with its cross-validation, scoring.
//
//   build/bench/bench/maillon_bench --benchmark_filter=ranker
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "rank/ranker/model.h"

namespace {

using namespace maillon;
using namespace maillon::rank;

// Words whose frequencies fall as those of a language do (Zipf), of 2 or 3 syllables out of 320.
std::string make_word(uint64_t& state) {
  state = mix64(state + 1);
  const double u = static_cast<double>(state >> 11) * 0x1p-53;
  uint64_t rank = mix64(static_cast<uint64_t>(std::exp2(15 * u)));  // 32,768 words
  const auto letter = [&](std::string_view letters) {
    const char c = letters[rank % letters.size()];
    rank /= letters.size();
    return c;
  };
  std::string word;
  for (uint64_t i = 2 + rank % 2; i > 0; --i) {
    word += letter("bcdfghjklmnprstv");
    word += letter("aeiou");
    if (const char last = letter("nrt."); last != '.') word += last;
  }
  return word;
}

struct Made {
  NeutralLexicon lexicon;
  std::vector<std::string> texts;
  FeatureTable table;
  std::vector<Example> examples;
  int64_t bytes = 0;
};

// Posts of 100 words in families of four; a third is of the kind looked for, and has a word of its
// own in most cases.
Made make_posts(std::size_t posts) {
  Made made{NeutralLexicon::build(std::vector<LexiconEntry>{{"name", "", "Maria"}}).value(),
            {},
            {},
            {},
            0};
  FeatureMaker maker(made.lexicon);
  FeatureRow row;
  for (std::size_t i = 0; i < posts; ++i) {
    uint64_t state = mix64(i / 4);
    const bool positive = state % 3 == 0;
    std::string text;
    for (int w = 0; w < 90; ++w) text += make_word(state) + (w % 12 == 11 ? ". " : " ");
    state ^= mix64(i);
    for (int w = 0; w < 10; ++w) text += make_word(state) + ' ';
    if (state % 10 < (positive ? 7U : 1U)) text += "passport";
    maker.make(text, {}, row);
    made.table.add(row);
    made.bytes += static_cast<int64_t>(text.size());
    made.texts.push_back(std::move(text));
    made.examples.push_back({mix64(i), i / 4, positive, 1});
  }
  return made;
}

void ranker_make_features(benchmark::State& state) {
  const Made made = make_posts(2000);
  FeatureMaker maker(made.lexicon);
  FeatureRow row;
  for (auto _ : state) {
    for (const std::string& text : made.texts) maker.make(text, {}, row);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * made.bytes);
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * 2000);
}
BENCHMARK(ranker_make_features)->Unit(benchmark::kMillisecond);

void ranker_neutralise(benchmark::State& state) {
  const Made made = make_posts(2000);
  Neutraliser neutraliser(made.lexicon);
  for (auto _ : state) {
    for (const std::string& text : made.texts) benchmark::DoNotOptimize(neutraliser.read(text));
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * made.bytes);
}
BENCHMARK(ranker_neutralise)->Unit(benchmark::kMillisecond);

void ranker_predict(benchmark::State& state) {
  const Made made = make_posts(2000);
  const auto model = train_model(made.table, made.examples, made.lexicon.fingerprint());
  FeatureMaker maker(made.lexicon);
  FeatureRow row;
  for (auto _ : state) {
    for (const std::string& text : made.texts) {
      maker.make(text, {}, row);
      benchmark::DoNotOptimize(model->probability(row));
    }
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * made.bytes);
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * 2000);
}
BENCHMARK(ranker_predict)->Unit(benchmark::kMillisecond);

void ranker_train(benchmark::State& state) {
  const ThreadLimit one(1);
  const Made made = make_posts(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(train_model(made.table, made.examples, made.lexicon.fingerprint()));
  }
  state.counters["features/post"] =
      static_cast<double>(made.table.size()) / static_cast<double>(made.table.rows());
}
BENCHMARK(ranker_train)->Arg(2000)->Arg(20'000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
