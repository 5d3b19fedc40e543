// One `remedy-worker`, seen from `remedy`.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "execute/channel.h"

namespace remedy {

// How a process ended, for a person: "killed by SIGSEGV (segmentation fault)", "exited with code
// 0".
std::string describe_exit(int wait_status);

// What the kernel says a process has resident, in bytes; 0 where it is gone.
std::uint64_t resident_bytes(pid_t process);

// A child process with two pipes for messages and one that collects what it prints. It dies with
// the object, and with `remedy`.
class WorkerProcess {
 public:
  // Throws Error where the program cannot be started.
  explicit WorkerProcess(const std::filesystem::path& program);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  pid_t pid() const { return pid_; }
  int replies() const { return replies_; }  // to be polled for reading; -1 once it is closed
  int output() const { return output_; }    // likewise

  // False where the worker is gone.
  bool send(const Json& request) const { return write_line(requests_, request); }
  // What has arrived; to be called when replies() can be read. Nothing more comes once
  // replies() is -1. Throws Error on what is not a message.
  std::vector<Json> read_replies();
  // Takes what was printed; the last 4 KiB are kept.
  void read_output();
  const std::string& output_tail() const { return tail_; }

  // SIGKILL to the process and all that it started.
  void kill() const;
  // Waits for the end, at most so long, then kills. The status as waitpid gives it.
  int wait(std::chrono::milliseconds patience);

 private:
  pid_t pid_ = -1;
  int requests_ = -1;
  int replies_ = -1;
  int output_ = -1;
  std::optional<int> status_;
  LineParser parser_;
  std::string tail_;
};

}  // namespace remedy
