#include "collect/unwrap.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  std::string in(text);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(std::string_view text) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

struct Unpacked {
  std::string text, error;
};

Unpacked unpack(const std::string& bytes, Container container, std::size_t step) {
  Unpacked out;
  auto source = unwrap(std::make_unique<StringSource>(bytes, step), container);
  if (!source) return {"", source.error().message};
  std::string chunk(1000, '\0');
  while (true) {
    const auto got = (*source)->read(chunk.data(), chunk.size());
    if (!got) {
      out.error = got.error().message;
      return out;
    }
    if (*got == 0) return out;
    out.text.append(chunk, 0, *got);
  }
}

std::string make_text() {
  std::string text = "id,body\n";
  for (int i = 0; i < 5000; ++i)
    text += std::to_string(i) + ",text number " + std::to_string(i * 7919) + "\n";
  return text;
}

TEST(Unwrap, GzipAndZstdInAnyPieces) {
  const std::string text = make_text();
  for (const std::size_t step : {std::size_t{1}, std::size_t{13}, std::size_t{1} << 20}) {
    EXPECT_EQ(unpack(gzip(text), Container::gzip, step).text, text);
    EXPECT_EQ(unpack(zstd(text), Container::zstd, step).text, text);
    // One after another they are one text; zeros at the end are padding.
    EXPECT_EQ(unpack(gzip("a") + gzip("b") + std::string(8, '\0'), Container::gzip, step).text,
              "ab");
    EXPECT_EQ(unpack(zstd("a") + zstd("b"), Container::zstd, step).text, "ab");
  }
}

TEST(Unwrap, WhatIsCutGivesItsBeginningAndSaysSo) {
  const std::string text = make_text();
  for (const Container container : {Container::gzip, Container::zstd}) {
    const std::string whole = container == Container::gzip ? gzip(text) : zstd(text);
    const Unpacked cut = unpack(whole.substr(0, whole.size() / 2), container, 4096);
    EXPECT_NE(cut.error.find("cut off"), std::string::npos) << cut.error;
    EXPECT_TRUE(text.starts_with(cut.text));
    std::string broken = whole;
    for (std::size_t i = broken.size() / 2; i < broken.size() / 2 + 40; ++i) broken[i] = '\x55';
    const Unpacked damaged = unpack(broken, container, 4096);
    EXPECT_NE(damaged.error.find("is damaged"), std::string::npos) << damaged.error;
  }
}

TEST(Unwrap, RecordsBeforeTheCutAreRead) {
  const std::string whole = gzip(make_text());
  const std::string half = whole.substr(0, whole.size() / 2);
  const ReadPlan plan = *guess_plan(half, "x.csv.gz", {});
  EXPECT_EQ(plan.container, Container::gzip);
  auto source = *unwrap(std::make_unique<StringSource>(half), plan.container);
  const ReadAll read = read_source(*source, plan);
  EXPECT_GT(read.records.size(), 1000U);
  EXPECT_NE(read.error.find("cut off"), std::string::npos);
}

// Zeros without end, made as they are asked for: 1 GiB of them in 1 MB of gzip.
TEST(Unwrap, ABombIsRefusedSlow) {
  std::string bomb;
  {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string in(1U << 20, 'a');
    std::string out(1U << 20, '\0');
    for (int i = 0; i < 1100; ++i) {
      stream.next_in = reinterpret_cast<Bytef*>(in.data());
      stream.avail_in = static_cast<uInt>(in.size());
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = static_cast<uInt>(out.size());
      deflate(&stream, i == 1099 ? Z_FINISH : Z_NO_FLUSH);
      bomb.append(out, 0, out.size() - stream.avail_out);
    }
    deflateEnd(&stream);
  }
  auto source = *unwrap(std::make_unique<StringSource>(bomb), Container::gzip);
  std::string chunk(1U << 20, '\0');
  uint64_t total = 0;
  while (true) {
    const auto got = source->read(chunk.data(), chunk.size());
    if (!got) {
      EXPECT_NE(got.error().message.find("more than 200 times"), std::string::npos);
      break;
    }
    ASSERT_NE(*got, 0U) << "the bomb was unpacked whole";
    total += *got;
  }
  EXPECT_LE(total, kBombFloor + chunk.size());
}

TEST(Unwrap, HeadsAreCutWithoutComplaint) {
  const std::string text = make_text();
  const std::string half = gzip(text).substr(0, 8000);
  const auto head = unwrap_head(half, Container::gzip, 1000);
  ASSERT_TRUE(head.has_value());
  EXPECT_EQ(*head, text.substr(0, 1000));
  EXPECT_FALSE(unwrap_head("\x1F\x8B nonsense", Container::gzip, 1000).has_value());
}

}  // namespace
}  // namespace maillon::collect
