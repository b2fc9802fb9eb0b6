// How unlikely it is that two unrelated pictures agree as well as these do under a
// transform: an a contrario test (Desolneux, Moisan, Morel 2000) that takes the chance of
// each agreement from the two pictures themselves.
//
// A feature that agrees at the predicted place is worth little if the picture holds many
// others that look as much like it (text, blobs, a repeated pattern), and much if none
// does: its chance is its rank among all features of the other picture. From the sum of
// their bits goes what it takes to say which of the tested places agree, and which
// transform was tried. And from that go the bits of the best other arrangement: a
// chessboard lies on another chessboard in many ways, a copy on its original in one.
#pragma once

#include <vector>

#include "link/photos/guided.h"
#include "link/photos/places.h"
#include "link/photos/transform.h"

namespace maillon::link {

struct Agreement {
  int places = 0;   // distinct places that agree
  int tested = 0;   // distinct places of a at which something could have agreed
  double bits = 0;  // -log2 of the expected number of such agreements by chance
};

Agreement weigh_agreement(const Places& a, const Places& b, const Transform& transform,
                          const Guided& guided);

}  // namespace maillon::link
