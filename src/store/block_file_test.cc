#include "store/block_file.h"

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "store/file.h"
#include "store/store_test_util.h"

namespace maillon::store {
namespace {

void write_file(const std::string& path, const std::string& content, std::size_t piece = 100'000) {
  ASSERT_OK(remove_file(path));
  auto writer = BlockWriter::create(path);
  ASSERT_OK(writer);
  for (std::size_t at = 0; at < content.size(); at += piece) {
    ASSERT_OK(writer->append(std::string_view(content).substr(at, piece)));
  }
  ASSERT_OK(writer->finish("about it"));
  EXPECT_FALSE(file_exists(path)) << "visible before publish";
  ASSERT_OK(writer->publish());
}

TEST(BlockFile, GivesBackWhatWasWritten) {
  const TempDirectory dir;
  const std::size_t sizes[] = {
      0,        1, 100, 65'535, kChunkSize, 65'537, 300'000, 64 * kChunkSize, 64 * kChunkSize + 7,
      9'000'001};
  for (const std::size_t size : sizes) {
    for (const std::string& content : {lines(size), noise(size), std::string(size, 'a')}) {
      SCOPED_TRACE(size);
      const std::string path = dir / "f.mblk";
      write_file(path, content, 77'777);
      auto reader = BlockReader::open(path);
      ASSERT_OK(reader);
      EXPECT_EQ(reader->size(), size);
      EXPECT_EQ(reader->metadata(), "about it");
      EXPECT_EQ(reader->chunk_count(), (size + kChunkSize - 1) / kChunkSize);
      auto all = reader->read(0, size);
      ASSERT_OK(all);
      EXPECT_TRUE(*all == content);
      // Noise is kept as it is: the file is hardly larger than the content.
      EXPECT_LE(reader->stored_size(), size + 200 + size / 4000);
    }
  }
}

TEST(BlockFile, AnyRangeIsReadAlone) {
  const TempDirectory dir;
  const std::string content = lines(3'000'000) + noise(500'000);
  write_file(dir / "f", content);
  auto reader = BlockReader::open(dir / "f");
  ASSERT_OK(reader);
  for (uint64_t i = 0; i < 300; ++i) {
    const uint64_t begin = mix64(i) % (content.size() + 1);
    const std::size_t room = content.size() - begin;
    const std::size_t size = i % 3 == 0 ? room : std::min<std::size_t>(room, mix64(~i) % 200'000);
    auto bytes = reader->read(begin, size);
    ASSERT_OK(bytes);
    ASSERT_TRUE(*bytes == content.substr(begin, size)) << begin << " " << size;
  }
  EXPECT_FAILS(reader->read(content.size(), 1), Code::invalid_input, "outside");
  EXPECT_FAILS(reader->read(content.size() + 1, 0), Code::invalid_input, "outside");
  EXPECT_FAILS(reader->read(1, ~std::size_t{0}), Code::invalid_input, "outside");
}

TEST(BlockFile, StreamGivesThePart) {
  const TempDirectory dir;
  const std::string content = lines(5'000'000);
  write_file(dir / "f", content);
  auto reader = BlockReader::open(dir / "f");
  ASSERT_OK(reader);
  for (const auto& [begin, end] : std::vector<std::pair<uint64_t, uint64_t>>{
           {0, content.size()}, {12'345, 4'444'444}, {7, 7}, {4'999'999, 99'999'999}}) {
    BlockStream stream(*reader, begin, end);
    std::string out, piece(10'007, '\0');
    for (;;) {
      auto n = stream.read(piece.data(), piece.size());
      ASSERT_OK(n);
      if (*n == 0) break;
      out.append(piece, 0, *n);
    }
    EXPECT_TRUE(out == content.substr(begin, end - begin));
  }
}

TEST(BlockFile, TheSameBytesForAnyThreadsAndPieces) {
  const TempDirectory dir;
  const std::string content = lines(6'000'000) + noise(1'000'000);
  std::string first;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    write_file(dir / "f", content, 1'000 * static_cast<std::size_t>(threads * threads * 99));
    const std::string bytes = file_bytes(dir / "f");
    if (first.empty()) first = bytes;
    EXPECT_TRUE(bytes == first) << threads;
  }
}

TEST(BlockFile, HashesTheWhole) {
  const TempDirectory dir;
  const std::string content = lines(10'000'000);
  auto writer = BlockWriter::create(dir / "f", {.level = 1, .sha256 = true});
  ASSERT_OK(writer);
  ASSERT_OK(writer->append(content));
  ASSERT_OK(writer->finish());
  EXPECT_EQ(writer->sha256(), sha256(content));
  writer->set_path(dir / "g");
  ASSERT_OK(writer->publish());
  EXPECT_TRUE(file_exists(dir / "g"));
}

TEST(BlockFile, DroppedWriterLeavesNothing) {
  const TempDirectory dir;
  {
    auto writer = BlockWriter::create(dir / "f");
    ASSERT_OK(writer);
    ASSERT_OK(writer->append("abc"));
  }
  EXPECT_TRUE(list_directory(dir.path())->empty());
}

TEST(BlockFile, AnyFlippedBitIsFound) {
  const TempDirectory dir;
  const std::string content = lines(150'000) + noise(70'000);
  write_file(dir / "f", content);
  const std::string good = file_bytes(dir / "f");
  const std::size_t step = good.size() / 400;
  for (std::size_t i = 0; i < good.size(); i += (i < 40 || i + 200 > good.size()) ? 1 : step) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    auto reader = BlockReader::from_bytes(bad, "f");
    if (reader) {
      auto all = reader->read(0, reader->size());
      ASSERT_FALSE(all.has_value()) << "a flipped bit at " << i << " went unseen";
      EXPECT_EQ(all.error().code, Code::corrupt);
    } else {
      EXPECT_TRUE(reader.error().code == Code::corrupt || reader.error().code == Code::unsupported);
    }
  }
}

TEST(BlockFile, DamageNamesFileAndChunk) {
  const TempDirectory dir;
  write_file(dir / "f", noise(300'000));
  flip_bit(dir / "f", 16 + 3 * kChunkSize + 5);  // noise is stored raw
  auto reader = BlockReader::open(dir / "f");
  ASSERT_OK(reader);
  EXPECT_FAILS(reader->read(0, 300'000), Code::corrupt, "f: chunk 3 does not match its checksum");
  EXPECT_FAILS(reader->check_chunk(3), Code::corrupt, "chunk 3");
  ASSERT_OK(reader->check_chunk(2));
  ASSERT_OK(reader->read(0, 3 * kChunkSize));
}

TEST(BlockFile, CutOrForeignFilesAreRefused) {
  const TempDirectory dir;
  write_file(dir / "f", lines(200'000));
  const std::string good = file_bytes(dir / "f");
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{16}, std::size_t{71},
                                 good.size() / 2, good.size() - 1}) {
    EXPECT_FAILS(BlockReader::from_bytes(good.substr(0, size), "f"), Code::corrupt, "cut short");
  }
  EXPECT_FAILS(BlockReader::from_bytes(std::string(200, 'x'), "f"), Code::corrupt, "not a block");
  EXPECT_FAILS(BlockReader::from_bytes(good + "x", "f"), Code::corrupt, "f: ");
  std::string newer = good;
  newer[8] = 2;
  EXPECT_FAILS(BlockReader::from_bytes(newer, "f"), Code::unsupported, "newer Maillon");
  EXPECT_FAILS(BlockReader::open(dir / "none"), Code::not_found, "no such file");
}

TEST(BlockFile, ChecksumTellsContentsApart) {
  const TempDirectory dir;
  write_file(dir / "a", lines(200'000, 1));
  write_file(dir / "b", lines(200'000, 2));
  write_file(dir / "c", lines(200'000, 1));
  EXPECT_NE(BlockReader::open(dir / "a")->checksum(), BlockReader::open(dir / "b")->checksum());
  EXPECT_EQ(BlockReader::open(dir / "a")->checksum(), BlockReader::open(dir / "c")->checksum());
}

}  // namespace
}  // namespace maillon::store
