#include "store/seal_case.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "store/case_copy.h"
#include "store/case_state.h"
#include "store/case_test_util.h"
#include "store/file.h"
#include "store/key_file.h"
#include "store/keyring.h"
#include "store/verify.h"

namespace maillon::store {
namespace {

constexpr const char* kSecret = "four made-up words";
// In texts, names and notes; nowhere in a file of an encrypted case.
constexpr const char* kSecretWord = "canary-in-the-text";

Progress silent;

// Asks no more than the program would; what it answers is `secret`.
void answer(const std::string& secret) {
  set_ask_secret([secret](const std::string& where, int attempt) -> Result<std::string> {
    if (attempt > 0) return fail(Code::invalid_input, where + ": the key file does not open it");
    return secret;
  });
}

std::string long_text() {
  return lines(300'000) + kSecretWord + noise(200'000) + kSecretWord + "\n";
}

void fill(Case& to) {
  auto import = to.begin_import();
  ASSERT_OK(import);
  ASSERT_OK(import->begin_file(std::string(kSecretWord) + ".csv.gz"));
  ASSERT_OK(import->write_raw(long_text()));
  ASSERT_OK(import->write_plain(long_text()));
  ASSERT_OK(import->add_quarantine(
      {{{.begin = 1, .end = 2, .line = 1, .reason = std::string("bad: ") + kSecretWord}}}));
  ASSERT_OK(import->end_file("{}", 0));
  ASSERT_OK(import->commit(kSecretWord, by()));
  ASSERT_OK(
      to.decide({.kind = "note", .a = "N-1", .value = kSecretWord, .reason = kSecretWord}, by()));
  auto bundle = to.write_bundle("link/texts");
  ASSERT_OK(bundle);
  StringColumn texts;
  for (int i = 0; i < 9'000; ++i) texts.push_back(std::string(kSecretWord) + std::to_string(i));
  ASSERT_OK(bundle->add("v", texts));
  bundle->set_attribute("of", kSecretWord);
  ASSERT_OK(bundle->publish());
  StepStamp stamp;
  stamp.step = "link";
  stamp.bundles = {"link/texts"};
  ASSERT_OK(to.set_stamp(stamp));
  ASSERT_OK(to.log("search", std::string("{\"words\":\"") + kSecretWord + "\"}", by()));
}

// The files in which the word stands, and of which kind of file there is none that holds noise.
std::vector<std::string> files_with(const std::string& directory, const std::string& word) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    if (file_bytes(entry.path()).find(word) != std::string::npos)
      found.push_back(entry.path().filename());
  }
  return found;
}

void expect_whole(const std::string& path) {
  auto from = Case::open(path, Access::read);
  ASSERT_OK(from);
  const auto report = verify(*from, silent);
  ASSERT_OK(report);
  for (const Finding& f : report->findings) ADD_FAILURE() << f.where << ": " << f.what;
  const auto imports = from->imports();
  ASSERT_OK(imports);
  const auto plain = from->open_plain(imports->front().files.front().sha256);
  ASSERT_OK(plain);
  EXPECT_EQ(plain->read(0, plain->size()).value(), long_text());
  const auto texts = from->read_bundle("link/texts")->get_strings("v");
  ASSERT_OK(texts);
  EXPECT_EQ((*texts)[7], std::string(kSecretWord) + "7");
  EXPECT_EQ(from->decisions()->front().value, kSecretWord);
}

TEST(SealCase, NothingOfTheContentIsOnTheDisk) {
  const TempDirectory dir;
  answer(kSecret);
  ASSERT_OK(encrypt_case(dir / "c", "ana", kSecret, silent));
  {
    auto to = Case::open_or_create(dir / "c", by());
    ASSERT_OK(to);
    fill(*to);
    // While it is open the log of case.db is there, too.
    EXPECT_GT(std::filesystem::file_size(dir / "c/case.db-wal"), 0U);
    EXPECT_EQ(files_with(dir / "c", kSecretWord), std::vector<std::string>());
  }
  EXPECT_EQ(files_with(dir / "c", kSecretWord), std::vector<std::string>());
  EXPECT_EQ(files_with(dir / "c", "SQLite format"), std::vector<std::string>());
  EXPECT_EQ(files_with(dir / "c", "CREATE TABLE"), std::vector<std::string>());
  expect_whole(dir / "c");
}

TEST(SealCase, APlainCaseIsEncryptedAndBack) {
  const TempDirectory dir;
  answer(kSecret);
  const std::string path = dir / "c";
  Sha256 state{};
  {
    auto to = Case::create(path, by());
    ASSERT_OK(to);
    fill(*to);
    EXPECT_FALSE(files_with(path, kSecretWord).empty());
    state = to->state_hash().value();
    // Somebody has it open.
    EXPECT_FAILS(encrypt_case(path, "ana", kSecret, silent), Code::busy, "");
  }
  {
    const auto reader = Case::open(path, Access::read);
    ASSERT_OK(reader);
    EXPECT_FAILS(encrypt_case(path, "ana", kSecret, silent), Code::busy, "open in another");
  }
  ASSERT_OK(encrypt_case(path, "ana", kSecret, silent));
  EXPECT_EQ(files_with(path, kSecretWord), std::vector<std::string>());
  EXPECT_EQ(Case::open(path, Access::read)->state_hash().value(), state);
  expect_whole(path);
  EXPECT_FAILS(encrypt_case(path, "ana", kSecret, silent), Code::invalid_input, "already");

  const auto copied = copy_case(*Case::open(path, Access::read), dir / "copy");
  ASSERT_OK(copied);
  EXPECT_EQ(files_with(dir / "copy", kSecretWord), std::vector<std::string>());
  EXPECT_EQ(Case::open(dir / "copy", Access::read)->state_hash().value(), state);

  ASSERT_OK(decrypt_case(path, silent));
  EXPECT_FALSE(KeyFile::exists(path));
  EXPECT_EQ(Case::open(path, Access::read)->state_hash().value(), state);
  expect_whole(path);
  EXPECT_FAILS(decrypt_case(path, silent), Code::invalid_input, "not encrypted");
  ASSERT_OK(make_directory(dir / "other"));
  write_bytes(dir / "other/letter.txt", "hello");
  EXPECT_FAILS(encrypt_case(dir / "other", "ana", kSecret, silent), Code::invalid_input,
               "other files");
  EXPECT_FALSE(KeyFile::exists(dir / "other"));
}

TEST(SealCase, ALargeTransactionGoesToTheLogAndBack) {
  // More than the cache: pages are written to the log, changed again, and written over there.
  const TempDirectory dir;
  const auto key = std::make_shared<const CipherKey>(CipherKey::random());
  {
    auto db = Database::open(dir / "x.db", Database::Mode::create, key);
    ASSERT_OK(db);
    ASSERT_OK(
        db->execute("CREATE TABLE t (a INTEGER, b TEXT); CREATE INDEX i ON t (b); "
                    "PRAGMA journal_mode=WAL; PRAGMA cache_size=10"));
    ASSERT_OK(db->execute("BEGIN"));
    for (uint64_t i = 0; i < 4'000; ++i) {
      auto insert = db->prepare("INSERT INTO t VALUES (?,?)");
      ASSERT_OK(insert);
      insert->bind(1, static_cast<int64_t>(i)).bind(2, noise(40, i));
      ASSERT_OK(insert->run());
    }
    ASSERT_OK(db->execute("UPDATE t SET b = b || 'x' WHERE a % 7 = 0"));
    ASSERT_OK(db->execute("COMMIT"));
    EXPECT_EQ(db->text("PRAGMA integrity_check").value(), "ok");
    // As after a kill: the file and its log are looked at by another.
    std::filesystem::copy(dir / "x.db", dir / "y.db");
    std::filesystem::copy(dir / "x.db-wal", dir / "y.db-wal");
  }
  auto again = Database::open(dir / "y.db", Database::Mode::read_write, key);
  ASSERT_OK(again);
  EXPECT_EQ(again->integer("SELECT count(*) FROM t").value(), 4'000);
  EXPECT_EQ(again->text("PRAGMA integrity_check").value(), "ok");
}

TEST(SealCase, OnlyWhoHasAKeyOpensIt) {
  const TempDirectory dir;
  const CipherKey key = CipherKey::random();
  KeyFile keys(key);
  EXPECT_FAILS(keys.add("ana", "short", key), Code::invalid_input, "12 characters");
  EXPECT_FAILS(keys.add("../ana", kSecret, key), Code::invalid_input, "a name has");
  ASSERT_OK(keys.add("ana", kSecret, key));
  EXPECT_FAILS(keys.add("ana", kSecret, key), Code::invalid_input, "already");
  ASSERT_OK(keys.add("ben", "another passphrase", key));
  const auto read = KeyFile::parse(keys.text(), "key");
  ASSERT_OK(read);
  EXPECT_EQ(read->open(kSecret)->view(), key.view());
  EXPECT_EQ(read->open("another passphrase")->view(), key.view());
  EXPECT_FALSE(read->open("a wrong passphrase"));
  EXPECT_FALSE(read->open(""));
  ASSERT_OK(keys.remove("ana"));
  EXPECT_FALSE(keys.open(kSecret));
  EXPECT_FAILS(keys.remove("ana"), Code::not_found, "ana");
  EXPECT_FAILS(keys.remove("ben"), Code::invalid_input, "the last");

  // A case is one that this process does not know yet.
  ASSERT_OK(make_directory(dir / "c"));
  ASSERT_OK(keys.write(dir / "c"));
  answer("a wrong passphrase");
  EXPECT_FAILS(Case::open_or_create(dir / "c", by()), Code::invalid_input, "does not open it");
  answer("another passphrase");
  ASSERT_OK(Case::open_or_create(dir / "c", by()));
}

TEST(SealCase, ADamagedKeyFileIsNamed) {
  const CipherKey key = CipherKey::random();
  KeyFile keys(key);
  ASSERT_OK(keys.add("ana", kSecret, key));
  const std::string text = keys.text();
  EXPECT_FAILS(KeyFile::parse("maillon-key 2\nid 0\n", "key"), Code::unsupported, "newer");
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(KeyFile::parse(changed, "key").has_value()) << bit;
  }
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(KeyFile::parse(text.substr(0, size), "key").has_value()) << size;
}

TEST(SealCase, AFlippedBitIsFoundAnywhere) {
  const TempDirectory dir;
  answer(kSecret);
  const std::string path = dir / "c";
  ASSERT_OK(encrypt_case(path, "ana", kSecret, silent));
  {
    auto to = Case::open_or_create(path, by());
    ASSERT_OK(to);
    fill(*to);
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (!entry.is_regular_file() || entry.path().filename() == "lock") continue;
    const std::string file = entry.path(), whole = file_bytes(file);
    const std::string extension = entry.path().extension();
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 40) {
      // The last four bytes of a page of case.db mean nothing.
      if (extension == ".db" && at % 4096 >= 4092) continue;
      flip_bit(file, at);
      auto from = Case::open(path, Access::read);
      const auto report = from ? verify(*from, silent) : tl::unexpected<Error>(from.error());
      EXPECT_TRUE(!report || report->damaged()) << file << " at " << at;
      write_bytes(file, whole);
    }
  }
  expect_whole(path);
}

