// One indicator of a catalogue file. For read_catalogue.cc.
#pragma once

#include "rank/catalogue.h"
#include "rank/catalogue_nodes.h"

namespace maillon::rank {

// What is faulty is noted and left out. The id is not checked, and what is missing not missed.
Indicator read_indicator(CatalogueNodes& nodes, const YAML::Node& node);

}  // namespace maillon::rank
