// NCMEC hash sharing, version 2: queryResult > images, videos > image, video,
// deletedImage, deletedVideo > member@id, id, timestamp, classification, fingerprints.
#include <string>
#include <vector>

#include "collect/xml_reader.h"
#include "share/readers.h"

namespace maillon::share {
namespace {

constexpr std::size_t kPiece = 1U << 20;  // bytes handed to expat at once
constexpr std::size_t kMostDepth = 64;

class NcmecHandler : public collect::XmlReader::Handler {
 public:
  NcmecHandler(const ReadListOptions& options, ListSink& sink) : options_(options), sink_(sink) {}

  void begin(std::string_view name, const collect::XmlReader::Attributes& attributes) override {
    ++depth_;
    if (depth_ == 1) known_root_ = name == "queryResult";
    if (depth_ > kMostDepth) return;
    text_.clear();
    if (item_depth_ == 0) {
      if (name == "image" || name == "video" || name == "deletedImage" || name == "deletedVideo") {
        item_depth_ = depth_;
        entry_ = {};
        reason_ = {};
        entry_.scheme = "ncmec";
        entry_.deleted = name.starts_with("deleted");
        if (name.ends_with("ideo")) entry_.tags.emplace_back("video");
      }
    } else if (depth_ == item_depth_ + 1) {
      in_fingerprints_ = name == "fingerprints";
      if (name == "member") entry_.member = collect::find_attribute(attributes, "id");
    }
  }

  void end(std::string_view name) override {
    if (item_depth_ != 0 && depth_ == item_depth_) {
      item_depth_ = 0;
      ++record_;
      if (!reason_.empty()) {
        sink_.reject(record_, reason_);
      } else {
        hand_on(std::move(entry_), record_, options_, sink_);
      }
    } else if (item_depth_ != 0 && depth_ == item_depth_ + 1) {
      end_field(name);
    } else if (item_depth_ != 0 && depth_ == item_depth_ + 2 && in_fingerprints_) {
      end_fingerprint(name);
    }
    text_.clear();
    --depth_;
  }

  void text(std::string_view text) override {
    if (item_depth_ == 0) return;
    if (text_.size() + text.size() > kMostText) {
      reason_ = kTooLong;
      return;
    }
    text_.append(text);
  }

  bool known_root() const { return known_root_; }

 private:
  void end_field(std::string_view name) {
    const std::string_view value = trim(text_);
    if (name == "id") {
      entry_.id = value;
    } else if (name == "timestamp") {
      entry_.timestamp = value;
    } else if (name == "classification") {
      entry_.classification = value;
    } else if (name == "member" && !value.empty()) {
      entry_.other.push_back({"member_name", std::string(value)});
    }
    if (name == "fingerprints") in_fingerprints_ = false;
  }

  void end_fingerprint(std::string_view name) {
    const std::string_view value = trim(text_);
    if (value.empty()) return;  // a reference to a large fingerprint, which is fetched apart
    const auto kind = parse_hash_kind(name);
    if (!kind) {
      entry_.other.push_back({std::string(name), std::string(value)});
      return;
    }
    const auto bytes = parse_hash(*kind, value);
    if (!bytes) {
      reason_ = kBadHash;
    } else if (entry_.of(*kind).empty()) {
      entry_.of(*kind) = *bytes;
    }
  }

  const ReadListOptions& options_;
  ListSink& sink_;
  ListEntry entry_;
  std::string text_;
  std::string_view reason_;
  std::size_t depth_ = 0, item_depth_ = 0;
  uint64_t record_ = 0;
  bool in_fingerprints_ = false, known_root_ = false;
};

}  // namespace

Result<void> read_ncmec(std::string_view bytes, const ReadListOptions& options, ListSink& sink) {
  NcmecHandler handler(options, sink);
  collect::XmlReader reader(
      handler, {.file = "the list",
                .hostile = "that no hash-sharing service writes (a document type, or a tag of more "
                           "than 16 MiB); fetch it again",
                .damaged = "fetch it again"});
  while (bytes.size() > kPiece) {
    TRY_OK(reader.feed(bytes.substr(0, kPiece), false));
    bytes.remove_prefix(kPiece);
  }
  TRY_OK(reader.feed(bytes, true));
  if (handler.known_root()) return {};
  return fail(Code::invalid_input,
              "this XML is not a queryResult of NCMEC's hash sharing, version 2; other XML lists "
              "are not read");
}

}  // namespace maillon::share
