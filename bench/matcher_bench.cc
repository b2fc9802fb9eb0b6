// The catalogue's matcher: megabytes of text a second on one core, with the whole built-in
// catalogue and with ten times its phrases. The text is a made-up world of many languages.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "rank/built_in.h"
#include "rank/compiled.h"
#include "rank/matcher.h"
#include "rank/phrase.h"
#include "rank/reading.h"
#include "simulate/world.h"

namespace {

using namespace maillon;

const rank::Catalogue& catalogue() {
  static const rank::Catalogue built = rank::read_catalogue(rank::built_in_catalogue()).catalogue;
  return built;
}

// Every phrase nine times more, with a made-up word behind it: the same first words, other ends.
rank::Catalogue ten_times(const rank::Catalogue& from) {
  rank::Catalogue out = from;
  for (rank::Indicator& i : out.indicators) {
    const std::size_t count = i.phrases.size();
    for (std::size_t p = 0; p < count; ++p) {
      for (int n = 0; n < 9; ++n) {
        rank::Phrase more = i.phrases[p];
        const std::string word = " qzx" + std::to_string(n) + std::to_string(p);
        const std::size_t cut = more.text.find(" & ");
        more.text.insert(cut == std::string::npos ? more.text.size() : cut, word);
        i.phrases.push_back(std::move(more));
      }
    }
  }
  return out;
}

// The bodies of a world's posts, as its JSON lines have them.
struct Bodies : simulate::TextSink {
  void post(std::string_view line) override {
    constexpr std::string_view kKey = "\"body\":\"";
    const std::size_t begin = line.find(kKey);
    if (begin == std::string_view::npos) return;
    line.remove_prefix(begin + kKey.size());
    std::string& body = all.emplace_back();
    for (std::size_t i = 0; i < line.size() && line[i] != '"'; ++i) {
      const bool escaped = line[i] == '\\' && i + 1 < line.size();
      if (escaped) ++i;
      body += escaped && line[i] == 'n' ? '\n' : line[i];
    }
  }
  void truth(std::string_view) override {}
  std::vector<std::string> all;
};

const std::vector<std::string>& texts() {
  static const std::vector<std::string> all = [] {
    Bodies bodies;
    simulate::WorldSettings settings;
    settings.posts = 100'000;
    settings.seed = 7;
    simulate_world(settings, bodies);
    return std::move(bodies.all);
  }();
  return all;
}

void run(benchmark::State& state, const rank::Catalogue& of, bool reads) {
  const rank::Matcher matcher = *rank::compiled_matcher(rank::compile(of));
  std::size_t bytes = 0, found = 0;
  texts();  // made before the clock runs
  for (auto _ : state) {
    // Each time anew: what is known of the texts of the last round would be no measure.
    rank::Scanner scanner(matcher);
    rank::TextReader reader(of, matcher);
    for (const std::string& text : texts()) {
      if (reads) {
        const rank::FieldText field{Field::body, text};
        found += reader.read({&field, 1}).hits.size();
      } else {
        found += scanner.find(text).size();
      }
      bytes += text.size();
    }
  }
  if (found == 0) state.SkipWithError("nothing was found");
  state.SetBytesProcessed(static_cast<int64_t>(bytes));
}

void matcher(benchmark::State& state) {
  run(state, catalogue(), false);
}
void matcher_ten_times(benchmark::State& state) {
  run(state, ten_times(catalogue()), false);
}
void reading(benchmark::State& state) {
  run(state, catalogue(), true);
}
BENCHMARK(matcher)->Unit(benchmark::kMillisecond);
BENCHMARK(matcher_ten_times)->Unit(benchmark::kMillisecond);
BENCHMARK(reading)->Unit(benchmark::kMillisecond);

}  // namespace
