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

// A variable of the environment that workers start with, unless it is set already.
struct WorkerSetting {
  const char* name;
  const char* value;
};

inline constexpr WorkerSetting kWorkerEnvironment[] = {
    // A step of training allocates gigabytes in pieces of megabytes and frees them: glibc gives
    // these back to the system and takes them anew, page by page, which costs a tenth of the time;
    // huge pages save another twentieth. What is larger than 384 MiB is given back all the same:
    // glibc does not fill a hole with an aligned piece of the same size, and a batch of 1000
    // photographs would take half as much again.
    {"GLIBC_TUNABLES",
     "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=402653184:"
     "glibc.malloc.trim_threshold=68719476736:glibc.malloc.top_pad=67108864:"
     "glibc.malloc.arena_max=1"},
    // After a product of matrices OpenBLAS's threads go round for 2^26 cycles in case another
    // follows, on the cores where the next convolution wants to run: a quarter of the time of an
    // evaluation of small images. 2^4 is the least that it takes.
    {"OPENBLAS_THREAD_TIMEOUT", "4"},
};

// What the kernel says a process has resident of its own, mapped files left out, in bytes; 0 where
// it is gone.
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
  // Waits until the worker says or prints something, at most `patience`; takes what it printed and
  // returns what it said. Errors as read_replies().
  std::vector<Json> listen(std::chrono::milliseconds patience);
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
