// What the reference does to a JPEG before it hashes: CImg's reader with libjpeg in this
// process, and its nearest pixels of 512 x 512. For pictures.py, which compiles it where
// CImg is installed (package cimg-dev):
//
//   g++ -O3 cimg_decode.cc -o cimg_decode -ljpeg
//   cimg_decode FILE...        prints `cpu SECONDS` of user time
#include <cstdio>

#include <sys/resource.h>

#define cimg_display 0
#define cimg_use_jpeg
#include <CImg.h>

namespace {

double user_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec) * 1e-6;
}

}  // namespace

int main(int argc, char** argv) {
  const double begun = user_seconds();
  unsigned sum = 0;  // so that nothing is left out
  for (int i = 1; i < argc; ++i) {
    cimg_library::CImg<unsigned char> picture;
    picture.load_jpeg(argv[i]);
    if (picture.width() > 512 || picture.height() > 512) picture = picture.resize(512, 512);
    sum += picture(0, 0);
  }
  std::printf("cpu %.6f %u\n", user_seconds() - begun, sum);  // NOLINT(style): a bench's output
  return 0;
}
