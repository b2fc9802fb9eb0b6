#include "extract/image/facts.h"

#include <algorithm>

#include "extract/image/decode.h"
#include "extract/image/exif.h"
#include "extract/image/local_features.h"
#include "extract/image/orient.h"

namespace maillon::extract {
namespace {

// ITU-R BT.601 in 8 bits. `luma` holds what the view points into.
GrayView luma_of(const PixelView& picture, std::vector<uint8_t>& luma) {
  luma.resize(std::size_t{picture.width} * picture.height);
  uint8_t* to = luma.data();
  for (uint32_t y = 0; y < picture.height; ++y) {
    const uint8_t* from = picture.pixels + picture.stride * static_cast<std::ptrdiff_t>(y);
    for (uint32_t x = 0; x < picture.width; ++x, from += picture.step) {
      *to++ = picture.channels == 1
                  ? *from
                  : static_cast<uint8_t>((77U * from[0] + 150U * from[1] + 29U * from[2]) >> 8);
    }
  }
  const int width = static_cast<int>(picture.width);
  return {luma.data(), width, static_cast<int>(picture.height), width};
}

}  // namespace

Result<PictureFacts> PictureReader::read(std::string_view file, const PictureWishes& wishes,
                                         const PictureLimits& limits) {
  TRY_OK(decode_picture(file, limits, picture_));
  const PixelView stored = picture_.view();
  PictureFacts facts;
  facts.format = sniff_picture(file);
  facts.width = stored.width;
  facts.height = stored.height;
  facts.orientation = find_orientation(file);
  facts.pdq = hasher_.hash(stored);
  const PixelView shown = orient(stored, facts.orientation);
  if (facts.orientation != 1) facts.upright = hasher_.hash(shown);
  if (wishes.forms) facts.forms = hasher_.hash_forms(stored);
  if (wishes.thumbnail) facts.thumbnail = make_thumbnail(shown);
  if (wishes.mirrored) {
    const PdqForms forms = hasher_.hash_forms(shown);
    facts.mirrored = forms.hashes[static_cast<std::size_t>(Dihedral::flip_y)];
  }
  if (wishes.features || wishes.text) {
    const GrayView luma = luma_of(shown, luma_);
    if (wishes.features) facts.features = find_local_features(luma);
    if (wishes.text) {
      TextPage page = set_page(find_text_lines(bounded(luma, kTextSideMax)));
      if (!page.lines.empty()) facts.text = std::move(page);
    }
  }
  return facts;
}

namespace {

// Tags are never used for something else.
enum class Tag : uint32_t {
  error = 1,
  picture = 2,
  pdq = 3,
  upright = 4,
  forms = 5,
  thumbnail = 6,
  mirrored = 7,
  features = 8,
  text = 9
};

class Writer {
 public:
  void number(uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) text_.push_back(static_cast<char>(value >> 8 * i));
  }
  void bytes(std::string_view more) { text_.append(more); }
  void hash(const PdqHash& hash) {
    for (const uint64_t word : hash.word) number(word, 8);
  }
  void result(const PdqResult& result) {
    hash(result.hash);
    number(static_cast<uint64_t>(result.quality), 1);
  }
  // Appends what `body` has as a section.
  void section(Tag tag, const Writer& body) {
    number(static_cast<uint64_t>(tag), 4);
    number(body.text_.size(), 4);
    bytes(body.text_);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// Reads on; after an attempt to read past the end, nothing more is there and ok() is false.
class FactsReader {
 public:
  explicit FactsReader(std::string_view bytes) : rest_(bytes) {}
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  std::string_view bytes(std::size_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::string_view all() { return bytes(rest_.size()); }
  uint64_t number(std::size_t size) {
    uint64_t value = 0;
    const std::string_view taken = bytes(size);
    for (std::size_t i = taken.size(); i > 0; --i) {
      value = value << 8 | static_cast<uint8_t>(taken[i - 1]);
    }
    return value;
  }
  // A number of one byte up to `most`.
  int small(int from, int most) {
    const auto value = static_cast<int>(number(1));
    if (value < from || value > most) ok_ = false;
    return value;
  }
  PdqHash hash() {
    PdqHash hash;
    for (uint64_t& word : hash.word) word = number(8);
    return hash;
  }
  PdqResult result() {
    PdqResult result;
    result.hash = hash();
    result.quality = small(0, 100);
    return result;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

void read_picture(FactsReader& body, PictureFacts& facts) {
  facts.format = static_cast<PictureFormat>(body.small(1, static_cast<int>(PictureFormat::heif)));
  facts.orientation = body.small(1, 8);
  facts.width = static_cast<uint32_t>(body.number(4));
  facts.height = static_cast<uint32_t>(body.number(4));
}

PdqForms read_forms(FactsReader& body) {
  PdqForms forms;
  for (PdqHash& hash : forms.hashes) hash = body.hash();
  forms.quality = body.small(0, 100);
  return forms;
}

bool is_sound(const TextPage& page) {
  return std::max(page.grey.width, page.grey.height) <= kPageSideMax &&
         std::all_of(page.lines.begin(), page.lines.end(), [&](const PageLine& line) {
           return line.top < line.bottom && line.bottom <= page.grey.height &&
                  line.place < kTextLinesMax;
         });
}

TextPage read_page(FactsReader& body) {
  TextPage page;
  page.lines.resize(body.number(1));
  for (PageLine& line : page.lines) {
    line.top = static_cast<uint32_t>(body.number(2));
    line.bottom = static_cast<uint32_t>(body.number(2));
    line.place = static_cast<uint32_t>(body.number(1));
    line.letters = static_cast<uint32_t>(body.number(1));
  }
  page.grey.width = static_cast<uint32_t>(body.number(2));
  page.grey.height = static_cast<uint32_t>(body.number(2));
  const std::string_view grey = body.bytes(std::size_t{page.grey.width} * page.grey.height);
  page.grey.grey.assign(grey.begin(), grey.end());
  return page;
}

void write_page(const TextPage& page, Writer& to) {
  to.number(page.lines.size(), 1);
  for (const PageLine& line : page.lines) {
    to.number(line.top, 2);
    to.number(line.bottom, 2);
    to.number(line.place, 1);
    to.number(line.letters, 1);
  }
  const GreyPicture& grey = page.grey;
  to.number(grey.width, 2);
  to.number(grey.height, 2);
  to.bytes({reinterpret_cast<const char*>(grey.grey.data()), grey.grey.size()});
}

// Empty if its size is not what it says.
Thumbnail read_thumbnail(FactsReader& body) {
  Thumbnail thumbnail;
  thumbnail.width = static_cast<uint32_t>(body.number(1));
  thumbnail.height = static_cast<uint32_t>(body.number(1));
  const std::string_view grey = body.bytes(std::size_t{thumbnail.width} * thumbnail.height);
  thumbnail.grey.assign(grey.begin(), grey.end());
  return thumbnail;
}

Error read_error(FactsReader& body) {
  const int code = body.small(1, static_cast<int>(Code::busy));
  constexpr std::size_t kLongest = 500;
  return {static_cast<Code>(body.ok() ? code : static_cast<int>(Code::corrupt)),
          std::string(body.all().substr(0, kLongest))};
}

// False if the section's bytes are not of its kind.
bool read_section(Tag tag, FactsReader& body, PictureFacts& facts) {
  switch (tag) {
    case Tag::picture:
      read_picture(body, facts);
      break;
    case Tag::pdq:
      facts.pdq = body.result();
      break;
    case Tag::upright:
      facts.upright = body.result();
      break;
    case Tag::forms:
      facts.forms = read_forms(body);
      break;
    case Tag::thumbnail:
      facts.thumbnail = read_thumbnail(body);
      break;
    case Tag::mirrored:
      facts.mirrored = body.hash();
      break;
    case Tag::features: {
      auto features = unpack_features(body.all());
      if (!features) return false;
      facts.features = *std::move(features);
      break;
    }
    case Tag::text:
      facts.text = read_page(body);
      if (!is_sound(*facts.text)) return false;
      break;
    default:
      return true;
  }
  return body.ok() && body.at_end();
}

}  // namespace

std::string pack_features(const LocalFeatures& features) {
  Writer out;
  out.number(static_cast<uint64_t>(features.width), 2);
  out.number(static_cast<uint64_t>(features.height), 2);
  out.number(features.keypoints.size(), 2);
  for (const Keypoint& k : features.keypoints) {
    out.number(k.x, 2);
    out.number(k.y, 2);
    out.number(k.level, 1);
    out.number(k.angle, 1);
  }
  for (const Descriptor& d : features.descriptors) {
    for (const uint64_t word : d.words) out.number(word, 8);
  }
  return out.take();
}

Result<LocalFeatures> unpack_features(std::string_view bytes) {
  LocalFeatures features;
  FactsReader in(bytes);
  features.width = static_cast<int>(in.number(2));
  features.height = static_cast<int>(in.number(2));
  const uint64_t count = in.number(2);
  for (uint64_t i = 0; i < count && in.ok(); ++i) {
    Keypoint k;
    k.x = static_cast<uint16_t>(in.number(2));
    k.y = static_cast<uint16_t>(in.number(2));
    k.level = static_cast<uint8_t>(in.number(1));
    k.angle = static_cast<uint8_t>(in.number(1));
    features.keypoints.push_back(k);
    if (k.angle >= kAngleSteps) return fail(Code::corrupt, "local features: an angle is too large");
  }
  for (uint64_t i = 0; i < count && in.ok(); ++i) {
    Descriptor& d = features.descriptors.emplace_back();
    for (uint64_t& word : d.words) word = in.number(8);
  }
  if (!in.ok() || !in.at_end()) return fail(Code::corrupt, "local features: their number is wrong");
  return features;
}

uint8_t encode_wishes(const PictureWishes& wishes) {
  return static_cast<uint8_t>((wishes.forms ? 1 : 0) | (wishes.thumbnail ? 2 : 0) |
                              (wishes.mirrored ? 4 : 0) | (wishes.features ? 8 : 0) |
                              (wishes.text ? 16 : 0));
}

PictureWishes decode_wishes(uint8_t flags) {
  return {(flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0,
          (flags & 16) != 0};
}

std::string encode_facts(const Result<PictureFacts>& facts) {
  Writer out;
  const auto add = [&](Tag tag, const auto& write) {
    Writer body;
    write(body);
    out.section(tag, body);
  };
  if (!facts) {
    add(Tag::error, [&](Writer& to) {
      to.number(static_cast<uint64_t>(facts.error().code), 1);
      to.bytes(facts.error().message);
    });
    return out.take();
  }
  add(Tag::picture, [&](Writer& to) {
    to.number(static_cast<uint64_t>(facts->format), 1);
    to.number(static_cast<uint64_t>(facts->orientation), 1);
    to.number(facts->width, 4);
    to.number(facts->height, 4);
  });
  add(Tag::pdq, [&](Writer& to) { to.result(facts->pdq); });
  if (facts->upright) add(Tag::upright, [&](Writer& to) { to.result(*facts->upright); });
  if (facts->forms) {
    add(Tag::forms, [&](Writer& to) {
      for (const PdqHash& hash : facts->forms->hashes) to.hash(hash);
      to.number(static_cast<uint64_t>(facts->forms->quality), 1);
    });
  }
  if (facts->thumbnail) {
    add(Tag::thumbnail, [&](Writer& to) {
      to.number(facts->thumbnail->width, 1);
      to.number(facts->thumbnail->height, 1);
      to.bytes({reinterpret_cast<const char*>(facts->thumbnail->grey.data()),
                facts->thumbnail->grey.size()});
    });
  }
  if (facts->mirrored) add(Tag::mirrored, [&](Writer& to) { to.hash(*facts->mirrored); });
  if (facts->features)
    add(Tag::features, [&](Writer& to) { to.bytes(pack_features(*facts->features)); });
  if (facts->text) add(Tag::text, [&](Writer& to) { write_page(*facts->text, to); });
  return out.take();
}

Result<PictureFacts> decode_facts(std::string_view bytes) {
  PictureFacts facts;
  FactsReader reader(bytes);
  bool has_picture = false, has_hash = false;
  while (reader.ok() && !reader.at_end()) {
    const Tag tag{static_cast<uint32_t>(reader.number(4))};
    FactsReader body(reader.bytes(reader.number(4)));
    if (!reader.ok()) break;
    if (tag == Tag::error) return tl::unexpected<Error>(read_error(body));
    if (!read_section(tag, body, facts)) {
      return fail(Code::corrupt, "the worker's answer makes no sense");
    }
    has_picture = has_picture || tag == Tag::picture;
    has_hash = has_hash || tag == Tag::pdq;
  }
  if (!reader.ok() || !has_picture || !has_hash) {
    return fail(Code::corrupt, "the worker's answer is not complete");
  }
  return facts;
}

}  // namespace maillon::extract
