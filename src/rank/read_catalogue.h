// Catalogue files (YAML) to a catalogue. See docs/catalogue.md for the format.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "rank/catalogue.h"

namespace maillon::rank {

struct CatalogueFile {
  std::string name;  // for messages
  std::string text;
};

struct CatalogueFault {
  std::string file;
  uint32_t line = 0;  // from 1; 0 = the whole file
  std::string message;
};
// "adverts.yaml: line 12: …"
std::string to_text(const CatalogueFault& fault);

struct CatalogueReading {
  Catalogue catalogue;  // what is sound of it
  std::vector<CatalogueFault> faults;
};

// Of all files' bytes, 16 hex digits: Catalogue::hash without reading them.
std::string catalogue_hash(std::span<const CatalogueFile> files);

// Reads all files as one catalogue and finds all faults: no YAML, unknown or missing keys, ids
// that are there twice, phrases that parse_phrase refuses, names that mean nothing. Hostile files
// cost time in proportion to their size.
CatalogueReading read_catalogue(std::span<const CatalogueFile> files);

// The catalogue if it has no fault, else the first fault (invalid_input) and how many there are.
Result<Catalogue> read_sound_catalogue(std::span<const CatalogueFile> files);

}  // namespace maillon::rank
