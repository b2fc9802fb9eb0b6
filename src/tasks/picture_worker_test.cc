#include "tasks/picture_worker.h"

#include <csignal>

#include <gtest/gtest.h>
#include <unistd.h>

#include "extract/image/made_pictures_test.h"
#include "tasks/picture_pool.h"
#include "tasks/sandbox/hidden_verbs.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {
namespace {

using extract::made_picture;
using extract::to_jpeg;
using extract::to_png;

// This test program is run again as the worker: before main() looks at its words.
__attribute__((constructor)) void serve_hidden_verbs(int argc, char** argv) {
  if (const auto code = run_hidden_verb(argc, argv)) _exit(*code);
}

TEST(PictureWorker, answersAsTheReaderInThisProcess) {
  auto worker = PictureWorker::start({});
  ASSERT_TRUE(worker) << worker.error().message;
  extract::PictureReader reader;
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const std::string file = to_jpeg(made_picture(600, 400, 3, seed));
    const auto facts = worker->read(file, {.forms = true, .thumbnail = true});
    ASSERT_TRUE(facts) << facts.error().message;
    const auto expected = reader.read(file, {.forms = true, .thumbnail = true}, {});
    EXPECT_EQ(facts->pdq.hash, expected->pdq.hash);
    EXPECT_EQ(facts->forms->hashes, expected->forms->hashes);
    EXPECT_EQ(facts->thumbnail, expected->thumbnail);
  }
  const auto bad = worker->read("no picture", {});
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, Code::unsupported);
  EXPECT_TRUE(worker->is_running());
}

TEST(PictureWorker, aWorkerThatIsKilledGivesAReason) {
  auto worker = PictureWorker::start({});
  ASSERT_TRUE(worker);
  kill(worker->pid(), SIGSEGV);
  const auto facts = worker->read(to_png(made_picture(50, 50)), {});
  ASSERT_FALSE(facts);
  EXPECT_NE(facts.error().message.find("decoder"), std::string::npos) << facts.error().message;
  EXPECT_FALSE(worker->is_running());
}

TEST(PictureWorker, aWorkerThatHangsIsGivenUp) {
  auto worker = PictureWorker::start({.timeout_s = 1});
  ASSERT_TRUE(worker);
  kill(worker->pid(), SIGSTOP);
  const auto facts = worker->read(to_png(made_picture(50, 50)), {});
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().message, "decoding took longer than 1 s");
  EXPECT_FALSE(worker->is_running());
}

TEST(PictureWorker, aProgramThatIsNoWorkerIsAnError) {
  EXPECT_FALSE(PictureWorker::start({.program = "/bin/true"}));
  EXPECT_FALSE(PictureWorker::start({.program = "/no/such/program"}));
}

TEST(PicturePool, answersStandInTheOrderOfTheFiles) {
  std::vector<std::string> files;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    files.push_back(seed % 5 == 3 ? "broken" : to_png(made_picture(80, 60, 3, seed)));
  }
  const std::vector<std::string_view> views(files.begin(), files.end());
  PicturePool pool;
  Progress quiet;
  const auto answers = pool.read_all(views, {}, quiet);
  extract::PictureReader reader;
  ASSERT_EQ(answers.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto expected = reader.read(files[i], {}, {});
    ASSERT_EQ(answers[i].has_value(), expected.has_value()) << i;
    if (expected) {
      EXPECT_EQ(answers[i]->pdq.hash, expected->pdq.hash);
    }
  }
}

TEST(SandboxedProgram, readsItsInputAndWritesItsFolder) {
  const auto folder = PrivateFolder::make();
  ASSERT_TRUE(folder);
  const auto run = run_sandboxed_program(
      {"/bin/sh", "-c", "cat /dev/stdin; echo there > file; cat file; echo oh >&2; exit 3"},
      "here ", folder->path(), {});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->output, "here there\n");
  EXPECT_EQ(run->errors, "oh\n");
  EXPECT_EQ(run->exit_code, 3);
}

TEST(SandboxedProgram, isHeldToItsLimits) {
  const auto folder = PrivateFolder::make();
  ASSERT_TRUE(folder);
  const auto run = [&](const char* script, ProgramLimits limits) {
    return run_sandboxed_program({"/bin/sh", "-c", script}, "", folder->path(), limits);
  };
  const auto late = run("sleep 20", {.timeout_s = 1});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, "/bin/sh took longer than 1 s");
  const auto chatty = run("cat /dev/zero", {.timeout_s = 20, .output_bytes = 1 << 20});
  ASSERT_FALSE(chatty);
  EXPECT_EQ(chatty.error().message, "/bin/sh printed more than 1 MB");
  const auto big = run("head -c 2000000 /dev/zero > big", {.file_bytes = 1 << 20});
  EXPECT_TRUE(!big || big->exit_code != 0);
  EXPECT_FALSE(run_sandboxed_program({"/no/such/program"}, "", folder->path(), {}));
}

TEST(SandboxedProgram, hasNoNetwork) {
  const auto python = find_program("python3");
  if (!python) GTEST_SKIP() << "needs python3";
  const auto folder = PrivateFolder::make();
  ASSERT_TRUE(folder);
  const auto run = run_sandboxed_program(
      {*python, "-c",
       "import socket\ntry:\n  socket.socket()\nexcept PermissionError:\n  print('none')"},
      "", folder->path(), {});
  ASSERT_TRUE(run);
  EXPECT_EQ(run->output, "none\n") << run->errors;
}

}  // namespace
}  // namespace maillon::tasks
