#include "collect/unwrap.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include "collect/xlsx.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kInput = 256U << 10;

// What both decompressors share: input, limits, and what is said when it breaks.
class Unpacker : public ByteSource {
 public:
  Unpacker(std::unique_ptr<ByteSource> raw, std::string_view name)
      : raw_(std::move(raw)), name_(name), input_(kInput) {}

 protected:
  // More input, if there is any.
  Result<bool> refill() {
    if (ended_) return false;
    TRY(const std::size_t got, raw_->read(input_.data(), input_.size()));
    at_ = 0;
    size_ = got;
    in_ += got;
    ended_ = got == 0;
    return !ended_;
  }
  Result<std::size_t> give(std::size_t size) {
    out_ += size;
    if (out_ > kBombFloor && out_ / kBombRatio > in_) {
      return fail(Code::invalid_input,
                  fmt::format("the {} file unpacks to more than {} times its size and is not read "
                              "further; if it is what you expect, unpack it and import the result",
                              name_, kBombRatio));
    }
    return size;
  }
  tl::unexpected<Error> damaged(std::string_view how) const {
    return fail(Code::corrupt,
                fmt::format("the {} file {} (after {} unpacked bytes); the records before that are "
                            "whole; get the file again to have the rest",
                            name_, how, out_));
  }

  std::unique_ptr<ByteSource> raw_;
  std::string_view name_;
  std::vector<char> input_;
  std::size_t at_ = 0, size_ = 0;  // what is left of the input: [at_, size_)
  uint64_t in_ = 0, out_ = 0;
  bool ended_ = false;
};

class GzipSource : public Unpacker {
 public:
  explicit GzipSource(std::unique_ptr<ByteSource> raw) : Unpacker(std::move(raw), "gzip") {
    ok_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<std::size_t> read(char* to, std::size_t size) override {
    if (!ok_) return fail(Code::io, "out of memory while unpacking gzip");
    if (broken_) return damaged("is damaged");
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30));
    const uInt wanted = stream_.avail_out;
    while (stream_.avail_out == wanted) {
      if (at_ == size_) {
        TRY(const bool more, refill());
        if (!more) {
          if (!between_) return damaged("is cut off");
          return std::size_t{0};
        }
      }
      // Behind the last member there may be zeros or other padding.
      if (between_ && !starts_member()) return std::size_t{0};
      stream_.next_in = reinterpret_cast<Bytef*>(input_.data() + at_);
      stream_.avail_in = static_cast<uInt>(size_ - at_);
      between_ = false;
      const int code = inflate(&stream_, Z_NO_FLUSH);
      at_ = size_ - stream_.avail_in;
      if (code == Z_STREAM_END) {
        inflateReset(&stream_);
        between_ = true;
        ++members_;
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        // What was unpacked before the damage is given first.
        broken_ = true;
        if (stream_.avail_out == wanted) return damaged("is damaged");
      }
    }
    return give(wanted - stream_.avail_out);
  }

 private:
  bool starts_member() const {
    return members_ == 0 || static_cast<unsigned char>(input_[at_]) == 0x1F;
  }

  z_stream stream_{};
  bool ok_ = false;
  bool between_ = true;  // members
  bool broken_ = false;
  int members_ = 0;
};

class ZstdSource : public Unpacker {
 public:
  explicit ZstdSource(std::unique_ptr<ByteSource> raw)
      : Unpacker(std::move(raw), "zstd"), stream_(ZSTD_createDCtx(), ZSTD_freeDCtx) {}

  Result<std::size_t> read(char* to, std::size_t size) override {
    if (stream_ == nullptr) return fail(Code::io, "out of memory while unpacking zstd");
    ZSTD_outBuffer out{to, size, 0};
    while (out.pos == 0) {
      // Output may be waiting within the decompressor; ask before reading on.
      if (at_ == size_ && !pending_) {
        TRY(const bool more, refill());
        if (!more) {
          if (!between_) return damaged("is cut off");
          return std::size_t{0};
        }
      }
      ZSTD_inBuffer in{input_.data() + at_, size_ - at_, 0};
      const std::size_t left = ZSTD_decompressStream(stream_.get(), &out, &in);
      at_ += in.pos;
      if (ZSTD_isError(left) != 0) return damaged("is damaged");
      between_ = left == 0;
      pending_ = out.pos == out.size && !between_;
    }
    return give(out.pos);
  }

 private:
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> stream_;
  bool between_ = true;   // frames
  bool pending_ = false;  // the last call filled the output
};

}  // namespace

Result<std::unique_ptr<ByteSource>> unwrap(std::unique_ptr<ByteSource> raw, Container container) {
  switch (container) {
    case Container::plain:
      return raw;
    case Container::gzip:
      return std::unique_ptr<ByteSource>(new GzipSource(std::move(raw)));
    case Container::zstd:
      return std::unique_ptr<ByteSource>(new ZstdSource(std::move(raw)));
    case Container::xlsx:
      break;
  }
  return open_xlsx(std::move(raw));
}

Result<std::string> unwrap_head(std::string_view head, Container container, std::size_t max_bytes) {
  TRY(const std::unique_ptr<ByteSource> source,
      unwrap(std::make_unique<StringSource>(std::string(head)), container));
  std::string out(max_bytes, '\0');
  std::size_t at = 0;
  while (at < max_bytes) {
    const Result<std::size_t> got = source->read(out.data() + at, max_bytes - at);
    // A head is cut off by its nature; only one that gives nothing is damaged.
    if (!got && (at == 0 || container == Container::xlsx)) {
      return tl::unexpected<Error>(got.error());
    }
    if (!got || *got == 0) break;
    at += *got;
  }
  out.resize(at);
  return out;
}

}  // namespace maillon::collect
