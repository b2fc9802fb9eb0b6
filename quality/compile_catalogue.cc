// Writes the built-in catalogue and its matcher as bytes; the build runs it.
//
//   compile_catalogue OUT
#include <cstdio>
#include <fstream>

#include "rank/built_in.h"
#include "rank/compiled.h"

int main(int argc, char** argv) {
  using namespace maillon;
  if (argc != 2) {
    std::fputs("usage: compile_catalogue OUT\n", stderr);
    return 2;
  }
  const rank::CatalogueReading read = rank::read_catalogue(rank::built_in_catalogue());
  for (const rank::CatalogueFault& fault : read.faults) {
    std::fprintf(stderr, "catalogue/%s\n", rank::to_text(fault).c_str());
  }
  if (!read.faults.empty()) return 1;
  const std::string bytes = rank::compile(read.catalogue);
  std::ofstream out(argv[1], std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return out ? 0 : 1;
}