TEST(SealCase, AnEncryptedFileIsNotReadWithAnotherKey) {
  const TempDirectory dir;
  const auto key = std::make_shared<const CipherKey>(CipherKey::random());
  auto writer = BlockWriter::create(dir / "f", {.key = key});
  ASSERT_OK(writer);
  ASSERT_OK(writer->append(long_text()));
  ASSERT_OK(writer->finish("metadata"));
  ASSERT_OK(writer->publish());
  const auto read = BlockReader::open(dir / "f", key);
  ASSERT_OK(read);
  EXPECT_TRUE(read->is_encrypted());
  EXPECT_EQ(read->metadata(), "metadata");
  EXPECT_EQ(read->read(0, read->size()).value(), long_text());
  EXPECT_EQ(read->read(299'990, 40).value(), long_text().substr(299'990, 40));
  EXPECT_FAILS(BlockReader::open(dir / "f"), Code::invalid_input, "encrypted");
  const auto other = std::make_shared<const CipherKey>(CipherKey::random());
  EXPECT_FAILS(BlockReader::open(dir / "f", other), Code::corrupt, "key");

  destroy_key(dir / "missing");
  std::filesystem::create_hard_link(dir / "f", dir / "second");
  destroy_key(dir / "f");
  EXPECT_TRUE(BlockReader::open(dir / "f", key).has_value());  // another case has it, too
  ASSERT_OK(remove_file(dir / "second"));
  destroy_key(dir / "f");
  EXPECT_FAILS(BlockReader::open(dir / "f", key), Code::corrupt, "destroyed");

  auto plain = BlockWriter::create(dir / "g");
  ASSERT_OK(plain);
  ASSERT_OK(plain->append(long_text()));
  ASSERT_OK(plain->finish("metadata"));
  ASSERT_OK(plain->publish());
  destroy_key(dir / "g");
  const auto same = BlockReader::open(dir / "g", key);
  ASSERT_OK(same);
  EXPECT_FALSE(same->is_encrypted());
  EXPECT_EQ(same->checksum(), read->checksum());
}

}  // namespace
}  // namespace maillon::store
