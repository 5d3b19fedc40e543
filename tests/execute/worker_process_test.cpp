// The process side of a worker, with shell scripts in its place.
#include "execute/worker_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

class WorkerProcessTest : public ::testing::Test {
 protected:
  // A program whose descriptors are $in and $out.
  std::filesystem::path script(const std::string& body) const {
    const auto file = directory_ / "worker";
    write_file(file, "#!/bin/sh\nin=${1#--requests=}\nout=${2#--replies=}\n" + body + "\n");
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

  // Reads until both streams have ended.
  static std::vector<Json> read_all(WorkerProcess& worker) {
    std::vector<Json> messages;
    while (worker.replies() >= 0 || worker.output() >= 0) {
      pollfd ends[2] = {{worker.replies(), POLLIN, 0}, {worker.output(), POLLIN, 0}};
      if (poll(ends, 2, 10000) <= 0) break;
      if (ends[0].revents != 0) {
        for (Json& message : worker.read_replies()) messages.push_back(message);
      }
      if (ends[1].revents != 0) worker.read_output();
    }
    return messages;
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(WorkerProcessTest, RepliesAndPrintedTextAreKeptApart) {
  WorkerProcess worker(
      script("read line <&$in\necho printed\necho oops >&2\necho \"{\\\"got\\\": $line}\" >&$out"));
  EXPECT_TRUE(worker.send({{"op", "x"}}));
  const std::vector<Json> messages = read_all(worker);
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0]["got"]["op"], "x");
  EXPECT_EQ(worker.output_tail(), "printed\noops\n");
  EXPECT_EQ(describe_exit(worker.wait(milliseconds(5000))), "exited with code 0");
}

TEST_F(WorkerProcessTest, HowItEndedIsTold) {
  WorkerProcess exits(script("exit 7"));
  EXPECT_EQ(describe_exit(exits.wait(milliseconds(5000))), "exited with code 7");
  WorkerProcess killed(script("kill -SEGV $$"));
  EXPECT_THAT(describe_exit(killed.wait(milliseconds(5000))),
              HasSubstr("killed by SIGSEGV (Segmentation fault)"));
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
  read_all(worker);
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

TEST_F(WorkerProcessTest, ResidentBytesAreThoseOfTheKernel) {
  const std::uint64_t before = resident_bytes(getpid());
  const std::vector<char> own(std::size_t{8} << 20, 1);  // written to: resident, and no file's
  EXPECT_GE(resident_bytes(getpid()), before + own.size() / 2);
  EXPECT_EQ(resident_bytes(-5), 0u);
}

}  // namespace
}  // namespace remedy
