// The process side of a worker, with shell scripts in its place.
#include "launch/process/worker_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

// A variable of the environment, set or (nullptr) absent until the end of the scope.
class ChangedVariable {
 public:
  ChangedVariable(const char* name, const char* value) : name_(name) {
    if (const char* found = getenv(name)) before_ = found;
    set(value);
  }
  ~ChangedVariable() { set(before_ ? before_->c_str() : nullptr); }
  ChangedVariable(const ChangedVariable&) = delete;
  ChangedVariable& operator=(const ChangedVariable&) = delete;

 private:
  void set(const char* value) const {
    value != nullptr ? setenv(name_, value, /*overwrite=*/1) : unsetenv(name_);
  }
  const char* name_;
  std::optional<std::string> before_;
};

class WorkerProcessTest : public ::testing::Test {
 protected:
  // A program whose descriptors are $in and $out.
  std::filesystem::path script(const std::string& body) {
    const auto file = directory_ / ("worker" + std::to_string(scripts_++));
    write_file(file, "#!/bin/bash\nin=${1#--requests=}\nout=${2#--replies=}\n" + body + "\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
  }

  static pid_t read_pid(const std::filesystem::path& file) {
    pid_t pid = 0;
    std::ifstream(file) >> pid;
    return pid;
  }

  // A zombie counts as dead.
  static bool alive(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string pid, name, state;
    return (file >> pid >> name >> state) && state != "Z";
  }

  // All that it says until it closes its pipe.
  static std::vector<Json> hear_out(WorkerProcess& worker) {
    std::vector<Json> messages;
    while (!worker.closed()) {
      for (Json& message : worker.listen(milliseconds(10000))) messages.push_back(message);
    }
    return messages;
  }

  // The same of several, by their place, and what was nonsense.
  struct Said {
    std::vector<Json> messages;
    std::string nonsense;
  };
  static std::vector<Said> hear_out(const std::vector<WorkerProcess*>& workers) {
    std::vector<Said> said(workers.size());
    const auto speaks = [](const WorkerProcess* worker) { return !worker->closed(); };
    while (std::any_of(workers.begin(), workers.end(), speaks)) {
      for (const auto& heard : WorkerProcess::listen_to(workers, milliseconds(10000))) {
        Said& one = said.at(heard.worker);
        one.messages.insert(one.messages.end(), heard.messages.begin(), heard.messages.end());
        one.nonsense += heard.nonsense;
      }
    }
    return said;
  }

  testing::TemporaryDirectory directory_;
  int scripts_ = 0;
};

TEST_F(WorkerProcessTest, RepliesAndPrintedTextAreKeptApart) {
  WorkerProcess worker(
      script("read line <&$in\necho printed\necho oops >&2\necho \"{\\\"got\\\": $line}\" >&$out"));
  EXPECT_TRUE(worker.send({{"op", "x"}}));
  const std::vector<Json> messages = hear_out(worker);
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0]["got"]["op"], "x");
  EXPECT_EQ(worker.end().how, "exited with code 0");
  EXPECT_EQ(worker.output_tail(), "printed\noops\n");
}

TEST_F(WorkerProcessTest, OfSeveralItIsKnownWhichSaidWhat) {
  const auto repeats = script("while read line <&$in; do echo \"$line\" >&$out; done");
  WorkerProcess first(repeats), second(repeats);
  const std::vector<WorkerProcess*> both = {&first, &second};
  EXPECT_TRUE(second.send({{"n", 2}}));
  const auto heard = WorkerProcess::listen_to(both, milliseconds(10000));
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].worker, 1u);
  EXPECT_EQ(heard[0].messages, (std::vector<Json>{{{"n", 2}}}));
  EXPECT_EQ(heard[0].nonsense, "");
  EXPECT_TRUE(WorkerProcess::listen_to(both, milliseconds(0)).empty());
}

TEST_F(WorkerProcessTest, OneThatIsGoneOrSendsNonsenseLeavesTheOthersHeard) {
  WorkerProcess gone(script("exit 0"));
  hear_out(gone);
  WorkerProcess mad(script("echo ouch >&$out"));
  WorkerProcess sane(script("echo 1 >&$out; echo 2 >&$out"));
  const std::vector<Said> said = hear_out({&gone, &mad, &sane});
  EXPECT_TRUE(said[0].messages.empty());
  EXPECT_THAT(said[1].nonsense, HasSubstr("ouch"));
  EXPECT_EQ(said[2].messages, (std::vector<Json>{1, 2}));
  EXPECT_EQ(said[2].nonsense, "");
}

TEST_F(WorkerProcessTest, NonsenseOfOneAloneIsAnError) {
  WorkerProcess worker(script("echo ouch >&$out"));
  EXPECT_THROW(hear_out(worker), Error);
}

