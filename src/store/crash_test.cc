// kill -9 at any moment. A child process (this same program, one disabled test
// of it) works on a case and is killed: at each single change of the disk in
// turn, and at random moments. After each kill the case must open, verify
// without damage, hold every act that the child reported as done, and take the
// next import.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "store/case_test_util.h"
#include "store/child_test_util.h"
#include "store/file.h"
#include "store/keyring.h"
#include "store/seal_case.h"
#include "store/verify.h"

namespace maillon::store {
namespace {

using Clock = std::chrono::steady_clock;

// ---- The child --------------------------------------------------------------

constexpr const char* kSecret = "a made-up passphrase";
void know_secret() {
  set_ask_secret([](const std::string&, int) -> Result<std::string> { return kSecret; });
}

void report_done(const std::string& line) {
  const int fd = ::open(variable("MAILLON_CRASH_JOURNAL").c_str(),
                        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  ASSERT_EQ(::write(fd, (line + "\n").data(), line.size() + 1),
            static_cast<ssize_t>(line.size() + 1));
  ::close(fd);
}

void do_import(Case& to, uint64_t seed) {
  auto import = to.begin_import();
  ASSERT_OK(import);
  for (uint64_t file = 0; file <= seed % 3; ++file) {
    ASSERT_OK(add_file(*import, "f.csv", lines(1'000 + seed % 200'000, seed + file), "{}",
                       file == 0 ? seed % 9'000 : 1));
    if (seed % 4 == 1) {
      ASSERT_OK(import->begin_file("packed"));
      ASSERT_OK(import->write_raw(noise(5'000, seed)));
      ASSERT_OK(import->write_plain(lines(9'000, seed)));
      ASSERT_OK(import->end_file("{}", 0));
    }
    if (seed % 5 == 1 && file == 1) ASSERT_OK(import->drop_file());
  }
  if (seed % 7 == 3) return;  // given up
  auto done = import->commit("", by());
  ASSERT_OK(done);
  report_done("act " + std::to_string(done->value));
}

void do_link(Case& to, uint64_t seed) {
  auto bundle = to.write_bundle("link/edges");
  ASSERT_OK(bundle);
  ASSERT_OK(bundle->add("v", std::vector<uint64_t>(30'000, seed)));
  ASSERT_OK(bundle->publish());
  StepStamp stamp;
  stamp.step = "link";
  stamp.input_hash = std::to_string(seed);
  stamp.bundles = {"link/edges"};
  ASSERT_OK(to.set_stamp(stamp));
  Identities map;
  for (uint64_t i = 0; i < 50; ++i) map.key.push_back(post_key("s", std::to_string(seed + i)));
  std::sort(map.key.begin(), map.key.end());
  map.network.assign(map.key.size(), static_cast<uint32_t>(seed % 1000 + 1));
  map.next_network = 2000;
  auto act = to.append_identities(map, "{}", by());
  ASSERT_OK(act);
  if (*act != 0) report_done("act " + std::to_string(*act));
}

void do_decide(Case& to, uint64_t seed) {
  auto act = to.decide({.kind = "same", .a = std::to_string(seed), .b = "x"}, by());
  ASSERT_OK(act);
  report_done("act " + std::to_string(*act));
}

void do_undo(Case& to) {
  auto last = to.last_undoable();
  ASSERT_OK(last);
  if (!*last) return;
  ASSERT_OK(to.undo(**last, by()));
  report_done("undo " + std::to_string(**last));
}

TEST(CrashChild, DISABLED_Work) {
  const std::string directory = variable("MAILLON_CRASH_CASE");
  const auto seed = static_cast<uint64_t>(number("MAILLON_CRASH_SEED"));
  const int64_t kill_at = number("MAILLON_CRASH_AT");
  int64_t operations = 0;
  if (kill_at > 0) {
    set_file_test_hook([&](std::string_view) {
      if (++operations == kill_at) ::raise(SIGKILL);
    });
  }
  report_done("start");
  know_secret();
  const std::string act = variable("MAILLON_CRASH_ACT");
  if (act != "work") {
    Progress silent;
    ASSERT_OK(act == "encrypt" ? encrypt_case(directory, "ana", kSecret, silent)
                               : decrypt_case(directory, silent));
    return;
  }
  auto to = Case::open_or_create(directory, by());
  ASSERT_OK(to);
  const uint64_t rounds = kill_at > 0 ? 1 : 1'000'000;
  for (uint64_t i = 0; i < rounds; ++i) {
    do_import(*to, mix64(seed + i));
    do_decide(*to, i);
    do_link(*to, mix64(seed + i));
    ASSERT_OK(to->log("show", "{\"i\":" + std::to_string(i) + "}", by()));
    if (i % 2 == 1) do_undo(*to);
  }
}

// ---- The parent -------------------------------------------------------------

struct Child {
  pid_t process = 0;

  Child(const std::string& directory, const std::string& journal, uint64_t seed, int64_t kill_at,
        const std::string& act = "work") {
    const std::vector<std::string> settings = {
        "MAILLON_CRASH_ACT=" + act, "MAILLON_CRASH_CASE=" + directory,
        "MAILLON_CRASH_JOURNAL=" + journal, "MAILLON_CRASH_SEED=" + std::to_string(seed),
        "MAILLON_CRASH_AT=" + std::to_string(kill_at)};
    process = start_disabled_test("CrashChild.*", settings);
  }
  bool wait() const { return was_killed(process); }
};

// Numbers of acts that the child reported, and of those undone.
void check_journal(const Case& from, const std::string& journal) {
  std::set<uint32_t> acts, undone;
  const auto imports = from.imports();
  const auto decisions = from.all_decisions();
  const auto links = from.identity_acts();
  ASSERT_OK(imports);
  ASSERT_OK(decisions);
  ASSERT_OK(links);
  for (const Import& import : *imports) {
    acts.insert(import.id.value);
    if (!import.active) undone.insert(import.id.value);
  }
  for (const Decision& decision : *decisions) {
    acts.insert(decision.id);
    if (!decision.active) undone.insert(decision.id);
  }
  for (const IdentityAct& act : *links) acts.insert(act.id);
  std::istringstream done(file_bytes(journal));
  std::string word;
  uint32_t number = 0;
  while (done >> word) {
    if (word == "start") continue;
    done >> number;
    if (word == "act") {
      EXPECT_TRUE(acts.contains(number)) << "act " << number << " was done and is lost";
    } else {
      EXPECT_TRUE(undone.contains(number)) << number << " was undone and is back";
    }
  }
}

void expect_no_damage(const std::string& directory, bool nothing_left) {
  auto from = Case::open(directory, Access::read);
  ASSERT_OK(from);
  Progress silent;
  auto report = verify(*from, silent);
  ASSERT_OK(report);
  EXPECT_FALSE(report->damaged());
  for (const Finding& f : report->findings) {
    EXPECT_TRUE(f.severity == Severity::warning && !nothing_left)
        << to_name(f.severity) << " " << f.where << ": " << f.what;
  }
}

void check_after_kill(const std::string& directory, const std::string& journal) {
  const bool made = Case::exists(directory);
  if (made) expect_no_damage(directory, false);
  {
    auto to = Case::open_or_create(directory, by());
    ASSERT_OK(to);
    check_journal(*to, journal);
    EXPECT_TRUE(list_directory(directory + "/tmp")->empty());
    ASSERT_OK(import_text(*to, "the import that comes after",
                          std::to_string(to->log_tree().size().value())));
  }
  expect_no_damage(directory, true);
}

TEST(Crash, KilledAtEachChangeOfTheDisk) {
  const TempDirectory dir;
  const auto start = Clock::now();
  const auto in_time = [&] { return Clock::now() - start < std::chrono::seconds(9); };
  // Every third change, then those between, so that a slow machine, too, comes to the last ones.
  constexpr int64_t kStride = 3;
  int kills = 0;
  for (int64_t first = 1; first <= kStride; ++first) {
    bool killed = true;
    for (int64_t at = first; killed && in_time() && !HasFailure(); at += kStride) {
      SCOPED_TRACE("killed at change " + std::to_string(at));
      // A fresh case each time, so that the making of a case is cut short, too.
      const std::string name = dir / ("c" + std::to_string(at)), journal = name + ".journal";
      killed = Child(name, journal, 4, at).wait();
      check_after_kill(name, journal);
      std::filesystem::remove_all(name);
      ++kills;
    }
  }
  EXPECT_GT(kills, 10);
  RecordProperty("kills", kills);
}

// Plain and encrypted: in the log of case.db frames are torn at other places.
class CrashAtRandom : public ::testing::TestWithParam<bool> {};

TEST_P(CrashAtRandom, NothingConfirmedIsLost) {
  const TempDirectory dir;
  const auto start = Clock::now();
  const std::string name = dir / "c", journal = dir / "journal";
  know_secret();
  Progress silent;
  int kills = 0;
  for (uint64_t round = 1; Clock::now() - start < std::chrono::seconds(4); ++round) {
    if (GetParam() && !file_exists(name)) ASSERT_OK(encrypt_case(name, "ana", kSecret, silent));
    SCOPED_TRACE("round " + std::to_string(round));
    std::filesystem::remove(journal);
    const Child child(name, journal, round * 1000, 0);
    while (!file_exists(journal)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::this_thread::sleep_for(std::chrono::microseconds(mix64(round) % 150'000));
    ::kill(child.process, SIGKILL);
    EXPECT_TRUE(child.wait());
    ++kills;
    check_after_kill(name, journal);
    if (round % 8 == 0) std::filesystem::remove_all(name);
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(kills, 3);
  RecordProperty("kills", kills);
}
INSTANTIATE_TEST_SUITE_P(Crash, CrashAtRandom, ::testing::Bool());

TEST(Crash, KilledWhileItIsEncryptedOrDecrypted) {
  const TempDirectory dir;
  know_secret();
  Progress silent;
  const std::string whole = dir / "whole", journal = dir / "journal";
  {
    auto to = Case::create(whole, by());
    ASSERT_OK(to);
    for (const char* text : {"one file", "another file"}) ASSERT_OK(import_text(*to, text));
    ASSERT_OK(to->decide({.kind = "same", .a = "x", .b = "y"}, by()));
  }
  for (const bool encrypts : {true, false}) {
    bool killed = true;
    int kills = 0;
    for (int64_t at = 1; killed && !HasFailure(); at += 3, ++kills) {
      SCOPED_TRACE((encrypts ? "encrypting, change " : "decrypting, change ") + std::to_string(at));
      const std::string name = dir / ("c" + std::to_string(at));
      std::filesystem::copy(whole, name, std::filesystem::copy_options::recursive);
      if (!encrypts) ASSERT_OK(encrypt_case(name, "ana", kSecret, silent));
      killed = Child(name, journal, 0, at, encrypts ? "encrypt" : "decrypt").wait();
      expect_no_damage(name, false);
      {
        const auto from = Case::open(name, Access::write);
        ASSERT_OK(from);
        EXPECT_EQ(from->decisions()->size(), 1U);
      }
      // What was cut short goes on; what came to its end is refused.
      const auto again =
          encrypts ? encrypt_case(name, "ana", kSecret, silent) : decrypt_case(name, silent);
      EXPECT_TRUE(killed || !again);
      expect_no_damage(name, true);
      std::filesystem::remove_all(name);
    }
    EXPECT_GT(kills, 5);
  }
}

}  // namespace
}  // namespace maillon::store
