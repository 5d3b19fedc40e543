#include "execute/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/error.h"

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
  int in[2], out[2], err[2], failed[2];
  for (int* ends : {in, out, err, failed}) {
    if (pipe2(ends, O_CLOEXEC) != 0) throw Error("no pipe can be made: {}", std::strerror(errno));
  }
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const pid_t process = fork();
  if (process < 0) throw Error("{}: cannot be started: {}", arguments[0], std::strerror(errno));
  if (process == 0) {
    // Only calls that are safe between fork and exec.
    setpgid(0, 0);
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    execvp(argv[0], argv.data());
    (void)!write(failed[1], "x", 1);
    _exit(kNotFound);
  }
  for (const int ours : {in[0], out[1], err[1], failed[1]}) close(ours);
  (void)!write(in[1], input.data(), input.size());  // fits a pipe
  close(in[1]);
  Finished result;
  std::string no_program;
  std::array<pollfd, 3> descriptors = {
      {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}, {failed[0], POLLIN, 0}}};
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
  for (const int ours : {out[0], err[0], failed[0]}) close(ours);
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (!no_program.empty()) return std::nullopt;
  result.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

}  // namespace remedy
