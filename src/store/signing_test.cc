#include "store/signing.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "store/case_test_util.h"
#include "store/file.h"
#include "store/merkle.h"
#include "store/tree_head.h"
#include "store/verify.h"

namespace maillon::store {
namespace {

std::string from_hex(std::string_view hex) {
  std::string out(hex.size() / 2, '\0');
  EXPECT_TRUE(parse_hex(hex, reinterpret_cast<uint8_t*>(out.data()), out.size()));
  return out;
}

std::string hex(const Signature& signature) {
  return to_hex(signature.data(), signature.size());
}

struct Vector {
  const char *seed, *public_key, *message, *signature;
};
// RFC 8032, 7.1: TEST 1 to 3 and TEST SHA(abc).
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6"
     "594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
     "b"
     "bd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e"
     "0"
     "303dca179c138ac17ad9bef1177331a704"},
};

TEST(Signing, VectorsOfRfc8032) {
  for (const Vector& v : kVectors) {
    SCOPED_TRACE(v.public_key);
    auto key = SigningKey::from_seed(from_hex(v.seed));
    ASSERT_OK(key);
    EXPECT_EQ(to_hex(key->public_key().data(), 32), v.public_key);
    const std::string message = from_hex(v.message);
    auto signature = key->sign(message);
    ASSERT_OK(signature);
    EXPECT_EQ(hex(*signature), v.signature);
    EXPECT_TRUE(verify_signature(key->public_key(), message, *signature));
    EXPECT_FALSE(verify_signature(key->public_key(), message + "x", *signature));
    (*signature)[40] ^= 1;
    EXPECT_FALSE(verify_signature(key->public_key(), message, *signature));
  }
  EXPECT_FAILS(SigningKey::from_seed("short"), Code::corrupt, "no Ed25519 key");
}

TEST(Signing, KeyFileIsItsOwnersAloneAndNeverReplaced) {
  const TempDirectory dir;
  auto key = SigningKey::make();
  ASSERT_OK(key);
  ASSERT_OK(key->write(dir / "k.pem"));
  struct stat info {};
  ASSERT_EQ(::stat((dir / "k.pem").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  EXPECT_FAILS(key->write(dir / "k.pem"), Code::invalid_input, "there already");
  auto again = SigningKey::read(dir / "k.pem");
  ASSERT_OK(again);
  EXPECT_EQ(again->public_key(), key->public_key());
  EXPECT_EQ(*again->sign("x"), *key->sign("x"));
  EXPECT_FAILS(SigningKey::read(dir / "none.pem"), Code::not_found, "no such file");
  std::ofstream(dir / "bad.pem") << "-----BEGIN PRIVATE KEY-----\nAAAA\n";
  EXPECT_FAILS(SigningKey::read(dir / "bad.pem"), Code::corrupt, "no Ed25519 key");
}

TEST(TreeHead, SignedBytesAreThoseOfRfc6962) {
  const TreeHead head{.size = 0x0102030405, .time = 1'700'000'000, .root = sha256("")};
  const std::string bytes = signed_bytes(head);
  EXPECT_EQ(to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()),
            "0001"              // v1, tree_hash
            "0000018bcfe56800"  // 1,700,000,000,000 ms
            "0000000102030405"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(TreeHead, DocumentComesBackAndEveryChangeIsSeen) {
  auto key = SigningKey::from_seed(from_hex(kVectors[0].seed));
  ASSERT_OK(key);
  auto head = sign_head({.size = 12, .time = 1'700'000'000, .root = sha256("x")}, *key);
  ASSERT_OK(head);
  const std::string json = to_json(*head);
  auto read = read_tree_head(json);
  ASSERT_OK(read);
  EXPECT_EQ(*read, *head);
  EXPECT_TRUE(is_signed(*read));
  int taken = 0;
  for (std::size_t i = 0; i + 1 < json.size(); ++i) {
    std::string other = json;
    other[i] ^= 1;
    auto changed = read_tree_head(other);
    if (changed && *changed == *head) continue;  // a hex digit's case, or a blank
    taken += changed && is_signed(*changed) ? 1 : 0;
  }
  EXPECT_EQ(taken, 0);
  for (const char* bad : {"", "[]", "{}", "{\"kind\":\"maillon signed tree head\"}", "7"}) {
    EXPECT_FALSE(read_tree_head(bad)) << bad;
  }
}

// What verify says of a case against an earlier head.
std::vector<std::string> findings_against(const std::string& path, const SignedTreeHead& head) {
  auto from = Case::open(path, Access::read);
  EXPECT_TRUE(from);
  Progress silent;
  auto report = verify(*from, silent, &head);
  std::vector<std::string> out;
  for (const Finding& f : report->findings) out.push_back(f.where + ": " + f.what);
  return out;
}

TEST(TreeHead, VerifyHoldsACaseAgainstAnEarlierHead) {
  using Findings = std::vector<std::string>;
  const TempDirectory dir;
  auto key = SigningKey::make();
  SignedTreeHead early, late;
  {
    auto to = Case::create(dir / "c", by());
    ASSERT_OK(to);
    ASSERT_OK(add_log_key(*to, key->public_key(), by()));
    ASSERT_OK(to->log("show", "", by()));
    early = *sign_head({3, 1'700'000'000, *to->log_tree().root_at(3)}, *key);
    std::filesystem::copy(dir / "c", dir / "old", std::filesystem::copy_options::recursive);
    ASSERT_OK(to->log("show", "", by()));
    late = *sign_head({4, 1'700'000'000, *to->log_tree().root_at(4)}, *key);
  }
  EXPECT_EQ(findings_against(dir / "c", early), Findings{});
  EXPECT_EQ(findings_against(dir / "c", late), Findings{});
  EXPECT_EQ(findings_against(dir / "old", late),
            Findings{"log: it has 3 entries, and had 4 when the head was signed"});
  {  // Another fourth entry, whose salt and text are its own.
    auto to = Case::open(dir / "old", Access::write);
    ASSERT_OK(to->log("show", "", by()));
  }
  EXPECT_EQ(findings_against(dir / "old", late),
            Findings{"log: its first 4 entries are not those of the signed head"});
  SignedTreeHead forged = late;
  forged.head.time += 1;
  EXPECT_EQ(findings_against(dir / "c", forged),
            Findings{"signed head: its signature is not of its key and content"});
  auto other = SigningKey::make();
  EXPECT_EQ(findings_against(dir / "c", *sign_head(late.head, *other)),
            Findings{"signed head: it is signed by a key that this case never had"});
}

}  // namespace
}  // namespace maillon::store
