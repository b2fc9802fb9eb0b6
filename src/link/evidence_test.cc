#include "link/evidence.h"

#include <gtest/gtest.h>

#include "link/heap_test.h"
#include "link/pair.h"

namespace maillon::link {
namespace {

// Selector 0 is an agency's number; each client has a number of its own.
Heap agency(uint32_t clients) {
  Heap heap;
  for (uint32_t c = 0; c < clients; ++c) {
    heap.post(c, {0, c + 1});
    heap.post(c + 1, {0, c + 1});
  }
  return heap;
}

TEST(WeighSignals, AnAgencysNumberIsAHub) {
  Heap heap = agency(30);
  const Signals signals = heap.weigh();
  EXPECT_EQ(signals.state[0], SignalState::hub);
  EXPECT_EQ(signals.bits[0], 0);
  EXPECT_EQ(signals.state[1], SignalState::counts);
  EXPECT_GT(signals.bits[1], 0);
}

TEST(WeighSignals, PeopleOverruleHubs) {
  Heap heap = agency(30);
  std::vector<uint8_t> decisions(31, 0);
  decisions[0] = 2;
  decisions[1] = 1;
  heap.decide(decisions);
  const Signals signals = heap.weigh();
  EXPECT_EQ(signals.state[0], SignalState::counts);
  EXPECT_EQ(signals.state[1], SignalState::hub);
}

TEST(WeighSignals, AnOperatorsOnlyNumberIsNoHub) {
  Heap heap;
  for (int day = 0; day < 300; ++day) heap.post(day, {0});
  EXPECT_EQ(heap.weigh().state[0], SignalState::counts);
}

TEST(WeighSignals, WhatStandsInEveryPostOfALargeCaseIsAHub) {
  Heap heap;
  for (int day = 0; day < 2000; ++day) heap.post(day % 300, {0});
  EXPECT_EQ(heap.weigh().state[0], SignalState::hub) << "in words of all kinds";
  Heap one;
  for (int day = 0; day < 2000; ++day) one.post(day % 300, {0}, 0);
  EXPECT_EQ(one.weigh().state[0], SignalState::counts) << "in one wording: an operator's";
  Heap ten;
  for (uint32_t i = 0; i < 2000; ++i) ten.post(i % 300, {0}, i % 10);
  EXPECT_EQ(ten.weigh().state[0], SignalState::counts) << "in ten wordings";
}

TEST(WeighSignals, AHandleOverChangingNumbersIsNoHub) {
  Heap heap;
  for (uint32_t day = 0; day < 300; ++day) heap.post(day, {0, 1 + day / 25});
  EXPECT_EQ(heap.weigh().state[0], SignalState::counts);
}

TEST(WeighSignals, ANumberThatChangedHandsLinksWithinEachTenure) {
  Heap heap;
  for (int day = 0; day < 5; ++day) heap.post(day, {0, 1}, kNoFamily, 7);
  for (int day = 200; day < 205; ++day) heap.post(day, {0, 2}, kNoFamily, 9);
  const Signals signals = heap.weigh();
  EXPECT_EQ(signals.state[0], SignalState::recycled);
  EXPECT_EQ(signals.selector_group[0], 0u);
  EXPECT_EQ(signals.selector_group[9], 1u);
}

TEST(WeighSignals, APauseInTheSameTownIsNoHandover) {
  Heap heap;
  for (int day = 0; day < 5; ++day) heap.post(day, {0, 1}, kNoFamily, 7);
  for (int day = 200; day < 205; ++day) heap.post(day, {0, 2}, kNoFamily, 7);
  EXPECT_EQ(heap.weigh().state[0], SignalState::counts);
}

TEST(WeighSignals, ACopierBesideTheMainUsersIsNotLinkedByTheCopiedWording) {
  Heap heap;
  for (int day = 0; day < 30; ++day) heap.post(day, {0}, 0);
  uint32_t copied = 0;
  for (int day = 5; day < 25; day += 4) copied = heap.post(day, {1}, 0);
  const Signals signals = heap.weigh();
  EXPECT_EQ(signals.state[2], SignalState::contested);
  EXPECT_EQ(signals.family_group[copied], kNoGroup);
  EXPECT_EQ(signals.family_group[0], 0u);
}

TEST(WeighSignals, AStrayWithALifeOfItsOwnIsNotLinkedByOnePost) {
  Heap heap;
  for (int day = 0; day < 30; ++day) heap.post(day, {0}, 0);
  const uint32_t stray = heap.post(50, {1}, 0);
  for (int day = 51; day < 56; ++day) heap.post(day, {1}, 1);
  EXPECT_EQ(heap.weigh().family_group[stray], kNoGroup);
}

TEST(WeighSignals, ANumberChangedUnderTheSameWordingIsLinked) {
  Heap heap;
  for (int day = 0; day < 20; ++day) heap.post(day, {0}, 0);
  for (int day = 20; day < 40; ++day) heap.post(day, {1}, 0);
  const Signals signals = heap.weigh();
  EXPECT_EQ(signals.state[2], SignalState::counts);
  EXPECT_EQ(signals.family_group[30], 0u);
}

// Ten times the posts must not change what sharing a number proves.
TEST(WeighSignals, WhatASignalProvesDoesNotDependOnTheHeap) {
  const auto log_odds = [](uint32_t posts) {
    Heap heap;
    heap.post(0, {0});
    heap.post(1, {0});
    for (uint32_t i = 2; i < posts; ++i) heap.post(i, {i});
    const Signals signals = heap.weigh();
    return signals.prior + signals.bits[0];
  };
  EXPECT_EQ(log_odds(100), log_odds(10'000));
  EXPECT_GT(log_odds(100), 4350) << "one number must link two posts";
}

TEST(WeighSignals, EmptyHeap) {
  Heap heap;
  EXPECT_TRUE(heap.weigh().state.empty());
}

TEST(WeighPair, AddsWhatCountsAndShowsWhatDoesNot) {
  Heap heap = agency(30);
  const EvidenceInput& input = heap.input();
  const Signals signals = heap.weigh();
  const std::vector<Carried> a{{0, kNoGroup}, {1, 0}};
  const PairEvidence same_client = weigh_pair(a, a, input.selectors, signals, 60);
  ASSERT_EQ(same_client.items.size(), 2u);
  EXPECT_EQ(same_client.items[0].signal, 1u);
  EXPECT_EQ(same_client.items[1].bits, 0) << "the hub is listed and counts nothing";
  EXPECT_GT(same_client.log_odds, 4350);
  const std::vector<Carried> b{{0, kNoGroup}, {2, 0}};
  EXPECT_EQ(weigh_pair(a, b, input.selectors, signals, 60).log_odds, signals.prior);
}

// Of e-mail addresses read in pictures some are torn pieces of others; of phone numbers hardly any.
TEST(WeighLinks, WhatWasReadInAPictureLinksAloneOnlyIfReadingKeepsItWhole) {
  struct Row {
    Selector selector;
    bool links_alone;
  };
  for (const Row& row : {Row{{SelectorKind::phone, Service::none}, true},
                         Row{{SelectorKind::iban, Service::none}, true},
                         Row{{SelectorKind::email, Service::none}, false},
                         Row{{SelectorKind::handle, Service::telegram}, false},
                         Row{{SelectorKind::handle, Service::none}, false}}) {
    Heap heap;
    heap.set_kind(0, row.selector);
    heap.post(0, {0});
    heap.post(1, {0});
    heap.post(2, {0});
    for (uint32_t i = 1; i < 400; ++i) heap.post(i, {i});
    heap.read_only(2, 0);
    const Signals signals = heap.weigh();
    const Links links = weigh_links(heap.input(), signals);
    ASSERT_EQ(links.a.size(), 3u) << to_name(row.selector.kind);
    EXPECT_EQ(links.by_one[0], 1) << "typed in both posts";
    for (const std::size_t read : {1u, 2u}) {
      EXPECT_EQ(links.by_one[read] == 1, row.links_alone) << to_name(row.selector.kind);
      EXPECT_GT(links.posterior[read], 0) << "it is evidence all the same";
      EXPECT_EQ(links.posterior[read] < links.posterior[0], !row.links_alone);
    }
  }
}

TEST(WeighLinks, AGroupOfThousandsIsNotQuadratic) {
  Heap heap;
  for (int i = 0; i < 20'000; ++i) heap.post(i / 10, {0});
  heap.decide({2});  // no hub, somebody knows
  const Signals signals = heap.weigh();
  const Links links = weigh_links(heap.input(), signals);
  EXPECT_GE(links.a.size(), 19'999u);
  EXPECT_LE(links.a.size(), 60'000u);
}

}  // namespace
}  // namespace maillon::link