TEST_F(WorkerProcessTest, MessagesAreReceivedOneByOneUntilItIsGone) {
  WorkerProcess worker(script("printf '1\\n2\\n' >&$out"));
  EXPECT_EQ(worker.receive(milliseconds(10000)), Json(1));
  EXPECT_EQ(worker.receive(milliseconds(10000)), Json(2));
  EXPECT_EQ(worker.receive(milliseconds(10000)), std::nullopt);
  EXPECT_TRUE(worker.closed());
}

// A plugin that printed without end while it was loaded was waited for without end.
TEST_F(WorkerProcessTest, OneThatPrintsWithoutEndAndSaysNothingIsGivenUp) {
  WorkerProcess worker(script("while :; do echo working; done"));
  EXPECT_EQ(worker.receive(milliseconds(300)), std::nullopt);
  EXPECT_FALSE(worker.closed());
}

TEST_F(WorkerProcessTest, HowItEndedIsTold) {
  WorkerProcess exits(script("echo first; echo last; exit 7"));
  const WorkerEnd end = exits.end(milliseconds(5000));
  EXPECT_EQ(end.how, "exited with code 7");
  EXPECT_EQ(end.printed, "last");
  WorkerProcess killed(script("kill -SEGV $$"));
  EXPECT_THAT(describe_exit(killed.wait(milliseconds(5000))),
              ::testing::StrEq("was killed by SIGSEGV (Segmentation fault)"));
}

TEST_F(WorkerProcessTest, OneThatDoesNotEndIsKilledAfterAWhile) {
  WorkerProcess worker(script("sleep 1000"));
  EXPECT_THAT(describe_exit(worker.wait(milliseconds(50))), HasSubstr("SIGKILL"));
}

TEST_F(WorkerProcessTest, WhatItStartedDiesWithIt) {
  const auto pid_file = directory_ / "child";
  {
    WorkerProcess worker(script("sleep 1000 & echo $! > " + pid_file.string() + "\nwait"));
    for (int i = 0; i < 500 && read_pid(pid_file) == 0; ++i) usleep(10000);
  }
  const pid_t child = read_pid(pid_file);
  ASSERT_GT(child, 0);
  for (int i = 0; i < 500 && alive(child); ++i) usleep(10000);
  EXPECT_FALSE(alive(child));
}

TEST_F(WorkerProcessTest, OnlyTheEndOfALongOutputIsKept) {
  WorkerProcess worker(script("head -c 300000 /dev/zero | tr '\\0' x\necho end"));
  hear_out(worker);
  worker.end();
  EXPECT_EQ(worker.output_tail().size(), 4096u);
  EXPECT_THAT(worker.output_tail(), ::testing::EndsWith("xend\n"));
}

TEST_F(WorkerProcessTest, SendingToADeadOneIsFalse) {
  signal(SIGPIPE, SIG_IGN);
  WorkerProcess worker(script("exit 0"));
  worker.wait(milliseconds(5000));
  EXPECT_FALSE(worker.send({{"op", "x"}}));
}

TEST_F(WorkerProcessTest, AProgramThatIsNotThereEndsAtOnce) {
  WorkerProcess worker(directory_ / "missing");
  EXPECT_EQ(describe_exit(worker.wait(milliseconds(5000))), "exited with code 127");
}

TEST_F(WorkerProcessTest, ThreadsThatWaitSpinBrieflyUnlessTheUserSaysHowLong) {
  const auto spins = [&] {
    WorkerProcess worker(script("echo \"${GOMP_SPINCOUNT-none}\""));
    worker.end(milliseconds(5000));
    return worker.output_tail();
  };
  const ChangedVariable no_policy("OMP_WAIT_POLICY", nullptr), none("GOMP_SPINCOUNT", nullptr);
  const std::string usual = spins();
  EXPECT_THAT(usual, ::testing::MatchesRegex("[0-9]+\n"));
  EXPECT_LT(std::stoi(usual), 300000);  // libgomp's own
  {
    const ChangedVariable users("GOMP_SPINCOUNT", "7");
    EXPECT_EQ(spins(), "7\n");
  }
  const ChangedVariable policy("OMP_WAIT_POLICY", "active");
  EXPECT_EQ(spins(), "none\n");
}

TEST_F(WorkerProcessTest, ResidentBytesAreThoseOfTheKernel) {
  const std::uint64_t before = resident_bytes(getpid());
  const std::vector<char> own(std::size_t{8} << 20, 1);  // written to: resident, and no file's
  EXPECT_GE(resident_bytes(getpid()), before + own.size() / 2);
  EXPECT_EQ(resident_bytes(-5), 0u);
}

}  // namespace
}  // namespace remedy
