#include "store/bundle.h"

#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "store/store_test_util.h"

namespace maillon::store {
namespace {

template <class T>
std::vector<T> some(std::size_t n) {
  std::vector<T> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<T>(mix64(i) % 251);
  return values;
}

StringColumn texts() {
  StringColumn column;
  for (const char* text : {"", "one", "", "two words", "три", ""}) column.push_back(text);
  return column;
}

TEST(Bundle, GivesBackEveryType) {
  const TempDirectory dir;
  auto writer = BundleWriter::create(dir / "b", 7);
  ASSERT_OK(writer);
  const std::vector<double> doubles = {0.5, -1e300, std::numeric_limits<double>::infinity()};
  ASSERT_OK(writer->add("u8", some<uint8_t>(3)));
  ASSERT_OK(writer->add("u16", some<uint16_t>(70'000)));
  ASSERT_OK(writer->add("u32", some<uint32_t>(1)));
  ASSERT_OK(writer->add("u64", some<uint64_t>(100'000)));
  ASSERT_OK(writer->add("i32", std::vector<int32_t>{-1, 2, std::numeric_limits<int32_t>::min()}));
  ASSERT_OK(writer->add("i64", std::vector<int64_t>{}));
  ASSERT_OK(writer->add("float", std::vector<float>{1.5F, -0.0F}));
  ASSERT_OK(writer->add("double", doubles));
  ASSERT_OK(writer->add("text", texts()));
  ASSERT_OK(writer->add("no_text", StringColumn{}));
  writer->set_attribute("made_by", "a test");
  ASSERT_OK(writer->publish());

  auto bundle = BundleReader::open(dir / "b");
  ASSERT_OK(bundle);
  EXPECT_EQ(bundle->version(), 7U);
  EXPECT_EQ(bundle->attribute("made_by"), "a test");
  EXPECT_EQ(bundle->attribute("nothing"), "");
  EXPECT_EQ(bundle->names(), (std::vector<std::string>{"u8", "u16", "u32", "u64", "i32", "i64",
                                                       "float", "double", "text", "no_text"}));
  EXPECT_EQ(*bundle->get<uint8_t>("u8"), some<uint8_t>(3));
  EXPECT_EQ(*bundle->get<uint16_t>("u16"), some<uint16_t>(70'000));
  EXPECT_EQ(*bundle->get<uint64_t>("u64"), some<uint64_t>(100'000));
  EXPECT_EQ(bundle->get<int32_t>("i32")->at(2), std::numeric_limits<int32_t>::min());
  EXPECT_TRUE(bundle->get<int64_t>("i64")->empty());
  EXPECT_EQ(*bundle->get<double>("double"), doubles);
  EXPECT_EQ(*bundle->get_strings("text"), texts());
  EXPECT_EQ(*bundle->get_strings("no_text"), StringColumn{});
  EXPECT_EQ(bundle->count("u64"), 100'000U);
  EXPECT_EQ(bundle->count("nothing"), 0U);
}

TEST(Bundle, RangesAreReadAlone) {
  const TempDirectory dir;
  auto writer = BundleWriter::create(dir / "b");
  const auto values = some<uint32_t>(200'000);
  ASSERT_OK(writer->add("before", some<uint8_t>(13)));  // so that nothing is aligned
  ASSERT_OK(writer->add("v", values));
  ASSERT_OK(writer->add("t", texts()));
  ASSERT_OK(writer->publish());
  auto bundle = BundleReader::open(dir / "b");
  ASSERT_OK(bundle);
  for (uint64_t begin = 0; begin < 200'000; begin += 17'001) {
    auto part = bundle->get_range<uint32_t>("v", begin, 1'000);
    ASSERT_OK(part);
    ASSERT_TRUE(std::equal(part->begin(), part->end(),
                           values.begin() + static_cast<std::ptrdiff_t>(begin)));
  }
  const StringColumn all = texts();
  for (uint64_t begin = 0; begin <= all.size(); ++begin) {
    for (uint64_t n = 0; begin + n <= all.size(); ++n) {
      auto part = bundle->get_strings("t", begin, n);
      ASSERT_OK(part);
      ASSERT_EQ(part->size(), n);
      for (uint64_t i = 0; i < n; ++i) EXPECT_EQ((*part)[i], all[begin + i]);
    }
  }
  EXPECT_FAILS(bundle->get_range<uint32_t>("v", 200'000, 1), Code::invalid_input, "outside");
  EXPECT_FAILS(bundle->get_range<uint32_t>("v", 1, ~uint64_t{0}), Code::invalid_input, "outside");
  EXPECT_FAILS(bundle->get_strings("t", 5, 2), Code::invalid_input, "outside");
}

TEST(Bundle, PiecesMakeOneArray) {
  const TempDirectory dir;
  auto writer = BundleWriter::create(dir / "b");
  const auto values = some<uint64_t>(300'000);
  writer->begin<uint64_t>("v");
  for (std::size_t at = 0; at < values.size(); at += 7'000) {
    const std::size_t n = std::min<std::size_t>(7'000, values.size() - at);
    ASSERT_OK(writer->extend(std::span<const uint64_t>(values).subspan(at, n)));
  }
  ASSERT_OK(writer->publish());
  EXPECT_EQ(*BundleReader::open(dir / "b")->get<uint64_t>("v"), values);
}

TEST(Bundle, WrongNamesAndTypesAreErrors) {
  const TempDirectory dir;
  auto writer = BundleWriter::create(dir / "b");
  ASSERT_OK(writer->add("v", some<uint32_t>(10)));
  ASSERT_OK(writer->publish());
  auto bundle = BundleReader::open(dir / "b");
  EXPECT_FAILS(bundle->get<uint32_t>("w"), Code::not_found, "array w");
  EXPECT_FAILS(bundle->get<int32_t>("v"), Code::corrupt, "is of uint32, not of int32");
  EXPECT_FAILS(bundle->get_strings("v"), Code::corrupt, "not of strings");
}

TEST(Bundle, AnyFlippedBitIsFound) {
  const TempDirectory dir;
  auto writer = BundleWriter::create(dir / "b");
  ASSERT_OK(writer->add("v", some<uint32_t>(500)));
  ASSERT_OK(writer->add("t", texts()));
  ASSERT_OK(writer->publish());
  const std::string good = file_bytes(dir / "b");
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    auto file = BlockReader::from_bytes(bad, "b");
    if (!file) continue;
    auto bundle = BundleReader::from_file(*std::move(file));
    if (!bundle) continue;
    EXPECT_FALSE(bundle->get<uint32_t>("v").has_value() && bundle->get_strings("t").has_value())
        << "a flipped bit at " << i << " went unseen";
  }
}

// The bytes of docs/formats/case.md. If this fails, files out there cannot be read any more.
TEST(Bundle, BytesAreTheDrawnOnes) {
  const TempDirectory dir;
  auto writer = BundleWriter::create(dir / "b", 3);
  ASSERT_OK(writer->add("n", std::vector<uint16_t>{1, 0x0203}));
  StringColumn names;
  names.push_back("ab");
  ASSERT_OK(writer->add("t", names));
  writer->set_attribute("k", "v");
  ASSERT_OK(writer->publish());
  const std::string bytes = file_bytes(dir / "b");
  const auto hex = [&](std::size_t begin, std::size_t size) {
    return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()) + begin, size);
  };
  EXPECT_EQ(hex(0, 16),
            "4d41494c4c4f4e42"
            "0100"
            "10"
            "00"
            "00000000");
  EXPECT_EQ(hex(16, 14),
            "0100"
            "0302"
            "0200000000000000"
            "6162");  // kept as it is
  EXPECT_EQ(hex(30, 12),
            "0e000080"
            "4ad2bbc7f9a5463d");
  EXPECT_EQ(hex(42, 16),
            "4d4c4e42554e444c"
            "0100"
            "0000"
            "03000000");
  EXPECT_EQ(hex(58, 14),
            "01000000"
            "010000006b"
            "0100000076");
  EXPECT_EQ(hex(72, 34),
            "02000000"
            "010000006e"
            "02"
            "0200000000000000"
            "0000000000000000"
            "0000000000000000");
  EXPECT_EQ(hex(106, 30),
            "0100000074"
            "09"
            "0100000000000000"
            "0400000000000000"
            "0200000000000000");
  EXPECT_EQ(hex(136, 24),
            "0e00000000000000"
            "1e00000000000000"
            "5e00000000000000");
  EXPECT_EQ(hex(160, 24),
            "9ed4464001bdd62b"
            "01000000"
            "00000000"
            "e25b0e83cc4f701e");
  EXPECT_EQ(bytes.substr(184), "BNOLLIAM");
}

// Lists of arrays that lie about their sizes, in files whose checksums are right.
TEST(Bundle, LyingListsOfArraysAreRefused) {
  const TempDirectory dir;
  const auto put = [](std::string& out, auto value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof(value));
  };
  struct Row {
    const char* what;
    uint8_t type;
    uint64_t count, begin, text_size;
    bool good;
  };
  const Row rows[] = {
      {"right", 1, 100, 0, 0, true},
      {"a part", 3, 10, 60, 0, true},
      {"past the end", 1, 101, 0, 0, false},
      {"begins past the end", 1, 0, 101, 0, false},
      {"count times size wraps around", 4, (uint64_t{1} << 61) + 1, 0, 0, false},
      {"begin plus size wraps around", 1, 2, ~uint64_t{0}, 0, false},
      {"no such type", 200, 1, 0, 0, false},
      {"type 0", 0, 0, 0, 0, false},
      {"text past the end", 9, 2, 0, 85, false},
      {"text size wraps around", 9, 2, 0, ~uint64_t{0} - 10, false},
      {"text in an array of numbers", 1, 1, 0, 1, false},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    std::string metadata = "MLNBUNDL";
    put(metadata, uint16_t{1});
    put(metadata, uint16_t{0});
    put(metadata, uint32_t{1});
    put(metadata, uint32_t{0});
    put(metadata, uint32_t{1});
    put(metadata, uint32_t{1});
    metadata += "v";
    put(metadata, row.type);
    put(metadata, row.count);
    put(metadata, row.begin);
    put(metadata, row.text_size);
    auto writer = BlockWriter::create(dir / "b");
    ASSERT_OK(writer->append(std::string(100, '\1')));
    ASSERT_OK(writer->finish(metadata));
    ASSERT_OK(writer->publish());
    auto bundle = BundleReader::open(dir / "b");
    EXPECT_EQ(bundle.has_value(), row.good);
    if (!bundle) {
      EXPECT_EQ(bundle.error().code, Code::corrupt);
    }
  }
}

}  // namespace
}  // namespace maillon::store
