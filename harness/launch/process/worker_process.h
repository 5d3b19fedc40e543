// One `remedy-worker`, seen from `remedy`.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "launch/process/channel.h"
#include "launch/process/printed.h"

namespace remedy {

// How a process ended, for a person, after its name: "was killed by SIGSEGV (Segmentation fault)",
// "exited with code 0".
std::string describe_exit(int wait_status);

// A variable of the environment that workers start with, unless it is set already, or `other` is,
// which decides the same.
struct WorkerSetting {
  const char* name;
  const char* value;
  const char* other = nullptr;
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
    // Left alone, libgomp's threads spin 300,000 times for work before they sleep, on cores that
    // others could use. On two cores that were also compiling, training steps and evaluations of
    // small images took 1.8 times the CPU time and 1.5 times the time that they take where threads
    // sleep at once (OMP_WAIT_POLICY=passive); with 3000, 1.07 and 1.04 times (medians of seven
    // turns). Not 0: waking a thread costs more than a short wait.
    {"GOMP_SPINCOUNT", "3000", "OMP_WAIT_POLICY"},
};

// "NAME=value" of every setting that this process's environment leaves open.
std::vector<std::string> open_worker_settings();

// What the kernel says a process has resident of its own, mapped files left out, in bytes; 0 where
// it is gone.
std::uint64_t resident_bytes(pid_t process);

// How a worker ended.
struct WorkerEnd {
  int status = 0;       // as waitpid gives it
  std::string how;      // describe_exit() of it
  std::string printed;  // the last line it printed; empty: none
};

// A child process with two pipes for messages and one that collects what it prints. It dies with
// the object, and with `remedy`.
class WorkerProcess {
 public:
  // What one of several workers said.
  struct Heard {
    std::size_t worker = 0;  // its place among them
    std::vector<Json> messages;
    std::string nonsense;  // why what it sent is no message; empty: it sent messages
  };

  // Throws Error where the program cannot be started.
  explicit WorkerProcess(const std::filesystem::path& program);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  pid_t pid() const { return pid_; }

  // False where the worker is gone.
  bool send(const Json& request) const { return write_line(requests_, request); }

  // Waits until one of `workers` says or prints something or closes a pipe, at most `patience`.
  // Takes what they printed and returns what they said: an entry for each that said anything or
  // closed.
  static std::vector<Heard> listen_to(const std::vector<WorkerProcess*>& workers,
                                      std::chrono::milliseconds patience);
  // The same of this worker alone. Throws Error on what is not a message.
  std::vector<Json> listen(std::chrono::milliseconds patience);
  // The next message. Nothing where none comes within `patience`, whatever the worker prints
  // meanwhile, or where the worker is gone. Errors as listen().
  std::optional<Json> receive(std::chrono::milliseconds patience);
  // Whether the pipe that it speaks through is closed: nothing more comes from it.
  bool closed() const { return replies_ < 0; }

  // The last 4 KiB of what it printed.
  const std::string& output_tail() const { return tail_; }
  // What it printed since this was last asked, all that has arrived, as far as Printed keeps it.
  std::string take_printed();

  // SIGKILL to the process and all that it started.
  void kill() const;
  // Waits for the end, at most so long, then kills. The status as waitpid gives it.
  int wait(std::chrono::milliseconds patience);
  // The same, and takes the rest of what was printed. A worker that is closed() and still runs
  // would never answer again: the default is patience enough for it.
  WorkerEnd end(std::chrono::milliseconds patience = std::chrono::milliseconds(500));

 private:
  std::vector<Json> read_replies();
  bool read_output();  // false where there is nothing more

  pid_t pid_ = -1;
  int requests_ = -1;
  int replies_ = -1;
  int output_ = -1;
  std::optional<int> status_;
  LineParser parser_;
  std::vector<Json> waiting_;  // messages that receive() has not handed out yet
  std::string tail_;
  Printed printed_;
};

}  // namespace remedy
