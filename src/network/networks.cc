// When are two groups of posts one network? None of the usual answers fits:
//
// - Connected components: one wrong link welds two operations together.
// - Modularity compares the links between groups with what chance would have laid
//   there, given all links of the graph. So small groups merge in a large heap and
//   not in a small one (the resolution limit), and a chain - an operator who changed
//   the phone number every month - is cut somewhere in the middle, since its ends
//   have nothing to do with each other. Whether two posts are of one network would
//   depend on unrelated posts elsewhere.
// - CPM asks for links in proportion to the pairs of posts, a * b. No single
//   resolution serves: what keeps a chain of 20 groups of 50 together, bridged by 60
//   bits, must be below 60 / (500 * 500) bits a pair; two groups of 50 with one
//   link of 6 bits are only cut above 6 / (50 * 50), ten times as much. A hub with
//   10,000 leaves is worse.
//
// So we ask the question itself. Links weigh w = log2 of the posterior odds that two
// posts have one operator: a link is wrong with a probability of about 2^-w. Groups
// A and B of a and b posts, each sure of itself, with one link between them:
//
//     the chance of a wrong link somewhere between A and B, if they are strangers,
//     is 2^-w for each post of the smaller group that could have caught one:
//     min(a, b) * 2^-w.
//
// (Not a * b * 2^-w: the larger a group is, the likelier a post belongs to it in
// the first place, and that makes up for the larger number of comparisons.)
// Being strangers is thus ruled out at the odds 2^join_bits only if
//
//     weight(A, B) > join_bits + log2(min(a, b)),
//
// independent links adding up. What is *missing* between A and B is no evidence of
// the same kind: an operator who changes numbers leaves few links by intent. That is
// why the price grows with the logarithm of the groups and not with their product.
//
// That is right as long as wrong links are rare events. In a large heap they are
// not: a family of 300 posts with 1,200 links of wording at 97 % has 36 wrong ones
// among them. Each goes somewhere else, but all of them go to "the rest", and once
// some groups have merged wrongly the rest is one group: that is how giant
// components grow. What links say about themselves tells how many to expect. With
//
//     noise(v) = sum over the links of v of w / (1 + 2^w)
//
// bits, wrong links that fall anywhere bring noise(A) noise(B) / noise(component) bits
// between A and B. That many, times a factor for the scatter, are taken off. Links of
// phones at 14 bits have next to no noise, so this only speaks where evidence is weak.
//
// min(a, b) is not the difference of any function of groups, but a * b / (a + b)
// is, and it lies between min / 2 and min. Hence a partition is worth
//
//     Q = sum of weights inside
//       + sum over networks of (join_bits + log2(size) - factor noise^2 / 2 noise(component))
//
// and joining A and B gains
//
//     weight(A, B) - join_bits - log2(a b / (a + b)) - factor noise(A) noise(B) / noise(component).
//
// This is the logarithm of a posterior: the likelihood of the links against that of
// stray ones, times a prior over partitions that gives each network 2^join_bits *
// size. Leiden maximises it like any quality (quality.h). What follows:
//
// - A leaf joins a group of any size by one link that stands; a star of 10,000
//   leaves stays one.
// - Groups of 50 want 4.6 bits more than a leaf, groups of 1,000 want 9 bits: a link
//   by wording alone (97 %, 5 bits) does not join them, a wallet (30 bits) or three
//   links of wording from different posts do.
// - A chain stays whole however long it is while its bridges weigh
//   join_bits + log2(half of the chain), and is cut where a bridge does not.
// - A long thread of single weak links is cut into pieces: the chance that all
//   of its links are right falls with every one of them.
// - What one component looks like never depends on another one, so posts that come
//   later change only the components that they touch.
//
// What it cannot see: two links that rest on one cause (the same phone in both) are
// added as if they were two. The caller keeps causes apart by giving a selector
// that many posts share few links (a star, an expander) or a node of its own with
// node_size 0; and keeps infrastructure out. And it climbs: where no single
// link is worth join_bits - 1, nothing begins to merge, though all together might.
#include "network/networks.h"

#include "network/leiden.h"

namespace maillon::network {

std::vector<uint32_t> find_networks(const WeighedGraph& graph, std::span<const uint32_t> node_size,
                                    const NetworkSettings& settings) {
  LeidenSettings leiden;
  leiden.quality = LeidenSettings::evidence;
  leiden.resolution = static_cast<double>(settings.join_bits) / kBit;
  leiden.noise = settings.noise;
  leiden.seed = settings.seed;
  return find_communities(graph, node_size, leiden);
}

}  // namespace maillon::network
