// Which posts a person should look at next, so that the ranker learns most from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maillon::rank {

struct Candidate {
  uint64_t key = 0;        // of the post; decides between equals
  uint64_t family = 0;     // of its wording; posts without one have a number of their own
  uint64_t stratum = 0;    // what to spread over: language, source, both
  double probability = 0;  // calibrated
};

// Numbers of at most `count` candidates, the first to look at first: those whose probability is
// nearest to 1/2 (Lewis and Gale 1994), at most one of a family, the strata taking turns, that
// with the least certain post first. Candidates in any order give the same posts.
std::vector<std::size_t> choose_next(std::span<const Candidate> candidates, std::size_t count = 10);

}  // namespace maillon::rank
