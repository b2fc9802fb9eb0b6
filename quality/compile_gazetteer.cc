// Writes the towns that the program knows as bytes; the build runs it.
//
//   compile_gazetteer OUT [GEONAMES]
//
// Without a table of GeoNames, or if it is not there, it writes none.
#include <cstdio>
#include <fstream>

#include "collect/gazetteer.h"

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fputs("usage: compile_gazetteer OUT [GEONAMES]\n", stderr);
    return 2;
  }
  std::ifstream in;
  if (argc == 3) in.open(argv[2], std::ios::binary);
  const std::string bytes = maillon::collect::compile_gazetteer(in);
  std::ofstream out(argv[1], std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return out ? 0 : 1;
}
