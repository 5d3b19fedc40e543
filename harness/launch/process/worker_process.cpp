#include "launch/process/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "launch/process/pipe.h"

namespace remedy {
namespace {

void close_if_open(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

// This process's environment and `settings`; the strings are no copies.
std::vector<char*> worker_environment(std::vector<std::string>& settings) {
  std::vector<char*> result;
  for (char** entry = environ; *entry != nullptr; ++entry) result.push_back(*entry);
  for (std::string& entry : settings) result.push_back(entry.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

std::vector<std::string> open_worker_settings() {
  std::vector<std::string> settings;
  for (const WorkerSetting& setting : kWorkerEnvironment) {
    if (getenv(setting.name) != nullptr) continue;
    if (setting.other != nullptr && getenv(setting.other) != nullptr) continue;
    settings.push_back(fmt::format("{}={}", setting.name, setting.value));
  }
  return settings;
}

std::string describe_exit(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    const char* name = sigabbrev_np(signal);
    return fmt::format("was killed by SIG{} ({})", name != nullptr ? name : std::to_string(signal),
                       sigdescr_np(signal) != nullptr ? sigdescr_np(signal) : "unknown");
  }
  return fmt::format("exited with code {}", WEXITSTATUS(status));
}

std::uint64_t resident_bytes(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/statm", process));
  std::uint64_t total = 0, resident = 0, shared = 0;
  file >> total >> resident >> shared;
  return (resident - std::min(shared, resident)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

WorkerProcess::WorkerProcess(const std::filesystem::path& program) {
  const Pipe down = make_pipe(), up = make_pipe(), printed = make_pipe();
  const std::string path = program.string();
  const std::string requests = fmt::format("--requests={}", down.read);
  const std::string replies = fmt::format("--replies={}", up.write);
  std::vector<std::string> settings = open_worker_settings();
  std::vector<char*> environment = worker_environment(settings);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) throw Error("{}: cannot be started: {}", path, std::strerror(errno));
  if (pid_ == 0) {
    // Only calls that are safe between fork and exec.
    setpgid(0, 0);  // a terminal's Ctrl-C reaches `remedy` alone
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    // What this process inherited or opened is not the worker's.
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    fcntl(down.read, F_SETFD, 0);
    fcntl(up.write, F_SETFD, 0);
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(printed.write, STDOUT_FILENO);
    dup2(printed.write, STDERR_FILENO);
    execle(path.c_str(), path.c_str(), requests.c_str(), replies.c_str(), nullptr,
           environment.data());
    _exit(127);
  }
  setpgid(pid_, pid_);
  close(down.read);
  close(up.write);
  close(printed.write);
  requests_ = down.write;
  replies_ = up.read;
  output_ = printed.read;
  fcntl(output_, F_SETFL, O_NONBLOCK);
}

WorkerProcess::~WorkerProcess() {
  if (!status_) {
    kill();
    wait(std::chrono::milliseconds(0));
  }
  close_if_open(requests_);
  close_if_open(replies_);
  close_if_open(output_);
}

std::vector<Json> WorkerProcess::read_replies() {
  char buffer[1 << 16];
  const ssize_t count = read(replies_, buffer, sizeof buffer);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return {};
  if (count <= 0) {
    close_if_open(replies_);
    return {};
  }
  return parser_.feed(buffer, static_cast<std::size_t>(count));
}

std::vector<WorkerProcess::Heard> WorkerProcess::listen_to(
    const std::vector<WorkerProcess*>& workers, std::chrono::milliseconds patience) {
  std::vector<pollfd> ends;  // poll() passes over those that are closed: they are negative
  for (const WorkerProcess* worker : workers) {
    ends.push_back({worker->replies_, POLLIN, 0});
    ends.push_back({worker->output_, POLLIN, 0});
  }
  std::vector<Heard> heard;
  if (poll(ends.data(), ends.size(), static_cast<int>(patience.count())) <= 0) return heard;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    if (ends[2 * i + 1].revents != 0) workers[i]->read_output();
    if (ends[2 * i].revents == 0) continue;
    Heard& one = heard.emplace_back();
    one.worker = i;
    try {
      one.messages = workers[i]->read_replies();
    } catch (const Error& error) {
      one.nonsense = error.what();
    }
  }
  return heard;
}

std::vector<Json> WorkerProcess::listen(std::chrono::milliseconds patience) {
  std::vector<Heard> heard = listen_to({this}, patience);
  if (heard.empty()) return {};
  if (!heard[0].nonsense.empty()) throw Error("{}", heard[0].nonsense);
  return std::move(heard[0].messages);
}

std::optional<Json> WorkerProcess::receive(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (waiting_.empty()) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (closed() || left.count() <= 0) return std::nullopt;
    waiting_ = listen(left);
  }
  Json first = std::move(waiting_.front());
  waiting_.erase(waiting_.begin());
  return first;
}

bool WorkerProcess::read_output() {
  constexpr std::size_t kKept = 4096;
  char buffer[1 << 16];
  const ssize_t count = read(output_, buffer, sizeof buffer);
  if (count < 0 && errno == EINTR) return true;
  if (count < 0 && errno == EAGAIN) return false;
  if (count <= 0) {
    close_if_open(output_);
    return false;
  }
  printed_.add(buffer, static_cast<std::size_t>(count));
  tail_.append(buffer, static_cast<std::size_t>(count));
  if (tail_.size() > kKept) tail_.erase(0, tail_.size() - kKept);
  return true;
}

std::string WorkerProcess::take_printed() {
  while (output_ >= 0 && read_output()) {
  }
  return printed_.take();
}

void WorkerProcess::kill() const {
  if (pid_ > 0 && !status_) {
    ::kill(-pid_, SIGKILL);
    ::kill(pid_, SIGKILL);
  }
}

int WorkerProcess::wait(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!status_) {
    int status = 0;
    const pid_t ended = waitpid(pid_, &status, WNOHANG);
    if (ended == pid_ || (ended < 0 && errno == ECHILD)) {
      ::kill(-pid_, SIGKILL);  // whatever it started and left behind
      status_ = status;
    } else if (std::chrono::steady_clock::now() >= deadline) {
      kill();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  return *status_;
}

WorkerEnd WorkerProcess::end(std::chrono::milliseconds patience) {
  const int status = wait(patience);
  while (output_ >= 0 && read_output()) {
  }
  return {status, describe_exit(status), last_line(tail_)};
}

}  // namespace remedy
