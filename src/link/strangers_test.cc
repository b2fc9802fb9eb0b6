#include "link/strangers.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/compare.h"
#include "link/heap_test.h"

namespace maillon::link {
namespace {

constexpr uint32_t kPostsEach = 4;

// Operators with a phone, an e-mail address and a town each, and a season of a few
// weeks. Posts show the phone always and the address mostly. Then `stray` numbers, each
// in three posts that have nothing to do with each other.
Heap operators(uint32_t count, uint32_t stray, bool circumstances = true) {
  Heap heap;
  for (uint32_t o = 0; o < count; ++o)
    heap.set_kind(2 * o + 1, {SelectorKind::email, Service::none});
  std::vector<std::vector<uint32_t>> shown(count * kPostsEach);
  for (uint32_t p = 0; p < shown.size(); ++p) {
    const uint32_t o = p / kPostsEach;
    shown[p].push_back(2 * o);
    if (mix64(p + 1) % 4 != 0) shown[p].push_back(2 * o + 1);
  }
  for (uint32_t s = 0; s < stray; ++s) {
    for (uint32_t k = 0; k < 3; ++k)
      shown[mix64(3 * s + k + 77) % shown.size()].push_back(2 * count + s);
  }
  for (uint32_t p = 0; p < shown.size(); ++p) {
    const uint32_t o = p / kPostsEach;
    const auto season = static_cast<int64_t>(mix64(o + 999) % 700);
    std::sort(shown[p].begin(), shown[p].end());
    shown[p].erase(std::unique(shown[p].begin(), shown[p].end()), shown[p].end());
    heap.post(season + p % kPostsEach * 3, shown[p], kNoFamily, circumstances ? o % 50 : kNoPlace,
              circumstances ? 1 + o % 5 : 0);
  }
  return heap;
}

const ClassWeight& weight_of(const Signals& signals, SignalClass c) {
  return signals.classes[static_cast<std::size_t>(c)];
}

TEST(DivideSelectors, FewPostsHaveTheDefaults) {
  Heap heap = operators(30, 5);
  const Signals signals = heap.weigh();
  for (std::size_t c = 0; c < kSignalClasses; ++c) {
    SCOPED_TRACE(to_name(static_cast<SignalClass>(c)));
    EXPECT_EQ(signals.classes[c].estimated, 0);
    EXPECT_EQ(signals.classes[c].posterior, to_millionths(ceiling_of(static_cast<SignalClass>(c))));
  }
  EXPECT_EQ(std::count(signals.state.begin(), signals.state.end(), SignalState::divided), 0);
}

TEST(DivideSelectors, CleanNumbersStayAtTheCeiling) {
  Heap heap = operators(600, 0);
  const Signals signals = heap.weigh();
  const ClassWeight& phone = weight_of(signals, SignalClass::phone);
  EXPECT_EQ(phone.estimated, 1);
  EXPECT_EQ(phone.posterior, 990'000u);
  EXPECT_GT(phone.same_share, 990'000u);
  EXPECT_EQ(std::count(signals.state.begin(), signals.state.end(), SignalState::divided), 0);
}

TEST(DivideSelectors, StrayNumbersAreFoundAndDoNotLink) {
  constexpr uint32_t kOperators = 600, kStray = 600;
  Heap heap = operators(kOperators, kStray);
  const Signals signals = heap.weigh();
  // Per number 3 pairs are sampled; a stray number has 3 pairs of strangers.
  EXPECT_NEAR(weight_of(signals, SignalClass::phone).same_share, 500'000, 60'000);
  EXPECT_GT(weight_of(signals, SignalClass::email).same_share, 980'000u);
  EXPECT_GT(weight_of(signals, SignalClass::email).m, 900'000u);
  EXPECT_LT(weight_of(signals, SignalClass::email).u, 1'000u);
  const auto divided = [&](uint32_t begin, uint32_t step, uint32_t count) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; ++i)
      n += signals.state[begin + i * step] == SignalState::divided ? 1 : 0;
    return n;
  };
  EXPECT_GT(divided(2 * kOperators, 1, kStray), kStray * 9 / 10);
  EXPECT_LT(divided(0, 2, kOperators), kOperators / 20);
  EXPECT_GE(signals.prior + signals.bits[0], kLinkLogOdds) << "what stays must still link";
}

// The same noise, but nothing to tell it by: then nothing may be taken away.
TEST(DivideSelectors, NothingKnownNothingChanged) {
  Heap heap = operators(600, 0, false);
  const Signals signals = heap.weigh();
  EXPECT_EQ(weight_of(signals, SignalClass::phone).posterior, 990'000u);
  EXPECT_EQ(std::count(signals.state.begin(), signals.state.end(), SignalState::divided), 0);
}

TEST(DivideSelectors, APersonsWordStands) {
  constexpr uint32_t kOperators = 400, kStray = 400;
  Heap heap = operators(kOperators, kStray);
  std::vector<uint8_t> decisions(2 * kOperators + kStray, 0);
  decisions[2 * kOperators + 3] = 2;
  heap.decide(decisions);
  EXPECT_NE(heap.weigh().state[2 * kOperators + 3], SignalState::divided);
}

TEST(DivideSelectors, TheSameForAnyNumberOfThreads) {
  Heap heap = operators(600, 300);
  std::vector<Signals> runs;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    runs.push_back(heap.weigh());
  }
  for (const Signals& run : runs) {
    EXPECT_EQ(run.bits, runs.front().bits);
    EXPECT_EQ(run.state, runs.front().state);
    EXPECT_EQ(run.selector_group, runs.front().selector_group);
    for (std::size_t c = 0; c < kSignalClasses; ++c) {
      EXPECT_EQ(run.classes[c].posterior, runs.front().classes[c].posterior);
      EXPECT_EQ(run.classes[c].m, runs.front().classes[c].m);
      EXPECT_EQ(run.classes[c].u, runs.front().classes[c].u);
    }
  }
}

TEST(DivideFamilies, StrangersWithOneWordingAreTakenApart) {
  // Operators as above; each writes in words of its own, and every fourth family of
  // wording is shared by two operators of different towns and seasons.
  Heap heap;
  constexpr uint32_t kOperators = 800;
  for (uint32_t p = 0; p < kOperators * kPostsEach; ++p) {
    const uint32_t o = p / kPostsEach;
    const uint32_t family = o % 8 == 1 ? o - 1 : o;
    const auto season = static_cast<int64_t>(mix64(o + 999) % 700);
    heap.post(season + p % kPostsEach * 3, {o}, family, o % 97, 1 + o % 2);
  }
  const Signals signals = heap.weigh();
  EXPECT_EQ(weight_of(signals, SignalClass::wording).estimated, 1);
  uint32_t apart = 0;
  for (uint32_t o = 0; o + 1 < kOperators; o += 8) {
    const uint32_t x = o * kPostsEach, y = (o + 1) * kPostsEach;
    EXPECT_EQ(signals.family_group[x], signals.family_group[x + 1]);
    apart += signals.family_group[x] != signals.family_group[y] ? 1 : 0;
  }
  EXPECT_GT(apart, 60u) << "of 100";
}

TEST(Comparer, SeesWhatAgreesApartFromOneClass) {
  Heap heap;
  heap.set_kind(1, {SelectorKind::email, Service::none});
  heap.set_kind(2, {SelectorKind::email, Service::none});
  heap.set_kind(3, {SelectorKind::handle, Service::account});
  heap.post(0, {0, 1, 3}, 0, 5, 1);
  heap.post(2, {0, 1, 3}, 1, 5, 2);
  heap.post(90, {0, 2}, 0, kNoPlace, 1);
  const Signals signals = heap.weigh();
  struct Row {
    const char* text;
    uint32_t a, b;
    SignalClass apart;
    std::size_t comparable;
    bool tied;
    Context context;
  };
  const Row rows[] = {
      {"address agrees, wording does not", 0, 1, SignalClass::phone, 2, true, {1, 2, 2}},
      {"wording agrees, address does not", 0, 2, SignalClass::phone, 2, true, {2, 0, 5}},
      {"neither agrees", 1, 2, SignalClass::phone, 2, false, {1, 0, 5}},
      {"phone agrees; language is not asked", 0, 1, SignalClass::wording, 2, true, {0, 2, 2}},
      {"an account vouches for nobody", 0, 1, SignalClass::account, 3, true, {1, 2, 2}},
  };
  const Comparer comparer(heap.input(), signals);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const Comparison found = comparer.compare(row.a, row.b, row.apart);
    EXPECT_EQ(found.pattern.comparable, row.comparable);
    EXPECT_EQ(found.pattern.tied, row.tied);
    EXPECT_EQ(found.pattern.context, index_of(row.context));
  }
}

}  // namespace
}  // namespace maillon::link
