// Which photographs stand beside the posts of a made-up world: drawn from streams of their
// own, so that the texts are the same with and without.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/pictures.h"
#include "simulate/world_actors.h"

namespace maillon::simulate {

// What comes of the file that a post names.
enum class FileState : uint8_t { whole, missing, truncated, empty };

struct PostPicture {
  std::string file;   // as the post names it: from the folder of pictures, with slashes
  std::string post;   // the post's id
  std::string owner;  // whose scene: an actor's label, "agency" with a number, or "stock"
  PictureRecipe recipe;
  FileState state = FileState::whole;
};

// The bytes of the file; those of a missing one are empty too.
std::string picture_bytes(const PostPicture& picture);

// The truth as a table. What shows no picture has no scene; `bytes` are of picture_bytes(),
// `text` is what is painted on it.
inline constexpr std::string_view kPictureHeader =
    "file,sha256,scene,second,alteration,id,owner,state,text";
std::string picture_row(const PostPicture& picture, std::string_view bytes);  // without a newline

// The rates of one world, drawn from ranges by its seed.
struct PictureRates {
  double operations, individuals;  // that have pictures at all
  double stock;                    // pictures that everybody uses, of all
  double unaltered;                // files with the very bytes of others of their scene
  uint32_t stock_scenes;
};
PictureRates draw_picture_rates(const WorldSettings& settings);

class PictureChooser {
 public:
  PictureChooser(const Actors& actors, const WorldSettings& settings);

  // The pictures of post `member` of the actor, in its order; the same at every call.
  std::vector<PostPicture> choose(const Actor& actor, uint32_t member, std::string_view id) const;

 private:
  struct Chosen {
    uint64_t scene = 0;
    std::string owner;
  };
  std::vector<Chosen> choose_scenes(const Actor& actor, uint32_t member, Random& random) const;
  bool has_album(const Actor& operation) const;
  void take_from_album(const Actor& operation, uint32_t member, Random& random,
                       std::vector<Chosen>& out) const;
  void take_own(const Actor& actor, uint32_t member, Random& random,
                std::vector<Chosen>& out) const;
  std::string painted_text(const Actor& actor, uint32_t member, Random& random) const;
  PostPicture alter(const Actor& actor, uint32_t member, const Chosen& chosen,
                    const std::vector<Chosen>& all, Random& random) const;

  const Actors& actors_;
  PictureRates rates_;
  uint64_t folders_;
};

}  // namespace maillon::simulate
