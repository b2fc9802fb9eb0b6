// How an agency's number differs from a trafficker's. Both stand in many posts. But
// the agency's clients each have contacts of their own, which recur in the few
// posts of that client and nowhere else, and each client writes in own words;
// an operator's other contacts and wording come back over large parts of the
// operator's posts. So each carrier is asked for the largest other thing it is
// part of: its other selectors and its family of wording. The mean of 1 / that
// size is the carriers' diversity: near 1 when each post has a contact of its own,
// 1/20 when numbers change every twenty posts, and it does not depend on how many
// posts there are. Two passes, because a site's support number beside an agency's
// number would vouch for it: in the second pass hubs found in the first are no
// sign of anything.
#include "link/hubs.h"

#include <algorithm>

#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr std::size_t kCarriersAsked = 512;  // carriers asked, evenly spread
constexpr double kLeastGroups = 5;           // fewer groups may be one operator's habits
constexpr double kLeastDiversity = 0.12;     // groups of eight posts or less, on average
constexpr double kLeastVouched = 0.3;        // of the carriers have something else to go by
constexpr std::size_t kTravels = 2;          // another in half as many posts or more
constexpr int kPasses = 2;
// What stands in half of a case of thousands, under words of all kinds, is of the site.
constexpr std::size_t kEverywherePosts = 1000;
constexpr std::size_t kEverywhereShare = 2;  // one in so many posts of the case
constexpr double kOwnWords = 0.8;            // of the carriers are of no family of more posts:
constexpr uint32_t kFewPosts = 8;

class HubTest {
 public:
  HubTest(const EvidenceInput& input, const CarriedBy& carried)
      : input_(input), carried_(carried), family_size_(family_sizes(input)) {}

  bool is_hub(uint32_t selector, const std::vector<uint8_t>& known_hubs) const {
    const auto carriers = carriers_of(input_, selector);
    if (carriers.size() < static_cast<std::size_t>(kLeastGroups)) return false;
    if (is_everywhere(carriers)) return true;
    const std::size_t asked = std::min(carriers.size(), kCarriersAsked);
    double inverse_sizes = 0;
    std::size_t vouched = 0;
    for (std::size_t i = 0; i < asked; ++i) {
      const uint32_t size = largest_other(carriers[i * carriers.size() / asked], selector,
                                          carriers.size(), known_hubs);
      if (size == 0) continue;
      ++vouched;
      inverse_sizes += 1.0 / size;
    }
    if (static_cast<double>(vouched) < kLeastVouched * static_cast<double>(asked)) return false;
    const double diversity = inverse_sizes / static_cast<double>(vouched);
    const double groups =
        inverse_sizes * static_cast<double>(carriers.size()) / static_cast<double>(asked);
    return diversity >= kLeastDiversity && groups >= kLeastGroups;
  }

 private:
  // A signal that most posts carry tells none of them from another, whoever they are.
  bool is_everywhere(std::span<const uint32_t> carriers) const {
    if (carriers.size() < kEverywherePosts ||
        carriers.size() * kEverywhereShare < input_.posted_at.size())
      return false;
    const std::size_t asked = std::min(carriers.size(), kCarriersAsked);
    std::size_t own_words = 0;
    for (std::size_t i = 0; i < asked; ++i) {
      const uint32_t family = input_.family[carriers[i * carriers.size() / asked]];
      own_words += family == kNoFamily || family_size_[family] <= kFewPosts ? 1 : 0;
    }
    return static_cast<double>(own_words) >= kOwnWords * static_cast<double>(asked);
  }

  // Posts of the largest other thing that the row is part of; 0 = it has no contact
  // but this one (wording alone does not show a client of an agency).
  uint32_t largest_other(uint32_t row, uint32_t selector, std::size_t carriers,
                         const std::vector<uint8_t>& known_hubs) const {
    std::size_t size = 0;
    bool has_contact = false;
    for (const uint32_t other : carried_.of(row)) {
      if (other == selector || known_hubs[other] != 0) continue;
      if (!is_contact(input_.selectors[other])) continue;
      const std::size_t posts = carriers_of(input_, other).size();
      // A support line's phone and address travel together and say nothing of each other.
      if (posts * kTravels >= carriers) continue;
      has_contact = true;
      size = std::max(size, posts);
    }
    if (!has_contact) return 0;
    if (input_.family[row] != kNoFamily)
      size = std::max<std::size_t>(size, family_size_[input_.family[row]]);
    return static_cast<uint32_t>(size);
  }

  const EvidenceInput& input_;
  const CarriedBy& carried_;
  std::vector<uint32_t> family_size_;
};

}  // namespace

std::vector<uint8_t> find_hubs(const EvidenceInput& input, const CarriedBy& carried) {
  const std::size_t count = input.selectors.size();
  const HubTest test(input, carried);
  std::vector<uint8_t> hubs(count, 0);
  for (int pass = 0; pass < kPasses; ++pass) {
    std::vector<uint8_t> found(count, 0);
    parallel_blocks(count, 256, [&](std::size_t begin, std::size_t end, std::size_t) {
      for (std::size_t s = begin; s < end; ++s) {
        found[s] = test.is_hub(static_cast<uint32_t>(s), hubs) ? 1 : 0;
      }
    });
    for (std::size_t s = 0; s < input.hub_decision.size(); ++s) {
      if (input.hub_decision[s] != 0) found[s] = input.hub_decision[s] == 1 ? 1 : 0;
    }
    hubs = std::move(found);
  }
  return hubs;
}

}  // namespace maillon::link
