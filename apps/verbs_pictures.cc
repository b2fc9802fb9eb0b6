// hash: pictures as hash lists know them.
#include <memory>

#include "program.h"
#include "tasks/hash_files.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Output;

constexpr VerbText kHash{
    "hash", "Pictures", "Hashes of pictures, as lists of known pictures carry them",
    "maillon hash photo.jpg\n"
    "maillon hash folder > hashes.csv        all pictures in a folder and those in it\n"
    "maillon hash folder --dihedral          also as if turned and mirrored\n"
    "curl -s URL | maillon hash -            from standard input\n"
    "maillon hash film.mp4 --video-frames    of each second of a video, as vPDQ writes it",
    "PDQ with its quality (0 to 100; below 50 a hash says little), MD5, SHA-1 and SHA-256 as CSV. "
    "JPEG, PNG, WebP, GIF, BMP, and HEIC where heif-convert is installed; recognised by their "
    "bytes, not their names. Videos (MP4, MOV, 3GP, WebM, Matroska, AVI) have checksums, and where "
    "ffmpeg is installed the PDQ of their frames, with --video-frames or --json. A broken file "
    "keeps its checksums and its reason is said. With --json "
    "also the size, and the hash of the picture as it is shown where a camera marked it as "
    "turned."};

}  // namespace

void add_picture_verbs(Program& program) {
  auto s = std::make_shared<tasks::HashSettings>();
  CLI::App* verb = program.add_verb(kHash, [=](const Context& context, Output& out) {
    return tasks::hash_files(*s, context, out);
  });
  verb->add_option("FILE", s->files, "Pictures, videos, folders, or - for standard input")
      ->required()
      ->configurable(false);
  verb->add_flag("--dihedral", s->forms, "Seven more columns: turned and mirrored");
  verb->add_flag("--video-frames", s->video_frames,
                 "Of one video: a line frame,quality,pdq,timestamp for each frame");
  verb->add_option("--seconds-per-hash", s->seconds_per_hash,
                   "Of a video one frame in so many seconds; 0 = every frame")
      ->type_name("N")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
}

}  // namespace maillon::apps
