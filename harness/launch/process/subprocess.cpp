#include "launch/process/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "launch/process/pipe.h"

namespace remedy {
namespace {

constexpr int kNotFound = 127;

// False at the end of the stream.
bool append(int descriptor, std::string& to) {
  char buffer[1 << 14];
  const ssize_t count = read(descriptor, buffer, sizeof buffer);
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  to.append(buffer, static_cast<std::size_t>(count));
  return count > 0;
}

}  // namespace

std::optional<Finished> run_program(std::vector<std::string> arguments, const std::string& input,
                                    const std::function<bool()>& abandoned) {
  const Pipe in = make_pipe(), out = make_pipe(), err = make_pipe(), failed = make_pipe();
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const pid_t process = fork();
  if (process < 0) throw Error("{}: cannot be started: {}", arguments[0], std::strerror(errno));
  if (process == 0) {
    // Only calls that are safe between fork and exec.
    setpgid(0, 0);
    dup2(in.read, STDIN_FILENO);
    dup2(out.write, STDOUT_FILENO);
    dup2(err.write, STDERR_FILENO);
    execvp(argv[0], argv.data());
    (void)!write(failed.write, "x", 1);
    _exit(kNotFound);
  }
  for (const int ours : {in.read, out.write, err.write, failed.write}) close(ours);
  (void)!write(in.write, input.data(), input.size());  // fits a pipe
  close(in.write);
  Finished result;
  std::string no_program;
  std::array<pollfd, 3> descriptors = {
      {{out.read, POLLIN, 0}, {err.read, POLLIN, 0}, {failed.read, POLLIN, 0}}};
  const std::array<std::string*, 3> texts = {&result.out, &result.err, &no_program};
  std::size_t open = 3;
  while (open > 0) {
    if (abandoned && abandoned()) {
      kill(-process, SIGKILL);
      break;
    }
    if (poll(descriptors.data(), descriptors.size(), /*timeout=*/100) <= 0) continue;
    for (std::size_t i = 0; i < descriptors.size(); ++i) {
      if (descriptors[i].fd < 0 || descriptors[i].revents == 0) continue;
      if (append(descriptors[i].fd, *texts[i])) continue;
      descriptors[i].fd = -1;
      --open;
    }
  }
  for (const int ours : {out.read, err.read, failed.read}) close(ours);
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (!no_program.empty()) return std::nullopt;
  result.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

}  // namespace remedy
