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
  const auto catalogue = rank::read_sound_catalogue(rank::built_in_catalogue());
  if (!catalogue) {
    std::fprintf(stderr, "%s\n", catalogue.error().message.c_str());
    return 1;
  }
  const std::string bytes = rank::compile(*catalogue);
  std::ofstream out(argv[1], std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return out ? 0 : 1;
}
