// Where a made-up world goes: two streams of lines.
#pragma once

#include <string_view>

namespace maillon::simulate {

struct PostPicture;  // simulate/world_pictures.h

// Lines come without their newline, truth in the order of the posts, the header
// of the truth first. The views are valid during the call only. A sink that can
// take no more (a full disk) says so by `is_open`; the generator then stops soon.
class TextSink {
 public:
  virtual ~TextSink() = default;
  virtual void post(std::string_view json_line) = 0;
  virtual void truth(std::string_view csv_line) = 0;
  // Of the post that comes next, in its order.
  virtual void picture(const PostPicture& /*picture*/) {}
  virtual bool is_open() const { return true; }
};

}  // namespace maillon::simulate
